"""/api/v1 of what follows an award: agreements, a call's budget, yearly figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.documents import queries as files
from parks.documents.actions import Incoming
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.programmes.actions import agreements as actions
from parks.programmes.actions import call_budgets, outcomes
from parks.programmes.forms import CallBudget, SentBack, Signature, Verification, YearFigures
from parks.programmes.queries import agreements as queries
from parks.programmes.queries.agreements import AgreementView
from parks.programmes.states import Measure
from parks.web import access, downloads

SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
OFFICES = {"access": access.only(Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class Drafted:
    agreements: list[UUID]


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    """Figures by measure as decimals in text; `found` and `operating` None until they are reported."""

    id: UUID
    year: int
    due: date
    state: str
    promised: dict[str, str]
    found: dict[str, str | None]
    operating: bool | None


@dataclass(frozen=True, slots=True)
class DemandedOut:
    """What the award's tier alone needs; `here` once its file is with us."""

    id: UUID
    title: Bilingual
    here: bool


@dataclass(frozen=True, slots=True)
class AgreementOut:
    """`terms` as they are signed (`digest` is their SHA-256); `commitment` once both have signed."""

    id: UUID
    number: str
    application: UUID
    state: str
    terms: dict[str, Any]
    digest: str
    note: str
    commitment: UUID | None
    materials: list[DemandedOut]
    outcomes: list[OutcomeOut]


class TermsIn(BaseModel):
    """The company's part: amounts by use, figures by year and measure."""

    model_config = ConfigDict(extra="forbid")

    uses: dict[str, Decimal] = Field(max_length=20)
    promises: dict[int, dict[Measure, Decimal]] = Field(max_length=20)


def _agreement(one: AgreementView) -> AgreementOut:
    return AgreementOut(
        id=one.id,
        number=one.number,
        application=one.application_id,
        state=one.state,
        terms=one.terms.stored(),
        digest=one.digest,
        note=one.note,
        commitment=one.commitment_id,
        materials=[DemandedOut(each.id, each.title, each.here) for each in one.demanded],
        outcomes=[
            OutcomeOut(
                year.id,
                year.year,
                year.due,
                year.state,
                {measure.value: f"{value:f}" for measure, value in year.promised.items()},
                {measure.value: None if value is None else f"{value:f}" for measure, value in year.found.items()},
                year.operating,
            )
            for year in one.outcomes
        ],
    )


class AgreementApi(Controller):
    path = "/api/v1"
    tags = ("agreements",)

    @post("/calls/{call_id:uuid}/budget", name="api:call-budget:post", opt=OFFICER)
    async def budget(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[CallBudget]) -> Made:
        await queries.of_call(request.user, call_id)
        money = Money(data.amount)
        return Made(await call_budgets.found(request.user, call_id, money, data.source, decision=data.decision))

    @post("/calls/{call_id:uuid}/agreements", name="api:agreements:draft", opt=OFFICER)
    async def draft(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Drafted:
        await queries.of_call(request.user, call_id)
        return Drafted(await actions.draft_all(request.user, call_id))

    @get("/applications/{application_id:uuid}/agreement", name="api:agreement:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, application_id: FromPath[UUID]) -> AgreementOut:
        return _agreement(await queries.agreement(request.user, application_id))

    @put("/applications/{application_id:uuid}/agreement", name="api:agreement:save", opt=SIGNED_IN)
    async def save(self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[TermsIn]) -> AgreementOut:
        found = await queries.agreement(request.user, application_id)
        currency = found.terms.amount.currency
        uses = {key: Money(amount, currency) for key, amount in data.uses.items()}
        await actions.save_terms(request.user, found.id, uses, data.promises)
        return _agreement(await queries.agreement(request.user, application_id))

    @put(
        "/applications/{application_id:uuid}/agreement/materials/{material_id:uuid}",
        name="api:agreement-material:put",
        opt=SIGNED_IN,
        request_max_body_size=None,
        summary="Hand in what the tier alone needs, the raw body: ?name=…&no_secrets=true",
    )
    async def hand_in(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        material_id: FromPath[UUID],
        name: FromQuery[str],
        no_secrets: FromQuery[bool] = False,
    ) -> AgreementOut:
        """Streamed; the store counts and refuses past its limit (413)."""
        found = await queries.agreement(request.user, application_id)
        if not no_secrets:
            said = _("Declare first that what you send contains no state secrets.")
            raise Invalid(fields={"no_secrets": said})
        await actions.hand_in(request.user, found.id, material_id, Incoming(name, request.stream()))
        return _agreement(await queries.agreement(request.user, application_id))

    @get(
        "/applications/{application_id:uuid}/agreement/materials/{material_id:uuid}",
        name="api:agreement-material:show",
        opt=SIGNED_IN,
        media_type="application/octet-stream",
    )
    async def material(
        self, request: HTMXRequest, application_id: FromPath[UUID], material_id: FromPath[UUID]
    ) -> Response[Any]:
        found = await queries.agreement(request.user, application_id)
        handed_in = next((one.document_id for one in found.demanded if one.id == material_id), None)
        return downloads.send(await files.opened(handed_in or hidden()), inline=False)

    @put("/applications/{application_id:uuid}/agreement/signature", name="api:agreement:sign", opt=SIGNED_IN)
    async def sign(
        self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[Signature]
    ) -> AgreementOut:
        """The applicant signs for the company; an officer of the call, after that, for the programme."""
        found = await queries.agreement(request.user, application_id)
        sign = actions.sign if found.own else actions.countersign
        await sign(request.user, found.id, data.name)
        return _agreement(await queries.agreement(request.user, application_id))

    @delete(
        "/applications/{application_id:uuid}/agreement/signature",
        name="api:agreement:send-back",
        opt=OFFICER,
        status_code=200,
    )
    async def send_back(
        self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[SentBack]
    ) -> AgreementOut:
        found = await queries.agreement(request.user, application_id)
        await actions.send_back(request.user, found.id, data.note)
        return _agreement(await queries.agreement(request.user, application_id))

    @put("/outcomes/{outcome_id:uuid}", name="api:outcome:report", opt=SIGNED_IN)
    async def report(
        self, request: HTMXRequest, outcome_id: FromPath[UUID], data: JSONBody[YearFigures]
    ) -> AgreementOut:
        await queries.of_outcome(request.user, outcome_id)
        figures = {measure: Decimal(getattr(data, measure.value)) for measure in Measure}
        await outcomes.report(request.user, outcome_id, figures, data.text, operating=data.operating)
        return _agreement(await queries.of_outcome(request.user, outcome_id))

    @put("/outcomes/{outcome_id:uuid}/verification", name="api:outcome:verify", opt=OFFICES)
    async def verify(
        self, request: HTMXRequest, outcome_id: FromPath[UUID], data: JSONBody[Verification]
    ) -> AgreementOut:
        await queries.of_outcome(request.user, outcome_id)
        await outcomes.verify(request.user, outcome_id, right=data.right, answer=data.answer)
        return _agreement(await queries.of_outcome(request.user, outcome_id))
