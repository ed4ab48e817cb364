"""Agreeing, and taking it back: each a line of the trail with the version it was about."""

from uuid import UUID

from parks.adapters import bus, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity.events import ConsentWithdrawn
from parks.identity.rules.purposes import PURPOSES, Purpose
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.words import _


async def give(person_id: UUID, purpose: Purpose) -> bool:
    """To the version of today; True where it was not given already. Within the caller's transaction."""
    return bool(
        await database.value(
            "INSERT INTO consent (id, person, purpose, version, given_at) VALUES ($1, $2, $3, $4, parks_now())"
            " ON CONFLICT (person, purpose, version) DO UPDATE SET given_at = parks_now(), withdrawn_at = NULL"
            " WHERE consent.withdrawn_at IS NOT NULL RETURNING TRUE",
            uuid7(),
            person_id,
            purpose.key,
            purpose.version,
        )
    )


async def agree(actor: Actor, slug: str, version: str) -> None:
    """Agree to one purpose. Conflict (409) where the text has changed since it was read."""
    purpose = PURPOSES.get(slug) or hidden()
    if version != purpose.version:
        raise Conflict(_("This text has changed since you opened it. Read it once more, then agree."))
    async with tx():
        if await give(actor.id, purpose):
            await audit.record(actor, "consent given", actor.id, purpose=purpose.key, version=version)


async def withdraw_consent(actor: Actor, slug: str) -> None:
    """Take it back, for every version; what was done before stays lawful. Nothing where it was not given."""
    purpose = PURPOSES.get(slug) or hidden()
    async with tx():
        ended = await database.execute(
            "UPDATE consent SET withdrawn_at = parks_now() WHERE person = $1 AND purpose = $2 AND withdrawn_at IS NULL",
            actor.id,
            purpose.key,
        )
        if ended != "UPDATE 0":
            await audit.record(actor, "consent withdrawn", actor.id, purpose=purpose.key)
            await bus.announce(ConsentWithdrawn(actor.id, purpose.slug))
