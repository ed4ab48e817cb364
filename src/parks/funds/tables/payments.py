"""What goes to the bank and comes back: a batch is one file, a line one tranche on it."""

from decimal import Decimal

from piccolo.columns import UUID, Date, ForeignKey, Integer, Numeric, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.funds.states import LineState
from parks.funds.tables.budgets import Budget, one_of
from parks.funds.tables.commitments import PayeeAccount, Tranche
from parks.identity.tables import Person


class PaymentBatch(Table, tablename="fund_payment_batch"):
    """Released tranches of one budget on one bank file. `total` and `lines` as they were when it was made."""

    id = UUID(primary_key=True, default=uuid7)
    budget = ForeignKey(Budget, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=40, null=False, default="", unique=True)
    total = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    lines = Integer(null=False, default=0)
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    settled_at = Timestamptz(null=True, default=None)
    fund_payment_batch_whole = Check("total > 0 AND lines > 0")


class PaymentLine(Table, tablename="fund_payment_line"):
    """One tranche on its way, to the account as it stood. Partial index: a tranche is on one open line at most."""

    id = UUID(primary_key=True, default=uuid7)
    batch = ForeignKey(PaymentBatch, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = Integer(null=False, default=1)
    tranche = ForeignKey(Tranche, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    account = ForeignKey(PayeeAccount, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    state = Varchar(length=10, null=False, default="sent")
    reason = Varchar(length=500, null=False, default="")
    bank_reference = Varchar(length=60, null=False, default="")
    paid_on = Date(null=True, default=None)
    settled_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    settled_at = Timestamptz(null=True, default=None)
    fund_payment_line_number_once = Unique([batch, number])
    fund_payment_line_state = Check(one_of("state", LineState))
    fund_payment_line_amount = Check("amount > 0")
    fund_payment_line_refused_with_reason = Check("state NOT IN ('refused', 'reversed') OR reason <> ''")
    fund_payment_line_paid_on_a_day = Check("state NOT IN ('paid', 'reversed') OR paid_on IS NOT NULL")
    fund_payment_line_settled_by_someone = Check("(state = 'sent') = (settled_by IS NULL)")
