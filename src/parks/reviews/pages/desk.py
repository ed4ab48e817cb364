"""The expert's desk: the queue, and one seat with the proposal on the left and the sheet on the right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import DeskLayout, Pledge, Reason, sheet
from parks.reviews.rules import names, pledges
from parks.reviews.rules.layout import Layout
from parks.reviews.rules.sheets import Content
from parks.web import access, forms, preferences
from parks.web.exports import attachment
from parks.web.rendering import Choice, screen, see_other

EXPERTS = access.only(Role.EXPERT)
SEAT, TALLY, SAVED = "reviews/seats/show.html", "reviews/seats/_tally.html", "reviews/seats/_kept.html"
PLACE = "saved-"
"""How the place beside a criterion is called on the page: `saved-<criterion>`."""


class DeskPages(Controller):
    path = "/desk"
    include_in_schema = False

    @get(name="desk:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, page: FromQuery[int] = 1) -> Response[str]:
        return await _queue(request, page)

    @put("/layout", name="desk-layout:put", opt={"access": EXPERTS})
    async def arrange(self, request: HTMXRequest) -> Response[Any]:
        """The border and the switch of the single keys, on every machine of this person's from now on."""
        form = await forms.read(request, DeskLayout)
        if not form.ok:
            return await _queue(request, 1, form)
        await actions.keep_layout(request.user, split=form.data.split, keys=form.data.switch)
        if request.headers.get("hx-request"):
            return Response("", media_type="text/html", status_code=204)
        answer = see_other(request, preferences.came_from(request), flash=KEPT)
        if form.data.switch is not None:
            preferences.keep_keys(answer, on=form.data.switch)
        return answer


SWITCH = (Choice("on", _("On")), Choice("off", _("Off")))
KEPT = _("Saved. Your desk looks like this on every machine you sign in on.")


async def _queue(request: HTMXRequest, page: int, form: forms.Form[Any] | None = None) -> Response[str]:
    desk = await queries.desk(request.user, page)
    return _arranged(
        request,
        desk.layout,
        screen(
            request,
            "reviews/desk/show.html",
            status=422 if form else 200,
            desk=desk,
            names=names,
            **_look(request, desk.layout, form),
        ),
    )


def _on(request: HTMXRequest, layout: Layout) -> bool:
    """Whether single keys work: what the person chose goes before what this browser remembers."""
    return request.cookies.get("keys") != "off" if layout.keys is None else layout.keys


def _look(request: HTMXRequest, layout: Layout, form: forms.Form[Any] | None = None) -> Mapping[str, Any]:
    on = _on(request, layout)
    chosen = {"split": layout.split, "keys": "on" if on else "off"}
    return {"keys_on": on, "switch": SWITCH, "layout_form": form or forms.blank(chosen)}


def _arranged(request: HTMXRequest, layout: Layout, answer: Response[str]) -> Response[str]:
    """Tell this browser of a switch that was set on another machine, so that the pages beside the desk follow it."""
    if layout.keys is None or layout.keys == (request.cookies.get("keys") != "off"):
        return answer
    preferences.keep_keys(answer, on=layout.keys)
    return answer


async def shown(request: HTMXRequest, seat_id: UUID, *, status: int = 200, **more: Any) -> Response[str]:
    """The seat as it stands, with what was typed and refused (`form`) laid over it."""
    seat = await queries.my_seat(request.user, seat_id)
    if seat.skipped and request.method == "GET":
        await actions.take_up(request.user, seat_id)
    form = more.pop("form", forms.blank())
    return _arranged(
        request,
        seat.layout,
        screen(
            request,
            SEAT,
            TALLY,
            status=status,
            seat=seat,
            form=form,
            names=names,
            pledge=pledges.sentences(),
            pledge_wording=pledges.PRESENT,
            layout=seat.layout,
            **_look(request, seat.layout),
            **more,
        ),
    )


class SeatPages(Controller):
    path = "/seats/{seat_id:uuid}"
    include_in_schema = False

    @get(name="seat:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[str]:
        return await shown(request, seat_id)

    @put("/declaration", name="declaration:put", opt={"access": EXPERTS})
    async def declare(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Pledge)
        if not form.ok:
            return await shown(request, seat_id, status=422, form=form)
        await actions.declare(request.user, seat_id, conflict=False)
        return see_other(request, f"/seats/{seat_id}", flash=_("Thank you. The proposal is open to you now."))

    @put("/conflict", name="conflict:put", opt={"access": EXPERTS})
    async def recuse(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Reason)
        try:
            await actions.recuse(request.user, seat_id, form.data.reason)
        except Invalid as refusal:
            return await shown(request, seat_id, status=422, form=form.refuse(refusal))
        return see_other(request, "/desk", flash=_("You have stepped back. The officer will ask somebody else."))

    @put("/marks", name="marks:put", opt={"access": EXPERTS})
    async def save(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        """All of the sheet, or the one criterion whose place htmx names; 409 shows both where another was saved."""
        place = request.headers.get("hx-target", "")
        only = place.removeprefix(PLACE) if request.headers.get("hx-request") and place.startswith(PLACE) else None
        kept = await _kept(request, seat_id, only)
        form = kept.form
        if only is not None:
            return await _beside(request, seat_id, only, kept)
        if not form.ok or request.headers.get("hx-request"):
            return await shown(request, seat_id, status=kept.status, form=form, conflicts=kept.conflicts, saved=form.ok)
        after = (await queries.my_seat(request.user, seat_id)).next_seat if form["then"] == "next" else seat_id
        here = "#sheet" if after == seat_id else ""  # on phones the sheet is a tab of its own
        return see_other(request, f"/seats/{after}{here}" if after else "/desk", flash=_("Saved."))

    @put("/score", name="score:put", opt={"access": EXPERTS})
    async def submit(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        """Keep what the form holds, then submit all of it."""
        kept = await _kept(request, seat_id)
        form = kept.form
        if form.ok:
            try:
                await actions.submit_score(request.user, seat_id)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return await shown(request, seat_id, status=kept.status, form=form, conflicts=kept.conflicts)
        after = (await queries.my_seat(request.user, seat_id)).next_seat if form["then"] == "next" else None
        return see_other(
            request, f"/seats/{after}" if after else "/desk", flash=_("Your score is submitted and locked.")
        )

    @put("/skip", name="skip:put", opt={"access": EXPERTS})
    async def skip(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        """Keep what the form holds, then put the proposal last and open the next one."""
        kept = await _kept(request, seat_id)
        if kept.form.errors:
            return await shown(request, seat_id, status=kept.status, form=kept.form, conflicts=kept.conflicts)
        await actions.skip(request.user, seat_id)
        seat = await queries.my_seat(request.user, seat_id)
        said = _("{code} waits at the end of your queue. Opening it again puts it back.", code=seat.code)
        return see_other(request, f"/seats/{seat.next_seat}" if seat.next_seat else "/desk", flash=said)

    @get("/documents/{number:int}", name="seat-document:show", opt={"access": EXPERTS})
    async def document(self, request: HTMXRequest, seat_id: FromPath[UUID], number: FromPath[int]) -> Response[bytes]:
        return await neutral_document(request, seat_id, number)


async def neutral_document(request: HTMXRequest, seat_id: UUID, number: int) -> Response[bytes]:
    """An attachment without its origin: our own name, no metadata, kept by no cache."""
    body = await queries.neutral_attachment(request.user, seat_id, number)
    headers = {
        "content-disposition": attachment(f"附件{number}.pdf", inline=True),
        "cache-control": "private, no-store",
    }
    return Response(body, media_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sent sheet after saving: what of it was refused, beside what was typed, and what somebody else saved meanwhile.

    `form.values` holds only what did not arrive: what did is shown as it stands on the server. `conflicts` {criterion:
    what the server holds}; each is an error of the form too, so that nothing goes on over it.
    """

    form: forms.Form[Any]
    conflicts: Mapping[str, Content]

    @property
    def status(self) -> int:
        return 409 if self.conflicts else 422 if self.form.errors else 200


async def _kept(request: HTMXRequest, seat_id: UUID, only: str | None = None) -> Kept:
    """Save the marks of the sent sheet, or of its one criterion `only`.

    `mine.<criterion>` is the version that was shown beside what was typed: the typed one is to count.
    `theirs.<criterion>` gives up what was typed.
    """
    sent = await request.form()
    values = {name: str(sent[name]) for name in sent if name != "_csrf"}
    for name in [one for one in values if one.startswith("theirs.")]:
        for part in ("mark-", "waived-", "comment-", "seen."):
            values.pop(part + name.removeprefix("theirs."), None)
    for name in [one for one in values if one.startswith("mine.")]:
        values["seen." + name.removeprefix("mine.")] = values[name]
    if only is not None:
        values = {name: typed for name, typed in values.items() if name.endswith(only)}
    marks, errors = sheet(values)
    form: forms.Form[Any] = forms.Form(values=values, errors=errors, parsed=Reason())
    conflicts: dict[str, Content] = {}
    if marks:
        try:
            await actions.save_marks(request.user, seat_id, marks)
        except actions.MarksConflict as conflict:
            form.errors |= conflict.refused
            for criterion, there in conflict.kept.items():
                conflicts[str(criterion)] = there
                form.errors[f"mark-{criterion}"] = conflict.reason
        except Invalid as refusal:
            form.refuse(refusal)
    lost = {name.partition("-")[2] for name in form.errors}
    for one in marks:
        if str(one.criterion_id) not in lost:
            for part in ("mark-", "waived-", "comment-", "seen."):
                form.values.pop(f"{part}{one.criterion_id}", None)
    return Kept(form, conflicts)


async def _beside(request: HTMXRequest, seat_id: UUID, only: str, kept: Kept) -> Response[str]:
    """The place beside one criterion, and the total with it."""
    seat = await queries.my_seat(request.user, seat_id)
    line = next((one for one in seat.lines if str(one.criterion_id) == only), None) or hidden()
    return screen(
        request,
        SAVED,
        SAVED,
        status=kept.status,
        seat=seat,
        line=line,
        form=kept.form,
        conflicts=kept.conflicts,
        alone=True,
    )
