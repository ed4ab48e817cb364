"""Repairs and services for programs."""

from datetime import date, datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.api.shared import Named
from parks.spaces.forms.services import AnswerService, AskService, RateService, ReopenService, SetPromises
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules.services import Lateness
from parks.spaces.states import ServiceKind, ServiceState, ServiceStep
from parks.web import access


class StepOut(BaseModel):
    step: ServiceStep
    words: str
    rating: int | None
    due: date | None
    at: datetime


class ServiceOut(BaseModel):
    """`due` is the last promised day, null without a promise; `steps` are empty in lists."""

    id: UUID
    park_id: UUID
    company_id: UUID
    company: Named
    unit_id: UUID | None
    kind: ServiceKind
    words: str
    state: ServiceState
    asked_at: datetime
    due: date | None
    provisional: bool
    late: Lateness
    closed_at: datetime | None
    rating: int | None
    steps: list[StepOut]

    @classmethod
    def of(cls, one: queries.ServiceView) -> "ServiceOut":
        return cls(
            id=one.id,
            park_id=one.park_id,
            company_id=one.company_id,
            company=Named.of(one.company),
            unit_id=one.unit_id,
            kind=one.kind,
            words=one.words,
            state=one.state,
            asked_at=one.asked_at,
            due=one.due,
            provisional=one.provisional,
            late=one.late,
            closed_at=one.closed_at,
            rating=one.rating,
            steps=[
                StepOut(step=each.step, words=each.words, rating=each.rating, due=each.due, at=each.at)
                for each in one.steps
            ],
        )


class ManyServices(BaseModel):
    items: list[ServiceOut]
    next: str


class PromisesOut(BaseModel):
    """Working days by kind; null promises no day."""

    park_id: UUID
    days: dict[ServiceKind, int | None]


class ServiceApi(Controller):
    path = "/api/v1"
    tags = ("services",)

    @get("/services", name="api:services", opt={"access": access.SIGNED_IN})
    async def services(self, request: HTMXRequest) -> ManyServices:
        """What the caller's companies asked for, and what is asked of the parks that the caller reads over."""
        page = await queries.services(request.user, queries.SERVICE_LIST.read(request))
        return ManyServices(items=[ServiceOut.of(one) for one in page.rows], next=page.next)

    @post("/services", name="api:services-post", opt={"access": access.SIGNED_IN})
    async def ask(self, request: HTMXRequest, data: JSONBody[AskService]) -> ServiceOut:
        """Ask the park in which the company has space."""
        made = await actions.ask_service(request.user, **data.model_dump())
        return ServiceOut.of(await queries.service(request.user, made))

    @get("/services/{service_id:uuid}", name="api:service", opt={"access": access.SIGNED_IN})
    async def service(self, request: HTMXRequest, service_id: FromPath[UUID]) -> ServiceOut:
        """One with its steps, first to last."""
        return ServiceOut.of(await queries.service(request.user, service_id))

    @put("/services/{service_id:uuid}/answer", name="api:service-answer", opt={"access": access.only(*KEEPERS)})
    async def answer(
        self, request: HTMXRequest, service_id: FromPath[UUID], data: JSONBody[AnswerService]
    ) -> ServiceOut:
        """Take it on with a word, or close it (`done`). 409 where it is closed already."""
        await queries.service(request.user, service_id)
        await actions.answer_service(request.user, service_id, **data.model_dump())
        return ServiceOut.of(await queries.service(request.user, service_id))

    @put("/services/{service_id:uuid}/rating", name="api:service-rate", opt={"access": access.SIGNED_IN})
    async def rate(self, request: HTMXRequest, service_id: FromPath[UUID], data: JSONBody[RateService]) -> ServiceOut:
        """One to five, of what is closed. 409 before."""
        await queries.service(request.user, service_id)
        await actions.rate_service(request.user, service_id, **data.model_dump())
        return ServiceOut.of(await queries.service(request.user, service_id))

    @put("/services/{service_id:uuid}/reopening", name="api:service-reopen", opt={"access": access.SIGNED_IN})
    async def reopen(
        self, request: HTMXRequest, service_id: FromPath[UUID], data: JSONBody[ReopenService]
    ) -> ServiceOut:
        """It is not done after all: into the park's queue again, with a new promised day."""
        await queries.service(request.user, service_id)
        await actions.reopen_service(request.user, service_id, data.reason)
        return ServiceOut.of(await queries.service(request.user, service_id))

    @get("/parks/{park_id:uuid}/promises", name="api:promises", opt={"access": access.only(*KEEPERS)})
    async def promises(self, request: HTMXRequest, park_id: FromPath[UUID]) -> PromisesOut:
        found = await queries.promises(request.user, park_id)
        return PromisesOut(park_id=found.park_id, days=dict(found.days))

    @put("/parks/{park_id:uuid}/promises", name="api:promises-put", opt={"access": access.only(*KEEPERS)})
    async def promise(self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[SetPromises]) -> PromisesOut:
        """For what is asked from now on; what is asked already keeps its day."""
        await queries.promises(request.user, park_id)
        await actions.set_promises(request.user, park_id, data.days)
        found = await queries.promises(request.user, park_id)
        return PromisesOut(park_id=found.park_id, days=dict(found.days))
