"""What stops an erasure, and the reports under which records were erased. Neither is ever erased itself."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person


class LegalHold(Table, tablename="legal_hold"):
    """Nothing about `subject_id` (an application, a company, a person) is erased while this is not lifted."""

    id = UUID(primary_key=True, default=uuid7)
    subject_id = UUID(null=False, default=None, index=True)
    subject_kind = Varchar(length=20, null=False, default="")
    label = Varchar(length=200, null=False, default="")
    reason = Varchar(length=500, null=False, default="")
    placed_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    placed_at = Timestamptz(null=False, default=None)
    lifted_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    lifted_at = Timestamptz(null=True, default=None)
    lift_reason = Varchar(length=500, null=False, default="")
    legal_hold_kind = Check("subject_kind IN ('application', 'company', 'person')")
    legal_hold_reasoned = Check("reason <> '' AND (lifted_at IS NULL) = (lifted_by IS NULL)")


class DeletionReport(Table, tablename="deletion_report"):
    """A dry run, then what was erased. The database lets records go only inside the transaction in which a second
    person carries a report out (migrations/privacy).
    """

    id = UUID(primary_key=True, default=uuid7)
    state = Varchar(length=10, null=False, default="proposed")
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    decided_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    decided_at = Timestamptz(null=True, default=None)
    deletion_report_state = Check("state IN ('proposed', 'done', 'dropped')")
    deletion_report_decided = Check(
        "(state = 'proposed') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)"
    )
    deletion_report_two_people = Check("state <> 'done' OR decided_by <> made_by")


class DeletionLine(Table, tablename="deletion_line"):
    """One record of a report by its number or id, never by a name. `held` says that a legal hold kept it."""

    id = UUID(primary_key=True, default=uuid7)
    report = ForeignKey(DeletionReport, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    record_class = Varchar(length=30, null=False, default="")
    record_id = UUID(null=False, default=None)
    label = Varchar(length=60, null=False, default="")
    since = Date(null=False, default=None)
    held = Boolean(null=False, default=False)
    erased_at = Timestamptz(null=True, default=None)
    deletion_line_once = Unique([report, record_class, record_id])
    deletion_line_held_stays = Check("NOT held OR erased_at IS NULL")
