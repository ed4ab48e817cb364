"""Whose turn it is when a unit comes free: what a waiting list that acts would offer, to whom, and whom it passes over.

Plain data in, plain data out: the page shows it, the worker does its first line, the record's lines prove it
(docs/adr/0097). What a person must weigh (something that must be there is missing, another size than asked for, a rent
above the budget) is not offered by a list: it passes over and says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from parks.kernel.period import Period
from parks.kernel.words import Text, _
from parks.spaces.rules.fits import Candidate, Want, against
from parks.spaces.rules.waiting import Place, Waiting, gap, queue
from parks.spaces.states import OfferOutcome

MOST_AHEAD, MOST_TO_ANSWER = 365, 60


@dataclass(frozen=True, slots=True)
class Settings:
    """`days_ahead`: calendar days before a unit comes free; `answer_days`: working days a founder has."""

    acts: bool
    days_ahead: int
    answer_days: int


USUAL = Settings(acts=False, days_ahead=30, answer_days=5)
"""A park that has said nothing: the manager sees what would be offered, and nothing is."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """A request that waits. `offers`: how earlier offers of units to it ended, and the founder's reason."""

    request_id: UUID
    want: Want
    days: int
    offers: Mapping[UUID, tuple[OfferOutcome, str]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A place on the list of one unit; `period` are the days it would be offered, or `passed` says why not."""

    place: Place
    days: int
    period: Period | None
    passed: Text | None


@dataclass(frozen=True, slots=True)
class Next:
    """A unit that is free or about to be. `turns` reaches down to the one who is offered it, or over all who wait."""

    unit: Candidate
    free: Period
    turns: Sequence[Turn]

    @property
    def offered(self) -> Turn | None:
        return self.turns[-1] if self.turns and self.turns[-1].passed is None else None


def upcoming(
    units: Iterable[tuple[Candidate, Period, Sequence[Period]]],
    waiting: Sequence[Waiter],
    settings: Settings,
    today: date,
) -> list[Next]:
    """What would be offered now, in the order in which it happens: the unit that is free first, then by code.

    A unit comes with the days of its life and those that are taken. Nobody is offered two units at once.
    """
    horizon = today + timedelta(days=settings.days_ahead)
    free = [(unit, gap(valid, taken, today)) for unit, valid, taken in units]
    ahead = sorted(
        ((unit, days) for unit, days in free if days is not None and days.start <= horizon),
        key=lambda pair: (pair[1].start, pair[0].code, pair[0].unit_id),
    )
    left = {one.request_id: one for one in waiting}
    found = []
    for unit, days in ahead:
        one = Next(unit, days, _turns(unit, days, list(left.values()), horizon))
        found.append(one)
        if one.offered is not None:
            del left[one.offered.place.request_id]
    return found


def _turns(unit: Candidate, free: Period, waiting: Sequence[Waiter], horizon: date) -> list[Turn]:
    by_id = {one.request_id: one for one in waiting}
    places = queue(unit, free, [Waiting(one.request_id, one.want, one.days, _declined(unit, one)) for one in waiting])
    told = []
    for place in places:
        one = by_id[place.request_id]
        passed = _passed(unit, free, place, one, horizon)
        period = None if passed else Period(max(free.start, one.want.period.start), one.want.period.until)
        told.append(Turn(place, one.days, period, passed))
        if passed is None:
            break
    return told


def _declined(unit: Candidate, one: Waiter) -> str:
    outcome, reason = one.offers.get(unit.unit_id, (OfferOutcome.OPEN, ""))
    return reason if outcome is OfferOutcome.DECLINED else ""


def _passed(unit: Candidate, free: Period, place: Place, one: Waiter, horizon: date) -> Text | None:
    """Why the list does not offer it here. A unit is offered once for a request; a second time only by a person."""
    hard = next((reason.text for reason in place.reasons if not reason.met and not reason.soft), None)
    if hard is not None:
        return hard
    asked = one.want.period
    if asked.until is not None and asked.until <= free.start:
        return _("The days that were asked for are over when it comes free.")
    if asked.start > max(horizon, free.start):
        return _("It is wanted only from {day} on.", day=asked.start)
    match one.offers.get(unit.unit_id, (None, ""))[0]:
        case None:
            return None
        case OfferOutcome.EXPIRED:
            return _("It was offered before, and nobody answered in time.")
        case _:
            return _("It was offered before, and the offer was taken back.")


Ranking = Sequence[Mapping[str, Any]]
"""What the record keeps of an offer in turn: for each place down to the one who was offered it, in order, `request`,
`musts` and `others` (how many reasons speak against), `days` waited, and whether it was `passed` over (why stands in a
line of its own on each request)."""


def ranking(turns: Sequence[Turn]) -> Ranking:
    told = []
    for turn in turns:
        musts, others = against(turn.place.reasons)
        told.append(
            {
                "request": str(turn.place.request_id),
                "musts": musts,
                "others": others,
                "days": turn.days,
                "passed": turn.passed is not None,
            }
        )
    return told


def replayed(told: Ranking) -> str:
    """Who was to be offered the unit by a kept ranking, from it alone. ValueError where the rule was not followed."""
    order = sorted(told, key=lambda one: (one["musts"], one["others"], -one["days"], one["request"]))
    if list(told) != order:
        raise ValueError("the places do not stand in the order of the rule")
    if not told or told[-1]["passed"] or not all(one["passed"] for one in told[:-1]):
        raise ValueError("it was not offered to the first who was not passed over")
    request: str = told[-1]["request"]
    return request
