"""Several hands on one application: asked by the applicant or the company's owner, accepted by themselves, ended."""

from collections.abc import Collection
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import actions as identity
from parks.identity import queries as people
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.programmes import permissions
from parks.programmes.queries.scope import on_side, shares
from parks.startups.rules.records import HandsRecord
from parks.startups.states import Hand

SUBJECT = "application"
"""The kind under which invitations name an application."""


async def invite_hand(actor: Actor, application_id: UUID, record: HandsRecord) -> UUID:
    """Ask somebody to lend a hand with this one application; they hold nothing until they accept."""
    async with tx():
        one = await _shared(actor, application_id)
        label = f"{one['number'] or ''} {one['company_name']}".strip()
        subject = SubjectRef(SUBJECT, application_id, label, f"/applications/{application_id}")
        return await identity.ask_hand(actor, subject, record.email, record.name, record.rights, actor.language)


async def withdraw_hand_invitation(actor: Actor, application_id: UUID, invitation_id: UUID) -> None:
    async with tx():
        await _shared(actor, application_id)
        await identity.withdraw_hand(actor, application_id, invitation_id)


async def join(application_id: UUID, person_id: UUID, rights: Collection[str]) -> None:
    """What was offered is the person's from now on, beside what they held before."""
    given = {Hand(one) for one in rights}
    async with tx():
        person = await people.person(person_id)
        await database.execute(
            "INSERT INTO application_hand AS h (id, application, person, may_edit, may_certify, may_submit, since)"
            " VALUES ($1, $2, $3, $4, $5, $6, parks_now()) ON CONFLICT (application, person) DO UPDATE SET"
            " may_edit = h.may_edit OR EXCLUDED.may_edit, may_certify = h.may_certify OR EXCLUDED.may_certify,"
            " may_submit = h.may_submit OR EXCLUDED.may_submit",
            uuid7(),
            application_id,
            person_id,
            Hand.EDIT in given,
            Hand.CERTIFY in given,
            Hand.SUBMIT in given,
        )
        actor = Actor(person.id, person.name, person.language, via="letter")
        await audit.record(actor, "application hand joined", application_id, rights=sorted(given))


async def end_hand(actor: Actor, application_id: UUID, person_id: UUID) -> None:
    """End what somebody was given for this application; one may also leave oneself."""
    async with tx():
        if person_id != actor.id:
            await _shared(actor, application_id)
        gone = await database.row(
            "DELETE FROM application_hand WHERE application = $1 AND person = $2 RETURNING id",
            application_id,
            person_id,
        )
        if gone is None:
            hidden()
        await audit.record(actor, "application hand ended", application_id, of=person_id)


async def _shared(actor: Actor, application_id: UUID) -> asyncpg.Record:
    """Locked; Hidden (404) for who is not on its side, Forbidden (403) for who does not say who is."""
    found = await database.row(
        f"SELECT a.id, a.number, a.company_name, {shares(1)} AS shares FROM application a"
        f" WHERE a.id = $2 AND {on_side(1)} FOR UPDATE OF a",
        actor.id,
        application_id,
    )
    one: asyncpg.Record = found or hidden()
    require(permissions.may_share(shares=one["shares"]))
    return one
