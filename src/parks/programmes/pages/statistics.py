"""A call in figures: for its officers under their own scope, and for everyone once it has closed."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.funds.queries import UseView
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries import results as told
from parks.programmes.queries import statistics as queries
from parks.programmes.queries.results import Results
from parks.programmes.queries.standing import LEVEL_NAMES, STATE_NAMES, TONES
from parks.programmes.queries.statistics import Statistics
from parks.programmes.rules.agreements import MEASURES
from parks.programmes.rules.ladder import READERS
from parks.programmes.states import Measure, Outcome
from parks.reference.rules.fields import FIELDS
from parks.web import access, exports
from parks.web.charts import Figure, bars
from parks.web.rendering import Crumb, language_of, screen

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
            tabs=_tabs(found.call.id),
            levels=LEVEL_NAMES,
            **_charts(found),
        )

    @get("/export", name="statistics:export", opt=OFFICERS)
    async def export(
        self, request: HTMXRequest, call: FromQuery[UUID | None] = None, kind: FromQuery[str] = "xlsx"
    ) -> Response[bytes]:
        found = await queries.statistics(request.user, call)
        return await exports.download(kind, "statistics", *_table(found), language_of(request))

    @get("/results", name="statistics:results", opt=OFFICERS)
    async def results(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> Response[Any]:
        found = await told.results(request.user, call)
        return screen(
            request,
            "programmes/statistics/results.html",
            found=found,
            tabs=_tabs(found.call.id),
            money=[(one.amount.currency, bars(_money(one))) for one in found.money],
            reported=bars(Figure(one.label, one.reported, mark=one.grants) for one in found.cohorts),
            surviving=bars(
                Figure(one.label, one.operating, "success" if one.operating == one.asked else "warning", mark=one.asked)
                for one in found.cohorts
                if one.asked
            ),
            measures=[(one, name, bars(_held(found, one))) for one, name in MEASURES.items()],
        )

    @get("/results/export", name="statistics:results-export", opt=OFFICERS)
    async def results_export(
        self, request: HTMXRequest, call: FromQuery[UUID | None] = None, kind: FromQuery[str] = "xlsx"
    ) -> Response[bytes]:
        found = await told.results(request.user, call)
        return await exports.download(kind, "results", *_results_table(found), language_of(request))

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


MONEY: Mapping[str, tuple[Text, str]] = {
    "amount": (_("Budget"), "neutral"),
    "committed": (_("Committed"), "info"),
    "released": (_("Released, not yet paid"), "info"),
    "paid": (_("Paid"), "success"),
    "accounted": (_("Accounted for in accepted reports"), "success"),
    "returned": (_("Paid back"), "warning"),
}
"""From the budget to the last yuan: what each sum is called and how it is coloured."""


def _tabs(call_id: UUID) -> list[Crumb]:
    return [
        Crumb(_("Applications"), f"/statistics?call={call_id}"),
        Crumb(_("Money and outcomes"), f"/statistics/results?call={call_id}"),
    ]


def _money(use: UseView) -> Iterator[Figure]:
    for name, (label, tone) in MONEY.items():
        yield Figure(label, getattr(use, name).amount, tone)


def _held(found: Results, measure: Measure) -> Iterator[Figure]:
    for one in found.cohorts:
        if one.verified:
            held = one.measures[measure]
            tone = "success" if held.reached >= held.promised else "warning"
            yield Figure(one.label, held.reached, tone, mark=held.promised)


def _results_table(found: Results) -> tuple[tuple[Text, ...], list[tuple[Any, ...]]]:
    lines: list[tuple[Any, ...]] = [
        (label, use.amount.currency, getattr(use, name))
        for use in found.money
        for name, (label, _tone) in MONEY.items()
    ]
    for one in found.cohorts:
        lines += [
            (_("Grants that owe a report"), one.label, one.grants),
            (_("Outcomes reported"), one.label, one.reported),
            (_("Outcomes verified"), one.label, one.verified),
            (_("Verified: companies asked whether they still operate"), one.label, one.asked),
            (_("Verified: companies that still operate"), one.label, one.operating),
        ]
        for measure, name in MEASURES.items():
            held = one.measures[measure]
            lines += [(_("Promised: {name}", name=name), one.label, held.promised)]
            lines += [(_("Reached: {name}", name=name), one.label, held.reached)]
    return HEAD, lines
