"""How a round adds up: each choice on a panel that tells it from the others, and `Policy()` as it always was."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reviews.rules.test_scoring import ORACLE, RUBRIC

from parks.reviews.rules.scoring import Scale, aggregate, weighted_total
from parks.reviews.rules.scoring.policy import (
    MarkMissingError,
    Policy,
    combined,
    expert_score,
    half_up,
    outliers,
    panel,
    sentences,
)

HUNDRED = {"all": Scale(Decimal(100), Decimal(100), Decimal("0.5"))}
TWO = {"a": Scale(Decimal(60), Decimal(10), Decimal(1)), "b": Scale(Decimal(40), Decimal(10), Decimal(1))}
steps = st.integers(0, 20).map(lambda one: Decimal(one) / 2)
sheets = st.lists(st.fixed_dictionaries(dict.fromkeys(RUBRIC, steps)), min_size=1, max_size=9)


def D(*marks: str) -> list[Decimal]:  # noqa: N802 - a table of marks reads like one with the letter of its type
    return [Decimal(one) for one in marks]


def test_the_oracle_through_the_policy() -> None:
    result = panel(Policy(), HUNDRED, {place: {"all": mark} for place, mark in enumerate(ORACLE)})
    assert (result.plain, result.total) == (Decimal("87.21"), Decimal("87.60"))
    assert [ORACLE[one] for one in result.dropped] == [Decimal("79.5"), Decimal(93)]


@given(sheets)
def test_the_policy_of_before_is_what_stood_before(marks: list[dict[str, Decimal]]) -> None:
    result = panel(Policy(), RUBRIC, dict(enumerate(marks)))
    scores = [weighted_total(RUBRIC, one) for one in marks]
    before = aggregate(scores)
    assert list(result.scores.values()) == scores
    assert (result.plain, result.total, bool(result.dropped)) == (before.plain, before.total, before.trimmed)
    for key, scale in RUBRIC.items():
        assert result.points[key] == aggregate([scale.points(one[key]) for one in marks]).total


@pytest.mark.parametrize(
    ("drop", "total", "dropped", "dropped_on"),
    [
        ("none", "52.00", (), {}),  # totals 60 46 64 40 50
        ("total", "52.00", (3, 2), {}),  # without 40 and 64: 156 / 3
        ("criterion", "53.33", (), {"a": (3, 2), "b": (0, 3)}),  # 1, 5 and 10 are left of either
    ],
)
def test_what_is_left_out(
    drop: str, total: str, dropped: tuple[int, ...], dropped_on: dict[str, tuple[int, ...]]
) -> None:
    marks = {
        place: {"a": Decimal(a), "b": Decimal(b)}
        for place, (a, b) in enumerate([(10, 0), (1, 10), (10, 1), (0, 10), (5, 5)])
    }
    result = panel(Policy(drop=drop), TWO, marks)  # type: ignore[arg-type]  # a table's column is a plain str
    assert (str(result.total), result.dropped, dict(result.dropped_on)) == (total, dropped, dropped_on)


@pytest.mark.parametrize(
    ("missing", "marks", "score"),
    [
        ("refuse", {"a": Decimal(5), "b": Decimal(10)}, "70.00"),
        ("refuse", {"a": Decimal(5)}, None),
        ("nought", {"a": Decimal(5)}, "30.00"),
        ("leave_out", {"a": Decimal(5)}, "50.00"),
        ("refuse", {"a": Decimal(5), "b": None}, "50.00"),  # does not apply: its weight is shared out, never a nought
        ("nought", {"a": Decimal(5), "b": None}, "50.00"),
        ("leave_out", {}, None),
        ("nought", {}, "0.00"),
        ("refuse", {"a": None, "b": None}, None),
    ],
)
def test_missing_and_not_applicable(missing: str, marks: dict[str, Decimal | None], score: str | None) -> None:
    policy = Policy(missing=missing)  # type: ignore[arg-type]  # a table's column is a plain str
    if score is None:
        with pytest.raises(MarkMissingError):
            expert_score(policy, TWO, marks)
    else:
        assert str(expert_score(policy, TWO, marks)) == score


@pytest.mark.parametrize(
    ("expert", "of_panel", "score", "total"),
    [
        (2, 2, "33.35", "33.35"),  # 33.345 and 33.344 are rounded first: 33.35 + 33.34 = 66.69 / 2 = 33.345
        (None, 2, "33.345", "33.34"),  # 66.689 / 2 = 33.3445
        (None, None, "33.345", "33.3445"),
        (0, 1, "33", "33.0"),
        (1, 0, "33.3", "33"),
    ],
)
def test_each_stage_of_rounding(expert: int | None, of_panel: int | None, score: str, total: str) -> None:
    marks = {place: {"all": mark} for place, mark in enumerate(D("33.345", "33.344"))}
    result = panel(Policy(round_expert=expert, round_panel=of_panel), HUNDRED, marks)
    assert (str(result.scores[0]), str(result.total)) == (score, total)


def test_half_up_is_exact_and_goes_away_from_nought() -> None:
    assert [str(half_up(Fraction(one), 0)) for one in ("1/2", "3/2", "5/2", "-1/2")] == ["1", "2", "3", "-1"]
    assert str(half_up(Fraction(8499500000000000000000000000000000, 10**32) - Fraction(1, 10**40), 2)) == "84.99"


def test_a_bonus_stands_apart() -> None:
    scales = TWO | {"extra": Scale(Decimal(0), Decimal(5), Decimal(1), bonus=True)}
    full = {"a": Decimal(10), "b": Decimal(10)}
    result = panel(Policy(), scales, {1: full | {"extra": Decimal(5)}, 2: full | {"extra": Decimal(2)}, 3: full})
    assert (str(result.total), result.bonus) == ("100.00", {"extra": Decimal("3.50")})
    assert weighted_total(scales, full | {"extra": Decimal(5)}) == Decimal(100)


def test_written_review_and_defence() -> None:
    policy = Policy(written=Decimal(40), defence=Decimal(60))
    assert combined(policy, Decimal("87.60"), Decimal("90.01")) == Decimal("89.05")  # 35.04 + 54.006
    assert combined(Policy(), Decimal("87.60"), None) == Decimal("87.60")
    with pytest.raises(MarkMissingError):
        combined(policy, Decimal("87.60"), None)


def test_who_is_asked_about_a_score() -> None:
    scores = dict(zip("abcdef", D("80", "81", "79", "80", "80", "40"), strict=True))
    assert outliers(Policy(), scores) == frozenset()
    assert outliers(Policy(sigmas=Decimal(2)), scores) == {"f"}  # 33.3 from the mean, σ 16.3
    assert outliers(Policy(sigmas=Decimal("2.1")), scores) == frozenset()
    assert outliers(Policy(spread=Decimal(40)), scores) == {"b", "f"}
    assert outliers(Policy(spread=Decimal(41)), scores) == frozenset()  # 41 apart is not more than 41


@pytest.mark.parametrize(
    "wrong",
    [
        {"drop": "median"},
        {"missing": "guess"},
        {"drop_from": 2},
        {"round_panel": 7},
        {"written": Decimal(50)},
        {"written": Decimal(110), "defence": Decimal(-10)},
        {"sigmas": Decimal(0)},
    ],
)
def test_a_policy_that_contradicts_itself_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Policy(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_policy_comes_back_and_says_itself() -> None:
    chosen = Policy("criterion", 7, "leave_out", None, 1, Decimal(40), Decimal(60), Decimal("1.5"), Decimal(20))
    assert Policy.of(chosen.stored()) == chosen
    assert Policy.of({}) == Policy.of(Policy().stored()) == Policy()
    said = [str(one) for one in sentences(Policy())]
    assert any(one.startswith("With 5 scores or more, one highest and one lowest score are left out") for one in said)
    assert "The written review counts 40 %, the defence 60 %." in [str(one) for one in sentences(chosen)]
