"""`/api/v1/me` and `/api/v1/keys`: who a program acts as, and a person's keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.params import Body, FromPath
from pydantic import BaseModel, ConfigDict, Field

from parks.identity import actions, forms, queries
from parks.kernel.actor import Actor
from parks.web import access

BEFORE = {"access": access.SIGNED_IN, "before_notice": True}


@dataclass(frozen=True, slots=True)
class RoleOut:
    """`value` is how a new key names it."""

    role: str
    organisation_id: UUID
    path: str
    value: str


@dataclass(frozen=True, slots=True)
class MeOut:
    """Who acts. `roles` are those that this session or key may use; empty for a founder."""

    id: UUID
    name: str
    email: str
    language: str
    via: str
    roles: list[RoleOut]


@dataclass(frozen=True, slots=True)
class KeyOut:
    """A key that stands; `shown` is its beginning."""

    id: UUID
    name: str
    shown: str
    read_only: bool
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    roles: list[str]


@dataclass(frozen=True, slots=True)
class NewKeyOut:
    """`secret` is told now and never again: send it as `Authorization: Bearer parks_…`."""

    id: UUID
    secret: str


@get("/api/v1/me", opt={"access": access.SIGNED_IN}, name="api:me", tags=["identity"])
async def me(request: Request[Actor, Any, Any]) -> MeOut:
    """Who acts with this key or session, and with which roles."""
    actor = request.user
    person = await queries.person(actor.id)
    roles = [
        RoleOut(one.role.value, one.organisation_id, one.path, f"{one.role.value}@{one.organisation_id}")
        for one in actor.held
    ]
    return MeOut(actor.id, actor.name, person.email, actor.language, actor.via, roles)


class KeyApi(Controller):
    path = "/api/v1/keys"
    tags = ("identity",)

    @get(opt={"access": access.SIGNED_IN}, name="api:keys:index")
    async def index(self, request: Request[Actor, Any, Any]) -> list[KeyOut]:
        """One's own keys that stand, the newest first; never their secrets."""
        return [
            KeyOut(
                one.id,
                one.name,
                one.shown,
                one.read_only,
                one.made_at,
                one.expires_at,
                one.used_at,
                [role.value for role in one.roles],
            )
            for one in await queries.keys(request.user)
        ]

    @post(opt={"access": access.SIGNED_IN}, name="api:keys:post")
    async def make(self, request: Request[Actor, Any, Any], data: Annotated[forms.Key, Body()]) -> NewKeyOut:
        """Make a key of one's own, in a session (a key makes no keys); its secret is told once."""
        made = await actions.make_key(
            request.user, data.name, roles=data.pairs(), read_only=data.read_only, days=data.days
        )
        return NewKeyOut(made.id, made.secret)

    @delete("/{key_id:uuid}", opt={"access": access.SIGNED_IN}, name="api:keys:delete")
    async def revoke(self, request: Request[Actor, Any, Any], key_id: FromPath[UUID]) -> None:
        """Revoke one of one's own keys at once; doing it twice is no error."""
        await actions.revoke_key(request.user, key_id)


@dataclass(frozen=True, slots=True)
class InvitationOut:
    """What one is asked to lend a hand with; `rights` of edit, certify and submit."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    label: str
    rights: list[str]
    asked_by: str
    asked_at: datetime
    until: datetime


class InvitationApi(Controller):
    path = "/api/v1/invitations"
    tags = ("identity",)

    @get(opt={"access": access.SIGNED_IN}, name="api:invitations:index")
    async def index(self, request: Request[Actor, Any, Any]) -> list[InvitationOut]:
        """What waits for one's own answer, the newest first."""
        return [
            InvitationOut(
                one.id,
                one.subject_kind,
                one.subject_id,
                one.label,
                list(one.rights),
                one.asked_by,
                one.asked_at,
                one.until,
            )
            for one in await queries.invitations(request.user)
        ]

    @put("/{invitation_id:uuid}", status_code=204, opt={"access": access.SIGNED_IN}, name="api:invitation:put")
    async def accept(self, request: Request[Actor, Any, Any], invitation_id: FromPath[UUID]) -> None:
        """Accept; from now on the subject is open with the rights that were offered."""
        await actions.accept_hand(request.user, invitation_id)

    @delete("/{invitation_id:uuid}", opt={"access": access.SIGNED_IN}, name="api:invitation:delete")
    async def decline(self, request: Request[Actor, Any, Any], invitation_id: FromPath[UUID]) -> None:
        await actions.decline_hand(request.user, invitation_id)


@dataclass(frozen=True, slots=True)
class ConsentOut:
    """What one is asked to agree to: `version` is today's text; `given_at` None where it was not agreed to."""

    purpose: str
    version: str
    needed: bool
    given_at: datetime | None


class Consent(BaseModel):
    """That one agrees to the text of that version."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(max_length=20)


class ConsentApi(Controller):
    path = "/api/v1/consents"
    tags = ("consents",)

    @get(opt=BEFORE, name="api:consent:index", summary="One's own agreements, by purpose and version")
    async def index(self, request: Request[Actor, Any, Any]) -> list[ConsentOut]:
        return [
            ConsentOut(one.purpose.slug, one.purpose.version, one.purpose.needed, one.given_at)
            for one in await queries.consents(request.user)
        ]

    @put("/{purpose:str}", status_code=204, opt=BEFORE, name="api:consent:put", summary="Agree to today's text")
    async def agree(
        self, request: Request[Actor, Any, Any], purpose: FromPath[str], data: Annotated[Consent, Body()]
    ) -> None:
        await actions.agree(request.user, purpose, data.version)

    @delete("/{purpose:str}", opt=BEFORE, name="api:consent:delete", summary="Take it back, from now on")
    async def withdraw(self, request: Request[Actor, Any, Any], purpose: FromPath[str]) -> None:
        await actions.withdraw_consent(request.user, purpose)
