"""The assignment against two solvers that are not ours: networkx' min-cost flow, and trying everything out."""

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from math import fsum, inf, isclose

import networkx as nx  # type: ignore[import-untyped]  # it ships none
import numpy as np
import pytest

from parks.reviews.rules.assignment import Cause, Instance, Mix, OutOfReachError, Plan, replacement, solve

INSTANCES = int(os.environ.get("PARKS_INSTANCES", "100"))
UNIT = 1000
"""Affinities with three places: the flow's costs are whole numbers, and equal means equal."""


def drawn(seed: int) -> Instance:
    """Loads tight or loose, least loads in half of them, conflicts up to two fifths, equal affinities in a third."""
    die = random.Random(seed)  # noqa: S311 - instances, not secrets
    proposals, experts, demand = die.randint(2, 12), die.randint(3, 10), die.randint(1, 3)
    steps = die.choice([10, 100, 1000])
    conflicts = die.choice([0.0, 0.1, 0.4])
    affinity = [
        [None if die.random() < conflicts else die.randint(-steps // 10, steps) / steps for _each in range(experts)]
        for _line in range(proposals)
    ]
    fair = -(-proposals * demand // experts)
    most = [fair + die.randint(0, 2) for _each in range(experts)]
    least = [die.choice([0, 0, max(0, fair - 1)]) for _each in range(experts)]
    return Instance(affinity, [demand] * proposals, least if seed % 2 else [0] * experts, most)


def by_flow(asked: Instance) -> int | None:
    """The optimum in thousandths, None where there is no flow: least loads as lower bounds, moved into the demands."""
    net = nx.DiGraph()
    supply = {("p", p): need for p, need in enumerate(asked.demand)}
    for e, (least, most) in enumerate(zip(asked.least, asked.most, strict=True)):
        net.add_node(("e", e), demand=least)
        net.add_edge(("e", e), "end", capacity=most - least, weight=0)
    net.add_node("end", demand=sum(asked.demand) - sum(asked.least))
    for p, line in enumerate(asked.affinity):
        net.add_node(("p", p), demand=-supply["p", p])
        for e, worth in enumerate(line):
            if worth is not None:
                net.add_edge(("p", p), ("e", e), capacity=1, weight=-round(worth * UNIT))
    try:
        return -int(nx.min_cost_flow_cost(net))
    except nx.NetworkXUnfeasible:
        return None


def problems(asked: Instance, plan: Plan) -> Iterator[str]:
    """Every rule that the plan breaks, looked at from outside."""
    if len(set(plan.pairs)) < len(plan.pairs) or list(plan.pairs) != sorted(plan.pairs):
        yield "pairs twice or unsorted"
    for p, e in plan.pairs:
        if asked.affinity[p][e] is None:
            yield f"conflict {p}, {e}"
    for p, need in enumerate(asked.demand):
        panel = [e for at, e in plan.pairs if at == p]
        if len(panel) != need:
            yield f"proposal {p} has {len(panel)} of {need}"
        known = [asked.employers[e] for e in panel if asked.employers and asked.employers[e]]
        if len(set(known)) < len(known):
            yield f"proposal {p} has two of one employer"
        yield from (f"mix at {p}" for mix in asked.mix if len(mix.members & set(panel)) < mix.least)
    for e, (least, most) in enumerate(zip(asked.least, asked.most, strict=True)):
        if not least <= sum(at == e for _p, at in plan.pairs) <= most:
            yield f"load of {e}"


def test_the_plain_optimum_is_that_of_an_independent_solver_and_no_conflict_is_ever_assigned() -> None:
    feasible, conflicts = 0, 0
    for seed in range(INSTANCES):
        asked = drawn(seed)
        plan, flow = solve(asked, "none"), by_flow(asked)
        conflicts += sum(asked.affinity[p][e] is None for p, e in plan.pairs)
        if flow is None:
            assert plan.short, f"instance {seed}: the flow says there is none"
            continue
        feasible += 1
        assert (plan.short, list(problems(asked, plan))) == ((), []), f"instance {seed}"
        assert (round(plan.objective * UNIT, 6), plan.proven) == (flow, True), f"instance {seed}"
    assert conflicts == 0
    assert INSTANCES * 0.5 < feasible < INSTANCES, "both kinds must be met"


def every(asked: Instance) -> Iterator[Plan]:
    """All assignments that keep all rules."""
    lines = [
        [set(one) for one in itertools.combinations([e for e, w in enumerate(line) if w is not None], need)]
        for line, need in zip(asked.affinity, asked.demand, strict=True)
    ]
    for chosen in itertools.product(*lines):
        pairs = tuple(sorted((p, e) for p, panel in enumerate(chosen) for e in panel))
        sums = [fsum(asked.affinity[p][e] or 0.0 for e in panel) for p, panel in enumerate(chosen)]
        plan = Plan(pairs, fsum(sums), min(sums), 0.0, proven=True)
        if set(asked.fixed) <= set(pairs) and not list(problems(asked, plan)):
            yield plan


def tiny(seed: int) -> Instance:
    die = random.Random(seed)  # noqa: S311 - instances, not secrets
    proposals, experts = die.randint(2, 4), die.randint(4, 5)
    affinity = [
        [None if die.random() < 0.1 else die.randint(1, 99) / 100 for _e in range(experts)] for _p in range(proposals)
    ]
    asked = Instance(affinity, [2] * proposals, [die.choice([0, 1])] * experts, [die.choice([2, 3])] * experts)
    if seed % 3 == 1:
        asked = replace(asked, employers=[die.choice(["大学", "院所", ""]) for _e in range(experts)])
    if seed % 3 == 2:
        asked = replace(asked, mix=[Mix(frozenset(die.sample(range(experts), 2)), 1), Mix(frozenset({0, 1, 3}), 1)])
    if seed % 2 and affinity[0][2] is not None:
        asked = replace(asked, fixed=[(0, 2)])
    return asked


def test_floor_employers_mix_and_kept_pairs_against_trying_everything() -> None:
    met, tried = 0, max(INSTANCES // 3, 30)
    for seed in range(tried):
        asked = tiny(seed)
        all_of_them = list(every(asked))
        plain = solve(asked, "none")
        assert bool(plain.short) == (not all_of_them), f"instance {seed}"
        if not all_of_them:
            continue
        met += 1
        assert isclose(plain.objective, max(one.objective for one in all_of_them)), f"instance {seed}"
        fair = solve(asked, "auto")
        best = max(one.worst for one in all_of_them)
        assert list(problems(asked, fair)) == [], f"instance {seed}"
        assert set(asked.fixed) <= set(fair.pairs)
        assert isclose(fair.worst, best), f"instance {seed}: the worst served could be served better"
        within = [one.objective for one in all_of_them if one.worst >= best - 1e-9]
        assert isclose(fair.objective, max(within)), f"instance {seed}: the same floor, a greater sum"
        assert fair.proven
        assert fair.bound >= best - 1e-9, f"instance {seed}: a bound that something exceeds is none"
        assert isclose(solve(asked, best).objective, max(within)), "the floor given as a number"
        with pytest.raises(OutOfReachError):
            solve(asked, best + 0.005)
    assert met > tried * 0.5


def test_the_same_instance_gives_the_same_bytes_whatever_was_solved_before() -> None:
    level = Instance(np.full((20, 12), 0.5), [3] * 20, [0] * 12, [6] * 12)
    first = repr(solve(level).pairs)
    solve(drawn(3))
    assert repr(solve(level).pairs) == first == repr(solve(replace(level, affinity=[[0.5] * 12] * 20)).pairs)


def test_pruned_pairs_come_back_when_the_few_best_cannot_do_it() -> None:
    """Everybody's best forty experts are the same, and full: the optimum lies among those that were left out."""
    die = np.random.default_rng(7)
    affinity = die.random((60, 200)).round(3)
    affinity[:, :40] += 10
    plan = solve(Instance(affinity, [3] * 60, [0] * 200, [1] * 200), "none")
    asked = Instance([[float(x) for x in line] for line in affinity], [3] * 60, [0] * 200, [1] * 200)
    assert sum(e >= 40 for _p, e in plan.pairs) == 140
    assert round(plan.objective * UNIT, 5) == by_flow(asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Instance([[1, None, None]], [2], [0] * 3, [1] * 3), [(0, None, 1, Cause.CONFLICTS)]),
        (Instance([[1, 1, 1]], [2], [0] * 3, [1] * 3, employers=["大学"] * 3), [(0, None, 1, Cause.EMPLOYERS)]),
        (Instance([[2, 2], [1, 1]], [2, 2], [0] * 2, [1] * 2), [(1, None, 2, Cause.LOADS)]),
        (Instance([[1, 1, 1]], [2], [0] * 3, [1] * 3, mix=[Mix(frozenset(), 1)]), [(0, None, 1, Cause.MIX)]),
        (Instance([[1, 1, None]], [1], [0, 0, 1], [1] * 3), [(None, 2, 1, Cause.FEW)]),
        (Instance([[None, None]], [1], [0] * 2, [1] * 2), [(0, None, 1, Cause.CONFLICTS)]),
    ],
)
def test_what_cannot_be_satisfied_is_said(
    asked: Instance, said: list[tuple[int | None, int | None, int, Cause]]
) -> None:
    plan = solve(asked)
    found = [(one.proposal, one.expert, one.missing, one.cause) for one in plan.short]
    if said[0][3] is Cause.LOADS:  # either may be served; two seats are lacking in all
        assert (sum(one.missing for one in plan.short), {one.cause for one in plan.short}) == (2, {Cause.LOADS})
    else:
        assert found == said
    assert all("A-001" in str(one.says("A-001")) for one in plan.short)


@pytest.mark.parametrize(
    "wrong",
    [
        Instance([[1.0]], [1, 1], [0], [1]),
        Instance([[1.0]], [1], [2], [1]),
        Instance([[1.0]], [-1], [0], [1]),
        Instance([[inf]], [1], [0], [1]),
        Instance([[None]], [1], [0], [1], fixed=[(0, 0)]),
        Instance([[1.0]], [1], [0], [1], employers=["a", "b"]),
    ],
)
def test_an_instance_that_does_not_fit_together_is_refused(wrong: Instance) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        solve(wrong)


def test_somebody_leaves_and_nothing_else_moves() -> None:
    asked = Instance(
        [[0.9, 0.8, 0.7, 0.6], [0.9, 0.8, 0.7, 0.6]],
        [2, 2],
        [1] * 4,
        [1, 2, 1, 1],
        employers=["甲", "乙", "丙", "乙"],
    )
    kept = [(0, 1), (1, 1), (1, 2)]
    plan = replacement(asked, kept, left=(0, 0))
    assert set(kept) < set(plan.pairs) or plan.short
    assert [one.cause for one in plan.short] == [Cause.LOADS], "2 is full, 3 has the employer of 1"
    freed = replacement(replace(asked, employers=()), kept, left=(0, 0))
    assert set(freed.pairs) - set(kept) == {(0, 3)}
    assert freed.short == ()


def test_the_size_of_a_park_with_a_fair_floor() -> None:
    die = np.random.default_rng(11)
    affinity = die.random((300, 60))
    affinity[die.random(affinity.shape) < 0.01] = np.nan
    plan = solve(Instance(affinity, [5] * 300, [0] * 60, [30] * 60))
    assert plan.proven
    assert isclose(plan.worst, plan.bound)
    assert plan.seconds < 10, "under 3 s on a quiet machine (docs/adr/0070)"
    assert not np.isnan([affinity[pair] for pair in plan.pairs]).any()
