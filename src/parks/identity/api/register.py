"""`/api/v1/organisations`, `/appointments`, `/people`: the tree, and who holds which role in it, in one's own scope."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.params import FromPath, JSONBody
from pydantic import ConfigDict

from parks.identity import actions, forms, queries
from parks.identity.permissions import OFFICES
from parks.identity.queries import AppointmentView, PersonPage
from parks.kernel.actor import Role
from parks.kernel.words import Bilingual
from parks.web import access

SEES = {"access": access.only(*OFFICES)}
ADMINISTERS = {"access": access.only(Role.SYSTEM_ADMIN)}
APPOINTS = {"access": access.only(Role.SYSTEM_ADMIN, Role.PROGRAMME_OFFICER)}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationOut:
    """`path` ends with its own code and begins with the nation's; `holders`: how many hold a role right there."""

    id: UUID
    kind: str
    name: Bilingual
    path: str
    region: str
    holders: int


@dataclass(frozen=True, slots=True)
class AppointmentOut:
    """`until` is the first day without the role; `live` while it is held."""

    id: UUID
    person_id: UUID
    person: str
    email: str
    role: str
    organisation_id: UUID
    organisation: Bilingual
    since: datetime
    until: date | None
    appointed_by: str
    reason: str
    live: bool
    ended_at: datetime | None
    end_reason: str

    @classmethod
    def of(cls, one: AppointmentView) -> "AppointmentOut":
        return cls(
            one.id,
            one.person_id,
            one.person,
            one.email,
            one.role.value,
            one.organisation_id,
            one.organisation,
            one.since,
            one.until,
            one.appointed_by,
            one.reason,
            one.live,
            one.ended_at,
            one.end_reason,
        )


@dataclass(frozen=True, slots=True)
class AppointmentsOut:
    """A page; `next` asks for the following one, empty on the last. `total` is counted up to 1,000."""

    rows: list[AppointmentOut]
    total: int
    next: str


@dataclass(frozen=True, slots=True)
class PersonOut:
    """`suspended_at` None while the account is open."""

    id: UUID
    name: str
    email: str
    suspended_at: datetime | None
    appointments: list[AppointmentOut]

    @classmethod
    def of(cls, one: PersonPage) -> "PersonOut":
        rows = [AppointmentOut.of(each) for each in one.appointments]
        return cls(one.id, one.name, one.email, one.suspended_at, rows)


class Reason(forms.WithReason):
    """Kept with what was decided."""

    model_config = ConfigDict(extra="forbid")


class OrganisationApi(Controller):
    path = "/api/v1/organisations"
    tags = ("organisations",)

    @get(opt=SEES, name="api:organisations:index", summary="The tree in one's scope, parents first; at most 500")
    async def index(self, request: Request[Any, Any, Any]) -> list[OrganisationOut]:
        return [
            OrganisationOut(one.id, one.kind.value, one.name, one.path, one.region, each.holders)
            for each in await queries.tree(request.user)
            for one in (each.organisation,)
        ]

    @get("/{organisation_id:uuid}/appointments", opt=SEES, name="api:organisation:appointments")
    async def holders(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> list[AppointmentOut]:
        """Who holds a role right there."""
        found = await queries.organisation_page(request.user, organisation_id)
        return [AppointmentOut.of(one) for one in found.appointments]

    @post("/{organisation_id:uuid}/parts", opt=ADMINISTERS, name="api:organisations:post", summary="Found one under it")
    async def found(
        self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID], data: JSONBody[forms.NewOrganisation]
    ) -> Made:
        await queries.organisation_page(request.user, organisation_id)  # what one may not see is not there
        named = Bilingual(data.name_zh, data.name_en)
        return Made(
            await actions.found_organisation(request.user, data.kind, named, data.code, organisation_id, data.region)
        )

    @post("/{organisation_id:uuid}/appointments", opt=APPOINTS, name="api:appointments:post")
    async def appoint(
        self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID], data: JSONBody[forms.NewAppointment]
    ) -> Made:
        """Whoever has no account yet is invited under `name` first."""
        await queries.organisation_page(request.user, organisation_id)
        made = await actions.appoint_by_address(
            request.user, data.email, data.name, data.role, organisation_id, until=data.until, reason=data.reason
        )
        return Made(made)


class AppointmentApi(Controller):
    path = "/api/v1/appointments"
    tags = ("organisations",)

    @get(opt=SEES, name="api:appointments:index", summary="Who holds which role; `q`, `role`, `state`, `sort`, `after`")
    async def index(self, request: Request[Any, Any, Any]) -> AppointmentsOut:
        page = await queries.appointments(request.user, queries.APPOINTMENTS.read(request))
        return AppointmentsOut([AppointmentOut.of(one) for one in page.rows], page.total, page.next)

    @delete("/{appointment_id:uuid}", status_code=204, opt=ADMINISTERS, name="api:appointments:delete")
    async def dismiss(
        self, request: Request[Any, Any, Any], appointment_id: FromPath[UUID], data: JSONBody[Reason]
    ) -> None:
        """At once and on every device; what waits there for this person falls to the office."""
        await actions.dismiss(request.user, appointment_id, data.reason)


class PersonApi(Controller):
    path = "/api/v1/people/{person_id:uuid}"
    tags = ("organisations",)

    @get(opt=SEES, name="api:people:show", summary="A person with a role, now or before, in one's scope")
    async def show(self, request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> PersonOut:
        return PersonOut.of(await queries.person_page(request.user, person_id))

    @put("/suspension", status_code=204, opt=ADMINISTERS, name="api:people:suspend", summary="Nobody signs in with it")
    async def suspend(self, request: Request[Any, Any, Any], person_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        await actions.suspend(request.user, person_id, data.reason)

    @delete("/suspension", status_code=204, opt=ADMINISTERS, name="api:people:restore", summary="Open it again")
    async def restore(self, request: Request[Any, Any, Any], person_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        await actions.restore(request.user, person_id, data.reason)
