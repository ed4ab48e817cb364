"""Scenarios of a park beside each other, and one with its moves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import Text, _
from parks.spaces import actions, queries
from parks.spaces.forms.scenarios import NewScenario
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules import names
from parks.web import access, forms
from parks.web.rendering import screen, see_other

MANAGERS = access.only(*KEEPERS)


class ScenarioListPages(Controller):
    path = "/parks/{park_id:uuid}/scenarios"
    include_in_schema = False

    @get(name="scenarios:list", opt={"access": MANAGERS})
    async def index(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        return await _list(request, park_id, None)

    @post(name="scenarios:post", opt={"access": MANAGERS}, status_code=200)
    async def plan(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        await queries.scenarios(request.user, park_id)  # another park's are not there, rather than refused
        form = await forms.read(request, NewScenario)
        status = 422
        if form.ok:
            try:
                made = await actions.plan_scenario(request.user, park_id, **form.data.model_dump())
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(
                    request, f"/scenarios/{made}", flash=_("Planned. Nothing moves before you publish it.")
                )
        return await _list(request, park_id, form, status)


class ScenarioPages(Controller):
    path = "/scenarios/{scenario_id:uuid}"
    include_in_schema = False

    @get(name="scenario:show", opt={"access": MANAGERS})
    async def show(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> Response[Any]:
        return await _one(request, scenario_id)

    @delete(name="scenario:delete", opt={"access": MANAGERS}, status_code=200)
    async def drop(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.scenario(request.user, scenario_id)
        await actions.drop_scenario(request.user, scenario_id)
        flash = _("Dropped. It stays in the list to be compared with.")
        return see_other(request, f"/parks/{found.park_id}/scenarios", flash=flash)

    @delete("/moves/{move_id:uuid}", name="scenario-move:delete", opt={"access": MANAGERS}, status_code=200)
    async def leave_out(
        self, request: HTMXRequest, scenario_id: FromPath[UUID], move_id: FromPath[UUID]
    ) -> Response[Any]:
        await queries.scenario(request.user, scenario_id)
        await actions.leave_out(request.user, scenario_id, move_id)
        return see_other(request, f"/scenarios/{scenario_id}", flash=_("Left out."))

    @put("/publication", name="scenario-publication:put", opt={"access": MANAGERS}, status_code=200)
    async def publish(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.scenario(request.user, scenario_id)
        try:
            await actions.publish_scenario(request.user, scenario_id)
        except actions.Unfitting as refusal:
            return await _one(request, scenario_id, refusal.reason, refusal.moves, refusal.status)
        except Conflict as refusal:
            return await _one(request, scenario_id, refusal.reason, {}, refusal.status)
        flash = _("Published: {n} companies have or get their unit.", n=len(found.moves))
        return see_other(request, f"/scenarios/{scenario_id}", flash=flash)


async def _list(request: HTMXRequest, park_id: UUID, form: forms.Form[Any] | None, status: int = 200) -> Response[Any]:
    found = await queries.scenarios(request.user, park_id)
    form = form or forms.blank({"day": found.today, "move_cost": NewScenario.model_fields["move_cost"].default})
    return screen(request, "spaces/scenarios/index.html", status=status, found=found, form=form, names=names)


async def _one(
    request: HTMXRequest,
    scenario_id: UUID,
    refused: Text | None = None,
    problems: Mapping[UUID, Text] | None = None,
    status: int = 200,
) -> Response[Any]:
    return screen(
        request,
        "spaces/scenarios/show.html",
        status=status,
        found=await queries.scenario(request.user, scenario_id),
        refused=refused,
        problems=problems or {},
        names=names,
    )
