"""How far experts agree: Krippendorff's alpha and the intraclass correlations of Shrout and Fleiss.

Exact fractions throughout, so that a replay on another machine finds the same figure. None where it is not defined: too
few marks, or all of them equal.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Level = Literal["nominal", "ordinal", "interval"]
Number = int | Decimal | Fraction
FEWEST = 2
"""Raters a unit, and units a table, below which there is no agreement to speak of."""


def alpha(units: Sequence[Sequence[Number | None]], level: Level = "interval") -> Fraction | None:
    """Krippendorff's alpha, one line a unit (proposal) with its marks in any order; None is a mark nobody gave.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011. Units with one mark say nothing and are left
    out.
    The ordinal difference of two values is that of their middle ranks (the sum over the ranks between, less half of
    both
    ends), so ordinal is interval on middle ranks; and the sum over all pairs of squared differences is a sum of
    squares. So both take one pass, not one over all pairs.
    """
    given = [[Fraction(mark) for mark in unit if mark is not None] for unit in units]
    given = [unit for unit in given if len(unit) >= FEWEST]
    pooled = [mark for unit in given for mark in unit]
    if len(pooled) < FEWEST:
        return None
    if level == "ordinal":
        middle = _middle_ranks(pooled)
        given = [[middle[mark] for mark in unit] for unit in given]
        pooled = [middle[mark] for mark in pooled]
    differing = _differing if level == "nominal" else _squares
    observed = sum((differing(unit) / (len(unit) - 1) for unit in given), Fraction(0))
    expected = differing(pooled) / (len(pooled) - 1)
    return None if expected == 0 else 1 - observed / expected


def _differing(marks: Sequence[Fraction]) -> Fraction:
    """How many ordered pairs differ."""
    return Fraction(len(marks) ** 2 - sum(times**2 for times in Counter(marks).values()))


def _squares(marks: Sequence[Fraction]) -> Fraction:
    """The squared differences of all ordered pairs: 2 (n Σx² - (Σx)²)."""
    return 2 * (len(marks) * sum((one * one for one in marks), Fraction(0)) - sum(marks, Fraction(0)) ** 2)


def _middle_ranks(marks: Sequence[Fraction]) -> dict[Fraction, Fraction]:
    ranks, below = {}, 0
    for mark, times in sorted(Counter(marks).items()):
        ranks[mark] = below + Fraction(times, 2)
        below += times
    return ranks


@dataclass(frozen=True, slots=True)
class Correlations:
    """The six forms of Shrout and Fleiss: of one mark (`_one`) and of the panel's mean (`_mean`).

    `random_panel`, ICC(1,·): each proposal had other experts. `random_experts`, ICC(2,·): the same experts, drawn from
    many, agreement. `fixed_experts`, ICC(3,·): these experts alone, consistency.
    """

    random_panel_one: Fraction | None
    random_experts_one: Fraction | None
    fixed_experts_one: Fraction | None
    random_panel_mean: Fraction | None
    random_experts_mean: Fraction | None
    fixed_experts_mean: Fraction | None


def correlations(table: Sequence[Sequence[Number]]) -> Correlations | None:
    """A line a proposal, a column an expert, nothing missing; None below two of either. ValueError on a ragged table.

    P. E. Shrout, J. L. Fleiss, "Intraclass correlations: uses in assessing rater reliability", Psychological Bulletin
    86 (1979): the mean squares between targets (BMS), within (WMS), between judges (JMS) and the residual (EMS).
    """
    rows = [[Fraction(one) for one in row] for row in table]
    n, k = len(rows), len(rows[0]) if rows else 0
    if any(len(row) != k for row in rows):
        raise ValueError("every proposal needs a mark of every expert")
    if n < FEWEST or k < FEWEST:
        return None
    zero = Fraction(0)
    correction = sum((one for row in rows for one in row), zero) ** 2 / (n * k)
    total = sum((one * one for row in rows for one in row), zero) - correction
    targets = sum((sum(row, zero) ** 2 for row in rows), zero) / k - correction
    judges = sum((sum(column, zero) ** 2 for column in zip(*rows, strict=True)), zero) / n - correction
    bms, wms, jms = targets / (n - 1), (total - targets) / (n * (k - 1)), judges / (k - 1)
    ems = (total - targets - judges) / ((n - 1) * (k - 1))
    return Correlations(
        _ratio(bms - wms, bms + (k - 1) * wms),
        _ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        _ratio(bms - ems, bms + (k - 1) * ems),
        _ratio(bms - wms, bms),
        _ratio(bms - ems, bms + (jms - ems) / n),
        _ratio(bms - ems, bms),
    )


def _ratio(above: Fraction, below: Fraction) -> Fraction | None:
    return None if below == 0 else above / below
