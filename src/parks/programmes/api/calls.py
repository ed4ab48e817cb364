"""/api/v1 of calls: what is published for everyone, and the begin of a new one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.kernel.actor import Role
from parks.kernel.words import Bilingual
from parks.programmes.actions import call_setup as actions
from parks.programmes.actions import calls as founding
from parks.programmes.queries import calls
from parks.programmes.queries.calls import CallView
from parks.web import access

OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
OPEN = {"access": access.public("a call is published for everyone who might apply")}


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str

    @classmethod
    def of(cls, text: Bilingual) -> "Words":
        return cls(text.zh, text.en)


@dataclass(frozen=True, slots=True)
class RuleOut:
    id: str
    clause: Words
    source: str
    gate: bool


@dataclass(frozen=True, slots=True)
class TierOut:
    """The amount as a decimal string with its ISO currency."""

    key: str
    name: Words
    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class CallOut:
    id: UUID
    cycle: int
    title: Words
    opens_at: datetime
    closes_at: datetime
    state: str
    taking_applications: bool
    correction_days: int
    notice_days: int
    rules: list[RuleOut]
    tiers: list[TierOut]


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Said(Sent):
    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)

    @property
    def both(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


class NewCall(Sent):
    """`programme` by its code; `programme_name` founds one that is not there yet."""

    programme: str = Field(pattern=r"^[a-z]{2,10}$")
    programme_name: Said | None = None
    organisation: UUID
    cycle: int = Field(ge=2000, le=2100)
    title: Said


class CallApi(Controller):
    path = "/api/v1/calls"
    tags = ("calls",)

    @get(name="api.call:index", opt=OPEN, summary="Calls, open ones first")
    async def index(self, request: HTMXRequest) -> list[CallOut]:
        return [_call(one) for one in await calls.calls(request.user)]

    @get("/{call_id:uuid}", name="api.call:show", opt=OPEN, summary="One call with its rules and tiers")
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> CallOut:
        return _call(await calls.call(request.user, call_id))

    @post(name="api:call:begin", opt=OFFICER, summary="Begin a call; nobody sees it before it opens")
    async def begin(self, request: HTMXRequest, data: JSONBody[NewCall]) -> Made:
        if data.programme_name is not None:
            await founding.found_programme(request.user, data.programme, data.programme_name.both)
        return Made(
            await actions.begin_call(request.user, data.programme, data.organisation, data.cycle, data.title.both)
        )


def _call(one: CallView) -> CallOut:
    return CallOut(
        id=one.id,
        cycle=one.cycle,
        title=Words.of(one.title),
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        state=one.state,
        taking_applications=bool(one.taking),
        correction_days=one.correction_days,
        notice_days=one.notice_days,
        rules=[RuleOut(rule.id, Words.of(rule.clause), rule.source, rule.gate) for rule in one.rules],
        tiers=[
            TierOut(tier.key, Words.of(tier.name), f"{tier.amount.amount}", tier.amount.currency) for tier in one.tiers
        ],
    )
