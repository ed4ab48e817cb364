"""Answers as lines of a spreadsheet, out of a version or a sheet and back: one line an answer, a tick or a cell.

The columns never change their names: `question`, `row`, `column`, `value`, then the words people read. Values go out as
they are stored, so what comes back is kept in the same way (`answers.keep`), by the same rules as on the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual, Text, _
from parks.questionnaires.rules.answers import Typed
from parks.questionnaires.rules.definition import IN_ROWS, Definition, Kind

HEAD = ("question", "row", "column", "value", "zh", "en")
MOST_LINES = 20_000


def lines(snapshot: Mapping[str, Any]) -> list[tuple[str, str, str, str, str, str]]:
    """The answers of a version that was taken, in the order of its form; what has none has no line."""
    found: list[tuple[str, str, str, str, str, str]] = []
    for section in snapshot["sections"]:
        for asked in section["questions"]:
            label = Bilingual.of(asked["label"])
            for row, column, value in _cells(asked["value"]):
                found.append((asked["key"], row, column, value, label.zh, label.en))
    return found


def _cells(value: Any) -> Iterable[tuple[str, str, str]]:
    match value:
        case str() if value:
            yield "", "", value
        case list():
            for number, one in enumerate(value, start=1):
                if isinstance(one, str):
                    yield str(number), "", one
                else:
                    yield from ((str(number), column, text) for column, text in one.items() if text)


def answers_of(definition: Definition, rows: Iterable[Sequence[Any]]) -> dict[str, Typed]:
    """What such lines answer, by question. Invalid (422) names the line that cannot be placed.

    Computed questions, facts and files are passed over: they are nobody's typing.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, Text] = {}
    for number, line in enumerate(rows, start=2):  # the first line of the file is the head
        cells = [_text(one) for one in line]
        key, row, column, value = (*cells[:4], "", "", "", "")[:4]
        asked = definition.question(key)
        if number > MOST_LINES:
            raise Invalid(_("This file has more than {n} lines.", n=MOST_LINES))
        if not any(cells) or (asked is not None and not asked.typed):
            continue
        if asked is None or (row and not (row.isascii() and row.isdigit() and 0 < int(row) <= MOST_LINES)):
            wrong[f"line {number}"] = _("There is no question “{name}”.", name=key)
        elif asked.kind in IN_ROWS:
            found.setdefault(key, {}).setdefault(int(row or 1), {})[column] = value
        elif asked.kind is Kind.CHOICES:
            found.setdefault(key, []).append(value)
        else:
            found[key] = value
    if wrong:
        raise Invalid(fields=wrong)
    return {key: [one[row] for row in sorted(one)] if isinstance(one, dict) else one for key, one in found.items()}


def _text(value: Any) -> str:
    """A cell as text: spreadsheets turn 12 into 12.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
