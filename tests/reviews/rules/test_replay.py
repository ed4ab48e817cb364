"""Draws in a selection file: replayed from their secret, refused where seed, snapshot or constraint was changed."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from parks.reviews.rules import draw, replay
from parks.reviews.rules.draw import Candidate, Constraints, Snapshot
from parks.reviews.rules.replay import Problem, Report
from parks.reviews.rules.scoring import Policy

Record = dict[str, Any]
SECRET = bytes(range(32))
WORDS = "六个骰子：3 1 4 1 5 2"


def drawn() -> Record:
    """A panel of five from twelve, of whom the second has left since; as it stands in the file."""
    kinds, fields = ("technical", "investor", "finance", "management"), ("electronics", "materials", "physics")
    snapshot = Snapshot(tuple(Candidate(f"{n:016x}", (fields[n % 3],), kinds[n % 4], f"e{n % 7}") for n in range(12)))
    constraints = Constraints(5, kinds={"finance": 1})
    outcome = draw.drawn(snapshot, constraints, draw.seeded(SECRET, WORDS))
    left = [outcome.seated[1]]
    return {
        "number": 1,
        "state": "revealed",
        "candidates": snapshot.stored(),
        "constraints": constraints.stored(),
        "secret": SECRET.hex(),
        "words": WORDS,
        "commitment": draw.commitment(snapshot, constraints, SECRET),
        "seated": list(outcome.seated),
        "backups": list(outcome.backups),
        "left": left,
        "panel": list(draw.after_departures(snapshot, constraints, outcome, left).seated),
        "admitted": [],
    }


def verified(*draws: Record, marks: list[Record] | None = None) -> Report:
    """A file of nothing but its draws and marks, linked as a forger would: only what follows can tell."""
    criteria: list[Record] = [
        {"position": n, "weight": "50.00", "maximum": "10.00", "step": "0.50", "tie_break": n, "title": {}}
        for n in (1, 2)
    ]
    sections: dict[str, list[Record]] = {name: [] for name in replay.SECTIONS} | {
        "call": [{"seats": 1}],
        "rubric": [{"key": "startup", "version": 1, "title": {}, "criteria": criteria}],
        "scoring": [Policy().stored() | replay.ROUNDED],
        "draws": list(draws),
        "marks": marks or [],
    }
    return replay.verify(replay.write({"part": None}, sections), replay.Book(), replay.CHECKS, {})


def test_a_draw_is_replayed_to_its_panel() -> None:
    assert len(drawn()["panel"]) == 5
    report = verified(drawn())
    assert report.difference is None
    assert report.sections[3] == replay.SectionReport("draws", 1, 4)


@pytest.mark.parametrize(
    ("forge", "field"),
    [
        (lambda one: one.update(secret=("ff" + SECRET.hex()[2:])), "commitment"),
        (lambda one: one["candidates"].pop(3), "commitment"),
        (lambda one: one["candidates"][0].update(kind="investor"), "commitment"),
        (lambda one: one["candidates"][2].update(employer="elsewhere"), "commitment"),
        (lambda one: one["candidates"][5].update(barred=1), "commitment"),
        (lambda one: one["constraints"].update(seats=3), "commitment"),
        (lambda one: one["constraints"].update(kinds={}), "commitment"),
        (lambda one: one["constraints"].update(cooldown=30), "commitment"),
        (lambda one: one.update(commitment="0" * 64), "commitment"),
        (lambda one: one.update(words="六个骰子：6 6 6 6 6 6"), "seated"),
        (lambda one: one["seated"].reverse(), "seated"),
        (lambda one: one["backups"].reverse(), "backups"),
        (lambda one: one.update(left=[]), "panel"),
        (lambda one: one["panel"].pop(), "panel"),
    ],
)
def test_a_draw_with_another_seed_snapshot_or_constraint_is_refused(
    forge: Callable[[Record], object], field: str
) -> None:
    forged = copy.deepcopy(drawn())
    forge(forged)
    found = verified(forged).difference
    assert found is not None
    assert (found.problem, found.section, found.line, found.field) == (Problem.VALUE, "draws", 5, field)


def test_who_is_not_on_the_drawn_panel_has_no_marks_that_count() -> None:
    one = drawn()

    def seat(expert: str) -> Record:
        marks = {"1": "8.00", "2": "8.00"}
        return {
            "proposal": "P1",
            "expert": expert,
            "state": "scored",
            "marks": marks,
            "score": "80.00",
            "earlier": [],
        }

    assert verified(one, marks=[seat(one["panel"][-1])]).difference is None
    assert verified(one, marks=[seat(one["left"][0])]).difference is None  # scored, then left: the score stands
    found = verified(one, marks=[seat(one["backups"][-1])]).difference
    assert found is not None
    assert (found.section, found.field) == ("marks", "expert")


def test_a_draw_that_was_never_revealed_seats_nobody() -> None:
    unrevealed = drawn() | {"secret": None, "state": "replaced", "seated": []}
    assert verified(unrevealed).ok
    assert not verified(unrevealed | {"seated": drawn()["seated"]}).ok
    assert not verified(drawn() | {"secret": "zz"}).ok
