"""Conflicts of interest as they are written down, and what follows at once for those who sit already."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.results import reopen
from parks.reviews.events import SeatRecused
from parks.reviews.queries import conflicts as queries
from parks.reviews.rules.conflicts import mark
from parks.reviews.states import (
    SEAT,
    SITTING,
    AssessmentState,
    ConflictKind,
    ConflictSource,
    RoundState,
    SeatMove,
    SeatState,
    TieSource,
)

FOUND = "conflict"
"""The reason on a seat that was closed for a conflict (`names.LEFT`); the evidence stands on the conflicts page."""


@dataclass(frozen=True, slots=True)
class NewConflict:
    """A conflict as it is typed. Half-open days: `until` is the first day on which it bars no more."""

    kind: ConflictKind
    party: str
    evidence: str = ""
    since: date | None = None
    until: date | None = None


async def enter_conflict(
    actor: Actor,
    assessment_id: UUID,
    new: NewConflict,
    *,
    expert_id: UUID | None = None,
    person_id: UUID | None = None,
    source: ConflictSource = ConflictSource.ENTERED,
) -> UUID:
    """An officer notes a conflict of an expert or of an official (one of both), with its evidence.

    Whoever sits has left before this returns: their content is closed, their score sealed.
    """
    if (expert_id is None) == (person_id is None):
        raise Invalid(fields={"expert": _("Choose whose conflict this is.")})
    if not new.evidence.strip():
        raise Invalid(fields={"evidence": _("Say what this rests on; the evidence stays on record.")})
    async with tx():
        path = await database.value(
            "SELECT r.path FROM assessment a JOIN review_round r ON r.id = a.review_round WHERE a.id = $1"
            f" AND r.path LIKE ANY($2) AND NOT {queries.withheld('$3')}",
            assessment_id,
            [f"{place}%" for place in permissions.reads_at(actor)],
            actor.id,
        )
        require(permissions.may_run(actor, path or hidden()))
        if person_id == actor.id:
            raise Invalid(fields={"expert": _("Declare your own interests on the page for your interests.")})
        made = await _insert(
            actor, new, source.value, expert_id=expert_id, person_id=person_id, assessment_id=assessment_id
        )
        await audit.record(actor, "conflict entered", assessment_id, kind=new.kind.value, expert=expert_id)
        await settle(assessment_id=assessment_id)
    return made


async def declare_interest(actor: Actor, new: NewConflict, uscc: str = "") -> UUID:
    """Somebody declares an interest in a whole company: it bars them from every matter of that company.

    Nobody takes their own word back: an expert's interest is ended by an officer, an official's stands to its last day.
    """
    company = mark(new.party, uscc)
    if not company:
        raise Invalid(fields={"party": _("Name the company.")})
    async with tx():
        expert_id = await database.value("SELECT id FROM expert WHERE person = $1", actor.id)
        person_id = None if expert_id else actor.id
        made = await _insert(
            actor, new, TieSource.DECLARED.value, expert_id=expert_id, person_id=person_id, company=company
        )
        await audit.record(actor, "interest declared", made, kind=new.kind.value)
        if expert_id is not None:
            await settle(company=company)
    return made


async def _insert(
    actor: Actor,
    new: NewConflict,
    source: str,
    *,
    expert_id: UUID | None,
    person_id: UUID | None,
    assessment_id: UUID | None = None,
    company: str = "",
) -> UUID:
    if not new.party.strip():
        raise Invalid(fields={"party": _("Say with whom or with which company.")})
    if new.since and new.until and new.until <= new.since:
        raise Invalid(fields={"until": _("The end comes after the beginning.")})
    made = uuid7()
    try:
        async with tx():
            await database.execute(
                "INSERT INTO conflict (id, expert, person, assessment, company, kind, source, party, evidence, since,"
                " until, entered_by, entered_at, pinned, ended_reason)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, parks_now(), FALSE, '')",
                made,
                expert_id,
                person_id,
                assessment_id,
                company,
                new.kind.value,
                source,
                new.party.strip(),
                new.evidence.strip(),
                new.since,
                new.until,
                None if actor.id == SYSTEM.id else actor.id,
            )
    except asyncpg.ForeignKeyViolationError:
        raise Invalid(fields={"expert": _("Choose an expert of the pool.")}) from None
    return made


async def settle(*, assessment_id: UUID | None = None, company: str = "", round_id: UUID | None = None) -> int:
    """Everybody who sits in an open round and may not leaves now: content closed, score sealed, the officer told.

    Looked for at one assessment, at those of a company, or in a round. Answers how many left. A closed assessment
    that loses a score opens again and loses its rank.
    """
    async with tx():
        found = await database.rows(
            "SELECT s.id, s.state, a.id AS assessment, a.state AS assessment_state, a.review_round"
            " FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
            " WHERE (a.id = $1 OR a.parties @> ARRAY[$2::varchar] OR a.review_round = $3) AND s.state = ANY($4)"
            f" AND r.state = $5 AND {queries.bars('s.expert')} ORDER BY a.id, s.id FOR NO KEY UPDATE OF a, s",
            assessment_id,
            company,
            round_id,
            [one.value for one in SITTING],
            RoundState.OPEN.value,
        )
        opened: set[UUID] = set()
        for one in found:
            await database.execute(
                "UPDATE seat SET state = $2, left_at = parks_now(), reason = $3 WHERE id = $1",
                one["id"],
                SEAT.after(SeatState(one["state"]), SeatMove.RECUSE).value,
                FOUND,
            )
            await audit.record(SYSTEM, "seat closed for a conflict", one["assessment"], seat=one["id"])
            if one["assessment_state"] == AssessmentState.CLOSED and one["assessment"] not in opened:
                opened.add(one["assessment"])
                await reopen(SYSTEM, one["assessment"], one["review_round"], FOUND)
            await announce(SeatRecused(one["id"], one["assessment"]))
    return len(found)


async def end_conflict(actor: Actor, conflict_id: UUID, reason: str) -> None:
    """Take a conflict back, with the reason on record; a seat that was left for it stays left.

    Conflict (409) while it is pinned.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await _kept(actor, conflict_id)
        if found["pinned"]:
            raise Conflict(_("An administrator has pinned this conflict. Ask them to release it first."))
        await database.execute(
            "UPDATE conflict SET ended_at = parks_now(), ended_reason = $2 WHERE id = $1", conflict_id, reason.strip()
        )
        await audit.record(actor, "conflict taken back", conflict_id, reason=reason)


async def pin_conflict(actor: Actor, conflict_id: UUID, reason: str, *, pinned: bool = True) -> None:
    """An administrator makes a conflict stay, or lets it go again; the reason is kept either way."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await database.row(
            "SELECT c.ended_at, COALESCE(r.path, e.path, '/') AS path FROM conflict c"
            " LEFT JOIN assessment a ON a.id = c.assessment LEFT JOIN review_round r ON r.id = a.review_round"
            " LEFT JOIN expert e ON e.id = c.expert WHERE c.id = $1 FOR NO KEY UPDATE OF c",
            conflict_id,
        )
        if found is None:
            hidden()
        require(permissions.may_pin(actor, found["path"]))
        if found["ended_at"] is not None:
            raise Conflict(_("This conflict was taken back already."))
        await database.execute("UPDATE conflict SET pinned = $2 WHERE id = $1", conflict_id, pinned)
        await audit.record(
            actor, "conflict pinned" if pinned else "conflict no longer pinned", conflict_id, reason=reason
        )


async def _kept(actor: Actor, conflict_id: UUID) -> Any:
    """Lock a conflict for an officer of its place who is not the one concerned; hidden (404) from everyone else."""
    found = await database.row(
        "SELECT c.pinned, c.ended_at, COALESCE(r.path, e.path, '/') AS path FROM conflict c"
        " LEFT JOIN assessment a ON a.id = c.assessment LEFT JOIN review_round r ON r.id = a.review_round"
        " LEFT JOIN expert e ON e.id = c.expert WHERE c.id = $1 AND c.person IS DISTINCT FROM $3"
        " AND e.person IS DISTINCT FROM $3 AND COALESCE(r.path, e.path, '/') LIKE ANY($2)"
        f" AND (a.id IS NULL OR NOT {queries.withheld('$3')}) FOR NO KEY UPDATE OF c",
        conflict_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        actor.id,
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    if found["ended_at"] is not None:
        raise Conflict(_("This conflict was taken back already."))
    return found


async def release_round(actor: Actor, round_id: UUID) -> None:
    """The result is public: what was kept from conflicted officials is theirs to read like everybody's."""
    await database.execute(
        "UPDATE review_round SET released_at = COALESCE(released_at, parks_now()) WHERE id = $1", round_id
    )
    await audit.record(actor, "review result released", round_id)
