"""How sure it is that a proposal lies above the funding line, had other experts of the same kind been asked.

A Bayesian bootstrap over the experts of the round (D. B. Rubin, "The Bayesian Bootstrap", Annals of Statistics 9,
1981):
each time every expert gets a random weight, the same for all their scores, so that a severe expert moves all they
scored; each proposal gets its weighted mean, and the best `places` are above the line. Resampling whole experts instead
would leave proposals of small panels without any score.

Anyone can draw the same numbers: SHA-256 of "parks cut " and the round's id in lower case is the seed (a big-endian
whole
number) of PCG64; each 64-bit word gives u = (word >> 11) / 2**53, and an expert's weight is -ln(1 - u), expert after
expert in the order given, time after time.
"""

from collections.abc import Hashable, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

import numpy as np

TIMES = 2000
PLACES = 2
"""2,000 times tell a probability to about ±0.02; more decimals would promise what is not there."""
GREY = (0.1, 0.9)
TOGETHER = 200
"""Times computed at once: 200 × 1,000 proposals are 1.6 MB."""

P = TypeVar("P", bound=Hashable)
E = TypeVar("E", bound=Hashable)


def above_line(
    scores: Mapping[P, Mapping[E, float]], experts: Sequence[E], places: int, round_id: UUID
) -> dict[P, float]:
    """Each proposal's probability, 0 to 1. `scores` are those that count: without the dropped. Equals at the line share
    what places are left. ValueError where a proposal has no score.
    """
    if not all(scores.values()):
        raise ValueError("a proposal without a score lies nowhere")
    if places <= 0 or places >= len(scores):
        return dict.fromkeys(scores, 1.0 if places > 0 else 0.0)
    at = {expert: line for line, expert in enumerate(experts)}
    given = np.zeros((len(at), len(scores)))
    values = np.zeros_like(given)
    for column, of in enumerate(scores.values()):
        for expert, score in of.items():
            given[at[expert], column] = 1.0
            values[at[expert], column] = score
    stream = np.random.PCG64(int.from_bytes(sha256(f"parks cut {round_id}".encode()).digest(), "big"))
    inside = np.zeros(len(scores))
    for _block in range(TIMES // TOGETHER):
        words = stream.random_raw(TOGETHER * len(at)).reshape(TOGETHER, len(at))
        weights = -np.log1p(-((words >> np.uint64(11)) / 2.0**53))
        # Nine places: equals stay equal though their sums were added up in another order.
        means = np.round(weights @ values / (weights @ given), 9)
        line = -np.partition(-means, places - 1, axis=1)[:, places - 1 : places]
        over, level = means > line, means == line
        left = (places - over.sum(axis=1)) / level.sum(axis=1)
        inside += (over + level * left[:, None]).sum(axis=0)
    return {one: round(float(share), PLACES) for one, share in zip(scores, inside / TIMES, strict=True)}


def grey(probability: float) -> bool:
    """Whether another panel might well have said otherwise: the zone in which a committee looks twice."""
    return GREY[0] < probability < GREY[1]
