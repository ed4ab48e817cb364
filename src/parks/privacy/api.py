"""`/api/v1/retention`: terms of keeping, legal holds, and deletions that two people carry."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler
from pydantic import ConfigDict

from parks.adapters import clock
from parks.kernel.verdict import require
from parks.privacy import actions, forms, permissions, queries
from parks.privacy.queries import ReportView
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of

READING = {"access": access.only(*permissions.READERS)}
KEEPING = {"access": access.only(*permissions.KEEPERS)}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class ClassOut:
    """`term` in years, or months with `m`; empty where nobody set one. What is older than `before` is due."""

    key: str
    name: str
    law: str
    term: str
    source: str
    before: date | None
    erasable: bool


@dataclass(frozen=True, slots=True)
class HoldOut:
    id: UUID
    kind: str
    label: str
    reason: str
    placed_by: str
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class LineOut:
    record_class: str
    label: str
    since: date
    held: bool
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportOut:
    """`lines` of one report alone, at most 500."""

    id: UUID
    state: str
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    total: int
    held: int
    erased: int
    lines: list[LineOut]

    @classmethod
    def of(cls, one: ReportView) -> "ReportOut":
        lines = [LineOut(each.record_class, each.label, each.since, each.held, each.erased_at) for each in one.lines]
        return cls(
            one.id,
            one.state.value,
            one.made_by,
            one.made_at,
            one.decided_by,
            one.decided_at,
            one.total,
            one.held,
            one.erased,
            lines,
        )


class HoldIn(forms.HoldForm):
    """`subject`: an application's number, a company's USCC or a person's e-mail address."""

    model_config = ConfigDict(extra="forbid")


class LiftIn(forms.LiftForm):
    model_config = ConfigDict(extra="forbid")


class RetentionApi(Controller):
    path = "/api/v1/retention"
    tags = ("retention",)

    @get("/classes", opt=READING, name="api:retention:classes", summary="Classes of records with their terms of today")
    async def classes(self, request: Request[Any, Any, Any]) -> list[ClassOut]:
        require(permissions.may_read(request.user))
        lang = language_of(request)
        return [
            ClassOut(
                view.one.key,
                translate(view.one.name, lang),
                translate(view.one.law, lang),
                view.term,
                view.source,
                view.before,
                view.one.erase is not None,
            )
            for view in await queries.classes(await clock.today())
        ]

    @get("/holds", opt=READING, name="api:holds:index", summary="Holds that stand, the newest first")
    async def holds(self, request: Request[Any, Any, Any]) -> list[HoldOut]:
        return [
            HoldOut(one.id, one.subject_kind, one.label, one.reason, one.placed_by, one.placed_at)
            for one in await queries.holds(request.user)
        ]

    @post("/holds", opt=KEEPING, name="api:holds:post", summary="Nothing about it is erased from now on")
    async def hold(self, request: Request[Any, Any, Any], data: JSONBody[HoldIn]) -> Made:
        return Made(await actions.place_hold(request.user, data.subject, data.reason))

    @delete(
        "/holds/{hold_id:uuid}", opt=KEEPING, name="api:holds:lift", status_code=204, summary="Lift it, with a reason"
    )
    async def lift(self, request: Request[Any, Any, Any], hold_id: FromPath[UUID], data: JSONBody[LiftIn]) -> None:
        await actions.lift_hold(request.user, hold_id, data.reason)

    @get("/reports", opt=READING, name="api:deletion:index", summary="Deletion reports, the newest first")
    async def reports(self, request: Request[Any, Any, Any]) -> list[ReportOut]:
        return [ReportOut.of(one) for one in await queries.reports(request.user)]

    @post("/reports", opt=KEEPING, name="api:deletion:post", summary="A dry run: nothing is erased yet")
    async def propose(self, request: Request[Any, Any, Any]) -> Made:
        return Made(await actions.propose_deletion(request.user))

    @get("/reports/{report_id:uuid}", opt=READING, name="api:deletion:show", summary="One report with its lines")
    async def report(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> ReportOut:
        return ReportOut.of(await queries.report(request.user, report_id))

    @put("/reports/{report_id:uuid}/completion", opt=KEEPING, name="api:deletion:put", summary="By a second person")
    async def carry_out(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> ReportOut:
        await actions.carry_out(request.user, report_id)
        return ReportOut.of(await queries.report(request.user, report_id))

    @delete("/reports/{report_id:uuid}", opt=KEEPING, name="api:deletion:drop", status_code=204, summary="Not now")
    async def drop(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> None:
        await actions.drop_report(request.user, report_id)


HANDLERS: list[ControllerRouterHandler] = [RetentionApi]
