"""What was typed, what it means, and the sentence beside the field where it means nothing yet.

A draft keeps what people typed, even while it cannot be taken: `keep` is what is stored, `reading` what it means.
So nothing is lost to a typing error, and a version is only frozen without problems.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.questionnaires.rules.definition import (
    CODED,
    FIGURES,
    IN_ROWS,
    NOT_TYPED,
    YES_NO,
    Asked,
    Column,
    Kind,
    Question,
)
from parks.questionnaires.rules.expressions import round_half_up

MOST_CHARACTERS = 20_000  # what a draft holds of one answer; each question's own `max` is less
MOST_ROWS = 100
LINE = 200  # a `text` answer where the question says nothing else

Typed = str | list[str] | list[dict[str, str]]
"""An answer as it is stored: one text, the ticked values, or the rows of a table."""


class AnswerConflict(Conflict):
    """409: somebody else answered since this page was opened. Carries both answers, so that a person can choose."""

    def __init__(self, question: str, mine: Typed, theirs: Typed, by: str, version: int) -> None:
        super().__init__(
            _("{name} changed this answer after you opened the page. Both answers are shown: choose one.", name=by),
            question=question,
            mine=mine,
            theirs=theirs,
            by=by,
            version=version,
        )
        self.question = question
        self.mine = mine
        self.theirs = theirs
        self.by = by
        self.version = version


@dataclass(frozen=True, slots=True)
class Reading:
    """`value`: text, Decimal, Money, date, bool, tuple of values or of rows; None where nothing can be read."""

    value: Any = None
    problem: Text | None = None


NOTHING = Reading()


def keep(question: Question, typed: Any) -> Typed:
    """What is stored of what was typed: in its standard form where it can be read, else as it was typed.

    Invalid (422) only for what no person types: another shape, an unknown option, a NUL, more than a draft holds.
    """
    match question.kind:
        case kind if kind in NOT_TYPED:
            raise Invalid(fields={question.key: _("This is not typed in here.")})
        case Kind.CHOICES:
            return [_one_of(question, one) for one in _several(question, typed)]
        case Kind.TABLE | Kind.PERSON:
            return _rows(question, typed)
        case _:
            return _text(question, question.key, typed)


def _several(question: Question, typed: Any) -> list[str]:
    given = [typed] if isinstance(typed, str) else typed
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, str) for one in given):
        raise Invalid(fields={question.key: _("Check this: it cannot be taken as it is.")})
    return list(dict.fromkeys(one for one in given if one))


def _one_of(asked: Asked, typed: str) -> str:
    options = {"yes", "no"} if asked.kind is Kind.YES_NO else asked.option_values
    if typed and typed not in options:
        raise Invalid(fields={asked.key: _("Choose one of the options.")})
    return typed


def _text(asked: Asked, field: str, typed: Any) -> str:
    if isinstance(typed, bool):
        typed = "yes" if typed else "no"
    if isinstance(typed, int | float) or typed is None:
        typed = _written(typed)
    if not isinstance(typed, str) or _UNSTORABLE.search(text := _BREAKS.sub("\n", typed).strip()):
        raise Invalid(fields={field: _("This text holds a character that cannot be stored.")})
    if len(text) > MOST_CHARACTERS:
        raise Invalid(fields={field: _("Use at most {n} characters.", n=asked.max or MOST_CHARACTERS)})
    match asked.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return _one_of(asked, text)
        case Kind.DECLARATION:
            return "yes" if text in {"yes", "on", "true"} else ""
        case kind if kind in FIGURES:
            figure = _figure(text.rstrip("%％ ") if kind is Kind.PERCENTAGE else text)
            if figure is None:
                return text
            cents = asked.kind is Kind.MONEY and figure == figure.quantize(Decimal("0.01"))
            return f"{figure:.2f}" if cents else f"{figure:f}"
        case Kind.DATE:
            day = _day(text)
            return day.isoformat() if day else text
        case Kind.MONTH:
            month = _month(text)
            return f"{month:%Y-%m}" if month else text
        case kind if kind in CODED:
            found = _CODES[kind].match(unicodedata.normalize("NFKC", text))
            return found[1] if found else text
        case _:
            return text


_CODES = {
    Kind.REGION: re.compile(r"^([0-9]{6})(\s*·.*)?$"),  # as a list offers them: 510100 · Chengdu
    Kind.INDUSTRY: re.compile(r"^([A-T][0-9]{0,4})(\s*·.*)?$"),
}


_BREAKS = re.compile(r"\r\n|[\r\v\f]")
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What PostgreSQL, a spreadsheet or a PDF cannot hold: every way in refuses it, so every way out keeps the rest."""


def _written(figure: float | None) -> str:
    """A number as a program sends it, in the letters that a person would type."""
    if figure is None:
        return ""
    try:
        return f"{Decimal(str(figure)):f}" if abs(figure) < 10**18 else ""
    except (InvalidOperation, ValueError):
        return ""


def _rows(question: Question, typed: Any) -> list[dict[str, str]]:
    if typed in ("", None):
        return []
    if not isinstance(typed, (list, tuple)) or not all(isinstance(row, Mapping) for row in typed):
        raise Invalid(fields={question.key: _("Check this: it cannot be taken as it is.")})
    most = 1 if question.kind is Kind.PERSON else MOST_ROWS
    if len(typed) > most:
        raise Invalid(fields={question.key: _("Use at most {n} rows.", n=min(question.max or most, most))})
    unknown = {name for row in typed for name in row} - {column.key for column in question.cells}
    if unknown:
        raise Invalid(fields={question.key: _("This is not asked for.")})
    rows = [
        {column.key: _text(column, question.key, row.get(column.key, "")) for column in question.cells} for row in typed
    ]
    return [row for row in rows if any(row.values())]


Names = Mapping[str, Bilingual]
"""The names of regions and industries by their codes, as the state publishes them; handed in by whoever reads."""


def reading(question: Question, kept: Typed | None, names: Names | None = None) -> Reading:
    """What a stored answer means, or the sentence that says how to mend it. Nothing given is no problem here.

    Without `names` the form of a code is looked at alone.
    """
    match question.kind:
        case kind if kind in NOT_TYPED:
            return NOTHING
        case Kind.TABLE | Kind.PERSON:
            return _table(question, kept if isinstance(kept, list) else [], names)
        case Kind.CHOICES:
            return _ticked(question, kept if isinstance(kept, list) else [])
        case _:
            return _single(question, kept if isinstance(kept, str) else "", names)


def _ticked(question: Question, kept: Sequence[Any]) -> Reading:
    if not kept:
        return NOTHING
    if question.max is not None and len(kept) > question.max:
        return Reading(problem=_("Choose at most {n}.", n=question.max))
    return Reading(tuple(kept))


def _table(question: Question, kept: Sequence[Any], names: Names | None) -> Reading:
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(kept, start=1):
        read: dict[str, Any] = {}
        for column in question.cells:
            cell = _single(column, row.get(column.key, ""), names)
            lacking = column.required and cell.value is None and cell.problem is None
            problem = _("This is needed.") if lacking else cell.problem
            if problem is not None and question.kind is Kind.PERSON:
                return Reading(problem=_("{column}: {problem}", column=column.label, problem=problem))
            if problem is not None:
                return Reading(
                    problem=_("Row {n}, {column}: {problem}", n=number, column=column.label, problem=problem)
                )
            read[column.key] = cell.value
        rows.append(read)
    if question.max is not None and len(rows) > question.max:
        return Reading(problem=_("Use at most {n} rows.", n=question.max))
    return Reading(tuple(rows)) if rows else NOTHING


def _single(asked: Asked, text: str, names: Names | None = None) -> Reading:
    if not text:
        return NOTHING
    match asked.kind:
        case kind if kind in FIGURES:
            return _amount(asked, text)
        case kind if kind in CODED:
            return _coded(asked, text, names)
        case Kind.DATE:
            day = _day(text)
            return Reading(day) if day else Reading(problem=_("This is not a date. Write it as 2026-11-22."))
        case Kind.MONTH:
            month = _month(text)
            return Reading(month) if month else Reading(problem=_("This is not a month. Write it as 2026-11."))
        case Kind.YES_NO:
            return Reading(text == "yes")
        case Kind.DECLARATION:
            return Reading(value=True)
        case Kind.CHOICE:
            return Reading(text)
        case _:
            most = asked.max or (LINE if asked.kind is Kind.TEXT else MOST_CHARACTERS)
            if len(text) > most:
                return Reading(problem=_("Use at most {n} characters; there are {m} now.", n=most, m=len(text)))
            return Reading(text)


def _coded(asked: Asked, text: str, names: Names | None) -> Reading:
    if not _CODES[asked.kind].fullmatch(text) or (
        names is not None and text[:6] not in names and text[:3] not in names
    ):
        return Reading(
            problem=_("This code is not in the list. Choose from the list, or write the code as it is there.")
        )
    if not text.startswith(asked.under):
        return Reading(problem=_("Choose one whose code begins with {code}.", code=asked.under))
    return Reading(text)


def places_of(asked: Asked) -> int:
    """How many decimals are taken: money two, a percentage two where it says nothing else."""
    if asked.kind is Kind.MONEY:
        return 2
    return asked.places or 2 if asked.kind is Kind.PERCENTAGE else asked.places


def _amount(asked: Asked, text: str) -> Reading:
    figure = _figure(text)
    places = places_of(asked)
    if figure is None:
        return Reading(problem=_("This is not a number. Write figures alone, such as 500000."))
    if figure != round(figure, places):
        return Reading(problem=_("Use at most {n} decimals.", n=places) if places else _("Write a whole number."))
    least = Decimal(0) if asked.min is None else asked.min
    if figure < least:
        return Reading(problem=_("This is too small: the least is {n}.", n=f"{least:,}"))
    most = 100 if asked.max is None and asked.kind is Kind.PERCENTAGE else asked.max
    if most is not None and figure > most:
        return Reading(problem=_("This is too large: the most is {n}.", n=f"{most:,}"))
    return Reading(Money(figure) if asked.kind is Kind.MONEY else figure)


_FIGURE = re.compile(r"^[¥￥]?(-?\d{1,15}(?:\.\d{1,6})?)(万|亿)?元?$")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def _figure(text: str) -> Decimal | None:
    """12,000 · ¥12000.50 · 50万 · full-width figures; at most fifteen digits before the point."""
    plain = re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", text))
    found = _FIGURE.match(plain)
    if not found or not plain.isprintable():
        return None
    try:
        figure = Decimal(found[1]) * _TIMES[found[2] or ""]
    except InvalidOperation:
        return None
    return figure if abs(figure) < Decimal(10) ** 15 else None


_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$", re.ASCII)
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$|^(\d{4})(\d{2})$", re.ASCII)


def _day(text: str) -> date | None:
    """2026-11-22 · 2026/11/22 · 2026年11月22日 · 20261122."""
    found = _DAY.match(unicodedata.normalize("NFKC", text).replace(" ", ""))
    return _dated([int(one) for one in found.groups() if one]) if found else None


def _month(text: str) -> date | None:
    """The first day of 2026-11 · 2026/11 · 2026年11月 · 202611."""
    found = _MONTH.match(unicodedata.normalize("NFKC", text).replace(" ", ""))
    return _dated([*(int(one) for one in found.groups() if one), 1]) if found else None


def _dated(parts: Sequence[int]) -> date | None:
    year, month, day = parts
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


DECLARED = Bilingual("已承诺", "Declared")


def shown(question: Question, kept: Typed | None, names: Names | None = None) -> tuple[Any, ...]:
    """The answer line by line as people read it: text, Bilingual, Money, date; a table's lines are tuples of cells."""
    if isinstance(kept, list) and question.kind in IN_ROWS:
        lines = tuple(tuple(_said(one, row, names) for one in question.cells) for row in kept if isinstance(row, dict))
        return tuple(one for one in lines[0] if one) if lines and question.kind is Kind.PERSON else lines
    several = kept if isinstance(kept, list) else [kept] if kept else []
    return tuple(_word(question, one, names) for one in several if isinstance(one, str))


def _said(column: Column, row: Mapping[str, str], names: Names | None) -> Any:
    text = row.get(column.key, "")
    return _word(column, text, names) if text else ""


def _word(asked: Asked, text: str, names: Names | None = None) -> Any:
    match asked.kind:
        case Kind.DECLARATION:
            return DECLARED
        case Kind.CHOICE | Kind.CHOICES | Kind.YES_NO:
            return next((label for value, label in asked.choices if value == text), text)
        case Kind.PERCENTAGE:
            value = _single(asked, text).value
            return text if value is None else f"{value:f}%"
        case Kind.NUMBER | Kind.MONEY | Kind.DATE:
            value = _single(asked, text).value
            return text if value is None else value
        case kind if kind in CODED:
            name = (names.get(text) or names.get(text[:3])) if names else None  # classes are named by their division
            return Bilingual(f"{text} {name.zh}", f"{text} {name.en}") if name else text
        case _:
            return text


def reckoned(question: Question, value: Any) -> Any:
    """What a computed question came to, as it is shown and kept: Decimal, Money, text of a percentage, yes or no."""
    if isinstance(value, bool):
        return next(label for key, label in YES_NO if key == ("yes" if value else "no"))
    if not isinstance(value, Decimal):
        return value
    rounded = round_half_up(value, Decimal(2 if question.result is Kind.MONEY else question.places))
    if question.result is Kind.MONEY:
        return Money(rounded)
    return f"{rounded:f}%" if question.result is Kind.PERCENTAGE else rounded


def both(value: Any) -> Bilingual:
    """A value of `shown` in both languages."""
    match value:
        case Bilingual():
            return value
        case Money():
            said = f"{'-' if value.amount < 0 else ''}¥{abs(value.amount):,.2f}"
        case Decimal():
            said = f"{value:,f}"
        case date():
            said = value.isoformat()
        case _:
            said = str(value)
    return Bilingual(said, said)
