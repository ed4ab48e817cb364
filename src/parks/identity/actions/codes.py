"""Single-use codes: made, told to the bus once, kept as a digest, redeemed once."""

from uuid import UUID

from parks.adapters import bus, database, tokens
from parks.adapters.ids import uuid7
from parks.identity.events import CodeIssued
from parks.identity.rules import limits
from parks.identity.states import Purpose
from parks.kernel.errors import Invalid
from parks.kernel.words import _


async def issue(person_id: UUID, purpose: Purpose) -> None:
    """A new code in the open transaction; every older one of this person is void from now on."""
    await void(person_id)
    secret = tokens.new_secret()
    await database.execute(
        "INSERT INTO code (id, person, purpose, digest, made_at, expires_at)"
        " VALUES ($1, $2, $3, $4, now(), now() + $5::interval)",
        uuid7(),
        person_id,
        purpose.value,
        tokens.digest(secret),
        limits.CODE_LIVES[purpose],
    )
    await bus.announce(CodeIssued(person_id, purpose, secret))


async def void(person_id: UUID) -> None:
    await database.execute(
        "UPDATE code SET expires_at = now() WHERE person = $1 AND used_at IS NULL AND expires_at > now()", person_id
    )


async def owner(secret: str, *purposes: Purpose) -> UUID:
    """Whose code this is, without using it up. Invalid (422) where it opens nothing any more."""
    found: UUID | None = await database.value(
        "SELECT person FROM code WHERE digest = $1 AND purpose = ANY($2) AND used_at IS NULL AND expires_at > now()",
        tokens.digest(secret),
        [one.value for one in purposes],
    )
    return found or _spent()


async def redeem(secret: str, *purposes: Purpose) -> UUID:
    """Use the code up, in the open transaction: of many at once exactly one gets through (the row's own lock)."""
    found: UUID | None = await database.value(
        "UPDATE code SET used_at = now() WHERE digest = $1 AND purpose = ANY($2) AND used_at IS NULL"
        " AND expires_at > now() RETURNING person",
        tokens.digest(secret),
        [one.value for one in purposes],
    )
    return found or _spent()


def _spent() -> UUID:
    raise Invalid(_("This link has been used already or is too old. Ask for a new one below."))
