"""What a list shows, as xlsx and csv: read back by another library; a cell is never a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.web import exports

HEAD = [_("Name"), Bilingual("金额", "Amount")]
DANGEROUS = ["=1+1", '=HYPERLINK("http://evil.example")', "+86 139", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def from_csv(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def from_xlsx(body: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_begins_like_a_formula_stays_text(text: str) -> None:
    [_head, [in_csv]] = from_csv(exports.as_csv(["a"], [[text]], "zh"))
    assert in_csv == "'" + text
    body = exports.as_xlsx(["a"], [[text]], "zh")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    [_head_too, [in_xlsx]] = from_xlsx(body)
    assert str(in_xlsx).replace("_x000D_", "\r").strip() == text.strip()


def test_heads_of_columns_cannot_be_formulas_either() -> None:
    [[in_csv]] = from_csv(exports.as_csv(["=1+1"], [], "zh"))
    assert in_csv == "'=1+1"


@pytest.mark.parametrize(("lang", "head"), [("zh", ["名称", "金额"]), ("en", ["Name", "Amount"])])
def test_words_are_in_the_readers_language_and_amounts_are_numbers(lang: str, head: list[str]) -> None:
    lines = [[Bilingual("东厅", "East hall"), Money(Decimal("500000.5"))]]
    [read_head, [name, amount]] = from_xlsx(exports.as_xlsx(HEAD, lines, lang))
    assert read_head == head
    assert (name, amount) == ("东厅" if lang == "zh" else "East hall", 500000.5)
    assert from_csv(exports.as_csv(HEAD, lines, lang))[1] == [name, "500000.50"]


def test_ids_of_columns_stand_in_a_hidden_first_row_whatever_the_language() -> None:
    body = exports.as_xlsx(HEAD, [["东厅", 1]], "zh", ids=["name", "amount"])
    assert from_xlsx(body) == [["name", "amount"], ["名称", "金额"], ["东厅", 1.0]]
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert b'<row r="1" spans="1:2" hidden="1">' in book.read("xl/worksheets/sheet1.xml")


def test_days_and_moments_sort_as_they_stand() -> None:
    lines = [[date(2026, 11, 22), datetime(2026, 11, 21, 18, 30, tzinfo=UTC), None, -3, True]]
    assert from_csv(exports.as_csv(["a", "b", "c", "d", "e"], lines, "zh"))[1] == [
        "2026-11-22", "2026-11-22 02:30", "", "-3", "True"]  # fmt: skip


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=2, max_size=2),
        max_size=5,
    )
)
def test_plain_text_comes_back_as_it_was(lines: list[list[str]]) -> None:
    back = from_csv(exports.as_csv(["a", "b"], lines, "zh"))[1:]
    assert [[one.removeprefix("'") if one.startswith("'") else one for one in line] for line in back] == [
        [one.removeprefix("'") if one.startswith("'") else one for one in line] for line in lines
    ]
    assert all(not one.startswith(exports.FORMULA_STARTS) for line in back for one in line)


async def test_a_download_carries_any_name() -> None:
    answer = await exports.download("xlsx", '申报 "2027"', HEAD, [], "zh")
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="')
    assert "filename*=UTF-8''%E7%94%B3%E6%8A%A5%20%222027%22.xlsx" in told
    assert "\r" not in told
