"""Scores against the published oracle, and their laws over anything that can be marked."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.reviews.rules.scoring import Scale, Standing, aggregate, ranked, weighted_total

ORACLE = [Decimal(one) for one in ("88", "91", "79.5", "85", "93", "84", "90")]
"""domain.md §6.3: plain 87.21, trimmed 87.60."""

WEIGHTS = {"technology": 30, "team": 25, "market": 20, "progress": 15, "value": 10}
RUBRIC = {name: Scale(Decimal(weight), Decimal(10), Decimal("0.5")) for name, weight in WEIGHTS.items()}


def test_the_oracle_of_seven_scores() -> None:
    result = aggregate(ORACLE)
    assert (result.plain, result.total, result.count) == (Decimal("87.21"), Decimal("87.60"), 7)
    assert result.dropped == (Decimal("79.5"), Decimal(93))


@pytest.mark.parametrize(
    ("scores", "plain", "total"),
    [
        (["70"], "70.00", "70.00"),
        (["60", "70", "90", "100"], "80.00", "80.00"),  # four: nobody is left out
        (["60", "70", "80", "90", "100"], "80.00", "80.00"),
        (["0", "80", "80", "80", "100"], "68.00", "80.00"),
        (["80", "80", "80", "80", "80"], "80.00", "80.00"),  # one highest and one lowest go, equal as they are
        (["84.99", "85.00"], "85.00", "85.00"),  # 84.995: half up
        (["0.01", "0.02"], "0.02", "0.02"),  # 0.015: half up, where banker's rounding says the same
        (["0.00", "0.01"], "0.01", "0.01"),  # 0.005: half up, where banker's rounding says 0.00
    ],
)
def test_small_panels_and_the_rounding(scores: list[str], plain: str, total: str) -> None:
    result = aggregate([Decimal(one) for one in scores])
    assert (str(result.plain), str(result.total)) == (plain, total)


def test_a_panel_without_a_score_has_no_result() -> None:
    with pytest.raises(ValueError):
        aggregate([])


def test_a_sheet_is_weighed_to_a_hundred_points_and_grows_while_it_is_filled() -> None:
    marks = {"technology": Decimal("8.5"), "team": Decimal(7), "market": Decimal("6.5")}
    assert weighted_total(RUBRIC, marks) == Decimal("56.00")  # 25.5 + 17.5 + 13
    marks |= {"progress": Decimal(9), "value": Decimal("5.5")}
    assert weighted_total(RUBRIC, marks) == Decimal("75.00")


def test_the_total_is_rounded_once_and_half_up() -> None:
    thirds = {name: Scale(Decimal("33.33"), Decimal(3), Decimal(1)) for name in ("a", "b")} | {
        "c": Scale(Decimal("33.34"), Decimal(3), Decimal(1))
    }
    assert weighted_total(thirds, dict.fromkeys(thirds, Decimal(1))) == Decimal("33.33")
    assert weighted_total(thirds, dict.fromkeys(thirds, Decimal(3))) == Decimal("100.00")


@pytest.mark.parametrize(
    ("mark", "taken"), [("0", True), ("10", True), ("7.5", True), ("7.3", False), ("10.5", False), ("-0.5", False)]
)
def test_a_mark_lies_on_its_scale(mark: str, taken: bool) -> None:
    assert RUBRIC["team"].takes(Decimal(mark)) is taken


def test_ties_go_by_the_key_criterion_then_the_second_then_share_the_rank() -> None:
    def standing(total: str, key: str, second: str) -> Standing:
        return Standing(Decimal(total), Decimal(key), Decimal(second))

    ranks = ranked(
        {
            "shared one": standing("80", "24", "20"),
            "best": standing("90", "10", "10"),
            "by second": standing("80", "25", "18"),
            "by key": standing("80", "25", "19"),
            "shared two": standing("80.00", "24.0", "20"),
            "last": standing("79.99", "30", "25"),
        }
    )
    assert ranks == {"best": 1, "by key": 2, "by second": 3, "shared one": 4, "shared two": 4, "last": 6}


score = st.decimals(min_value=0, max_value=100, places=2)


@given(st.lists(score, min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_the_result_lies_within_the_scores_whatever_their_order(scores: list[Decimal], shuffle: random.Random) -> None:
    result = aggregate(scores)
    assert min(scores) <= result.total <= max(scores)
    assert min(scores) <= result.plain <= max(scores)
    mixed = list(scores)
    shuffle.shuffle(mixed)
    assert aggregate(mixed) == result


@given(st.lists(score, min_size=1, max_size=15), st.data())
def test_a_better_score_never_harms(scores: list[Decimal], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(scores) - 1))
    better = list(scores)
    better[place] = data.draw(st.decimals(min_value=scores[place], max_value=100, places=2))
    assert aggregate(better).total >= aggregate(scores).total
    assert aggregate(better).plain >= aggregate(scores).plain


@given(st.lists(score, min_size=5, max_size=15), score)
def test_one_extreme_score_moves_the_trimmed_total_no_further_than_its_neighbours(
    scores: list[Decimal], wild: Decimal
) -> None:
    rest = sorted(scores[1:])
    assert rest[0] <= aggregate([wild, *scores[1:]]).total <= rest[-1]


half_marks = st.integers(0, 20).map(lambda steps: Decimal(steps) / 2)


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, half_marks)), st.sampled_from(sorted(WEIGHTS)))
def test_a_sheet_lies_between_nought_and_a_hundred_and_a_better_mark_never_harms(
    marks: dict[str, Decimal], raised: str
) -> None:
    total = weighted_total(RUBRIC, marks)
    assert 0 <= total <= 100
    assert weighted_total(RUBRIC, marks | {raised: Decimal(10)}) >= total


standings = st.dictionaries(st.integers(), st.builds(Standing, score, half_marks, half_marks), max_size=12)


@given(standings)
def test_a_rank_counts_those_who_are_better(found: dict[int, Standing]) -> None:
    ranks = ranked(found)
    for one, standing in found.items():
        assert ranks[one] == 1 + sum(other.order > standing.order for other in found.values())
