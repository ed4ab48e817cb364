"""Working without network: the form out as xlsx or text, back in, looked at, taken over; the pack for a printer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Response, get, post, put
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, Refusal, TooLarge
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.rules import names, offline
from parks.reviews.rules.offline import files, text
from parks.web import access, exports, language
from parks.web.forms import Form, blank, upload
from parks.web.rendering import language_of, screen, see_other

EXPERTS = {"access": access.only(Role.EXPERT)}
BODY = files.MOST_BYTES + 100_000
"""Bytes of a request: the file, and the form around it."""
CARRIED = 12_000_000
"""Bytes of the page's own form, which carries what was read: Chinese takes nine of them a character."""
CHOICE = "choose."


class OfflinePages(Controller):
    path = "/desk/form"
    include_in_schema = False

    @get(name="offline-form:show", opt=EXPERTS)
    async def show(self, request: HTMXRequest) -> Response[Any]:
        return await _page(request)

    @get("/file", name="offline-form:file", opt=EXPERTS)
    async def file(
        self, request: HTMXRequest, kind: FromQuery[str] = "xlsx", seat: FromQuery[UUID | None] = None
    ) -> Any:
        """The form of all that waits to be scored, or of one proposal."""
        lang = language_of(request)
        body = await queries.score_form(request.user, kind, lang, language.speaker(lang), seat)
        return exports.kept_by_none(body, kind, "评分表")

    @post(name="offline-form:post", opt=EXPERTS, request_max_body_size=BODY)
    async def look(self, request: HTMXRequest) -> Response[Any]:
        """Read the file and show what taking it over would change. Nothing is written."""
        file = upload((await request.form()).get("file"))
        if file is None or not file.filename:
            missing = Invalid(fields={"file": _("Choose a file first.")})
            return await _page(request, status=422, form=blank().refuse(missing))
        try:
            data = await file.read(files.MOST_BYTES + 1)
            await file.close()  # a long one lies on the disk
            read = await anyio.to_thread.run_sync(files.read, data)
        except (Invalid, TooLarge) as refusal:
            return await _page(request, status=refusal.status, form=blank().refuse(refusal))
        found = offline.compared(read, await queries.asked(request.user))
        return await _page(request, status=422 if found.problems else 200, found=found)

    @put("/marks", name="offline-form:put", opt=EXPERTS, request_max_body_size=CARRIED)
    async def take_over(self, request: HTMXRequest) -> Response[Any]:
        """All of what was looked at, or nothing: 409 shows what was saved elsewhere since."""
        sent = await request.form()
        carried = str(sent.get("text", ""))
        choices = {name.removeprefix(CHOICE): str(sent[name]) for name in sent if name.startswith(CHOICE)}
        found = await _settled(request, carried, choices)
        if found.problems or found.conflicts:
            return await _page(request, status=422 if found.problems else 409, found=found)
        try:
            await actions.take_over_form(request.user, found.changes)
        except Refusal as refusal:  # somebody was quicker, between the look and the lock
            again = await _settled(request, carried, choices)
            return await _page(request, status=refusal.status, found=again, form=blank().refuse(refusal))
        said = _(
            "Taken over: {n} criteria of {proposals} proposals. Nothing is submitted yet.",
            n=len(found.changes),
            proposals=found.proposals,
        )
        return see_other(request, "/desk", flash=said)


class PackPages(Controller):
    path = "/desk/pack"
    include_in_schema = False

    @get(name="reading-pack:show", opt=EXPERTS)
    async def show(self, request: HTMXRequest, seat: FromQuery[UUID | None] = None) -> Response[bytes]:
        """All that waits for the expert's marks, or one proposal of it, for a printer."""
        body = await queries.pack(request.user, language.speaker(language_of(request)), seat)
        return exports.kept_by_none(body, "pdf", "评审材料")


async def _settled(request: HTMXRequest, carried: str, choices: Mapping[str, str]) -> offline.Found:
    """The carried form against what is kept now, each conflict as it was chosen."""
    return offline.settled(offline.compared(text.read(carried), await queries.asked(request.user)), choices)


async def _page(
    request: HTMXRequest,
    *,
    status: int = 200,
    found: offline.Found | None = None,
    form: Form[Any] | None = None,
) -> Response[str]:
    carried = text.rewritten((*found.changes, *found.conflicts)) if found else ""
    return screen(
        request,
        "reviews/desk/form.html",
        status=status,
        found=found,
        form=form or blank(),
        carried=carried,
        names=names,
    )
