"""What a review is paid: the round's rate, a fee a submitted score, and the account that an expert's fees go to.

A trigger (migrations/reviews) keeps what a fee is for and how much, and settled ones altogether.
"""

from piccolo.columns import UUID, Date, ForeignKey, Numeric, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Round, Seat


class RoundFee(Table, tablename="round_fee"):
    """The rate of a round: so much a submitted score. It stands once the first fee is due."""

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False)
    amount = Numeric(digits=(12, 2), null=False, default=None)
    currency = Varchar(length=3, null=False, default="CNY")
    entered_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    entered_at = Timestamptz(null=False, default=None)

    round_fee_above_nothing = Check("amount > 0")


class ExpertFee(Table, tablename="expert_fee"):
    """The fee of one submitted score. `entered_by` as the rate's: whoever approves is somebody else."""

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    seat = ForeignKey(Seat, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False)
    amount = Numeric(digits=(12, 2), null=False, default=None)
    currency = Varchar(length=3, null=False, default="CNY")
    state = Varchar(length=10, null=False, default="due")
    due_at = Timestamptz(null=False, default=None)
    entered_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    approved_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    approved_at = Timestamptz(null=True, default=None)
    settled_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    paid_on = Date(null=True, default=None)
    reference = Varchar(
        length=100, null=False, default="", help_text="of the payment, as the bank or treasury names it"
    )
    reason = Text(null=False, default="")

    expert_fee_state_known = Check("state IN ('due', 'approved', 'paid', 'refused')")
    expert_fee_above_nothing = Check("amount > 0")
    expert_fee_four_eyes = Check("approved_by IS NULL OR approved_by <> entered_by")
    expert_fee_approved = Check(
        "(state NOT IN ('approved', 'paid') OR approved_by IS NOT NULL) AND (state <> 'due' OR approved_by IS NULL)"
        " AND (approved_by IS NULL) = (approved_at IS NULL)"
    )
    expert_fee_paid_on_a_day = Check("(state = 'paid') = (paid_on IS NOT NULL)")
    expert_fee_refusal_says_why = Check("(state = 'refused') = (reason <> '')")
    expert_fee_settled_by_somebody = Check("(state IN ('paid', 'refused')) = (settled_by IS NOT NULL)")


class ExpertAccount(Table, tablename="expert_account"):
    """Where an expert's fees go. The number is sealed (docs/adr/0031), shown masked."""

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False)
    holder = Varchar(length=100, null=False, default="")
    bank = Varchar(length=100, null=False, default="")
    branch = Varchar(length=100, null=False, default="")
    account_locked = Varchar(length=400, null=False, default="")
    account_masked = Varchar(length=40, null=False, default="")
    kept_at = Timestamptz(null=False, default=None)
