"""What happens to people that others act on."""

from dataclasses import dataclass
from uuid import UUID

from parks.identity.states import Purpose
from parks.kernel.actor import Role
from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CodeIssued(Event):
    """A single-use code waits for its person. The one event that carries a secret: only mail may hold it."""

    person_id: UUID
    purpose: Purpose
    secret: str


@dataclass(frozen=True, slots=True)
class SignUpRepeated(Event):
    """Somebody signed up with an address that has an account: its owner is told, the visitor is not."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    person_id: UUID


@dataclass(frozen=True, slots=True)
class HandAsked(Event):
    """Somebody is invited to lend a hand with a company or an application; they have not answered yet."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class HandGiven(Event):
    """The invitation was accepted: whoever owns the subject gives the person what was offered."""

    invitation_id: UUID
    subject_kind: str
    subject_id: UUID
    person_id: UUID
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonAppointed(Event):
    appointment_id: UUID
    person_id: UUID
    role: Role
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class PersonDismissed(Event):
    appointment_id: UUID
    person_id: UUID
    role: Role
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    """`purpose` is its slug (rules/purposes.py)."""

    person_id: UUID
    purpose: str
