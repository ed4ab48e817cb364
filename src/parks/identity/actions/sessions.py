"""Signing in and out. A session's token is signed and its row checked at each request (docs/adr/0020)."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from parks.adapters import database, passwords, tokens
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries
from parks.identity.actions import codes, tries
from parks.identity.rules import addresses
from parks.identity.rules import passwords as rules
from parks.identity.states import Outcome, Purpose
from parks.kernel.actor import Actor
from parks.kernel.errors import Hidden, Invalid, hidden
from parks.kernel.words import _
from parks.settings import settings

AUDIENCE = "session"


@dataclass(frozen=True, slots=True)
class Device:
    """Where a session is used from, for its person's own list and for counting tries."""

    ip: str = ""
    user_agent: str = ""


async def sign_in(
    email: str,
    password: str,
    *,
    device: Device | None = None,
    language: str | None = None,
    former: UUID | None = None,
) -> str:
    """A new session's token. `language`: chosen on this device before; `former`: the browser's session till now.

    Invalid (422) with one sentence for a wrong password, an unknown address and a suspended account; TooMany (429).
    An unconfirmed person who knows the password is told so, and gets a new letter.
    """
    device = device or Device()
    address = addresses.normalised(email) or unicodedata.normalize("NFKC", email).strip().lower()
    this_try = await tries.begin(address, device.ip)
    row = await database.row(
        "SELECT id, password, confirmed_at, suspended_at FROM person WHERE lower(email) = $1",
        address.replace("\x00", ""),
    )
    kept = row["password"] if row and row["password"] else passwords.NO_ONE
    right = await passwords.matches(kept, storable(password))
    if row is None or not right or row["suspended_at"] is not None:
        await tries.end(this_try, Outcome.FAILED)
        raise Invalid(
            _("The e-mail address or the password is not right. Check both, or choose a new password."),
        )
    await tries.end(this_try, Outcome.PASSED)
    if row["confirmed_at"] is None:
        if await tries.ask(address, device.ip):
            async with tx():
                await codes.issue(row["id"], Purpose.CONFIRM)
        raise Invalid(_("Please confirm your e-mail address first. We have sent you a letter with a new link."))
    async with tx():
        if language is not None:
            await database.execute("UPDATE person SET language = $2 WHERE id = $1", row["id"], language)
        if former is not None:
            await database.execute("UPDATE session SET ended_at = now() WHERE id = $1 AND ended_at IS NULL", former)
        actor = await queries.actor(row["id"])
        session_id, token = await open_session(actor.id, device)
        await audit.record(actor, "signed in", actor.id, session=session_id, ip=device.ip)
    return token


async def sign_in_as(person_id: UUID, *, device: Device | None = None, former: UUID | None = None) -> str:
    """Step into anyone, in the demo alone: Hidden (404) outside of it."""
    if not settings().demo:
        raise Hidden(_("There is nothing here, or it is not for you to see."))
    async with tx():
        actor = await queries.actor(person_id)
        if former is not None:
            await database.execute("UPDATE session SET ended_at = now() WHERE id = $1 AND ended_at IS NULL", former)
        session_id, token = await open_session(person_id, device or Device())
        await audit.record(actor, "signed in through the demo", person_id, session=session_id)
    return token


async def open_session(person_id: UUID, device: Device) -> tuple[UUID, str]:
    """A new session in the open transaction: always a new id, so that none can be planted before."""
    session_id, life = uuid7(), timedelta(hours=settings().session_hours)
    await database.execute(
        "INSERT INTO session (id, person, made_at, seen_at, expires_at, user_agent, ip)"
        " VALUES ($1, $2, now(), now(), now() + $3::interval, $4, $5)",
        session_id,
        person_id,
        life,
        device.user_agent.replace("\x00", "")[:300],
        device.ip[:45],
    )
    return session_id, tokens.sign(AUDIENCE, str(person_id), str(session_id), life)


async def sign_out(actor: Actor, session_id: UUID) -> None:
    """End the session that asks; doing it twice is no error."""
    async with tx():
        if await _end(actor.id, session_id):
            await audit.record(actor, "signed out", actor.id, session=session_id)


async def end_session(actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions, on another device. Hidden (404) for anyone else's."""
    async with tx():
        if not await _end(actor.id, session_id):
            hidden()
        await audit.record(actor, "session ended", actor.id, session=session_id)


async def sign_out_everywhere(actor: Actor) -> None:
    async with tx():
        ended = await end_all(actor.id)
        await audit.record(actor, "signed out everywhere", actor.id, sessions=ended)


async def end_all(person_id: UUID) -> int:
    """End every session of a person, in the open transaction; answers how many there were."""
    done = await database.execute(
        "UPDATE session SET ended_at = now() WHERE person = $1 AND ended_at IS NULL AND expires_at > now()", person_id
    )
    return int(done.rpartition(" ")[2])


async def note_use(signed: queries.Signed) -> None:
    """Note that a session or key is in use, at most once a minute (`rules.limits.SEEN`)."""
    if signed.session_id is not None:
        await database.execute("UPDATE session SET seen_at = now() WHERE id = $1", signed.session_id)
    elif signed.key_id is not None:
        await database.execute("UPDATE api_key SET used_at = now() WHERE id = $1", signed.key_id)


def storable(password: str) -> str:
    """A password as it is hashed; what cannot be encoded matches nothing."""
    return rules.prepared(password).encode("utf-8", "replace").decode()


async def _end(person_id: UUID, session_id: UUID) -> bool:
    done = await database.execute(
        "UPDATE session SET ended_at = now() WHERE id = $1 AND person = $2 AND ended_at IS NULL", session_id, person_id
    )
    return done == "UPDATE 1"
