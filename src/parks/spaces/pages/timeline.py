"""The timeline of a park: what takes each unit over three years, drawn and as a table."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import Text, _
from parks.spaces import queries
from parks.spaces.forms import asked_day
from parks.spaces.permissions import READERS
from parks.spaces.queries.allocations import Row, Taken
from parks.spaces.rules import names, plan
from parks.spaces.rules.timeline import Span, drawn
from parks.web import access
from parks.web.rendering import language_of, screen

STEP = 12
"""Months that the doors earlier and later go."""


class TimelinePages(Controller):
    path = "/parks/{park_id:uuid}/timeline"
    include_in_schema = False

    @get(name="timeline:show", opt={"access": access.only(*READERS)})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.timeline(request.user, park_id, asked_day(request))
        language = language_of(request)
        houses: dict[tuple[str, str], list[Row]] = {}
        for one in found.rows:
            houses.setdefault((one.building.zh, one.building.en), []).append(one)
        return screen(
            request,
            "spaces/timeline/show.html",
            found=found,
            houses=[
                (
                    some[0].building,
                    drawn(
                        found.since,
                        found.until,
                        found.today,
                        [(one.code, f"/units/{one.unit_id}", _spans(one, language)) for one in some],
                    ),
                )
                for some in houses.values()
            ],
            before=plan.months_on(found.on, -STEP),
            after=plan.months_on(found.on, STEP),
            names=names,
        )


def _spans(row: Row, language: str) -> list[Span]:
    return [Span(one.kind, one.starts, one.until, _word(one, language), _told(row.code, one)) for one in row.taken]


def _word(one: Taken, language: str) -> str:
    if one.company is None:
        return ""
    return one.company.zh if language == "zh" else one.company.en


def _told(code: str, one: Taken) -> Text:
    """A span in one sentence, for who cannot see the drawing."""
    known = {"code": code, "what": names.ALLOCATION_KINDS[one.kind], "first": one.starts, "company": one.company}
    match one.company, one.last_day:
        case None, None:
            return _("{code}: {what}, from {first} on", **known)
        case None, last:
            return _("{code}: {what}, {first} to {last}", **known, last=last)
        case _company, None:
            return _("{code}: {what}, {company}, from {first} on", **known)
        case _company, last:
            return _("{code}: {what}, {company}, {first} to {last}", **known, last=last)
