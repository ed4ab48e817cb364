"""Agreements and yearly figures: signed by the company and by the programme, verified by the park."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.documents import queries as documents
from parks.documents.actions import Incoming
from parks.funds import queries as funds
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid, TooLarge, hidden
from parks.kernel.money import Money
from parks.kernel.words import Text, _
from parks.programmes import forms
from parks.programmes.actions import agreements as actions
from parks.programmes.actions import call_budgets, outcomes
from parks.programmes.queries import agreements as queries
from parks.programmes.queries import applications
from parks.programmes.queries.agreements import AgreementView
from parks.programmes.rules.agreements import MEASURES, USES
from parks.programmes.states import Measure, OutcomeState
from parks.web import access, downloads
from parks.web.forms import Form, blank, read, upload
from parks.web.rendering import Choice, screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
READER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
OFFICES = {"access": access.only(Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)}
AGREEMENT, OUTCOME = "programmes/agreements/show.html", "programmes/outcomes/show.html"
UPLOAD = 21_000_000  # bytes: a file of 20 MB and its form
PLAIN = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
SOURCES = [
    Choice("central", _("Central funds")),
    Choice("provincial", _("Provincial funds")),
    Choice("city", _("City funds")),
    Choice("park", _("Park funds")),
]
STATES: Mapping[OutcomeState, Text] = {
    OutcomeState.DUE: _("To be reported"),
    OutcomeState.REPORTED: _("Reported, to be verified"),
    OutcomeState.RETURNED: _("Returned to be mended"),
    OutcomeState.VERIFIED: _("Verified"),
}
TONES: Mapping[OutcomeState, str] = {
    OutcomeState.REPORTED: "info",
    OutcomeState.RETURNED: "warning",
    OutcomeState.VERIFIED: "success",
}


class AgreementPages(Controller):
    path = "/applications/{application_id:uuid}/agreement"
    include_in_schema = False

    @get(name="agreement:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        try:
            return await _agreement(request, application_id)
        except Hidden:
            found = await applications.application(request.user, application_id)
            told = _("The agreement is not drafted yet. You are told when it is.")
            return see_other(request, found.url, told) if found.granted else hidden()

    @put(name="agreement:save", opt=SIGNED_IN)
    async def save(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        """What the company fills in; with `name` it signs as well, in one step."""
        found = await queries.agreement(request.user, application_id)
        sent = await request.form()
        form: Form[Any] = Form(values={name: sent[name] for name in sent if name != "_csrf"})
        uses, promises = _typed(form, found)
        signing = bool(form["name"])
        if form.errors:
            return await _agreement(request, application_id, form, 422)
        try:
            await actions.save_terms(request.user, found.id, uses, promises)
            if signing:
                await actions.sign(request.user, found.id, str(form["name"]))
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _agreement(request, application_id, form.refuse(refusal), refusal.status)
        done = _("Signed. The programme countersigns; you are told.") if signing else _("Saved.")
        return see_other(request, found.url, done)

    @put("/signature", name="agreement:countersign", opt=OFFICER)
    async def countersign(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        form = await read(request, forms.Signature)
        if not form.ok:
            return await _agreement(request, application_id, form, 422)
        try:
            await actions.countersign(request.user, found.id, form.data.name)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _agreement(request, application_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("The agreement is in force and its money is committed."))

    @delete("/signature", name="agreement:send-back", opt=OFFICER, status_code=303)
    async def send_back(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        form = await read(request, forms.SentBack)
        if not form.ok:
            return await _agreement(request, application_id, form, 422)
        try:
            await actions.send_back(request.user, found.id, form.data.note)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _agreement(request, application_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("Sent back. The company changes it and signs again."))

    @post("/materials", name="agreement-material:post", opt=SIGNED_IN, request_max_body_size=UPLOAD)
    async def hand_in(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        form = await read(request, forms.TierMaterial)
        sent = upload((await request.form()).get("file"))
        if sent is None or not sent.filename:
            form.errors["file"] = _("Choose a file.")
        if form.parsed is not None and not form.data.no_secrets:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if not form.ok or sent is None:
            return await _agreement(request, application_id, form, 422)
        try:
            file = Incoming(sent.filename, downloads.pieces(sent))
            await actions.hand_in(request.user, found.id, form.data.material, file)
        except (Invalid, Conflict, Forbidden, TooLarge) as refusal:
            return await _agreement(request, application_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"{found.url}#demanded", _("The file is with the agreement."))

    @get("/materials/{material_id:uuid}", name="agreement-material:show", opt=SIGNED_IN)
    async def material(
        self, request: HTMXRequest, application_id: FromPath[UUID], material_id: FromPath[UUID]
    ) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        handed_in = next((one.document_id for one in found.demanded if one.id == material_id), None)
        return downloads.send(await documents.opened(handed_in or hidden()))

    @get("/document", name="agreement:document", opt=SIGNED_IN)
    async def document(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        return downloads.send(await documents.opened(found.document_id or hidden()), name=f"{found.number}.pdf")


def _typed(form: Form[Any], found: AgreementView) -> tuple[dict[str, Money], dict[int, dict[Measure, Decimal]]]:
    """The company's figures by use and by year; a field that holds no number is refused beside itself."""

    def number(name: str) -> Decimal:
        text = str(form[name] or "0").replace(",", "").replace("，", "").strip()
        made = Decimal(text) if PLAIN.fullmatch(text) else None
        if made is None:
            form.errors[name] = _("Write a number from 0 up.")
            return Decimal(0)
        return made

    currency = found.terms.amount.currency
    uses = {key: Money(number(f"use-{key}"), currency) for key in USES}
    promises = {
        year: {measure: number(f"{measure.value}-{year}") for measure in Measure} for year in found.terms.promises
    }
    return uses, promises


async def _agreement(
    request: HTMXRequest, application_id: UUID, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await queries.agreement(request.user, application_id)
    shown = form or blank()
    for key in USES:
        known = found.terms.uses.get(key)
        shown.values.setdefault(f"use-{key}", f"{known.amount:f}" if known else "0")
    for year, told in found.terms.promises.items():
        for measure, value in told.items():
            shown.values.setdefault(f"{measure.value}-{year}", f"{value.normalize():f}")
    return screen(
        request,
        AGREEMENT,
        None,
        status=status,
        materials=[Choice(str(one.id), one.title) for one in found.demanded if not one.sent],
        agreement=found,
        form=shown,
        uses=USES,
        measures=MEASURES,
        states=STATES,
        tones=TONES,
    )


class CallAgreementPages(Controller):
    path = "/calls/{call_id:uuid}"
    include_in_schema = False

    @get("/agreements", name="agreements:list", opt=READER)
    async def index(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.of_call(request.user, call_id)
        return screen(request, "programmes/agreements/index.html", agreements=found)

    @post("/agreements", name="agreements:draft", opt=OFFICER)
    async def draft(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        await queries.of_call(request.user, call_id)
        made = await actions.draft_all(request.user, call_id)
        return see_other(
            request, f"/calls/{call_id}/agreements", _("{n} agreements are drafted; each founder is told.", n=len(made))
        )

    @get("/budget", name="call-budget:show", opt=READER)
    async def budget(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _budget(request, call_id, blank({"source": "central"}))

    @post("/budget", name="call-budget:post", opt=OFFICER)
    async def found(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        await queries.of_call(request.user, call_id)
        form = await read(request, forms.CallBudget)
        if not form.ok:
            return await _budget(request, call_id, form, 422)
        typed = form.data
        try:
            made = await call_budgets.found(
                request.user, call_id, Money(typed.amount), typed.source, decision=typed.decision
            )
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _budget(request, call_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/budgets/{made}", _("The budget is founded."))


async def _budget(request: HTMXRequest, call_id: UUID, form: Form[Any], status: int = 200) -> Response[Any]:
    call = await queries.of_call(request.user, call_id)
    budgets = await funds.budget_of(request.user, call_id)
    return screen(
        request,
        "programmes/calls/budget.html",
        None,
        status=status,
        call=call,
        budgets=budgets,
        form=form,
        sources=SOURCES,
    )


class OutcomePages(Controller):
    path = "/outcomes/{outcome_id:uuid}"
    include_in_schema = False

    @get(name="outcome:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, outcome_id: FromPath[UUID]) -> Response[Any]:
        return await _outcome(request, outcome_id)

    @put(name="outcome:report", opt=SIGNED_IN)
    async def report(self, request: HTMXRequest, outcome_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.of_outcome(request.user, outcome_id)
        form = await read(request, forms.YearFigures)
        if not form.ok:
            return await _outcome(request, outcome_id, form, 422)
        figures = {measure: getattr(form.data, measure.value) for measure in Measure}
        try:
            await outcomes.report(request.user, outcome_id, figures, form.data.text, operating=form.data.operating)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _outcome(request, outcome_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("Sent. Your park verifies the figures."))

    @put("/verification", name="outcome:verify", opt=OFFICES)
    async def verify(self, request: HTMXRequest, outcome_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.of_outcome(request.user, outcome_id)
        form = await read(request, forms.Verification)
        if not form.ok:
            return await _outcome(request, outcome_id, form, 422)
        try:
            await outcomes.verify(request.user, outcome_id, right=form.data.right, answer=form.data.answer)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _outcome(request, outcome_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("Recorded; the company is told."))


async def _outcome(
    request: HTMXRequest, outcome_id: UUID, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await queries.of_outcome(request.user, outcome_id)
    year = next(one for one in found.outcomes if one.id == outcome_id)
    shown = form or blank({"text": year.text})
    if year.operating is not None:
        shown.values.setdefault("operating", str(year.operating).lower())
    for measure, value in year.found.items():
        shown.values.setdefault(measure.value, "" if value is None else f"{value.normalize():f}")
    return screen(
        request,
        OUTCOME,
        None,
        status=status,
        agreement=found,
        year=year,
        form=shown,
        measures=MEASURES,
        states=STATES,
        tones=TONES,
        operating=[Choice("true", _("Yes")), Choice("false", _("No, it has ceased or been struck off"))],
        decisions=[
            Choice("true", _("The figures are right")),
            Choice("false", _("Return them to be mended")),
        ],
    )
