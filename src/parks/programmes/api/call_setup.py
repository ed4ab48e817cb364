"""/api/v1 of setting up calls: a draft, its parts, opening, more time, closing, a look into a sealed one; lists in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import AwareDatetime, Field, field_validator

from parks.adapters.sheets import MOST_BYTES
from parks.kernel.actor import Role
from parks.kernel.errors import SaidError
from parks.kernel.money import Money
from parks.kernel.words import _
from parks.programmes import forms
from parks.programmes.actions import call_setup as actions
from parks.programmes.actions import call_times, calls, imports
from parks.programmes.actions.calls import TierPlan
from parks.programmes.api.calls import Made, Said, Sent
from parks.programmes.queries import call_setup as queries
from parks.programmes.queries import imports as runs
from parks.programmes.queries.imports import RunPage
from parks.programmes.rules.call_parts import KINDS, Material
from parks.programmes.rules.ladder import OFFICER as SIGNER
from parks.programmes.rules.ladder import Ladder, Rung
from parks.programmes.rules.tranches import TierTranche
from parks.programmes.states import Level
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of

OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
PEEKER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}


@dataclass(frozen=True, slots=True)
class PartOut:
    """A part of the task list; `missing` in the reader's language where the call cannot open without it."""

    key: str
    settled: bool
    missing: str


@dataclass(frozen=True, slots=True)
class SetupOut:
    call: UUID
    state: str
    ready: bool
    opens_at: datetime
    closes_at: datetime
    last_deadline: datetime
    sealed: bool
    questionnaire: UUID | None
    rule_set_version: UUID | None
    rubric: UUID | None
    parts: list[PartOut]


@dataclass(frozen=True, slots=True)
class Open:
    """Until when what was asked for stands."""

    until: datetime


@dataclass(frozen=True, slots=True)
class WrongOut:
    """A cell that cannot be taken: where it stands, what it holds, and why in the reader's language."""

    place: str
    column: dict[str, str]
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class RunOut:
    """A list that was read in. `next`: ask for `?after=` it while it is not 0."""

    id: UUID
    call: UUID
    state: str
    rows: int
    companies: int
    people: int
    problems: int
    done: int
    wrong: list[WrongOut]
    next: int


class Name(Said):
    """Shorter: as it stands in a table."""

    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)


class BasicsIn(Sent):
    title: Said
    locality: str = Field(default="CN", pattern=r"^(CN|\d{6})$")
    contact: str = Field(default="", max_length=200)
    minutes_needed: int = Field(default=120, ge=1, le=10_000)


class DatesIn(Sent):
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    sealed: bool = False


class TrancheIn(Sent):
    """A part of the grant in percent, the months after the agreement, and its condition."""

    percent: Decimal = Field(gt=0, le=100, max_digits=5, decimal_places=2)
    months: int = Field(default=0, ge=0, le=120)
    condition: Said


class TierIn(Sent):
    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")
    name: Name
    amount: Decimal = Field(gt=0, max_digits=14, decimal_places=2)
    places: int | None = Field(default=None, ge=0, le=10_000)
    tranches: list[TrancheIn] = Field(default_factory=list, max_length=12)


class MaterialIn(Sent):
    kind: str = Field(json_schema_extra={"enum": list(KINDS)})
    title: Said
    tier: str = Field(default="", max_length=30)
    required: bool = True
    question: str = Field(default="", max_length=60)

    @field_validator("kind")
    @classmethod
    def known(cls, value: str) -> str:
        if value not in KINDS:
            raise SaidError(_("Choose one of the options."))
        return value


class RungIn(Sent):
    """One level; who signs follows from it."""

    level: Level
    checks: Said
    days: int = Field(default=10, ge=1, le=365)
    quota: int | None = Field(default=None, ge=0, le=10_000)
    ranks: bool = False
    scores: bool = False


class QuotaIn(Sent):
    organisation: UUID
    places: int = Field(ge=0, le=10_000)


class UntilIn(Sent):
    until: AwareDatetime
    reason: str = Field(min_length=2, max_length=1000)


class MoreTimeIn(UntilIn):
    """The company, or its credit code where the call is sealed."""

    company: UUID | None = None
    uscc: str | None = Field(default=None, max_length=18)


class CallSetupApi(Controller):
    path = "/api/v1/calls"
    tags = ("calls",)

    @get("/{call_id:uuid}/setup", name="api:call-setup:show", opt=OFFICER, summary="Its task list")
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> SetupOut:
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/basics", name="api:call-setup:basics", opt=OFFICER)
    async def basics(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[BasicsIn]) -> SetupOut:
        plan = actions.Basics(data.title.both, data.locality, data.contact, data.minutes_needed)
        await actions.set_basics(request.user, await _run(request, call_id), plan)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/dates", name="api:call-setup:dates", opt=OFFICER)
    async def dates(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[DatesIn]) -> SetupOut:
        plan = actions.Dates(data.opens_at, data.closes_at, data.sealed)
        await actions.set_dates(request.user, await _run(request, call_id), plan)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/form", name="api:call-setup:form", opt=OFFICER)
    async def form(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.CallForm]) -> SetupOut:
        await actions.set_form(request.user, await _run(request, call_id), data.questionnaire, certified=data.certified)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/rules", name="api:call-setup:rules", opt=OFFICER)
    async def rules(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.CallRules]) -> SetupOut:
        """`rule_set`: the id of a published version."""
        await actions.set_rules(request.user, await _run(request, call_id), data.rule_set)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/review", name="api:call-setup:review", opt=OFFICER)
    async def review(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.CallReview]) -> SetupOut:
        await actions.set_review(request.user, await _run(request, call_id), data.rubric)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/notice", name="api:call-setup:notice", opt=OFFICER)
    async def notice(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.CallNotice]) -> SetupOut:
        plan = actions.Notice(data.correction_days, data.notice_days, data.include_start_day)
        await actions.set_notice(request.user, await _run(request, call_id), plan)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/tiers", name="api:call-setup:tiers", opt=OFFICER)
    async def tiers(
        self,
        request: HTMXRequest,
        call_id: FromPath[UUID],
        data: JSONBody[Annotated[list[TierIn], Field(max_length=20)]],
    ) -> SetupOut:
        """Highest first, in the place of those it had; amounts in yuan."""
        plans = [
            TierPlan(
                one.key,
                one.name.both,
                Money(one.amount),
                one.places,
                [TierTranche(each.percent, each.condition.both, each.months) for each in one.tranches],
            )
            for one in data
        ]
        await actions.set_tiers(request.user, await _run(request, call_id), plans)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/materials", name="api:call-setup:materials", opt=OFFICER)
    async def materials(
        self,
        request: HTMXRequest,
        call_id: FromPath[UUID],
        data: JSONBody[Annotated[list[MaterialIn], Field(max_length=50)]],
    ) -> SetupOut:
        plans = [Material(one.kind, one.title.both, one.tier, one.required, one.question) for one in data]
        await actions.set_materials(request.user, await _run(request, call_id), plans)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/ladder", name="api:call-setup:ladder", opt=OFFICER)
    async def ladder(
        self,
        request: HTMXRequest,
        call_id: FromPath[UUID],
        data: JSONBody[Annotated[list[RungIn], Field(max_length=10)]],
    ) -> SetupOut:
        """The lowest level first."""
        rungs = tuple(
            Rung(one.level, SIGNER[one.level], one.checks.both, one.days, one.quota, one.ranks, one.scores)
            for one in data
        )
        await actions.set_ladder(request.user, await _run(request, call_id), Ladder(rungs))
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/setup/quotas", name="api:call-setup:quotas", opt=OFFICER)
    async def quotas(
        self,
        request: HTMXRequest,
        call_id: FromPath[UUID],
        data: JSONBody[Annotated[list[QuotaIn], Field(max_length=2000)]],
    ) -> SetupOut:
        places = {one.organisation: one.places for one in data}
        await actions.set_quotas(request.user, await _run(request, call_id), places)
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/opening", name="api:call:open", opt=OFFICER, summary="Freeze and open it")
    async def open(self, request: HTMXRequest, call_id: FromPath[UUID]) -> SetupOut:
        await calls.open_call(request.user, await _run(request, call_id))
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/closing", name="api:call:close", opt=OFFICER)
    async def close(self, request: HTMXRequest, call_id: FromPath[UUID]) -> SetupOut:
        await calls.close_call(request.user, await _run(request, call_id))
        return await _setup(request, call_id)

    @put("/{call_id:uuid}/reopening", name="api:call:reopen", opt=OFFICER)
    async def reopen(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[UntilIn]) -> SetupOut:
        await call_times.reopen_call(request.user, await _run(request, call_id), data.until, data.reason)
        return await _setup(request, call_id)

    @post("/{call_id:uuid}/extensions", name="api:call:extend", opt=OFFICER, summary="More time for one company")
    async def extend(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[MoreTimeIn]) -> Made:
        run = await _run(request, call_id)
        company = data.company or await queries.company_of(data.uscc)
        return Made(await call_times.extend(request.user, run, company, data.until, data.reason))

    @post("/{call_id:uuid}/peeks", name="api:call:peek", opt=PEEKER, summary="Look into a sealed call, for a reason")
    async def peek(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.Reason]) -> Open:
        """It is on the trail, and the auditors are told."""
        return Open(await call_times.peek(request.user, call_id, data.reason))

    @put(
        "/{call_id:uuid}/import",
        name="api:import:put",
        opt=OFFICER,
        request_max_body_size=2 * MOST_BYTES,
        summary="Read a list in as the raw xlsx: ?name=…; nothing is made before it is confirmed",
    )
    async def read_in(self, request: HTMXRequest, call_id: FromPath[UUID], name: FromQuery[str]) -> RunOut:
        await runs.gate(request.user, call_id)
        made = await imports.read_in(request.user, call_id, name[:200], await request.body())
        return _run_out(await runs.run_page(request.user, made), request)


class RunApi(Controller):
    path = "/api/v1/imports/{run_id:uuid}"
    tags = ("calls",)

    @get(name="api:import:show", opt=OFFICER, summary="How a list fares, and its wrong cells")
    async def show(self, request: HTMXRequest, run_id: FromPath[UUID], after: FromQuery[int] = 0) -> RunOut:
        return _run_out(await runs.run_page(request.user, run_id, min(max(after, 0), 50_000)), request)

    @put("/confirmation", name="api:import:confirm", opt=OFFICER, status_code=202, summary="Make drafts of all of it")
    async def confirm(self, request: HTMXRequest, run_id: FromPath[UUID]) -> RunOut:
        await imports.confirm(request.user, run_id)
        return _run_out(await runs.run_page(request.user, run_id), request)

    @delete(name="api:import:delete", opt=OFFICER, summary="Forget what was read")
    async def give_up(self, request: HTMXRequest, run_id: FromPath[UUID]) -> None:
        await imports.give_up(request.user, run_id)


async def _run(request: HTMXRequest, call_id: UUID) -> UUID:
    """The call, if this officer runs it; Hidden (404) otherwise."""
    return (await queries.setup(request.user, call_id)).call.id


async def _setup(request: HTMXRequest, call_id: UUID) -> SetupOut:
    found = await queries.setup(request.user, call_id)
    call, language = found.call, language_of(request)
    return SetupOut(
        call.id,
        call.state,
        found.ready,
        call.opens_at,
        call.closes_at,
        found.last,
        call.sealed,
        call.questionnaire_id,
        found.rule_set,
        found.rubric,
        [
            PartOut(one.key, one.settled, "" if one.missing is None else translate(one.missing, language))
            for one in found.parts
        ],
    )


def _run_out(page: RunPage, request: HTMXRequest) -> RunOut:
    run, language = page.run, language_of(request)
    return RunOut(
        run.id,
        run.call_id,
        run.state,
        run.rows,
        run.companies,
        run.people,
        run.problems,
        run.done,
        [WrongOut(one.place, one.column.stored(), one.text, translate(one.sentence, language)) for one in page.wrong],
        page.next,
    )
