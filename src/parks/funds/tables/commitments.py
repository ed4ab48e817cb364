"""What is bound for somebody: a commitment, its payee's account as it was frozen, its tranches, local matching."""

from decimal import Decimal

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Numeric, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.funds.states import CommitmentState, TrancheState
from parks.funds.tables.budgets import Budget, one_of
from parks.identity.tables import Person
from parks.startups.tables import Company


class Commitment(Table, tablename="fund_commitment"):
    """Money bound for a subject (an application), to be paid in tranches to one company.

    `amount`, `released`, `paid` and `returned` (repaid after a clawback) are moved by the ledger alone. At every
    commit: live tranches = amount + returned, and paid ones = paid + returned (a deferred trigger).
    """

    id = UUID(primary_key=True, default=uuid7)
    budget = ForeignKey(Budget, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=40, null=False, default="", unique=True)
    subject_kind = Varchar(length=30, null=False, default="")
    subject_id = UUID(null=False, default=None, index=True)
    subject_label = Varchar(length=300, null=False, default="")
    subject_url = Varchar(length=300, null=False, default="")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    released = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    paid = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    returned = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    state = Varchar(length=12, null=False, default="committed")
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    first_paid_on = Date(null=True, default=None)
    fund_commitment_state = Check(one_of("state", CommitmentState))
    fund_commitment_figures = Check(
        "amount >= 0 AND released >= 0 AND paid >= 0 AND returned >= 0 AND released + paid <= amount"
    )


class PayeeAccount(Table, tablename="fund_payee_account"):
    """Where the money goes: version 1 is frozen at commitment, a later one is a correction with its reason.

    The number is locked (`adapters.vault`). Append-only.
    """

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    version = SmallInt(null=False, default=1)
    name = Varchar(length=200, null=False, default="")
    uscc = Varchar(length=18, null=False, default="")
    bank = Varchar(length=100, null=False, default="")
    branch = Varchar(length=100, null=False, default="")
    account_locked = Text(null=False, default="")
    account_masked = Varchar(length=40, null=False, default="")
    clearing_number = Varchar(length=12, null=False, default="")
    reason = Varchar(length=500, null=False, default="")
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    fund_payee_account_version_once = Unique([commitment, version])
    fund_payee_account_whole = Check("name <> '' AND account_locked <> ''")
    fund_payee_account_corrected_with_reason = Check("version = 1 OR reason <> ''")


class Tranche(Table, tablename="fund_tranche"):
    """One payment to come: what must hold before it (`condition`), by when, and who asked and who agreed.

    `met` is the officer's word that the condition holds, given with the proposal; `said` what speaks for it.
    """

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    position = SmallInt(null=False, default=1)
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    condition_zh = Varchar(length=500, null=False, default="")
    condition_en = Varchar(length=500, null=False, default="")
    due = Date(null=True, default=None)
    state = Varchar(length=12, null=False, default="planned")
    proposed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    proposed_at = Timestamptz(null=True, default=None)
    said = Varchar(length=500, null=False, default="")
    approved_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    approved_at = Timestamptz(null=True, default=None)
    note = Varchar(length=500, null=False, default="")  # why the bank refused, or a release was declined
    paid_on = Date(null=True, default=None)
    fund_tranche_position_once = Unique([commitment, position])
    fund_tranche_amount = Check("amount > 0")
    fund_tranche_state = Check(one_of("state", TrancheState))
    fund_tranche_two_persons = Check("approved_by IS NULL OR (proposed_by IS NOT NULL AND approved_by <> proposed_by)")
    fund_tranche_released_by_two = Check(
        "(state IN ('released', 'in_payment', 'paid')) = (approved_by IS NOT NULL)"
        " AND (state NOT IN ('proposed', 'released', 'in_payment', 'paid') OR proposed_by IS NOT NULL)"
    )
    fund_tranche_paid_on_a_day = Check("(state = 'paid') = (paid_on IS NOT NULL)")


class LocalMatching(Table, tablename="fund_local_matching"):
    """Money that a locality put beside ours (地方配套): recorded with its evidence, not ours to move."""

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    giver = Varchar(length=200, null=False, default="")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    received_on = Date(null=False, default=None)
    evidence = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    note = Varchar(length=500, null=False, default="")
    struck = Boolean(null=False, default=False)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    fund_local_matching_amount = Check("amount > 0")
