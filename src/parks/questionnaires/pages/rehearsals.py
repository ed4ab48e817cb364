"""Rehearsing a form: filled in by officers as founders do, on pages that say so, wiped in one click."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import Text, _
from parks.questionnaires import forms as shapes
from parks.questionnaires import queries as sheets
from parks.questionnaires.actions import rehearsals as actions
from parks.questionnaires.permissions import EDITORS
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.queries.designs import DesignView
from parks.questionnaires.queries.sheets import Sheet
from parks.questionnaires.rules.answers import AnswerConflict
from parks.questionnaires.states import SheetState
from parks.web import access
from parks.web.forms import upload
from parks.web.rendering import screen, see_other

BUILD = {"access": access.only(*EDITORS)}
SHOW = "questionnaires/forms/rehearsal.html"
SECTION = "questionnaires/forms/rehearsal_section.html"
PART = "questionnaires/_section.html"
SAVED = "questionnaires/_saved.html"
QUESTION = "questionnaires/_question.html"
BODY = 21 * 2**20


class RehearsalPages(Controller):
    path = "/forms/{design_id:uuid}/rehearsal"
    include_in_schema = False

    @get(name="rehearsal:show", opt=BUILD)
    async def show(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        return await _show(request, design_id)

    @post(name="rehearsal:post", opt=BUILD)
    async def begin(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        """From the form as it stands now; what was rehearsed before is wiped."""
        try:
            await actions.rehearse(request.user, design_id)
        except Invalid:
            return see_other(
                request, f"/forms/{design_id}#problems", _("First mend what the list says; then it can be rehearsed.")
            )
        return see_other(request, f"/forms/{design_id}/rehearsal", _("The rehearsal is open. Nothing of it counts."))

    @delete(name="rehearsal:delete", opt=BUILD, status_code=200)
    async def wipe(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        await actions.wipe(request.user, design_id)
        return see_other(request, f"/forms/{design_id}", _("The rehearsal is wiped. Nothing of it is left."))

    @put("/submission", name="rehearsal:send", opt=BUILD)
    async def send(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        try:
            await actions.send(request.user, design_id)
        except Invalid as refusal:
            return await _show(request, design_id, refused=refusal.reason, status=422)
        return see_other(
            request, f"/forms/{design_id}/rehearsal", _("Sent, for the rehearsal: this is what officers read.")
        )

    @get("/sections/{key:str}", name="rehearsal:section", opt=BUILD)
    async def section(self, request: HTMXRequest, design_id: FromPath[UUID], key: FromPath[str]) -> Response[Any]:
        design, sheet = await _rehearsed(request, design_id)
        return _section(request, design, sheet, key)

    @put("/sections/{key:str}", name="rehearsal:save", opt=BUILD)
    async def save(self, request: HTMXRequest, design_id: FromPath[UUID], key: FromPath[str]) -> Response[Any]:
        design, sheet = await _rehearsed(request, design_id)
        fields = await request.form()
        sent = shapes.sent(sheet.section(key).section, fields)
        saved = await actions.save_answers(request.user, design_id, sent)
        if saved.conflicts:
            return _section(request, design, saved.sheet, key, conflicts=saved.conflicts, status=409)
        done = shapes.completed(fields)
        if done is not None:
            try:
                await actions.complete_section(request.user, design_id, key, completed=done)
            except Invalid as refusal:
                return _section(request, design, saved.sheet, key, errors=refusal.fields, status=422)
        following = saved.sheet.after(key)
        onward = f"/sections/{following.key}" if following and done else ""
        return see_other(request, f"/forms/{design_id}/rehearsal{onward}", _("Saved."))

    @put("/sections/{key:str}/answers/{question:str}", name="rehearsal:answer", opt=BUILD)
    async def answer(
        self, request: HTMXRequest, design_id: FromPath[UUID], key: FromPath[str], question: FromPath[str]
    ) -> Response[Any]:
        design = await queries.design(request.user, design_id)
        rehearsed = design.rehearsal or hidden()
        form = await sheets.definition_of(rehearsed)
        asked = form.question(question) or hidden()
        sent = shapes.sent_one(asked, await request.form())
        urls = _urls(design, key)
        try:
            saved = await actions.save_answer(request.user, design_id, question, sent)
        except AnswerConflict as conflict:
            fresh = (await sheets.sheet(rehearsed)).question(question)
            return screen(request, SAVED, SAVED, status=409, question=fresh, conflict=conflict, dependents=(), **urls)
        here = {one.key for one in (form.section(key) or hidden()).questions}
        dependents = [one for one in saved.dependents if one.key in here]
        return screen(request, SAVED, SAVED, question=saved.question, conflict=None, dependents=dependents, **urls)

    @post("/sections/{key:str}/files/{question:str}", name="rehearsal:attach", opt=BUILD, request_max_body_size=BODY)
    async def attach(
        self, request: HTMXRequest, design_id: FromPath[UUID], key: FromPath[str], question: FromPath[str]
    ) -> Response[Any]:
        """The file's name alone is kept: a rehearsal stores no documents."""
        file = upload((await request.form()).get("file"))
        if file is None or not file.filename:
            design, sheet = await _rehearsed(request, design_id)
            sentence = _("Choose a file first.")
            if request.htmx:
                return _filed(request, design, sheet, key, question, sentence=sentence, status=422)
            return _section(request, design, sheet, key, errors={question: sentence}, status=422)
        await actions.attach(request.user, design_id, question, file.filename, len(await file.read()))
        return await _done(request, design_id, key, question, _("The file is stored."))

    @delete(
        "/sections/{key:str}/files/{question:str}/{document_id:uuid}",
        name="rehearsal:detach",
        opt=BUILD,
        status_code=200,
    )
    async def detach(
        self,
        request: HTMXRequest,
        design_id: FromPath[UUID],
        key: FromPath[str],
        question: FromPath[str],
        document_id: FromPath[UUID],
    ) -> Response[Any]:
        await actions.detach(request.user, design_id, question, document_id)
        return await _done(request, design_id, key, question, _("The file is removed."))


async def _rehearsed(request: HTMXRequest, design_id: UUID) -> tuple[DesignView, Sheet]:
    design = await queries.design(request.user, design_id)
    return design, await sheets.sheet(design.rehearsal or hidden())


async def _done(request: HTMXRequest, design_id: UUID, key: str, question: str, said: Text) -> Response[Any]:
    """As on founders' pages: with JavaScript the question alone comes anew."""
    if request.htmx:
        design, sheet = await _rehearsed(request, design_id)
        return _filed(request, design, sheet, key, question, said=said)
    return see_other(request, f"/forms/{design_id}/rehearsal/sections/{key}#question-{question}", said)


def _filed(
    request: HTMXRequest,
    design: DesignView,
    sheet: Sheet,
    key: str,
    question: str,
    *,
    said: Text | None = None,
    sentence: Text | None = None,
    status: int = 200,
) -> Response[Any]:
    place = {"hx-retarget": f"#question-{question}", "hx-reswap": "outerHTML"}
    asked = sheet.question(question)
    return screen(
        request,
        QUESTION,
        QUESTION,
        status=status,
        headers=place,
        question=asked,
        said=said,
        sentence=sentence,
        alone=True,
        **_urls(design, key),
    )


async def _show(
    request: HTMXRequest, design_id: UUID, *, refused: Text | None = None, status: int = 200
) -> Response[Any]:
    design = await queries.design(request.user, design_id)
    sheet = await sheets.sheet(design.rehearsal) if design.rehearsal else None
    frozen = sheet is not None and sheet.state is SheetState.FROZEN
    snapshot = await sheets.version(sheet.id) if sheet is not None and frozen else None
    return screen(request, SHOW, status=status, design=design, sheet=sheet, snapshot=snapshot, refused=refused)


def _section(
    request: HTMXRequest,
    design: DesignView,
    sheet: Sheet,
    key: str,
    *,
    errors: Mapping[str, Text] | None = None,
    conflicts: tuple[AnswerConflict, ...] = (),
    status: int = 200,
) -> Response[Any]:
    section = sheet.section(key)
    return screen(
        request,
        SECTION,
        PART,
        status=status,
        design=design,
        section=section,
        errors=errors or {},
        conflicts={one.question: one for one in conflicts},
        back="",
        **_urls(design, key),
    )


def _urls(design: DesignView, key: str) -> dict[str, Any]:
    return {"save_url": f"{design.url}/rehearsal/sections/{key}", "files_url": f"{design.url}/rehearsal/sections/{key}"}
