"""What an assignment is asked (`Instance`) and what it answers (`Plan`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from parks.kernel.words import Text, _

Matrix = NDArray[np.float64]
Pair = tuple[int, int]
"""Proposal and expert, both counted from nought."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Every proposal has at least `least` experts among `members` (expert numbers)."""

    members: frozenset[int]
    least: int


@dataclass(frozen=True, slots=True)
class Instance:
    """The whole question; `check()` raises ValueError where its parts do not fit one another.

    `affinity[p][e]`: how well expert e knows proposal p, None (or NaN) for a conflict. `demand[p]`: seats of a
    proposal. `least[e]`, `most[e]`: loads of an expert. `employers[e]`: at most one expert of the same employer sits
    at a proposal ("" stands alone; no list at all: the rule is off). `fixed`: pairs that stay whatever the sums say.
    """

    affinity: Sequence[Sequence[float | None]] | Matrix
    demand: Sequence[int]
    least: Sequence[int]
    most: Sequence[int]
    employers: Sequence[str] = ()
    mix: Sequence[Mix] = ()
    fixed: Sequence[Pair] = ()

    @property
    def matrix(self) -> Matrix:
        """Proposals × experts; NaN where there is a conflict."""
        if isinstance(self.affinity, np.ndarray):
            return np.asarray(self.affinity, dtype=np.float64)
        filled = [[np.nan if cell is None else cell for cell in line] for line in self.affinity]
        return np.array(filled, dtype=np.float64).reshape(len(filled), len(self.most))

    def check(self) -> Matrix:
        """The matrix, once everything fits."""
        found = self.matrix
        proposals, experts = found.shape
        if len(self.demand) != proposals or len(self.least) != experts or len(self.most) != experts:
            raise ValueError("demand and loads must be as many as proposals and experts")
        if self.employers and len(self.employers) != experts:
            raise ValueError("employers must be as many as experts")
        if np.isinf(found).any():
            raise ValueError("an affinity must be a finite number")
        if any(least > most or least < 0 for least, most in zip(self.least, self.most, strict=True)):
            raise ValueError("a least load must lie between nought and the greatest")
        if any(one < 0 for one in self.demand):
            raise ValueError("a demand must not be negative")
        for proposal, expert in self.fixed:
            if not (0 <= proposal < proposals and 0 <= expert < experts) or np.isnan(found[proposal, expert]):
                raise ValueError(f"the fixed pair {proposal}, {expert} is a conflict or does not exist")
        return found


class Cause(StrEnum):
    """Why something falls short."""

    CONFLICTS = "conflicts"  # too few experts are free of conflicts with the proposal
    EMPLOYERS = "employers"  # enough experts, of too few employers
    MIX = "mix"  # too few experts of a group that every panel must have
    LOADS = "loads"  # the experts who could sit are full
    FEW = "few"  # an expert's least load: too few proposals take them


@dataclass(frozen=True, slots=True)
class Short:
    """What is lacking: `missing` experts at `proposal`, or `missing` proposals for `expert` (the other is None)."""

    proposal: int | None
    expert: int | None
    missing: int
    cause: Cause

    def says(self, name: str) -> Text:
        """The sentence, with what the proposal or expert is called where it is read."""
        match self.cause:
            case Cause.CONFLICTS:
                return _("{name} lacks {n} experts: too few are free of conflicts with it.", name=name, n=self.missing)
            case Cause.EMPLOYERS:
                return _(
                    "{name} lacks {n} experts: those free of conflicts come from too few employers.",
                    name=name,
                    n=self.missing,
                )
            case Cause.MIX:
                return _("{name} lacks {n} experts of the kind that every panel must have.", name=name, n=self.missing)
            case Cause.LOADS:
                return _(
                    "{name} lacks {n} experts: those who could sit have their greatest load already.",
                    name=name,
                    n=self.missing,
                )
            case Cause.FEW:
                return _("{name} stays {n} proposals under the least load.", name=name, n=self.missing)


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer. `pairs` sorted; `objective` the sum of their affinities; `worst` the least sum of a proposal.

    `bound`: no assignment serves its worst-served proposal better than this. `floor`: the least sum that was demanded
    of every proposal (None: none was). `proven`: no assignment of the full instance that keeps the rules and the floor
    has a greater objective. `short` is empty where everything asked for is there; else the plan is the best of those
    that lack least.
    """

    pairs: tuple[Pair, ...]
    objective: float
    worst: float
    bound: float
    proven: bool
    floor: float | None = None
    short: tuple[Short, ...] = ()
    seconds: float = field(default=0.0, compare=False)
