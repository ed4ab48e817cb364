"""How marks become scores, results and ranks (domain.md §6.3); pure, in Decimal.

One sheet and one panel (`sums`), what a round may choose otherwise (`policy`), and what is told beside the result and
never instead of it: agreement (`reliability`), scores adjusted for harshness (`adjustment`), the probability of lying
above the line (`cut`); `beside` asks all three, `told` holds its shapes and sentences. `adjustment`, `cut` and `beside`
need numpy and are imported where they are asked.
"""

from parks.reviews.rules.scoring.policy import (
    DROPS,
    FEWEST_TO_DROP,
    Drop,
    MarkMissingError,
    Missing,
    PanelResult,
    Policy,
    combined,
    expert_score,
    half_up,
    outliers,
    panel,
    sentences,
)
from parks.reviews.rules.scoring.reliability import Correlations, Level, alpha, correlations
from parks.reviews.rules.scoring.sums import (
    FULL,
    TRIM_FROM,
    Aggregate,
    Scale,
    Standing,
    aggregate,
    ranked,
    rounded,
    weighted_total,
)
from parks.reviews.rules.scoring.told import Agreement, Beside, Panel

__all__ = [
    "DROPS",
    "FEWEST_TO_DROP",
    "FULL",
    "TRIM_FROM",
    "Aggregate",
    "Agreement",
    "Beside",
    "Correlations",
    "Drop",
    "Level",
    "MarkMissingError",
    "Missing",
    "Panel",
    "PanelResult",
    "Policy",
    "Scale",
    "Standing",
    "aggregate",
    "alpha",
    "combined",
    "correlations",
    "expert_score",
    "half_up",
    "outliers",
    "panel",
    "ranked",
    "rounded",
    "sentences",
    "weighted_total",
]
