"""Rule sets in the browser: read, begun, copied, written rule by rule, checked, published; as JSON out and in."""

import json
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest
from pydantic import ValidationError

from parks.identity import queries as identity
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, Refusal, hidden
from parks.kernel.words import Bilingual, _
from parks.programmes import forms
from parks.programmes.actions import rule_sets as actions
from parks.programmes.queries import rule_sets as queries
from parks.programmes.queries.rule_sets import SetView
from parks.programmes.rules import rule_sets
from parks.programmes.rules.predicates import IP_KINDS, LEVEL_NAMES, LISTED, PREDICATES
from parks.programmes.rules.rule_sets import RuleDef, TermDef, Words
from parks.web import access
from parks.web.forms import Form, blank, read, sentences
from parks.web.rendering import Choice, screen, see_other

READING = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
OFFICERS = {"access": access.only(Role.PROGRAMME_OFFICER)}
GROUPS = ("any", "all")


class RuleSetPages(Controller):
    path = "/rule-sets"
    include_in_schema = False

    @get(name="rule-set:index", opt=READING)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return await _index(request, blank())

    @post(name="rule-set:post", opt=OFFICERS)
    async def begin(self, request: HTMXRequest) -> Response[Any]:
        """Empty, as a copy, or out of exported JSON."""
        form = await read(request, forms.RuleSetBegin)
        if not form.ok:
            return await _index(request, form, 422)
        asked = form.data
        title = Bilingual(asked.title_zh, asked.title_en)
        try:
            if asked.definition:
                made = await actions.import_json(
                    request.user, asked.organisation, asked.key, title, _json(asked.definition)
                )
            elif asked.source:
                made = await actions.copy(request.user, asked.source, asked.organisation, asked.key, title)
            else:
                made = await actions.draft(request.user, asked.organisation, asked.key, title)
        except Refusal as refusal:
            return await _index(request, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/rule-sets/{made}", _("The rule set is begun. Publish it when the checker is content.")
        )

    @get("/{rule_set_id:uuid}", name="rule-set:show", opt=READING)
    async def show(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        return await _show(request, rule_set_id)

    @get("/{rule_set_id:uuid}/export", name="rule-set:export", opt=READING)
    async def export(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.rule_set(request.user, rule_set_id)
        name = f'attachment; filename="{found.key}.json"'
        text = json.dumps(found.definition.stored(), ensure_ascii=False, indent=2)
        return Response(text.encode(), media_type="application/json", headers={"content-disposition": name})

    @put("/{rule_set_id:uuid}/publication", name="rule-set:publish", opt=OFFICERS, status_code=303)
    async def publish(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Seen)
        try:
            await actions.publish(request.user, rule_set_id, seen=form.data.seen)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _show(request, rule_set_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/rule-sets/{rule_set_id}", _("Published. Calls that open from now on can pin it."))

    @get("/{rule_set_id:uuid}/rule", name="rule-set:edit", opt=OFFICERS)
    async def edit(
        self, request: HTMXRequest, rule_set_id: FromPath[UUID], rule: FromQuery[str] = "", within: FromQuery[str] = "",
        check: FromQuery[str] = "",
    ) -> Response[Any]:  # fmt: skip
        """A rule's form: an existing one, or a new one of that check, in a group or at the end."""
        found = await queries.rule_set(request.user, rule_set_id)
        known = rule_sets.find(found.definition, rule) if rule else None
        if rule and known is None:
            hidden()
        return _rule(request, found, blank(_values(known, check, found)), was=rule, within=within, check=check)

    @put("/{rule_set_id:uuid}/rule", name="rule-set:put", opt=OFFICERS, status_code=303)
    async def save(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.RuleInput)
        was, within, check = (str(form[name]) for name in ("was", "within", "check"))
        found = await queries.rule_set(request.user, rule_set_id)
        if not form.ok:
            return _rule(request, found, form, was=was, within=within, check=check, status=422)
        known = rule_sets.find(found.definition, was) if was else None
        try:
            rule = _read(form, known)
            await actions.put_rule(request.user, rule_set_id, rule, seen=form.data.seen, was=was, within=within)
        except ValidationError as error:
            form.errors = sentences(error)
            return _rule(request, found, form, was=was, within=within, check=check, status=422)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return _rule(
                request, found, form.refuse(refusal), was=was, within=within, check=check, status=refusal.status
            )
        return see_other(request, f"/rule-sets/{rule_set_id}#rule-{rule.id}", _("The rule is kept in the draft."))

    @delete("/{rule_set_id:uuid}/rule", name="rule-set:remove", opt=OFFICERS, status_code=303)
    async def remove(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.OneRule)
        await actions.remove_rule(request.user, rule_set_id, form.data.rule, seen=form.data.seen)
        return see_other(request, f"/rule-sets/{rule_set_id}", _("The rule is taken out of the draft."))

    @put("/{rule_set_id:uuid}/order", name="rule-set:move", opt=OFFICERS, status_code=303)
    async def move(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.OneRule)
        await actions.move_rule(request.user, rule_set_id, form.data.rule, seen=form.data.seen)
        return see_other(request, f"/rule-sets/{rule_set_id}#rule-{form.data.rule}")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Invalid(fields={"definition": _("This is not the JSON of a rule set.")}) from None


def _values(known: RuleDef | None, check: str, found: SetView) -> dict[str, Any]:
    base: dict[str, Any] = {"seen": found.revision, "check": check, "gate": True}
    if known is None:
        return base
    base |= {"id": known.id, "title_zh": known.title.zh, "title_en": known.title.en, "clause_zh": known.clause.zh,
             "clause_en": known.clause.en, "source": known.source, "source_key": known.source_key, "gate": known.gate,
             "since": known.since or "", "until": known.until or "",
             "check": known.check or ("any" if known.any_of else "all")}  # fmt: skip
    for name, term in known.terms.items():
        base |= {f"value-{name}": term.value, f"policy-{name}": term.policy, f"locality-{name}": term.locality}
    return base


def _read(form: Form[forms.RuleInput], known: RuleDef | None) -> RuleDef:
    """The rule out of its form; a group keeps the parts it has."""
    one = form.data
    group = one.check in GROUPS
    predicate = PREDICATES.get(one.check)
    if not group and predicate is None:
        raise Invalid(fields={"check": _("Say what this rule checks.")})
    terms = {
        term.name: TermDef(
            value=str(form[f"value-{term.name}"]).strip(),
            policy=str(form[f"policy-{term.name}"]).strip(),
            locality=str(form[f"locality-{term.name}"]).strip(),
        )
        for term in (predicate.terms if predicate else ())
    }
    return RuleDef(
        id=one.id,
        title=Words(zh=one.title_zh, en=one.title_en),
        clause=Words(zh=one.clause_zh, en=one.clause_en),
        source=one.source,
        source_key=one.source_key,
        since=one.since,
        until=one.until,
        gate=one.gate,
        check="" if group else one.check,
        terms=terms,
        any_of=one.check == "any",
        parts=known.parts if known is not None and group else (),
    )


async def _index(request: HTMXRequest, form: Form[Any], status: int = 200) -> Response[Any]:
    sets = await queries.rule_sets_of(request.user)
    places = [
        place
        for one in request.user.paths(Role.PROGRAMME_OFFICER)
        for place in await identity.organisations(under=one)
        if place.kind in {"nation", "province", "city"}
    ]
    return screen(
        request,
        "programmes/rule_sets/index.html",
        status=status,
        sets=sets,
        form=form,
        places=[Choice(str(one.id), one.name) for one in places],
        sources=[Choice(str(one.id), one.title) for one in sets],
    )


async def _show(
    request: HTMXRequest, rule_set_id: UUID, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await queries.rule_set(request.user, rule_set_id)
    return screen(
        request,
        "programmes/rule_sets/show.html",
        status=status,
        rules=found,
        form=form or blank(),
        predicates=PREDICATES,
        checks=_checks(),
        lines=[(rule, depth) for rule, depth in found.definition.everything()],
    )


def _checks() -> list[Choice]:
    groups = [Choice("any", _("A group: one of its parts is enough")), Choice("all", _("A group: all of its parts"))]
    return [*(Choice(one.key, one.title) for one in LISTED), *groups]


def _rule(
    request: HTMXRequest, found: SetView, form: Form[Any], *, was: str, within: str, check: str, status: int = 200
) -> Response[Any]:
    chosen = str(form["check"] or check)
    predicate = PREDICATES.get(chosen)
    return screen(
        request,
        "programmes/rule_sets/rule.html",
        status=status,
        rules=found,
        form=form,
        was=was,
        within=within,
        check=chosen,
        checked=predicate.title if predicate else next((one.label for one in _checks() if one.value == chosen), ""),
        terms=predicate.terms if predicate else (),
        levels=[Choice(key, name) for key, name in LEVEL_NAMES.items()],
        kinds=", ".join(IP_KINDS),
        choices=_checks(),
    )
