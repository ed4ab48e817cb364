"""One move in an order that is being made."""

from collections.abc import Sequence


def moved(order: Sequence[str], kind: str, one: str) -> list[str]:
    """The order after `up`, `down`, `add` (to its end) or `drop`; anything else leaves it as it is."""
    made = list(dict.fromkeys(order))
    if kind == "add" and one not in made:
        return [*made, one]
    if one not in made:
        return made
    at = made.index(one)
    if kind == "drop":
        del made[at]
    elif kind == "up" and at > 0:
        made[at - 1], made[at] = made[at], made[at - 1]
    elif kind == "down" and at < len(made) - 1:
        made[at + 1], made[at] = made[at], made[at + 1]
    return made
