"""Budgets and their ledger. Triggers (migrations/funds): the ledger alone moves the figures, and is never rewritten."""

from decimal import Decimal
from enum import StrEnum

from piccolo.columns import UUID, ForeignKey, Integer, Numeric, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.funds.states import Entry, Source
from parks.identity.tables import Organisation


def one_of(column: str, values: type[StrEnum]) -> str:
    """Piccolo's `choices` are not enforced by the database; this is."""
    return f"{column} IN ({', '.join(repr(str(one)) for one in values)})"


class Budget(Table, tablename="fund_budget"):
    """What an organisation may bind in a year for a subject (a call), out of one source, in one currency.

    `amount` = `committed` + `free`; `released` (approved, on its way) and `paid` lie within `committed`. `path` is the
    organisation's place. `entries` counts the ledger's lines.
    """

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=400, null=False, default="", index=True)
    number = Varchar(length=40, null=False, default="", unique=True)
    year = SmallInt(null=False, default=0)
    source = Varchar(length=12, null=False, default="")
    subject_kind = Varchar(length=30, null=False, default="")
    subject_id = UUID(null=False, default=None, index=True)
    subject_label_zh = Varchar(length=300, null=False, default="")
    subject_label_en = Varchar(length=300, null=False, default="")
    subject_url = Varchar(length=300, null=False, default="")
    currency = Varchar(length=3, null=False, default="CNY")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    committed = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    free = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    released = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    paid = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    entries = Integer(null=False, default=0)
    founded_at = Timestamptz(null=False, default=None)
    fund_budget_once = Unique([subject_id, source, year, currency])
    fund_budget_source = Check(one_of("source", Source))
    fund_budget_adds_up = Check("committed + free = amount")
    fund_budget_never_overspent = Check("free >= 0 AND amount >= 0")
    fund_budget_paid_is_committed = Check("released >= 0 AND paid >= 0 AND released + paid <= committed")


class LedgerEntry(Table, tablename="fund_entry"):
    """One line of the ledger: what happened and how the budget stood after it. Append-only.

    `amount` is never negative; `kind` says what it moves (states.MOVES). Position and `*_after` are filled by the
    trigger, under the budget's lock. Commitment and tranche are plain ids: the ledger outlives what it tells of.
    """

    id = UUID(primary_key=True, default=uuid7)
    budget = ForeignKey(Budget, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    position = Integer(null=False, default=0)
    kind = Varchar(length=12, null=False, default="")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    commitment_id = UUID(null=True, default=None, index=True)
    tranche_id = UUID(null=True, default=None)
    note = Varchar(length=500, null=False, default="")
    by_id = UUID(null=False, default=None)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    amount_after = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    committed_after = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    free_after = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    released_after = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    paid_after = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    fund_entry_position_once = Unique([budget, position])
    fund_entry_kind = Check(one_of("kind", Entry))
    fund_entry_amount = Check("amount > 0")
    fund_entry_names_its_commitment = Check("(kind IN ('founded', 'raised', 'lowered')) = (commitment_id IS NULL)")
