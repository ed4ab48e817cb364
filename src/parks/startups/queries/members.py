"""Who is on a company's side, and what each may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.identity.queries import InvitationView
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.startups.states import Hand


@dataclass(frozen=True, slots=True)
class MemberView:
    person_id: UUID
    name: str
    email: str
    owner: bool
    rights: tuple[Hand, ...]
    since: datetime | None
    of_company: bool = False  # shown on an application's page alone, where the company's members cannot be ended


@dataclass(frozen=True, slots=True)
class Side:
    """The company's side as one of them sees it; who was asked and has not answered is told to the owner alone."""

    company_id: UUID
    name: str
    owner: bool
    members: tuple[MemberView, ...]
    invitations: tuple[InvitationView, ...]


async def rights(company_id: UUID, person_id: UUID) -> frozenset[Hand]:
    """What this person may do for the company; nothing for who is not on its side."""
    found = await row(
        "SELECT may_edit, may_certify, may_submit FROM company_member WHERE company = $1 AND account_id = $2",
        company_id,
        person_id,
    )
    return frozenset(hands_of(found)) if found is not None else frozenset()


def hands_of(found: Iterable[bool]) -> tuple[Hand, ...]:
    """Out of the three columns, in their order."""
    return tuple(hand for hand, given in zip(Hand, found, strict=True) if given)


async def side(actor: Actor, company_id: UUID) -> Side:
    """Members with what they may do, in two statements. Hidden (404) to everyone who is not one of them."""
    found = await rows(
        "SELECT c.name_zh, m.account_id, p.name, p.email, m.role, m.since, m.may_edit, m.may_certify, m.may_submit"
        " FROM company c JOIN company_member m ON m.company = c.id JOIN person p ON p.id = m.account_id"
        " WHERE c.id = $1 AND EXISTS (SELECT FROM company_member o WHERE o.company = c.id AND o.account_id = $2)"
        " ORDER BY m.id LIMIT 200",
        company_id,
        actor.id,
    )
    if not found:
        hidden()
    members = tuple(
        MemberView(
            person_id=one["account_id"],
            name=one["name"],
            email=one["email"],
            owner=one["role"] == "owner",
            rights=hands_of((one["may_edit"], one["may_certify"], one["may_submit"])),
            since=one["since"],
        )
        for one in found
    )
    owner = any(one.owner and one.person_id == actor.id for one in members)
    waiting = tuple(await identity.asked_about(company_id)) if owner else ()
    return Side(company_id, found[0]["name_zh"], owner, members, waiting)
