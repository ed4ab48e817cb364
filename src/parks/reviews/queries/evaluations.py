"""Years of an expert in figures, with the grades: for officers and auditors of the pool, and for the expert."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.pool import SERVES
from parks.reviews.rules.evaluation import Figures, SeatLine, figures, suggests_rest

BEIJING = "AT TIME ZONE 'Asia/Shanghai'"

SEATS = f"""
SELECT extract(year FROM s.offered_at {BEIJING})::int AS year, s.state, s.offered_at, s.scored_at, s.score, r.closes,
  r.state AS round_state, CASE WHEN a.state = 'closed' THEN ARRAY(SELECT o.score FROM seat o
    WHERE o.assessment = a.id AND o.id <> s.id AND o.state = 'scored') ELSE '{{}}' END AS others,
  (SELECT avg(char_length(m.comment)) FROM mark m WHERE m.seat = s.id AND m.comment <> '') AS comment
FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round
WHERE s.expert = $1 AND ($2::uuid IS NULL OR NOT {withheld("$2")})
"""
"""Every seat of an expert. $2: the official who reads, from whom matters may be kept; null where the expert reads."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year as it stands now. `graded`: the figures when it was graded, None while it was not."""

    year: int
    now: Figures
    grade: str
    words: str
    by: str
    at: datetime | None
    graded: Figures | None


@dataclass(frozen=True, slots=True)
class ExpertYears:
    """`rest`: two poor years in a row suggest that the expert rests; `can_grade`: by this reader."""

    expert_id: UUID
    name: str
    state: str
    years: tuple[Year, ...]
    rest: bool
    can_grade: bool


async def expert_years(actor: Actor, expert_id: UUID) -> ExpertYears:
    """The newest year first; three statements. Hidden (404) for who does not read the pool."""
    found = await row(
        f"SELECT e.name, e.state, e.path, e.person, parks_now() AS now FROM expert e WHERE e.id = $2 AND {SERVES}",
        permissions.reads_at(actor),
        expert_id,
    )
    if found is None:
        hidden()
    years, grades = await _years(expert_id, actor.id, found["now"])
    can_grade = bool(permissions.may_evaluate(actor, person_id=found["person"], path=found["path"]))
    return ExpertYears(expert_id, found["name"], found["state"], tuple(years), suggests_rest(grades), can_grade)


async def my_years(actor: Actor) -> Sequence[Year]:
    """The actor's own; three statements. How far their scores lay from others' is left out: it tells of those."""
    found = await row("SELECT id, parks_now() AS now FROM expert WHERE person = $1", actor.id)
    if found is None:
        return []
    years, _grades = await _years(found["id"], None, found["now"])
    return [replace(one, now=without_others(one.now), graded=None, by="") for one in years]


def without_others(counted: Figures) -> Figures:
    return replace(counted, off=None, far=0)


async def _years(expert_id: UUID, reader: UUID | None, now: datetime) -> tuple[list[Year], dict[int, str]]:
    seats: defaultdict[int, list[SeatLine]] = defaultdict(list)
    for one in await rows(SEATS, expert_id, reader):
        seats[one["year"]].append(_seat(one))
    graded = {
        one["year"]: one
        for one in await rows(
            "SELECT v.year, v.figures, v.grade, v.words, v.at, p.name FROM expert_evaluation v"
            " JOIN person p ON p.id = v.by WHERE v.expert = $1",
            expert_id,
        )
    }
    years = [
        Year(
            year,
            figures(seats[year], now),
            one["grade"] if (one := graded.get(year)) else "",
            one["words"] if one else "",
            one["name"] if one else "",
            one["at"] if one else None,
            Figures.of(one["figures"]) if one else None,
        )
        for year in sorted({*seats, *graded}, reverse=True)
    ]
    return years, {year: one["grade"] for year, one in graded.items()}


async def counted(expert_id: UUID, year: int) -> Figures:
    """A year's figures as they stand now, of all seats: what the grade keeps. The caller has asked its permission."""
    found = [_seat(one) for one in await rows(SEATS, expert_id, None) if one["year"] == year]
    return figures(found, await clock.now())


def _seat(one: Any) -> SeatLine:
    return SeatLine(
        one["state"],
        one["offered_at"],
        one["scored_at"],
        one["closes"],
        one["round_state"],
        one["score"],
        tuple(one["others"]),
        None if one["comment"] is None else Decimal(one["comment"]),
    )
