"""People: signing up, invitations, confirming, passwords, name and language, suspension."""

import unicodedata
from typing import Any
from uuid import UUID

from parks.adapters import bus, database, passwords
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import permissions, queries
from parks.identity.actions import codes, consents, sessions, tries
from parks.identity.actions.sessions import Device
from parks.identity.events import PasswordChanged, SignUpRepeated
from parks.identity.rules import addresses, limits
from parks.identity.rules import passwords as rules
from parks.identity.rules.purposes import NOTICE
from parks.identity.states import Outcome, Purpose
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _

LANGUAGES = ("zh", "en")


async def sign_up(email: str, password: str, name: str, language: str = "zh", *, ip: str = "") -> None:
    """A new person, unconfirmed; a letter with a link goes to the address. Consents to the privacy notice of today.

    Nothing that comes back, nor the time it takes, tells whether the address was known: its owner is told by letter.
    An address signed up twice before it was confirmed gets a link to choose the password anew, so that nobody can
    plant a password in another's account.
    """
    address = _address(email)
    name = _name(name)
    _check(password, name, address)
    async with tries.evenly():
        kept = await passwords.hashed(sessions.storable(password))
        if not await tries.ask(address, ip):
            return
        async with tx():
            person_id = await _add(address, name, language, kept)
            if person_id is None:
                await _repeated(address)
                return
            await consents.give(person_id, NOTICE)
            actor = Actor(person_id, name, language)
            await audit.record(actor, "person signed up", person_id, privacy_notice=limits.PRIVACY_NOTICE)
            await codes.issue(person_id, Purpose.CONFIRM)


async def confirm(code: str) -> UUID:
    """The address is the person's own: answers whose it is. Invalid (422) for a code that is used or too old."""
    async with tx():
        person_id = await codes.redeem(code, Purpose.CONFIRM)
        await database.execute(
            "UPDATE person SET confirmed_at = COALESCE(confirmed_at, parks_now()) WHERE id = $1", person_id
        )
        await audit.record(await _self(person_id), "address confirmed", person_id)
    return person_id


async def ask_reset(email: str, *, ip: str = "") -> None:
    """A letter with a link to choose a password, if the address has an account; the answer is the same if not."""
    address = addresses.normalised(email)
    if address is None:
        raise Invalid(fields={"email": _("Write the address like name@example.cn.")})
    async with tries.evenly():
        if not await tries.ask(address, ip):
            return
        async with tx():
            row = await _by_address(address)
            if row is None or row["suspended_at"] is not None:
                return
            await codes.issue(row["id"], Purpose.RESET if row["password"] else Purpose.INVITE)
            await audit.record(await _self(row["id"]), "new password asked for", row["id"])


async def set_password(code: str, password: str) -> UUID:
    """Choose a password with the code of a letter: confirms the address too, and ends every session of the account."""
    purposes = (Purpose.RESET, Purpose.INVITE)
    person = await queries.person(await codes.owner(code, *purposes))
    _check(password, person.name, person.email)
    kept = await passwords.hashed(sessions.storable(password))
    async with tx():
        person_id = await codes.redeem(code, *purposes)
        await database.execute(
            "UPDATE person SET password = $2, confirmed_at = COALESCE(confirmed_at, parks_now()) WHERE id = $1",
            person_id,
            kept,
        )
        await codes.void(person_id)
        ended = await sessions.end_all(person_id)
        await audit.record(await _self(person_id), "password set by letter", person_id, sessions_ended=ended)
        await bus.announce(PasswordChanged(person_id))
    return person_id


async def change_password(actor: Actor, current: str, new: str, *, device: Device | None = None) -> str:
    """Change one's own password, knowing the old one. Ends every session; answers the token of a new one."""
    device = device or Device()
    row = await database.row("SELECT email, password FROM person WHERE id = $1", actor.id)
    if row is None:
        hidden()
    this_try = await tries.begin(row["email"], device.ip)
    if not await passwords.matches(row["password"] or passwords.NO_ONE, sessions.storable(current)):
        await tries.end(this_try, Outcome.FAILED)
        raise Invalid(fields={"current": _("This is not your password of now.")})
    await tries.end(this_try, Outcome.PASSED)
    _check(new, actor.name, row["email"])
    kept = await passwords.hashed(sessions.storable(new))
    async with tx():
        await database.execute("UPDATE person SET password = $2 WHERE id = $1", actor.id, kept)
        ended = await sessions.end_all(actor.id)
        _session, token = await sessions.open_session(actor.id, device)
        await audit.record(actor, "password changed", actor.id, sessions_ended=ended)
        await bus.announce(PasswordChanged(actor.id))
    return token


async def describe(actor: Actor, name: str, language: str) -> None:
    """Change one's own name and language."""
    name = _name(name)
    async with tx():
        await database.execute(
            "UPDATE person SET name = $2, language = $3 WHERE id = $1", actor.id, name, _language(language)
        )
        await audit.record(actor, "account changed", actor.id, name=[actor.name, name], language=language)


async def choose_language(actor: Actor, language: str) -> None:
    """The language of pages and letters from now on."""
    async with tx():
        await database.execute("UPDATE person SET language = $2 WHERE id = $1", actor.id, _language(language))
        await audit.record(actor, "language chosen", actor.id, language=language)


async def invite(actor: Actor, email: str, name: str, language: str = "zh") -> UUID:
    """A person who gets a letter and chooses a password; whoever has the address already is answered as they are."""
    require(permissions.may_invite(actor))
    return await bring_in(actor, email, name, language)


async def bring_in(actor: Actor, email: str, name: str, language: str = "zh") -> UUID:
    """The same for a caller that has asked its own permission (`actions.invitations`)."""
    address = _address(email)
    name = _name(name)
    async with tx():
        person_id = await _add(address, name, _language(language), None)
        if person_id is None:
            row = await _by_address(address)
            known: UUID = row["id"]
            if row["password"] is None and row["suspended_at"] is None:
                await codes.issue(known, Purpose.INVITE)
                await audit.record(actor, "invitation repeated", known)
            return known
        await audit.record(actor, "person invited", person_id, name=name)
        await codes.issue(person_id, Purpose.INVITE)
    return person_id


async def enrol(actor: Actor, email: str, name: str, *, password: str, language: str = "zh") -> UUID:
    """A person who is known already and confirmed: for the demo's world and for taking over another system's people."""
    if not permissions.is_system(actor):
        hidden()
    address = _address(email)
    name = _name(name)
    kept = await passwords.hashed(sessions.storable(password))
    async with tx():
        person_id = await _add(address, name, _language(language), kept, confirmed=True)
        if person_id is None:
            raise Invalid(fields={"email": _("This address has an account already.")})
        await consents.give(person_id, NOTICE)
        await audit.record(actor, "person enrolled", person_id, name=name)
    return person_id


async def suspend(actor: Actor, person_id: UUID, reason: str) -> None:
    """Out at once, on every device; keys and roles sleep. `restore` wakes them."""
    await _suspension(actor, person_id, reason, suspended=True)


async def restore(actor: Actor, person_id: UUID, reason: str) -> None:
    await _suspension(actor, person_id, reason, suspended=False)


async def _suspension(actor: Actor, person_id: UUID, reason: str, *, suspended: bool) -> None:
    reason = reason.strip()
    if not reason:
        raise Invalid(fields={"reason": _("Say why: the person may ask, and the audit will.")})
    async with tx():
        row = await database.row("SELECT id FROM person WHERE id = $1 FOR UPDATE", person_id)
        if row is None:
            hidden()
        places = await queries.places_of(person_id)
        require(permissions.may_suspend(actor, person_id=person_id, places=places))
        await database.execute(
            "UPDATE person SET suspended_at = CASE WHEN $2 THEN COALESCE(suspended_at, parks_now()) END WHERE id = $1",
            person_id,
            suspended,
        )
        await sessions.end_all(person_id)
        await codes.void(person_id)
        await audit.record(actor, "person suspended" if suspended else "person restored", person_id, reason=reason)


async def _add(address: str, name: str, language: str, password: str | None, *, confirmed: bool = False) -> UUID | None:
    """The new person's id, or None where the address has a person, even one that came a moment ago."""
    made: UUID | None = await database.value(
        "INSERT INTO person (id, email, name, language, password, made_at, confirmed_at)"
        " VALUES ($1, $2, $3, $4, $5, parks_now(), CASE WHEN $6 THEN parks_now() END)"
        " ON CONFLICT (lower(email)) DO NOTHING RETURNING id",
        uuid7(),
        address,
        name,
        language,
        password,
        confirmed,
    )
    return made


async def _repeated(address: str) -> None:
    """Someone signed up with an address that is known: what its owner is told depends on how far they had come."""
    row = await _by_address(address)
    if row["suspended_at"] is not None:
        return
    if row["confirmed_at"] is not None:
        await bus.announce(SignUpRepeated(row["id"]))
    else:
        await codes.issue(row["id"], Purpose.RESET if row["password"] else Purpose.INVITE)


async def _by_address(address: str) -> Any:
    return await database.row(
        "SELECT id, password, confirmed_at, suspended_at FROM person WHERE lower(email) = $1 FOR UPDATE", address
    )


async def _self(person_id: UUID) -> Actor:
    """The person as the actor of what they do with a letter's code, before any session."""
    person = await queries.person(person_id)
    return Actor(person.id, person.name, person.language, via="letter")


def _address(email: str) -> str:
    found = addresses.normalised(email)
    if found is None:
        raise Invalid(fields={"email": _("Write the address like name@example.cn.")})
    return found


def _name(name: str) -> str:
    found = " ".join(unicodedata.normalize("NFC", name).split())
    problem: Text | None = None
    if not found:
        problem = _("This is needed.")
    elif len(found) > 100:
        problem = _("Use at most {n} characters.", n=100)
    elif not found.isprintable():
        problem = _("This text holds a character that cannot be stored.")
    if problem is not None:
        raise Invalid(fields={"name": problem})
    return found


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid(fields={"language": _("Choose one of the options.")})
    return language


def _check(password: str, *own: str) -> None:
    problem = rules.problem(password, *own)
    if problem is not None:
        raise Invalid(fields={"password": problem})
