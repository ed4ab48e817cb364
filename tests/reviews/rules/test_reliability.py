"""Agreement, severity and the funding line against published figures and against what must hold."""

import random
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest

from parks.reviews.rules.scoring import adjustment, cut
from parks.reviews.rules.scoring.reliability import Level, alpha, correlations

KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
"""K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C: four observers, twelve units."""

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), tables 2 and 4: six targets, four judges."""
ROUND = UUID("0192f0c4-0000-7000-8000-000000000073")


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_as_published(level: Level, published: float) -> None:
    units = list(zip(*KRIPPENDORFF, strict=True))
    found = alpha(units, level)
    assert found is not None
    assert round(float(found), 3) == published
    assert float(found) == pytest.approx(_over_all_pairs(units, level), abs=1e-12)


def _over_all_pairs(units: list[tuple[int | None, ...]], level: Level) -> float:
    """The definition, written out over the matrix of coincidences."""
    kept = [[one for one in unit if one is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    values = sorted({one for unit in kept for one in unit})
    matrix = np.zeros((len(values), len(values)))
    for unit in kept:
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    matrix[values.index(one), values.index(other)] += 1 / (len(unit) - 1)
    n = matrix.sum(axis=0)

    def apart(c: int, k: int) -> float:
        low, high = sorted((c, k))
        if level == "nominal":
            return float(c != k)
        if level == "interval":
            return float(values[c] - values[k]) ** 2
        return float(n[low : high + 1].sum() - (n[low] + n[high]) / 2) ** 2 if c != k else 0.0

    size = range(len(values))
    observed = sum(matrix[c, k] * apart(c, k) for c in size for k in size)
    expected = sum(n[c] * n[k] * apart(c, k) for c in size for k in size) / (n.sum() - 1)
    return float(1 - observed / expected)


def test_correlations_as_published() -> None:
    found = correlations(SHROUT_FLEISS)
    assert found is not None
    figures = (
        found.random_panel_one,
        found.random_experts_one,
        found.fixed_experts_one,
        found.random_panel_mean,
        found.random_experts_mean,
        found.fixed_experts_mean,
    )
    assert [round(float(one or 0), 2) for one in figures] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    # The same six to more places, as statistical packages print them for this table.
    assert [float(one or 0) for one in figures] == pytest.approx(
        [0.165742, 0.289764, 0.714841, 0.442797, 0.620051, 0.909316], abs=1e-6
    )


def test_what_has_no_agreement_to_speak_of() -> None:
    assert alpha([]) is None
    assert alpha([[1], [2, None]]) is None
    assert alpha([[3, 3], [3, 3]]) is None
    assert alpha([[Decimal("80.5"), Decimal("80.5")], [Decimal(70), Decimal(70)]]) == 1
    assert correlations([[1, 2]]) is None
    assert correlations([]) is None
    with pytest.raises(ValueError, match="every proposal"):
        correlations([[1, 2], [1]])


def test_a_severe_expert_is_found_and_taken_out() -> None:
    chance = random.Random(73)  # noqa: S311 - made-up scores
    quality = {proposal: chance.uniform(60, 95) for proposal in range(60)}
    severity = {expert: chance.choice((-12.0, 0.0, 12.0)) for expert in range(15)}
    scores = {
        (proposal, expert): good + severity[expert] + chance.gauss(0, 1)
        for proposal, good in quality.items()
        for expert in chance.sample(range(15), 5)
    }
    (part,) = adjustment.parts(scores)
    raw = {one: np.mean([score for (proposal, _e), score in scores.items() if proposal == one]) for one in quality}
    true = list(quality.values())
    adjusted = [part.adjusted[one] for one in quality]
    assert np.corrcoef(true, adjusted)[0, 1] > 0.99 > np.corrcoef(true, [raw[one] for one in quality])[0, 1]


def test_what_does_not_hang_together_is_not_compared() -> None:
    first = {(proposal, expert): 70.0 + proposal for proposal in range(4) for expert in "ab"}
    second = {(proposal, expert): 20.0 + proposal for proposal in range(10, 14) for expert in "cd"}
    lonely = {(99, "e"): 50.0}
    found = adjustment.parts(first | second | lonely)
    assert [(part.experts, part.too_few) for part in found] == [
        (("a", "b"), False),
        (("c", "d"), False),
        (("e",), True),
    ]
    assert adjustment.parts(first) == [found[0]]


def test_the_fit_is_the_least_squares_of_what_is_written() -> None:
    chance = random.Random(5)  # noqa: S311 - made-up scores
    scores = {(p, e): chance.uniform(40, 99) for p in range(7) for e in range(4) if (p + e) % 4}
    (part,) = adjustment.parts(scores)
    rows, right = [], []
    for (p, e), score in scores.items():
        row = np.zeros(12)
        row[[0, 1 + p, 8 + e]] = 1
        rows.append(row)
        right.append(score)
    for at in range(1, 12):
        row = np.zeros(12)
        row[at] = adjustment.RIDGE**0.5
        rows.append(row)
        right.append(0.0)
    solved = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]
    assert [part.adjusted[p] for p in range(7)] == pytest.approx(solved[0] + solved[1:8], abs=0.006)


def test_the_line_is_sure_far_away_and_grey_beside_it() -> None:
    scores = {
        "far above": {1: 95.0, 2: 94.0, 3: 96.0},
        "beside": {1: 80.0, 2: 84.0, 3: 79.0},
        "beside it": {1: 82.0, 2: 78.0, 3: 81.0},
        "far below": {1: 40.0, 2: 41.0, 3: 39.0},
    }
    found = cut.above_line(scores, [1, 2, 3], 2, ROUND)
    assert (found["far above"], found["far below"]) == (1.0, 0.0)
    assert [one for one, sure in found.items() if cut.grey(sure)] == ["beside", "beside it"]
    assert sum(found.values()) == pytest.approx(2, abs=0.011)
    assert found == cut.above_line(scores, [1, 2, 3], 2, ROUND)
    assert cut.above_line(scores, [1, 2, 3], 4, ROUND) == dict.fromkeys(scores, 1.0)
    assert cut.above_line(scores, [1, 2, 3], 0, ROUND) == dict.fromkeys(scores, 0.0)
    with pytest.raises(ValueError, match="without a score"):
        cut.above_line({"none": {}}, [1], 1, ROUND)


def test_equals_at_the_line_share_what_is_left() -> None:
    scores = {name: {1: 80.0, 2: 70.0} for name in "abcd"}
    assert cut.above_line(scores, [1, 2], 1, ROUND) == dict.fromkeys("abcd", 0.25)
