"""A round's results as its officers and auditors read them: the raw result, and beside it what tells how sure it is.

What is kept from the reader (`conflicts.withheld`) is in no figure: not in the ranks, the agreement, the line. Marks
are shown where they lie apart, of complete panels alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import anyio

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual, Text, _
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.rounds import Measure, RoundView
from parks.reviews.rules import names
from parks.reviews.rules.scoring import Agreement, Beside, Panel, Policy, outliers, panel
from parks.reviews.states import AssessmentState
from parks.web.paging import Column, Filter, Grid, ListState, Page, page

PLACES = "places"
RESULT_LIST = Grid(
    columns=(
        Column("rank", _("Rank"), sort="rank", numeric=True),
        Column("code", _("Review code"), sort="code"),
        Column("label", _("Applicant")),
        Column("field", _("Field"), shown=False),
        Column("total", _("Score"), numeric=True),
        Column("dropped", _("Left out of it")),
        Column("bonus", _("Bonus, beside the score")),
        Column("range", _("Highest less lowest"), sort="range", numeric=True),
        Column("adjusted", _("Adjusted for strictness"), sort="adjusted", numeric=True),
        Column("above", _("Chance of lying above the line"), sort="above", numeric=True),
        Column("apart", _("Marks that lie apart")),
        Column("asked", _("Questions about marks")),
        Column("state", _("State"), shown=False),
    ),
    sorts=("rank", "code", "range", "adjusted", "above"),
    filters=(
        Filter(PLACES, _("Places above the funding line")),
        Filter("state", _("State"), tuple((key.value, text) for key, text in names.ASSESSMENT_STATES.items())),
        Filter("field", _("Field"), tuple(names.FIELDS.items())),
    ),
)


@dataclass(frozen=True, slots=True)
class Apart:
    """A mark, or where `criterion_id` is None a whole score, that the round's policy asks about. `mark` of `maximum`;
    `others` the lowest and highest of the rest of the panel.
    """

    seat_id: UUID
    expert: str
    criterion_id: UUID | None
    position: int
    title: Bilingual | None
    mark: Decimal
    maximum: Decimal
    others: tuple[Decimal, Decimal]

    @property
    def said(self) -> Text:
        figures = {
            "mark": _short(self.mark),
            "maximum": _short(self.maximum),
            "low": _short(self.others[0]),
            "high": _short(self.others[1]),
        }
        if self.title is None:
            return _("{expert}: {mark} in all, the others {low} to {high}", expert=self.expert, **figures)
        return _(
            "{expert}: {mark} of {maximum} on {n}. {title}, the others {low} to {high}",
            expert=self.expert,
            n=self.position,
            title=self.title,
            **figures,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked about a mark; `mark` stood then, `after` once it was answered (None: it waits)."""

    id: UUID
    seat_id: UUID
    expert: str
    criterion_id: UUID
    position: int
    title: Bilingual
    kind: str
    words: str
    mark: Decimal
    answer: str
    after: Decimal | None

    @property
    def said(self) -> Text:
        figures = {"expert": self.expert, "n": self.position, "title": self.title, "mark": _short(self.mark)}
        if self.after is None:
            return _("{expert} is asked about {mark} on {n}. {title}, and has not answered yet", **figures)
        if self.after == self.mark:
            return _("{expert} keeps {mark} on {n}. {title}: {answer}", answer=self.answer, **figures)
        return _(
            "{expert} changes {mark} to {after} on {n}. {title}: {answer}",
            after=_short(self.after),
            answer=self.answer,
            **figures,
        )


def _short(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


@dataclass(frozen=True, slots=True)
class Bonus:
    """The panel's mean on a bonus criterion, beside the score."""

    criterion_id: UUID
    position: int
    title: Bilingual
    mark: Decimal
    maximum: Decimal

    @property
    def said(self) -> Text:
        return _(
            "{n}. {title}: {mark} of {maximum}",
            n=self.position,
            title=self.title,
            mark=f"{self.mark:f}",
            maximum=_short(self.maximum),
        )


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A line of the results; figures are None until the panel is complete. `range` of the experts' scores; `part` the
    group within which adjusted scores compare; `above` from 0 to 1, None without a funding line.
    """

    id: UUID
    code: str
    label: str
    field: str
    state: str
    rank: int | None
    total: Decimal | None
    plain: Decimal | None
    range: Decimal | None
    adjusted: float | None
    part: int | None
    above: float | None
    dropped: tuple[Text, ...] = ()
    apart: tuple[Apart, ...] = ()
    asked: tuple[Question, ...] = ()
    bonus: tuple[Bonus, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """`page` of `ResultRow`, what is told of the whole round, and how many places the funding line leaves (or None)."""

    page: Page
    beside: Beside
    places: int | None

    @property
    def agreement(self) -> Agreement:
        return self.beside.agreement


SCORES = f"""
SELECT a.id, a.number, a.code, a.subject_label, a.field, a.state, a.total, a.plain, a.rank, s.experts, s.scores
FROM assessment a LEFT JOIN (
  SELECT s.assessment, array_agg(s.expert ORDER BY s.id) AS experts, array_agg(s.score ORDER BY s.id) AS scores
  FROM seat s JOIN assessment o ON o.id = s.assessment
  WHERE o.review_round = $1 AND o.state = 'closed' AND s.state = 'scored' GROUP BY s.assessment
) s ON s.assessment = a.id
WHERE a.review_round = $1 AND NOT {withheld("$3")}
  AND EXISTS (SELECT FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2))
ORDER BY a.number
"""

MARKS = """
SELECT s.assessment, s.id AS seat, e.name, s.score, array_agg(c.id ORDER BY c.position) AS criteria,
  array_agg(m.value ORDER BY c.position) AS marks,
  (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'criterion', q.criterion, 'kind', q.kind, 'words', q.words, 'mark',
    q.mark::text, 'answer', q.answer, 'after', q.mark_after::text) ORDER BY q.id)
    FROM mark_query q WHERE q.seat = s.id) AS asked
FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment JOIN mark m ON m.seat = s.id
  JOIN criterion c ON c.id = m.criterion
WHERE s.assessment = ANY($1) AND s.state = 'scored' AND a.state = 'closed' GROUP BY s.id, e.name ORDER BY s.id
"""


def places_of(state: ListState) -> int | None:
    """The funding line that the reader asks for; what is no number is none."""
    typed = state.chosen.get(PLACES, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 and int(typed) else None


async def results(actor: Actor, of: RoundView, state: ListState) -> Results:
    """Two statements: the scores of the whole round, from which every figure follows, and the marks of those shown.

    `of` is the round as `queries.review_round` answers it.
    """
    found = await rows(SCORES, of.id, [f"{path}%" for path in permissions.reads_at(actor)], actor.id)
    complete = tuple(
        Panel(one["id"], tuple(zip(one["experts"], one["scores"], strict=True)))
        for one in found
        if one["state"] == AssessmentState.CLOSED and one["experts"]
    )
    places = places_of(state)
    told = await anyio.to_thread.run_sync(_beside, complete, of.policy, places, of.id)
    ranks = _closed_up(found)
    lines = _asked([_line(one, ranks, told) for one in found], state)
    start = next((n + 1 for n, one in enumerate(lines) if state.after and str(one.id) == state.after[1]), 0)
    shown = lines[start : start + state.limit]
    sheets = await rows(MARKS, [one.id for one in shown[: state.size]])
    by_assessment: dict[UUID, list[Any]] = {}
    for sheet in sheets:
        by_assessment.setdefault(sheet["assessment"], []).append(sheet)
    full = [_with_marks(one, by_assessment.get(one.id, ()), of.policy, of.criteria) for one in shown]
    return Results(page(state, full, len(lines), key=lambda one: (one.rank, one.id)), told, places)


def _beside(panels: tuple[Panel, ...], policy: Policy, places: int | None, round_id: UUID) -> Beside:
    from parks.reviews.rules.scoring.beside import beside  # numpy, which only this page needs

    return beside(panels, policy, places, round_id)


def _closed_up(found: Sequence[Any]) -> dict[UUID, int]:
    """The ranks among those the reader sees (`rounds.SHOWN_RANK`, without asking it of each line)."""
    ranked = sorted((one for one in found if one["rank"] is not None), key=lambda one: one["rank"])
    first: dict[int, int] = {}
    for place, one in enumerate(ranked, start=1):
        first.setdefault(one["rank"], place)
    return {one["id"]: first[one["rank"]] for one in ranked}


def _line(one: Any, ranks: Mapping[UUID, int], told: Beside) -> ResultRow:
    scores = one["scores"] if one["state"] == AssessmentState.CLOSED else None
    return ResultRow(
        one["id"],
        one["code"],
        one["subject_label"],
        one["field"],
        one["state"],
        ranks.get(one["id"]),
        one["total"],
        one["plain"],
        max(scores) - min(scores) if scores else None,
        told.adjusted.get(one["id"]),
        told.part.get(one["id"]),
        told.above.get(one["id"]),
    )


def _asked(lines: Iterable[ResultRow], state: ListState) -> list[ResultRow]:
    """Searched, filtered and in the order asked for; what has no figure stands last either way."""
    q = state.q.casefold()
    kept = [
        one
        for one in lines
        if (not q or q in f"{one.code} {one.label}".casefold())
        and all(getattr(one, name) == state.chosen[name] for name in ("state", "field") if state.chosen.get(name))
    ]
    without = [one for one in kept if getattr(one, state.sort) is None]
    figured = [one for one in kept if getattr(one, state.sort) is not None]
    return sorted(figured, key=lambda one: getattr(one, state.sort), reverse=state.descending) + without


def _with_marks(line: ResultRow, seats: Sequence[Any], policy: Policy, criteria: Sequence[Measure]) -> ResultRow:
    if not seats:
        return line
    marks = {one["seat"]: dict(zip(one["criteria"], one["marks"], strict=True)) for one in seats}
    return replace(
        line,
        dropped=tuple(_dropped(policy, seats, marks, criteria)),
        apart=tuple(_apart(policy, seats, marks, criteria)),
        asked=tuple(_questions(seats, criteria)),
        bonus=tuple(_bonus(policy, marks, criteria)),
    )


def _questions(seats: Sequence[Any], criteria: Sequence[Measure]) -> Iterable[Question]:
    of = {one.id: one for one in criteria}
    for seat in seats:
        for one in seat["asked"] or ():
            criterion = of[UUID(one["criterion"])]
            yield Question(
                UUID(one["id"]),
                seat["seat"],
                seat["name"],
                criterion.id,
                criterion.position,
                criterion.title,
                one["kind"],
                one["words"],
                Decimal(one["mark"]),
                one["answer"],
                None if one["after"] is None else Decimal(one["after"]),
            )


Sheets = Mapping[UUID, Mapping[UUID, Decimal | None]]
"""Marks by seat and criterion; None: it does not apply."""


def _bonus(policy: Policy, marks: Sheets, criteria: Sequence[Measure]) -> Iterable[Bonus]:
    """The panel's mean on each bonus criterion: beside the score, never in it."""
    beside = [one for one in criteria if one.scale.bonus]
    means = panel(policy, {one.id: one.scale for one in criteria}, marks).bonus if beside else {}
    for one in beside:
        if one.id in means:
            yield Bonus(one.id, one.position, one.title, means[one.id], one.scale.maximum)


def _dropped(policy: Policy, seats: Sequence[Any], marks: Sheets, criteria: Sequence[Measure]) -> Iterable[Text]:
    """The figures that are not in the total, lowest and highest."""
    if left := policy.left_out([one["score"] for one in seats]):
        yield _("{low} and {high}", low=f"{left[0]:f}", high=f"{left[1]:f}")
    if policy.drop == "criterion":
        made = panel(policy, {one.id: one.scale for one in criteria}, marks)
        for one in criteria:
            if gone := made.dropped_on.get(one.id):
                low, high = (_short(mark) for seat in gone if (mark := marks[seat][one.id]) is not None)
                yield _("{n}. {title}: {low} and {high}", n=one.position, title=one.title, low=low, high=high)


def _apart(policy: Policy, seats: Sequence[Any], marks: Sheets, criteria: Sequence[Measure]) -> Iterable[Apart]:
    """Whole scores first, then criterion by criterion, each mark as a share of 100."""
    expert = {one["seat"]: one["name"] for one in seats}
    scores = {one["seat"]: one["score"] for one in seats}
    for seat in _in_order(outliers(policy, scores), scores):
        yield Apart(seat, expert[seat], None, 0, None, scores[seat], Decimal(100), _others(scores, seat))
    for one in criteria:
        column = {seat: mark for seat, sheet in marks.items() if (mark := sheet.get(one.id)) is not None}
        shares = {seat: mark * 100 / one.scale.maximum for seat, mark in column.items()}
        for seat in _in_order(outliers(policy, shares), column):
            yield Apart(
                seat,
                expert[seat],
                one.id,
                one.position,
                one.title,
                column[seat],
                one.scale.maximum,
                _others(column, seat),
            )


def _in_order(found: frozenset[UUID], column: Mapping[UUID, Decimal]) -> list[UUID]:
    return [seat for seat in column if seat in found]


def _others(column: Mapping[UUID, Decimal], seat: UUID) -> tuple[Decimal, Decimal]:
    rest = [value for other, value in column.items() if other != seat]
    return min(rest), max(rest)
