"""A stay in a park: who takes which step, what each step needs, and the clock (domain.md §3.4, §3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from parks.kernel.words import Text, _
from parks.spaces.rules.plan import months_on
from parks.spaces.states import INCUBATION_LIFE, IncubationMove, IncubationState

Move = IncubationMove


class Side(StrEnum):
    """Who takes a step: the park that runs the house, or the company that stays in it."""

    PARK = "park"
    COMPANY = "company"


COMPANYS = frozenset({Move.ENQUIRE, Move.APPLY, Move.ACCEPT, Move.SIGN, Move.WITHDRAW})

NEEDS: Mapping[Move, tuple[str, ...]] = {
    Move.ENQUIRE: ("words",),
    Move.ANSWER: ("words",),
    Move.APPLY: ("words",),
    Move.QUALIFY: ("words",),
    Move.REVIEW: ("words",),
    Move.ADMIT: ("words",),
    Move.REFUSE: ("words",),
    Move.NOTICE: ("days",),
    Move.PROPOSE: ("months", "amount", "words"),
    Move.ACCEPT: (),
    Move.DEPOSIT: ("amount",),
    Move.HAND_OVER: ("items", "meters", "keys"),
    Move.SIGN: (),
    Move.EXTEND: ("months", "words"),
    Move.ASSESS: ("year", "result", "words"),
    Move.GRADUATE: ("condition", "words"),
    Move.EXIT: ("last_day", "words"),
    Move.TERMINATE: ("ground", "last_day", "words"),
    Move.INSPECT: ("words",),
    Move.SETTLE: ("amount", "words"),
    Move.WITHDRAW: (),
}
"""What a step cannot be taken without; a page asks for these and no more."""

LACKING: Mapping[str, Text] = {
    "words": _("Say it in a sentence or two: it stays on record."),
    "days": _("Give the number of working days of the public notice."),
    "months": _("Give the number of months."),
    "amount": _("Give the amount in yuan; 0 where nothing is due."),
    "items": _("List what is handed over, one thing a line."),
    "meters": _("Give the readings of the meters, one meter a line."),
    "keys": _("Give the number of keys; 0 where there are none."),
    "year": _("Give the year that is assessed."),
    "result": _("Choose a result."),
    "condition": _("Choose the condition that is met."),
    "ground": _("Choose the ground."),
    "last_day": _("Give the last day in the park."),
}

LEAVES = frozenset({Move.EXIT, Move.TERMINATE})
WEIGHTY = frozenset({Move.REFUSE, Move.WITHDRAW, *LEAVES})
"""Steps that end something: never the one that a page proposes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stay stands. `ends` is the first day after the incubation period; `notice_until` the last of the notice;
    `left_on` the last day in the park.
    """

    state: IncubationState
    today: date
    begins: date | None = None
    ends: date | None = None
    notice_until: date | None = None
    left_on: date | None = None
    assessed: frozenset[int] = field(default_factory=frozenset)


def side_of(move: Move) -> Side:
    return Side.COMPANY if move in COMPANYS else Side.PARK


def open_moves(state: IncubationState, side: Side) -> list[Move]:
    """The steps that this side can take next, in the order of the chain."""
    return [move for move in Move if INCUBATION_LIFE.allows(state, move) and side_of(move) is side]


def waits_for(state: IncubationState) -> Side | None:
    """Whose turn it is: None where nothing is waited for (the clock runs, or the stay is over)."""
    if state in {IncubationState.INCUBATING, IncubationState.GRADUATED}:
        return None
    if state in {IncubationState.PROPOSED, IncubationState.HANDED_OVER}:
        return Side.COMPANY
    return Side.PARK if open_moves(state, Side.PARK) else None


def missing(move: Move, typed: Mapping[str, Any]) -> dict[str, Text]:
    """For each field that the step needs and does not have, the sentence beside it."""
    return {name: LACKING[name] for name in NEEDS[move] if typed.get(name) in (None, "")}


def too_early(move: Move, at: Standing) -> Text | None:
    """Why a step must still wait, with the day from which on it need not; None where it need not."""
    if move is Move.PROPOSE and at.notice_until is not None and at.today <= at.notice_until:
        return _("The public notice runs until {day}. The agreement follows after it.", day=at.notice_until)
    if move is Move.INSPECT and at.left_on is not None and at.today < at.left_on:
        return _("The company stays until {day}. The inspection follows.", day=at.left_on)
    return None


def refusal(move: Move, typed: Mapping[str, Any], at: Standing) -> tuple[str, Text] | None:
    """Why a complete step cannot be taken today, with its field (empty: the step as a whole); None where it can."""
    if waits := too_early(move, at):
        return "", waits
    if move is Move.ASSESS:
        if typed["year"] in at.assessed:
            return "year", _("This year is assessed already.")
        if at.begins is None or not at.begins.year <= typed["year"] <= at.today.year:
            return "year", _("Choose a year between the first day of incubation and today.")
    if move in LEAVES and typed["last_day"] < at.today:
        return "last_day", _("Past days stay as they were. Choose today or a later day.")
    return None


def clock(begins: date, months: int) -> date:
    """The first day after so many months of incubation."""
    return months_on(begins, months)
