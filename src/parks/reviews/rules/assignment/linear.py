"""The assignment as a linear program on HiGHS: some of its pairs at a time, and the price of all others.

A column is a pair (proposal, expert) between 0 and 1. Rows: seats of a proposal, load of an expert, at most one of an
employer a proposal, at least n of a group a proposal, a floor under a proposal's sum. Only promising pairs become
columns; from the duals of their program follows what every other pair would bring (its reduced cost), and as long as
one would bring something it is added. When none is left, the optimum of the few is the optimum of all: that is the
proof, and it costs one look at the full matrix.

Without a mix the rows are two laminar families (seats and employers within a proposal; loads), a network matrix: every
vertex is integral, and the simplex method ends in one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from time import monotonic

import highspy
import numpy as np
from numpy.typing import NDArray

from parks.reviews.rules.assignment.instance import Instance, Matrix

Numbers = NDArray[np.int64]
TOLERANCE = 1e-9
"""Of a reduced cost, in affinities scaled to at most 1: a pair that would bring less is left out."""
SEED = 20_161_98
"""Fixed: the same instance takes the same path. With one thread and the columns sorted, equals are decided alike."""


class Goal(Enum):
    AFFINITY = "the greatest sum"
    WORST = "the greatest least sum of a proposal"
    LACK = "the least that is lacking"


@dataclass(frozen=True, slots=True)
class Solved:
    """`x` for the columns; `lack` for seats, least loads and mixes that are not filled; `value` of the goal."""

    optimal: bool
    infeasible: bool
    x: Matrix
    lack: Matrix
    value: float
    bound: float
    duals: Matrix


class Program:
    """One instance and the columns it has so far."""

    def __init__(self, instance: Instance, affinity: Matrix) -> None:
        self.affinity = affinity
        self.allowed = ~np.isnan(affinity)
        self.proposals, self.experts = affinity.shape
        known = np.abs(affinity[self.allowed])
        greatest = float(known.max()) if known.size else 0.0
        self.scale = float(2.0 ** np.ceil(np.log2(greatest))) if greatest > 0 else 1.0
        """A power of two, so that scaling rounds nothing."""
        self.scaled = np.where(self.allowed, affinity, 0.0) / self.scale
        self.fixed = np.zeros(affinity.shape, dtype=bool)
        for pair in instance.fixed:
            self.fixed[pair] = True
        kept, carried = self.fixed.sum(axis=1), self.fixed.sum(axis=0)
        self.demand = np.maximum(np.array(instance.demand, dtype=np.int64), kept)
        self.least = np.array(instance.least, dtype=np.int64)
        self.most = np.maximum(np.array(instance.most, dtype=np.int64), carried)
        self.employer = self._numbered(instance.employers)
        self.members = np.zeros((len(instance.mix), self.experts), dtype=bool)
        self.mix = np.zeros((self.proposals, len(instance.mix)), dtype=np.int64)
        for place, one in enumerate(instance.mix):
            self.members[place, sorted(one.members)] = True
            within = (self.fixed & self.members[place]).sum(axis=1)
            self.mix[:, place] = np.minimum(one.least, within + self.demand - kept)
        self.columns = self._first()

    def _numbered(self, employers: Sequence[str]) -> Numbers:
        """By expert the number of the employer, −1 where they are the only one of theirs."""
        shared = sorted(name for name, count in Counter(employers).items() if name and count > 1)
        places = {name: place for place, name in enumerate(shared)}
        return np.array([places.get(one, -1) for one in employers or [""] * self.experts], dtype=np.int64)

    @cached_property
    def few(self) -> int:
        """How many of a proposal's best experts become columns at first."""
        return int(max(32, 4 * self.demand.max(initial=0)))

    def _first(self) -> NDArray[np.bool_]:
        chosen = _best(self.scaled, self.allowed, self.few)
        if self.least.any():
            chosen |= _best(self.scaled.T, self.allowed.T, int(max(16, 2 * self.least.max()))).T
        return chosen | self.fixed

    def every(self) -> None:
        """All pairs become columns."""
        self.columns = self.allowed.copy()

    @property
    def complete(self) -> bool:
        return bool((self.columns == self.allowed).all())

    def solve(
        self,
        goal: Goal,
        *,
        floor: float | None = None,
        lack: Matrix | None = None,
        whole: bool = False,
        seconds: float = 60.0,
    ) -> Solved:
        """The columns alone. `floor` scaled; `lack`: the greatest lack of each row that may be lacking, or none."""
        proposal, expert = np.nonzero(self.columns)
        worth = self.scaled[proposal, expert]
        rows = _Rows(self, proposal, expert)
        with_floor = floor is not None or goal is Goal.WORST
        cost = [-worth if goal is Goal.AFFINITY else np.zeros(len(worth))]
        low, high = [self.fixed[proposal, expert].astype(np.float64)], [np.ones(len(worth))]
        entries = rows.entries(worth, with_floor=with_floor)
        extra = 0
        if lack is not None:
            extra = len(lack)
            cost.append(np.full(extra, 1.0 if goal is Goal.LACK else 0.0))
            low.append(np.zeros(extra))
            high.append(lack)
            entries.append((rows.may_lack, len(worth) + np.arange(extra), np.ones(extra)))
        if goal is Goal.WORST:
            cost.append(np.array([-1.0]))
            low.append(np.array([-highspy.kHighsInf]))
            high.append(np.array([highspy.kHighsInf]))
            seated = np.nonzero(self.demand > 0)[0]
            entries.append((rows.floor + seated, np.full(len(seated), len(worth) + extra), np.full(len(seated), -1.0)))
        lower, upper = rows.bounds(floor if floor is not None else 0.0, with_floor=with_floor)
        return _run(
            np.concatenate(cost),
            np.concatenate(low),
            np.concatenate(high),
            lower,
            upper,
            entries=entries,
            whole=len(worth) + extra if whole else 0,
            seconds=seconds,
            pairs=len(worth),
            extra=extra,
        )

    def prices(self, goal: Goal, solved: Solved) -> Matrix:
        """The reduced cost of every pair, column or not; infinite for conflicts."""
        proposal, expert = np.nonzero(self.columns)
        rows = _Rows(self, proposal, expert)
        duals = solved.duals
        found = np.negative(self.scaled) if goal is Goal.AFFINITY else np.zeros_like(self.scaled)
        found -= duals[: self.proposals, None]
        found -= duals[None, self.proposals : self.proposals + self.experts]
        if len(rows.shared):
            groups = int(self.employer.max()) + 1
            dear = np.zeros((self.proposals, groups + 1))  # the last column: who shares an employer with nobody
            dear.flat[rows.shared_at] = duals[rows.shares : rows.shares + len(rows.shared)]
            found -= dear[:, self.employer]
        for place in range(len(self.members)):
            at = rows.mix + place * self.proposals
            found -= np.outer(duals[at : at + self.proposals], self.members[place])
        if len(duals) > rows.floor:
            found -= self.scaled * duals[rows.floor : rows.floor + self.proposals, None]
        found[~self.allowed] = np.inf
        return found

    def admit(self, prices: Matrix, below: float = -TOLERANCE, at_most: int = 32) -> bool:
        """Pairs that would bring something become columns, the best of each proposal; False where there are none."""
        lacking = np.where(self.columns, np.inf, prices)
        wanted = lacking < below
        if not wanted.any():
            return False
        self.columns |= wanted & _best(-lacking, wanted, at_most)
        return True

    def priced(self, goal: Goal, *, floor: float | None = None, lack: Matrix | None = None, until: float) -> Solved:
        """The linear optimum of the full instance; `optimal` is False once the clock says `until`."""
        while True:
            solved = self.solve(goal, floor=floor, lack=lack, seconds=max(until - monotonic(), 0.05))
            if not solved.optimal or not self.admit(self.prices(goal, solved)):
                return solved

    @property
    def lacks(self) -> Matrix:
        """The greatest lack of everything: seats, least loads, mixes."""
        return np.concatenate([self.demand, self.least, self.mix.T.ravel()]).astype(np.float64)


class _Rows:
    """Where which row lies: seats, loads, shared employers, mixes, floors."""

    def __init__(self, program: Program, proposal: Numbers, expert: Numbers) -> None:
        self.of, self.proposal, self.expert = program, proposal, expert
        employer = program.employer[expert]
        self.within = np.nonzero(employer >= 0)[0]
        groups = int(program.employer.max(initial=-1)) + 1
        places = proposal[self.within] * (groups + 1) + employer[self.within]
        self.shared, self.row_of = np.unique(places, return_inverse=True)
        self.shared_at = self.shared
        self.shares = program.proposals + program.experts
        self.mix = self.shares + len(self.shared)
        self.floor = self.mix + len(program.members) * program.proposals
        kept = np.bincount(self.row_of, program.fixed[proposal, expert][self.within], len(self.shared))
        self.together = np.maximum(kept, 1.0)
        seats = np.arange(program.proposals + program.experts)
        self.may_lack = np.concatenate([seats, np.arange(self.mix, self.floor)])

    def entries(self, worth: Matrix, *, with_floor: bool) -> list[tuple[Numbers, Numbers, Matrix]]:
        """Row, column, figure."""
        column, one = np.arange(len(worth)), np.ones(len(worth))
        found = [
            (self.proposal, column, one),
            (self.of.proposals + self.expert, column, one),
            (self.shares + self.row_of, self.within, np.ones(len(self.within))),
        ]
        for place, members in enumerate(self.of.members):
            inside = np.nonzero(members[self.expert])[0]
            found.append((self.mix + place * self.of.proposals + self.proposal[inside], inside, np.ones(len(inside))))
        if with_floor:
            found.append((self.floor + self.proposal, column, worth))
        return found

    def bounds(self, floor: float, *, with_floor: bool) -> tuple[Matrix, Matrix]:
        of, endless = self.of, highspy.kHighsInf
        low = [of.demand, of.least, np.zeros(len(self.shared)), of.mix.T.ravel()]
        high = [of.demand, of.most, self.together, np.full(of.mix.size, endless)]
        if with_floor:
            low.append(np.where(of.demand > 0, floor, -endless))
            high.append(np.full(of.proposals, endless))
        return np.concatenate(low).astype(np.float64), np.concatenate(high).astype(np.float64)


def _best(worth: Matrix, allowed: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """The `count` best of each line; among equals the first."""
    if worth.shape[1] <= count:
        return allowed.copy()
    order = np.argsort(np.where(allowed, -worth, np.inf), axis=1, kind="stable")[:, :count]
    found = np.zeros(worth.shape, dtype=bool)
    np.put_along_axis(found, order, values=True, axis=1)
    return found & allowed


def _run(
    cost: Matrix,
    low: Matrix,
    high: Matrix,
    lower: Matrix,
    upper: Matrix,
    *,
    entries: list[tuple[Numbers, Numbers, Matrix]],
    whole: int,
    seconds: float,
    pairs: int,
    extra: int,
) -> Solved:
    """HiGHS, silent, on one thread. `whole`: how many columns, from the first, must be whole numbers."""
    if not len(cost):  # HiGHS calls it empty and leaves open whether that is enough
        none = np.zeros(0)
        return Solved(not (lower > 0).any(), bool((lower > 0).any()), none, none, 0.0, 0.0, np.zeros(len(lower)))
    row, column, figure = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    order = np.lexsort((row, column))
    starts = np.searchsorted(column[order], np.arange(len(cost) + 1))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, low, high
    model.row_lower_, model.row_upper_ = lower, upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = row[order].astype(np.int32)
    model.a_matrix_.value_ = figure[order]
    if whole:
        kinds = [highspy.HighsVarType.kInteger] * whole
        model.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(cost) - whole)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its one method without annotations
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", SEED),
        ("time_limit", float(seconds)),
        ("dual_feasibility_tolerance", 1e-9),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("mip_feasibility_tolerance", 1e-9),
    ):
        highs.setOptionValue(name, value)
    highs.passModel(model)
    highs.run()
    status = highs.getModelStatus()
    found, info = highs.getSolution(), highs.getInfo()
    x = np.array(found.col_value, dtype=np.float64)
    return Solved(
        optimal=status == highspy.HighsModelStatus.kOptimal,
        infeasible=status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible},
        x=x[:pairs],
        lack=x[pairs : pairs + extra],
        value=info.objective_function_value,
        bound=info.mip_dual_bound if whole else info.objective_function_value,
        duals=np.array(found.row_dual, dtype=np.float64),
    )
