"""Letters of appointment: issued by an officer, read by the pool's readers and by their own expert."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access, downloads
from parks.web.rendering import see_other

READ, RUN, EXPERTS = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT)


class LetterPages(Controller):
    path = "/experts/{expert_id:uuid}/letters"
    include_in_schema = False

    @post(name="letters:post", opt={"access": RUN})
    async def issue(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        await actions.issue_letter(request.user, expert_id)
        told = _("The letter is issued. The expert has been told where it lies.")
        return see_other(request, f"/experts/{expert_id}", flash=told)

    @get("/{expert_letter_id:uuid}", name="expert-letter:show", opt={"access": READ})
    async def show(
        self, request: HTMXRequest, expert_id: FromPath[UUID], expert_letter_id: FromPath[UUID]
    ) -> Response[Any]:
        return downloads.send(await queries.expert_letter(request.user, expert_id, expert_letter_id))


class MyLetterPages(Controller):
    path = "/desk/letters/{expert_letter_id:uuid}"
    include_in_schema = False

    @get(name="my-letter:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, expert_letter_id: FromPath[UUID]) -> Response[Any]:
        return downloads.send(await queries.my_letter(request.user, expert_letter_id))
