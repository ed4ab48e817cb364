"""Conflicts of interest that somebody wrote down; those found in our own data stand in `assessment.barred`."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Assessment


class Conflict(Table, tablename="conflict"):
    """What stands between an expert or an official and one assessment, or every assessment of a company.

    `company` is its mark (`rules.conflicts.mark`), empty for a conflict of one assessment. It bars from `since` until
    the day before `until` (Beijing days). It is never deleted: `ended_at` takes it back, with the reason.
    """

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    assessment = ForeignKey(Assessment, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    company = Varchar(length=200, null=False, default="", index=True)
    kind = Varchar(length=20, null=False, default="")
    source = Varchar(length=20, null=False, default="")
    party = Varchar(length=200, null=False, default="")
    evidence = Text(null=False, default="")
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    entered_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    entered_at = Timestamptz(null=False, default=None)
    pinned = Boolean(null=False, default=False)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text(null=False, default="")

    conflict_of_one = Check("(expert IS NULL) <> (person IS NULL)")
    conflict_about_one = Check("(assessment IS NULL) = (company <> '')")
    conflict_source_known = Check("source IN ('declared', 'entered', 'named')")
    conflict_in_order = Check("until IS NULL OR since IS NULL OR since < until")
    conflict_ended_has_reason = Check("(ended_at IS NULL) = (ended_reason = '')")
    conflict_pinned_stands = Check("NOT pinned OR ended_at IS NULL")
    conflict_has_evidence = Check("source = 'declared' OR evidence <> ''")
