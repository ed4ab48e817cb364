"""Signing in and out. `/session` is the one of this browser, `/sessions` all of a person's."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath

from parks.identity import actions, forms
from parks.identity.pages.visitor import chosen_language, device, session_of
from parks.identity.rules.next_page import safe_next
from parks.kernel.errors import Invalid, TooMany
from parks.kernel.words import _
from parks.web import access, security
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

PAGE = "identity/session/edit.html"


class SessionPages(Controller):
    path = "/session"
    include_in_schema = False

    @get("/new", opt={"access": access.public("the door itself")}, name="session:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        onward = safe_next(request.query_params.get("next", "/"))
        if request.user.via != "anonymous":
            return see_other(request, onward)
        return screen(request, PAGE, form=blank({"next": onward}))

    @post(opt={"access": access.public("the door itself")}, name="session:post")
    async def start(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.SignIn)
        if not form.ok:
            return _again(request, form)
        try:
            token = await actions.sign_in(
                form.data.email,
                form.data.password,
                device=device(request),
                language=chosen_language(request),
                former=session_of(request),
            )
        except (Invalid, TooMany) as refusal:
            return _again(request, form.refuse(refusal), refusal.status)
        answer = see_other(request, safe_next(form.data.next))
        security.keep_session(answer, token)
        return answer

    @delete(status_code=303, opt={"access": access.SIGNED_IN}, name="session:delete")
    async def end(self, request: Request[Any, Any, Any]) -> Response[Any]:
        here = session_of(request)
        if here is not None:
            await actions.sign_out(request.user, here)
        return _gone(request, _("You are signed out."))


class SessionsPages(Controller):
    path = "/sessions"
    include_in_schema = False

    @delete(status_code=303, opt={"access": access.SIGNED_IN}, name="sessions:delete")
    async def everywhere(self, request: Request[Any, Any, Any]) -> Response[Any]:
        await actions.sign_out_everywhere(request.user)
        return _gone(request, _("You are signed out on every device."))

    @delete("/{session_id:uuid}", status_code=303, opt={"access": access.SIGNED_IN}, name="sessions:end")
    async def one(self, request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
        await actions.end_session(request.user, session_id)
        if session_id == session_of(request):
            return _gone(request, _("You are signed out."))
        return see_other(request, "/account", _("That device is signed out."))


def _again(request: Request[Any, Any, Any], form: Form[forms.SignIn], status: int = 422) -> Response[Any]:
    form.values["next"] = safe_next(str(form["next"] or "/"))
    headers = {"retry-after": "300"} if status == 429 else {}
    return screen(request, PAGE, status=status, headers=headers, form=form)


def _gone(request: Request[Any, Any, Any], flash: Any) -> Response[Any]:
    answer = see_other(request, "/session/new", flash)
    security.drop_session(answer)
    return answer
