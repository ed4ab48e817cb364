"""Where the parts of a unit lie: together they are the whole, and none lies upon another."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parks.spaces.rules.division import around, cut
from parks.spaces.rules.plan import Shape

METRES = st.integers(100, 9000).map(lambda centimetres: Decimal(centimetres) / 100)
AREAS = st.lists(st.integers(5, 400).map(Decimal), min_size=2, max_size=5)


@settings(max_examples=60)
@given(METRES, METRES, METRES, METRES, AREAS)
def test_the_parts_are_the_whole_and_none_lies_upon_another(
    x: Decimal, y: Decimal, w: Decimal, h: Decimal, areas: list[Decimal]
) -> None:
    whole = Shape(x, y, w, h)
    try:
        parts = cut(whole, areas)
    except ValueError:
        assert min(areas) / sum(areas) * max(w, h) < Decimal("0.02")
        return
    assert around(parts) == whole
    assert sum(one.w * one.h for one in parts) == w * h
    assert not any(one.overlaps(other) for one, other in combinations(parts, 2))
    assert around(reversed(parts)) == whole


def test_it_is_cut_across_its_longer_side_in_proportion() -> None:
    wide = cut(Shape(Decimal(10), Decimal(0), Decimal(9), Decimal(4)), [Decimal(60), Decimal(120)])
    assert [(one.x, one.w) for one in wide] == [(Decimal(10), Decimal(3)), (Decimal(13), Decimal(6))]
    with pytest.raises(ValueError, match="too thin"):
        cut(Shape(Decimal(0), Decimal(0), Decimal(1), Decimal(1)), [Decimal("0.01"), Decimal(100)])
