"""Calls, open to everyone: dates, what is needed, how long it takes, the rules in words, the tiers; as feeds too."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import ANONYMOUS
from parks.programmes.queries import calls
from parks.settings import settings
from parks.web import access
from parks.web.rendering import language_of, screen

OPEN = {"access": access.public("a call is published for everyone who might apply")}


class CallPages(Controller):
    path = "/calls"
    include_in_schema = False

    @get(name="call:index", opt=OPEN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "programmes/calls/index.html", calls=await calls.calls(request.user))

    @get("/{call_id:uuid}", name="call:show", opt=OPEN)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return screen(
            request,
            "programmes/calls/show.html",
            call=await calls.call(request.user, call_id),
            previewed=False,
            wrong="",
        )


@get("/calls.ics", name="calls:ics", opt=OPEN, include_in_schema=False)
async def feed(request: HTMXRequest) -> Response[bytes]:
    """Opening and closing of every call that is not over, for calendar programs; drafts never, whoever asks."""
    language = language_of(request)
    made = Calendar()
    made.add("prodid", "-//Parks//Calls//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "园创 申报日程" if language == "zh" else "Parks: calls")
    for one in await calls.calls(ANONYMOUS):
        if one.now >= one.closes_at:
            continue
        title = one.title.in_language(language)
        for kind, at in (("opens", one.opens_at), ("closes", one.closes_at)):
            event = Event()
            event.add("uid", f"{one.id}-{kind}@{settings().base_url.split('//')[-1]}")
            event.add("dtstamp", one.now.astimezone(UTC))
            event.add("dtstart", at.astimezone(UTC))
            event.add("summary", f"{title} {SAID[kind][language]}")
            event.add("url", f"{settings().base_url}/calls/{one.id}")
            made.add_component(event)
    return Response(made.to_ical(), media_type="text/calendar; charset=utf-8")


SAID = {"opens": {"zh": "开始申报", "en": "opens"}, "closes": {"zh": "申报截止", "en": "closes"}}


@get("/calls.json", name="calls:json", opt=OPEN, include_in_schema=False)
async def listed(request: HTMXRequest) -> dict[str, Any]:
    """The same and the closed ones, for programs: what the public page shows, nothing more."""
    del request
    return {
        "calls": [
            {
                "id": str(one.id),
                "programme": one.code,
                "cycle": one.cycle,
                "title": one.title.stored(),
                "opens_at": _utc(one.opens_at),
                "closes_at": _utc(one.closes_at),
                "taking_applications": bool(one.taking),
                "tiers": [
                    {"key": tier.key, "name": tier.name.stored(), "amount": str(tier.amount.amount),
                     "currency": tier.amount.currency}
                    for tier in one.tiers
                ],
                "rules": [{"id": rule.id, "clause": rule.clause.stored(), "source": rule.source} for rule in one.rules],
                "url": f"{settings().base_url}/calls/{one.id}",
            }
            for one in await calls.calls(ANONYMOUS)
        ]
    }  # fmt: skip


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
