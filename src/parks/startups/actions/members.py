"""Several hands on one record: its owner asks, the asked accept themselves, and the owner ends what was given."""

from collections.abc import Collection, Sequence
from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import actions as identity
from parks.identity import queries as people
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.startups import permissions
from parks.startups.actions.rows import locked
from parks.startups.rules.records import HandsRecord
from parks.startups.states import Hand, MemberRole

SUBJECT = "company"
"""The kind under which invitations name a company."""


async def invite_member(actor: Actor, company_id: UUID, record: HandsRecord) -> UUID:
    """Ask somebody onto the company's side; they hold nothing until they accept. Answers the invitation's id."""
    async with tx():
        company = await locked(actor, company_id)
        require(permissions.may_share(owner=company["owner"]))
        subject = SubjectRef(SUBJECT, company_id, company["name_zh"], f"/companies/{company_id}")
        return await identity.ask_hand(actor, subject, record.email, record.name, record.rights, actor.language)


async def withdraw_member_invitation(actor: Actor, company_id: UUID, invitation_id: UUID) -> None:
    async with tx():
        company = await locked(actor, company_id)
        require(permissions.may_share(owner=company["owner"]))
        await identity.withdraw_hand(actor, company_id, invitation_id)


async def join(company_id: UUID, person_id: UUID, rights: Collection[str]) -> None:
    """What was offered is the person's from now on, beside what they held before. The owner stays the owner."""
    hands = {Hand(one) for one in rights}
    async with tx():
        person = await people.person(person_id)
        await database.execute(
            "INSERT INTO company_member AS m (id, company, account_id, role, may_edit, may_certify, may_submit,"
            " by_name, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, parks_now())"
            " ON CONFLICT (company, account_id) DO UPDATE SET may_edit = m.may_edit OR EXCLUDED.may_edit,"
            " may_certify = m.may_certify OR EXCLUDED.may_certify, may_submit = m.may_submit OR EXCLUDED.may_submit",
            uuid7(),
            company_id,
            person_id,
            MemberRole.MEMBER.value,
            Hand.EDIT in hands,
            Hand.CERTIFY in hands,
            Hand.SUBMIT in hands,
            person.name,
        )
        actor = Actor(person.id, person.name, person.language, via="letter")
        await audit.record(actor, "company member joined", company_id, rights=sorted(hands))


async def end_membership(actor: Actor, company_id: UUID, person_id: UUID) -> None:
    """The owner ends what was given; a member may also leave. From now on they see nothing of it."""
    async with tx():
        company = await locked(actor, company_id)
        if person_id != actor.id:
            require(permissions.may_share(owner=company["owner"]))
        gone = await database.row(
            "DELETE FROM company_member WHERE company = $1 AND account_id = $2 AND role <> 'owner' RETURNING id",
            company_id,
            person_id,
        )
        if gone is None:
            if company["owner"] and person_id == actor.id:
                raise Conflict(_("The owner stays with the record."))
            hidden()
        await audit.record(actor, "company member removed", company_id, of=person_id)


async def end_hands(ids: Sequence[UUID]) -> int:
    """Memberships whose time is over (a deletion report ends them); an owner's stays. Answers how many."""
    gone = await database.rows(
        "DELETE FROM company_member WHERE id = ANY($1) AND role <> $2 RETURNING id", list(ids), MemberRole.OWNER.value
    )
    return len(gone)
