"""Seats: offered, declared, left. Everything that changes a panel locks its assessment first."""

from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.results import reopen, run_seat
from parks.reviews.events import SeatOffered, SeatRecused
from parks.reviews.queries import conflicts, serving
from parks.reviews.rules import pledges
from parks.reviews.states import (
    ASSESSMENT,
    ON_THE_PANEL,
    ROUND,
    SEAT,
    SITTING,
    AssessmentMove,
    AssessmentState,
    RoundMove,
    RoundState,
    SeatMove,
    SeatState,
)


async def seat(actor: Actor, assessment_id: UUID, expert_id: UUID) -> UUID:
    """Offer an expert a seat.

    Forbidden (403) with the reason where they are barred or resting, or not on the round's drawn panel; Conflict
    (409) where they had a seat here or the panel is full.
    """
    try:
        async with tx():
            found = await _run_assessment(actor, assessment_id)
            ASSESSMENT.after(AssessmentState(found["state"]), AssessmentMove.CLOSE)
            expert = await serving.locked(expert_id, found["review_round"])
            if expert is None:
                raise Invalid(fields={"expert": _("Choose an expert of the pool.")})
            reasons = [one.reason for one in await conflicts.standing(assessment_id, expert_id)]
            checked = expert["ties_at"] <= found["checked_at"]
            require(permissions.may_seat(expert["state"], reasons, checked=checked))
            require(serving.verdict(expert))
            draw = await database.row(
                "SELECT d.state, EXISTS (SELECT FROM drawn_expert x WHERE x.draw = d.id AND x.expert = $2"
                " AND x.state = ANY($3)) AS on_panel FROM expert_draw d WHERE d.review_round = $1"
                " AND d.state <> 'replaced' FOR SHARE OF d",
                found["review_round"],
                expert_id,
                [one.value for one in ON_THE_PANEL],
            )
            on_panel = draw is not None and draw["on_panel"]
            require(permissions.may_seat_drawn(draw["state"] if draw else None, on_panel=on_panel))
            taken = await database.value(
                "SELECT count(*) FROM seat WHERE assessment = $1 AND state = ANY($2)",
                assessment_id,
                [one.value for one in SITTING],
            )
            if taken >= found["seats"]:
                raise Conflict(_("All {n} seats of this assessment are taken.", n=found["seats"]))
            made = uuid7()
            await database.execute(
                "INSERT INTO seat (id, assessment, expert, state, offered_at, reason)"
                " VALUES ($1, $2, $3, 'offered', parks_now(), '')",
                made,
                assessment_id,
                expert_id,
            )
            await audit.record(actor, "seat offered", assessment_id, seat=made, expert=expert["name"])
            await announce(SeatOffered(made))
    except asyncpg.UniqueViolationError:
        raise Conflict(_("This expert has or had a seat at this assessment.")) from None
    return made


async def replace(actor: Actor, seat_id: UUID, reason: str) -> None:
    """Take a seat back that has not been scored, so that another expert can be asked."""
    _asked_for(reason)
    async with tx():
        found = await run_seat(actor, seat_id) or hidden()
        await _leave(seat_id, SEAT.after(SeatState(found["state"]), SeatMove.REPLACE), reason)
        await audit.record(actor, "seat taken back", found["assessment"], seat=seat_id, reason=reason)
        await announce(SeatRecused(seat_id, found["assessment"]))


async def declare(actor: Actor, seat_id: UUID, *, conflict: bool, reason: str = "") -> None:
    """The expert's word before a byte is opened: confidentiality and no conflict; or a conflict, and the seat ends.

    What is signed is the pledge of today in the expert's language: its wording, moment and hash stay on record.
    """
    if conflict:
        await recuse(actor, seat_id, reason)
        return
    async with tx():
        found = await own_seat(actor, seat_id)
        await out_of_conflict(found)
        state = SEAT.after(SeatState(found["state"]), SeatMove.DECLARE)
        await database.execute(
            "UPDATE seat SET state = $2, declared_at = parks_now() WHERE id = $1", seat_id, state.value
        )
        signed = pledges.signed(actor.language)
        await database.execute(
            "INSERT INTO seat_pledge (id, seat, wording, language, sha256, at)"
            " VALUES ($1, $2, $3, $4, $5, parks_now())",
            uuid7(),
            seat_id,
            signed.wording,
            signed.language,
            signed.sha256,
        )
        await audit.record(
            actor,
            "confidentiality pledged, no conflict declared",
            seat_id,
            code=found["code"],
            wording=signed.wording,
            sha256=signed.sha256,
        )


async def recuse(actor: Actor, seat_id: UUID, reason: str) -> None:
    """The expert steps back, at any time until the round closes: the score is sealed, the proposal closed to them."""
    _asked_for(reason)
    async with tx():
        found = await own_seat(actor, seat_id)
        await _leave(seat_id, SEAT.after(SeatState(found["state"]), SeatMove.RECUSE), reason)
        await audit.record(actor, "expert recused", found["assessment"], seat=seat_id, reason=reason)
        if found["assessment_state"] == AssessmentState.CLOSED:
            await reopen(actor, found["assessment"], found["review_round"], reason)
        await announce(SeatRecused(seat_id, found["assessment"]))


def _asked_for(reason: str) -> None:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})


async def _leave(seat_id: UUID, state: SeatState, reason: str) -> None:
    await database.execute(
        "UPDATE seat SET state = $2, left_at = parks_now(), reason = $3 WHERE id = $1", seat_id, state.value, reason
    )


async def out_of_conflict(found: Any) -> None:
    """Go on, or be refused (403) with the kind of tie; `found` is the actor's own seat."""
    if found["barred"]:
        require(permissions.may_sit(await conflicts.kinds_standing(found["assessment"], found["expert"])))


async def own_seat(actor: Actor, seat_id: UUID) -> Any:
    """Lock the actor's own seat and its assessment. Hidden (404) for everyone else and once it was left, unless it was
    left for a conflict that still stands, of which they are told; 409 once the round is closed. `unsettled`: somebody
    of the panel sits in a conflict.
    """
    found = await database.row(
        "SELECT s.state, s.assessment, s.expert, a.code, a.state AS assessment_state, a.review_round, r.rubric,"
        f" r.seats, r.state AS round_state, r.closes <= parks_now() AS over, {conflicts.bars('s.expert')} AS barred,"
        " EXISTS (SELECT FROM seat o WHERE o.assessment = a.id AND o.state = ANY($3)"
        f" AND {conflicts.bars('o.expert')}) AS unsettled"
        " FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment"
        " JOIN review_round r ON r.id = a.review_round"
        " WHERE s.id = $1 AND e.person = $2"
        f" AND (s.state = ANY($3) OR s.state = 'recused' AND {conflicts.bars('e.id')})"
        " FOR NO KEY UPDATE OF a, s",
        seat_id,
        actor.id,
        [one.value for one in SITTING],
    )
    if found is None:
        hidden()
    ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
    return found


async def _run_assessment(actor: Actor, assessment_id: UUID) -> Any:
    """Lock an assessment of an open round for its officer."""
    found = await database.row(
        "SELECT a.state, a.code, a.checked_at, a.review_round, r.path, r.seats, r.state AS round_state"
        " FROM assessment a JOIN review_round r ON r.id = a.review_round"
        f" WHERE a.id = $1 AND r.path LIKE ANY($2) AND NOT {conflicts.withheld('$3')} FOR NO KEY UPDATE OF a",
        assessment_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        actor.id,
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
    return found
