"""When to remind: so many working days before the last day, once for each deadline."""

from collections.abc import Collection, Sequence
from enum import StrEnum


class About(StrEnum):
    """Which deadline: the closing of a call, or the last day of a correction."""

    CLOSING = "closing"
    CORRECTION = "correction"


LONGEST = 60


def rule_due(left: int, rules: Collection[int]) -> int | None:
    """The rule that is due with `left` working days to go: the nearest that has been reached. Whoever missed the
    earlier ones (a worker that was away) gets this one, and never several at once. 0 is the rule of none.
    """
    reached = [days for days in rules if days and left <= days]
    return min(reached, default=None)


def days_in(text: str) -> Sequence[int]:
    """`10, 3,1` → (10, 3, 1), the longest first. ValueError where something is no number of days."""
    found = {int(part) for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()}
    if any(not 1 <= one <= LONGEST for one in found):
        raise ValueError(text)
    return tuple(sorted(found, reverse=True))
