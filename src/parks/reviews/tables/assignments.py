"""Proposed assignments: what was asked and answered stays (trigger in migrations/reviews); the pairs are edited."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    ForeignKey,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Assessment, Round


class AssignmentRun(Table, tablename="assignment_run"):
    """One run of the solver. `inputs` and `pairs` are canonical JSON, kept as text so that their bytes stay."""

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=20, null=False, default="proposed")
    made_at = Timestamptz(null=False, default=None)
    settled_at = Timestamptz(null=True, default=None)
    max_load = SmallInt(null=False, default=None)
    min_load = SmallInt(null=False, default=0)
    inputs = Text(null=False, default="")
    inputs_hash = Varchar(length=64, null=False, default="")
    seed = BigInt(null=False, default=0)
    solver = Varchar(length=40, null=False, default="")
    pairs = Text(null=False, default="")
    objective = Numeric(digits=(14, 4), null=False, default=None)
    worst = Numeric(digits=(14, 4), null=False, default=None)
    bound = Numeric(digits=(14, 4), null=False, default=None)
    proven = Boolean(null=False, default=False)
    short = JSONB(null=False, default="[]")
    unchecked = SmallInt(null=False, default=0, help_text="experts left out somewhere: ties newer than the last check")

    assignment_run_state_known = Check("state IN ('proposed', 'applied', 'discarded')")
    assignment_run_settled_has_date = Check("(state = 'proposed') = (settled_at IS NULL)")


class AssignmentPair(Table, tablename="assignment_pair"):
    """One expert for one proposal, as proposed and edited since. `kept`: had the seat already. `terms`: what both
    speak of.
    """

    id = UUID(primary_key=True, default=uuid7)
    run = ForeignKey(AssignmentRun, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    assessment = ForeignKey(Assessment, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    affinity = Numeric(digits=(6, 4), null=False, default=None)
    terms = Array(base_column=Varchar(length=40), null=False, default=list)
    kept = Boolean(null=False, default=False)
    by_hand = Boolean(null=False, default=False)

    assignment_pair_once = Unique([run, assessment, expert])
