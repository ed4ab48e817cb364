"""What became of the money: the plan by lines, the half-yearly reports with their vouchers, and the checks."""

from decimal import Decimal

from piccolo.columns import UUID, Date, ForeignKey, Numeric, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.funds.states import CheckKind, CheckOutcome, RectificationState, ReportState
from parks.funds.tables.budgets import one_of
from parks.funds.tables.commitments import Commitment
from parks.identity.tables import Person


class UseLine(Table, tablename="fund_use_line"):
    """A line of the company's budget for the grant: research, market, staff … (domain.md §2.7)."""

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    position = SmallInt(null=False, default=1)
    name_zh = Varchar(length=100, null=False, default="")
    name_en = Varchar(length=100, null=False, default="")
    planned = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    fund_use_line_position_once = Unique([commitment, position])
    fund_use_line_planned = Check("planned >= 0")


class UseReport(Table, tablename="fund_use_report"):
    """One half-yearly report, owed by `due`. `reminded_at` and `chased_at` say when its reminders went out."""

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    due = Date(null=False, default=None, index=True)
    state = Varchar(length=10, null=False, default="due")
    text = Text(null=False, default="")
    submitted_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    submitted_at = Timestamptz(null=True, default=None)
    answer = Text(null=False, default="")
    checked_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    checked_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    chased_at = Timestamptz(null=True, default=None)
    fund_use_report_once = Unique([commitment, due])
    fund_use_report_state = Check(one_of("state", ReportState))
    fund_use_report_sent_by_someone = Check("state = 'due' OR (submitted_by IS NOT NULL AND text <> '')")
    fund_use_report_returned_with_reason = Check("state <> 'returned' OR answer <> ''")


class Expense(Table, tablename="fund_expense"):
    """What was spent, on which line, with the voucher that shows it."""

    id = UUID(primary_key=True, default=uuid7)
    report = ForeignKey(UseReport, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    line = ForeignKey(UseLine, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    spent_on = Date(null=False, default=None)
    receiver = Varchar(length=200, null=False, default="")
    purpose = Varchar(length=300, null=False, default="")
    amount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    voucher = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    fund_expense_amount = Check("amount > 0")


class FundCheck(Table, tablename="fund_check"):
    """A mid-term check, an inspection or the acceptance; what is to be mended, by when, and the answer."""

    id = UUID(primary_key=True, default=uuid7)
    commitment = ForeignKey(Commitment, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=15, null=False, default="")
    outcome = Varchar(length=10, null=False, default="")
    text = Text(null=False, default="")
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    due = Date(null=True, default=None)
    rectification = Varchar(length=10, null=True, default=None)
    answer = Text(null=False, default="")
    answered_at = Timestamptz(null=True, default=None)
    evidence = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    judged = Text(null=False, default="")
    judged_at = Timestamptz(null=True, default=None)
    fund_check_kind = Check(one_of("kind", CheckKind))
    fund_check_outcome = Check(one_of("outcome", CheckOutcome))
    fund_check_says_why = Check("text <> ''")
    fund_check_rectification = Check(f"rectification IS NULL OR {one_of('rectification', RectificationState)}")
    fund_check_rectified_by_a_day = Check(
        "(outcome = 'rectify') = (due IS NOT NULL) AND (outcome = 'rectify') = (rectification IS NOT NULL)"
    )
