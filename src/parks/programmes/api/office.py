"""/api/v1 of an office's own work: several at once, who reads what, ranked lists, waivers, paper that comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.adapters import typesetter
from parks.documents.actions import Incoming
from parks.kernel.errors import Invalid
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import forms, permissions
from parks.programmes.actions import handling, ladder, ranked_lists, scans, waivers
from parks.programmes.queries import applications, consequences, print_packs
from parks.programmes.queries import ranked_lists as lists
from parks.programmes.queries import waivers as asked
from parks.programmes.queries.consequences import Batch
from parks.programmes.queries.ranked_lists import RankedListView
from parks.programmes.rules.ladder import OFFICERS, READERS
from parks.programmes.states import Outcome
from parks.web import access
from parks.web.exports import attachment
from parks.web.language import translate
from parks.web.rendering import language_of

OFFICER = {"access": access.only(*OFFICERS)}
READER = {"access": access.only(*READERS)}
DECIDER = {"access": access.only(*permissions.DECIDERS)}
SIGNED_IN = {"access": access.SIGNED_IN}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class Signed:
    """An opinion, or a letter of correction, for each application in the order of the numbers."""

    ids: list[UUID]


@dataclass(frozen=True, slots=True)
class ConsequenceOut:
    """What would become of one; `reason` in the reader's language where it cannot be."""

    application: UUID
    number: str
    company: str
    possible: bool
    reason: str
    to: str


@dataclass(frozen=True, slots=True)
class QuotaOut:
    office: dict[str, str]
    places: int
    used: int
    wanted: int


@dataclass(frozen=True, slots=True)
class ConsequencesOut:
    """`possible`: all of it can be signed; all or none is. `missing`: named, and not there for this reader."""

    possible: bool
    missing: int
    lines: list[ConsequenceOut]
    quotas: list[QuotaOut]


@dataclass(frozen=True, slots=True)
class WaiverOut:
    id: UUID
    rule: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    text: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """`score` as a decimal in text where the level scores."""

    rank: int
    application: UUID
    number: str
    company: str
    project: str
    score: str | None


@dataclass(frozen=True, slots=True)
class RankedListOut:
    id: UUID
    call: UUID
    organisation: dict[str, str]
    level: str
    number: int
    officer: str
    text: str
    at: datetime
    places: list[PlaceOut]


@dataclass(frozen=True, slots=True)
class WaitingOut:
    application: UUID
    number: str
    company: str
    project: str


@dataclass(frozen=True, slots=True)
class OfficeOut:
    """One office in one call: `places` None where there is no limit; its frozen lists by number; what waits."""

    call: UUID
    organisation: UUID
    places: int | None
    used: int
    lists: list[UUID]
    waiting: list[WaitingOut]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class BatchIn(_In):
    """`do` of recommended, not_recommended and returned; `ids` as they were chosen."""

    do: Batch
    ids: list[UUID] = Field(min_length=1, max_length=ladder.MANY)


class SignedBatchIn(BatchIn):
    """`text` is the opinion that all of them share; `gaps` by section where they are returned."""

    text: str = Field(default="", max_length=4000)
    gaps: dict[str, str] = Field(default_factory=dict, max_length=100)


class OrderIn(_In):
    """Best first; `scores` from 0 to 100 by application where the level scores."""

    order: list[UUID] = Field(min_length=1, max_length=1000)
    text: str = Field(min_length=1, max_length=4000)
    scores: dict[UUID, Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]] = Field(
        default_factory=dict, max_length=1000
    )


class BatchApi(Controller):
    path = "/api/v1/applications/batch"
    tags = ("applications",)

    @post(name="api:batch:preview", opt=OFFICER, status_code=200, summary="What a batch would do; nothing is changed")
    async def preview(self, request: HTMXRequest, data: JSONBody[BatchIn]) -> ConsequencesOut:
        found = await consequences.consequences(request.user, data.ids, data.do)
        language = language_of(request)
        return ConsequencesOut(
            found.possible and not found.missing and all(one.verdict for one in found.lines),
            found.missing,
            [
                ConsequenceOut(
                    one.application_id,
                    one.number,
                    one.company,
                    bool(one.verdict),
                    "" if one.verdict.reason is None else translate(one.verdict.reason, language),
                    translate(one.to, language),
                )
                for one in found.lines
            ],
            [QuotaOut(one.office.stored(), one.places, one.used, one.wanted) for one in found.quotas],
        )

    @put(name="api:batch:put", opt=OFFICER, summary="Sign or return several, all or none")
    async def sign(self, request: HTMXRequest, data: JSONBody[SignedBatchIn]) -> Signed:
        if data.do is Batch.RETURNED:
            return Signed(await ladder.return_many(request.user, data.ids, data.gaps))
        return Signed(await ladder.sign_many(request.user, data.ids, Outcome(data.do.value), data.text))


class OfficeApi(Controller):
    path = "/api/v1/applications/{application_id:uuid}"
    tags = ("applications",)

    @put("/assignee", name="api:assignee:put", opt=OFFICER, status_code=204, summary="Who reads it; nobody: oneself")
    async def assign(self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[forms.Assign]) -> None:
        await handling.assign(request.user, application_id, data.person or request.user.id)

    @delete("/assignee", name="api:assignee:delete", opt=OFFICER, summary="It waits for any colleague again")
    async def give_back(self, request: HTMXRequest, application_id: FromPath[UUID]) -> None:
        await handling.assign(request.user, application_id, None)

    @get("/print", name="api:print:show", opt=SIGNED_IN, media_type="application/pdf", summary="On paper, as PDF")
    async def pack(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[bytes]:
        name, values = await print_packs.pack(request.user, application_id)
        return _pdf(name, await typesetter.pdf("pack", values))

    @put(
        "/scans",
        name="api:scan:put",
        opt=OFFICER,
        request_max_body_size=None,
        summary="File a signed scan, the raw body: ?name=…&no_secrets=true",
    )
    async def scan(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        name: FromQuery[str],
        no_secrets: FromQuery[bool] = False,  # the declaration that comes with each scan
    ) -> Made:
        """Streamed; the store counts and refuses past its limit (413)."""
        if not no_secrets:
            said = _("Declare first that what you send contains no state secrets.")
            raise Invalid(fields={"no_secrets": said})
        return Made(await scans.file(request.user, application_id, Incoming(name, request.stream())))

    @get("/waivers", name="api:waiver:index", opt=READER, summary="Waivers asked for and decided")
    async def waivers(self, request: HTMXRequest, application_id: FromPath[UUID]) -> list[WaiverOut]:
        found = await applications.application(request.user, application_id)
        return [
            WaiverOut(
                one.id,
                one.rule,
                one.reason,
                one.asked_by,
                one.asked_at,
                one.state,
                one.text,
                one.decided_by,
                one.decided_at,
            )
            for one in found.waivers
        ]

    @post("/waivers", name="api:waiver:ask", opt=DECIDER, summary="Ask that a rule shall not count")
    async def ask(
        self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[forms.WaiverRequest]
    ) -> Made:
        return Made(await waivers.ask(request.user, application_id, data.rule, data.reason))


class ListApi(Controller):
    path = "/api/v1"
    tags = ("ranked lists",)

    @put("/waivers/{waiver_id:uuid}", name="api:waiver:decide", opt=DECIDER, status_code=204, tags=["applications"])
    async def decide(
        self, request: HTMXRequest, waiver_id: FromPath[UUID], data: JSONBody[forms.WaiverDecision]
    ) -> None:
        await applications.application(request.user, await asked.application_of(waiver_id))
        await waivers.decide(request.user, waiver_id, granted=data.granted, text=data.text)

    @get("/calls/{call_id:uuid}/lists/{organisation_id:uuid}", name="api:ranked-list:office", opt=OFFICER)
    async def office(self, request: HTMXRequest, call_id: FromPath[UUID], organisation_id: FromPath[UUID]) -> OfficeOut:
        at = await lists.office(call_id, organisation_id)
        require(permissions.may_rank(request.user, role=at.rung.role, path=at.path))
        return OfficeOut(
            at.call_id,
            at.organisation_id,
            at.places,
            at.used,
            [one.id for one in await lists.frozen(at)],
            [
                WaitingOut(one.application_id, one.number, one.company, one.project)
                for one in await lists.waiting(request.user, at)
            ],
        )

    @put(
        "/calls/{call_id:uuid}/lists/{organisation_id:uuid}",
        name="api:ranked-list:put",
        opt=OFFICER,
        summary="Freeze the office's list; every one on it is recommended",
    )
    async def freeze(
        self,
        request: HTMXRequest,
        call_id: FromPath[UUID],
        organisation_id: FromPath[UUID],
        data: JSONBody[OrderIn],
    ) -> RankedListOut:
        scores: Mapping[UUID, Decimal] = data.scores
        made = await ranked_lists.freeze(
            request.user, call_id, organisation_id, data.order, text=data.text, scores=scores
        )
        return _ranked(await lists.ranked_list(request.user, made))

    @get("/ranked-lists/{list_id:uuid}", name="api:ranked-list:show", opt=READER)
    async def show(self, request: HTMXRequest, list_id: FromPath[UUID]) -> RankedListOut:
        return _ranked(await lists.ranked_list(request.user, list_id))


def _ranked(one: RankedListView) -> RankedListOut:
    return RankedListOut(
        one.id,
        one.call_id,
        one.organisation.stored(),
        one.level,
        one.number,
        one.officer,
        one.text,
        one.at,
        [
            PlaceOut(
                each.rank,
                each.application_id,
                each.number,
                each.company,
                each.project,
                None if each.score is None else f"{each.score:f}",
            )
            for each in one.places
        ],
    )


def _pdf(name: str, body: bytes) -> Response[Any]:
    return Response(
        body,
        media_type="application/pdf",
        headers={"content-disposition": attachment(name), "cache-control": "private, no-store"},
    )
