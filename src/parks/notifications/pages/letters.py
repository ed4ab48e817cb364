"""`/calls/{id}/letters`: how a call words its letters, when it reminds, and its campaigns."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.notifications import actions, forms
from parks.notifications.actions.wording import suggestion
from parks.notifications.pages.preview import shown
from parks.notifications.queries import campaigns, letters, reminding
from parks.notifications.rules.merging import FIELDS, LETTERS
from parks.notifications.rules.reminding import About
from parks.programmes.queries import recipients
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
"""Who runs the call is the query's question (403 with its reason)."""
INDEX = "notifications/letters/index.html"


class LetterPages(Controller):
    path = "/calls/{call_id:uuid}/letters"
    include_in_schema = False

    @get(name="letters:list", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _index(request, call_id, None, 200)

    @put("/reminders", name="reminders:put", opt=SIGNED_IN, status_code=303)
    async def remind(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.RemindersForm)
        if form.ok:
            try:
                await actions.set_reminders(
                    request.user, call_id, {About(name): text for name, text in form.data.model_dump().items()}
                )
            except Invalid as refusal:
                form.refuse(refusal)
        if not form.ok:
            return await _index(request, call_id, form, 422)
        return see_other(request, f"/calls/{call_id}/letters", _("The reminders are kept. The next ones go by them."))

    @get("/{letter:str}", name="letter:edit", opt=SIGNED_IN)
    async def edit(self, request: HTMXRequest, call_id: FromPath[UUID], letter: FromPath[str]) -> Response[Any]:
        call = await letters.run_by(request.user, call_id)
        view = await letters.letter(call_id, letter)
        words = (
            view.words if view.own else {lang: suggestion(view.key, LETTERS[view.key], lang) for lang in ("zh", "en")}
        )
        typed = {f"{part}_{lang}": getattr(words[lang], part) for lang in words for part in ("subject", "body")}
        return await _edit(request, call, view, blank({**typed, "seen": view.version}), 200)

    @put("/{letter:str}", name="letter:put", opt=SIGNED_IN, status_code=303)
    async def save(self, request: HTMXRequest, call_id: FromPath[UUID], letter: FromPath[str]) -> Response[Any]:
        """Save a version; with `looking` only look at it with an application's own data."""
        call = await letters.run_by(request.user, call_id)
        view = await letters.letter(call_id, letter)
        form = await read(request, forms.LetterForm)
        if not form.ok:
            return await _edit(request, call, view, form, 422)
        if form.data.looking:
            return await _edit(request, call, view, form, 200)
        try:
            await actions.word_letter(request.user, call_id, letter, form.data.texts(), form.data.seen)
        except Invalid as refusal:
            return await _edit(request, call, view, form.refuse(refusal), 422)
        except Conflict as refusal:
            form.values["seen"] = view.version
            return await _edit(request, call, view, form.refuse(refusal), 409)
        return see_other(
            request, f"/calls/{call_id}/letters", _("The letter is kept. From the next one on it reads like this.")
        )

    @delete("/{letter:str}", name="letter:delete", opt=SIGNED_IN, status_code=303)
    async def reset(self, request: HTMXRequest, call_id: FromPath[UUID], letter: FromPath[str]) -> Response[Any]:
        await actions.unword_letter(request.user, call_id, letter)
        return see_other(request, f"/calls/{call_id}/letters", _("The letter goes by the usual words again."))


async def _index(request: HTMXRequest, call_id: UUID, form: Form[Any] | None, status: int) -> Response[Any]:
    rules = await reminding.of_call(request.user, call_id)
    return screen(
        request,
        INDEX,
        status=status,
        call=rules.call,
        letters=await letters.letters(call_id),
        campaigns=await campaigns.campaigns(request.user, call_id),
        rules=rules,
        form=form or blank({about.value: text for about, text in rules.own.items()}),
    )


async def _edit(
    request: HTMXRequest, call: Any, view: letters.LetterView, form: Form[Any], status: int
) -> Response[Any]:
    samples = await recipients.latest(request.user, call.id)
    wanted = str(form["sample"]) if form["looking"] else ""
    about = next((one for one in samples if str(one.application_id) == wanted), None)
    return screen(
        request,
        "notifications/letters/edit.html",
        status=status,
        call=call,
        letter=view,
        form=form,
        fields=[FIELDS[one] for one in LETTERS[view.key]],
        samples=samples,
        previews=shown(form, about.values(), LETTERS[view.key]) if about else [],
        about=about,
    )
