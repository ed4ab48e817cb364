"""The expert pool for programs: an expert's entry and posts, invitations to a round and the answers to them."""

from datetime import date, datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Made, Named
from parks.reviews.forms import ExpertEntry, InvitationAnswer, NewPost, RoundInvitations
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access

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


class PoolApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

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
