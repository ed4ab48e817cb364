"""/api/v1: calls and applications for programs, through the same actions and permissions as the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict

from parks.programmes import forms
from parks.programmes.actions import applications, ladder, receipts
from parks.programmes.actions import hands as hand_actions
from parks.programmes.api.calls import Words
from parks.programmes.queries import applications as queries
from parks.programmes.queries import files, own, work_list
from parks.programmes.queries import hands as hand_queries
from parks.programmes.queries.applications import ApplicationView
from parks.programmes.queries.work_list import Row
from parks.programmes.rules.eligibility import Finding
from parks.programmes.rules.ladder import OFFICERS
from parks.questionnaires import queries as sheets
from parks.questionnaires.queries import Sheet
from parks.startups.rules.records import HandsRecord
from parks.startups.states import Hand
from parks.web import access, downloads
from parks.web.language import translate
from parks.web.rendering import language_of

SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(*OFFICERS)}


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    id: UUID
    number: str
    company: str
    project: str
    applicant: str
    park: Words
    state: str
    submitted_at: datetime
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """`next` is the address of the following page; `total` is counted up to 1,001."""

    items: list[ApplicationLine]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class FindingOut:
    """`standing`: met, not_met or not_known; `fact` in the reader's language."""

    rule: str
    standing: str
    gate: bool
    fact: str


@dataclass(frozen=True, slots=True)
class AnswerOut:
    question: str
    value: Any
    version: int
    files: list[UUID]


@dataclass(frozen=True, slots=True)
class SectionOut:
    key: str
    status: str
    editable: bool
    answers: list[AnswerOut]


@dataclass(frozen=True, slots=True)
class GapOut:
    section: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class OpinionOut:
    level: str
    outcome: str
    text: str
    rule: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionOut:
    level: str
    number: str
    gaps: dict[str, str]
    due: date
    corrected_at: datetime | None
    letter: UUID | None


@dataclass(frozen=True, slots=True)
class ApplicationOut:
    """One application as its reader may see it. `sections` and `gaps` are the applicant's alone, while they write."""

    id: UUID
    call: UUID
    number: str | None
    company: str
    applicant: str
    project: str
    park: Words
    state: str
    submitted_at: datetime | None
    moved_at: datetime
    opinions: list[OpinionOut]
    corrections: list[CorrectionOut]
    findings: list[FindingOut]
    sections: list[SectionOut]
    gaps: list[GapOut]


@dataclass(frozen=True, slots=True)
class HandOut:
    """Somebody on the applicant's side; `owner` is the applicant. `rights` of edit, certify and submit."""

    person_id: UUID
    name: str
    email: str
    owner: bool
    rights: list[Hand]


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class Saved:
    question: str
    version: int
    problem: str


@dataclass(frozen=True, slots=True)
class Stored:
    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NewApplication(_In):
    call: UUID
    company: UUID
    park: UUID
    take_over: UUID | None = None


class Submission(_In):
    aware: bool = False


class ApplicationApi(Controller):
    path = "/api/v1/applications"
    tags = ("applications",)

    @get(name="api.application:index", opt=SIGNED_IN, summary="What lies under your offices, and your own")
    async def index(self, request: HTMXRequest) -> ApplicationList:
        page = await work_list.one_page(request.user, work_list.GRID.read(request))
        return ApplicationList([_line(one) for one in page.rows], page.next, page.total)

    @post(name="api.application:begin", opt=SIGNED_IN, summary="Begin an application for a company of yours")
    async def begin(self, request: HTMXRequest, data: JSONBody[NewApplication]) -> Made:
        return Made(
            await applications.begin(request.user, data.call, data.company, data.park, take_over=data.take_over)
        )

    @get("/{application_id:uuid}", name="api.application:show", opt=SIGNED_IN, summary="One application")
    async def show(self, request: HTMXRequest, application_id: FromPath[UUID]) -> ApplicationOut:
        found = await queries.application(request.user, application_id)
        sheet = await sheets.sheet(found.sheet_id) if found.own else None
        findings = await own.eligibility_of(found, sheet)
        return _application(found, sheet, findings, language_of(request))

    @put(
        "/{application_id:uuid}/answers/{question:str}",
        name="api.answer:put",
        opt=SIGNED_IN,
        summary="Save one answer; 409 where somebody was faster",
    )
    async def answer(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        question: FromPath[str],
        data: JSONBody[forms.Answer],
    ) -> Saved:
        saved = await applications.save_answer(request.user, application_id, question, data.value, data.seen_version)
        problem = saved.question.problem
        said = translate(problem, language_of(request)) if problem is not None else ""
        return Saved(question, saved.question.version, said)

    @put(
        "/{application_id:uuid}/sections/{section:str}",
        name="api.section:put",
        opt=SIGNED_IN,
        summary="Say that a section is completed, or is not",
        status_code=204,
    )
    async def section(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        section: FromPath[str],
        data: JSONBody[forms.Complete],
    ) -> None:
        await applications.complete_section(request.user, application_id, section, completed=data.completed)

    @put(
        "/{application_id:uuid}/declaration",
        name="api.declaration:put",
        opt=SIGNED_IN,
        summary="Declare that what is uploaded contains no state secrets",
        status_code=204,
    )
    async def declaration(
        self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[forms.Declaration]
    ) -> None:
        del data  # its one field is checked by its shape
        await applications.declare_no_secrets(request.user, application_id)

    @put(
        "/{application_id:uuid}/documents",
        name="api.document:put",
        opt=SIGNED_IN,
        summary="Upload a file as the raw body: ?question=…&name=…",
        request_max_body_size=None,
    )
    async def document(
        self, request: HTMXRequest, application_id: FromPath[UUID], question: FromQuery[str], name: FromQuery[str]
    ) -> Stored:
        """Streamed; the store counts and refuses past its limit (413)."""
        made = await applications.upload(request.user, application_id, question, name, request.stream())
        return Stored(made.id, made.name, made.media_type, made.size, made.sha256)

    @get(
        "/{application_id:uuid}/documents/{document_id:uuid}",
        name="api.document:show",
        opt=SIGNED_IN,
        summary="A document, receipt or letter",
        media_type="application/octet-stream",
    )
    async def file(
        self, request: HTMXRequest, application_id: FromPath[UUID], document_id: FromPath[UUID]
    ) -> Response[Any]:
        return downloads.send(await files.document(request.user, application_id, document_id), inline=False)

    @delete(
        "/{application_id:uuid}/documents/{document_id:uuid}",
        name="api.document:delete",
        opt=SIGNED_IN,
        summary="Take a file off its question: ?question=…",
    )
    async def discard(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        document_id: FromPath[UUID],
        question: FromQuery[str],
    ) -> None:
        await applications.remove_document(request.user, application_id, question, document_id)

    @put(
        "/{application_id:uuid}/submission",
        name="api.submission:put",
        opt=SIGNED_IN,
        summary="Send it; sent again, the answer is the same",
    )
    async def submit(
        self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[Submission]
    ) -> ApplicationOut:
        await applications.submit(
            request.user, application_id, aware=data.aware, arrived=request.scope["state"].get("arrived")
        )
        found = await queries.application(request.user, application_id)
        findings = await own.eligibility_of(found, None)
        return _application(found, None, findings, language_of(request))

    @delete("/{application_id:uuid}/submission", name="api.submission:delete", opt=SIGNED_IN, summary="Withdraw it")
    async def withdraw(self, request: HTMXRequest, application_id: FromPath[UUID], reason: FromQuery[str] = "") -> None:
        await applications.withdraw(request.user, application_id, reason[:500])

    @put(
        "/{application_id:uuid}/certification",
        name="api.certification:put",
        opt=SIGNED_IN,
        summary="Sign off what would be sent now; it falls away with any change",
        status_code=204,
    )
    async def certify(self, request: HTMXRequest, application_id: FromPath[UUID]) -> None:
        await applications.certify(request.user, application_id)

    @get("/{application_id:uuid}/hands", name="api.hands:index", opt=SIGNED_IN, summary="Who lends a hand with it")
    async def hands(self, request: HTMXRequest, application_id: FromPath[UUID]) -> list[HandOut]:
        found = await hand_queries.hands(await queries.application(request.user, application_id))
        return [HandOut(one.person_id, one.name, one.email, one.owner, list(one.rights)) for one in found.people]

    @post("/{application_id:uuid}/hands", name="api.hands:post", opt=SIGNED_IN, summary="Ask somebody to lend a hand")
    async def invite(self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[HandsRecord]) -> Made:
        """They hold nothing until they accept. Answers the invitation's id."""
        return Made(await hand_actions.invite_hand(request.user, application_id, data))

    @delete(
        "/{application_id:uuid}/hands/{person_id:uuid}", name="api.hand:delete", opt=SIGNED_IN, summary="End a hand"
    )
    async def end_hand(self, request: HTMXRequest, application_id: FromPath[UUID], person_id: FromPath[UUID]) -> None:
        await hand_actions.end_hand(request.user, application_id, person_id)

    @delete(
        "/{application_id:uuid}/invitations/{invitation_id:uuid}",
        name="api.hand-invitation:delete",
        opt=SIGNED_IN,
        summary="Withdraw an invitation that was not answered",
    )
    async def withdraw_invitation(
        self, request: HTMXRequest, application_id: FromPath[UUID], invitation_id: FromPath[UUID]
    ) -> None:
        await hand_actions.withdraw_hand_invitation(request.user, application_id, invitation_id)

    @put(
        "/{application_id:uuid}/draft",
        name="api.draft:put",
        opt=SIGNED_IN,
        summary="Take it back to change it, before the deadline; it counts once it is sent again",
        status_code=204,
    )
    async def take_back(self, request: HTMXRequest, application_id: FromPath[UUID]) -> None:
        await applications.take_back(request.user, application_id)

    @get(
        "/{application_id:uuid}/submission/receipt",
        name="api.submission:receipt",
        opt=SIGNED_IN,
        summary="The receipt as PDF",
        media_type="application/pdf",
    )
    async def receipt(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        document = await receipts.file(await files.receipt_of(request.user, application_id))
        return downloads.send(await files.document(request.user, application_id, document), inline=False)

    @put(
        "/{application_id:uuid}/correction",
        name="api.correction:put",
        opt=OFFICER,
        summary="Return it once, with every gap by section",
    )
    async def correct(self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[forms.Gaps]) -> Made:
        return Made(await ladder.return_for_correction(request.user, application_id, data.gaps))

    @put(
        "/{application_id:uuid}/recommendation",
        name="api.recommendation:put",
        opt=OFFICER,
        summary="Sign an opinion: recommended, not_recommended or ineligible",
    )
    async def decide(self, request: HTMXRequest, application_id: FromPath[UUID], data: JSONBody[forms.Opinion]) -> Made:
        return Made(await ladder.sign(request.user, application_id, data.outcome, data.text, data.rule))


def _line(one: Row) -> ApplicationLine:
    return ApplicationLine(
        id=one.id,
        number=one.number,
        company=one.company,
        project=one.project,
        applicant=one.applicant,
        park=Words.of(one.park),
        state=one.state,
        submitted_at=one.submitted_at,
        moved_at=one.moved_at,
    )


def _application(
    found: ApplicationView, sheet: Sheet | None, findings: Sequence[Finding], language: str
) -> ApplicationOut:
    return ApplicationOut(
        id=found.id,
        call=found.call_id,
        number=found.number,
        company=found.company,
        applicant=found.applicant,
        project=found.project,
        park=Words.of(found.park),
        state=found.shown_state,
        submitted_at=found.submitted_at,
        moved_at=found.moved_at,
        opinions=[
            OpinionOut(one.level, one.outcome, one.text, one.rule, one.officer, one.at) for one in found.opinions_shown
        ],
        corrections=[
            CorrectionOut(one.level, one.number, dict(one.gaps), one.due, one.corrected_at, one.document_id)
            for one in found.corrections
        ],
        findings=[
            FindingOut(one.rule.id, one.standing, one.rule.gate, translate(one.fact, language)) for one in findings
        ],
        sections=_sections(sheet) if sheet else [],
        gaps=[GapOut(one.section, one.question, translate(one.text, language)) for one in sheet.problems]
        if sheet
        else [],
    )


def _sections(sheet: Sheet) -> list[SectionOut]:
    return [
        SectionOut(
            key=section.key,
            status=section.status,
            editable=section.editable,
            answers=[
                AnswerOut(one.key, one.kept, one.version, [file.document_id for file in one.files])
                for one in section.questions
                if one.applies
            ],
        )
        for section in sheet.sections
    ]
