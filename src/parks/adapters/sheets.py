"""The xlsx that lists of applications and experts come in with, and the one they are asked for in. Row 1 holds the
columns' ids, row 2 what people read, row 3 an example.

A file is looked through before anything reads it: how much it unpacks to, that it is plain XML, and how far its cells
reach, for readers make room for the whole rectangle. Cells with formulas arrive as the values they had; nothing is
evaluated.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.parsers import expat

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from parks.kernel.errors import Invalid, TooLarge
from parks.kernel.words import Bilingual, Text, _

MOST_BYTES = 10_000_000
MOST_UNPACKED = 150_000_000
MOST_PARTS = 200
MOST_COLUMNS = 1000
MOST_ROWS = 5000
HEAD = 2
SPARE = 100  # rows past the most that may hold a stray cell before the file is called too long

EXAMPLE = "示例 Example"
"""What the first cell of the template's example row begins with; such rows are passed over."""

NO_XLSX = _("This is not an Excel file. Save the sheet as “Excel workbook (.xlsx)”, without a password.")


def _too_long(most: int) -> Text:
    return _("At most {n} rows are read at once. Make several files of it.", n=most)


@dataclass(frozen=True, slots=True)
class Column:
    """`needed` where no row can go without it. The first column of a sheet is one of those."""

    id: str
    label: Bilingual
    hint: Bilingual
    example: str
    needed: bool = False


@dataclass(slots=True)
class Row:
    """A row of the sheet: `number` as the sheet counts, `cells` text by column, `problems` a sentence by column."""

    number: int
    cells: Mapping[str, str]
    problems: dict[str, Text] = field(default_factory=dict)

    def say(self, column: str, problem: Text) -> None:
        self.problems.setdefault(column, problem)


def stored(text: Any) -> Any:
    """A sentence with what stands in its slots, to be kept and read in each reader's language later."""
    match text:
        case Text():
            return {"msgid": text.msgid, "values": {name: stored(one) for name, one in text.values.items()}}
        case Bilingual():
            return text.stored()
        case _:
            return str(text)


def sentence_of(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "zh" in kept:
        return Bilingual.of(kept)
    return Text(kept["msgid"], {name: sentence_of(one) for name, one in kept["values"].items()})


def rows_of(data: bytes, columns: Sequence[Column], most: int = MOST_ROWS) -> list[Row]:
    """The filled rows below the head, at most `most`; the template's example and labels are passed over.

    TooLarge (413) · Invalid (422) with the sentence beside `file`.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(_("This file is larger than {n} MB. Make several files of it.", n=MOST_BYTES // 10**6))
    look_through(data, most)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise _refused(NO_XLSX) from error
    ids = _head([text_of(one) for one in lines[0]] if lines else [], columns)
    found = [Row(number, cells) for number, line in enumerate(lines[1:], start=2) if any(cells := _cells(ids, line))]
    first, label = columns[0].id, labelled(columns)[columns[0].id]
    found = [one for one in found if not (one.cells[first].startswith(EXAMPLE) or one.cells[first] == label)]
    if not found:
        raise _refused(_("There is no row below the head. Fill in the template, and choose the file again."))
    if len(found) > most:
        raise _refused(_too_long(most))
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


def look_through(data: bytes, most: int = MOST_ROWS) -> None:
    """Invalid (422) for what is no xlsx, unpacks to too much, or reaches too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {one.filename for one in parts}
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or len(names) != len(parts):
                raise _refused(NO_XLSX)
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise _refused(_("This file unpacks to far more than a sheet needs. It is not read."))
            for part in parts:
                with archive.open(part) as stream:
                    # Reading stops at the size that was told and compared above; a false one fails its checksum.
                    _look(stream, most, xml=part.filename.lower().endswith((".xml", ".rels")))
    except _BROKEN as error:
        raise _refused(NO_XLSX) from error


def _look(stream: Any, most: int, *, xml: bool) -> None:
    reach = _Reach(most)
    while chunk := stream.read(1 << 16):
        if xml:
            reach.parser.Parse(chunk, False)
    if xml:
        reach.parser.Parse(b"", True)


_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Reach:
    """Follows the cells of a part as they are parsed; one that holds something too far out ends it."""

    def __init__(self, most: int) -> None:
        self.most = most
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
        if int(found[2]) > self.most + HEAD + SPARE:
            raise _refused(_too_long(self.most))
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


Code = tuple[str, str, Bilingual]
"""A column's id, a code that it takes, and what the code means."""


def template(
    name: str,
    columns: Sequence[Column],
    codes: Sequence[Code],
    rows: Sequence[Row] = (),
    say: Callable[[Text], str] = str,
) -> bytes:
    """An empty sheet called `name` with an example, or `rows` as they were read, with what is wrong as remarks in the
    reader's words (`say`). The second sheet lists the codes to choose from.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        page = book.add_worksheet(name)
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
        _write_codes(book.add_worksheet("代码 Codes"), codes, bold)
    return out.getvalue()


def _write_codes(page: Any, codes: Sequence[Code], bold: Any) -> None:
    page.set_column(0, 3, 28)
    page.write_row(0, 0, ["列 Column", "代码 Code", "名称", "Name"], bold)
    for number, (column, code, name) in enumerate(codes, start=1):
        for place, text in enumerate((column, code, name.zh, name.en)):
            page.write_string(number, place, text)
