"""The public notice (公示) and the objections (异议) to it. What was published stays as it was published."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.calls import CallTier
from parks.programmes.tables.selections import Selection


class Notice(Table, tablename="public_notice"):
    """Five working days in the open, by default. `entries`: company, project, tier and nothing else (domain.md §10).

    `part` 0 is the call's notice; 1 and on are supplements for those who moved up into a place that an upheld
    objection freed, each for its own full period. Who stands on which: `selection_candidate.notice`.
    `last_day` is the last on which it stands; `provisional` where the working calendar of that year was not settled.
    A trigger (migrations/programmes) keeps entries and dates.
    """

    id = UUID(primary_key=True, default=uuid7)
    selection = ForeignKey(Selection, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    part = SmallInt(null=False, default=0)
    number = Varchar(length=30, null=False, default="", unique=True)
    starts_on = Date(null=False, default=None)
    last_day = Date(null=False, default=None)
    provisional = Boolean(null=False, default=False)
    entries = JSONB(null=False, default="[]")
    published_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    published_at = Timestamptz(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)
    public_notice_stands_a_day = Check("last_day >= starts_on")
    public_notice_part_once = Unique([selection, part])
    public_notice_part = Check("part >= 0")


class Objection(Table, tablename="objection"):
    """In writing, under a real name, with grounds and evidence; answered to the one who filed it."""

    id = UUID(primary_key=True, default=uuid7)
    notice = ForeignKey(Notice, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=30, null=False, default="", unique=True)
    filed_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    real_name = Varchar(length=100, null=False, default="")
    contact = Varchar(length=200, null=False, default="")
    grounds = Text(null=False, default="")
    evidence = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    filed_at = Timestamptz(null=False, default=None)
    state = Varchar(length=12, null=False, default="filed")
    answer = Text(null=False, default="")
    decided_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    decided_at = Timestamptz(null=True, default=None)
    objection_state = Check("state IN ('filed', 'dismissed', 'upheld')")
    objection_named = Check("real_name <> '' AND contact <> '' AND grounds <> ''")
    objection_answered_when_decided = Check(
        "(state = 'filed') = (decided_at IS NULL) AND (state = 'filed' OR answer <> '')"
    )


class Substitution(Table, tablename="notice_substitution"):
    """What became of a place that an upheld objection freed (递补): who moves up or nobody, and why; once."""

    id = UUID(primary_key=True, default=uuid7)
    removed = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    application = ForeignKey(
        Application, null=True, default=None, on_delete=OnDelete.restrict, index=False, unique=True
    )
    tier = ForeignKey(CallTier, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    notice = ForeignKey(Notice, null=True, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    reason = Text(null=False, default="")
    decided_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    decided_at = Timestamptz(null=False, default=None)
    notice_substitution_reasoned = Check("reason <> ''")
    notice_substitution_whole = Check(
        "(application IS NULL) = (notice IS NULL) AND (application IS NULL) = (tier IS NULL) AND application <> removed"
    )
