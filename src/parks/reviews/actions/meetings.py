"""A meeting of the committee as it is prepared by the officers of its round, and its minutes.

What is done in the room stands in `actions/sittings.py`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock, database, typesetter, vault
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.identity import queries as identity
from parks.kernel import verification
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.actions.draws import SECRET_SIZE
from parks.reviews.events import MeetingCalledOff, MeetingMoved, PlaceGiven
from parks.reviews.queries import conflicts, minutes
from parks.reviews.queries.meetings import MEMBERS, READY
from parks.reviews.rules import meeting as rule
from parks.reviews.states import MEETING, MeetingMove, MeetingRole, MeetingState

ITEMS_MOST = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """`best`: the proposals up to this rank come onto the agenda (ties included), None for all that are scored;
    `panel`: the round's experts who scored become members.
    """

    place: str
    starts: datetime
    quorum: int
    vote: str = "approval"
    majority: str = "simple"
    present_seconds: int = 480
    answer_seconds: int = 420
    by_lot: bool = False
    best: int | None = None
    panel: bool = False


async def call_meeting(actor: Actor, round_id: UUID, plan: Plan) -> UUID:
    """Call a meeting on what the written review has a result for. Invalid (422) where nothing is ready."""
    async with tx():
        place = await database.row(
            "SELECT id, path FROM review_round WHERE id = $1 AND path LIKE ANY($2) FOR NO KEY UPDATE",
            round_id,
            [f"{path}%" for path in permissions.reads_at(actor)],
        )
        if place is None:
            hidden()
        require(permissions.may_run(actor, place["path"]))
        require(permissions.may_decide(kept=await conflicts.kept_in(actor, round_id)))
        ready = await database.rows(
            f"SELECT a.id, a.code FROM assessment a WHERE a.review_round = $1 AND {READY}"
            " AND ($2::int IS NULL OR a.rank <= $2) ORDER BY a.number",
            round_id,
            plan.best,
        )
        if not ready:
            raise Invalid(
                fields={"best": _("No proposal waits for a meeting: each needs its written result first, once.")}
            )
        if len(ready) > ITEMS_MOST:
            raise Invalid(
                fields={
                    "best": _(
                        "{n} proposals are too many for one meeting; take {most} at most.", n=len(ready), most=200
                    )
                }
            )
        made = uuid7()
        secret = secrets.token_bytes(SECRET_SIZE) if plan.by_lot else b""
        number = await database.value(
            "INSERT INTO meeting (id, review_round, number, place, starts, quorum, vote, majority, present_seconds,"
            " answer_seconds, by_lot, proven, commitment, locked, words, state, version, called_by, minutes_sha256,"
            " minuted_by) SELECT $1, $2, COALESCE(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $11,"
            " $12, '', 'planned', 1, $13, '', '' FROM meeting WHERE review_round = $2 RETURNING number",
            made,
            round_id,
            plan.place,
            plan.starts,
            plan.quorum,
            plan.vote,
            plan.majority,
            plan.present_seconds,
            plan.answer_seconds,
            plan.by_lot,
            rule.lots_commitment([one["code"] for one in ready], secret) if plan.by_lot else "",
            vault.lock(secret.hex()) if plan.by_lot else "",
            actor.id,
        )
        await database.execute(
            "INSERT INTO meeting_item (id, meeting, assessment, position, stage, recusals, out, voters, differed,"
            " resolution, reason) SELECT u.id, $1, u.assessment, u.place, 'waiting', '{}', '{}', '{}', 0, '', ''"
            " FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS u(id, assessment, place)",
            made,
            [uuid7() for _each in ready],
            [one["id"] for one in ready],
        )
        panel = await _take_panel(made, round_id) if plan.panel else []
        await _arrange(made, by_lot=plan.by_lot)
        await audit.record(
            actor, "meeting called", round_id, number=number, items=len(ready), quorum=plan.quorum, vote=plan.vote
        )
        for member_id in panel:
            await announce(PlaceGiven(member_id))
    return made


async def _take_panel(meeting_id: UUID, round_id: UUID) -> list[UUID]:
    experts = await database.rows(
        "SELECT e.id, e.person, e.name FROM expert e WHERE EXISTS (SELECT FROM seat s JOIN assessment a"
        " ON a.id = s.assessment WHERE a.review_round = $1 AND s.expert = e.id AND s.state = 'scored') ORDER BY e.id",
        round_id,
    )
    made = [uuid7() for _each in experts]
    await database.execute(
        "INSERT INTO meeting_member (id, meeting, person, expert, role, name)"
        " SELECT u.id, $1, u.person, u.expert, 'member', u.name"
        " FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) AS u(id, person, expert, name)",
        meeting_id,
        made,
        [one["person"] for one in experts],
        [one["id"] for one in experts],
        [one["name"] for one in experts],
    )
    return made


async def appoint_member(actor: Actor, meeting_id: UUID, person_id: UUID, role: MeetingRole) -> UUID:
    """Give somebody a place, or another one: an expert of the pool, or an officer or auditor of the place."""
    async with tx():
        found = await _run(actor, meeting_id, MeetingState.PLANNED, MeetingState.SITTING)
        expert = await database.row(
            "SELECT id, name FROM expert WHERE person = $1 AND state = 'available'"
            " AND (starts_with($2, path) OR starts_with(path, $2))",
            person_id,
            found["path"],
        )
        staff = () if expert else await identity.staff(permissions.READERS, found["path"])
        name = expert["name"] if expert else next((one.name for one in staff if one.id == person_id), None)
        if name is None:
            raise Invalid(fields={"person": _("Choose an expert of the pool, or an officer or auditor of this place.")})
        verdict = permissions.may_take_place(role, expert=expert is not None)
        if not verdict and verdict.reason:
            raise Invalid(fields={"role": verdict.reason})
        made = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO meeting_member (id, meeting, person, expert, role, name)"
                    " VALUES ($1, $2, $3, $4, $5, $6)",
                    made,
                    meeting_id,
                    person_id,
                    expert["id"] if expert else None,
                    role.value,
                    name[:100],
                )
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == "meeting_one_chair":
                raise Invalid(fields={"role": _("This meeting has a chair already. Take them off first.")}) from None
            raise Invalid(fields={"person": _("This person has a place at this meeting already.")}) from None
        await _arrange(meeting_id, by_lot=found["by_lot"])
        await _changed(meeting_id)
        await audit.record(actor, "meeting member appointed", found["review_round"], member=name, role=role.value)
        await announce(PlaceGiven(made))
    return made


async def move_meeting(actor: Actor, meeting_id: UUID, starts: datetime, place: str, reason: str) -> None:
    """Another time or place for a meeting that has not begun; everybody who has a place at it is told.

    Invalid (422) for a time that has passed, without a reason, and where nothing would change.
    """
    wrong: dict[str, Text] = {}
    if not reason.strip():
        wrong["reason"] = _("Say why; the reason stays on record.")
    if not place.strip():
        wrong["place"] = _("This is needed.")
    async with tx():
        found = await _run(actor, meeting_id, MeetingState.PLANNED)
        if starts <= await clock.now():
            wrong["time"] = _("This time has passed. Choose a later one.")
        elif (starts, place.strip()) == (found["starts"], found["place"]):
            wrong["time"] = _("The meeting begins then and there already.")
        if wrong:
            raise Invalid(fields=wrong)
        await database.execute(
            "UPDATE meeting SET starts = $2, place = $3 WHERE id = $1", meeting_id, starts, place.strip()
        )
        await _changed(meeting_id)
        await audit.record(
            actor,
            "meeting moved",
            found["review_round"],
            number=found["number"],
            former=found["starts"],
            starts=starts,
            place=place.strip(),
            reason=reason.strip(),
        )
        await announce(MeetingMoved(meeting_id))


async def call_off(actor: Actor, meeting_id: UUID, reason: str) -> None:
    """A meeting that has not begun is not held: who has a place is told, its proposals can come before another.

    Invalid (422) without a reason, 409 once it was opened or called off. Members and agenda stay as they were called.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await _run(actor, meeting_id, MeetingState.PLANNED)
        state = MEETING.after(MeetingState.PLANNED, MeetingMove.CALL_OFF)
        await database.execute(  # who signed in early does not stay there for ever
            "UPDATE meeting_attendance SET left_at = parks_now() WHERE left_at IS NULL"
            " AND member IN (SELECT id FROM meeting_member WHERE meeting = $1)",
            meeting_id,
        )
        await database.execute("UPDATE meeting SET state = $2 WHERE id = $1", meeting_id, state.value)
        await _changed(meeting_id)
        await audit.record(
            actor, "meeting called off", found["review_round"], number=found["number"], reason=reason.strip()
        )
        await announce(MeetingCalledOff(meeting_id))


async def dismiss_member(actor: Actor, meeting_id: UUID, member_id: UUID) -> None:
    """Take a member off while the meeting has not begun; later their attendance is what counts."""
    async with tx():
        found = await _run(actor, meeting_id, MeetingState.PLANNED)
        try:
            async with tx():
                name = await database.value(
                    "DELETE FROM meeting_member WHERE id = $1 AND meeting = $2 RETURNING name", member_id, meeting_id
                )
        except asyncpg.ForeignKeyViolationError:
            raise Conflict(_("This member has signed in already; the record of that stays.")) from None
        if name is None:
            hidden()
        await _arrange(meeting_id, by_lot=found["by_lot"])
        await _changed(meeting_id)
        await audit.record(actor, "meeting member taken off", found["review_round"], member=name)


async def arrange(actor: Actor, meeting_id: UUID) -> None:
    """Put the items that wait into the order in which fewest people leave the room, by the conflicts of today."""
    async with tx():
        found = await _run(actor, meeting_id, MeetingState.PLANNED, MeetingState.SITTING)
        if found["by_lot"]:
            raise Conflict(_("The order of this meeting is drawn by lot, in the room."))
        await _arrange(meeting_id, by_lot=False)
        await _changed(meeting_id)
        await audit.record(actor, "meeting agenda arranged", found["review_round"], number=found["number"])


async def _arrange(meeting_id: UUID, *, by_lot: bool) -> None:
    if by_lot:
        return
    found = await database.rows(
        "SELECT i.id, i.stage, ARRAY(SELECT o.id FROM meeting_member o WHERE o.meeting = i.meeting"
        f" AND {MEMBERS}) AS out FROM meeting_item i JOIN assessment a ON a.id = i.assessment WHERE i.meeting = $1"
        " ORDER BY a.number",
        meeting_id,
    )
    waiting = [one["id"] for one in found if one["stage"] == "waiting"]
    agenda = rule.ordered(waiting, {one["id"]: one["out"] for one in found})
    await database.execute(
        "UPDATE meeting_item i SET position = $3 + u.place FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, place)"
        " WHERE i.meeting = $1 AND i.id = u.id",
        meeting_id,
        list(agenda.order),
        len(found) - len(waiting),
    )
    await database.execute(
        "UPDATE meeting SET departures = $2, proven = $3 WHERE id = $1", meeting_id, agenda.departures, agenda.proven
    )


async def _run(actor: Actor, meeting_id: UUID, *states: MeetingState) -> Any:
    """Lock a meeting for the officer of its round: 404, 403, 409 in other states than these."""
    found = await database.row(
        "SELECT m.*, r.path FROM meeting m JOIN review_round r ON r.id = m.review_round"
        " WHERE m.id = $1 AND r.path LIKE ANY($2) FOR NO KEY UPDATE OF m",
        meeting_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    if found["state"] not in states:
        raise Conflict(_("The meeting has gone on since; what you asked for is no longer possible."))
    return found


async def _changed(meeting_id: UUID) -> None:
    await database.execute("UPDATE meeting SET version = version + 1 WHERE id = $1", meeting_id)


async def draw_up_minutes(actor: Actor, meeting_id: UUID) -> UUID:
    """The minutes of a closed meeting as a PDF with a code that anyone can check, drawn up once; answers the document.

    By the meeting's secretary, or an officer of its round.
    """
    async with tx():
        found = await database.row(
            "SELECT m.id, m.state, m.minutes, m.review_round, m.number, r.path, k.role FROM meeting m"
            " JOIN review_round r ON r.id = m.review_round"
            " LEFT JOIN meeting_member k ON k.meeting = m.id AND k.person = $2"
            " WHERE m.id = $1 AND (k.id IS NOT NULL OR r.path LIKE ANY($3)) FOR NO KEY UPDATE OF m",
            meeting_id,
            actor.id,
            [f"{path}%" for path in permissions.reads_at(actor)],
        )
        if found is None:
            hidden()
        if found["role"] != MeetingRole.SECRETARY:
            if found["role"] is not None:
                raise Forbidden(_("The secretary of the meeting draws up its minutes."))
            require(permissions.may_run(actor, found["path"]))
        if found["state"] != MeetingState.CLOSED:
            raise Conflict(_("The minutes are drawn up once the meeting is closed."))
        if found["minutes"] is not None:
            return UUID(str(found["minutes"]))
        code = verification.new_code()
        name, values = await minutes.letter(meeting_id, code, actor.name)
        pdf = await typesetter.pdf("minutes", values)
        document = await documents.file_letter(name, pdf)
        await database.execute(
            "UPDATE meeting SET minutes = $2, minutes_code = $3, minutes_sha256 = $4, minuted_by = $5,"
            " version = version + 1 WHERE id = $1",
            meeting_id,
            document,
            code,
            sha256(pdf).hexdigest(),
            actor.name[:100],
        )
        await audit.record(
            actor, "minutes drawn up", found["review_round"], number=found["number"], sha256=sha256(pdf).hexdigest()
        )
    return document
