"""What is told beside a round's results: agreement, strictness and the line, of one set of panels."""

import random
import time
from decimal import Decimal
from uuid import UUID

import pytest

from parks.reviews.rules.scoring import Agreement, Panel, Policy
from parks.reviews.rules.scoring.beside import agreement, beside

ROUND = UUID("0192f0c4-0000-7000-8000-000000000086")
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), tables 2 and 4: six targets, four judges."""


def panels(table: list[list[int]], *, turned: bool = False) -> tuple[Panel, ...]:
    """`turned`: the same figures given by another expert in each line."""
    return tuple(
        Panel(
            UUID(int=line), tuple((UUID(int=100 + at + 10 * line * turned), Decimal(one)) for at, one in enumerate(of))
        )
        for line, of in enumerate(table)
    )


def test_one_panel_for_all_gives_the_second_form_and_changing_panels_the_first() -> None:
    same, changing = agreement(panels(SHROUT_FLEISS)), agreement(panels(SHROUT_FLEISS, turned=True))
    assert (same.same, same.one, same.mean) == (True, Decimal("0.290"), Decimal("0.620"))
    assert (changing.same, changing.one, changing.mean) == (False, Decimal("0.166"), Decimal("0.443"))
    assert same.alpha == changing.alpha


@pytest.mark.parametrize(
    ("alpha", "mean", "said"),
    [
        (None, None, ("is not defined yet", "is not defined yet")),
        ("0.800", "0.750", ("agree well", "much alike")),
        ("0.799", "0.749", ("agree roughly", "move some")),
        ("0.667", "0.500", ("agree roughly", "move some")),
        ("0.666", "0.499", ("differ much", "might well order them otherwise")),
        ("-0.200", "-0.100", ("differ much", "might well order them otherwise")),
    ],
)
def test_each_figure_has_its_sentence(alpha: str | None, mean: str | None, said: tuple[str, str]) -> None:
    figures = [None if one is None else Decimal(one) for one in (alpha, mean)]
    told = Agreement(figures[0], None, figures[1], same=False).sentences
    assert [part in str(one) for part, one in zip(said, told, strict=True)] == [True, True]


def test_groups_without_a_common_expert_are_told() -> None:
    marks = [[80, 70, 60], [75, 66, 58], [90, 81, 70], [60, 52, 41]]
    two = panels(marks) + tuple(
        Panel(UUID(int=50 + n), tuple((UUID(int=500 + at), Decimal(one)) for at, one in enumerate(of)))
        for n, of in enumerate(marks[:1])
    )
    found = beside(two, Policy(), None, ROUND)
    assert (found.groups, len(found.part), len(found.adjusted), found.above) == (2, 5, 4, {})
    assert [str(one)[:30] for one in found.sentences] == [
        "The adjusted score is what the",
        "The scores fall into 2 groups ",
        "Where no adjusted score stands",
    ]
    assert len(beside(panels(marks), Policy(), None, ROUND).sentences) == 1
    assert beside((), Policy(), 3, ROUND).sentences == ()


def test_what_is_left_out_of_the_total_does_not_lift_above_the_line() -> None:
    """Without its highest score the first lies below the second, however the experts are weighed."""
    table = [[60, 60, 100], [61, 61, 61]]
    kept, dropped = Policy(drop="none"), Policy(drop_from=3)
    assert beside(panels(table), dropped, 1, ROUND).above == {UUID(int=0): 0.0, UUID(int=1): 1.0}
    assert beside(panels(table), kept, 1, ROUND).above[UUID(int=0)] > 0.9


def test_a_thousand_proposals_of_five_experts_take_less_than_a_second() -> None:
    chance = random.Random(86)  # noqa: S311 - figures, not secrets
    experts = [UUID(int=one) for one in range(200)]
    strict = {one: chance.gauss(0, 4) for one in experts}
    many = tuple(
        Panel(
            UUID(int=1000 + n),
            tuple(
                (one, Decimal(str(round(70 + strict[one] + chance.gauss(0, 8), 2))))
                for one in chance.sample(experts, 5)
            ),
        )
        for n, sample in enumerate(chance.sample(experts, 5) for _each in range(1000))
    )
    began = time.process_time()
    found = beside(many, Policy(), 300, ROUND)
    took = time.process_time() - began
    assert (len(found.adjusted), found.groups, len(found.above)) == (1000, 1, 1000)
    assert abs(sum(found.above.values()) - 300) < 3
    print(f"1,000 × 5: {took * 1000:.0f} ms of processor")
    began = time.process_time()
    assert beside(many, Policy(), 300, ROUND) is found
    print(f"again: {(time.process_time() - began) * 1000:.0f} ms")
    assert took < 4  # 0.7 s measured; the rest is room for a crowded one
