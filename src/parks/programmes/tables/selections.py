"""The selection of a call: which round judges it, who is proposed for which tier, and why where ranks are crossed."""

from typing import Any

from piccolo.columns import UUID, ForeignKey, Numeric, OnDelete, SmallInt, Text, Timestamptz
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.calls import Call, CallTier
from parks.reviews.tables.rounds import Assessment, Round


class Selection(Table, tablename="selection"):
    """One round of experts over all that was recommended in a call; `proposed_*` once tiers were proposed."""

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    proposed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    proposed_at = Timestamptz(null=True, default=None)
    selection_proposed_by_someone = Check("(proposed_by IS NULL) = (proposed_at IS NULL)")


class Candidate(Table, tablename="selection_candidate"):
    """An application before the experts; the tier it is proposed for, with rank and total as they stood then.

    `notice` is the one on which it was published; it keeps it when an objection took it off.
    """

    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, primary_key=True)
    selection = ForeignKey(Selection, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    assessment = ForeignKey(Assessment, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    tier = ForeignKey(CallTier, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    rank = SmallInt(null=True, default=None)
    total = Numeric(digits=(7, 2), null=True, default=None)
    reason = Text(null=False, default="")
    notice: Any = ForeignKey(
        LazyTableReference("Notice", module_path="parks.programmes.tables.notices"),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        index=True,
    )
    selection_candidate_tier_is_ranked = Check("tier IS NULL OR (rank IS NOT NULL AND total IS NOT NULL)")
