"""Letters of appointment for programs: issued, listed, fetched, and checked by their code."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Made, Named
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access, downloads

EXPERTS, READ, RUN = access.only(Role.EXPERT), access.only(*READERS), access.only(*OFFICERS)


class LetterOut(BaseModel):
    """`last` is the last day of the term."""

    id: UUID
    number: str
    first: date
    last: date
    made_at: datetime


class AppointedOut(BaseModel):
    """What the letter tells; `in_force` whether the term runs today, whatever the paper says."""

    number: str
    organisation: Named
    name: str
    first: date
    last: date
    in_force: bool


def _letters(found: list[queries.LetterView]) -> list[LetterOut]:
    return [
        LetterOut(id=one.id, number=one.number, first=one.first, last=one.last, made_at=one.made_at) for one in found
    ]


class LetterApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @post("/experts/{expert_id:uuid}/letters", name="api-letters:post", opt={"access": RUN})
    async def issue(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Made:
        """409 without a term from day to day, or where this term has its letter."""
        return Made(id=await actions.issue_letter(request.user, expert_id))

    @get("/experts/{expert_id:uuid}/letters", name="api-letters:list", opt={"access": READ})
    async def of_expert(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> list[LetterOut]:
        return _letters(await queries.expert_letters(request.user, expert_id))

    @get(
        "/experts/{expert_id:uuid}/letters/{expert_letter_id:uuid}",
        name="api-expert-letter:show",
        opt={"access": READ},
        summary="The letter as PDF",
    )
    async def show(
        self, request: HTMXRequest, expert_id: FromPath[UUID], expert_letter_id: FromPath[UUID]
    ) -> Response[Any]:
        return downloads.send(await queries.expert_letter(request.user, expert_id, expert_letter_id))

    @get("/desk/letters", name="api-my-letters:list", opt={"access": EXPERTS})
    async def mine(self, request: HTMXRequest) -> list[LetterOut]:
        return _letters(await queries.my_letters(request.user))

    @get(
        "/desk/letters/{expert_letter_id:uuid}",
        name="api-my-letter:show",
        opt={"access": EXPERTS},
        summary="One's own letter as PDF",
    )
    async def my_letter(self, request: HTMXRequest, expert_letter_id: FromPath[UUID]) -> Response[Any]:
        return downloads.send(await queries.my_letter(request.user, expert_letter_id))

    @get(
        "/verification/appointment",
        name="api-appointment:verify",
        opt={"access": access.public("anyone who is shown a letter may check its code")},
    )
    async def verify(self, code: FromQuery[str]) -> AppointedOut:
        """404 where there is no such letter."""
        found = await queries.appointed(code[:40]) or hidden()
        return AppointedOut(
            number=found.number,
            organisation=Named.of(found.organisation),
            name=found.name,
            first=found.first,
            last=found.last,
            in_force=found.in_force,
        )
