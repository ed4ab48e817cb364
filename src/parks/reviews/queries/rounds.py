"""Rounds, their assessments and ranking, for officers and auditors of the place: the real names stand here alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text, _
from parks.reviews import permissions
from parks.reviews.queries import serving
from parks.reviews.queries.conflicts import reasons, withheld
from parks.reviews.queries.criteria import SCALE_JSON, scale_of
from parks.reviews.queries.pool import SERVES
from parks.reviews.rules import names
from parks.reviews.rules.affinity import words_of
from parks.reviews.rules.conflicts import Barred
from parks.reviews.rules.scoring import Policy, Scale, sentences
from parks.reviews.states import SITTING, AssessmentState, ExpertState, RoundState, SeatState
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page

ASSESSMENT_LIST = Grid(
    columns=(
        Column("code", _("Review code"), sort="code"),
        Column("label", _("Applicant")),
        Column("field", _("Field")),
        Column("seats", _("Panel seats")),
        Column("barred", _("Barred"), numeric=True),
        Column("total", _("Score"), numeric=True),
        Column("rank", _("Rank"), sort="rank", numeric=True),
        Column("state", _("State")),
    ),
    sorts=("code", "rank"),
    filters=(
        Filter("state", _("State"), tuple((key.value, text) for key, text in names.ASSESSMENT_STATES.items())),
        Filter("field", _("Field"), tuple(names.FIELDS.items())),
    ),
)

RANK_LIST = Grid(
    columns=(
        Column("rank", _("Rank"), sort="rank", numeric=True),
        Column("code", _("Review code")),
        Column("label", _("Applicant")),
        Column("field", _("Field")),
        Column("total", _("Score"), numeric=True),
        Column("plain", _("Plain mean"), numeric=True),
        Column("key_points", _("Key criterion"), numeric=True),
        Column("second_points", _("Second criterion"), numeric=True, shown=False),
        Column("state", _("State")),
    ),
    sorts=("rank",),
)


def _places(actor: Actor) -> list[str]:
    """The argument of the one scope predicate, `r.path LIKE ANY($n)`."""
    return [f"{path}%" for path in permissions.reads_at(actor)]


SHOWN_RANK = (
    "a.rank - (SELECT count(*) FROM assessment o WHERE o.review_round = a.review_round AND o.rank < a.rank"
    f" AND {withheld('{person}', 'o.id')})"
)
"""The rank among those that the reader may see: a gap would tell the place of the one that is kept from them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion of a round's rubric."""

    id: UUID
    position: int
    title: Bilingual
    scale: Scale


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round; `criteria` and `asked`, how many questions about marks wait, are read of one round alone."""

    id: UUID
    title: Bilingual
    state: str
    seats: int
    closes: datetime
    now: datetime
    assessments: int
    closed: int
    path: str
    rubric: Bilingual
    rubric_version: int
    scoring: Mapping[str, Any]
    can_run: bool
    criteria: tuple[Measure, ...] = ()
    asked: int = 0

    @property
    def policy(self) -> Policy:
        return Policy.of(self.scoring)

    @property
    def adds_up(self) -> Sequence[Text]:
        """How the scores become the result, in plain words."""
        return sentences(self.policy)

    @property
    def open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def can_close(self) -> bool:
        return self.can_run and self.open and 0 < self.assessments == self.closed


ROUND = (
    "SELECT {more} r.id, r.title, r.state, r.seats, r.closes, parks_now() AS now, r.path,"
    f" r.assessments - (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND {withheld('$2')})"
    " AS assessments, (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND a.state = 'closed'"
    f" AND NOT {withheld('$2')}) AS closed,"
    " b.title AS rubric, b.version, r.scoring FROM review_round r JOIN rubric b ON b.id = r.rubric"
)
CRITERIA = (
    f"(SELECT jsonb_agg(jsonb_build_object('id', c.id, 'position', c.position, 'title', c.title, {SCALE_JSON})"
    " ORDER BY c.position)"
    " FROM criterion c WHERE c.rubric = r.rubric) AS criteria,"
    " (SELECT count(*) FROM mark_query q JOIN seat s ON s.id = q.seat JOIN assessment a ON a.id = s.assessment"
    " WHERE a.review_round = r.id AND q.answered_at IS NULL AND s.state IN ('declared', 'scored')"
    f" AND NOT {withheld('$2')}) AS asked,"
)


async def rounds(actor: Actor) -> list[RoundView]:
    """The newest hundred rounds of the actor's places, open ones first."""
    found = await rows(
        f"{ROUND.format(more='')} WHERE r.path LIKE ANY($1) ORDER BY r.state DESC, r.closes DESC, r.id LIMIT 100",
        _places(actor),
        actor.id,
    )
    return [_round(actor, one) for one in found]


async def review_round(actor: Actor, round_id: UUID) -> RoundView:
    found = await row(
        f"{ROUND.format(more=CRITERIA)} WHERE r.id = $3 AND r.path LIKE ANY($1)", _places(actor), actor.id, round_id
    )
    return (
        replace(_round(actor, found), criteria=_measures(found["criteria"]), asked=found["asked"])
        if found
        else hidden()
    )


def _measures(stored: Sequence[Mapping[str, Any]]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            UUID(one["id"]),
            one["position"],
            Bilingual.of(one["title"]),
            scale_of(one),
        )
        for one in stored
    )


def _round(actor: Actor, one: Any) -> RoundView:
    return RoundView(
        one["id"],
        Bilingual.of(one["title"]),
        one["state"],
        one["seats"],
        one["closes"],
        one["now"],
        one["assessments"],
        one["closed"],
        one["path"],
        Bilingual.of(one["rubric"]),
        one["version"],
        one["scoring"],
        bool(permissions.may_run(actor, one["path"])),
    )


@dataclass(frozen=True, slots=True)
class RubricChoice:
    id: UUID
    title: Bilingual
    version: int


async def rubrics(actor: Actor) -> list[RubricChoice]:
    """The newest version of each rubric of the actor's places and of those above."""
    found = await rows(
        "SELECT DISTINCT ON (e.organisation, e.key) e.id, e.title, e.version FROM rubric e"
        f" WHERE e.published_at IS NOT NULL AND {SERVES} ORDER BY e.organisation, e.key, e.version DESC",
        permissions.reads_at(actor),
    )
    return [RubricChoice(one["id"], Bilingual.of(one["title"]), one["version"]) for one in found]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A line of the round: `seats` the states of its seats (recused and replaced ones left out)."""

    id: UUID
    code: str
    label: str
    field: str
    state: str
    seats: tuple[str, ...]
    barred: int
    total: Decimal | None
    rank: int | None

    @property
    def scored(self) -> int:
        return sum(one == SeatState.SCORED for one in self.seats)


ORDERS: Mapping[str, str] = {"code": "a.number", "rank": "COALESCE(a.rank, 2147483647)"}


async def assessments(actor: Actor, round_id: UUID, state: ListState) -> Page:
    """One page of a round's assessments in two statements, seats gathered of those shown alone."""
    values: list[Any] = [round_id, _places(actor), actor.id]
    conditions = [
        "a.review_round = $1",
        "EXISTS (SELECT FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2))",
        f"NOT {withheld('$3')}",
    ]
    if state.q:
        values.append(state.q)
        n, text = len(values), "(a.code || ' ' || a.subject_label)"
        conditions.append(f"bigrams({text}) @> bigrams(${n}) AND {text} ILIKE '%' || ${n} || '%'")
    for name in ("state", "field"):
        if state.chosen.get(name):
            values.append(state.chosen[name])
            conditions.append(f"a.{name} = ${len(values)}")
    where = " AND ".join(conditions)
    total = await value(f"SELECT count(*) FROM (SELECT FROM assessment a WHERE {where} LIMIT {CAP + 1}) x", *values)
    order, turn = ORDERS[state.sort], " DESC" if state.descending else ""
    if state.after is not None and state.number_after is not None:
        values += [state.number_after, state.after[1]]
        sign = "<" if state.descending else ">"
        where += f" AND ({order}, a.id::text) {sign} (${len(values) - 1}::bigint, ${len(values)})"
    found = await rows(
        "SELECT a.id, a.code, a.subject_label, a.field, a.state, a.total, a.place,"
        f" {SHOWN_RANK.format(person='$3')} AS rank,"
        " (SELECT count(*) FROM jsonb_object_keys(a.barred)) AS barred,"
        " ARRAY(SELECT s.state FROM seat s WHERE s.assessment = a.id AND s.state = ANY(ARRAY['offered', 'declared',"
        " 'scored']) ORDER BY s.id) AS seats"
        f" FROM (SELECT a.*, {order} AS place FROM assessment a WHERE {where}"
        f" ORDER BY {order}{turn}, a.id::text{turn} LIMIT {state.limit}) a ORDER BY a.place{turn}, a.id::text{turn}",
        *values,
    )
    made = [_Placed(_assessment_row(one), one["place"]) for one in found]
    return page(state, made, total, key=lambda one: (one.place, one.row.id))


@dataclass(frozen=True, slots=True)
class _Placed:
    row: AssessmentRow
    place: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _assessment_row(one: Any) -> AssessmentRow:
    return AssessmentRow(
        one["id"],
        one["code"],
        one["subject_label"],
        one["field"],
        one["state"],
        tuple(one["seats"]),
        one["barred"],
        one["total"],
        one["rank"],
    )


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as the officer sees it: who, how far; the score once the assessment is closed, never the marks."""

    id: UUID
    expert_id: UUID
    expert: str
    kind: str
    employer: str
    state: str
    offered_at: datetime
    declared_at: datetime | None
    scored_at: datetime | None
    reason: str
    score: Decimal | None

    @property
    def sits(self) -> bool:
        return self.state in SITTING


@dataclass(frozen=True, slots=True)
class BarredExpert:
    expert_id: UUID
    name: str
    reasons: tuple[Barred, ...]


@dataclass(frozen=True, slots=True)
class AssessmentDetail:
    id: UUID
    code: str
    label: str
    url: str
    field: str
    state: str
    round_id: UUID
    round: Bilingual
    round_open: bool
    seats: int
    closes: datetime
    now: datetime
    total: Decimal | None
    plain: Decimal | None
    rank: int | None
    panel: tuple[SeatRow, ...]
    barred: tuple[BarredExpert, ...]
    can_run: bool
    words: str  # all that the blind proposal says
    scoring: Mapping[str, Any]

    @property
    def taken(self) -> int:
        return sum(one.sits for one in self.panel)

    @property
    def can_seat(self) -> bool:
        return self.can_run and self.round_open and self.state == AssessmentState.OPEN and self.taken < self.seats

    @property
    def trimmed(self) -> bool:
        return self.total is not None and Policy.of(self.scoring).drops(self.seats)


async def assessment(actor: Actor, assessment_id: UUID) -> AssessmentDetail:
    """One assessment with its panel and who is barred from it, in two statements."""
    found = await row(
        "SELECT a.id, a.code, a.subject_label, a.subject_url, a.field, a.state, a.total, a.plain, a.barred, a.proposal,"
        f" {SHOWN_RANK.format(person='$3')} AS rank,"
        " r.id AS round_id, r.title, r.state AS round_state, r.seats, r.closes, r.path, r.scoring, parks_now() AS now,"
        " COALESCE((SELECT jsonb_object_agg(e.id, e.name) FROM expert e WHERE a.barred ? e.id::text), '{}'::jsonb)"
        " AS names FROM assessment a JOIN review_round r ON r.id = a.review_round"
        f" WHERE a.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')}",
        assessment_id,
        _places(actor),
        actor.id,
    )
    if found is None:
        hidden()
    panel = await rows(
        "SELECT s.id, s.expert, e.name, e.kind, e.employer, s.state, s.offered_at, s.declared_at, s.scored_at,"
        " s.reason, CASE WHEN s.state = 'scored' AND a.state = 'closed' THEN s.score END AS score"
        " FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment"
        " WHERE s.assessment = $1 ORDER BY s.id",
        assessment_id,
    )
    names = found["names"]
    return AssessmentDetail(
        id=found["id"],
        code=found["code"],
        label=found["subject_label"],
        url=found["subject_url"],
        field=found["field"],
        state=found["state"],
        round_id=found["round_id"],
        round=Bilingual.of(found["title"]),
        round_open=found["round_state"] == RoundState.OPEN,
        seats=found["seats"],
        closes=found["closes"],
        now=found["now"],
        total=found["total"],
        plain=found["plain"],
        rank=found["rank"],
        panel=tuple(
            SeatRow(
                one["id"],
                one["expert"],
                one["name"],
                one["kind"],
                one["employer"],
                one["state"],
                one["offered_at"],
                one["declared_at"],
                one["scored_at"],
                one["reason"],
                one["score"],
            )
            for one in panel
        ),
        barred=tuple(
            BarredExpert(UUID(expert_id), names.get(expert_id, ""), tuple(map(Barred.of, reasons)))
            for expert_id, reasons in found["barred"].items()
        ),
        can_run=bool(permissions.may_run(actor, found["path"])),
        words=words_of(found["proposal"]),
        scoring=found["scoring"],
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert for a seat; `why_not` is the very sentence with which the action would refuse."""

    id: UUID
    name: str
    kind: str
    employer: str
    in_field: bool
    waiting: int
    why_not: Any
    title: str
    fields: tuple[str, ...]
    full: bool  # has as many seats in this round as its last assignment allowed


async def candidates(actor: Actor, assessment_id: UUID, q: str = "", limit: int = 60) -> list[Candidate]:
    """Up to `limit` of the pool: of a drawn panel first, of the field, then the least busy; refusals with reasons."""
    found = await rows(
        "SELECT e.id, e.name, e.kind, e.employer, e.state, e.fields @> ARRAY[a.field] AS in_field,"
        " (SELECT count(*) FROM seat s WHERE s.expert = e.id AND s.state IN ('offered', 'declared')) AS waiting,"
        f" {reasons('e.id')} AS reasons, e.ties_at <= a.checked_at AS checked, e.title, e.fields, d.state AS draw,"
        " COALESCE(x.state IN ('seated', 'admitted'), FALSE) AS on_panel,"
        " COALESCE((SELECT count(*) FROM seat s JOIN assessment b ON b.id = s.assessment WHERE s.expert = e.id"
        " AND b.review_round = r.id AND s.state IN ('offered', 'declared', 'scored')) >= (SELECT u.max_load FROM"
        " assignment_run u WHERE u.review_round = r.id AND u.state = 'applied' ORDER BY u.made_at DESC LIMIT 1), FALSE)"
        " AS full_up,"
        f" {serving.SERVING}"
        " FROM assessment a JOIN review_round r ON r.id = a.review_round CROSS JOIN expert e"
        " LEFT JOIN expert_draw d ON d.review_round = r.id AND d.state <> 'replaced'"
        " LEFT JOIN drawn_expert x ON x.draw = d.id AND x.expert = e.id"
        f" WHERE a.id = $2 AND r.path LIKE ANY($3) AND NOT {withheld('$6')} AND {SERVES}"
        " AND ($4 = '' OR (e.name || ' ' || e.employer || ' ' || e.title) ILIKE '%' || $4 || '%')"
        " AND NOT EXISTS (SELECT FROM seat s WHERE s.assessment = a.id AND s.expert = e.id)"
        " ORDER BY on_panel DESC, in_field DESC, waiting, e.name_order LIMIT $5",
        permissions.reads_at(actor),
        assessment_id,
        _places(actor),
        q,
        limit,
        actor.id,
    )
    return [
        Candidate(
            one["id"],
            one["name"],
            one["kind"],
            one["employer"],
            one["in_field"],
            one["waiting"],
            permissions.may_seat(
                ExpertState(one["state"]),
                [Barred.of(each).reason for each in one["reasons"] or ()],
                checked=one["checked"],
            ).reason
            or serving.verdict(one).reason
            or permissions.may_seat_drawn(one["draw"], on_panel=one["on_panel"]).reason,
            one["title"],
            tuple(one["fields"]),
            one["full_up"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class RankRow:
    """A line of the ranking. `subject_id` leads back to what was assessed, for the context that owns it."""

    assessment_id: UUID
    subject_kind: str
    subject_id: UUID
    code: str
    label: str
    field: str
    rank: int | None
    total: Decimal | None
    plain: Decimal | None
    key_points: Decimal | None
    second_points: Decimal | None
    state: str


RANKED = (
    "SELECT a.id, a.subject_kind, a.subject_id, a.code, a.subject_label, a.field,"
    f" {SHOWN_RANK.format(person='$2')} AS rank, a.total, a.plain, a.key_points, a.second_points,"
    " a.state FROM assessment a"
)


async def ranking(round_id: UUID, actor: Actor = SYSTEM) -> list[RankRow]:
    """The whole ranking, unranked ones last, for the context above: it has asked its own permission. What is kept from
    the actor is left out, and the others stand closed up.
    """
    found = await rows(
        f"{RANKED} WHERE a.review_round = $1 AND NOT {withheld('$2')} ORDER BY a.rank NULLS LAST, a.number",
        round_id,
        actor.id,
    )
    return [RankRow(*one.values()) for one in found]


async def standings(actor: Actor, round_id: UUID, state: ListState) -> Page:
    """One page of the ranking for its reader."""
    values: list[Any] = [round_id, actor.id, _places(actor)]
    where = (
        "a.review_round = $1 AND EXISTS (SELECT FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($3))"
        f" AND NOT {withheld('$2')}"
    )
    if state.q:
        values.append(state.q)
        text = "(a.code || ' ' || a.subject_label)"
        where += f" AND bigrams({text}) @> bigrams($4) AND {text} ILIKE '%' || $4 || '%'"
    total = await value(f"SELECT count(*) FROM (SELECT FROM assessment a WHERE {where} LIMIT {CAP + 1}) x", *values)
    order, turn = "COALESCE(a.rank, 2147483647)", " DESC" if state.descending else ""
    if state.after is not None and state.number_after is not None:
        values += [state.number_after, state.after[1]]
        sign = "<" if state.descending else ">"
        where += f" AND ({order}, a.id::text) {sign} (${len(values) - 1}::bigint, ${len(values)})"
    found = await rows(f"{RANKED} WHERE {where} ORDER BY {order}{turn}, a.id::text{turn} LIMIT {state.limit}", *values)
    lines = [RankRow(*one.values()) for one in found]
    return page(state, lines, total, key=lambda one: (one.rank or 2147483647, one.assessment_id))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a programme shows of an assessment: how far it is, then its result."""

    assessment_id: UUID
    round_id: UUID
    code: str
    state: str
    seats: int
    scored: int
    total: Decimal | None
    plain: Decimal | None
    rank: int | None
    of: int
    scoring: Mapping[str, Any]

    @property
    def trimmed(self) -> bool:
        return self.total is not None and Policy.of(self.scoring).drops(self.seats)


SUMMARY = (
    "SELECT a.id, a.review_round, a.code, a.state, r.seats,"
    " (SELECT count(*) FROM seat s WHERE s.assessment = a.id AND s.state = 'scored') AS scored, a.total, a.plain,"
    f" {SHOWN_RANK.format(person='$2')} AS rank,"
    f" r.assessments - (SELECT count(*) FROM assessment h WHERE h.review_round = r.id AND {withheld('$2', 'h.id')})"
    " AS of, r.scoring FROM assessment a JOIN review_round r ON r.id = a.review_round"
)


async def summary(assessment_id: UUID, actor: Actor | None = None) -> Summary:
    """How an assessment stands; with an actor only where they read its round (else 404)."""
    found: Any
    if actor is None:
        found = await row(f"{SUMMARY} WHERE a.id = $1", assessment_id, SYSTEM.id)
    else:
        found = await row(
            f"{SUMMARY} WHERE a.id = $1 AND r.path LIKE ANY($3) AND NOT {withheld('$2')}",
            assessment_id,
            actor.id,
            _places(actor),
        )
    return Summary(*found.values()) if found else hidden()


async def assessment_of(actor: Actor, seat_id: UUID) -> UUID:
    """Which assessment a seat belongs to, for the officer's way back; 404 where they read no such round."""
    found: UUID | None = await value(
        "SELECT a.id FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
        f" WHERE s.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')}",
        seat_id,
        _places(actor),
        actor.id,
    )
    return found or hidden()
