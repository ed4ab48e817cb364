"""The stacking plan: every floor of a park on a day, drawn and as a table."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.spaces import queries
from parks.spaces.forms import asked_day, asked_month
from parks.spaces.rules import names, plan
from parks.spaces.rules.stack import stacked
from parks.web import access
from parks.web.rendering import language_of, screen

REACH = 60
"""How many months the slider goes back and on from the day it stands at."""


class StackPages(Controller):
    path = "/parks/{park_id:uuid}/stack"
    include_in_schema = False

    @get(name="stack:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.stack(request.user, park_id, asked_day(request) or asked_month(request))
        at = month_number(found.on)
        return screen(
            request,
            "spaces/stack/show.html",
            "spaces/stack/_plan.html",
            found=found,
            drawing=stacked(found.storeys, language_of(request)),
            at=at,
            least=month_number(found.today) - REACH,
            most=month_number(found.today) + REACH,
            before=plan.months_on(found.on, -1),
            after=plan.months_on(found.on, 1),
            names=names,
        )


def month_number(day: date) -> int:
    """Months since the year 0: what a slider counts in (forms.asked_month reads it)."""
    return day.year * 12 + day.month - 1
