"""Money claimed back (追回): the demand, what was repaid, and what was written off by a decision."""

from decimal import Decimal

from piccolo.columns import UUID, Date, ForeignKey, Numeric, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.funds.states import ClawbackState
from parks.funds.tables.budgets import one_of
from parks.funds.tables.commitments import Commitment
from parks.identity.tables import Person


class Clawback(Table, tablename="fund_clawback"):
    """`amount` demanded = `repaid` + `written_off` + what is still open. One a commitment."""

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    number = Varchar(length=40, null=False, default="", unique=True)
    reason = Text(null=False, default="")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    repaid = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    written_off = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    due = Date(null=False, default=None)
    state = Varchar(length=12, null=False, default="demanded")
    demanded_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    demanded_at = Timestamptz(null=False, default=None)
    decision = Text(null=False, default="")
    decided_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    decided_at = Timestamptz(null=True, default=None)
    fund_clawback_state = Check(one_of("state", ClawbackState))
    fund_clawback_reason = Check("reason <> ''")
    fund_clawback_figures = Check(
        "amount > 0 AND repaid >= 0 AND written_off >= 0 AND repaid + written_off <= amount"
        " AND (state = 'demanded' OR repaid + written_off = amount)"
    )
    fund_clawback_written_off_by_decision = Check(
        "(written_off > 0) = (decided_by IS NOT NULL) AND (written_off = 0 OR decision <> '')"
        " AND (decided_by IS NULL OR decided_by <> demanded_by)"
    )


class Repayment(Table, tablename="fund_repayment"):
    """Money that came back; append-only."""

    id = UUID(primary_key=True, default=uuid7)
    clawback = ForeignKey(Clawback, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    received_on = Date(null=False, default=None)
    bank_reference = Varchar(length=60, null=False, default="")
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    fund_repayment_amount = Check("amount > 0")
