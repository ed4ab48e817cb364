"""The bank's file: formula-safe, read back whole, refused cell by cell."""

import io
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some

from parks.funds.rules import bank_file
from parks.funds.rules.bank_file import BankLine
from parks.kernel.errors import Invalid


def line(number: int = 1, payee: str = "澄湖星阑光电科技有限公司", amount: str = "500000.00") -> BankLine:
    return BankLine(
        number,
        uuid4(),
        payee,
        "6222020200112233445",
        "澄湖银行",
        "创园支行",
        "102331002222",
        Decimal(amount),
        "CNY",
        "p",
    )


def sheet(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return out.getvalue()


HEADS: list[object] = ["line_id", "amount", "status", "paid_on", "bank_reference", "reason"]


def test_what_people_typed_never_becomes_a_formula() -> None:
    content = bank_file.written("B1", [line(payee='=HYPERLINK("http://x","y")'), line(2, payee="@SUM(1)")])
    with ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<f>") == 1  # the total alone
    assert "SUM(H3:H4)" in page


def test_rows_without_a_status_stay_open_and_days_are_read_in_any_common_form() -> None:
    ids = [uuid4() for _each in range(5)]
    content = sheet(
        HEADS,
        ["行号", "金额", "结果", "日期", "流水", "原因"],
        [str(ids[0]), 1.5, "PAID", datetime(2026, 6, 1), 8817.0, ""],  # noqa: DTZ001 - a spreadsheet knows no zones
        [str(ids[1]), "1,000.00", "已付", "2026/06/02", "x", ""],
        [str(ids[2]), 3, "付讫", 20260603, "", ""],
        [str(ids[3]), 4, "", "", "", ""],
        [str(ids[4]), 5, "退票", "", "", "户名不符"],
        ["", "", "", "", "", ""],
    )
    found = bank_file.read(content)
    assert [(one.line_id, one.paid, one.paid_on) for one in found] == [
        (ids[0], True, date(2026, 6, 1)),
        (ids[1], True, date(2026, 6, 2)),
        (ids[2], True, date(2026, 6, 3)),
        (ids[4], False, None),
    ]
    assert found[0].bank_reference == "8817"
    assert [one.amount for one in found] == [Decimal("1.50"), Decimal("1000.00"), Decimal("3.00"), Decimal("5.00")]


def test_each_cell_that_cannot_be_taken_is_named() -> None:
    same = str(uuid4())
    content = sheet(
        HEADS,
        [same, "much", "maybe", "", "", ""],
        ["not ours", 1, "paid", "2026-06-01", "", ""],
        [same, 1, "paid", "someday", "", ""],
    )
    with pytest.raises(Invalid) as refused:
        bank_file.read(content)
    assert set(refused.value.fields) == {"B2", "C2", "A3", "D4", "A4"}


@pytest.mark.parametrize("content", [b"", b"no xlsx", sheet([]), sheet(["a", "b"])])
def test_another_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        bank_file.read(content)
    assert set(refused.value.fields) == {"file"}


@given(some.lists(some.decimals("0.01", "9999999999", places=2), min_size=1, max_size=20), some.text(max_size=30))
def test_what_goes_out_comes_back_line_by_line(amounts: list[Decimal], name: str) -> None:
    safe = "".join(one for one in name if one.isprintable())
    lines = [line(number, safe, str(amount)) for number, amount in enumerate(amounts, start=1)]
    assert bank_file.read(bank_file.written("B1", lines)) == []  # nothing filled in: nothing settled
