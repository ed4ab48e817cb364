"""What a year of an expert's reviews comes to, counted from the seats alone, and when rest is suggested.

Every figure says something of the work, none of the judgement: a score far from the others' is counted, for a second
look, and never graded by the house. Who grades is an officer, in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from parks.reviews.states import Grade, RoundState, SeatState

FAR = Decimal(15)
"""Points between a score and the mean of the panel's others from which it counts as far off."""
DAY = timedelta(days=1)
TENTH = Decimal("0.1")
POOR_YEARS = 2
"""Years in a row, graded poor, after which rest is suggested."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat of the year. `others`: the other scores of a closed panel; `comment` characters a criterion, or None."""

    state: str
    offered_at: datetime
    scored_at: datetime | None
    closes: datetime
    round_state: str
    score: Decimal | None = None
    others: tuple[Decimal, ...] = ()
    comment: Decimal | None = None

    def missed(self, now: datetime) -> bool:
        """Neither scored nor left when the round was over."""
        waiting = self.state in {SeatState.OFFERED, SeatState.DECLARED}
        return waiting and (self.round_state == RoundState.CLOSED or self.closes <= now)

    @property
    def distance(self) -> Decimal | None:
        """Points from the mean of the others; None while there is nothing to compare with."""
        if self.state != SeatState.SCORED or self.score is None or not self.others:
            return None
        return abs(self.score - sum(self.others, Decimal(0)) / len(self.others))


@dataclass(frozen=True, slots=True)
class Figures:
    """A year in figures. `days` from the offer to the score (median), `comment` characters a criterion (mean), `off`
    points from the others' mean (mean): None where there is nothing to count. `last_day`: scores in the last 24 hours.
    """

    offered: int
    scored: int
    recused: int
    missed: int
    last_day: int
    days: Decimal | None
    comment: Decimal | None
    off: Decimal | None
    far: int

    def stored(self) -> dict[str, Any]:
        return {key: str(one) if isinstance(one, Decimal) else one for key, one in asdict(self).items()}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Figures":
        means = ("days", "comment", "off")
        told: dict[str, Any] = {key: Decimal(one) if key in means and one else one for key, one in stored.items()}
        return cls(**told)


def figures(seats: Sequence[SeatLine], now: datetime) -> Figures:
    """Half up to a tenth at each mean. Seats that an officer took back are nobody's doing and not counted."""
    seats = [one for one in seats if one.state != SeatState.REPLACED]
    scored = [one for one in seats if one.state == SeatState.SCORED and one.scored_at is not None]
    times = [Decimal((one.scored_at - one.offered_at) / DAY) for one in scored if one.scored_at]
    distances = [far for one in scored if (far := one.distance) is not None]
    comments = [one.comment for one in scored if one.comment is not None]
    return Figures(
        offered=len(seats),
        scored=len(scored),
        recused=sum(one.state == SeatState.RECUSED for one in seats),
        missed=sum(one.missed(now) for one in seats),
        last_day=sum(one.closes - DAY < one.scored_at for one in scored if one.scored_at),
        days=_tenths(median(times)) if times else None,
        comment=_tenths(sum(comments, Decimal(0)) / len(comments)) if comments else None,
        off=_tenths(sum(distances, Decimal(0)) / len(distances)) if distances else None,
        far=sum(one > FAR for one in distances),
    )


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)


def suggests_rest(grades: Mapping[int, str]) -> bool:
    """Whether the latest graded years are two in a row, both poor. It is a suggestion: an officer lets rest, nobody
    else does.
    """
    if not grades:
        return False
    last = max(grades)
    return all(grades.get(year) == Grade.POOR for year in range(last - POOR_YEARS + 1, last + 1))
