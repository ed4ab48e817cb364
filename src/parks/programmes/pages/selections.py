"""The programme officer's page of one call after the ladder: round, ranking, tiers, notice, awards."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, Refusal
from parks.kernel.words import Bilingual, _
from parks.programmes import forms
from parks.programmes.actions import awards, notices, selections, substitutions
from parks.programmes.queries import selections as queries
from parks.programmes.queries import substitutions as substitution_queries
from parks.programmes.queries.standing import STATE_NAMES
from parks.reviews import queries as reviews
from parks.reviews.forms import Adding
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.language import BEIJING
from parks.web.rendering import Choice, screen, see_other

OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
READER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
PAGE = "programmes/selections/show.html"
ADDED = {name: "" if value is None else str(value) for name, value in Adding().model_dump().items()}


class SelectionPages(Controller):
    path = "/calls/{call_id:uuid}"
    include_in_schema = False

    @get("/selection", name="selection:show", opt=READER)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _screen(request, call_id)

    @post("/round", name="selection:open", opt=OFFICER)
    async def open(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.RoundPlan)
        if not form.ok:
            return await _screen(request, call_id, round_form=form, status=422)
        plan = form.data
        try:
            await selections.open_selection(
                request.user,
                call_id,
                rubric_id=plan.rubric,
                title=Bilingual(plan.title_zh, plan.title_en),
                seats=plan.seats,
                closes=datetime.combine(plan.closes, time(18, 0), BEIJING),
                scoring=plan.scoring,
            )
        except Refusal as refusal:
            return await _screen(request, call_id, round_form=form.refuse(refusal), status=refusal.status)
        return see_other(
            request, f"/calls/{call_id}/selection", _("The round is open. Seat the experts for each application now.")
        )

    @put("/round", name="selection:send", opt=OFFICER)
    async def send(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        sent = await selections.send_to_experts(request.user, call_id)
        return see_other(request, f"/calls/{call_id}/selection", _("{n} more sent to the experts.", n=sent))

    @put("/selection", name="selection:propose", opt=OFFICER)
    async def propose(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        typed = await request.form()
        form: Form[Any] = Form(values={name: typed[name] for name in typed if name != "_csrf"})
        try:
            tiers, reasons = forms.by_application(form.values, "tier-"), forms.by_application(form.values, "reason-")
            await selections.propose(request.user, call_id, tiers, reasons)
        except Refusal as refusal:
            return await _screen(request, call_id, tier_form=form.refuse(refusal), status=refusal.status)
        return see_other(
            request, f"/calls/{call_id}/selection", _("The tiers are proposed. Look at them once more, then publish.")
        )

    @post("/notice", name="notice:publish", opt=OFFICER)
    async def publish(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        notice_id = await notices.publish_notice(request.user, call_id)
        return see_other(request, f"/notices/{notice_id}", _("The notice is public from today."))

    @put("/places/{removed_id:uuid}", name="place:put", opt=OFFICER)
    async def fill(self, request: HTMXRequest, call_id: FromPath[UUID], removed_id: FromPath[UUID]) -> Response[Any]:
        """Who moves up into a freed place, or nobody."""
        form = await read(request, forms.SubstitutionDecision)
        if not form.ok:
            return await _screen(request, call_id, place=removed_id, place_form=form, status=422)
        sent, url = form.data, f"/calls/{call_id}/selection"
        try:
            if sent.application == "nobody":
                await substitutions.leave_empty(request.user, call_id, removed_id, reason=sent.reason)
            else:
                await substitutions.move_up(
                    request.user,
                    call_id,
                    removed_id,
                    application_id=sent.application,
                    tier=sent.tier,
                    reason=sent.reason,
                )
        except Invalid as refusal:
            return await _screen(request, call_id, place=removed_id, place_form=form.refuse(refusal), status=422)
        if sent.application == "nobody":
            return see_other(request, url, _("Decided: nobody moves up into this place."))
        return see_other(
            request, url, _("Decided. The supplementary notice is public from today, and the applicant is told.")
        )

    @post("/awards", name="awards:make", opt=OFFICER)
    async def award(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        made = await awards.make_awards(request.user, call_id)
        return see_other(
            request,
            f"/calls/{call_id}/selection",
            _("{n} awards are made; each founder is told and finds the letter in the application.", n=len(made)),
        )


async def _screen(
    request: HTMXRequest,
    call_id: UUID,
    *,
    round_form: Form[Any] | None = None,
    tier_form: Form[Any] | None = None,
    place: UUID | None = None,
    place_form: Form[Any] | None = None,
    status: int = 200,
) -> Response[Any]:
    view = await queries.selection(request.user, call_id)
    vacancies = substitution_queries.vacancies(view)
    deciding = next((one for one in vacancies if one.open and place in (None, one.place.removed)), None)
    rubrics = await reviews.rubrics(request.user) if view.stage == "before" else []
    return screen(
        request,
        PAGE,
        None,
        status=status,
        selection=view,
        state_names=STATE_NAMES,
        rubrics=[Choice(str(one.id), one.title) for one in rubrics],
        round_form=round_form or blank({"seats": "3", "title_zh": view.title.zh, "title_en": view.title.en, **ADDED}),
        tier_form=tier_form or blank(_typed(view)),
        vacancies=vacancies,
        deciding=deciding,
        who=_who(deciding) if deciding else [],
        place_tiers=_place_tiers(deciding) if deciding else [],
        place_form=place_form or blank(),
        form=round_form or tier_form or place_form or blank(),
    )


def _typed(view: queries.SelectionView) -> dict[str, str]:
    """The tier sheet as it is first shown: what was proposed, or what the ranks alone suggest."""
    tiers = {f"tier-{application_id}": key for application_id, key in view.chosen.items()}
    return tiers | {f"reason-{one.application_id}": one.reason for one in view.candidates if one.reason}


def _who(deciding: substitution_queries.Vacancy) -> list[Choice]:
    """Those in turn, the best rank chosen; and nobody."""
    found = [
        Choice(
            str(one.application_id),
            _("Rank {rank}: {number} {company}", rank=one.rank, number=one.number, company=one.company),
            selected=place == 0,
        )
        for place, one in enumerate(deciding.in_turn)
    ]
    return [*found, Choice("nobody", _("Nobody moves up; the place stays empty"))]


def _place_tiers(deciding: substitution_queries.Vacancy) -> list[Choice]:
    return [
        Choice(one.tier.key, one.tier.name, selected=one.tier.key == deciding.suggested)
        for one in deciding.offers
        if one.wrong is None
    ]
