"""The sheet of a call's applications: `adapters.sheets` with the call's columns, parks and options."""

from collections.abc import Callable, Sequence

from parks.adapters import sheets
from parks.adapters.sheets import Code, Row
from parks.kernel.words import Bilingual, Text
from parks.programmes.rules.imports import Column


def template(
    columns: Sequence[Column],
    parks: Sequence[tuple[str, Bilingual]],
    rows: Sequence[Row] = (),
    say: Callable[[Text], str] = str,
) -> bytes:
    """An empty sheet, or `rows` as they were read with remarks (`sheets.template`)."""
    codes: list[Code] = [("park.code", code, name) for code, name in parks]
    codes += [(one.id, value, label) for one in columns if one.question for value, label in one.question.choices]
    return sheets.template("申报 Applications", columns, codes, rows, say)
