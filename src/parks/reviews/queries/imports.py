"""Lists of experts on their way in: what a sheet is read with, and how one stands. For the officers of the place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.adapters.sheets import Code, Row, letters_of, sentence_of
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.records import Due
from parks.kernel.words import Bilingual, Text
from parks.reviews import permissions
from parks.reviews.rules import names
from parks.reviews.rules.experts import LANGUAGES
from parks.reviews.rules.pool_sheet import COLUMNS, FIELDS, KIND, Known
from parks.reviews.rules.pool_sheet import LANGUAGES as SPOKEN
from parks.web.language import translate

SHOWN = 200
"""Wrong cells on the page; the sheet with remarks holds all of them."""


def codes() -> tuple[Code, ...]:
    """What may be chosen in a column, in both languages: the template's second sheet."""
    options: Sequence[tuple[str, Mapping[Any, Text]]] = (
        (KIND, names.EXPERT_KINDS),
        (FIELDS, names.FIELDS),
        (SPOKEN, LANGUAGES),
    )
    return tuple(
        (column, str(code), Bilingual(translate(name, "zh"), translate(name, "en")))
        for column, known in options
        for code, name in known.items()
    )


KNOWN = """
SELECT w.number, p.id AS person, p.name, p.suspended_at IS NOT NULL AS suspended, e.id IS NOT NULL AS expert,
  (SELECT x.name FROM expert x WHERE w.mark <> '' AND x.fingerprint = w.mark LIMIT 1) AS same
FROM unnest($1::int[], $2::text[], $3::text[]) AS w(number, email, mark)
LEFT JOIN person p ON lower(p.email) = w.email LEFT JOIN expert e ON e.person = p.id
"""


async def known(wanted: Sequence[tuple[int, str, str]]) -> dict[int, Known]:
    """What is on record of each row (its number, address and fingerprint). One statement."""
    numbers, emails, marks = zip(*wanted, strict=True) if wanted else ((), (), ())
    found = await rows(KNOWN, list(numbers), list(emails), list(marks))
    return {
        one["number"]: Known(one["person"], one["name"] or "", one["suspended"], one["expert"], one["same"])
        for one in found
    }


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be taken: where it stands in the sheet, what it holds, and why."""

    place: str
    column: Bilingual
    text: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """An expert as they would be taken in; `new` is invited to make an account."""

    number: int
    name: str
    email: str
    kind: str
    employer: str
    new: bool


@dataclass(frozen=True, slots=True)
class PoolImportView:
    """A file as it was read. `lines` holds it row by row while it waits, nothing afterwards."""

    id: UUID
    organisation_id: UUID
    organisation: Bilingual
    file_name: str
    by: str
    at: datetime
    rows: int
    people: int
    problems: int
    state: str
    ended_at: datetime | None
    lines: tuple[Mapping[str, Any], ...]

    @property
    def url(self) -> str:
        return f"/experts/imports/{self.id}"

    @property
    def waits(self) -> bool:
        return self.state == "checked"

    @property
    def can_confirm(self) -> bool:
        return self.waits and not self.problems

    @property
    def read(self) -> list[Row]:
        """The rows as they were read, for the sheet with remarks."""
        return [
            Row(one["number"], one["cells"], {name: sentence_of(told) for name, told in one["problems"].items()})
            for one in self.lines
        ]

    @property
    def wrong(self) -> list[WrongCell]:
        """The first wrong cells, by rows and columns."""
        places = {column.id: place for place, column in enumerate(COLUMNS)}
        return [
            WrongCell(
                f"{letters_of(places[column])}{one.number}",
                COLUMNS[places[column]].label,
                one.cells.get(column, "")[:80],
                told,
            )
            for one in self.read
            for column, told in sorted(one.problems.items(), key=lambda each: places[each[0]])
        ][:SHOWN]

    @property
    def preview(self) -> list[PreviewLine]:
        return [
            PreviewLine(
                one["number"],
                one["cells"].get("expert.name", ""),
                one["cells"].get("expert.email", ""),
                one["cells"].get("expert.kind", ""),
                one["cells"].get("expert.employer", ""),
                one["new"],
            )
            for one in self.lines[:SHOWN]
        ]


RUN = (
    "SELECT i.id, i.organisation, o.name_zh, o.name_en, i.file_name, i.by_name, i.at, i.rows, i.people, i.problems,"
    " i.state, i.ended_at, {lines} AS lines FROM pool_import i JOIN organisation o ON o.id = i.organisation"
)


async def pool_imports(actor: Actor) -> list[PoolImportView]:
    """The newest fifty files of the actor's places; one statement."""
    found = await rows(
        RUN.format(lines="'[]'::jsonb") + " WHERE i.path LIKE ANY($1) ORDER BY i.at DESC, i.id LIMIT 50",
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return [_view(one) for one in found]


async def pool_import(actor: Actor, import_id: UUID) -> PoolImportView:
    found = await row(
        RUN.format(lines="i.lines") + " WHERE i.id = $1 AND i.path LIKE ANY($2)",
        import_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return _view(found or hidden())


def _view(one: Mapping[str, Any]) -> PoolImportView:
    return PoolImportView(
        one["id"],
        one["organisation"],
        Bilingual(one["name_zh"], one["name_en"]),
        one["file_name"],
        one["by_name"],
        one["at"],
        one["rows"],
        one["people"],
        one["problems"],
        one["state"],
        one["ended_at"],
        tuple(one["lines"]),
    )


async def imports_due(before: date, limit: int) -> list[Due]:
    """Lists that were read, and neither confirmed nor forgotten since that day: rows of other people's data."""
    found = await rows(
        "SELECT id, left(file_name, 60) AS label, by, (at AT TIME ZONE 'Asia/Shanghai')::date AS since"
        " FROM pool_import WHERE state = 'checked'"
        " AND at < ($1::date)::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY at, id LIMIT $2",
        before,
        limit,
    )
    return [Due(one["id"], one["label"], one["since"], (one["by"],)) for one in found]
