"""An expert's own desk for programs: its look, the order of the queue, the form that is filled in without network."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import DeskLayout
from parks.reviews.rules import offline
from parks.reviews.rules.layout import Layout
from parks.reviews.rules.offline import files
from parks.reviews.rules.sheets import Content
from parks.web import access, exports, language
from parks.web.rendering import language_of

EXPERTS = access.only(Role.EXPERT)


class LayoutOut(BaseModel):
    """`keys` is null while the person has never chosen."""

    split: int
    keys: bool | None

    @classmethod
    def of(cls, layout: Layout) -> "LayoutOut":
        return cls(split=layout.split, keys=layout.keys)


class ContentOut(BaseModel):
    mark: Decimal | None
    not_applicable: bool
    comment: str
    version: str

    @classmethod
    def of(cls, content: Content) -> "ContentOut":
        return cls(
            mark=content.value, not_applicable=content.not_applicable, comment=content.comment, version=content.version
        )


class FormLineOut(BaseModel):
    """`here` is kept now, `typed` stands in the file."""

    seat_id: UUID
    code: str
    criterion_id: UUID
    here: ContentOut
    typed: ContentOut

    @classmethod
    def of(cls, line: offline.Line) -> "FormLineOut":
        return cls(
            seat_id=line.asked.seat_id,
            code=line.asked.code,
            criterion_id=line.asked.criterion_id,
            here=ContentOut.of(line.asked.kept),
            typed=ContentOut.of(line.typed),
        )


class ProblemOut(BaseModel):
    at: str
    sentence: str


class FormOut(BaseModel):
    """What taking the form over would change. A conflict was saved elsewhere since the form was made: it is settled by
    the version in the line's reference.
    """

    changes: list[FormLineOut]
    conflicts: list[FormLineOut]
    same: int
    problems: list[ProblemOut]

    @classmethod
    def of(cls, found: offline.Found, lang: str) -> "FormOut":
        return cls(
            changes=[FormLineOut.of(one) for one in found.changes],
            conflicts=[FormLineOut.of(one) for one in found.conflicts],
            same=found.same,
            problems=[
                ProblemOut(at=language.translate(one.at, lang), sentence=language.translate(one.sentence, lang))
                for one in found.problems
            ],
        )


BODY = files.MOST_BYTES + 1


class DeskApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/desk/layout", name="api-desk-layout:show", opt={"access": EXPERTS})
    async def layout(self, request: HTMXRequest) -> LayoutOut:
        return LayoutOut.of((await queries.desk(request.user)).layout)

    @put("/desk/layout", name="api-desk-layout:put", opt={"access": EXPERTS})
    async def arrange(self, request: HTMXRequest, data: JSONBody[DeskLayout]) -> LayoutOut:
        """What is left out stays as it is."""
        await actions.keep_layout(request.user, split=data.split, keys=data.switch)
        return LayoutOut.of((await queries.desk(request.user)).layout)

    @put("/seats/{seat_id:uuid}/skip", name="api-skip:put", opt={"access": EXPERTS}, status_code=204)
    async def skip(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> None:
        """Put the proposal last in the queue; opening its page, or DELETE here, undoes that."""
        await actions.skip(request.user, seat_id)

    @delete("/seats/{seat_id:uuid}/skip", name="api-skip:delete", opt={"access": EXPERTS})
    async def take_up(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> None:
        await queries.my_seat(request.user, seat_id)
        await actions.take_up(request.user, seat_id)

    @get("/desk/form", name="api-offline-form:show", opt={"access": EXPERTS})
    async def form(
        self, request: HTMXRequest, kind: FromQuery[str] = "xlsx", seat: FromQuery[UUID | None] = None
    ) -> Response[bytes]:
        """The score form of all that waits for marks, or of one seat, as `kind` xlsx or txt."""
        lang = language_of(request)
        body = await queries.score_form(request.user, kind, lang, language.speaker(lang), seat)
        return exports.kept_by_none(body, kind, "评分表")

    @get("/desk/pack", name="api-reading-pack:show", opt={"access": EXPERTS})
    async def pack(self, request: HTMXRequest, seat: FromQuery[UUID | None] = None) -> Response[bytes]:
        """All that waits for marks, or one seat's proposal, as one PDF with the reader's name on each page."""
        body = await queries.pack(request.user, language.speaker(language_of(request)), seat)
        return exports.kept_by_none(body, "pdf", "评审材料")

    @post(
        "/desk/form", name="api-offline-form:post", opt={"access": EXPERTS}, request_max_body_size=BODY, status_code=200
    )
    async def look(self, request: HTMXRequest) -> FormOut:
        """Read a filled form, sent as the raw file, and tell what it would change. Nothing is written."""
        return FormOut.of(await _found(request), language_of(request))

    @put("/desk/form", name="api-offline-form:put", opt={"access": EXPERTS}, request_max_body_size=BODY)
    async def take_over(self, request: HTMXRequest) -> FormOut:
        """Take over all of a filled form, or nothing: 422 by line or cell, 409 with both values."""
        found = await _found(request)
        lang = language_of(request)
        if found.problems:
            raise Invalid(fields={language.translate(one.at, lang): one.sentence for one in found.problems})
        if found.conflicts:
            lines: list[Any] = [FormLineOut.of(one).model_dump(mode="json") for one in found.conflicts]
            raise Conflict(
                _("Saved elsewhere since the form was made. Nothing is replaced: choose which of the two counts."),
                marks=lines,
            )
        await actions.take_over_form(request.user, found.changes)
        return FormOut.of(found, lang)


async def _found(request: HTMXRequest) -> offline.Found:
    read = await anyio.to_thread.run_sync(files.read, await request.body())
    return offline.compared(read, await queries.asked(request.user))
