"""The register: the tree of organisations, who holds which role, one person."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath

from parks.identity import actions, forms, queries
from parks.identity.permissions import OFFICES
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import Bilingual, Text, _
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import ROLE_NAMES, Choice, screen, see_other

TREE = "identity/organisations/index.html"
SHOW = "identity/organisations/show.html"
NEW = "identity/organisations/edit.html"
APPOINT = "identity/appointments/edit.html"
LIST, LIST_PART = "identity/appointments/index.html", "identity/appointments/_list.html"
PERSON = "identity/people/show.html"

SEES = access.only(*OFFICES)
ADMINISTERS = access.only(Role.SYSTEM_ADMIN)
APPOINTS = access.only(Role.SYSTEM_ADMIN, Role.PROGRAMME_OFFICER)

KINDS: dict[OrganisationKind, Text] = {
    OrganisationKind.NATION: _("Nation"),
    OrganisationKind.PROVINCE: _("Province"),
    OrganisationKind.CITY: _("City"),
    OrganisationKind.PARK: _("Returnee park"),
    OrganisationKind.COMPANY: _("Enterprise"),
    OrganisationKind.BANK: _("Bank"),
    OrganisationKind.GUARANTOR: _("Guarantor"),
    OrganisationKind.UNIVERSITY: _("University"),
    OrganisationKind.INSTITUTE: _("Research institute"),
}


class OrganisationPages(Controller):
    path = "/organisations"
    include_in_schema = False

    @get(opt={"access": SEES}, name="organisations:index")
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, TREE, rows=await queries.tree(request.user), kinds=KINDS)

    @get("/{organisation_id:uuid}", opt={"access": SEES}, name="organisations:show")
    async def show(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.organisation_page(request.user, organisation_id)
        return screen(request, SHOW, found=found, kinds=KINDS, role_names=ROLE_NAMES)

    @get("/{organisation_id:uuid}/parts/new", opt={"access": ADMINISTERS}, name="organisations:new")
    async def new(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any]:
        return await _organisation_form(request, organisation_id, blank(), 200)

    @post("/{organisation_id:uuid}/parts", opt={"access": ADMINISTERS}, name="organisations:post")
    async def found(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.NewOrganisation)
        if not form.ok:
            return await _organisation_form(request, organisation_id, form, 422)
        asked = form.data
        try:
            made = await actions.found_organisation(
                request.user,
                asked.kind,
                Bilingual(asked.name_zh, asked.name_en),
                asked.code,
                organisation_id,
                asked.region,
            )
        except (Invalid, Conflict) as refusal:
            return await _organisation_form(request, organisation_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/organisations/{made}", _("The organisation is founded."))

    @get("/{organisation_id:uuid}/appointments/new", opt={"access": APPOINTS}, name="appointments:new")
    async def new_appointment(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any]:
        return await _appointment_form(request, organisation_id, blank(), 200)

    @post("/{organisation_id:uuid}/appointments", opt={"access": APPOINTS}, name="appointments:post")
    async def appoint(self, request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.NewAppointment)
        if not form.ok:
            return await _appointment_form(request, organisation_id, form, 422)
        asked = form.data
        try:
            await actions.appoint_by_address(
                request.user,
                asked.email,
                asked.name,
                asked.role,
                organisation_id,
                until=asked.until,
                reason=asked.reason,
            )
        except (Invalid, Conflict) as refusal:
            return await _appointment_form(request, organisation_id, form.refuse(refusal), refusal.status)
        return see_other(
            request,
            f"/organisations/{organisation_id}",
            _("Appointed. The person signs in anew and finds the role there; a new person gets a letter first."),
        )


class AppointmentPages(Controller):
    path = "/appointments"
    include_in_schema = False

    @get(opt={"access": SEES}, name="appointments:index")
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        page = await queries.appointments(request.user, queries.APPOINTMENTS.read(request))
        return screen(request, LIST, LIST_PART, page=page, role_names=ROLE_NAMES)

    @delete("/{appointment_id:uuid}", status_code=303, opt={"access": ADMINISTERS}, name="appointments:delete")
    async def dismiss(self, request: Request[Any, Any, Any], appointment_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.WithReason)
        await actions.dismiss(request.user, appointment_id, form.data.reason)
        return see_other(request, "/appointments", _("The role is ended, at once and on every device."))


class PersonPages(Controller):
    path = "/people"
    include_in_schema = False

    @get("/{person_id:uuid}", opt={"access": SEES}, name="people:show")
    async def show(self, request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.person_page(request.user, person_id)
        return screen(request, PERSON, found=found, role_names=ROLE_NAMES)

    @put("/{person_id:uuid}/suspension", status_code=303, opt={"access": ADMINISTERS}, name="people:suspend")
    async def suspend(self, request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.WithReason)
        await actions.suspend(request.user, person_id, form.data.reason)
        return see_other(request, f"/people/{person_id}", _("The account is suspended, at once and on every device."))

    @delete("/{person_id:uuid}/suspension", status_code=303, opt={"access": ADMINISTERS}, name="people:restore")
    async def restore(self, request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.WithReason)
        await actions.restore(request.user, person_id, form.data.reason)
        return see_other(request, f"/people/{person_id}", _("The account is open again. The person can sign in."))


async def _organisation_form(
    request: Request[Any, Any, Any], parent_id: UUID, form: Form[Any], status: int
) -> Response[Any]:
    found = await queries.organisation_page(request.user, parent_id)
    if not found.can_administer:
        raise Forbidden(_("Only a system administrator of this place or of one above it can do this."))
    choices = [Choice(kind.value, KINDS[kind]) for kind in found.kinds_below]
    return screen(request, NEW, status=status, form=form, found=found, choices=choices)


async def _appointment_form(
    request: Request[Any, Any, Any], organisation_id: UUID, form: Form[Any], status: int
) -> Response[Any]:
    found = await queries.organisation_page(request.user, organisation_id)
    if not (found.can_administer or found.can_appoint_experts):
        raise Forbidden(_("Only a system administrator of this place or of one above it can do this."))
    choices = [Choice(role.value, ROLE_NAMES[role]) for role in found.roles]
    return screen(request, APPOINT, status=status, form=form, found=found, choices=choices)
