"""The committee's meeting on plain data: agenda, lots, quorum, timers, tally (domain.md §6.3). No clock, no database.

**Agenda.** A member who is recused (回避) from an item leaves the room before it and comes back after it; of items one
after another they leave once. With S(i) the members who are out at item i, an order costs the sum of |S(i) minus
S(i-1)|, S(0) empty: how often somebody goes through the door. `ordered` makes it least:

1. Items without recusals cost nothing at the front; equals stand together (by the triangle inequality of the cost
   neither can make it worse).
2. Sets that share no member with the others do not touch each other, so each connected group is ordered for itself.
3. A group of at most `EXACT` different sets is solved exactly (Held and Karp's dynamic programme over subsets); a
   larger one by the nearest next from every start, the best of them then bettered by moving stretches and turning
   them round while that helps.
   Every member goes at least once, so an order that reaches that number is proven as well.
"""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from parks.kernel.words import Text, _
from parks.reviews.rules import draw

EXACT = 11
"""Different sets in one group that are ordered exactly: 11 take some 100 ms, each more takes twice as long."""
STARTS = 6
"""From how many beginnings a larger group is bettered."""

I = TypeVar("I", bound=Hashable)  # noqa: E741 - an item
M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agenda(Generic[I]):
    """`departures`: how often a member leaves the room; `proven`: no order has fewer."""

    order: tuple[I, ...]
    departures: int
    proven: bool


def departures(order: Sequence[I], out: Mapping[I, Collection[M]]) -> int:
    """How often a member leaves the room when the items come in this order."""
    before: set[M] = set()
    gone = 0
    for item in order:
        now = set(out.get(item, ()))
        gone += len(now - before)
        before = now
    return gone


def ordered(items: Sequence[I], out: Mapping[I, Collection[M]]) -> Agenda[I]:
    """The items in the order with the fewest departures; of equally good ones the same for the same input."""
    masks = _masks(items, out)
    alike: dict[int, list[I]] = {}
    for item in items:
        alike.setdefault(masks[item], []).append(item)
    order = alike.pop(0, [])
    proven = True
    for group in _groups(list(alike)):
        path, exact = _path(group)
        proven &= exact
        order = [*order, *(item for mask in path for item in alike[mask])]
    return Agenda(tuple(order), departures(order, out), proven)


def _masks(items: Sequence[I], out: Mapping[I, Collection[M]]) -> dict[I, int]:
    bit: dict[M, int] = {}
    masks = {}
    for item in items:
        mask = 0
        for member in out.get(item, ()):
            mask |= 1 << bit.setdefault(member, len(bit))
        masks[item] = mask
    return masks


def _groups(masks: Sequence[int]) -> list[list[int]]:
    """Sets that share a member, directly or through others, in the order in which they first come."""
    groups: list[list[int]] = []
    for mask in masks:
        touching = [group for group in groups if any(mask & one for one in group)]
        merged = [one for group in touching for one in group] + [mask]
        groups = [group for group in groups if group not in touching] + [merged]
    return groups


def _step(before: int, now: int) -> int:
    return (now & ~before).bit_count()


def _cost(path: Sequence[int]) -> int:
    return sum(_step(before, now) for before, now in zip((0, *path), path, strict=False))


def _path(group: list[int]) -> tuple[list[int], bool]:
    if len(group) <= EXACT:
        return _exact(group), True
    begun = sorted((_nearest(group, start) for start in range(len(group))), key=_cost)[:STARTS]
    found = min(map(_improved, begun), key=_cost)
    everybody = 0
    for mask in group:
        everybody |= mask
    return found, _cost(found) == everybody.bit_count()


def _exact(group: list[int]) -> list[int]:
    """Held and Karp: the cheapest path through each subset that ends at each of its members."""
    n = len(group)
    best: dict[tuple[int, int], tuple[int, int]] = {(1 << i, i): (group[i].bit_count(), -1) for i in range(n)}
    for subset in range(1, 1 << n):
        for last in range(n):
            here = best.get((subset, last))
            if here is None:
                continue
            for following in range(n):
                if subset >> following & 1:
                    continue
                cost = here[0] + _step(group[last], group[following])
                key = (subset | 1 << following, following)
                if key not in best or cost < best[key][0]:
                    best[key] = (cost, last)
    subset = (1 << n) - 1
    last = min(range(n), key=lambda one: best[subset, one][0])
    path = []
    while last >= 0:
        path.append(group[last])
        subset, last = subset & ~(1 << last), best[subset, last][1]
    return path[::-1]


def _nearest(group: list[int], start: int) -> list[int]:
    rest = list(group)
    path = [rest.pop(start)]
    while rest:
        path.append(rest.pop(min(range(len(rest)), key=lambda i: (_step(path[-1], rest[i]), rest[i].bit_count()))))
    return path


def _improved(path: list[int]) -> list[int]:
    """Stretches moved elsewhere, as they are or turned round, as long as it helps."""
    cost, better = _cost(path), True
    while better:
        better = False
        for other in _neighbours(path):
            if (price := _cost(other)) < cost:
                path, cost, better = other, price, True
                break
    return path


def _neighbours(path: list[int]) -> Iterable[list[int]]:
    """A stretch of up to three moved, also turned round; any stretch turned round where it is."""
    n = len(path)
    for size in (1, 2, 3):
        for i in range(n - size + 1):
            stretch, rest = path[i : i + size], path[:i] + path[i + size :]
            for j in range(len(rest) + 1):
                if j != i:
                    yield [*rest[:j], *stretch, *rest[j:]]
                if size > 1:
                    yield [*rest[:j], *stretch[::-1], *rest[j:]]
    for i in range(n - 4):
        for j in range(i + 4, n + 1):
            yield [*path[:i], *path[i:j][::-1], *path[j:]]


def lots_commitment(marks: Collection[str], secret: bytes) -> str:
    """SHA-256 of the canonical JSON of {"items": marks sorted, "secret": hex}: shown before anybody draws."""
    told = {"items": sorted(marks), "secret": secret.hex()}
    return hashlib.sha256(draw.canonical(told)).hexdigest()


def lots(marks: Collection[str], secret: bytes, words: str) -> list[str]:
    """The order of defence by lot: shuffled as a draw of experts is (`rules/draw.py`, 3 to 5), seed of secret and words
    said in the room.
    """
    return draw.shuffled(marks, draw.seeded(secret, words))


def may_vote_count(voters: int, quorum: int) -> Text | None:
    """Why no vote may be opened with so many voting members in the room; None where it may."""
    if voters >= quorum:
        return None
    return _(
        "{n} voting members are in the room for this item; the quorum is {quorum}. Wait, or take another item first.",
        n=voters,
        quorum=quorum,
    )


def remaining(seconds: int, elapsed: float) -> int:
    """Whole seconds that are left of a timer, rounded up; below nought it is over time by so many."""
    return seconds - int(elapsed // 1)


def clock(seconds: int) -> str:
    """As it stands on the screen: `7:59`, over time `-0:12`."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of the slips of one item. `points`: the sum of the scores, where it was scored."""

    approve: int = 0
    reject: int = 0
    abstain: int = 0
    scored: int = 0
    points: Decimal = Decimal(0)

    @property
    def slips(self) -> int:
        return self.approve + self.reject + self.abstain + self.scored

    def stored(self) -> dict[str, Any]:
        return {
            "approve": self.approve,
            "reject": self.reject,
            "abstain": self.abstain,
            "scored": self.scored,
            "points": f"{self.points:f}",
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Count":
        return cls(**{**stored, "points": Decimal(stored["points"])})


def counted(choices: Iterable[tuple[str, Decimal | None]]) -> Count:
    """The house's own count. Each vote is (approve, reject, abstain or score, the score or None)."""
    found = {"approve": 0, "reject": 0, "abstain": 0, "score": 0}
    points = Decimal(0)
    for choice, score in choices:
        found[choice] += 1
        points += score or 0
    return Count(found["approve"], found["reject"], found["abstain"], found["score"], points)


def differences(first: Count, second: Count) -> dict[str, Text]:
    """Where two counts of the same slips differ, a sentence for each figure's name; none is good to show."""
    named = (
        ("approve", _("In favour"), first.approve, second.approve),
        ("reject", _("Votes against"), first.reject, second.reject),
        ("abstain", _("Abstentions"), first.abstain, second.abstain),
        ("scored", _("Slips with a score"), first.scored, second.scored),
        ("points", _("Sum of the scores"), first.points, second.points),
    )
    return {
        name: _("{what}: {one} against {other}.", what=what, one=a, other=b) for name, what, a, b in named if a != b
    }


def carried(count: Count, majority: str) -> bool | None:
    """Whether the motion is carried; None where scores were given and nothing was moved.

    `simple`: more in favour than half of all slips, abstentions counted; `two_thirds`: two thirds of them at least.
    """
    cast = count.approve + count.reject + count.abstain
    if not cast:
        return None
    return 3 * count.approve >= 2 * cast if majority == "two_thirds" else 2 * count.approve > cast
