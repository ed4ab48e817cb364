"""What is told beside a round's results and never instead of them, from the scores of its panels.

Agreement (`reliability`), scores adjusted for harshness (`adjustment`), the probability of lying above the funding line
(`cut`). Needs numpy: imported where it is asked.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from uuid import UUID

from parks.reviews.rules.scoring.adjustment import parts
from parks.reviews.rules.scoring.cut import above_line
from parks.reviews.rules.scoring.policy import Policy, half_up
from parks.reviews.rules.scoring.reliability import alpha, correlations
from parks.reviews.rules.scoring.told import Agreement, Beside, Panel

KEPT = 16
"""So many rounds (with their funding lines) are kept as computed: a page turned or sorted anew costs nothing."""


@lru_cache(maxsize=KEPT)
def beside(panels: tuple[Panel, ...], policy: Policy, places: int | None, round_id: UUID) -> Beside:
    """Some 0.7 s of processor for 1,000 × 5 scores, so asked in a thread; the same panels again: 1 ms."""
    found = parts({(one.proposal, expert): float(score) for one in panels for expert, score in one.scores})
    return Beside(
        agreement(panels),
        {proposal: figure for part in found for proposal, figure in part.adjusted.items()},
        {proposal: number for number, part in enumerate(found, start=1) for proposal in part.proposals},
        len(found),
        {} if places is None else _above(panels, policy, places, round_id),
    )


def agreement(panels: Sequence[Panel]) -> Agreement:
    """Of the experts' scores, none left out: what was dropped is disagreement too.

    Scores are kept to 0.01, and neither figure depends on the unit: whole hundredths make exact fractions fast.
    """
    of = [{expert: int(score.scaleb(2)) for expert, score in one.scores} for one in panels]
    same = bool(of) and all(one.keys() == of[0].keys() for one in of)
    table = [[one[expert] for expert in of[0]] if same else list(one.values()) for one in of]
    even = {len(line) for line in table}
    found = correlations(table) if len(even) == 1 else None
    if found is None:
        return Agreement(_three(alpha(table)), None, None, same)
    one, mean = (
        (found.random_experts_one, found.random_experts_mean)
        if same
        else (found.random_panel_one, found.random_panel_mean)
    )
    return Agreement(_three(alpha(table)), _three(one), _three(mean), same)


def _three(value: Fraction | None) -> Decimal | None:
    return None if value is None else half_up(value, 3)


def _above(panels: Sequence[Panel], policy: Policy, places: int, round_id: UUID) -> dict[UUID, float]:
    """By the scores that count: without those that the policy leaves out of the total."""
    counting = {one.proposal: _counting(policy, one.scores) for one in panels}
    experts = sorted({expert for scores in counting.values() for expert in scores})
    return above_line(counting, experts, places, round_id) if counting else {}


def _counting(policy: Policy, scores: Sequence[tuple[UUID, Decimal]]) -> dict[UUID, float]:
    """Of equals the first is the lowest, the last the highest, as `policy.panel` has it."""
    ordered = sorted(scores, key=lambda one: one[1])
    if policy.drops(len(ordered)):
        ordered = ordered[1:-1]
    return {expert: float(score) for expert, score in ordered}
