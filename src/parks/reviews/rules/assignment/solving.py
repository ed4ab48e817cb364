"""The exact assignment: the plain optimum, the floor under the worst served, what is short, the cheapest replacement.

After `/docs/adr/0070`: the floor model. Maximising the least sum directly is the wrong model (minutes); its linear
bound is cheap, and the greatest sum under a fixed floor is too. So: the plain optimum; where it does not serve the
worst as well as any could, the bound on the worst; the greatest sum with the bound as the floor; and only where no
assignment of whole experts reaches it, the floor is lowered by halves.

The clock is asked for one thing: when to stop lowering or proving. An answer that was stopped says `proven=False`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import fsum
from time import monotonic
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from parks.kernel.errors import SaidError
from parks.kernel.words import _
from parks.reviews.rules.assignment.instance import Cause, Instance, Matrix, Pair, Plan, Short
from parks.reviews.rules.assignment.linear import Goal, Program, Solved

Floor = Literal["auto", "none"] | float
EXACT = 2_000
"""Up to so many pairs the floor is found to the last digit, on every pair; above, to a thousandth of the bound."""
NEAR = 0.05
"""Above: pairs within so much of being worth it (scaled) are tried too before the floor is said to be too high."""
SHARES = 5
"""One floor takes at most a fifth of the time, so that a stubborn one leaves some for those below it."""
SLIGHT = 1e-9
"""Of what a floor is lowered for the sake of rounding, in affinities scaled to at most 1."""
FRACTION = 1e-6
"""What still counts as whole, and the least difference (scaled) of two floors."""


class OutOfReachError(SaidError):
    """No assignment serves every proposal as well as the floor that was asked for."""


class OutOfTimeError(SaidError):
    """Not even one assignment was found in the time allowed."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Pairs as a matrix of booleans; `lack` where something was lacking; `proven`: none is better."""

    chosen: NDArray[np.bool_]
    proven: bool
    lack: Matrix | None = None


def solve(instance: Instance, floor: Floor = "auto", seconds: float = 20.0) -> Plan:
    """The best assignment. ValueError for an instance that does not fit together; `OutOfReachError` for a floor (a
    number) that nothing reaches; `OutOfTimeError` where `seconds` ended before any whole assignment was known.
    """
    began = monotonic()
    until = began + seconds
    affinity = instance.check()
    program = Program(instance, affinity)
    plain = _plain(program, until)
    if plain.lack is not None or floor == "none":
        plan = _plan(program, plain, _ceiling(program), None)
    elif floor == "auto":
        plan = _fair(program, plain, until)
    else:
        plan = _held(program, plain, float(floor), until)
    return replace(plan, seconds=monotonic() - began)


def replacement(instance: Instance, kept: Collection[Pair], left: Pair) -> Plan:
    """Somebody left: everything that is kept stays, `left` never comes back, and the proposal they left gets the best
    of those who can still sit. `short` says so where nobody can.
    """
    affinity = instance.check().copy()
    affinity[left] = np.nan
    demand = np.zeros(affinity.shape[0], dtype=np.int64)
    for proposal, _expert in kept:
        demand[proposal] += 1
    demand[left[0]] = max(int(instance.demand[left[0]]), int(demand[left[0]]))
    asked = replace(
        instance, affinity=affinity, demand=demand.tolist(), least=[0] * affinity.shape[1], fixed=tuple(kept)
    )
    return solve(asked, floor="none")


def _plain(program: Program, until: float) -> _Found:
    """The optimum without a floor, or the best of what lacks least."""
    if (found := _optimum(program, None, until)) is not None:
        return found
    solved = program.priced(Goal.LACK, lack=program.lacks, until=np.inf)
    if solved.lack.sum() > FRACTION:
        if not (_is_whole(solved.lack) and _is_whole(solved.x)):
            solved = _in_whole(program, Goal.LACK, program.lacks, until)
    elif (found := _optimum(program, None, until)) is not None:
        return found
    else:  # by halves of experts it could be done, by whole ones not
        solved = _in_whole(program, Goal.LACK, program.lacks, until)
    lack = np.rint(solved.lack)
    best = program.priced(Goal.AFFINITY, lack=lack, until=np.inf)
    if best.optimal and _is_whole(best.x):
        return _Found(_chosen(program, best.x), proven=True, lack=lack)
    best = _in_whole(program, Goal.AFFINITY, lack, until)
    return _Found(_chosen(program, best.x), proven=best.optimal, lack=lack)


def _in_whole(program: Program, goal: Goal, lack: Matrix, until: float) -> Solved:
    program.every()
    solved = program.solve(goal, lack=lack, whole=True, seconds=_left(until))
    if not _has_solution(solved):
        raise _too_late()
    return solved


def _optimum(program: Program, floor: float | None, until: float) -> _Found | None:
    """The greatest sum with whole experts (`floor` scaled); None where there is none."""
    relaxed = program.priced(Goal.AFFINITY, floor=floor, until=np.inf if floor is None else until)
    if relaxed.infeasible:
        return None
    if not relaxed.optimal:
        raise _too_late()
    if _is_whole(relaxed.x):
        return _Found(_chosen(program, relaxed.x), proven=True)
    prices = program.prices(Goal.AFFINITY, relaxed)
    whole = program.solve(Goal.AFFINITY, floor=floor, whole=True, seconds=_left(until))
    if whole.infeasible and not program.complete:  # fractions reach with these columns what whole experts do not
        if program.affinity.size <= EXACT:
            program.every()
        elif not program.admit(prices, below=NEAR, at_most=program.few):
            return None
        whole = program.solve(Goal.AFFINITY, floor=floor, whole=True, seconds=_left(until))
    if whole.infeasible:
        return None
    if not _has_solution(whole):
        raise _too_late()
    columns = program.columns.copy()
    # Whatever beats this one is made of pairs whose reduced cost lies within the distance to the linear optimum.
    within = whole.value - relaxed.value
    if program.admit(prices, below=within + SLIGHT, at_most=program.experts):
        better = program.solve(Goal.AFFINITY, floor=floor, whole=True, seconds=_left(until))
        if _has_solution(better) and better.value <= whole.value + SLIGHT:
            return _Found(_chosen(program, better.x), proven=better.optimal)
        return _Found(_spread(columns, whole.x), proven=False)
    return _Found(_chosen(program, whole.x), proven=whole.optimal)


def _fair(program: Program, plain: _Found, until: float) -> Plan:
    """The greatest sum among those that serve the worst-served proposal as well as can be."""
    known = _worst(program, plain.chosen)
    bound = _bound(program, until)
    best = _plan(program, plain, bound, None)
    tolerance = FRACTION if program.affinity.size <= EXACT else max(abs(bound) / 1000, FRACTION)
    low, high, floor = known, bound, bound
    share = _left(until) / SHARES
    while high - low > tolerance * program.scale and monotonic() < until:
        try:
            found = _optimum(program, floor / program.scale - SLIGHT, min(until, monotonic() + share))
            if found is None and program.complete:  # with every pair in it, "there is none" is a proof
                bound = floor
        except OutOfTimeError:
            found = None
        if found is None:
            high = floor
        else:
            best = _plan(program, found, bound, floor)
            low = max(best.worst, floor)
        floor = (low + high) / 2
    reached = bound - best.worst <= 2 * FRACTION * program.scale  # what the solver itself can tell apart
    return replace(
        best,
        bound=best.worst if reached else bound,
        floor=None if best.floor is None else min(best.floor, best.worst),
    )


def _held(program: Program, plain: _Found, floor: float, until: float) -> Plan:
    """The greatest sum among those that give every proposal at least the floor."""
    bound = _bound(program, until)
    if _worst(program, plain.chosen) >= floor:
        return replace(_plan(program, plain, bound, None), floor=floor)
    within = floor <= bound + SLIGHT * program.scale
    found = _optimum(program, floor / program.scale - SLIGHT, until) if within else None
    if found is None:
        raise OutOfReachError(
            _("No assignment gives every proposal {floor}: at best it is {bound}.", floor=floor, bound=round(bound, 6))
            if floor > bound
            else _(
                "No assignment of whole experts gives every proposal {floor}. Ask for less, or for auto.", floor=floor
            )
        )
    return _plan(program, found, bound, floor)


def _ceiling(program: Program) -> float:
    """What no assignment gives the worst served: its own best experts, as if nobody else needed them."""
    seated = np.nonzero(program.demand > 0)[0]
    if not len(seated):
        return 0.0
    sums = []
    for proposal in seated:
        kept, free = program.fixed[proposal], program.allowed[proposal] & ~program.fixed[proposal]
        wanted = int(program.demand[proposal] - kept.sum())
        best = np.sort(program.affinity[proposal, free])[::-1][:wanted]
        sums.append(fsum([*program.affinity[proposal, kept], *best]))
    return min(sums)


def _bound(program: Program, until: float) -> float:
    """The tighter of the ceiling and the linear max-min; the latter alone knows about loads and employers."""
    ceiling = _ceiling(program)
    solved = program.priced(Goal.WORST, until=until)
    return min(ceiling, -solved.value * program.scale) if solved.optimal else ceiling


def _plan(program: Program, found: _Found, bound: float, floor: float | None) -> Plan:
    pairs = tuple((int(proposal), int(expert)) for proposal, expert in np.argwhere(found.chosen))
    worst = _worst(program, found.chosen)
    return Plan(
        pairs=pairs,
        objective=fsum(program.affinity[found.chosen]),
        worst=worst,
        bound=max(bound, worst),  # sums differ in their last digit
        proven=found.proven,
        floor=floor,
        short=_short(program, found),
    )


def _worst(program: Program, chosen: NDArray[np.bool_]) -> float:
    """The least sum of a proposal that has seats at all."""
    seated = np.nonzero(program.demand > 0)[0]
    return min((fsum(program.affinity[one, chosen[one]]) for one in seated), default=0.0)


def _short(program: Program, found: _Found) -> tuple[Short, ...]:
    """What the plan lacks, counted on the plan itself."""
    if found.lack is None:
        return ()
    taken, carried = found.chosen.sum(axis=1), found.chosen.sum(axis=0)
    made = []
    for proposal in np.nonzero(taken < program.demand)[0]:
        missing = int(program.demand[proposal] - taken[proposal])
        made.append(Short(int(proposal), None, missing, _cause(program, int(proposal))))
    for place, members in enumerate(program.members):
        within = (found.chosen & members).sum(axis=1)
        for proposal in np.nonzero((within < program.mix[:, place]) & (taken == program.demand))[0]:
            missing = int(program.mix[proposal, place] - within[proposal])
            made.append(Short(int(proposal), None, missing, Cause.MIX))
    under = np.nonzero(carried < program.least)[0]
    made += [Short(None, int(one), int(program.least[one] - carried[one]), Cause.FEW) for one in under]
    return tuple(made)


def _cause(program: Program, proposal: int) -> Cause:
    free = np.nonzero(program.allowed[proposal])[0]
    wanted = int(program.demand[proposal])
    if len(free) < wanted:
        return Cause.CONFLICTS
    employers = program.employer[free]
    if int((employers < 0).sum()) + len(set(employers[employers >= 0].tolist())) < wanted:
        return Cause.EMPLOYERS
    return Cause.LOADS


def _is_whole(x: Matrix) -> bool:
    return bool((np.abs(x - np.rint(x)) < FRACTION).all())


def _has_solution(solved: Solved) -> bool:
    """An incumbent of the search over whole numbers: found, and really whole."""
    return bool(len(solved.x)) and np.isfinite(solved.value) and _is_whole(solved.x) and not solved.infeasible


def _chosen(program: Program, x: Matrix) -> NDArray[np.bool_]:
    return _spread(program.columns, x)


def _spread(columns: NDArray[np.bool_], x: Matrix) -> NDArray[np.bool_]:
    found = np.zeros(columns.shape, dtype=bool)
    found[columns] = x > 0.5
    return found


def _too_late() -> OutOfTimeError:
    return OutOfTimeError(_("No assignment was found in the time allowed. Allow more, or ask for less."))


def _left(until: float) -> float:
    return float(min(max(until - monotonic(), 0.05), 1e6))
