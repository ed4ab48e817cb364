"""The expert pool: list, one expert with ties, enrolment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.identity import queries as identity
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import actions, permissions, queries
from parks.reviews.forms import ExpertEntry, NewExpert, NewPost, NewTie, PostEnd, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import names
from parks.reviews.rules.experts import LANGUAGES, Post
from parks.reviews.states import ExpertKind, ExpertState
from parks.web import access, exports, forms, language
from parks.web.rendering import Choice, language_of, screen, see_other

IDS = {one: f"expert.{one}" for one in ("name", "kind", "fields", "employer", "title", "region", "capacity")} | {
    "term": "expert.term_last",
    **{one: f"pool.{one}" for one in ("waiting", "ties", "state")},
}
"""The columns' names in the file, the same in every language: those of the sheet that brings experts in."""

READ, RUN = access.only(*READERS), access.only(*OFFICERS)


class ExpertPages(Controller):
    path = "/experts"
    include_in_schema = False

    @get(name="experts:list", opt={"access": READ})
    async def index(self, request: HTMXRequest) -> Response[str]:
        page = await queries.pool(request.user, queries.POOL_LIST.read(request))
        can_enrol = request.user.has(*OFFICERS)
        page_, fragment = "reviews/experts/index.html", "reviews/experts/_list.html"
        return screen(request, page_, fragment, page=page, names=names, can_enrol=can_enrol)

    @get("/export", name="experts:export", opt={"access": READ})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        page = await queries.pool(request.user, queries.POOL_LIST.read(request).everything())
        shown = [column for column in page.state.grid.columns if column.name in page.state.columns]
        lines = [[_cell(line, column.name, language_of(request)) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        heads, ids = [column.label for column in shown], [IDS[column.name] for column in shown]
        return await exports.download(kind, "experts", heads, lines, language_of(request), ids=ids)

    @get("/new", name="expert:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest) -> Response[str]:
        return await _enrolment(request, forms.blank())

    @post(name="experts:post", opt={"access": RUN})
    async def enrol(self, request: HTMXRequest) -> Response[Any]:
        """Invite the person (whoever has an account keeps it) and take them into the pool."""
        form = await forms.read(request, NewExpert)
        if not form.ok:
            return await _enrolment(request, form, 422)
        try:
            made = await _enrolled(request, form.data)
        except (Invalid, Forbidden, Conflict) as refusal:
            return await _enrolment(request, form.refuse(refusal), refusal.status)
        return see_other(request, f"/experts/{made}", flash=_("The expert is in the pool and has been invited."))

    @get("/{expert_id:uuid}", name="expert:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[str]:
        return await _expert(request, expert_id, forms.blank())

    @get("/{expert_id:uuid}/edit", name="expert:edit", opt={"access": RUN})
    async def edit(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[str]:
        one = await queries.expert(request.user, expert_id)
        return _entry(request, one, forms.blank(_as_typed(one)))

    @put("/{expert_id:uuid}", name="expert:put", opt={"access": RUN})
    async def keep(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, ExpertEntry)
        if form.ok:
            data = form.data
            try:
                await actions.keep_expert(
                    request.user,
                    expert_id,
                    kind=data.kind,
                    fields=data.fields,
                    title=data.title,
                    employer=data.employer,
                    serves=data.serves,
                )
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return _entry(request, await queries.expert(request.user, expert_id), form, 422)
        return see_other(request, f"/experts/{expert_id}", flash=_("The entry is kept."))

    @post("/{expert_id:uuid}/posts", name="posts:post", opt={"access": RUN})
    async def add_post(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewPost)
        if form.ok:
            try:
                await actions.add_post(request.user, expert_id, form.data.record)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            one = await queries.expert(request.user, expert_id)
            return _entry(request, one, forms.blank(_as_typed(one)), 422, post=form)
        return see_other(request, f"/experts/{expert_id}/edit#posts", flash=_("The post is noted."))

    @put("/{expert_id:uuid}/posts/{post_id:uuid}/end", name="post:end", opt={"access": RUN})
    async def end_post(self, request: HTMXRequest, expert_id: FromPath[UUID], post_id: FromPath[UUID]) -> Response[Any]:
        one = await queries.expert(request.user, expert_id)
        if post_id not in {each.id for each in one.posts}:
            hidden()
        form = await forms.read(request, PostEnd)
        if form.ok:
            try:
                await actions.end_post(request.user, post_id, form.data.until)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return _entry(request, one, forms.blank(_as_typed(one)), 422, ending=form, ended=post_id)
        return see_other(request, f"/experts/{expert_id}/edit#posts", flash=_("The end of the post is noted."))

    @post("/{expert_id:uuid}/ties", name="ties:post", opt={"access": RUN})
    async def add_tie(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewTie)
        if form.ok:
            try:
                await actions.add_tie(request.user, expert_id, form.data.tie)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return await _expert(request, expert_id, form, 422)
        return see_other(request, f"/experts/{expert_id}", flash=_("The tie is noted."))

    @put("/{expert_id:uuid}/rest", name="rest:put", opt={"access": RUN})
    async def let_rest(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Reason)
        await actions.let_rest(request.user, expert_id, form.data.reason)
        return see_other(request, f"/experts/{expert_id}", flash=_("The expert rests and is not seated."))

    @delete("/{expert_id:uuid}/rest", name="rest:delete", opt={"access": RUN}, status_code=303)
    async def wake(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[Any]:
        await actions.wake(request.user, expert_id)
        return see_other(request, f"/experts/{expert_id}", flash=_("The expert can be seated again."))


async def _enrolled(request: HTMXRequest, data: NewExpert) -> UUID:
    return await actions.invite_expert(
        request.user,
        email=data.email,
        name=data.name,
        organisation_id=data.organisation,
        kind=data.kind,
        fields=data.fields,
        title=data.title,
        employer=data.employer,
        posts=[Post(data.employer, title=data.title, since=data.employed_since)],
        serves=data.serves,
    )


async def _enrolment(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[str]:
    places = [await identity.organisation(one.organisation_id) for one in request.user.held if one.role in OFFICERS]
    return screen(
        request,
        "reviews/experts/new.html",
        status=status,
        form=form,
        places=[Choice(str(one.id), one.name) for one in places],
        kinds=[Choice(key.value, text) for key, text in names.EXPERT_KINDS.items()],
        fields=[Choice(key, text) for key, text in names.FIELDS.items()],
        languages=[Choice(key, text) for key, text in LANGUAGES.items()],
    )


def _as_typed(one: queries.ExpertDetail) -> dict[str, Any]:
    """The entry as its form shows it: the term by its last day."""
    last = one.serves.term_until - timedelta(days=1) if one.serves.term_until else None
    return {
        "kind": one.kind,
        "fields": list(one.fields),
        "title": one.title,
        "employer": one.employer,
        "region": one.serves.region,
        "languages": list(one.serves.languages),
        "capacity": "" if one.serves.capacity is None else str(one.serves.capacity),
        "term_from": one.serves.term_from.isoformat() if one.serves.term_from else "",
        "term_last": last.isoformat() if last else "",
    }


def _entry(
    request: HTMXRequest,
    one: queries.ExpertDetail,
    form: forms.Form[Any],
    status: int = 200,
    *,
    post: forms.Form[Any] | None = None,
    ending: forms.Form[Any] | None = None,
    ended: UUID | None = None,
) -> Response[str]:
    require(permissions.may_run(request.user, one.path))
    return screen(
        request,
        "reviews/experts/edit.html",
        status=status,
        expert=one,
        form=form,
        post=post or forms.blank(),
        ending=ending or forms.blank(),
        ended=ended,
        kinds=[Choice(key.value, text) for key, text in names.EXPERT_KINDS.items()],
        fields=[Choice(key, text) for key, text in names.FIELDS.items()],
        languages=[Choice(key, text) for key, text in LANGUAGES.items()],
    )


async def _expert(request: HTMXRequest, expert_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    return screen(
        request,
        "reviews/experts/show.html",
        status=status,
        expert=await queries.expert(request.user, expert_id),
        letters=await queries.expert_letters(request.user, expert_id),
        form=form,
        names=names,
        kinds=[Choice(key.value, text) for key, text in names.TIE_KINDS.items()],
        sources=[Choice(key.value, text) for key, text in names.TIE_SOURCES.items()],
    )


def _cell(line: Any, column: str, lang: str) -> Any:
    match column:
        case "kind":
            return names.EXPERT_KINDS[ExpertKind(line.kind)]
        case "state":
            return names.EXPERT_STATES[ExpertState(line.state)]
        case "fields":
            joint = "、" if lang == "zh" else ", "
            return joint.join(language.translate(names.field_name(one), lang) for one in line.fields)
        case _:
            return getattr(line, column)
