"""What stands against an expert or an official: one answer for the draw, the assignment, opening, scoring, deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.reviews import permissions
from parks.reviews.rules import names
from parks.reviews.rules.conflicts import Barred, Evidence
from parks.reviews.states import SITTING, ConflictKind, ConflictSource, ExpertState, RoundState, TieSource

TODAY = "(parks_now() AT TIME ZONE 'Asia/Shanghai')::date"
LIVE = f"c.ended_at IS NULL AND (c.since IS NULL OR c.since <= {TODAY}) AND (c.until IS NULL OR c.until > {TODAY})"
HERE = "(c.assessment = a.id OR a.parties @> ARRAY[c.company])"
"""A conflict `c` concerns the assessment `a`: itself, or a company of its applicant's."""

STORED = (
    "jsonb_build_object('kind', c.kind, 'source', c.source, 'party', c.party, 'key', c.company, 'percent', NULL,"
    " 'since', c.since, 'until', c.until)"
)


def reasons(expert: str) -> str:
    """SQL: everything that stands today against this expert at the assessment `a`, a list as `Barred.of` reads it."""
    return (
        f"(COALESCE(a.barred -> ({expert})::text, '[]'::jsonb) || COALESCE((SELECT jsonb_agg({STORED} ORDER BY c.id)"
        f" FROM conflict c WHERE c.expert = {expert} AND {LIVE} AND {HERE}), '[]'::jsonb))"
    )


def bars(expert: str) -> str:
    """SQL: whether anything stands today against this expert at the assessment `a`."""
    return (
        f"(a.barred ? ({expert})::text OR EXISTS (SELECT FROM conflict c WHERE c.expert = {expert} AND {LIVE}"
        f" AND {HERE}))"
    )


CONCERNED = (
    "SELECT k.key::uuid AS expert FROM jsonb_object_keys(a.barred) k(key)"
    f" UNION SELECT c.expert FROM conflict c WHERE c.expert IS NOT NULL AND {LIVE} AND {HERE}"
)
"""SQL: the experts against whom anything stands today at the assessment `a`, each once."""


def _kept_from(person: str, what: str) -> str:
    """Looked up once a statement, from the person's side: it does not grow with the rounds that are listed."""
    unreleased = "JOIN review_round w ON w.id = h.review_round AND w.released_at IS NULL"
    live = f"c.person = {person} AND {LIVE}"
    return (
        f"SELECT {what} FROM assessment h {unreleased} WHERE h.people @> ARRAY[{person}::uuid]"
        f" UNION ALL SELECT {what} FROM conflict c JOIN assessment h ON h.id = c.assessment {unreleased} WHERE {live}"
        f" UNION ALL SELECT {what} FROM conflict c JOIN assessment h ON h.parties @> ARRAY[c.company] {unreleased}"
        f" WHERE c.company <> '' AND {live}"
    )


def withheld(person: str, assessment: str = "a.id") -> str:
    """SQL: the assessment is kept from this official until its result is public: it is their own, or of a company or
    matter in which they have an interest.
    """
    return f"{assessment} IN ({_kept_from(person, 'h.id')})"


def veil(column: str, n: int) -> str:
    """SQL for the audit trail: what is about such a matter, its seats or what was assessed, is left out with it."""
    kept = _kept_from(f"${n}", "h.id AS assessment, h.subject_id")
    return (
        f"COALESCE({column} IN (SELECT k.assessment FROM ({kept}) k UNION ALL SELECT k.subject_id FROM ({kept}) k"
        f" UNION ALL SELECT s.id FROM seat s JOIN ({kept}) k ON k.assessment = s.assessment), FALSE)"
    )


async def standing(assessment_id: UUID, expert_id: UUID) -> tuple[Barred, ...]:
    """Every reason why the expert may not judge this assessment today; none is good to go."""
    found = await value(f"SELECT {reasons('$2::uuid')} FROM assessment a WHERE a.id = $1", assessment_id, expert_id)
    return tuple(map(Barred.of, found or ()))


async def kinds_standing(assessment_id: UUID, expert_id: UUID) -> list[Text]:
    """What `standing` finds as an expert may hear it: the kinds of tie, without a name."""
    return [names.CONFLICT_KINDS[one.kind] for one in await standing(assessment_id, expert_id)]


async def standing_in(round_id: UUID) -> dict[tuple[UUID, UUID], tuple[Barred, ...]]:
    """The same for a whole round in one statement, for the draw and the assignment: (assessment, expert) → reasons."""
    found = await rows(
        f"SELECT a.id, e.expert, {reasons('e.expert')} AS reasons FROM assessment a CROSS JOIN LATERAL"
        f" ({CONCERNED}) e WHERE a.review_round = $1 ORDER BY a.number, e.expert",
        round_id,
    )
    return {(one["id"], one["expert"]): tuple(map(Barred.of, one["reasons"])) for one in found}


async def official(actor: Actor, assessment_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these assessments are kept from the actor until their result is public."""
    found = await rows(
        f"SELECT a.id FROM assessment a WHERE a.id = ANY($2) AND {withheld('$1')}", actor.id, list(assessment_ids)
    )
    return {one["id"] for one in found}


async def kept_in(actor: Actor, round_id: UUID) -> bool:
    """Whether any assessment of the round is kept from the actor: then another officer decides on the whole."""
    found: bool = await value(
        f"SELECT EXISTS (SELECT FROM assessment a WHERE a.review_round = $2 AND {withheld('$1')})", actor.id, round_id
    )
    return found


@dataclass(frozen=True, slots=True)
class Noted:
    """A conflict that somebody wrote down. `who` is the expert or official; `live`: it bars today."""

    id: UUID
    who: str
    of_expert: bool
    barred: Barred
    evidence: str
    whole_company: bool
    entered_by: str
    entered_at: datetime
    pinned: bool
    ended: bool
    ended_reason: str
    live: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """An expert of the pool and what stands against them here, found without asking them; `seat` their seat's state."""

    id: UUID
    name: str
    employer: str
    kind: str
    reasons: tuple[Barred, ...]
    why_not: Text | None
    seat: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """A seat that was left by recusal, with the expert's or the house's reason."""

    expert: str
    reason: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """An assessment's conflicts as its officer reads them; `vacant` seats wait for another expert."""

    id: UUID
    code: str
    round_id: UUID
    round: Bilingual
    round_open: bool
    vacant: int
    left: tuple[Left, ...]
    noted: tuple[Noted, ...]
    pool: tuple[Checked, ...]
    can_run: bool


async def board(actor: Actor, assessment_id: UUID, q: str = "") -> Board:
    """Three statements: the assessment with its recusals, what was written down, and up to sixty of the pool."""
    found = await row(
        "SELECT a.code, r.id AS round_id, r.title, r.state, r.path, r.seats - (SELECT count(*) FROM seat s"
        " WHERE s.assessment = a.id AND s.state = ANY($3)) AS vacant, ARRAY(SELECT jsonb_build_object('expert',"
        " e.name, 'reason', s.reason, 'left_at', s.left_at) FROM seat s JOIN expert e ON e.id = s.expert"
        " WHERE s.assessment = a.id AND s.state = 'recused' ORDER BY s.left_at, s.id) AS left"
        " FROM assessment a JOIN review_round r ON r.id = a.review_round"
        f" WHERE a.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$4')}",
        assessment_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        [one.value for one in SITTING],
        actor.id,
    )
    if found is None:
        hidden()
    return Board(
        assessment_id,
        found["code"],
        found["round_id"],
        Bilingual.of(found["title"]),
        found["state"] == RoundState.OPEN,
        max(found["vacant"], 0),
        tuple(Left(one["expert"], one["reason"], datetime.fromisoformat(one["left_at"])) for one in found["left"]),
        await _noted(assessment_id),
        await _pool(actor, assessment_id, q),
        bool(permissions.may_run(actor, found["path"])),
    )


NOTED = (
    "SELECT c.*, COALESCE(e.name, p.name) AS who, b.name AS by,"
    f" {LIVE} AS live FROM conflict c LEFT JOIN expert e ON e.id = c.expert LEFT JOIN person p ON p.id = c.person"
    " LEFT JOIN person b ON b.id = c.entered_by"
)


async def _noted(assessment_id: UUID) -> tuple[Noted, ...]:
    found = await rows(
        f"{NOTED} JOIN assessment a ON {HERE} WHERE a.id = $1 ORDER BY c.ended_at NULLS FIRST, c.id LIMIT 200",
        assessment_id,
    )
    return tuple(map(_note, found))


async def interests(actor: Actor) -> tuple[Noted, ...]:
    """What stands in the actor's own name, as an official or as an expert of the pool, and was declared by them."""
    found = await rows(
        f"{NOTED} WHERE (c.person = $1 OR e.person = $1) AND c.source = 'declared' ORDER BY c.id DESC LIMIT 200",
        actor.id,
    )
    return tuple(map(_note, found))


def _note(one: Any) -> Noted:
    source = TieSource.DECLARED if one["source"] == TieSource.DECLARED else ConflictSource(one["source"])
    return Noted(
        one["id"],
        one["who"],
        one["expert"] is not None,
        Barred(
            ConflictKind(one["kind"]),
            source,
            Evidence(one["party"], one["company"], since=one["since"], until=one["until"]),
        ),
        one["evidence"],
        bool(one["company"]),
        one["by"] or "",
        one["entered_at"],
        one["pinned"],
        one["ended_at"] is not None,
        one["ended_reason"],
        one["live"],
    )


async def _pool(actor: Actor, assessment_id: UUID, q: str) -> tuple[Checked, ...]:
    """Those against whom something stands come first; nobody is told that they were looked at."""
    found = await rows(
        "SELECT e.id, e.name, e.employer, e.kind, e.state, e.ties_at <= a.checked_at AS checked,"
        f" {reasons('e.id')} AS reasons, (SELECT s.state FROM seat s WHERE s.assessment = a.id AND s.expert = e.id)"
        " AS seat FROM assessment a CROSS JOIN expert e WHERE a.id = $2 AND EXISTS (SELECT FROM unnest($1::text[])"
        " AS p(at) WHERE e.path LIKE p.at || '%' OR p.at LIKE e.path || '%')"
        " AND ($3 = '' OR (e.name || ' ' || e.employer || ' ' || e.title) ILIKE '%' || $3 || '%')"
        f" ORDER BY {bars('e.id')} DESC, e.name_order, e.id LIMIT 60",
        permissions.reads_at(actor),
        assessment_id,
        q,
    )
    return tuple(_checked(one) for one in found)


def _checked(one: Any) -> Checked:
    against = tuple(map(Barred.of, one["reasons"]))
    verdict = permissions.may_seat(ExpertState(one["state"]), [each.reason for each in against], checked=one["checked"])
    return Checked(one["id"], one["name"], one["employer"], one["kind"], against, verdict.reason, one["seat"])
