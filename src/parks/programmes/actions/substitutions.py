"""Who moves up into a place that an upheld objection freed (递补), on a supplementary notice of its own full period."""

from uuid import UUID

from parks.adapters.bus import announce
from parks.adapters.database import execute, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.actions import awards, notices, replay
from parks.programmes.events import NoticePublished
from parks.programmes.queries import substitutions as queries
from parks.programmes.states import LIFE, ApplicationState, Move

LEAST_REASON = 4  # signs of a reason that says anything


async def move_up(
    actor: Actor, call_id: UUID, removed_id: UUID, *, application_id: UUID, tier: str, reason: str
) -> UUID:
    """Let one of those in turn have the freed place, and publish them from today; answers the notice's id.

    Invalid (422) beside `application`, `tier` (no place left, or the budget cannot carry it) or `reason`; Conflict
    (409) where the place was decided on already. Everybody else's notice and awards go on as they are.
    """
    async with tx():
        await _locked(actor, call_id)
        freed = await _open(actor, call_id, removed_id, reason)
        chosen = next((one for one in freed.in_turn if one.application_id == application_id), None)
        if chosen is None:
            raise Invalid(fields={"application": _("Only who is next by rank can move up. Choose one of those shown.")})
        offer = next((one for one in freed.offers if one.tier.key == tier), None)
        if offer is None:
            raise Invalid(fields={"tier": _("Choose one of the options.")})
        if offer.wrong is not None:
            raise Invalid(fields={"tier": offer.wrong})
        await execute(
            "UPDATE selection_candidate k SET tier = t.id, rank = $3, total = $4 FROM call_tier t"
            " WHERE k.application = $1 AND t.call = $2 AND t.key = $5",
            application_id,
            call_id,
            chosen.rank,
            chosen.total,
            tier,
        )
        for move in (Move.PROPOSE, Move.PUBLISH):
            await _move(application_id, move)
        notice_id, number = await notices.publish_supplement(actor, call_id, application_id)
        await _decide(actor, removed_id, reason, application_id, notice_id)
        await replay.publish(actor, call_id, notice_id)
        await audit.record(
            actor,
            "place filled",
            call_id,
            removed=freed.place.number,
            moved_up=chosen.number,
            rank=chosen.rank,
            tier=tier,
            amount=offer.tier.amount,
            left=offer.left,
            passed_over=[one.number for one in freed.in_turn if (one.rank or 0) < (chosen.rank or 0)],
            notice=number,
            reason=reason.strip(),
        )
        await audit.record(
            actor, "application moved up", application_id, notice=number, tier=tier, place=freed.place.number
        )
        await announce(NoticePublished(notice_id))
    return notice_id


async def leave_empty(actor: Actor, call_id: UUID, removed_id: UUID, *, reason: str) -> None:
    """Nobody moves up. Once no place and no notice is open, what is still ranked is not selected."""
    async with tx():
        await _locked(actor, call_id)
        freed = await _open(actor, call_id, removed_id, reason)
        await _decide(actor, removed_id, reason, None, None)
        await audit.record(actor, "place left empty", call_id, removed=freed.place.number, reason=reason.strip())
        await awards.release_reserve(actor, call_id)


async def _locked(actor: Actor, call_id: UUID) -> None:
    """The call's row is the one lock of its selection: two officers decide one after the other."""
    path = await value(
        "SELECT o.path FROM call c JOIN organisation o ON o.id = c.organisation WHERE c.id = $1 FOR NO KEY UPDATE OF c",
        call_id,
    )
    require(permissions.may_run_calls(actor, path=path or hidden()))


async def _open(actor: Actor, call_id: UUID, removed_id: UUID, reason: str) -> queries.Vacancy:
    freed = await queries.vacancy(actor, call_id, removed_id)
    if freed.place.decided_at is not None:
        raise Conflict(_("What becomes of this place has been decided already."))
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": _("Say why. The reason is kept with the decision.")})
    return freed


async def _decide(
    actor: Actor, removed_id: UUID, reason: str, application_id: UUID | None, notice_id: UUID | None
) -> None:
    await execute(
        "INSERT INTO notice_substitution (id, removed, application, tier, notice, reason, decided_by, decided_at)"
        " VALUES ($1, $2, $3, (SELECT k.tier FROM selection_candidate k WHERE k.application = $3), $4, $5, $6,"
        " parks_now())",
        uuid7(),
        removed_id,
        application_id,
        notice_id,
        reason.strip(),
        actor.id,
    )


async def _move(application_id: UUID, move: Move) -> None:
    state = await value("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
    await execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
        application_id,
        LIFE.after(ApplicationState(state), move).value,
    )
