"""The expert pool for programs: an expert's entry and posts, invitations to a round and the answers to them."""

from datetime import date, datetime
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.adapters.sheets import MOST_BYTES
from parks.documents.actions import Incoming
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Made, Named
from parks.reviews.forms import (
    ExpertEntry,
    InvitationAnswer,
    NewPost,
    PoolApplication,
    PoolTerm,
    Reason,
    RoundInvitations,
)
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access
from parks.web.access import SIGNED_IN
from parks.web.forms import parse
from parks.web.language import translate
from parks.web.rendering import language_of

ANYONE = {"access": SIGNED_IN}
EXPERTS, READ, RUN = access.only(Role.EXPERT), access.only(*READERS), access.only(*OFFICERS)


class PostOut(BaseModel):
    """Half-open days."""

    id: UUID
    employer: str
    key: str
    title: str
    since: date | None
    until: date | None


class EntryOut(BaseModel):
    """An expert's entry; the term is half-open, `capacity` null where there is no limit."""

    id: UUID
    name: str
    kind: str
    title: str
    employer: str
    fields: list[str]
    state: str
    region: str
    languages: list[str]
    capacity: int | None
    term_from: date | None
    term_until: date | None
    posts: list[PostOut]

    @classmethod
    def of(cls, one: queries.ExpertDetail) -> "EntryOut":
        return cls(
            id=one.id,
            name=one.name,
            kind=one.kind,
            title=one.title,
            employer=one.employer,
            fields=list(one.fields),
            state=one.state,
            region=one.serves.region,
            languages=list(one.serves.languages),
            capacity=one.serves.capacity,
            term_from=one.serves.term_from,
            term_until=one.serves.term_until,
            posts=[
                PostOut(id=p.id, employer=p.employer, key=p.key, title=p.title, since=p.since, until=p.until)
                for p in one.posts
            ],
        )


class InvitedOut(BaseModel):
    id: UUID
    expert_id: UUID
    name: str
    state: str
    due: date
    asked: int
    reason: str


class MyInvitationOut(BaseModel):
    id: UUID
    round: Named
    state: str
    due: date
    closes: datetime


class ApplicationOut(BaseModel):
    """An application to the pool; `reason` where it was refused, `expert_id` once appointed."""

    id: UUID
    name: str
    kind: str
    fields: list[str]
    employer: str
    title: str
    state: str
    submitted_at: datetime
    reason: str
    expert_id: UUID | None

    @classmethod
    def of(cls, one: queries.ApplicationView) -> "ApplicationOut":
        return cls(
            id=one.id,
            name=one.name,
            kind=one.kind,
            fields=list(one.fields),
            employer=one.employer,
            title=one.title,
            state=one.state,
            submitted_at=one.submitted_at,
            reason=one.reason,
            expert_id=one.expert_id,
        )


class WrongCellOut(BaseModel):
    """`place` as the sheet counts (C4)."""

    place: str
    column: dict[str, str]
    text: str
    sentence: str


class PoolImportOut(BaseModel):
    """A list that was read; nobody is in the pool before it is confirmed. `people` will be invited."""

    id: UUID
    state: str
    rows: int
    people: int
    problems: int
    wrong: list[WrongCellOut]


async def _pool_import(request: HTMXRequest, import_id: UUID) -> PoolImportOut:
    run, lang = await queries.pool_import(request.user, import_id), language_of(request)
    return PoolImportOut(
        id=run.id,
        state=run.state,
        rows=run.rows,
        people=run.people,
        problems=run.problems,
        wrong=[
            WrongCellOut(
                place=one.place,
                column=one.column.stored(),
                text=one.text,
                sentence=translate(one.sentence, lang),
            )
            for one in run.wrong
        ],
    )


class PoolImportApi(Controller):
    path = "/api/v1/experts/import"
    tags = ("reviews",)

    @put(
        name="api-pool-import:put",
        opt={"access": RUN},
        request_max_body_size=2 * MOST_BYTES,
        summary="Read a list of experts as the raw xlsx: ?organisation=…&name=…; nobody is enrolled yet",
    )
    async def read_in(self, request: HTMXRequest, organisation: FromQuery[UUID], name: FromQuery[str]) -> PoolImportOut:
        made = await actions.read_experts(request.user, organisation, name[:200], await request.body())
        return await _pool_import(request, made)

    @get("/{pool_import_id:uuid}", name="api-pool-import:show", opt={"access": RUN})
    async def show(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> PoolImportOut:
        return await _pool_import(request, pool_import_id)

    @put("/{pool_import_id:uuid}/confirmation", name="api-pool-import:confirm", opt={"access": RUN})
    async def confirm(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> PoolImportOut:
        """All of it, or a 409 that names the row."""
        await actions.take_in(request.user, pool_import_id)
        return await _pool_import(request, pool_import_id)

    @delete("/{pool_import_id:uuid}", name="api-pool-import:delete", opt={"access": RUN})
    async def forget(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> None:
        await actions.forget_list(request.user, pool_import_id)


class PoolApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @post(
        "/expert-applications",
        name="api-expert-apply:post",
        opt={"access": SIGNED_IN},
        request_max_body_size=None,
        summary="Apply to the pool; the raw body is the CV: ?name=…&no_secrets=true&organisation=…&kind=…&fields=…",
    )
    async def send(self, request: HTMXRequest, name: FromQuery[str], no_secrets: FromQuery[bool] = False) -> Made:
        """The other fields of the page's form stand in the query too. The store counts and refuses past its limit."""
        if not no_secrets:
            said = _("Declare first that what you send contains no state secrets.")
            raise Invalid(fields={"no_secrets": said})
        asked = request.query_params
        several = {"fields", "languages"}
        values = {one: asked.getall(one) if one in several else asked[one] for one in asked}
        told = parse(PoolApplication, values).data.told
        return Made(id=await actions.apply_to_pool(request.user, told, Incoming(name, request.stream())))

    @delete("/expert-applications/{expert_application_id:uuid}", name="api-expert-apply:delete", opt=ANYONE)
    async def withdraw(self, request: HTMXRequest, expert_application_id: FromPath[UUID]) -> None:
        """One's own, while nobody has decided."""
        await actions.withdraw_application(request.user, expert_application_id)

    @get("/expert-applications", name="api-expert-applications:list", opt={"access": READ})
    async def applications(self, request: HTMXRequest) -> list[ApplicationOut]:
        return [ApplicationOut.of(one) for one in await queries.expert_applications(request.user)]

    @put(
        "/expert-applications/{expert_application_id:uuid}/appointment",
        name="api-expert-application:appoint",
        opt={"access": RUN},
    )
    async def appoint(
        self, request: HTMXRequest, expert_application_id: FromPath[UUID], data: JSONBody[PoolTerm]
    ) -> Made:
        """Answers the expert. `last` is the last day of the term."""
        made = await actions.appoint_expert(
            request.user,
            expert_application_id,
            term_from=data.first,
            term_until=data.until,
            capacity=data.capacity,
        )
        return Made(id=made)

    @put(
        "/expert-applications/{expert_application_id:uuid}/refusal",
        name="api-expert-application:refuse",
        opt={"access": RUN},
        status_code=204,
    )
    async def refuse(self, request: HTMXRequest, expert_application_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        await actions.refuse_application(request.user, expert_application_id, data.reason)

    @get("/experts/{expert_id:uuid}", name="api-expert:show", opt={"access": READ})
    async def entry(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> EntryOut:
        return EntryOut.of(await queries.expert(request.user, expert_id))

    @put("/experts/{expert_id:uuid}", name="api-expert:put", opt={"access": RUN})
    async def keep(self, request: HTMXRequest, expert_id: FromPath[UUID], data: JSONBody[ExpertEntry]) -> EntryOut:
        """`term_last` is the last day of the term."""
        await actions.keep_expert(
            request.user,
            expert_id,
            kind=data.kind,
            fields=data.fields,
            title=data.title,
            employer=data.employer,
            serves=data.serves,
        )
        return EntryOut.of(await queries.expert(request.user, expert_id))

    @post("/experts/{expert_id:uuid}/posts", name="api-posts:post", opt={"access": RUN})
    async def add_post(self, request: HTMXRequest, expert_id: FromPath[UUID], data: JSONBody[NewPost]) -> Made:
        return Made(id=await actions.add_post(request.user, expert_id, data.record))

    @get("/rounds/{round_id:uuid}/invitations", name="api-round-invitations:list", opt={"access": READ})
    async def invitations(self, request: HTMXRequest, round_id: FromPath[UUID]) -> list[InvitedOut]:
        await queries.review_round(request.user, round_id)  # an empty list would say that there is such a round
        return [
            InvitedOut(
                id=one.id,
                expert_id=one.expert_id,
                name=one.name,
                state=one.state,
                due=one.due,
                asked=one.asked,
                reason=one.reason,
            )
            for one in await queries.invitations(request.user, round_id)
        ]

    @post("/rounds/{round_id:uuid}/invitations", name="api-round-invitations:post", opt={"access": RUN})
    async def ask(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[RoundInvitations]) -> list[Made]:
        """Who accepted already is left as they are, and missing in the answer."""
        asked = await actions.invite_to_round(request.user, round_id, data.experts, data.due)
        return [Made(id=one) for one in asked]

    @get("/desk/invitations", name="api-my-invitations:list", opt={"access": EXPERTS})
    async def mine(self, request: HTMXRequest) -> list[MyInvitationOut]:
        return [
            MyInvitationOut(id=one.id, round=Named.of(one.round), state=one.state, due=one.due, closes=one.closes)
            for one in await queries.my_invitations(request.user)
        ]

    @put(
        "/desk/invitations/{round_invitation_id:uuid}",
        name="api-my-invitation:put",
        opt={"access": EXPERTS},
        status_code=204,
    )
    async def answer(
        self, request: HTMXRequest, round_invitation_id: FromPath[UUID], data: JSONBody[InvitationAnswer]
    ) -> None:
        await actions.answer_invitation(request.user, round_invitation_id, accept=data.accept, reason=data.reason)
