"""One's own account: name, language, password, devices, keys."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath

from parks.identity import actions, forms, queries
from parks.identity.pages.visitor import LANGUAGES, device, session_of
from parks.kernel.errors import Conflict, Forbidden, Invalid, TooMany
from parks.kernel.words import _
from parks.web import access, preferences, security
from parks.web.forms import Form, blank, read
from parks.web.rendering import ROLE_NAMES, Choice, screen, see_other

SHOW = "identity/account/show.html"
EDIT = "identity/account/edit.html"
PASSWORD = "identity/password/change.html"  # noqa: S105 - a template's name
KEY = "identity/keys/edit.html"
NEW_KEY = "identity/keys/show.html"


class AccountPages(Controller):
    path = "/account"
    include_in_schema = False

    @get(opt={"access": access.SIGNED_IN}, name="account:show")
    async def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        actor = request.user
        return screen(
            request,
            SHOW,
            account=await queries.account(actor),
            sessions=await queries.sessions(actor, session_of(request)),
            keys=await queries.keys(actor),
            role_names=ROLE_NAMES,
        )

    @get("/edit", opt={"access": access.SIGNED_IN}, name="account:edit")
    async def edit(self, request: Request[Any, Any, Any]) -> Response[Any]:
        actor = request.user
        return screen(request, EDIT, form=blank({"name": actor.name, "language": actor.language}), languages=LANGUAGES)

    @put(status_code=303, opt={"access": access.SIGNED_IN}, name="account:put")
    async def save(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.Account)
        if not form.ok:
            return screen(request, EDIT, status=422, form=form, languages=LANGUAGES)
        try:
            await actions.describe(request.user, form.data.name, form.data.language)
        except Invalid as refusal:
            return screen(request, EDIT, status=422, form=form.refuse(refusal), languages=LANGUAGES)
        answer = see_other(request, "/account", _("Your account is changed."))
        preferences.keep_language(answer, form.data.language)
        return answer

    @get("/password", opt={"access": access.SIGNED_IN}, name="account:password")
    async def password(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, PASSWORD, form=blank())

    @put("/password", status_code=303, opt={"access": access.SIGNED_IN}, name="account:change-password")
    async def change_password(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.PasswordChange)
        if not form.ok:
            return screen(request, PASSWORD, status=422, form=form)
        try:
            token = await actions.change_password(
                request.user, form.data.current, form.data.password, device=device(request)
            )
        except (Invalid, TooMany) as refusal:
            return screen(request, PASSWORD, status=refusal.status, form=form.refuse(refusal))
        answer = see_other(
            request, "/account", _("Your password is changed. Every other device of yours is signed out.")
        )
        security.keep_session(answer, token)
        return answer


class KeyPages(Controller):
    path = "/account/keys"
    include_in_schema = False

    @get("/new", opt={"access": access.SIGNED_IN}, name="keys:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return await _key_form(request, blank({"days": 90, "read_only": "true"}), 200)

    @post(opt={"access": access.SIGNED_IN}, name="keys:post")
    async def make(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.Key)
        if not form.ok:
            return await _key_form(request, form, 422)
        asked = form.data
        try:
            made = await actions.make_key(
                request.user, asked.name, roles=asked.pairs(), read_only=asked.read_only, days=asked.days
            )
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _key_form(request, form.refuse(refusal), refusal.status)
        return screen(request, NEW_KEY, status=201, name=asked.name, secret=made.secret)

    @delete("/{key_id:uuid}", status_code=303, opt={"access": access.SIGNED_IN}, name="keys:delete")
    async def revoke(self, request: Request[Any, Any, Any], key_id: FromPath[UUID]) -> Response[Any]:
        await actions.revoke_key(request.user, key_id)
        return see_other(request, "/account", _("The key is revoked. Programs that use it are refused from now on."))


async def _key_form(request: Request[Any, Any, Any], form: Form[Any], status: int) -> Response[Any]:
    account = await queries.account(request.user)
    choices = [Choice(one.value, ROLE_NAMES[one.role], one.organisation) for one in account.roles]
    return screen(request, KEY, status=status, form=form, choices=choices)
