"""Scores, domain.md §6.3, on one sheet. All in Decimal; every rounding is half up to 0.01 and stands here.

What a round may choose otherwise (dropping, missing marks, places) stands in `policy`; `Policy()` says the same as
this.

1. One expert's score: each mark / its maximum x its weight, added up (weights add up to 100), rounded once at the end.
2. The panel: the plain mean of the rounded scores; with five scores or more the total leaves out one highest and one
   lowest (去掉一个最高分、一个最低分), with fewer it is the plain mean. Rounded once.
3. The rank: by total; equals by the panel's points on the key criterion, then on the second; who is equal in all
   three shares the rank, and the next one counts on (1, 2, 2, 4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

CENT = Decimal("0.01")
FULL = Decimal(100)
TRIM_FROM = 5
"""From how many scores on the highest and the lowest are left out."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Scale:
    """How one criterion is marked: from 0 to `maximum` in steps of `step`, worth `weight` of the 100 points.

    The marks of a `bonus` criterion are shown apart and never part of the 100; its weight is nought. Where one
    `may_not_apply`, its expert may say so in place of a mark, and its weight goes to the others.
    """

    weight: Decimal
    maximum: Decimal
    step: Decimal
    bonus: bool = False
    may_not_apply: bool = False

    def takes(self, mark: Decimal) -> bool:
        return 0 <= mark <= self.maximum and mark % self.step == 0

    def points(self, mark: Decimal) -> Decimal:
        """The mark's part of the 100 points, not rounded."""
        return mark * self.weight / self.maximum


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A panel's result. `dropped` is the lowest and the highest that were left out, empty where none was."""

    plain: Decimal
    total: Decimal
    count: int
    dropped: tuple[Decimal, ...] = ()

    @property
    def trimmed(self) -> bool:
        return bool(self.dropped)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rank goes by: the total, then the points on the key criterion, then on the second."""

    total: Decimal
    key: Decimal
    second: Decimal

    @property
    def order(self) -> tuple[Decimal, Decimal, Decimal]:
        return (self.total, self.key, self.second)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def weighted_total(scales: Mapping[K, Scale], marks: Mapping[K, Decimal]) -> Decimal:
    """One expert's score out of 100. Marks still missing count nothing, so it grows while the sheet is filled."""
    return rounded(sum((scale.points(marks[key]) for key, scale in scales.items() if key in marks), Decimal(0)))


def aggregate(scores: Sequence[Decimal]) -> Aggregate:
    """The panel's result; ValueError where nobody has scored."""
    if not scores:
        raise ValueError("a panel without a score has no result")
    ordered = sorted(scores)
    plain = _mean(ordered)
    if len(ordered) < TRIM_FROM:
        return Aggregate(plain, plain, len(ordered))
    return Aggregate(plain, _mean(ordered[1:-1]), len(ordered), (ordered[0], ordered[-1]))


def _mean(values: Sequence[Decimal]) -> Decimal:
    return rounded(sum(values, Decimal(0)) / len(values))


def ranked(standings: Mapping[K, Standing]) -> dict[K, int]:
    """Each one's rank, 1 the best; equals share theirs and the next counts on."""
    in_order = sorted(standings.items(), key=lambda one: one[1].order, reverse=True)
    ranks: dict[K, int] = {}
    rank, last = 0, None
    for place, (key, standing) in enumerate(in_order, start=1):
        if standing.order != last:
            rank, last = place, standing.order
        ranks[key] = rank
    return ranks
