"""`/account/messages`: by which channel one hears of each kind of message."""

from typing import Any

from litestar import Controller, Response, get, put
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.notifications import actions, forms, queries
from parks.notifications.rules.kinds import Channel
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

CHANNELS = {
    Channel.MAIL: Choice(Channel.MAIL, _("E-mail and inbox")),
    Channel.INBOX: Choice(Channel.INBOX, _("Inbox alone")),
    Channel.NONE: Choice(Channel.NONE, _("Not at all")),
}


class PreferencePages(Controller):
    path = "/account/messages"
    include_in_schema = False

    @get(name="messages:edit", opt={"access": access.SIGNED_IN})
    async def edit(self, request: HTMXRequest) -> Response[Any]:
        return await _edit(request, None, 200)

    @put(name="messages:put", opt={"access": access.SIGNED_IN}, status_code=303)
    async def save(self, request: HTMXRequest) -> Response[Any]:
        form = await read(request, forms.PreferencesForm)
        if form.ok:
            try:
                await actions.choose(request.user, {k: v for k, v in form.data.model_dump().items() if v})
            except Invalid as refusal:
                form.refuse(refusal)
        if not form.ok:
            return await _edit(request, form, 422)
        return see_other(request, "/account/messages", _("Your choice counts from the next message on."))


async def _edit(request: HTMXRequest, form: Form[Any] | None, status: int) -> Response[Any]:
    found = await queries.preferences(request.user)
    return screen(
        request,
        "notifications/preferences/edit.html",
        status=status,
        preferences=found,
        form=form or blank({one.kind.value: one.channel.value for one in found}),
        channels=CHANNELS,
    )
