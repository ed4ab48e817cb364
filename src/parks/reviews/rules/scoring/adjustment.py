"""What a proposal would have had from experts of one severity. Shown beside the raw result, never instead of it.

score = mu + quality of the proposal + severity of the expert, fitted by least squares; `RIDGE` times the squares of
qualities and severities is added, so that an expert with few marks is pulled towards the others instead of being
believed.
Only experts and proposals that hang together through shared ones can be compared: each such part is fitted alone, and
no figure of one part says anything about another.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

RIDGE = 0.5
PLACES = 2
"""Figures are rounded for show: the last bits of a least-squares solution differ from machine to machine."""

P = TypeVar("P", bound=Hashable)
E = TypeVar("E", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Part(Generic[P, E]):
    """What hangs together. `adjusted` and `severity` (points above the others) are empty where the marks are `too_few`:
    a part with no more marks than it has unknowns would be fitted by chance alone.
    """

    proposals: tuple[P, ...]
    experts: tuple[E, ...]
    marks: int
    adjusted: Mapping[P, float]
    severity: Mapping[E, float]

    @property
    def too_few(self) -> bool:
        return not self.adjusted


def parts(scores: Mapping[tuple[P, E], float]) -> Sequence[Part[P, E]]:
    """The parts in the order of their first score; more than one means that the round is not connected."""
    return [_fitted(part) for part in _connected(scores)]


def _connected(scores: Mapping[tuple[P, E], float]) -> list[dict[tuple[P, E], float]]:
    by_proposal: dict[P, list[E]] = {}
    by_expert: dict[E, list[P]] = {}
    for proposal, expert in scores:
        by_proposal.setdefault(proposal, []).append(expert)
        by_expert.setdefault(expert, []).append(proposal)
    place: dict[P, int] = {}
    count = 0
    for start in by_proposal:
        if start in place:
            continue
        place[start], waiting, seen = count, [start], set()
        while waiting:
            for expert in by_proposal[waiting.pop()]:
                if expert not in seen:
                    seen.add(expert)
                    fresh = [one for one in by_expert[expert] if one not in place]
                    place |= dict.fromkeys(fresh, count)
                    waiting += fresh
        count += 1
    found: list[dict[tuple[P, E], float]] = [{} for _each in range(count)]
    for pair, score in scores.items():
        found[place[pair[0]]][pair] = score
    return found


def _fitted(scores: Mapping[tuple[P, E], float]) -> Part[P, E]:
    proposals = tuple(dict.fromkeys(proposal for proposal, _expert in scores))
    experts = tuple(dict.fromkeys(expert for _proposal, expert in scores))
    unknowns = len(proposals) + len(experts) - 1
    if len(scores) <= unknowns or len(experts) == 1:
        return Part(proposals, experts, len(scores), {}, {})
    line = {one: at for at, one in enumerate(proposals, start=1)}
    column = {one: at for at, one in enumerate(experts, start=1 + len(proposals))}
    size = 1 + len(proposals) + len(experts)
    # The normal equations: well conditioned by the ridge, and of the size of the unknowns, not of the marks.
    matrix = np.diag([0.0] + [RIDGE] * (size - 1))
    right = np.zeros(size)
    unknown = (
        np.zeros(len(scores), dtype=int),
        np.array([line[proposal] for proposal, _expert in scores]),
        np.array([column[expert] for _proposal, expert in scores]),
    )
    given = np.fromiter(scores.values(), dtype=float)
    for one in unknown:
        np.add.at(right, one, given)
        for other in unknown:
            np.add.at(matrix, (one, other), 1.0)
    solved = np.linalg.solve(matrix, right)
    return Part(
        proposals,
        experts,
        len(scores),
        {one: round(float(solved[0] + solved[at]), PLACES) for one, at in line.items()},
        {one: round(float(solved[at]), PLACES) for one, at in column.items()},
    )
