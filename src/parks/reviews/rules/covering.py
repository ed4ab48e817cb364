"""Whether a panel can still be completed: needs met by picks, at most one of a group. Exact, for panels of fifteen."""

from collections import Counter
from collections.abc import Sequence

Group = tuple[int, ...]
"""What the members of a group serve, each a number of bits, sorted; at most one of a group is taken."""


Needs = tuple[int, ...]
"""How many are still needed for each bit."""


def less(needs: Needs, mask: int) -> Needs:
    """The needs once somebody is taken who serves these bits."""
    return tuple(max(0, need - (mask >> bit & 1)) for bit, need in enumerate(needs))


def completes(needs: Needs, groups: Sequence[Group], seats: int) -> bool:
    """Whether so many more seats can be filled, each from another group, and all needs met."""
    if len(groups) < seats or max(needs, default=0) > seats:
        return False
    return not any(needs) or not any(unmet(needs, groups, seats))


def unmet(needs: Needs, groups: Sequence[Group], seats: int) -> Needs:
    """What stays unmet at best with at most `seats` picks, one a group: least in sum, then the last quotas first.

    Exact: all vectors of needs that can be reached, with the fewest picks each; groups that serve alike are taken
    together. A panel has 15 seats and some ten quotas at most, so the vectors are few.
    """
    if not any(needs) or _greedily(needs, groups, seats):
        return tuple(0 for _one in needs)
    asked = sum(1 << bit for bit, need in enumerate(needs) if need)
    alike = Counter(frozenset(mask & asked for mask in group) - {0} for group in groups)
    reached = {needs: 0}
    for options, how_many in alike.items():
        for _turn in range(min(how_many, seats) if options else 0):
            before = len(reached), sum(reached.values())
            for needs_, picks in list(reached.items()):
                for mask in options if picks < seats else ():
                    after = less(needs_, mask)
                    reached[after] = min(picks + 1, reached.get(after, seats))
            if before == (len(reached), sum(reached.values())):
                break
    return min(reached, key=lambda one: (sum(one), one))


def _greedily(needs: Needs, groups: Sequence[Group], seats: int) -> bool:
    """Whether always taking who serves most already meets all needs: the usual case, without the search."""
    left = list(groups)
    for _turn in range(min(seats, len(left))):
        if not any(needs):
            break
        asked = sum(1 << bit for bit, need in enumerate(needs) if need)
        gain, place, mask = max(
            ((mask & asked).bit_count(), place, mask) for place, group in enumerate(left) for mask in group
        )
        if not gain:
            break
        needs = less(needs, mask)
        del left[place]
    return not any(needs)
