"""The parts of a form: sections, questions and checks, added, changed, put in order and taken out one by one."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.questionnaires.actions import designs as actions
from parks.questionnaires.forms import designs as shapes
from parks.questionnaires.permissions import EDITORS
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.queries.designs import DesignView
from parks.questionnaires.rules.definition import CAN_DECIDE, FIGURES, IN_CELLS, Kind, Question, Section
from parks.questionnaires.rules.designing import DesignConflict, Part, Piece, find, mark_of
from parks.questionnaires.rules.words import KINDS
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

BUILD = {"access": access.only(*EDITORS)}
EDIT = "questionnaires/forms/part.html"
SHAPES = {Part.SECTIONS: shapes.SectionIn, Part.QUESTIONS: shapes.QuestionIn, Part.CHECKS: shapes.CheckIn}


class PartPages(Controller):
    path = "/forms/{design_id:uuid}/parts/{part:str}"
    include_in_schema = False

    @get("/new", name="part:new", opt=BUILD)
    async def new(
        self,
        request: HTMXRequest,
        design_id: FromPath[UUID],
        part: FromPath[str],
        section: FromQuery[str] = "",
        kind: FromQuery[str] = "text",
    ) -> Response[Any]:
        known = kind if kind in set(Kind) else "text"
        form = forms.blank({"section": section, "kind": known})
        return _edit(request, await queries.design(request.user, design_id), _part(part), None, form)

    @post(name="part:post", opt=BUILD)
    async def create(self, request: HTMXRequest, design_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
        return await _save(request, design_id, _part(part), None)

    @get("/{key:str}", name="part:edit", opt=BUILD)
    async def edit(
        self, request: HTMXRequest, design_id: FromPath[UUID], part: FromPath[str], key: FromPath[str]
    ) -> Response[Any]:
        design, of = await queries.design(request.user, design_id), _part(part)
        piece = find(design.definition, of, key) or hidden()
        home = design.definition.section_of(key)
        values = shapes.typed(piece, home.key if home else "") | {"mark": mark_of(piece)}
        return _edit(request, design, of, key, forms.blank(values))

    @put("/{key:str}", name="part:put", opt=BUILD)
    async def save(
        self, request: HTMXRequest, design_id: FromPath[UUID], part: FromPath[str], key: FromPath[str]
    ) -> Response[Any]:
        return await _save(request, design_id, _part(part), key)

    @delete("/{key:str}", name="part:delete", opt=BUILD, status_code=200)
    async def remove(
        self, request: HTMXRequest, design_id: FromPath[UUID], part: FromPath[str], key: FromPath[str]
    ) -> Response[Any]:
        await actions.remove(request.user, design_id, _part(part), key)
        return see_other(request, f"/forms/{design_id}", _("It is taken out."))

    @put("/{key:str}/place", name="part:move", opt=BUILD)
    async def move(
        self, request: HTMXRequest, design_id: FromPath[UUID], part: FromPath[str], key: FromPath[str]
    ) -> Response[Any]:
        """One place up or down; the button keeps the focus, so that it can be pressed again."""
        form = await forms.read(request, shapes.Step)
        step = form.data.step
        await actions.move(request.user, design_id, _part(part), key, step)
        return see_other(request, f"/forms/{design_id}#{'up' if step < 0 else 'down'}-{part}-{key}")


def _part(name: str) -> Part:
    return Part(name) if name in set(Part) else hidden()


async def _save(request: HTMXRequest, design_id: UUID, part: Part, key: str | None) -> Response[Any]:
    design = await queries.design(request.user, design_id)
    form: forms.Form[Any] = await forms.read(request, SHAPES[part])
    piece = _piece(form, design, part, key)
    if piece is None:
        return _edit(request, design, part, key, form, status=422)
    try:
        await _put(request, design_id, key, piece, form)
    except DesignConflict as conflict:
        form.values["mark"] = mark_of(conflict.theirs) or actions.GONE
        return _edit(request, design, part, key, form, conflict=conflict, status=409)
    except Invalid as refusal:
        return _edit(request, design, part, key, form.refuse(refusal), status=422)
    if isinstance(piece, Question) and form.values.get("shown") not in (None, piece.kind.value):
        return see_other(
            request, f"/forms/{design_id}/parts/{part}/{piece.key}", _("Saved. Now say what this kind needs.")
        )
    return see_other(request, f"/forms/{design_id}#{part}-{piece.key}", _("Saved."))


def _piece(form: forms.Form[Any], design: DesignView, part: Part, key: str | None) -> Piece | None:
    match part:
        case Part.SECTIONS:
            return shapes.section_of(form, design.definition)
        case Part.QUESTIONS:
            return shapes.question_of(form, design.definition, design.definition.question(key) if key else None)
        case Part.CHECKS:
            return shapes.check_of(form, design.definition)


async def _put(request: HTMXRequest, design_id: UUID, key: str | None, piece: Piece, form: forms.Form[Any]) -> None:
    mark = form.data.mark
    match piece:
        case Question():
            await actions.put_question(request.user, design_id, key, form.data.section, piece, mark=mark)
        case Section():
            await actions.put_section(request.user, design_id, key, piece, mark=mark)
        case _:
            await actions.put_check(request.user, design_id, key, piece, mark=mark)


def _edit(
    request: HTMXRequest,
    design: DesignView,
    part: Part,
    key: str | None,
    form: forms.Form[Any],
    *,
    conflict: DesignConflict | None = None,
    status: int = 200,
) -> Response[Any]:
    theirs = shapes.typed(conflict.theirs) if conflict and conflict.theirs else {}
    of = design.definition
    places = [f"{part}.{key}"] if key else []
    return screen(
        request,
        EDIT,
        status=status,
        design=design,
        part=part.value,
        key=key,
        form=form,
        conflict=conflict,
        differing=[
            (name, form[name], theirs.get(name, "")) for name in sorted({*theirs}) if _differs(form, theirs, name)
        ],
        lacking=[text for place in places for text in design.lacking(place)],
        sections=[Choice(one.key, one.title) for one in of.sections],
        others=[Choice(one.key, one.title) for one in of.sections if one.key != key],
        kinds=[Choice(one.value, word) for one, word in KINDS.items()],
        cells=[Choice(one.value, word) for one, word in KINDS.items() if one in IN_CELLS],
        results=[Choice(one.value, word) for one, word in KINDS.items() if one in FIGURES],
        deciding=_deciding(design, part, key),
        named=[(one, KINDS[one.kind]) for one in of.questions if one.kind is not Kind.FACT],
        questions=[Choice(one.key, one.label) for one in of.questions],
        option_rows=shapes.rows_shown(form.values, "option"),
        column_rows=shapes.rows_shown(form.values, "column"),
    )


def _differs(form: forms.Form[Any], theirs: dict[str, Any], name: str) -> bool:
    return name != "section" and (form[name] or "") != (theirs[name] or "") and str(form[name]) != str(theirs[name])


def _deciding(design: DesignView, part: Part, key: str | None) -> list[Choice]:
    """Answers that a condition can rest on without an expression: the options of what is asked before."""
    found = []
    for one in design.definition.questions:
        if part is Part.QUESTIONS and one.key == key:
            break
        if one.kind in CAN_DECIDE:
            options = tuple(Choice(f"{one.key}={value}", label) for value, label in one.choices)
            found.append(Choice("", one.label, children=options))
    return found
