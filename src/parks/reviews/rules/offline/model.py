"""What a form asks and what came back, whatever it was written in; and the comparison of both with what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from parks.kernel.errors import SaidError
from parks.kernel.words import Bilingual, Text, _
from parks.reviews.rules.scoring import Scale
from parks.reviews.rules.sheets import NOT_APPLICABLE, Content, Outcome, comment_of, mark_of, outcome, refused

THEIRS = "theirs"
Key = tuple[UUID, UUID]
"""A seat and a criterion of its rubric."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion of one open seat, and what is `kept` there now. It names nobody: `code` is the neutral one."""

    seat_id: UUID
    code: str
    field: str
    round: Bilingual
    closes: datetime
    comment_min: int
    criterion_id: UUID
    position: int
    title: Bilingual
    hint: Bilingual
    scale: Scale
    kept: Content

    @property
    def key(self) -> Key:
        return self.seat_id, self.criterion_id

    @property
    def reference(self) -> str:
        return f"{self.seat_id}/{self.criterion_id}/{self.kept.version}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A criterion as it came back, nothing checked yet. `at`, `mark_at`, `comment_at`: the line or cell of each."""

    reference: str
    mark: str
    comment: str
    at: Text
    mark_at: Text
    comment_at: Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Where, as the file counts, and what is wrong there."""

    at: Text
    sentence: Text


@dataclass(frozen=True, slots=True)
class Read:
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion on which the file differs from what is kept; `seen`: the version it was filled in over."""

    asked: Asked
    typed: Content
    seen: str

    @property
    def name(self) -> str:
        """How a form names it."""
        return f"{self.asked.seat_id}.{self.asked.criterion_id}"


@dataclass(frozen=True, slots=True)
class Found:
    """`changes` can be taken over; `conflicts` were saved elsewhere since the form was made; `same` change nothing."""

    changes: tuple[Line, ...] = ()
    conflicts: tuple[Line, ...] = ()
    same: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def proposals(self) -> int:
        """How many proposals taking it over would touch."""
        return len({one.asked.seat_id for one in (*self.changes, *self.conflicts)})


def compared(read: Read, asked: Iterable[Asked]) -> Found:
    """Every mark is judged as the page judges it (`rules.sheets`); one problem anywhere, and nothing is taken over."""
    known = {one.key: one for one in asked}
    open_seats = {one.seat_id for one in known.values()}
    problems = list(read.problems)
    changes: list[Line] = []
    conflicts: list[Line] = []
    same = 0
    met: set[Key] = set()
    for entry in read.entries:
        try:
            key, seen = _named(entry.reference)
            here = _asked(key, known, open_seats)
        except SaidError as wrong:
            problems.append(Problem(entry.at, wrong.text))
            continue
        if key in met:
            twice = _("This criterion stands in the file twice. Leave one of the two out.")
            problems.append(Problem(entry.at, twice))
            continue
        met.add(key)
        typed, wrongs = _typed(entry, here)
        problems += wrongs
        if typed is None:
            continue
        verdict = outcome(here.kept, typed, seen)
        if verdict is Outcome.NOTHING:
            same += 1
        else:
            (changes if verdict is Outcome.KEEP else conflicts).append(Line(here, typed, seen))
    return Found(tuple(changes), tuple(conflicts), same, tuple(problems))


def _named(reference: str) -> tuple[Key, str]:
    seat, _slash, rest = reference.strip().partition("/")
    criterion, _slash, seen = rest.partition("/")
    try:
        return (UUID(seat), UUID(criterion)), seen
    except ValueError:
        raise SaidError(
            _("The reference is not the one that was exported. Copy it from the form, or export the form again.")
        ) from None


def _asked(key: Key, known: Mapping[Key, Asked], open_seats: set[UUID]) -> Asked:
    if key in known:
        return known[key]
    if key[0] in open_seats:
        raise SaidError(_("This criterion does not belong to the proposal's rubric. Export the form again."))
    raise SaidError(
        _("This proposal is not open to you for scoring now: it is scored already, its time is over, or you left it.")
    )


def _typed(entry: Entry, here: Asked) -> tuple[Content | None, Sequence[Problem]]:
    """What was typed, or what is wrong with it. Blank lines at a comment's edges are the file's, not the writer's."""
    problems: list[Problem] = []
    value, comment = None, ""
    waived = entry.mark.strip().casefold() in NOT_APPLICABLE.values()
    try:
        value = None if waived else mark_of(entry.mark)
        wrong = refused(here.scale, Content(value, "", waived))
    except SaidError as error:
        wrong = error.text
    if wrong:
        problems.append(Problem(entry.mark_at, wrong))
    try:
        comment = comment_of(entry.comment.strip())
    except SaidError as error:
        problems.append(Problem(entry.comment_at, error.text))
    if comment == here.kept.comment.strip():
        comment = here.kept.comment
    return (None if problems else Content(value, comment, waived)), problems


def settled(found: Found, choices: Mapping[str, str]) -> Found:
    """Each conflict as its writer chose, by `Line.name`: `THEIRS` gives up what the file says, the version that was
    shown takes it over that version. Any other choice, or none, leaves the conflict where it is.
    """
    changes, left = list(found.changes), []
    for line in found.conflicts:
        choice = choices.get(line.name)
        if choice == line.asked.kept.version:
            changes.append(replace(line, seen=choice))
        elif choice != THEIRS:
            left.append(line)
    return replace(found, changes=tuple(changes), conflicts=tuple(left))
