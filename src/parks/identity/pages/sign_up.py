"""From the first visit to a confirmed address, and back in after a forgotten password."""

from typing import Any

from litestar import Controller, Request, Response, get, post

from parks.identity import actions, forms
from parks.identity.pages.visitor import LANGUAGES, device
from parks.identity.rules import limits
from parks.kernel.errors import Invalid, TooMany
from parks.kernel.words import _
from parks.web import access, rendering
from parks.web.forms import blank, read
from parks.web.rendering import screen, see_other

SIGN_UP = "identity/sign_up/edit.html"
LETTER = "identity/sign_up/show.html"
CONFIRM = "identity/confirmation/edit.html"
FORGOTTEN = "identity/forgotten/edit.html"
FORGOTTEN_SENT = "identity/forgotten/show.html"
PASSWORD = "identity/password/edit.html"  # noqa: S105 - a template's name

OPEN = access.public("whoever comes here has no account yet, or lost the way in")


class SignUpPages(Controller):
    path = "/sign-up"
    include_in_schema = False

    @get(opt={"access": OPEN}, name="sign-up:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, SIGN_UP, form=blank({"language": rendering.language_of(request)}), languages=LANGUAGES)

    @post(opt={"access": OPEN}, name="sign-up:post")
    async def send(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.SignUp)
        if not form.ok:
            return screen(request, SIGN_UP, status=422, form=form, languages=LANGUAGES)
        asked = form.data
        try:
            await actions.sign_up(asked.email, asked.password, asked.name, asked.language, ip=device(request).ip)
        except (Invalid, TooMany) as refusal:
            return screen(request, SIGN_UP, status=refusal.status, form=form.refuse(refusal), languages=LANGUAGES)
        return see_other(request, "/sign-up/letter")

    @get("/letter", opt={"access": OPEN}, name="sign-up:letter")
    async def letter(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, LETTER)


class ConfirmationPages(Controller):
    """The letter's link shows a button: programs that follow links in mails must not use the code up."""

    path = "/confirmation"
    include_in_schema = False

    @get(opt={"access": OPEN}, name="confirmation:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, CONFIRM, form=blank({"code": request.query_params.get("code", "")[:200]}))

    @post(opt={"access": OPEN}, name="confirmation:post")
    async def send(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.WithCode)
        if not form.ok:
            return screen(request, CONFIRM, status=422, form=form)
        try:
            await actions.confirm(form.data.code)
        except Invalid as refusal:
            return screen(request, CONFIRM, status=422, form=form.refuse(refusal))
        return see_other(request, "/session/new", _("Your address is confirmed. You can sign in now."))


class PasswordPages(Controller):
    path = "/password"
    include_in_schema = False

    @get("/forgotten", opt={"access": OPEN}, name="password:forgotten")
    async def forgotten(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, FORGOTTEN, form=blank())

    @post("/forgotten", opt={"access": OPEN}, name="password:ask")
    async def ask(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.Forgotten)
        if not form.ok:
            return screen(request, FORGOTTEN, status=422, form=form)
        try:
            await actions.ask_reset(form.data.email, ip=device(request).ip)
        except (Invalid, TooMany) as refusal:
            return screen(request, FORGOTTEN, status=refusal.status, form=form.refuse(refusal))
        return see_other(request, "/password/forgotten/letter")

    @get("/forgotten/letter", opt={"access": OPEN}, name="password:letter")
    async def letter(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, FORGOTTEN_SENT)

    @get("/new", opt={"access": OPEN}, name="password:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, PASSWORD, form=blank({"code": request.query_params.get("code", "")[:200]}))

    @post("/new", opt={"access": OPEN}, name="password:post")
    async def send(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.NewPassword)
        if not form.ok:
            return screen(request, PASSWORD, status=422, form=form)
        try:
            await actions.set_password(form.data.code, form.data.password)
        except Invalid as refusal:
            return screen(request, PASSWORD, status=422, form=form.refuse(refusal))
        return see_other(request, "/session/new", _("Your new password counts from now on. Please sign in with it."))


@get(
    "/privacy",
    opt={"access": access.public("people read it before they agree to anything")},
    include_in_schema=False,
    name="privacy:show",
)
async def privacy(request: Request[Any, Any, Any]) -> Response[Any]:
    return screen(request, "identity/privacy/show.html", version=limits.PRIVACY_NOTICE)
