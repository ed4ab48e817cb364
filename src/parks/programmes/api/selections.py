"""/api/v1: from the round to the award, through the same actions and permissions as the pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from parks.documents import queries as documents
from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.actions import awards as award_actions
from parks.programmes.actions import notices as notice_actions
from parks.programmes.actions import selections as actions
from parks.programmes.actions import substitutions as substitution_actions
from parks.programmes.queries import awards as award_queries
from parks.programmes.queries import notices as notice_queries
from parks.programmes.queries import selections as queries
from parks.programmes.queries import substitutions as substitution_queries
from parks.reviews.forms import Adding
from parks.web import access, downloads

SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
READER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
TAG = ["selection"]


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class RoundIn(Sent, Adding):
    """The round of experts that judges a call."""

    rubric: UUID
    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)
    seats: int = Field(default=3, ge=1, le=15)
    closes_at: AwareDatetime


class ProposalIn(Sent):
    """A tier's key for each application that is proposed; a reason where a better rank is passed over."""

    tiers: dict[UUID, str] = Field(max_length=2000)
    reasons: dict[UUID, str] = Field(default={}, max_length=2000)


class PlaceIn(Sent):
    """Who moves up into a freed place and into which tier; `application` null: nobody."""

    application: UUID | None
    tier: str = Field(default="", max_length=30)
    reason: str = Field(min_length=4, max_length=2000)


class ObjectionIn(Sent):
    application: UUID
    real_name: str = Field(min_length=2, max_length=100)
    contact: str = Field(min_length=5, max_length=200)
    grounds: str = Field(min_length=10, max_length=2000)


class DecisionIn(Sent):
    upheld: bool
    answer: str = Field(min_length=10, max_length=2000)


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class Awarded:
    awards: list[UUID]


@dataclass(frozen=True, slots=True)
class CandidateOut:
    application: UUID
    assessment: UUID
    number: str
    company: str
    project: str
    state: str
    rank: int | None
    total: str | None
    tier: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfferOut:
    """A tier that the one who moves up may have; `left` of the budget after it, null without a budget; `possible`."""

    tier: str
    amount: str
    taken: int
    places: int | None
    left: str | None
    possible: bool


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """A place that an upheld objection freed. While undecided: who may move up (best rank first) and the tiers."""

    removed: UUID
    number: str
    tier: str
    in_turn: list[UUID]
    offers: list[OfferOut]
    suggested: str
    decided_at: datetime | None
    chosen: UUID | None
    notice: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class SelectionOut:
    """`stage`: before, review, ranked, proposed, notice, freed, awards, done; the notice is the one to act on (a
    supplement once the first is done); `places` are those that objections freed;
    `commits` what the tiers cost, as a decimal.
    """

    call: UUID
    stage: str
    round: UUID | None
    notice: UUID | None
    last_day: date | None
    provisional: bool
    open_objections: int
    commits: str
    currency: str
    candidates: list[CandidateOut]
    places: list[PlaceOut]


@dataclass(frozen=True, slots=True)
class EntryOut:
    company: str
    project: str
    tier: dict[str, str]


@dataclass(frozen=True, slots=True)
class NoticeOut:
    """`entries` is empty once the notice is over; `supplement`: of one who moved up into a freed place.

    `replay_hash`: the SHA-256 of the file from which the list can be recomputed, empty on notices from before it.
    """

    id: UUID
    number: str
    supplement: bool
    title: dict[str, str]
    starts_on: date
    last_day: date
    provisional: bool
    entries: list[EntryOut]
    replay_hash: str


@dataclass(frozen=True, slots=True)
class ObjectionOut:
    id: UUID
    number: str
    notice: UUID
    application: UUID
    company: str
    grounds: str
    filed_at: datetime
    state: str
    answer: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class VerifiedOut:
    """What a letter's code confirms."""

    number: str
    call: dict[str, str]
    granted_by: dict[str, str]
    company: str
    tier: dict[str, str]
    amount: str
    currency: str
    made_at: datetime


class SelectionApi(Controller):
    path = "/api/v1/calls/{call_id:uuid}"
    tags = TAG

    @get("/selection", name="api:selection:show", opt=READER)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> SelectionOut:
        return _selection(await queries.selection(request.user, call_id))

    @post("/round", name="api:selection:open", opt=OFFICER)
    async def open(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[RoundIn]) -> Made:
        return Made(
            await actions.open_selection(
                request.user,
                call_id,
                rubric_id=data.rubric,
                title=Bilingual(data.title_zh, data.title_en),
                seats=data.seats,
                closes=data.closes_at,
                scoring=data.scoring,
            )
        )

    @put("/round", name="api:selection:send", opt=OFFICER)
    async def send(self, request: HTMXRequest, call_id: FromPath[UUID]) -> SelectionOut:
        await actions.send_to_experts(request.user, call_id)
        return _selection(await queries.selection(request.user, call_id))

    @put("/selection", name="api:selection:propose", opt=OFFICER)
    async def propose(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[ProposalIn]) -> SelectionOut:
        await actions.propose(request.user, call_id, data.tiers, data.reasons)
        return _selection(await queries.selection(request.user, call_id))

    @post("/notice", name="api:notice:publish", opt=OFFICER)
    async def publish(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Made:
        return Made(await notice_actions.publish_notice(request.user, call_id))

    @put("/places/{removed_id:uuid}", name="api:place:put", opt=OFFICER)
    async def fill(
        self, request: HTMXRequest, call_id: FromPath[UUID], removed_id: FromPath[UUID], data: JSONBody[PlaceIn]
    ) -> SelectionOut:
        """Decide on a place that an upheld objection freed; who moves up stands on a supplementary notice."""
        if data.application is None:
            await substitution_actions.leave_empty(request.user, call_id, removed_id, reason=data.reason)
        else:
            await substitution_actions.move_up(
                request.user,
                call_id,
                removed_id,
                application_id=data.application,
                tier=data.tier,
                reason=data.reason,
            )
        return _selection(await queries.selection(request.user, call_id))

    @post("/awards", name="api:awards:make", opt=OFFICER)
    async def make(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Awarded:
        return Awarded(await award_actions.make_awards(request.user, call_id))


class ObjectionApi(Controller):
    path = "/api/v1"
    tags = TAG

    @post("/notices/{notice_id:uuid}/objections", name="api:objection:file", opt=SIGNED_IN)
    async def file(self, request: HTMXRequest, notice_id: FromPath[UUID], data: JSONBody[ObjectionIn]) -> Made:
        return Made(
            await notice_actions.file_objection(
                request.user,
                notice_id,
                data.application,
                real_name=data.real_name,
                contact=data.contact,
                grounds=data.grounds,
            )
        )

    @get("/objections", name="api:objections:index", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest) -> list[ObjectionOut]:
        return [_objection(one) for one in await notice_queries.objections(request.user)]

    @put("/objections/{objection_id:uuid}/decision", name="api:objection:decide", opt=OFFICER)
    async def decide(
        self, request: HTMXRequest, objection_id: FromPath[UUID], data: JSONBody[DecisionIn]
    ) -> ObjectionOut:
        await notice_actions.decide_objection(request.user, objection_id, upheld=data.upheld, answer=data.answer)
        return _objection(await notice_queries.objection(request.user, objection_id))


@get(
    "/api/v1/notices/{notice_id:uuid}",
    name="api:notice:show",
    tags=TAG,
    opt={"access": access.public("a public notice is for the public, while it stands")},
)
async def notices(notice_id: FromPath[UUID]) -> NoticeOut:
    found = await notice_queries.notice(notice_id)
    return NoticeOut(
        id=found.id,
        number=found.number,
        supplement=found.supplement,
        title=found.title.stored(),
        starts_on=found.starts_on,
        last_day=found.last_day,
        provisional=found.provisional,
        entries=[EntryOut(one.company, one.project, one.tier.stored()) for one in found.entries],
        replay_hash=found.hash,
    )


@get("/api/v1/applications/{application_id:uuid}/award", name="api:award:show", tags=TAG, opt=SIGNED_IN)
async def award(request: HTMXRequest, application_id: FromPath[UUID]) -> VerifiedOut:
    found = await award_queries.award_of(request.user, application_id) or hidden()
    return _granted(found)


@get("/api/v1/applications/{application_id:uuid}/award/letter", name="api:award:letter", tags=TAG, opt=SIGNED_IN)
async def letter(request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
    found = await award_queries.award_of(request.user, application_id) or hidden()
    return downloads.send(await documents.opened(found.letter_id), name=f"{found.number}.pdf")


@get(
    "/api/v1/verification",
    name="api:verification:show",
    tags=TAG,
    opt={"access": access.public("anyone who is shown a letter may check its code")},
)
async def verification(code: FromQuery[str]) -> VerifiedOut:
    """What the letter with this code grants; 404 where there is no such letter."""
    return _granted(await award_queries.verified(code[:40]) or hidden())


def _granted(found: award_queries.AwardView | award_queries.Verified) -> VerifiedOut:
    return VerifiedOut(
        number=found.number,
        call=found.call.stored(),
        granted_by=found.organisation.stored(),
        company=found.company,
        tier=found.tier.stored(),
        amount=_plain(found.amount),
        currency=found.amount.currency,
        made_at=found.made_at,
    )


def _plain(money: Money) -> str:
    return f"{money.amount:f}"


def _selection(found: queries.SelectionView) -> SelectionOut:
    return SelectionOut(
        call=found.call_id,
        stage=found.stage,
        round=found.round_id,
        notice=found.notice_id,
        last_day=found.last_day,
        provisional=found.provisional,
        open_objections=found.open_objections,
        commits=_plain(found.commits),
        currency=found.commits.currency,
        candidates=[
            CandidateOut(
                application=one.application_id,
                assessment=one.assessment_id,
                number=one.number,
                company=one.company,
                project=one.project,
                state=one.state,
                rank=one.rank,
                total=None if one.total is None else f"{one.total:f}",
                tier=one.tier,
                reason=one.reason,
            )
            for one in found.candidates
        ],
        places=[_place(one) for one in substitution_queries.vacancies(found)],
    )


def _place(one: substitution_queries.Vacancy) -> PlaceOut:
    return PlaceOut(
        removed=one.place.removed,
        number=one.place.number,
        tier=one.place.tier,
        in_turn=[each.application_id for each in one.in_turn],
        offers=[
            OfferOut(
                tier=each.tier.key,
                amount=_plain(each.tier.amount),
                taken=each.taken,
                places=each.tier.places,
                left=None if each.left is None else _plain(each.left),
                possible=each.wrong is None,
            )
            for each in one.offers
        ],
        suggested=one.suggested,
        decided_at=one.place.decided_at,
        chosen=one.place.chosen,
        notice=one.place.notice_id,
        reason=one.place.reason,
    )


def _objection(found: notice_queries.ObjectionView) -> ObjectionOut:
    return ObjectionOut(
        id=found.id,
        number=found.number,
        notice=found.notice_id,
        application=found.application_id,
        company=found.company,
        grounds=found.grounds,
        filed_at=found.filed_at,
        state=found.state,
        answer=found.answer,
        decided_at=found.decided_at,
    )
