"""Who waits for a unit, in rank order and with the reasons. The manager decides; this only sorts and explains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from parks.kernel.period import Period
from parks.kernel.words import _
from parks.spaces.rules.fits import Candidate, Reason, Want, against, reasons


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits. `declined`: why its founder said no to this very unit before, empty where she did not."""

    request_id: UUID
    want: Want
    days: int
    declined: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`rank` counts from 1."""

    rank: int
    request_id: UUID
    reasons: Sequence[Reason]

    @property
    def whole(self) -> bool:
        return all(reason.met for reason in self.reasons)

    @property
    def lacks_must(self) -> bool:
        return against(self.reasons)[0] > 0


def gap(valid: Period, taken: Iterable[Period], today: date) -> Period | None:
    """The unit's first days, from today on, that nobody has; None where it has none any more."""
    start = max(today, valid.start)
    for one in sorted(taken, key=lambda period: period.start):
        if one.start > start:
            until = one.start if valid.until is None else min(one.start, valid.until)
            return Period(start, until) if until > start else None
        if one.until is None:
            return None
        start = max(start, one.until)
    return Period(start, valid.until) if valid.until is None or valid.until > start else None


def queue(unit: Candidate, free: Period, waiting: Iterable[Waiting]) -> list[Place]:
    """Fewest musts missed first, then fewest other reasons against it, then who waits longest, then who filed first.

    `free` are the unit's free days. Requests for another kind do not wait for it. Ids (UUIDv7) stand in order of time.
    """
    unit = replace(unit, free_until=free.until)
    found = [(one, _reasons(unit, free, one)) for one in waiting if one.want.kind is unit.kind]
    found.sort(key=lambda pair: (against(pair[1]), -pair[0].days, pair[0].request_id))
    return [Place(rank, one.request_id, told) for rank, (one, told) in enumerate(found, start=1)]


def _reasons(unit: Candidate, free: Period, one: Waiting) -> tuple[Reason, ...]:
    told = (*reasons(one.want, unit), _start(free, one.want))
    if one.declined:
        return (*told, Reason(False, _("The founder declined it before: {reason}", reason=one.declined)))
    return told


def _start(free: Period, want: Want) -> Reason:
    late = (free.start - want.period.start).days
    if late <= 0:
        return Reason(True, _("It is free on the first day that was asked for."))
    return Reason(False, _("It comes free on {day}, {n} days later than asked for.", day=free.start, n=late), soft=True)
