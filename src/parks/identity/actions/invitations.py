"""Asking people to lend a hand: by the address they read, answered by themselves and nobody else.

What the hand is for belongs to another context: it asks its own permission, hands in the subject, and hears of the
answer as `HandGiven`. An address without an account gets one, and the letter with which its owner chooses a password.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import bus, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity.actions import accounts
from parks.identity.events import HandAsked, HandGiven
from parks.identity.rules import limits
from parks.identity.states import Reply
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, TooMany, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.words import _


async def ask_hand(  # noqa: PLR0917  # about what, whom, and with what: the words of one letter
    actor: Actor, subject: SubjectRef, email: str, name: str, rights: Collection[str], language: str = "zh"
) -> UUID:
    """Invite whoever reads this address; the caller has asked whether the actor may. Answers the invitation's id.

    Nothing that comes back tells whether the address had an account. Conflict (409) where one waits already.
    """
    async with tx():
        await _within_limits(actor, subject)
        person_id = await accounts.bring_in(actor, email, name, language)
        if person_id == actor.id:
            raise Invalid(fields={"email": _("This is your own address. Invite somebody else.")})
        made = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO invitation (id, subject_kind, subject_id, label, url, rights, person, email, name,"
                    " asked_by, asked_by_name, asked_at, until, reply) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                    " $11, parks_now(), parks_now() + $12::interval, 'open')",
                    made,
                    subject.kind,
                    subject.id,
                    subject.label[:200],
                    subject.url,
                    " ".join(sorted(rights)),
                    person_id,
                    email.strip(),
                    " ".join(name.split()),
                    actor.id,
                    actor.name[:100],
                    limits.INVITATION_LIFE,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(
                _("This address has been invited already and has not answered yet. You can withdraw that invitation.")
            ) from error
        await audit.record(actor, "hand asked for", subject.id, kind=subject.kind, rights=sorted(rights), of=person_id)
        await bus.announce(HandAsked(made))
    return made


async def _within_limits(actor: Actor, subject: SubjectRef) -> None:
    await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"invitations {actor.id}")
    await database.execute(
        "UPDATE invitation SET reply = 'withdrawn', replied_at = until WHERE subject_id = $1 AND reply = 'open'"
        " AND until <= parks_now()",
        subject.id,
    )
    counted: Any = await database.row(
        "SELECT count(*) FILTER (WHERE subject_id = $1 AND reply = 'open') AS waiting,"
        " count(*) FILTER (WHERE asked_by = $2 AND asked_at > parks_now() - interval '1 day') AS today"
        " FROM invitation WHERE subject_id = $1 OR asked_by = $2",
        subject.id,
        actor.id,
    )
    if counted["waiting"] >= limits.INVITATIONS_OPEN:
        raise Conflict(_("{n} invitations wait for an answer already. Withdraw one first.", n=limits.INVITATIONS_OPEN))
    if counted["today"] >= limits.INVITATIONS_A_DAY:
        raise TooMany(_("You have sent {n} invitations today. Please go on tomorrow.", n=limits.INVITATIONS_A_DAY))


async def accept_hand(actor: Actor, invitation_id: UUID) -> str:
    """Take it: the subject's context gives what was offered, in this transaction. Answers the subject's page."""
    async with tx():
        found = await _mine(actor, invitation_id)
        await _reply(invitation_id, Reply.ACCEPTED)
        await audit.record(actor, "hand given", found["subject_id"], kind=found["subject_kind"], rights=found["rights"])
        await bus.announce(
            HandGiven(
                invitation_id, found["subject_kind"], found["subject_id"], actor.id, tuple(found["rights"].split())
            )
        )
    url: str = found["url"]
    return url


async def decline_hand(actor: Actor, invitation_id: UUID) -> None:
    async with tx():
        found = await _mine(actor, invitation_id)
        await _reply(invitation_id, Reply.DECLINED)
        await audit.record(actor, "hand declined", found["subject_id"], kind=found["subject_kind"])


async def withdraw_hand(actor: Actor, subject_id: UUID, invitation_id: UUID) -> None:
    """Take an invitation back; the caller has asked whether the actor may. One that was answered stays as it is."""
    async with tx():
        found = await database.row(
            "SELECT id, subject_kind, person FROM invitation WHERE id = $1 AND subject_id = $2 AND reply = 'open'"
            " FOR UPDATE",
            invitation_id,
            subject_id,
        )
        if found is None:
            hidden()
        await _reply(invitation_id, Reply.WITHDRAWN)
        await audit.record(
            actor, "hand no longer asked for", subject_id, kind=found["subject_kind"], of=found["person"]
        )


async def _mine(actor: Actor, invitation_id: UUID) -> Any:
    """The actor's own and open one; Hidden (404) for all others, also once it has run out."""
    found = await database.row(
        "SELECT subject_kind, subject_id, rights, url FROM invitation WHERE id = $1 AND person = $2 AND reply = 'open'"
        " AND until > parks_now() FOR UPDATE",
        invitation_id,
        actor.id,
    )
    return found if found is not None else hidden()


async def _reply(invitation_id: UUID, reply: Reply) -> None:
    await database.execute(
        "UPDATE invitation SET reply = $2, replied_at = parks_now() WHERE id = $1", invitation_id, reply.value
    )
