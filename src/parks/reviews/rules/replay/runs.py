"""An applied run of the assignment as a selection file tells it, and what it must be.

Proposals and experts are listed once, as pseudonyms, and counted from nought everywhere else. Employers are their rank
among the names, so that the solver meets them in the same order. Affinities are texts, as a line holds no fraction.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Pairs = list[list[int]]


@dataclass(frozen=True, slots=True)
class Applied:
    """A run as it was kept: canonical JSON of question and answer, its figures, the pairs that became seats."""

    inputs: str
    inputs_hash: str
    pairs: str
    solver: str
    proven: bool
    figures: Mapping[str, str]  # objective and worst, with four places
    seated: Sequence[tuple[int, int]]


def record(number: int, run: Applied, proposals: Sequence[str], experts: Sequence[str]) -> dict[str, Any]:
    """`out` and `into`: what a person took off the answer, and put on it."""
    told = json.loads(run.inputs)
    ranks = {name: f"{rank:04d}" for rank, name in enumerate(sorted({*told["employers"]} - {""}))}
    answer: Pairs = json.loads(run.pairs)
    seated = [list(one) for one in run.seated]
    return {
        "number": number,
        "inputs_hash": run.inputs_hash,
        "proposals": list(proposals),
        "experts": list(experts),
        "affinity": [[None if cell is None else repr(float(cell)) for cell in line] for line in told["affinity"]],
        "employers": [ranks.get(one, "") for one in told["employers"]],
        "floor": told["floor"] if isinstance(told["floor"], str) else repr(float(told["floor"])),
        **{name: told[name] for name in ("demand", "fixed", "least", "mix", "most", "seed")},
        "solver": run.solver,
        "proven": run.proven,
        **run.figures,
        "pairs": answer,
        "out": sorted(one for one in answer if one not in seated),
        "into": sorted(one for one in seated if one not in answer),
    }


def seats(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who was given a seat where, by pseudonyms."""
    for proposal, expert in sorted([one for one in told["pairs"] if one not in told["out"]] + told["into"]):
        yield told["proposals"][proposal], told["experts"][expert]


def steps(told: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The solver is asked again. Where it answered with a proof, the sum and the worst must be the same with any
    version of it, and the pairs with the same one; where its time had run out, its answer must be one that it may give.
    """
    # the solver, which only a file with a run needs
    from parks.reviews.rules.assignment import Instance, Mix, Question, kept
    from parks.reviews.rules.assignment.linear import SEED

    asked = Instance(
        [[None if cell is None else float(cell) for cell in line] for line in told["affinity"]],
        told["demand"],
        told["least"],
        told["most"],
        told["employers"],
        [Mix(frozenset(one["members"]), one["least"]) for one in told["mix"]],
        [(proposal, expert) for proposal, expert in told["fixed"]],
    )
    floor = told["floor"] if told["floor"] in {"auto", "none"} else float(told["floor"])
    yield "seed", told["seed"], SEED
    yield "size", [len(told["proposals"]), len(told["experts"])], list(asked.check().shape)
    conflicts = [pair for pair in [*told["pairs"], *told["into"]] if told["affinity"][pair[0]][pair[1]] is None]
    yield "conflicts", conflicts, []
    yield "out", [one for one in told["out"] if one not in told["pairs"] or one in told["fixed"]], []
    yield "into", [one for one in told["into"] if one in told["pairs"]], []
    sums = [0.0] * len(told["proposals"])
    for proposal, expert in told["pairs"]:
        sums[proposal] += float(told["affinity"][proposal][expert])
    yield "objective", told["objective"], f"{sum(sums):.4f}"
    yield "worst", told["worst"], f"{min(sums, default=0.0):.4f}"
    if told["proven"]:
        again = Question((), (), asked, floor).answered()
        yield "objective", told["objective"], f"{again.objective:.4f}"
        if told["solver"] == kept.solver():
            yield "pairs", told["pairs"], [list(one) for one in again.pairs]
