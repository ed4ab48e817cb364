"""Draws of a round's panel: who could be drawn, what was committed to, who was drawn, and the record to replay it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters import vault
from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, hidden
from parks.kernel.words import Bilingual, _
from parks.reviews import permissions
from parks.reviews.queries import serving
from parks.reviews.queries.conflicts import CONCERNED
from parks.reviews.rules import draw as rule
from parks.reviews.states import (
    ON_THE_PANEL,
    SITTING,
    DrawnState,
    DrawState,
    ExpertState,
    InvitationState,
    LeftOut,
    RoundState,
)

BACKUPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is left out beforehand: barred from more than `most_barred` % of the round, more open seats than that."""

    most_barred: int = 25
    most_open: int = 10

    def stored(self) -> dict[str, int]:
        return {"most_barred": self.most_barred, "most_open": self.most_open}


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pool as a draw sees it: candidates, whose mark is whose, and how many were left out for what."""

    snapshot: rule.Snapshot
    marks: Mapping[str, UUID]
    left_out: Mapping[LeftOut, int]
    proposals: int


POOL = f"""
WITH r AS (SELECT id, path, assessments FROM review_round WHERE id = $1),
barred AS (SELECT x.expert, count(*) AS n FROM assessment a CROSS JOIN LATERAL ({CONCERNED}) x
  WHERE a.review_round = $1 GROUP BY x.expert),
looked AS (SELECT min(checked_at) AS at FROM assessment WHERE review_round = $1),
waiting AS (SELECT expert, count(*) AS n FROM seat WHERE state IN ('offered', 'declared') GROUP BY expert),
sat AS (SELECT x.expert, max(x.at) AS at FROM (
    SELECT s.expert, s.offered_at AS at FROM seat s JOIN assessment a ON a.id = s.assessment
      WHERE s.state = ANY($2) AND a.review_round <> $1
    UNION ALL SELECT d.expert, COALESCE(d.called_at, e.revealed_at) FROM drawn_expert d JOIN expert_draw e
      ON e.id = d.draw WHERE d.state = 'seated' AND e.state = 'revealed' AND e.review_round <> $1) x GROUP BY x.expert)
SELECT e.id, e.person, e.fields, e.kind, e.employer, e.state, o.region, r.assessments,
  COALESCE(barred.n, 0) AS barred, COALESCE(waiting.n, 0) AS waiting, e.ties_at > looked.at AS unchecked,
  CASE WHEN sat.at IS NOT NULL THEN GREATEST(0, floor(extract(epoch FROM parks_now() - sat.at) / 86400))::int END
    AS recent, {serving.SERVING}
FROM r CROSS JOIN looked JOIN expert e ON starts_with(r.path, e.path) OR starts_with(e.path, r.path)
JOIN organisation o ON o.id = e.organisation
LEFT JOIN barred ON barred.expert = e.id LEFT JOIN waiting ON waiting.expert = e.id
LEFT JOIN sat ON sat.expert = e.id ORDER BY e.id
"""


async def pooled(round_id: UUID, terms: Terms, officials: Sequence[UUID]) -> Pooled:
    """Who of the pool that serves the round's place can be drawn now; one statement. `officials` run this draw."""
    found = await rows(POOL, round_id, [one.value for one in SITTING])
    marks: dict[str, UUID] = {}
    candidates: list[rule.Candidate] = []
    left_out: Counter[LeftOut] = Counter()
    for one in found:
        if why := _left_out(one, terms, officials):
            left_out[why] += 1
            continue
        mark = expert_mark(round_id, one["id"])
        marks[mark] = one["id"]
        candidates.append(
            rule.Candidate(
                mark,
                tuple(sorted(one["fields"])),
                one["kind"],
                employer_mark(round_id, one["employer"]),
                one["region"],
                one["recent"],
                one["barred"],
            )
        )
    proposals = found[0]["assessments"] if found else 0
    return Pooled(
        rule.Snapshot(tuple(candidates)), marks, {why: left_out[why] for why in LeftOut if left_out[why]}, proposals
    )


def expert_mark(round_id: UUID, expert_id: UUID) -> str:
    """The pseudonym of an expert in a round's draws and their export: keyed, and of use in this round alone."""
    return "E" + vault.fingerprint(f"drawn expert {round_id}", str(expert_id))[:16]


def employer_mark(round_id: UUID, employer: str) -> str:
    return vault.fingerprint(f"drawn employer {round_id}", rule.employer_key(employer))[:16]


def _left_out(one: Any, terms: Terms, officials: Sequence[UUID]) -> LeftOut | None:
    if one["state"] == ExpertState.RESTING:
        return LeftOut.RESTING
    if one["state"] != ExpertState.AVAILABLE:
        return LeftOut.NOT_VETTED
    if one["person"] in officials:
        return LeftOut.OFFICIAL
    if one["unchecked"]:
        return LeftOut.UNCHECKED
    if one["barred"] * 100 > terms.most_barred * one["assessments"]:
        return LeftOut.BARRED
    if one["answer"] == InvitationState.DECLINED:
        return LeftOut.DECLINED
    full = one["capacity"] is not None and one["taken"] >= one["capacity"]
    if full or one["waiting"] > terms.most_open:
        return LeftOut.BUSY
    return None if serving.verdict(one) else LeftOut.TERM  # of what forbids to serve, only the term is left


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A drawn expert by name, for officers and auditors."""

    expert_id: UUID
    name: str
    kind: str
    employer: str
    fields: tuple[str, ...]
    place: int
    state: str
    left_turn: int | None
    called_turn: int | None
    reason: str

    @property
    def sits(self) -> bool:
        return self.state in ON_THE_PANEL


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw as it stands. `secret` and `words` are empty until it is revealed."""

    id: UUID
    number: int
    state: str
    constraints: rule.Constraints
    terms: Terms
    left_out: Mapping[LeftOut, int]
    candidates: int
    commitment: str
    secret: str
    words: str
    officer: str
    witness: str
    committed_at: datetime
    witnessed_at: datetime | None
    revealed_at: datetime | None
    replaced_at: datetime | None
    reason: str
    drawn: tuple[DrawnRow, ...]
    can_witness: bool
    can_reveal: bool

    @property
    def live(self) -> bool:
        return self.state != DrawState.REPLACED

    @property
    def revealed(self) -> bool:
        return self.revealed_at is not None

    @property
    def panel(self) -> tuple[DrawnRow, ...]:
        """Who sits, in the order in which they came: drawn, called, taken on."""
        return tuple(sorted((one for one in self.drawn if one.sits), key=_came))

    @property
    def left(self) -> tuple[DrawnRow, ...]:
        return tuple(
            sorted((one for one in self.drawn if one.state == DrawnState.LEFT), key=lambda one: one.left_turn or 0)
        )

    @property
    def backups(self) -> tuple[DrawnRow, ...]:
        return tuple(one for one in self.drawn if one.state == DrawnState.BACKUP)

    @property
    def empty(self) -> int:
        """Places that no backup could take."""
        return (
            max(0, self.constraints.seats - sum(one.state == DrawnState.SEATED for one in self.drawn))
            if self.revealed
            else 0
        )


def _came(one: DrawnRow) -> tuple[int, int, int]:
    return (one.state == DrawnState.ADMITTED, one.called_turn or 0, one.place)


@dataclass(frozen=True, slots=True)
class RoundDraws:
    """A round and all its draws, the newest first; at most one is live."""

    round_id: UUID
    title: Bilingual
    open: bool
    can_run: bool
    draws: tuple[DrawView, ...]

    @property
    def live(self) -> DrawView | None:
        return next((one for one in self.draws if one.live), None)

    @property
    def former(self) -> tuple[DrawView, ...]:
        return tuple(one for one in self.draws if not one.live)


DRAWS = """
SELECT d.id, d.review_round, d.number, d.state, d.constraints, d.terms, d.left_out,
  jsonb_array_length(d.snapshot) AS candidates, d.commitment, COALESCE(d.secret, '') AS secret,
  CASE WHEN d.secret IS NULL THEN '' ELSE d.words END AS words, d.officer_name, d.witness, d.witness_name,
  d.committed_at, d.witnessed_at, d.revealed_at, d.replaced_at, d.reason
FROM expert_draw d WHERE d.review_round = $1 ORDER BY d.number DESC
"""


async def draws(actor: Actor, round_id: UUID) -> RoundDraws:
    """Three statements, however many draws and experts; 404 where the actor does not read the round."""
    place = await row(
        "SELECT r.title, r.path, r.state FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if place is None:
        hidden()
    found = await rows(DRAWS, round_id)
    people = await rows(
        "SELECT x.draw, x.expert, e.name, e.kind, e.employer, e.fields, x.place, x.state, x.left_turn, x.called_turn,"
        " x.reason FROM drawn_expert x JOIN expert_draw d ON d.id = x.draw JOIN expert e ON e.id = x.expert"
        " WHERE d.review_round = $1 ORDER BY x.draw, x.place",
        round_id,
    )
    is_open = place["state"] == RoundState.OPEN
    views = [_view(actor, one, place["path"], is_open, people) for one in found]
    return RoundDraws(
        round_id,
        Bilingual.of(place["title"]),
        is_open,
        bool(permissions.may_run(actor, place["path"])),
        tuple(views),
    )


def _view(actor: Actor, one: Any, path: str, is_open: bool, people: Sequence[Any]) -> DrawView:
    return DrawView(
        id=one["id"],
        number=one["number"],
        state=one["state"],
        constraints=rule.Constraints.of(one["constraints"]),
        terms=Terms(**one["terms"]),
        left_out={LeftOut(why): n for why, n in one["left_out"].items()},
        candidates=one["candidates"],
        commitment=one["commitment"],
        secret=one["secret"],
        words=one["words"],
        officer=one["officer_name"],
        witness=one["witness_name"],
        committed_at=one["committed_at"],
        witnessed_at=one["witnessed_at"],
        revealed_at=one["revealed_at"],
        replaced_at=one["replaced_at"],
        reason=one["reason"],
        drawn=tuple(
            DrawnRow(
                each["expert"],
                each["name"],
                each["kind"],
                each["employer"],
                tuple(each["fields"]),
                each["place"],
                each["state"],
                each["left_turn"],
                each["called_turn"],
                each["reason"],
            )
            for each in people
            if each["draw"] == one["id"]
        ),
        can_witness=is_open
        and one["state"] == DrawState.COMMITTED
        and bool(permissions.may_witness(actor, one["witness"])),
        can_reveal=is_open
        and one["state"] == DrawState.WITNESSED
        and bool(permissions.may_reveal(actor, one["witness"], path)),
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What a new draw starts from: the round, and the live draw that it would set aside."""

    round_id: UUID
    title: Bilingual
    path: str
    seats: int
    open: bool
    can_run: bool
    live_id: UUID | None
    live_number: int | None
    constraints: rule.Constraints | None
    terms: Terms


async def ground(actor: Actor, round_id: UUID) -> Ground:
    found = await row(
        "SELECT r.id, r.title, r.path, r.seats, r.state, d.id AS live, d.number, d.constraints, d.terms"
        " FROM review_round r LEFT JOIN expert_draw d ON d.review_round = r.id AND d.state <> 'replaced'"
        " WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    return Ground(
        found["id"],
        Bilingual.of(found["title"]),
        found["path"],
        found["seats"],
        found["state"] == RoundState.OPEN,
        bool(permissions.may_run(actor, found["path"])),
        found["live"],
        found["number"],
        rule.Constraints.of(found["constraints"]) if found["constraints"] else None,
        Terms(**(found["terms"] or {})),
    )


async def panel(round_id: UUID) -> list[UUID] | None:
    """The round's panel in order, those whom an administrator took on last; None where no draw is live: the whole pool.

    Empty while a draw is committed to and not yet revealed.
    """
    found = await row(
        "SELECT array(SELECT x.expert FROM drawn_expert x WHERE x.draw = d.id AND x.state = ANY($2)"
        " ORDER BY x.state = 'admitted', COALESCE(x.called_turn, 0), x.place) AS experts"
        " FROM expert_draw d WHERE d.review_round = $1 AND d.state <> 'replaced'",
        round_id,
        [one.value for one in ON_THE_PANEL],
    )
    return list(found["experts"]) if found else None


RECORD = """
SELECT d.review_round, d.number, d.state, d.snapshot, d.constraints, d.secret, d.commitment, d.marks,
  CASE WHEN d.secret IS NULL THEN '' ELSE d.words END AS words,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('expert', x.expert, 'place', x.place, 'state', x.state,
    'left', x.left_turn, 'called', x.called_turn) ORDER BY x.place) FROM drawn_expert x WHERE x.draw = d.id),
    '[]'::jsonb) AS drawn
FROM expert_draw d
"""


async def record(actor: Actor, draw_id: UUID) -> dict[str, Any]:
    """All that `rules.draw.first_difference` asks for, by marks alone, and how to do without it; 409 until revealed."""
    found = await row(
        f"{RECORD} JOIN review_round r ON r.id = d.review_round WHERE d.id = $1 AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    if found["secret"] is None:
        raise Conflict(_("The draw is not revealed. Until then there is only the published commitment."))
    return {"how": (rule.__doc__ or "").strip(), **_record(found)}


async def records(round_id: UUID) -> list[dict[str, Any]]:
    """Every draw of a round in order, for the export of a whole selection; the caller has asked who may.

    One that was never revealed has its commitment, no secret and nobody seated.
    """
    found = await rows(f"{RECORD} WHERE d.review_round = $1 ORDER BY d.number", round_id)
    return [_record(one) for one in found]


def _record(one: Any) -> dict[str, Any]:
    """`admitted` stand apart: they were not drawn. `panel` holds who was drawn or called and sits."""
    mark_of = {UUID(expert): mark for mark, expert in one["marks"].items()}
    drawn = [{**each, "expert": UUID(each["expert"])} for each in one["drawn"]]
    ours = [each for each in drawn if each["state"] != DrawnState.ADMITTED]

    def marks(lines: Sequence[Mapping[str, Any]]) -> list[str]:
        return [mark_of[line["expert"]] for line in lines]

    seats = one["constraints"]["seats"]
    sitting = [each for each in ours if each["state"] == DrawnState.SEATED]
    left = [each for each in ours if each["state"] == DrawnState.LEFT]
    return {
        "number": one["number"],
        "state": one["state"],
        "candidates": rule.Snapshot.of(one["snapshot"]).stored(),
        "constraints": one["constraints"],
        "secret": one["secret"],
        "words": one["words"],
        "commitment": one["commitment"],
        "seated": marks([each for each in ours if each["place"] <= seats]),
        "backups": marks([each for each in ours if each["place"] > seats]),
        "left": marks(sorted(left, key=lambda each: each["left"])),
        "panel": marks(sorted(sitting, key=lambda each: (each["called"] or 0, each["place"]))),
        "admitted": [
            expert_mark(one["review_round"], each["expert"]) for each in drawn if each["state"] == DrawnState.ADMITTED
        ],
    }


@dataclass(frozen=True, slots=True)
class Admission:
    """A drawn panel as an administrator sees it who may take somebody onto it: no proposals, no scores."""

    draw_id: UUID
    round: Bilingual
    number: int
    experts: tuple[tuple[UUID, str, str], ...]  # id, name, employer: of the pool, not on the panel


async def admission(actor: Actor, draw_id: UUID) -> Admission:
    found = await row(
        "SELECT d.id, d.number, r.title, r.path FROM expert_draw d JOIN review_round r ON r.id = d.review_round"
        " WHERE d.id = $1 AND d.state = 'revealed' AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in actor.paths(Role.SYSTEM_ADMIN)],
    )
    if found is None:
        hidden()
    experts = await rows(
        "SELECT e.id, e.name, e.employer FROM expert e WHERE e.state = 'available'"
        " AND (starts_with($2, e.path) OR starts_with(e.path, $2))"
        " AND NOT EXISTS (SELECT FROM drawn_expert x WHERE x.draw = $1 AND x.expert = e.id)"
        " ORDER BY e.name_order, e.id LIMIT 500",
        draw_id,
        found["path"],
    )
    return Admission(
        found["id"],
        Bilingual.of(found["title"]),
        found["number"],
        tuple((one["id"], one["name"], one["employer"]) for one in experts),
    )


async def round_of(actor: Actor, draw_id: UUID) -> UUID:
    """Which round a draw belongs to, for the way back; 404 where the actor reads no such round."""
    found: UUID | None = await value(
        "SELECT d.review_round FROM expert_draw d JOIN review_round r ON r.id = d.review_round"
        " WHERE d.id = $1 AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return found or hidden()
