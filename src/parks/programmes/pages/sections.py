"""A section of an application: answers saved as they are typed, or all at once with JavaScript off; its files."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid, Refusal, hidden
from parks.kernel.words import Text, _
from parks.programmes.actions import applications
from parks.programmes.queries import own
from parks.programmes.queries.own import OwnApplication
from parks.questionnaires import forms as sheet_forms
from parks.questionnaires.rules.answers import AnswerConflict
from parks.web import access, downloads
from parks.web.forms import upload
from parks.web.rendering import screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
PAGE = "programmes/applications/section.html"
SECTION = "questionnaires/_section.html"
SAVED = "questionnaires/_saved.html"
QUESTION = "questionnaires/_question.html"
BODY = 21 * 2**20
"""One file of the bucket's limit and the form around it; the store itself counts the file's bytes."""


class SectionPages(Controller):
    path = "/applications/{application_id:uuid}/sections/{key:str}"
    include_in_schema = False

    @get(name="section:show", opt=SIGNED_IN)
    async def show(
        self, request: HTMXRequest, application_id: FromPath[UUID], key: FromPath[str], back: FromQuery[str] = ""
    ) -> Response[Any]:
        return _screen(request, await own.application(request.user, application_id), key, back=back)

    @put(name="section:put", opt=SIGNED_IN)
    async def save(
        self, request: HTMXRequest, application_id: FromPath[UUID], key: FromPath[str], back: FromQuery[str] = ""
    ) -> Response[Any]:
        """All that the page holds; what somebody else changed meanwhile is shown beside one's own."""
        mine = await own.application(request.user, application_id)
        fields = await request.form()
        sent = sheet_forms.sent(mine.sheet.section(key).section, fields)
        saved = await applications.save_section(request.user, application_id, sent)
        now = mine.with_sheet(saved.sheet)
        if saved.conflicts:
            return _screen(request, now, key, back=back, conflicts=saved.conflicts, status=409)
        done = sheet_forms.completed(fields)
        if done is not None:
            try:
                await applications.complete_section(request.user, application_id, key, completed=done)
            except Invalid as refusal:
                return _screen(request, now, key, back=back, errors=refusal.fields, status=422)
        return see_other(request, _onward(now, key, back), _("Saved."))

    @put("/answers/{question:str}", name="answer:put", opt=SIGNED_IN)
    async def answer(
        self, request: HTMXRequest, application_id: FromPath[UUID], key: FromPath[str], question: FromPath[str]
    ) -> Response[Any]:
        """Autosave of one answer. 409 shows both where another tab or person was faster."""
        form = await own.form(request.user, application_id)
        asked = form.question(question) or hidden()
        sent = sheet_forms.sent_one(asked, await request.form())
        urls = _urls(f"/applications/{application_id}", key)
        try:
            saved = await applications.save_answer(
                request.user, application_id, question, sent.value, sent.seen_version
            )
        except AnswerConflict as conflict:
            fresh = (await own.application(request.user, application_id)).sheet.question(question)
            return screen(request, SAVED, SAVED, status=409, question=fresh, conflict=conflict, dependents=(), **urls)
        here = {
            one.key for one in (form.section(key) or hidden()).questions
        }  # what hangs on it elsewhere is not on this page
        dependents = [one for one in saved.dependents if one.key in here]
        return screen(request, SAVED, SAVED, question=saved.question, conflict=None, dependents=dependents, **urls)

    @post("/files/{question:str}", name="file:post", opt=SIGNED_IN, request_max_body_size=BODY)
    async def add(
        self, request: HTMXRequest, application_id: FromPath[UUID], key: FromPath[str], question: FromPath[str]
    ) -> Response[Any]:
        """A file for a file question; the secrecy declaration comes first, once for an application."""
        typed = await request.form()
        file = upload(typed.get("file"))
        try:
            if file is None or not file.filename:
                raise Invalid(fields={question: _("Choose a file first.")})
            if typed.get("no_secrets"):
                await applications.declare_no_secrets(request.user, application_id)
            await applications.upload(request.user, application_id, question, file.filename, downloads.pieces(file))
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            told = refusal.fields if isinstance(refusal, Invalid) and refusal.fields else {question: refusal.reason}
            sentence = next(iter(told.values()))
            mine = await own.application(request.user, application_id)
            if request.htmx:
                return _filed(request, mine, key, question, sentence=sentence, status=refusal.status)
            return _screen(request, mine, key, errors={question: sentence}, status=refusal.status)
        return await _done(request, application_id, key, question, _("The file is stored."))

    @delete("/files/{question:str}/{document_id:uuid}", name="file:delete", opt=SIGNED_IN, status_code=200)
    async def remove(
        self,
        request: HTMXRequest,
        application_id: FromPath[UUID],
        key: FromPath[str],
        question: FromPath[str],
        document_id: FromPath[UUID],
    ) -> Response[Any]:
        await applications.remove_document(request.user, application_id, question, document_id)
        return await _done(request, application_id, key, question, _("The file is removed."))


async def _done(request: HTMXRequest, application_id: UUID, key: str, question: str, said: Text) -> Response[Any]:
    """With JavaScript the question alone comes anew: the page, and what is typed on it, stays."""
    if request.htmx:
        return _filed(request, await own.application(request.user, application_id), key, question, said=said)
    return see_other(request, f"/applications/{application_id}/sections/{key}#question-{question}", said)


def _filed(
    request: HTMXRequest,
    mine: OwnApplication,
    key: str,
    question: str,
    *,
    said: Text | None = None,
    sentence: Text | None = None,
    status: int = 200,
) -> Response[Any]:
    """A refusal of any status stands beside the field, and what was chosen there stays chosen."""
    place = {"hx-retarget": f"#question-{question}", "hx-reswap": "outerHTML"}
    asked = mine.sheet.question(question)
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
        **_urls(mine.application.url, key),
    )


def _screen(
    request: HTMXRequest,
    mine: OwnApplication,
    key: str,
    *,
    back: str = "",
    errors: Mapping[str, Text] | None = None,
    conflicts: tuple[AnswerConflict, ...] = (),
    status: int = 200,
) -> Response[Any]:
    section = mine.sheet.section(key)
    if not any(one.applies for one in section.questions):
        hidden()  # a section that is not needed has no page
    return screen(
        request,
        PAGE,
        SECTION,
        status=status,
        application=mine.application,
        section=section,
        errors=errors or {},
        conflicts={one.question: one for one in conflicts},
        back=back,
        **_urls(mine.application.url, key),
    )


def _urls(url: str, key: str) -> dict[str, Any]:
    """Where a page of `url`'s application sends its answers and finds its files."""
    return {"save_url": f"{url}/sections/{key}", "files_url": f"{url}/documents"}


def _onward(mine: OwnApplication, key: str, back: str) -> str:
    """Back to the check where one came from it; else the next section that still wants something."""
    url = mine.application.url
    if back == "check":
        return f"{url}/check#answers-{key}"
    following = mine.sheet.after(key)
    return f"{url}/sections/{following.key}" if following else url
