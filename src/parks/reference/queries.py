"""Published facts as others ask for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.words import Bilingual
from parks.reference.rules.working_days import Calendar


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy value as it holds on one day; `value` as it was written (text for numbers, so that none is rounded)."""

    id: UUID
    key: str
    locality: str
    value: Any
    since: date
    until: date | None
    source: str
    clause: str
    verified: bool


@dataclass(frozen=True, slots=True)
class DayView:
    day: date
    works: bool
    name: str
    provisional: bool
    source: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A region or an industry."""

    code: str
    name: Bilingual


async def calendar(start: date, days: int) -> Calendar:
    """The working calendar from `start` for so many days, in one statement."""
    found = await rows(
        "SELECT day, works, provisional FROM reference_calendar_day WHERE day >= $1 AND day <= $2",
        start,
        start + timedelta(days=max(days, 1)),
    )
    return Calendar(
        {one["day"]: one["works"] for one in found}, frozenset(one["day"] for one in found if one["provisional"])
    )


async def year(number: int) -> list[DayView]:
    """All days of a year that the calendar knows."""
    found = await rows(
        "SELECT day, works, name, provisional, source FROM reference_calendar_day"
        " WHERE day >= $1 AND day < $2 ORDER BY day",
        date(number, 1, 1),
        date(number + 1, 1, 1),
    )
    return [DayView(*one.values()) for one in found]


async def policy(key: str, locality: str, on: date) -> PolicyView | None:
    """The value in force on that day at that place: the place's own, else the nation's."""
    found = await row(
        "SELECT id, key, locality, value, since, until, source, clause, verified FROM reference_policy_value"
        " WHERE key = $1 AND locality IN ($2, 'CN') AND since <= $3 AND (until IS NULL OR until > $3)"
        " ORDER BY locality = 'CN', since DESC LIMIT 1",
        key,
        locality,
        on,
    )
    return PolicyView(**{**found, "value": found["value"]["value"]}) if found else None


async def regions(parent: str = "") -> list[Coded]:
    """The divisions right under one: provinces of the empty code, cities of a province, counties of a city."""
    found = await rows("SELECT code, name_zh, name_en FROM reference_region WHERE parent = $1 ORDER BY code", parent)
    return [Coded(one["code"], Bilingual(one["name_zh"], one["name_en"])) for one in found]


async def region(code: str) -> Coded | None:
    found = await row("SELECT code, name_zh, name_en FROM reference_region WHERE code = $1", code)
    return Coded(found["code"], Bilingual(found["name_zh"], found["name_en"])) if found else None


async def industries() -> list[Coded]:
    found = await rows("SELECT code, name_zh, name_en FROM reference_industry ORDER BY code")
    return [Coded(one["code"], Bilingual(one["name_zh"], one["name_en"])) for one in found]
