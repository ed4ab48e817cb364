"""What a list shows as xlsx and csv. A cell that begins like a formula stays text in both."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

import anyio
import xlsxwriter
from litestar import Response

from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text
from parks.web import language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cell(value: Any, lang: str) -> Any:
    match value:
        case None:
            return ""
        case Text() | Bilingual():
            return language.translate(value, lang)
        case Money():
            return value.amount
        case datetime():
            return value.astimezone(language.BEIJING).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case bool():
            return str(value)
        case int() | float() | Decimal():
            return value
        case _:
            return str(value)


def as_csv(head: Sequence[Any], lines: Iterable[Sequence[Any]], lang: str) -> bytes:
    """UTF-8 with a byte order mark, which Excel and WPS need for Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_defused(_cell(one, lang)) for one in head])
    for line in lines:
        writer.writerow([_defused(_cell(one, lang)) for one in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _defused(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def as_xlsx(
    head: Sequence[Any],
    lines: Iterable[Sequence[Any]],
    lang: str,
    sheet: str = "Parks",
    ids: Sequence[str] = (),
) -> bytes:
    """`ids` name the columns for whoever reads the file by program: a first row that is hidden, the same in every
    language and year.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        top = 1 if ids else 0
        if ids:
            page.write_row(0, 0, ids)
            page.set_row(0, None, None, {"hidden": True})
        page.freeze_panes(top + 1, 0)
        page.set_column(0, max(len(head) - 1, 0), 18)
        page.write_row(top, 0, [_cell(one, lang) for one in head], bold)
        for number, line in enumerate(lines, start=top + 1):
            for place, one in enumerate(line):
                value = _cell(one, lang)
                if isinstance(value, str):
                    page.write_string(number, place, value)
                else:
                    page.write_number(number, place, value)
    return out.getvalue()


async def download(
    kind: str, name: str, head: Sequence[Any], lines: Sequence[Sequence[Any]], lang: str, *, ids: Sequence[str] = ()
) -> Response[bytes]:
    """The file as an attachment, made in a thread; `kind` is xlsx or csv. `ids`: see `as_xlsx`."""
    make = as_csv if kind == "csv" else partial(as_xlsx, ids=ids)
    body = await anyio.to_thread.run_sync(make, head, lines, lang)
    ending = "csv" if kind == "csv" else "xlsx"
    return Response(
        body,
        media_type="text/csv; charset=utf-8" if kind == "csv" else XLSX,
        headers={"content-disposition": attachment(f"{name}.{ending}")},
    )


def kept_by_none(body: bytes, kind: str, name: str) -> Response[bytes]:
    """A file of somebody's own that no cache may keep; `kind` is pdf, txt or xlsx."""
    known = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "xlsx": XLSX}
    ending = kind if kind in known else "xlsx"
    headers = {"content-disposition": attachment(f"{name}.{ending}"), "cache-control": "private, no-store"}
    return Response(body, media_type=known[ending], headers=headers)


def attachment(name: str, inline: bool = False) -> str:
    """A Content-Disposition that carries any name: an ASCII stand-in and the real one in UTF-8."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\/;' else "_" for c in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
