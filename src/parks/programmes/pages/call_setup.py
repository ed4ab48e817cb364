"""A call in the browser: begun, each part on its page, previewed as founders will see it, opened, and its times."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.adapters import clock
from parks.adapters.clock import BEIJING
from parks.funds import queries as funds
from parks.funds.queries.budgets import BudgetView
from parks.identity import queries as identity
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Invalid, Refusal, hidden
from parks.kernel.words import Bilingual, _
from parks.programmes import forms
from parks.programmes.actions import call_setup, call_times, calls
from parks.programmes.pages.call_parts import SAVE, known, parts_shown, rows_shown, usual_tiers
from parks.programmes.queries import call_setup as queries
from parks.programmes.queries import rule_sets
from parks.programmes.queries.call_setup import Setup
from parks.programmes.queries.materials import file_questions
from parks.programmes.rules.call_parts import KINDS, PARTS
from parks.programmes.rules.ladder import HEIGHT, NAMES
from parks.questionnaires.queries.designs import published
from parks.reference import queries as reference
from parks.reviews import queries as reviews
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, Task, screen, see_other

OFFICERS = {"access": access.only(Role.PROGRAMME_OFFICER)}
PEEKERS = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}


class CallSetupPages(Controller):
    path = "/calls"
    include_in_schema = False

    @get("/new", name="call:new", opt=OFFICERS)
    async def new(self, request: HTMXRequest) -> Response[Any]:
        return await _new(request, blank({"cycle": str((await clock.today()).year + 1)}))

    @post("/new", name="call:begin", opt=OFFICERS)
    async def begin(self, request: HTMXRequest) -> Response[Any]:
        form = await read(request, forms.CallBegin)
        if not form.ok:
            return await _new(request, form, 422)
        asked = form.data
        try:
            if asked.new_code:
                await calls.found_programme(
                    request.user,
                    asked.new_code,
                    Bilingual(asked.new_zh or asked.new_code, asked.new_en or asked.new_code),
                )
            made = await call_setup.begin_call(
                request.user,
                asked.new_code or asked.programme,
                asked.organisation,
                asked.cycle,
                Bilingual(asked.title_zh, asked.title_en),
            )
        except Refusal as refusal:
            return await _new(request, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/calls/{made}/setup", _("The call is begun. Go through its parts; nobody sees it yet.")
        )

    @get("/{call_id:uuid}/setup", name="call-setup:show", opt=OFFICERS)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _show(request, call_id)

    @get("/{call_id:uuid}/preview", name="call-setup:preview", opt=OFFICERS)
    async def preview(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        call, wrong = await queries.preview(request.user, call_id)
        return screen(request, "programmes/calls/show.html", call=call, previewed=True, wrong=wrong)

    @get("/{call_id:uuid}/setup/{part:str}", name="call-setup:edit", opt=OFFICERS)
    async def edit(
        self, request: HTMXRequest, call_id: FromPath[UUID], part: FromPath[str], usual: FromQuery[bool] = False
    ) -> Response[Any]:
        """`usual` fills the tiers in as they are usual in the call's region."""
        if part not in PARTS:
            hidden()
        return await _part(request, call_id, part, usual=usual)

    @put("/{call_id:uuid}/setup/{part:str}", name="call-setup:put", opt=OFFICERS, status_code=303)
    async def save(self, request: HTMXRequest, call_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
        if part not in PARTS:
            hidden()
        sent = await request.form()
        values = {name: sent[name] for name in sent if name not in {"_csrf", "more"}}
        if any("\x00" in str(one) for one in values.values()):
            form: Form[Any] = Form(values=values, errors={"": _("This text holds a character that cannot be stored.")})
            return await _part(request, call_id, part, form, 422)
        if "_find" in sent:  # the search for the region: what was typed comes back with what was found
            return await _part(request, call_id, part, Form(values=values))
        try:
            form = await SAVE[part](request.user, call_id, values)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _part(request, call_id, part, Form(values=values).refuse(refusal), refusal.status)
        if form.errors:
            return await _part(request, call_id, part, form, 422)
        back = f"/calls/{call_id}/setup/{part}#more" if "more" in sent else f"/calls/{call_id}/setup"
        return see_other(request, back, _("“{part}” is saved.", part=PARTS[part]))

    @put("/{call_id:uuid}/opening", name="call:open", opt=OFFICERS, status_code=303)
    async def open(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        try:
            await calls.open_call(request.user, call_id)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _show(request, call_id, blank().refuse(refusal), refusal.status)
        return see_other(request, f"/calls/{call_id}", _("The call is open as it stands here, and frozen."))

    @put("/{call_id:uuid}/closing", name="call:close", opt=OFFICERS, status_code=303)
    async def close(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        await calls.close_call(request.user, call_id)
        return see_other(request, f"/calls/{call_id}/setup", _("The call is closed."))

    @put("/{call_id:uuid}/reopening", name="call:reopen", opt=OFFICERS, status_code=303)
    async def reopen(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Until)
        try:
            if form.ok:
                await call_times.reopen_call(request.user, call_id, form.data.moment, form.data.reason)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _show(request, call_id, form.refuse(refusal), refusal.status)
        if not form.ok:
            return await _show(request, call_id, form, 422)
        return see_other(request, f"/calls/{call_id}/setup", _("The call takes applications again."))

    @post("/{call_id:uuid}/extensions", name="call:extend", opt=OFFICERS)
    async def extend(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.MoreTime)
        try:
            if form.ok:
                company = form.data.company or await queries.company_of(form.data.uscc)
                await call_times.extend(request.user, call_id, company, form.data.moment, form.data.reason)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _show(request, call_id, form.refuse(refusal), refusal.status)
        if not form.ok:
            return await _show(request, call_id, form, 422)
        return see_other(request, f"/calls/{call_id}/setup", _("This company has more time; its people are told."))

    @post("/{call_id:uuid}/peeks", name="call:peek", opt=PEEKERS)
    async def peek(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Reason)
        if not form.ok:
            raise Invalid(fields=form.errors)
        until = await call_times.peek(request.user, call_id, form.data.reason)
        return see_other(
            request,
            f"/applications?call={call_id}",
            _("Open to you until {until}. The auditors are told.", until=until),
        )


async def _new(request: HTMXRequest, form: Form[Any], status: int = 200) -> Response[Any]:
    places = [
        place for one in request.user.paths(Role.PROGRAMME_OFFICER) for place in await identity.organisations(under=one)
    ]
    return screen(
        request,
        "programmes/calls/new.html",
        status=status,
        form=form,
        programmes=[Choice(one.code, one.name) for one in await queries.programmes()],
        places=[Choice(str(one.id), one.name) for one in places if one.kind in {"nation", "province", "city"}],
    )


async def _show(request: HTMXRequest, call_id: UUID, form: Form[Any] | None = None, status: int = 200) -> Response[Any]:
    setup = await queries.setup(request.user, call_id)
    return screen(
        request,
        "programmes/calls/setup.html",
        status=status,
        setup=setup,
        call=setup.call,
        form=form or blank(),
        companies=[Choice(str(company), name) for company, name in setup.applied],
        tasks=_tasks(setup, await funds.budget_of(request.user, call_id)),
    )


def _tasks(setup: Setup, budgets: Sequence[BudgetView]) -> list[Task]:
    """The parts of the call, then what is its own page: letters and the budget."""
    url = f"/calls/{setup.call.id}"
    listed = [Task(one.name, f"{url}/setup/{one.key}", one.status, one.tone, one.holds) for one in setup.parts]
    listed.append(Task(_("Letters"), f"{url}/letters", _("As is usual"), "neutral"))
    if budgets:
        listed.append(Task(_("Budget"), f"{url}/budget", _("Done"), "success", budgets[0].amount))
    else:
        listed.append(Task(_("Budget"), f"{url}/budget", _("None yet; it can follow later"), "neutral"))
    return listed


async def _part(
    request: HTMXRequest,
    call_id: UUID,
    part: str,
    form: Form[Any] | None = None,
    status: int = 200,
    *,
    usual: bool = False,
) -> Response[Any]:
    setup = await queries.setup(request.user, call_id)
    context = await _choices(request.user, setup, part)
    quotas = {f"quota-{one.id}": one.places for one in context.get("offices", ()) if one.places is not None}
    known_now = known(setup, part) | quotas
    if usual and context.get("usual"):
        known_now = usual_tiers(context["usual"].value)
    shown = form or blank(known_now)
    return screen(
        request,
        "programmes/calls/part.html",
        status=status,
        setup=setup,
        call=setup.call,
        part=part,
        title=PARTS[part],
        form=shown,
        numbers=(numbers := rows_shown(part, shown.values)),
        parts={n: parts_shown(shown.values, n) for n in numbers} if part == "tiers" else {},
        finding=await reference.find_regions(str(shown["_q"]), str(shown["region"])) if part == "basics" else None,
        **context,
    )


async def _choices(actor: Actor, setup: Setup, part: str) -> dict[str, Any]:
    """What the part's page offers to choose from."""
    call = setup.call
    match part:
        case "form":
            return {"choices": [Choice(str(one.id), one.title) for one in await published(actor)]}
        case "rules":
            sets = await rule_sets.choosable(actor)
            return {"choices": [Choice(str(one.id), one.title, _("version {n}", n=one.number)) for one in sets]}
        case "review":
            return {"choices": [Choice(str(one.id), one.title) for one in await reviews.rubrics(actor)]}
        case "quotas":
            return {"offices": await queries.offices(call.id, setup.path, call.ladder)}
        case "tiers":
            today = call.now.astimezone(BEIJING).date()
            return {"usual": await reference.policy("isp.tiers", setup.locality, today)}
        case "materials":
            return {
                "kinds": [Choice(key, name) for key, name in KINDS.items()],
                "tiers": [Choice(one.key, one.name) for one in call.tiers],
                "questions": [
                    Choice(key, label) for key, label in (await file_questions(call.questionnaire_id)).items()
                ],
            }
        case "ladder":
            reach = HEIGHT.get(setup.kind, 0)
            return {"levels": [(one.value, name) for one, name in NAMES.items() if HEIGHT[one.value] <= reach]}
        case _:
            return {}
