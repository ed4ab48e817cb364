"""Applications to the pool: the officers' list, one with all it says, and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.documents import queries as documents
from parks.identity import queries as identity
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.reviews import permissions
from parks.reviews.rules.experts import LANGUAGES
from parks.reviews.states import ApplicationState


@dataclass(frozen=True, slots=True)
class AppliedPost:
    employer: str
    title: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application as its officer, or its own applicant, reads it. `can_vet`: this reader may decide it now."""

    id: UUID
    name: str
    organisation: Bilingual
    kind: str
    fields: tuple[str, ...]
    title: str
    employer: str
    region: str
    languages: tuple[Text, ...]
    capacity: int | None
    posts: tuple[AppliedPost, ...]
    words: str
    cv: UUID | None
    state: str
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
    expert_id: UUID | None
    can_vet: bool

    @property
    def waits(self) -> bool:
        return self.state == ApplicationState.SUBMITTED


APPLIED = (
    "SELECT a.*, p.name, o.name_zh, o.name_en FROM expert_application a JOIN person p ON p.id = a.person"
    " JOIN organisation o ON o.id = a.organisation"
)


def _view(actor: Actor, one: Any) -> ApplicationView:
    return ApplicationView(
        id=one["id"],
        name=one["name"],
        organisation=Bilingual(one["name_zh"], one["name_en"]),
        kind=one["kind"],
        fields=tuple(one["fields"]),
        title=one["title"],
        employer=one["employer"],
        region=one["region"],
        languages=tuple(LANGUAGES[each] for each in one["languages"]),
        capacity=one["capacity"],
        posts=tuple(
            AppliedPost(each["employer"], each["title"], each["since"] or "", each["until"] or "")
            for each in one["posts"]
        ),
        words=one["words"],
        cv=one["cv"],
        state=one["state"],
        submitted_at=one["submitted_at"],
        decided_at=one["decided_at"],
        reason=one["reason"],
        expert_id=one["expert"],
        can_vet=one["state"] == ApplicationState.SUBMITTED
        and bool(permissions.may_enrol(actor, one["person"], one["path"])),
    )


async def expert_applications(actor: Actor) -> list[ApplicationView]:
    """The newest two hundred of the actor's places, waiting ones first and the oldest of them first; one statement."""
    found = await rows(
        f"{APPLIED} WHERE a.path LIKE ANY($1) ORDER BY a.state <> 'submitted',"
        " CASE WHEN a.state = 'submitted' THEN a.submitted_at END, a.submitted_at DESC, a.id LIMIT 200",
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return [_view(actor, one) for one in found]


async def expert_application(actor: Actor, application_id: UUID) -> ApplicationView:
    found = await row(
        f"{APPLIED} WHERE a.id = $1 AND a.path LIKE ANY($2)",
        application_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return _view(actor, found) if found else hidden()


async def my_application(actor: Actor) -> ApplicationView | None:
    """The actor's own latest."""
    found = await row(f"{APPLIED} WHERE a.person = $1 ORDER BY a.submitted_at DESC, a.id DESC LIMIT 1", actor.id)
    return _view(actor, found) if found else None


async def cv(actor: Actor, application_id: UUID) -> documents.Opened:
    """The CV for the officers and auditors of its place. Hidden (404) outside."""
    one = await expert_application(actor, application_id)
    return await documents.opened(one.cv or hidden())


async def places_with_pools() -> Sequence[identity.OrganisationView]:
    """Where one can apply: the nation, provinces and cities keep pools, parks do not."""
    return [one for one in await identity.organisations() if one.kind is not OrganisationKind.PARK]


@dataclass(frozen=True, slots=True)
class ApplicationTold:
    """What letters about an application tell, and whom."""

    person: UUID
    officers: Sequence[UUID]
    name: str
    organisation: Bilingual
    reason: str
    first: date | None
    until: date | None


async def application_told(application_id: UUID) -> ApplicationTold:
    """For reactions: no reader is asked. The officers are those of the place and above it."""
    found = await row(
        "SELECT a.person, p.name, a.path, o.name_zh, o.name_en, a.reason, e.term_from, e.term_until"
        " FROM expert_application a JOIN person p ON p.id = a.person JOIN organisation o ON o.id = a.organisation"
        " LEFT JOIN expert e ON e.id = a.expert WHERE a.id = $1",
        application_id,
    )
    if found is None:
        hidden()
    officers = [one.id for role in permissions.OFFICERS for one in await identity.holders(role, found["path"])]
    return ApplicationTold(
        found["person"],
        [one for one in dict.fromkeys(officers) if one != found["person"]],
        found["name"],
        Bilingual(found["name_zh"], found["name_en"]),
        found["reason"],
        found["term_from"],
        found["term_until"],
    )
