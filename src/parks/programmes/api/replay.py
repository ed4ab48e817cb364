"""/api/v1: a call's selection files, through the same actions and permissions as the pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.programmes.actions import replay as actions
from parks.programmes.queries import replay as queries
from parks.web import access
from parks.web.exports import attachment

TAG = ["selection"]
READER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}


@dataclass(frozen=True, slots=True)
class FileOut:
    """A published file; `hash` is its SHA-256 and stands on the notice."""

    notice: UUID
    number: str
    hash: str
    lines: int
    size: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceOut:
    """The first line that differs; `problem`: spelling, order, chain, missing, shape, value or hash."""

    line: int
    section: str
    problem: str
    field: str
    told: str
    computed: str


@dataclass(frozen=True, slots=True)
class SectionOut:
    name: str
    lines: int
    values: int


@dataclass(frozen=True, slots=True)
class VerificationOut:
    ok: bool
    hash: str
    lines: int
    sections: list[SectionOut]
    difference: DifferenceOut | None


class ReplayApi(Controller):
    path = "/api/v1/calls/{call_id:uuid}/selection/replay"
    tags = TAG

    @get(name="api:replay:show", opt=READER)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> list[FileOut]:
        found = await queries.files(request.user, call_id)
        return [FileOut(one.notice_id, one.number, one.hash, one.lines, one.size, one.made_at) for one in found.files]

    @get("/{notice_id:uuid}", name="api:replay:file", opt=READER)
    async def file(self, request: HTMXRequest, call_id: FromPath[UUID], notice_id: FromPath[UUID]) -> Response[bytes]:
        """The file itself, in JSON Lines: the very bytes whose hash was published."""
        found = await queries.file(request.user, call_id, notice_id)
        return Response(
            found.data,
            media_type="application/jsonl",
            headers={"content-disposition": attachment(f"selection-{found.number}.jsonl")},
        )

    @post("/{notice_id:uuid}/verification", name="api:replay:verify", opt=READER, status_code=200)
    async def verify(self, request: HTMXRequest, call_id: FromPath[UUID], notice_id: FromPath[UUID]) -> VerificationOut:
        """Recompute the file here and compare it with the published hash."""
        report = await actions.check(request.user, call_id, notice_id)
        found = report.difference
        return VerificationOut(
            report.ok,
            report.hash,
            report.lines,
            [SectionOut(one.name, one.lines, one.values) for one in report.sections],
            None
            if found is None
            else DifferenceOut(found.line, found.section, found.problem, found.field, found.told, found.computed),
        )
