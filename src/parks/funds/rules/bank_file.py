"""The file that goes to the bank and the one that comes back: the same xlsx, with the bank's columns filled.

Row 1 holds column ids that never change, row 2 what people read, then one row a payment, then the total. Text is
written as text: nothing that somebody typed becomes a formula.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from parks.kernel.errors import Invalid
from parks.kernel.words import Text, _

COLUMNS = (
    ("line_no", "序号 No."),
    ("line_id", "行号（勿改） Line id (keep)"),
    ("payee_name", "收款单位 Payee"),
    ("account", "账号 Account"),
    ("bank", "开户银行 Bank"),
    ("branch", "开户网点 Branch"),
    ("clearing_number", "联行号 Clearing number"),
    ("amount", "金额 Amount"),
    ("currency", "币种 Currency"),
    ("purpose", "用途 Purpose"),
    ("status", "结果（已付/退回） Status (paid/refused)"),
    ("paid_on", "付款日期 Paid on"),
    ("bank_reference", "银行流水号 Bank reference"),
    ("reason", "退回原因 Reason"),
)
IDS = tuple(name for name, _label in COLUMNS)
TOTAL = "TOTAL"
PAID = frozenset({"paid", "已付", "成功", "付讫"})
REFUSED = frozenset({"refused", "退回", "失败", "退票"})
LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class BankLine:
    """One payment as the bank gets it; `account` is the whole number."""

    number: int
    id: UUID
    payee: str
    account: str
    bank: str
    branch: str
    clearing_number: str
    amount: Decimal
    currency: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bank says of one line; `amount` None where it was not told by file."""

    line_id: UUID
    paid: bool
    paid_on: date | None = None
    bank_reference: str = ""
    reason: str = ""
    amount: Decimal | None = None


def written(batch_number: str, lines: Sequence[BankLine]) -> bytes:
    """The workbook. The total is a number that we added up and a formula that the bank's own sheet can check."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("payments")
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        page.freeze_panes(2, 0)
        page.set_column(0, len(COLUMNS) - 1, 18)
        for place, (name, label) in enumerate(COLUMNS):
            page.write_string(0, place, name)
            page.write_string(1, place, label, bold)
        for row, one in enumerate(lines, start=2):
            told = {
                "line_id": str(one.id),
                "payee_name": one.payee,
                "account": one.account,
                "bank": one.bank,
                "branch": one.branch,
                "clearing_number": one.clearing_number,
                "currency": one.currency,
                "purpose": one.purpose,
            }
            page.write_number(row, 0, one.number)
            for name, text in told.items():
                page.write_string(row, IDS.index(name), text)
            page.write_number(row, IDS.index("amount"), one.amount, amount)
        last = len(lines) + 2
        page.write_string(last, 0, TOTAL, bold)
        page.write_string(last, IDS.index("payee_name"), batch_number, bold)
        column = IDS.index("amount")
        page.write_formula(
            last,
            column,
            f"=SUM({chr(65 + column)}3:{chr(65 + column)}{last})",
            amount,
            float(sum((one.amount for one in lines), Decimal(0))),  # what a reader shows before it adds up itself
        )
    return out.getvalue()


def read(content: bytes) -> list[Outcome]:
    """What the bank filled in; rows without a status are left open. Invalid (422) with a sentence for each cell.

    The fields of the refusal are named after cells: `K5`.
    """
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Invalid(fields={"file": _("This is not an xlsx file that can be read.")}) from error
    heads = [str(cell).strip() for cell in sheet[0]] if sheet else []
    lacking = [name for name in ("line_id", "amount", "status", "paid_on", "reason") if name not in heads]
    if lacking:
        raise Invalid(
            fields={"file": _("The file lacks the columns {columns} in its first row.", columns=", ".join(lacking))}
        )
    if len(sheet) > LARGEST:
        raise Invalid(fields={"file": _("The file has more than {n} rows.", n=LARGEST)})
    wrong: dict[str, Text] = {}
    found: list[Outcome] = []
    seen: set[UUID] = set()
    for number, cells in enumerate(sheet[1:], start=2):
        row = dict(zip(heads, cells, strict=False))
        if not str(row.get("line_id", "")).strip() or (number == 2 and not _is_id(row["line_id"])):
            continue
        one = _outcome(row, number, heads, wrong)
        if one is None:
            continue
        if one.line_id in seen:
            wrong[_cell(heads, "line_id", number)] = _("This line stands in the file twice.")
        seen.add(one.line_id)
        found.append(one)
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _is_id(value: object) -> bool:
    try:
        UUID(str(value).strip())
    except ValueError:
        return False
    return True


def _outcome(row: Mapping[str, object], number: int, heads: Sequence[str], wrong: dict[str, Text]) -> Outcome | None:
    status = str(row.get("status", "")).strip().lower()
    if not status:
        return None
    if not _is_id(row["line_id"]):
        wrong[_cell(heads, "line_id", number)] = _("This is no line of ours.")
        return None
    amount = _amount(row.get("amount"))
    if amount is None:
        wrong[_cell(heads, "amount", number)] = _("This is not a number.")
    if status not in PAID | REFUSED:
        wrong[_cell(heads, "status", number)] = _("Write paid or refused (已付 or 退回).")
    paid, day = status in PAID, _day(row.get("paid_on"))
    reason = str(row.get("reason", "")).strip()[:500]
    if paid and day is None:
        wrong[_cell(heads, "paid_on", number)] = _("Say on which day it was paid, as 2026-11-22.")
    if status in REFUSED and not reason:
        wrong[_cell(heads, "reason", number)] = _("Say why the bank refused it.")
    reference = row.get("bank_reference", "")
    if isinstance(reference, float) and reference.is_integer():
        reference = int(reference)
    return Outcome(
        UUID(str(row["line_id"]).strip()), paid, day if paid else None, str(reference).strip()[:60], reason, amount
    )


def _cell(heads: Sequence[str], column: str, number: int) -> str:
    place = heads.index(column)
    letters = chr(65 + place) if place < 26 else f"{chr(64 + place // 26)}{chr(65 + place % 26)}"
    return f"{letters}{number}"


def _amount(value: object) -> Decimal | None:
    try:
        made = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return made.quantize(Decimal("0.01")) if made.is_finite() and abs(made) < 10**14 else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()[:10].replace("/", "-").replace(".", "-")
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return (
            date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}") if len(text) >= 8 and text[:8].isdigit() else None
        )
    except ValueError:
        return None
