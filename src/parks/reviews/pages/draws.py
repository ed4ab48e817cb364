"""The draw of a round's panel: commit, witness, reveal, draw again, call backups; and the record to replay it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.identity import queries as identity
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Invalid, Refusal
from parks.kernel.words import Text, _
from parks.reviews.actions import draws as actions
from parks.reviews.forms import Admission, Departure, NewDraw, Words, quotas_of
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries import draws as queries
from parks.reviews.rules import draw as rule
from parks.reviews.rules import names
from parks.reviews.states import ExpertKind
from parks.web import access, forms
from parks.web.exports import attachment
from parks.web.rendering import Choice, screen, see_other

READ, RUN, ADMIT = access.only(*READERS), access.only(*OFFICERS), access.only(Role.SYSTEM_ADMIN)
SIZES = (5, 7, 9)


class RoundDrawPages(Controller):
    path = "/rounds/{round_id:uuid}/draws"
    include_in_schema = False

    @get(name="draws:list", opt={"access": READ})
    async def index(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        return await _draws(request, round_id, forms.blank())

    @get("/new", name="draw:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        ground = await queries.ground(request.user, round_id)
        return await _new(request, ground, forms.blank(_proposed(ground)))

    @post(name="draws:post", opt={"access": RUN})
    async def commit(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        """Commit to the first draw, or to the next one in place of the live draw that the form names."""
        form = await forms.read(request, NewDraw)
        quotas, wrong = quotas_of(form.values)
        form.errors |= wrong
        ground = await queries.ground(request.user, round_id)
        if not form.ok:
            return await _new(request, ground, form, 422)
        data = form.data
        asked = data.constraints(quotas)
        try:
            if data.instead_of is None:
                await actions.commit(request.user, round_id, asked, data.witness, data.terms)
            else:
                await actions.redraw(
                    request.user,
                    data.instead_of,
                    data.reason,
                    constraints=asked,
                    witness_id=data.witness,
                    terms=data.terms,
                )
        except (Invalid, Forbidden, Conflict) as refusal:
            return await _new(request, ground, form.refuse(refusal), refusal.status)
        told = _("The draw is committed to. Now its witness confirms it, signed in as themselves.")
        return see_other(request, f"/rounds/{round_id}/draws", flash=told)


class DrawPages(Controller):
    path = "/draws/{draw_id:uuid}"
    include_in_schema = False

    @put("/witness", name="draw-witness:put", opt={"access": READ})
    async def witness(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[Any]:
        round_id = await queries.round_of(request.user, draw_id)
        form = await forms.read(request, Words)
        return await _done(
            request,
            round_id,
            form,
            actions.witness,
            draw_id,
            form.data.words if form.ok else "",
            done=_("You have confirmed."),
        )

    @put("/reveal", name="draw-reveal:put", opt={"access": RUN})
    async def reveal(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[Any]:
        round_id = await queries.round_of(request.user, draw_id)
        told = _("The draw is revealed; the drawn experts are the panel of this round.")
        return await _done(request, round_id, forms.blank(), actions.reveal, draw_id, done=told)

    @post("/departures", name="draw-departures:post", opt={"access": RUN})
    async def depart(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[Any]:
        round_id = await queries.round_of(request.user, draw_id)
        form = await forms.read(request, Departure)
        if not form.ok:
            return await _draws(request, round_id, form, 422)
        told = _("It is noted. The first backup who fits is called; if there is none, the place stays empty.")
        return await _done(
            request, round_id, form, actions.call_backup, draw_id, form.data.expert, form.data.reason, done=told
        )

    @get("/record", name="draw-record:show", opt={"access": READ})
    async def record(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[bytes]:
        """The exact inputs and the outcome, by marks without names, as canonical JSON."""
        found = await queries.record(request.user, draw_id)
        headers = {
            "content-disposition": attachment(f"draw-{found['number']}.json"),
            "cache-control": "private, no-store",
        }
        return Response(rule.canonical(found), media_type="application/json", headers=headers)

    @get("/admissions/new", name="draw-admission:new", opt={"access": ADMIT})
    async def admission(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[str]:
        return await _admission(request, draw_id, forms.blank())

    @post("/admissions", name="draw-admissions:post", opt={"access": ADMIT})
    async def admit(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Admission)
        if not form.ok:
            return await _admission(request, draw_id, form, 422)
        try:
            await actions.admit(request.user, draw_id, form.data.expert, form.data.reason)
        except (Invalid, Conflict) as refusal:
            return await _admission(request, draw_id, form.refuse(refusal), refusal.status)
        told = _("The expert is on the panel, marked as taken on by you, with the reason.")
        return see_other(request, f"/draws/{draw_id}/admissions/new", flash=told)


async def _done(
    request: HTMXRequest, round_id: UUID, form: forms.Form[Any], act: Any, *values: Any, done: Text
) -> Response[Any]:
    try:
        await act(request.user, *values)
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        return await _draws(request, round_id, form.refuse(refusal), refusal.status)
    return see_other(request, f"/rounds/{round_id}/draws", flash=done)


async def _draws(request: HTMXRequest, round_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    found = await queries.draws(request.user, round_id)
    return screen(
        request,
        "reviews/draws/index.html",
        status=status,
        of=found,
        names=names,
        form=form,
        shown=queries.BACKUPS_SHOWN,
        on_panel=[Choice(str(one.expert_id), one.name) for one in (found.live.panel if found.live else ())],
    )


def _proposed(ground: queries.Ground) -> dict[str, Any]:
    """What the form begins with: the live draw's own constraints, else a panel of five, or as large as is asked."""
    asked = ground.constraints or rule.Constraints(max(5, ground.seats | 1))
    values: dict[str, Any] = {
        "seats": str(asked.seats),
        "odd": "true" if asked.odd else "",
        "one_per_employer": "true" if asked.one_per_employer else "",
        "cooldown": str(asked.cooldown),
        "most_barred": str(ground.terms.most_barred),
        "most_open": str(ground.terms.most_open),
    }
    values |= {f"domain-{name}": str(n) for name, n in asked.domains.items()}
    return values | {f"kind-{name}": str(n) for name, n in asked.kinds.items()}


async def _new(request: HTMXRequest, ground: queries.Ground, form: forms.Form[Any], status: int = 200) -> Response[str]:
    """The form beside how many can be drawn today by the terms that stand, and who can witness."""
    pool = await queries.pooled(ground.round_id, ground.terms, [request.user.id])
    staff = await identity.staff(READERS, ground.path)
    return screen(
        request,
        "reviews/draws/new.html",
        status=status,
        of=ground,
        pool=pool,
        form=form,
        names=names,
        kinds=[(kind.value, names.EXPERT_KINDS[kind]) for kind in ExpertKind],
        fields=list(names.FIELDS.items()),
        in_field={name: sum(name in one.domains for one in pool.snapshot.candidates) for name in names.FIELDS},
        of_kind={kind.value: sum(kind == one.kind for one in pool.snapshot.candidates) for kind in ExpertKind},
        sizes=SIZES,
        witnesses=[Choice(str(one.id), one.name) for one in staff if one.id != request.user.id],
    )


async def _admission(request: HTMXRequest, draw_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    found = await queries.admission(request.user, draw_id)
    return screen(
        request,
        "reviews/draws/admission.html",
        status=status,
        of=found,
        form=form,
        experts=[Choice(str(expert_id), f"{name} · {employer}") for expert_id, name, employer in found.experts],
    )
