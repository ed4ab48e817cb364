"""A call in figures: counted when it is asked for, under the reader's own scope, and for everyone without small cells.

Where applications are, how long each level took against what the call promises, which fields and places they come
from, and what was granted. Four statements whatever the call holds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import ANONYMOUS, Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.queries.scope import under, unsealed
from parks.programmes.rules.ladder import READERS, Ladder, Rung
from parks.programmes.states import ApplicationState, Level, Outcome
from parks.reference import queries as reference
from parks.reference.rules.working_days import Calendar, working_days_left

SMALL = 3
"""Everyone is told of a group of so many or more; of a smaller one only that it is small (domain.md §10)."""

Key = TypeVar("Key", bound=str)

SENT = "a.submitted_at IS NOT NULL AND a.state <> 'draft'"


@dataclass(frozen=True, slots=True)
class CallName:
    id: UUID
    title: Bilingual


@dataclass(frozen=True, slots=True)
class Step:
    """How a level decided: how often what, its working days at the median and for nine in ten, against `promise`."""

    level: Level
    promise: int
    outcomes: Mapping[Outcome, int]
    returned: int
    median: Decimal | None
    ninth: int | None
    late: int


@dataclass(frozen=True, slots=True)
class Granted:
    tier: Bilingual
    awards: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Place:
    name: Bilingual
    path: str
    applications: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """One call under one scope. `applications` were sent and not taken back to be changed; `sealed`: none is counted
    before the call closes.
    """

    call: CallName
    calls: tuple[CallName, ...]
    applications: int
    states: Mapping[ApplicationState, int]
    fields: Mapping[str, int]
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    granted: tuple[Granted, ...]
    sealed: bool = False


async def statistics(actor: Actor, call_id: UUID | None) -> Statistics:
    """The call's figures under the actor's offices; the newest call where none is named. Hidden (404) if unknown."""
    offices = actor.paths(*READERS) or hidden()
    chosen, calls = await _chosen(call_id, "c.state <> 'draft'") or hidden()
    return await _counted(chosen, calls, offices, actor)


async def for_everyone(call_id: UUID | None) -> Statistics | None:
    """A closed call's figures for the public, small groups left out; None while no call has closed."""
    found = await _chosen(call_id, "c.state = 'closed'")
    return without_small(await _counted(*found, ["/cn/"], ANONYMOUS)) if found else None


def without_small(found: Statistics) -> Statistics:
    """Groups of fewer than `SMALL` are left out, so that nobody is recognised by being alone in one."""
    return replace(
        found,
        states=_large(found.states),
        fields=_large(found.fields),
        places=tuple(
            one for one in found.places if one.path in _large({each.path: each.applications for each in found.places})
        ),
        steps=(),  # who was granted what stands by name in the public notice
    )


def _large(groups: Mapping[Key, int]) -> dict[Key, int]:
    """The groups that are told. Where what is left out would be small even together, the total would tell it: then
    the smallest of the others goes too (secondary suppression).
    """
    ordered = sorted(groups.items(), key=lambda one: one[1])
    hidden_ones, left_out = 0, 0
    for _key, n in ordered:
        if n >= SMALL and (left_out == 0 or left_out >= SMALL):
            break
        hidden_ones, left_out = hidden_ones + 1, left_out + n
    told = {key for key, _n in ordered[hidden_ones:]}
    return {key: n for key, n in groups.items() if key in told}


async def choice(call_id: UUID | None) -> tuple[CallName, tuple[CallName, ...]] | None:
    """The call asked for, or the newest, among all that were ever open; for pages of other figures."""
    found = await _chosen(call_id, "c.state <> 'draft'")
    if found is None:
        return None
    call, calls = found
    return CallName(call["id"], Bilingual(call["title_zh"], call["title_en"])), calls


async def _chosen(call_id: UUID | None, which: str) -> tuple[Mapping[str, Any], tuple[CallName, ...]] | None:
    """The call asked for, or the newest, and all that can be chosen; None where there is none at all."""
    found = await rows(
        "SELECT c.id, c.title_zh, c.title_en, c.ladder,"
        " c.sealed AND c.state = 'open' AND parks_now() < call_last_deadline(c.id) AS sealed"
        f" FROM call c WHERE {which} ORDER BY c.opens_at DESC"
    )
    if not found:
        return None
    chosen = next((one for one in found if call_id in (None, one["id"])), None)
    if chosen is None:
        hidden()
    return chosen, tuple(CallName(one["id"], Bilingual(one["title_zh"], one["title_en"])) for one in found)


async def _counted(
    call: Mapping[str, Any], calls: tuple[CallName, ...], offices: list[str], reader: Actor
) -> Statistics:
    seen, values = under(offices, 4)
    top = min(offices, key=len)  # the places told are those right below the highest office of the reader
    found = (
        await row(
            f"WITH seen AS (SELECT a.* FROM application a WHERE a.call = $1 AND {SENT} AND {seen}"
            f" AND {unsealed(3)}) SELECT"
            f" {_all(GROUPS)} AS groups, {_all(DECISIONS)} AS decisions, {_all(AWARDS)} AS awards",
            call["id"],
            f"^{re.escape(top)}(?:[^/]+/)?",
            reader.id,
            *values,
        )
        or hidden()
    )
    states: Counter[ApplicationState] = Counter()
    fields: Counter[str] = Counter()
    places: list[Place] = []
    for one in found["groups"]:
        if one["state"] is not None:
            states[ApplicationState(one["state"])] = one["n"]
        elif one["field"] is not None:
            fields[one["field"]] = one["n"]
        elif one["path"] is not None:
            places.append(Place(Bilingual(one["name_zh"], one["name_en"]), one["path"], one["n"]))
    return Statistics(
        call=CallName(call["id"], Bilingual(call["title_zh"], call["title_en"])),
        calls=calls,
        applications=states.total(),
        states=dict(sorted(states.items(), key=lambda one: ORDER[one[0]])),
        fields=dict(fields.most_common()),
        places=tuple(sorted(places, key=lambda one: (-one.applications, one.path))),
        steps=await _steps(Ladder.of(call["ladder"]), [Decisions.of(one) for one in found["decisions"]]),
        granted=tuple(
            Granted(Bilingual(one["zh"], one["en"]), one["n"], Money(Decimal(one["amount"]), one["currency"]))
            for one in found["awards"]
        ),
        sealed=call["sealed"],
    )


ORDER = {state: place for place, state in enumerate(ApplicationState)}

GROUPS = (
    "SELECT g.*, o.name_zh, o.name_en FROM (SELECT state, field, substring(path FROM $2) AS path, count(*) AS n"
    " FROM seen GROUP BY GROUPING SETS ((1), (2), (3))) g LEFT JOIN organisation o ON o.path = g.path"
)
"""How many in each state, each field and each place."""

DECISIONS = (
    "SELECT d.level, d.outcome, d.since, d.until, (c.at AT TIME ZONE 'Asia/Shanghai')::date AS stopped,"
    " (c.corrected_at AT TIME ZONE 'Asia/Shanghai')::date AS went_on, count(*) AS n"
    " FROM (SELECT p.application, p.level, p.outcome, (p.at AT TIME ZONE 'Asia/Shanghai')::date AS until,"
    " (COALESCE(lag(p.at) OVER (PARTITION BY p.application ORDER BY p.at), s.submitted_at)"
    " AT TIME ZONE 'Asia/Shanghai')::date AS since FROM recommendation_opinion p JOIN seen s ON s.id = p.application) d"
    " LEFT JOIN correction c ON c.application = d.application AND c.level = d.level GROUP BY 1, 2, 3, 4, 5, 6"
)
"""What each level decided, in groups of those that came and went on the same days: few, however many applications."""

AWARDS = (
    "SELECT t.name_zh AS zh, t.name_en AS en, w.currency, count(*) AS n, sum(w.amount)::text AS amount FROM award w"
    " JOIN seen s ON s.id = w.application JOIN call_tier t ON t.id = w.tier GROUP BY t.position, 1, 2, 3"
    " ORDER BY t.position"
)


def _all(statement: str) -> str:
    return f"(SELECT COALESCE(json_agg(x), '[]') FROM ({statement}) x)"


@dataclass(frozen=True, slots=True)
class Decisions:
    """So many decisions of one level that came and went on the same days; `stopped` while the applicant corrected."""

    level: Level
    outcome: Outcome
    since: date
    until: date
    stopped: date | None
    went_on: date | None
    n: int

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Decisions":
        since, until, stopped, went_on = (
            None if stored[name] is None else date.fromisoformat(stored[name])
            for name in ("since", "until", "stopped", "went_on")
        )
        if since is None or until is None:
            raise ValueError("a decision has its days")
        return cls(Level(stored["level"]), Outcome(stored["outcome"]), since, until, stopped, went_on, stored["n"])

    def days(self, calendar: Calendar) -> int:
        """Working days at the level's own desk, after the one on which it came: without those of the correction."""
        whole = working_days_left(self.since, self.until, calendar)
        if self.stopped is None:
            return whole
        return whole - working_days_left(self.stopped, min(self.went_on or self.until, self.until), calendar)


async def _steps(ladder: Ladder, found: list[Decisions]) -> tuple[Step, ...]:
    if not found:
        return ()
    first, last = min(one.since for one in found), max(one.until for one in found)
    calendar = await reference.calendar(first, (last - first).days + 1)
    levels = {one.level for one in found}
    return tuple(
        _step(rung, [one for one in found if one.level is rung.level], calendar)
        for rung in ladder.rungs
        if rung.level in levels
    )


def _step(rung: Rung, found: Iterable[Decisions], calendar: Calendar) -> Step:
    days: Counter[int] = Counter()
    outcomes: Counter[Outcome] = Counter()
    returned = late = 0
    for one in found:
        taken = one.days(calendar)
        outcomes[one.outcome] += one.n
        days[taken] += one.n
        returned += one.n if one.stopped is not None else 0
        late += one.n if taken > rung.days else 0
    return Step(rung.level, rung.days, outcomes, returned, median(days), quantile(days, Decimal("0.9")), late)


def quantile(days: Counter[int], part: Decimal) -> int | None:
    """The fewest days within which that part of them was done (nearest rank)."""
    wanted, gone = (days.total() * part).to_integral_value(ROUND_HALF_UP) or 1, 0
    for taken in sorted(days):
        gone += days[taken]
        if gone >= wanted:
            return taken
    return None


def median(days: Counter[int]) -> Decimal | None:
    """The middle one, or half way between the two in the middle."""
    ordered = sorted(days.elements())
    if not ordered:
        return None
    middle = len(ordered) // 2
    return Decimal(ordered[middle]) if len(ordered) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2
