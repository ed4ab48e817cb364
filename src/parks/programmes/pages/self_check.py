"""`/self-check`: can I apply? For everyone, before sign-up; nothing that is typed is kept anywhere."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.adapters.clock import BEIJING
from parks.kernel.words import _
from parks.programmes.queries import calls
from parks.programmes.queries.calls import CallView
from parks.programmes.rules import eligibility, self_check
from parks.programmes.rules.predicates import IP_KINDS, LEVEL_NAMES
from parks.web import access
from parks.web.forms import Form, blank
from parks.web.rendering import Choice, screen

OPEN = {"access": access.public("whoever thinks of applying checks the published rules; nothing is kept")}


class SelfCheckPages(Controller):
    path = "/self-check"
    include_in_schema = False

    @get(name="self-check:show", opt=OPEN)
    async def show(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> Response[Any]:
        """Which call, or its questions; one open call alone needs no choosing."""
        if call is not None:
            return _screen(request, await calls.call(request.user, call), blank())
        open_now = [one for one in await calls.calls(request.user) if one.taking or one.upcoming]
        if len(open_now) == 1:
            return _screen(request, open_now[0], blank())
        return screen(request, "programmes/self_check/choose.html", calls=open_now)

    @post(name="self-check:post", opt=OPEN, status_code=200)
    async def check(self, request: HTMXRequest, call: FromQuery[UUID]) -> Response[Any]:
        found = await calls.call(request.user, call)
        sent = await request.form()
        typed = {name: [str(one) for one in sent.getall(name)] for name in sent if name != "_csrf"}
        today = found.now.astimezone(BEIJING).date()
        findings, wrong = self_check.look(found.rules, typed, today, found.cycle)
        values: dict[str, Any] = {name: many if name == "ip" else many[0] for name, many in typed.items()}
        form: Form[Any] = Form(values=values, errors=wrong)
        return _screen(request, found, form, findings, status=422 if wrong else 200)


def _screen(
    request: HTMXRequest,
    call: CallView,
    form: Form[Any],
    findings: list[eligibility.Finding] | None = None,
    status: int = 200,
) -> Response[Any]:
    return screen(
        request,
        "programmes/self_check/show.html",
        status=status,
        call=call,
        form=form,
        questions=self_check.questions(call.rules),
        findings=findings or [],
        standing=eligibility.standing(findings) if findings else None,
        yes_no=[Choice("yes", _("Yes")), Choice("no", _("No"))],
        levels=[*(Choice(key, name) for key, name in LEVEL_NAMES.items()), Choice("none", _("None"))],
        kinds=[*(Choice(key, name) for key, name in IP_KINDS.items()), Choice("none", _("None"))],
    )
