"""Invitations to lend a hand: a person's own, and those that wait about one thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden


@dataclass(frozen=True, slots=True)
class InvitationView:
    """`rights` in the words of the context that asked; `email` and `name` as its inviter typed them."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    label: str
    person_id: UUID
    email: str
    name: str
    rights: tuple[str, ...]
    asked_by: str
    asked_at: datetime
    until: datetime

    @property
    def url(self) -> str:
        return f"/invitations/{self.id}"


_OPEN = """
SELECT i.id, i.subject_kind, i.subject_id, i.label, i.person, i.email, i.name, i.rights, i.asked_by_name, i.asked_at,
  i.until FROM invitation i WHERE i.reply = 'open' AND i.until > parks_now()
"""


async def invitations(actor: Actor) -> list[InvitationView]:
    """What this person is asked, newest first; at most 100."""
    return [_view(one) for one in await rows(f"{_OPEN} AND i.person = $1 ORDER BY i.id DESC LIMIT 100", actor.id)]


async def invitation(actor: Actor, invitation_id: UUID) -> InvitationView:
    """One's own that still waits; Hidden (404) otherwise."""
    found = await row(f"{_OPEN} AND i.person = $1 AND i.id = $2", actor.id, invitation_id)
    return _view(found) if found is not None else hidden()


async def asked_about(subject_id: UUID) -> list[InvitationView]:
    """Who has been asked and has not answered, oldest first. The caller has asked whether the reader may know."""
    return [_view(one) for one in await rows(f"{_OPEN} AND i.subject_id = $1 ORDER BY i.id LIMIT 100", subject_id)]


async def hand_asked(invitation_id: UUID) -> InvitationView:
    """For the letter that tells of it."""
    return _view(await row(f"{_OPEN} AND i.id = $1", invitation_id) or hidden())


def _view(one: Any) -> InvitationView:
    return InvitationView(
        id=one["id"],
        subject_kind=one["subject_kind"],
        subject_id=one["subject_id"],
        label=one["label"],
        person_id=one["person"],
        email=one["email"],
        name=one["name"],
        rights=tuple(one["rights"].split()),
        asked_by=one["asked_by_name"],
        asked_at=one["asked_at"],
        until=one["until"],
    )
