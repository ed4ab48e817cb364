"""`/account/consents`: what one has agreed to, and taking it back; the page that asks first, and asks again."""

from typing import Any

from litestar import Controller, Request, Response, delete, get, put
from litestar.params import FromPath

from parks.identity import actions, queries
from parks.identity.forms import Agreement
from parks.identity.rules.next_page import safe_next
from parks.identity.rules.purposes import NOTICE
from parks.kernel.words import _
from parks.web import access
from parks.web.forms import blank, read
from parks.web.rendering import screen, see_other

BEFORE = {"access": access.SIGNED_IN, "before_notice": True}
"""Open to those who have not agreed yet: web.access keeps all other pages until then."""


class ConsentPages(Controller):
    path = "/account/consents"
    include_in_schema = False

    @get(name="consents:list", opt=BEFORE)
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, "identity/consents/index.html", consents=await queries.consents(request.user))

    @get("/notice", name="consents:ask", opt=BEFORE)
    async def ask(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Where every page leads until the notice of today is agreed to."""
        onward = safe_next(request.query_params.get("next", "/"))
        return await _ask(request, onward, 200)

    @put("/{purpose:str}", name="consents:give", opt=BEFORE, status_code=303)
    async def give(self, request: Request[Any, Any, Any], purpose: FromPath[str]) -> Response[Any]:
        form = await read(request, Agreement)
        onward = safe_next(str(form["next"] or "/account/consents"), "/account/consents")
        if not form.ok:
            return await _ask(request, onward, 422, form)
        await actions.agree(request.user, purpose, form.data.version)
        return see_other(
            request, onward, _("Thank you. Your agreement is on record; you can take it back at any time.")
        )

    @delete("/{purpose:str}", name="consents:withdraw", opt=BEFORE, status_code=303)
    async def withdraw(self, request: Request[Any, Any, Any], purpose: FromPath[str]) -> Response[Any]:
        await actions.withdraw_consent(request.user, purpose)
        return see_other(request, "/account/consents", _("Your agreement is taken back from now on."))


async def _ask(request: Request[Any, Any, Any], onward: str, status: int, form: Any = None) -> Response[Any]:
    found = next(one for one in await queries.consents(request.user) if one.purpose is NOTICE)
    return screen(
        request, "identity/consents/edit.html", status=status, consent=found, form=form or blank(), onward=onward
    )
