"""Expert review for programs: the same actions, queries and permissions as the pages."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.actions import NewMark, assignments
from parks.reviews.forms import (
    AssignmentAsked,
    AssignmentEdit,
    AssignmentRunNamed,
    MarksIn,
    NewRound,
    Pledge,
    Reason,
    SeatOffer,
)
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries.assignments import assignment
from parks.reviews.rules.proposal import Said
from parks.web import access
from parks.web.exports import attachment

EXPERTS, READ, RUN = access.only(Role.EXPERT), access.only(*READERS), access.only(*OFFICERS)


class Named(BaseModel):
    zh: str
    en: str

    @classmethod
    def of(cls, text: Bilingual) -> "Named":
        return cls(zh=text.zh, en=text.en)


class Made(BaseModel):
    id: UUID


class ExpertOut(BaseModel):
    id: UUID
    name: str
    kind: str
    title: str
    employer: str
    fields: list[str]
    state: str
    open_seats: int


class RankOut(BaseModel):
    """Scores out of 100; `score` leaves out one highest and one lowest from five scores on."""

    assessment_id: UUID
    subject_kind: str
    subject_id: UUID
    code: str
    rank: int | None
    score: Decimal | None
    plain_mean: Decimal | None
    state: str


class PairOut(BaseModel):
    expert_id: UUID
    expert: str
    affinity: Decimal
    shared_terms: list[str]
    sits_already: bool
    by_hand: bool


class PanelOut(BaseModel):
    assessment_id: UUID
    code: str
    total: Decimal
    pairs: list[PairOut]


class LoadOut(BaseModel):
    expert_id: UUID
    name: str
    load: int


class AssignmentOut(BaseModel):
    """`panels`: fifty a page. `bound`: no assignment serves its worst-served proposal better."""

    run: UUID
    state: str
    objective: Decimal
    worst: Decimal
    bound: Decimal
    proven: bool
    inputs_sha256: str
    seed: int
    solver: str
    short: list[str]
    proposals: int
    panels: list[PanelOut]
    loads: list[LoadOut]


class Applied(BaseModel):
    seats: int


class WaitingOut(BaseModel):
    seat_id: UUID
    code: str
    field: str
    state: str
    closes: datetime
    skipped: bool


class DeskOut(BaseModel):
    done: int
    all: int
    waiting: list[WaitingOut]


class AnswerOut(BaseModel):
    """What was typed is the same in both languages; what was chosen from a list is named in each."""

    label: Named
    text: Named
    heads: list[Named]
    lines: list[list[Named]]


class SectionOut(BaseModel):
    title: Named
    answers: list[AnswerOut]


class ProposalOut(BaseModel):
    """The attachments are fetched as `/api/v1/seats/{id}/documents/{n}`, counted from 1 in this order."""

    sections: list[SectionOut]
    attachments: list[Named]


class PageOut(BaseModel):
    """A page that the comment names: attachment and page, from 1."""

    document: int
    page: int


class AskedOut(BaseModel):
    """A question about the mark; `mark_after` is null while it waits for the answer."""

    id: UUID
    kind: str
    words: str
    mark: Decimal
    answer: str
    mark_after: Decimal | None


class BandOut(BaseModel):
    """A named range of a criterion's marks, both ends in it."""

    low: Decimal
    high: Decimal
    title: Named
    words: Named


class LineOut(BaseModel):
    """A criterion with the expert's own mark. A `bonus` stands outside the 100; one that is `not_applicable` has no
    mark and gives its weight to the others.
    """

    criterion_id: UUID
    title: Named
    weight: Decimal
    maximum: Decimal
    step: Decimal
    bonus: bool
    may_not_apply: bool
    mark: Decimal | None
    not_applicable: bool
    comment: str
    version: str
    pages: list[PageOut]
    asked: list[AskedOut]
    bands: list[BandOut]


class SeatOut(BaseModel):
    """`proposal` is null until the expert has declared."""

    id: UUID
    code: str
    field: str
    state: str
    closes: datetime
    total: Decimal
    comment_min: int
    lines: list[LineOut]
    proposal: ProposalOut | None

    @classmethod
    def of(cls, seat: queries.SeatView) -> "SeatOut":
        return cls(
            id=seat.seat_id,
            code=seat.code,
            field=seat.field,
            state=seat.state,
            closes=seat.closes,
            total=seat.total,
            comment_min=seat.comment_min,
            lines=[
                LineOut(
                    criterion_id=one.criterion_id,
                    title=Named.of(one.title),
                    weight=one.scale.weight,
                    maximum=one.scale.maximum,
                    step=one.scale.step,
                    bonus=one.scale.bonus,
                    may_not_apply=one.scale.may_not_apply,
                    mark=one.mark,
                    not_applicable=one.not_applicable,
                    comment=one.comment,
                    version=one.version,
                    pages=[PageOut(document=page.document, page=page.page) for page in seat.pages_of(one)],
                    asked=[
                        AskedOut(
                            id=each.id,
                            kind=each.kind,
                            words=each.words,
                            mark=each.mark,
                            answer=each.answer,
                            mark_after=each.after,
                        )
                        for each in one.asked
                    ],
                    bands=[
                        BandOut(
                            low=each.low,
                            high=each.high,
                            title=Named.of(each.band.title),
                            words=Named.of(each.band.words),
                        )
                        for each in one.reaches
                    ],
                )
                for one in seat.lines
            ],
            proposal=_proposal(seat),
        )


def _named(said: Said) -> Named:
    return Named.of(said if isinstance(said, Bilingual) else Bilingual(said, said))


def _proposal(seat: queries.SeatView) -> ProposalOut | None:
    if seat.proposal is None:
        return None
    return ProposalOut(
        sections=[
            SectionOut(
                title=Named.of(section.title),
                answers=[
                    AnswerOut(
                        label=Named.of(one.label),
                        text=_named(one.text),
                        heads=[Named.of(head) for head in one.heads],
                        lines=[[_named(cell) for cell in line] for line in one.lines],
                    )
                    for one in section.answers
                ],
            )
            for section in seat.proposal.sections
        ],
        attachments=[Named.of(one.label) for one in seat.proposal.attachments],
    )


class ReviewApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/experts", name="api-experts:list", opt={"access": READ})
    async def experts(self, request: HTMXRequest) -> list[ExpertOut]:
        """The expert pool, by the same search and filters as its page (`q`, `kind`, `field`, `state`, `size`)."""
        page = await queries.pool(request.user, queries.POOL_LIST.read(request))
        return [
            ExpertOut(
                id=one.id,
                name=one.name,
                kind=one.kind,
                title=one.title,
                employer=one.employer,
                fields=list(one.fields),
                state=one.state,
                open_seats=one.waiting,
            )
            for one in page.rows
        ]

    @post("/rounds", name="api-rounds:post", opt={"access": RUN})
    async def open_round(self, request: HTMXRequest, data: JSONBody[NewRound]) -> Made:
        """Open a round; it closes at 23:59 of that day in Beijing."""
        made = await actions.open_round(
            request.user,
            organisation_id=data.organisation,
            title=data.title,
            rubric_id=data.rubric,
            seats=data.seats,
            closes=data.deadline,
            scoring=data.scoring,
        )
        return Made(id=made)

    @get("/rounds/{round_id:uuid}/ranking", name="api-ranking:show", opt={"access": READ})
    async def ranking(self, request: HTMXRequest, round_id: FromPath[UUID]) -> list[RankOut]:
        await queries.review_round(request.user, round_id)
        return [
            RankOut(
                assessment_id=one.assessment_id,
                subject_kind=one.subject_kind,
                subject_id=one.subject_id,
                code=one.code,
                rank=one.rank,
                score=one.total,
                plain_mean=one.plain,
                state=one.state,
            )
            for one in await queries.ranking(round_id, request.user)
        ]

    @get("/rounds/{round_id:uuid}/assignment", name="api-assignment:show", opt={"access": READ})
    async def assignment(
        self, request: HTMXRequest, round_id: FromPath[UUID], page: FromQuery[int] = 1
    ) -> AssignmentOut | None:
        """The proposed assignment, or the one applied last; null where there is none."""
        run = (await assignment(request.user, round_id, page)).run
        if run is None:
            return None
        return AssignmentOut(
            run=run.id,
            state=run.state,
            objective=run.objective,
            worst=run.worst,
            bound=run.bound,
            proven=run.proven,
            inputs_sha256=run.inputs_hash,
            seed=run.seed,
            solver=run.solver,
            short=[str(one) for one in run.short],
            proposals=run.proposals,
            panels=[
                PanelOut(
                    assessment_id=panel.assessment_id,
                    code=panel.code,
                    total=panel.total,
                    pairs=[
                        PairOut(
                            expert_id=one.expert_id,
                            expert=one.expert,
                            affinity=one.affinity,
                            shared_terms=list(one.terms),
                            sits_already=one.kept,
                            by_hand=one.by_hand,
                        )
                        for one in panel.pairs
                    ],
                )
                for panel in run.panels
            ],
            loads=[LoadOut(expert_id=one.expert_id, name=one.name, load=one.load) for one in run.loads],
        )

    @post("/rounds/{round_id:uuid}/assignment", name="api-assignment:post", opt={"access": RUN})
    async def propose(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[AssignmentAsked]) -> Made:
        """Ask the solver for the free seats; what cannot be satisfied is said in the assignment, not refused."""
        made = await assignments.propose(
            request.user, round_id, max_load=data.max_load, min_load=data.min_load, floor=data.floor, mix=data.mix
        )
        return Made(id=made)

    @put(
        "/rounds/{round_id:uuid}/assignment/pairs",
        name="api-assignment-pairs:put",
        opt={"access": RUN},
        status_code=204,
    )
    async def edit_pair(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[AssignmentEdit]) -> None:
        """Take `out` off a panel, put `into` on it, or both at once."""
        await assignments.edit(request.user, round_id, data.run, data.assessment, out=data.out, into=data.into)

    @put("/rounds/{round_id:uuid}/assignment/application", name="api-assignment-application:put", opt={"access": RUN})
    async def apply(
        self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[AssignmentRunNamed]
    ) -> Applied:
        """Offer every new seat, or none; 409 says what has changed since."""
        return Applied(seats=await assignments.apply(request.user, round_id, data.run))

    @delete("/rounds/{round_id:uuid}/assignment", name="api-assignment:delete", opt={"access": RUN})
    async def discard(self, request: HTMXRequest, round_id: FromPath[UUID]) -> None:
        """Put the proposal aside; it stays on record."""
        await assignments.discard(request.user, round_id)

    @post("/assessments/{assessment_id:uuid}/seats", name="api-seats:post", opt={"access": RUN})
    async def seat(self, request: HTMXRequest, assessment_id: FromPath[UUID], data: JSONBody[SeatOffer]) -> Made:
        """Offer an expert a seat; 403 says why one must be recused."""
        return Made(id=await actions.seat(request.user, assessment_id, data.expert))

    @get("/desk", name="api-desk:show", opt={"access": EXPERTS})
    async def desk(self, request: HTMXRequest, page: FromQuery[int] = 1) -> DeskOut:
        """Fifty a page, what closes first is first; then what was skipped, then what is past its deadline."""
        found = await queries.desk(request.user, page)
        return DeskOut(
            done=found.done,
            all=found.all,
            waiting=[
                WaitingOut(
                    seat_id=one.seat_id,
                    code=one.code,
                    field=one.field,
                    state=one.state,
                    closes=one.closes,
                    skipped=one.skipped,
                )
                for one in found.waiting
            ],
        )

    @get("/seats/{seat_id:uuid}", name="api-seat:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> SeatOut:
        return SeatOut.of(await queries.my_seat(request.user, seat_id))

    @get("/seats/{seat_id:uuid}/documents/{number:int}", name="api-seat-document:show", opt={"access": EXPERTS})
    async def document(self, request: HTMXRequest, seat_id: FromPath[UUID], number: FromPath[int]) -> Response[bytes]:
        body = await queries.neutral_attachment(request.user, seat_id, number)
        headers = {"content-disposition": attachment(f"附件{number}.pdf"), "cache-control": "private, no-store"}
        return Response(body, media_type="application/pdf", headers=headers)

    @put("/seats/{seat_id:uuid}/declaration", name="api-declaration:put", opt={"access": EXPERTS})
    async def declare(self, request: HTMXRequest, seat_id: FromPath[UUID], data: JSONBody[Pledge]) -> SeatOut:
        """Both pledges must be true; a conflict is declared at `/conflict`."""
        del data  # its shape is the pledge
        await actions.declare(request.user, seat_id, conflict=False)
        return SeatOut.of(await queries.my_seat(request.user, seat_id))

    @put("/seats/{seat_id:uuid}/conflict", name="api-conflict:put", opt={"access": EXPERTS}, status_code=204)
    async def recuse(self, request: HTMXRequest, seat_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        await actions.recuse(request.user, seat_id, data.reason)

    @put("/seats/{seat_id:uuid}/marks", name="api-marks:put", opt={"access": EXPERTS})
    async def save(self, request: HTMXRequest, seat_id: FromPath[UUID], data: JSONBody[MarksIn]) -> SeatOut:
        marks = [NewMark(one.criterion_id, one.mark, one.comment, one.seen, one.not_applicable) for one in data.marks]
        await actions.save_marks(request.user, seat_id, marks)
        return SeatOut.of(await queries.my_seat(request.user, seat_id))

    @put("/seats/{seat_id:uuid}/score", name="api-score:put", opt={"access": EXPERTS})
    async def submit(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> SeatOut:
        await actions.submit_score(request.user, seat_id)
        return SeatOut.of(await queries.my_seat(request.user, seat_id))
