"""Asking experts to a round, and their answers. Who declined is offered no seat of that round until asked again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from parks.adapters import clock, database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.events import ExpertInvited, InvitationAnswered
from parks.reviews.queries import serving
from parks.reviews.states import INVITATION, ROUND, InvitationMove, InvitationState, RoundMove, RoundState

MOST = 200
"""Experts asked at once."""


async def invite_to_round(actor: Actor, round_id: UUID, expert_ids: Sequence[UUID], due: date) -> list[UUID]:
    """Ask experts to judge in a round, to answer by `due` (its last day); all or none. Answers the invitations' ids.

    Who was asked already and has not answered, or declined, is asked again, and that is counted; who accepted is left
    as they are. Invalid (422) for a day that is past or after the round, an expert of another place, one who rests, or
    whose term is over.
    """
    if not expert_ids or len(expert_ids) > MOST:
        raise Invalid(fields={"experts": _("Choose between 1 and {n} experts.", n=MOST)})
    async with tx():
        found = await database.row(
            "SELECT path, state, (closes AT TIME ZONE 'Asia/Shanghai')::date AS last FROM review_round"
            " WHERE id = $1 AND path LIKE ANY($2) FOR SHARE",
            round_id,
            [f"{path}%" for path in permissions.reads_at(actor)],
        )
        if found is None:
            hidden()
        require(permissions.may_run(actor, found["path"]))
        ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)
        if not await clock.today() <= due <= found["last"]:
            raise Invalid(
                fields={"due": _("Choose a day from today to {day}, when the round closes.", day=found["last"])}
            )
        await _check_all_serve(round_id, found["path"], expert_ids)
        made = [await _ask(actor, round_id, expert_id, due) for expert_id in sorted(set(expert_ids))]
        asked = [one for one in made if one is not None]
        await audit.record(actor, "experts invited to a round", round_id, experts=len(asked), due=due)
        for one in asked:
            await announce(ExpertInvited(one))
    return asked


async def _check_all_serve(round_id: UUID, path: str, expert_ids: Sequence[UUID]) -> None:
    known = await database.rows(
        f"SELECT e.name, e.state, {serving.SERVING} FROM expert e JOIN review_round r ON r.id = $1"
        " WHERE e.id = ANY($2) AND ($3 LIKE e.path || '%' OR e.path LIKE $3 || '%')",
        round_id,
        list(set(expert_ids)),
        path,
    )
    if len(known) != len(set(expert_ids)):
        raise Invalid(fields={"experts": _("Choose experts of the pool that serves this place.")})
    for one in known:
        told = permissions.may_seat(one["state"], (), checked=True).reason
        if told is None and one["answer"] != InvitationState.DECLINED:
            told = serving.verdict(one).reason
        if told is not None:
            raise Invalid(fields={"experts": _("{name}: {reason}", name=one["name"], reason=told)})


async def _ask(actor: Actor, round_id: UUID, expert_id: UUID, due: date) -> UUID | None:
    """The invitation's id; None where the expert accepted already."""
    made: UUID | None = await database.value(
        "INSERT INTO round_invitation (id, review_round, expert, state, invited_by, invited_at, due, asked, reason)"
        " VALUES ($1, $2, $3, 'invited', $4, parks_now(), $5, 1, '') ON CONFLICT (review_round, expert) DO UPDATE"
        " SET state = 'invited', invited_by = excluded.invited_by, invited_at = excluded.invited_at,"
        " due = excluded.due, asked = round_invitation.asked + 1, answered_at = NULL, reason = ''"
        " WHERE round_invitation.state <> 'accepted' RETURNING id",
        uuid7(),
        round_id,
        expert_id,
        actor.id,
        due,
    )
    return made


async def answer_invitation(actor: Actor, invitation_id: UUID, *, accept: bool, reason: str = "") -> None:
    """The expert's own answer, until the round closes; a "no" says why. A "yes" can still become a "no", while no
    seat of the round is taken: from a seat one recuses.

    Hidden (404) for everyone else's, Conflict (409) once the round is closed.
    """
    if not accept and not reason.strip():
        raise Invalid(fields={"reason": _("Say why in a few words. Only the officers who run the round read it.")})
    async with tx():
        found = await database.row(
            "SELECT i.state, i.review_round, i.expert, r.state AS round_state FROM round_invitation i"
            " JOIN expert e ON e.id = i.expert JOIN review_round r ON r.id = i.review_round"
            " WHERE i.id = $1 AND e.person = $2 FOR NO KEY UPDATE OF i, e",  # the expert, as a seat's offer locks it
            invitation_id,
            actor.id,
        )
        if found is None:
            hidden()
        ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
        move = InvitationMove.ACCEPT if accept else InvitationMove.DECLINE
        state = INVITATION.after(InvitationState(found["state"]), move)
        if not accept and await _sits(found["expert"], found["review_round"]):
            raise Conflict(_("You have seats in this round. Step back from each of them on its own page."))
        await database.execute(
            "UPDATE round_invitation SET state = $2, answered_at = parks_now(), reason = $3 WHERE id = $1",
            invitation_id,
            state.value,
            "" if accept else reason.strip(),
        )
        await audit.record(actor, "round invitation answered", found["review_round"], accepted=accept)
        await announce(InvitationAnswered(invitation_id))


async def _sits(expert_id: UUID, round_id: UUID) -> bool:
    return bool(
        await database.value(
            "SELECT EXISTS (SELECT FROM seat s JOIN assessment a ON a.id = s.assessment WHERE s.expert = $1"
            " AND a.review_round = $2 AND s.state IN ('offered', 'declared', 'scored'))",
            expert_id,
            round_id,
        )
    )
