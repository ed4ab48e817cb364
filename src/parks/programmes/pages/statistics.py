"""A call in figures: for its officers under their own scope, and for everyone once it has closed."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries import statistics as queries
from parks.programmes.queries.standing import LEVEL_NAMES, STATE_NAMES, TONES
from parks.programmes.queries.statistics import Statistics
from parks.programmes.rules.ladder import READERS
from parks.programmes.states import Outcome
from parks.reference.rules.fields import FIELDS
from parks.web import access, exports
from parks.web.charts import Figure, bars
from parks.web.rendering import language_of, screen

OFFICERS = {"access": access.only(*READERS)}
OPEN = {"access": access.public("what public money was asked for and granted, without anybody's name")}


class StatisticsPages(Controller):
    path = "/statistics"
    include_in_schema = False

    @get(name="statistics:show", opt=OFFICERS)
    async def show(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> Response[Any]:
        found = await queries.statistics(request.user, call)
        return screen(
            request,
            "programmes/statistics/show.html",
            found=found,
            outcomes=Outcome,
            levels=LEVEL_NAMES,
            **_charts(found),
        )

    @get("/export", name="statistics:export", opt=OFFICERS)
    async def export(
        self, request: HTMXRequest, call: FromQuery[UUID | None] = None, kind: FromQuery[str] = "xlsx"
    ) -> Response[bytes]:
        found = await queries.statistics(request.user, call)
        return await exports.download(kind, "statistics", *_table(found), language_of(request))

    @get("/public", name="statistics:public", opt=OPEN)
    async def public(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> Response[Any]:
        found = await queries.for_everyone(call)
        charts = _charts(found, links=False) if found else {}
        return screen(request, "programmes/statistics/public.html", found=found, small=queries.SMALL, **charts)


def _charts(found: Statistics, *, links: bool = True) -> dict[str, Any]:
    def url(what: str, value: str) -> str:
        return f"/applications?call={found.call.id}&{what}={value}" if links else ""

    return {
        "states": bars(
            Figure(STATE_NAMES[state], n, TONES.get(state, "info"), url("state", state.value))
            for state, n in found.states.items()
        ),
        "fields": bars(Figure(field_name(field), n) for field, n in found.fields.items()),
        "places": bars(Figure(one.name, one.applications, url=url("place", one.path)) for one in found.places),
        "days": bars(
            Figure(LEVEL_NAMES[one.level], one.median, "danger" if one.late else "success", mark=one.promise)
            for one in found.steps
            if one.median is not None
        ),
        "granted": bars(Figure(one.tier, one.amount.amount, "success") for one in found.granted),
    }


def field_name(field: str) -> Bilingual | Text:
    return FIELDS.get(field) or _("Not said")


HEAD = (_("What is counted"), _("Group"), _("How many"))


def _table(found: Statistics) -> tuple[tuple[Text, ...], list[tuple[Any, ...]]]:
    """All figures of the page as rows of one table."""
    lines: list[tuple[Any, ...]] = [(_("Applications"), "", found.applications)]
    lines += [(_("Where they are"), STATE_NAMES[state], n) for state, n in found.states.items()]
    lines += [(_("Field"), field_name(field), n) for field, n in found.fields.items()]
    lines += [(_("Region"), one.name, one.applications) for one in found.places]
    for step in found.steps:
        level = LEVEL_NAMES[step.level]
        lines += [
            (_("Working days at the median"), level, step.median),
            (_("Working days for nine in ten"), level, step.ninth),
            (_("Working days promised"), level, step.promise),
            (_("Decided late"), level, step.late),
        ]
    lines += [(_("Awards"), one.tier, one.awards) for one in found.granted]
    lines += [(_("Amount granted"), one.tier, one.amount) for one in found.granted]
    return HEAD, lines
