"""Forms: the list of one's organisations', one as it is built, its preview, its file, its publication."""

import dataclasses
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import Bilingual, _
from parks.questionnaires.actions import designs as actions
from parks.questionnaires.forms.designs import NewForm, Titled
from parks.questionnaires.permissions import EDITORS, READERS
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.queries.designs import DesignView
from parks.questionnaires.rules.definition import MOST_BYTES
from parks.questionnaires.rules.designing import key_of, written
from parks.questionnaires.rules.saying import in_words
from parks.questionnaires.rules.words import KINDS
from parks.web import access, exports, forms
from parks.web.language import LANGUAGES
from parks.web.rendering import Choice, screen, see_other

READ, BUILD = {"access": access.only(*READERS)}, {"access": access.only(*EDITORS)}
INDEX = "questionnaires/forms/index.html"
NEW = "questionnaires/forms/new.html"
SHOW = "questionnaires/forms/show.html"
PREVIEW = "questionnaires/forms/preview.html"
FRAME = "questionnaires/forms/frame.html"


class DesignPages(Controller):
    path = "/forms"
    include_in_schema = False

    @get(name="form:index", opt=READ)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        found = await queries.designs(request.user)
        return screen(request, INDEX, designs=found, can_build=request.user.has(*EDITORS))

    @get("/new", name="form:new", opt=BUILD)
    async def new(self, request: HTMXRequest, source: FromQuery[str] = "") -> Response[Any]:
        """An empty form, a copy of another one (`source`), or one out of a file."""
        return await _new(request, forms.blank({"source": source}))

    @post(name="form:post", opt=BUILD, request_max_body_size=2 * MOST_BYTES)
    async def create(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, NewForm)
        if not form.ok:
            return await _new(request, form, 422)
        data = form.data
        key = data.key or key_of(data.title, (), "form")
        try:
            if data.source is not None:
                made = await actions.copy(request.user, data.source, data.organisation, key, data.title)
            else:
                made = await actions.draft(request.user, data.organisation, key, data.title)
        except Invalid as refusal:
            return await _new(request, form.refuse(refusal), 422)
        return see_other(request, f"/forms/{made}", _("The form is begun. Add its first section."))

    @post("/import", name="form:import", opt=BUILD, request_max_body_size=2 * MOST_BYTES)
    async def take(self, request: HTMXRequest) -> Response[Any]:
        """A form out of the file that `export` gave, here or elsewhere."""
        sent = await request.form()
        form = forms.blank({"organisation": sent.get("organisation", "")})
        try:
            holder, body = await _file(sent)
            made = await actions.import_json(request.user, holder, body)
        except Invalid as refusal:
            return await _new(request, form.refuse(refusal), 422)
        return see_other(request, f"/forms/{made}", _("The form is read in whole."))

    @get("/{design_id:uuid}", name="form:show", opt=READ)
    async def show(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        return _show(request, await queries.design(request.user, design_id))

    @put("/{design_id:uuid}", name="form:put", opt=BUILD)
    async def rename(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Titled)
        if not form.ok:
            return _show(request, await queries.design(request.user, design_id), form, 422)
        await actions.rename(request.user, design_id, Bilingual(form.data.title_zh, form.data.title_en))
        return see_other(request, f"/forms/{design_id}", _("Saved."))

    @delete("/{design_id:uuid}", name="form:delete", opt=BUILD, status_code=200)
    async def discard(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        await actions.discard(request.user, design_id)
        return see_other(request, "/forms", _("The form is thrown away."))

    @put("/{design_id:uuid}/publication", name="form:publish", opt=BUILD)
    async def publish(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        """The next version, for calls to pin; earlier versions stay with the calls that have them."""
        try:
            await actions.publish_design(request.user, design_id)
        except Invalid as refusal:
            shown = await queries.design(request.user, design_id)
            return _show(request, shown, forms.blank().refuse(Invalid(refusal.reason)), 422)
        return see_other(request, f"/forms/{design_id}", _("The form is published. Calls can be set up with it now."))

    @get("/{design_id:uuid}/file", name="form:file", opt=READ, media_type="application/json")
    async def export(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[bytes]:
        """The form as a file that can be read in again, byte for byte."""
        found = await queries.design(request.user, design_id)
        name = exports.attachment(f"{found.key}.json")
        return Response(written(found.definition), media_type="application/json", headers={"content-disposition": name})

    @get("/{design_id:uuid}/preview", name="form:preview", opt=READ)
    async def preview(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        """As founders see it, in both languages side by side, as wide as a telephone."""
        return screen(request, PREVIEW, design=await queries.design(request.user, design_id))

    @get("/{design_id:uuid}/preview/{lang:str}", name="form:frame", opt=READ)
    async def frame(self, request: HTMXRequest, design_id: FromPath[UUID], lang: FromPath[str]) -> Response[Any]:
        """All questions, also those that are asked only sometimes, each with its condition."""
        if lang not in LANGUAGES:
            hidden()
        design = await queries.design(request.user, design_id)
        sheet = await queries.preview(design.definition, design_id)
        sections = [
            dataclasses.replace(
                one, questions=tuple(dataclasses.replace(each, applies=True, editable=True) for each in one.questions)
            )
            for one in sheet.sections
        ]
        request.scope["state"]["language"] = lang
        return screen(request, FRAME, design=design, sections=sections, conditions=conditions(design))


async def _file(sent: FormMultiDict) -> tuple[UUID, bytes]:
    """Who shall hold the form, and the file's bytes."""
    file = forms.upload(sent.get("file"))
    body = await file.read(MOST_BYTES + 1) if file is not None and file.filename else b""
    if not body:
        raise Invalid(fields={"file": _("Choose a file first.")})
    try:
        return UUID(str(sent.get("organisation", ""))), body
    except ValueError as error:
        raise Invalid(fields={"organisation": _("Choose one of the options.")}) from error


def conditions(design: DesignView) -> dict[str, Any]:
    """What each section (`section:KEY`) and question is asked under, in words."""
    of = design.definition
    found = {f"section:{one.key}": in_words(one.when, of) for one in of.sections if one.when}
    return found | {one.key: in_words(one.when, of) for one in of.questions if one.when}


def _show(
    request: HTMXRequest, design: DesignView, form: forms.Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    title = {"title_zh": design.title.zh, "title_en": design.title.en}
    return screen(
        request,
        SHOW,
        status=status,
        design=design,
        form=form or forms.blank(title),
        conditions=conditions(design),
        kinds=KINDS,
        sums={
            one.key: in_words(one.expression, design.definition)
            for one in design.definition.questions
            if one.expression
        },
        checks=[(one, in_words(one.holds, design.definition)) for one in design.definition.checks],
    )


async def _new(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    places = [Choice(str(one), name) for one, name in await queries.holders(request.user)]
    own = await queries.designs(request.user)
    known = {one.key for one in own}
    sources = [Choice(str(one.id), one.title, hint=one.organisation) for one in own]
    sources += [Choice(str(one.id), one.title) for one in await queries.published(request.user) if one.key not in known]
    return screen(request, NEW, status=status, form=form, places=places, sources=sources)
