"""Units split and merged, as geometry: where the parts lie on the plan. Pure; shapes in metres."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parks.spaces.rules.plan import Shape

CENTIMETRE = Decimal("0.01")
MOST_PARTS = 12


def cut(whole: Shape, areas: Sequence[Decimal]) -> list[Shape]:
    """The rectangle cut across its longer side in proportion to the areas; its parts fill it to the centimetre.

    ValueError where a part would be thinner than a centimetre.
    """
    across = whole.w >= whole.h
    length, total = (whole.w if across else whole.h), sum(areas, Decimal(0))
    ends = [(length * sum(areas[: place + 1], Decimal(0)) / total).quantize(CENTIMETRE) for place in range(len(areas))]
    starts = [Decimal(0), *ends[:-1]]
    if any(end <= start for start, end in zip(starts, ends, strict=True)):
        raise ValueError("a part is too thin to be drawn")
    return [
        Shape(whole.x + start, whole.y, end - start, whole.h)
        if across
        else Shape(whole.x, whole.y + start, whole.w, end - start)
        for start, end in zip(starts, ends, strict=True)
    ]


def around(shapes: Iterable[Shape]) -> Shape:
    """The smallest rectangle that holds them all."""
    some = list(shapes)
    x, y = min(one.x for one in some), min(one.y for one in some)
    return Shape(x, y, max(one.x + one.w for one in some) - x, max(one.y + one.h for one in some) - y)
