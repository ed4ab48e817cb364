"""The xlsx that applications come in with, and the one they are asked for in. Row 1 holds the columns' ids, row 2 what
people read, row 3 an example.

A file is looked through before anything reads it: how much it unpacks to, that it is plain XML, and how far its cells
reach, for readers make room for the whole rectangle. Cells with formulas arrive as the values they had; nothing is
evaluated.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.parsers import expat

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from parks.kernel.errors import Invalid, TooLarge
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules.imports import EXAMPLE, MOST_ROWS, USCC, Column, Row

MOST_BYTES = 10_000_000
MOST_UNPACKED = 150_000_000
MOST_PARTS = 200
MOST_COLUMNS = 1000
HEAD = 2
SPARE = 100  # rows past the most that may hold a stray cell before the file is called too long

NO_XLSX = _("This is not an Excel file. Save the sheet as “Excel workbook (.xlsx)”, without a password.")
TOO_LONG = _("At most {n} rows are read at once. Make several files of it.", n=MOST_ROWS)


def rows_of(data: bytes, columns: Sequence[Column]) -> list[Row]:
    """The filled rows below the head. TooLarge (413) · Invalid (422) with the sentence beside `file`."""
    if len(data) > MOST_BYTES:
        raise TooLarge(_("This file is larger than {n} MB. Make several files of it.", n=MOST_BYTES // 10**6))
    look_through(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise _refused(NO_XLSX) from error
    ids = _head([text_of(one) for one in lines[0]] if lines else [], columns)
    found = [Row(number, cells) for number, line in enumerate(lines[1:], start=2) if any(cells := _cells(ids, line))]
    labels = labelled(columns)
    found = [one for one in found if not (one.cells[USCC].startswith(EXAMPLE) or one.cells[USCC] == labels[USCC])]
    if not found:
        raise _refused(_("There is no row below the head. Fill in the template, and choose the file again."))
    if len(found) > MOST_ROWS:
        raise _refused(TOO_LONG)
    return found


def _refused(sentence: Text) -> Invalid:
    return Invalid(sentence, {"file": sentence})


def _cells(ids: Sequence[str], line: Sequence[Any]) -> Mapping[str, str]:
    """Empty where no cell of the row holds anything."""
    cells = {name: text_of(one) for name, one in zip(ids, line, strict=False) if name}
    return cells if any(cells.values()) else {}


def _head(ids: Sequence[str], columns: Sequence[Column]) -> Sequence[str]:
    wanted = [one.id for one in columns]
    given = [one for one in ids if one]
    if not set(given) & set(wanted):
        raise _refused(
            _("The first row does not hold the ids of the columns. Download the template, and keep its first row.")
        )
    if missing := [one for one in wanted if one not in given]:
        raise _refused(_("Columns are missing: {names}. Download the template anew.", names=", ".join(missing)))
    if strange := [one for one in dict.fromkeys(given) if one not in wanted or given.count(one) > 1]:
        raise _refused(_("Columns are there twice or not asked for: {names}.", names=", ".join(strange[:10])[:300]))
    return ids


def text_of(cell: Any) -> str:
    """A cell as a person would have typed it; figures as Excel shows them, with fifteen digits."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int():
            return str(cell)
        case float():
            return f"{Decimal(f'{cell:.15g}'):f}" if abs(cell) < 10**20 else str(cell)
        case datetime():
            return cell.date().isoformat() if cell.time().replace(microsecond=0) == datetime.min.time() else str(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


# --- looking through a file that nobody has read yet

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    RuntimeError,  # a part with a password
    NotImplementedError,
    ValueError,
    UnicodeError,
)


def look_through(data: bytes) -> None:
    """Invalid (422) for what is no xlsx, unpacks to too much, or reaches too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {one.filename for one in parts}
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or len(names) != len(parts):
                raise _refused(NO_XLSX)
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise _refused(_("This file unpacks to far more than a sheet of applications. It is not read."))
            for part in parts:
                with archive.open(part) as stream:
                    # Reading stops at the size that was told and compared above; a false one fails its checksum.
                    _look(stream, xml=part.filename.lower().endswith((".xml", ".rels")))
    except _BROKEN as error:
        raise _refused(NO_XLSX) from error


def _look(stream: Any, *, xml: bool) -> None:
    reach = _Reach()
    while chunk := stream.read(1 << 16):
        if xml:
            reach.parser.Parse(chunk, False)
    if xml:
        reach.parser.Parse(b"", True)


_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Reach:
    """Follows the cells of a part as they are parsed; one that holds something too far out ends it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._place: str | None = None
        self._in_cell = False

    def _doctype(self, *_told: Any) -> None:
        raise _refused(NO_XLSX)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._place, self._in_cell = attributes.get("r"), True
        elif local == "row":
            self._in_cell = False
        elif self._in_cell and local in {"v", "is", "f"}:
            self._in_cell = False
            self._holds_something()

    def _holds_something(self) -> None:
        found = _PLACE.fullmatch(self._place or "")
        if found is None:
            raise _refused(
                _("The cells of this file do not say where they stand. Open it in Excel or WPS, and save it again.")
            )
        if int(found[2]) > MOST_ROWS + HEAD + SPARE:
            raise _refused(TOO_LONG)
        if _column(found[1]) > MOST_COLUMNS:
            raise _refused(_("This sheet has more than {n} columns.", n=MOST_COLUMNS))


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place


def letters_of(place: int) -> str:
    """The column's letters as the sheet shows them; `place` from 0."""
    letters, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- writing


def labelled(columns: Sequence[Column]) -> dict[str, str]:
    """What row 2 says over each column, in both languages."""
    return {one.id: f"{one.label.zh}{' *' if one.needed else ''}\n{one.label.en}" for one in columns}


def template(
    columns: Sequence[Column],
    parks: Sequence[tuple[str, Bilingual]],
    rows: Sequence[Row] = (),
    say: Callable[[Text], str] = str,
) -> bytes:
    """An empty sheet with an example, or `rows` as they were read, with what is wrong as remarks in the reader's words
    (`say`). The second sheet lists the codes to choose from.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        page = book.add_worksheet("申报 Applications")
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        faint = book.add_format({"num_format": "@", "font_color": "#8C8C8C", "font_size": 8})
        bold = book.add_format({"num_format": "@", "bold": True, "text_wrap": True, "valign": "top"})
        wrong = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FFF1F0"})
        example = book.add_format({"num_format": "@", "italic": True, "font_color": "#595959"})
        page.set_column(0, len(columns) - 1, 24, plain)
        page.set_row(1, 34)
        page.freeze_panes(HEAD, 1)
        labels = labelled(columns)
        for place, one in enumerate(columns):
            page.write_string(0, place, one.id, faint)
            page.write_string(1, place, labels[one.id], bold)
            if one.hint.zh:
                page.write_comment(1, place, f"{one.hint.zh}\n{one.hint.en}")
            if one.example and not rows:
                page.write_string(2, place, one.example, example)
            for number, row in enumerate(rows, start=HEAD):
                page.write_string(number, place, row.cells.get(one.id, ""), wrong if one.id in row.problems else plain)
                if one.id in row.problems:
                    page.write_comment(number, place, say(row.problems[one.id]))
        _codes(book.add_worksheet("代码 Codes"), columns, parks, bold)
    return out.getvalue()


def _codes(page: Any, columns: Sequence[Column], parks: Sequence[tuple[str, Bilingual]], bold: Any) -> None:
    lines = [("park.code", code, name) for code, name in parks]
    lines += [(one.id, value, label) for one in columns if one.question for value, label in one.question.choices]
    page.set_column(0, 3, 28)
    page.write_row(0, 0, ["列 Column", "代码 Code", "名称", "Name"], bold)
    for number, (column, code, name) in enumerate(lines, start=1):
        for place, text in enumerate((column, code, name.zh, name.en)):
            page.write_string(number, place, text)
