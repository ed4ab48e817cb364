"""A founder's companies, an officer's list of them, and the record as a whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, FromQuery

from parks.identity import queries as identity
from parks.identity.states import OrganisationKind
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import Bilingual, _
from parks.reference import queries as reference
from parks.reference.queries import Coded
from parks.reference.rules import industries
from parks.startups import actions, queries
from parks.startups.forms import CompanyForm, record_of
from parks.startups.pages import record
from parks.startups.pages.onward import onward
from parks.startups.pages.outdated import beside
from parks.startups.permissions import READERS
from parks.startups.rules.records import CompanyRecord, Outdated
from parks.startups.rules.views import CompanyView
from parks.web import exports
from parks.web.access import SIGNED_IN
from parks.web.forms import Form, blank, read
from parks.web.paging import Column, Filter, Grid
from parks.web.rendering import Choice, language_of, screen, see_other

INDEX, MINE = "startups/companies/index.html", "startups/companies/mine.html"
LIST = "startups/companies/_list.html"
EDIT, FORM = "startups/companies/edit.html", "startups/companies/_form.html"

SECTORS = tuple((code, Bilingual(zh, en)) for code, parent, zh, en in industries.rows() if not parent)
GRID = Grid(
    columns=(
        Column("name", _("Company"), sort="name"),
        Column("uscc", _("Unified social credit code")),
        Column("legal_representative", _("Legal representative")),
        Column("registered_on", _("Registered on"), sort="registered_on"),
        Column("registered_capital", _("Registered capital"), sort="registered_capital", numeric=True),
        Column("industry", _("Industry"), shown=False),
        Column("headcount", _("Staff"), numeric=True),
        Column("rights", _("IP assets"), numeric=True),
    ),
    sorts=("name", "registered_on", "registered_capital"),
    filters=(Filter("industry", _("Industry section"), SECTORS),),
)


class CompanyPages(Controller):
    path = "/companies"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="companies:list")
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        if not request.user.has(*READERS):
            return screen(request, MINE, companies=await queries.my_companies(request.user))
        return screen(request, INDEX, LIST, page=await queries.companies(request.user, GRID.read(request)))

    @get("/export", name="companies:export")
    async def export(self, request: Request[Any, Any, Any], kind: FromQuery[str] = "xlsx") -> Response[Any]:
        """What the list shows, all pages of it."""
        state = GRID.read(request).everything()
        page = await queries.companies(request.user, state)
        columns = [one for one in GRID.columns if one.name in state.columns]
        lines = [[_cell(row, one.name) for one in columns] for row in page.rows]
        return await exports.download(kind, "companies", [one.label for one in columns], lines, language_of(request))

    @get("/new", name="company:new")
    async def new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return await _edit(request, blank({"version": 0}))

    @post(name="company:post")
    async def found(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = _searched(await read(request, CompanyForm))
        if not form.ok:
            return await _edit(request, form, status=422 if form.errors else 200)
        try:
            made = await actions.found_company(request.user, record_of(form.data, CompanyRecord))
        except (Invalid, Conflict) as refusal:
            return await _edit(request, form.refuse(refusal), status=refusal.status)
        return see_other(request, f"/companies/{made}", _("The company's record is open. Add its people next."))

    @get("/{company_id:uuid}", name="company:show")
    async def show(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], part: FromQuery[str] = ""
    ) -> Response[Any]:
        return await record.whole(request, company_id, part)

    @get("/{company_id:uuid}/edit", name="company:edit")
    async def edit(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        company = await queries.company(request.user, company_id)
        if not company.can_edit:
            return see_other(request, company.url)
        known = {name: getattr(company, name) for name in (*CompanyRecord.model_fields, "version")}
        return await _edit(request, blank({k: "" if v is None else v for k, v in known.items()}), company)

    @put("/{company_id:uuid}", status_code=303, name="company:put")
    async def save(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        form = _searched(await read(request, CompanyForm))
        if not form.ok:
            company = await queries.company(request.user, company_id)
            return await _edit(request, form, company, status=422 if form.errors else 200)
        try:
            await actions.amend_company(
                request.user, company_id, record_of(form.data, CompanyRecord), form.data.version
            )
        except Outdated as refusal:
            company = await queries.company(request.user, company_id)
            return await _edit(request, beside(form, refusal), company, status=409)
        except (Invalid, Conflict) as refusal:
            company = await queries.company(request.user, company_id)
            return await _edit(request, form.refuse(refusal), company, status=refusal.status)
        return see_other(request, onward(request, f"/companies/{company_id}"), _("Saved."))


def _cell(row: queries.Row, column: str) -> Any:
    return row.capital if column == "registered_capital" else getattr(row, column)


def _searched(form: Form[CompanyForm]) -> Form[CompanyForm]:
    """Sent to search for the region, a form is shown again as it is; with words but no choice it is refused."""
    if form["_find"]:
        form.errors, form.parsed = {}, None
    elif form["_q"] and not form["region"]:
        form.errors["region"] = _("Choose one of the places found, or empty the search.")
    return form


async def _edit(
    request: Request[Any, Any, Any], form: Form[Any], company: CompanyView | None = None, *, status: int = 200
) -> Response[Any]:
    parks = await identity.organisations(OrganisationKind.PARK)
    return screen(
        request,
        EDIT,
        FORM,
        status=status,
        inplace=company is None and record.in_place(request),
        form=form,
        company=company,
        back=onward(request, ""),
        parks=[Choice(str(one.id), one.name) for one in parks],
        finding=await reference.find_regions(str(form["_q"]), str(form["region"])),
        industries=_with_typed(INDUSTRIES, str(form["industry"])),
    )


def _grouped(head: Coded, members: Iterable[Coded]) -> Choice:
    """A group of a select; its head can be chosen too, for who knows no more."""
    return Choice(head.code, head.name, children=tuple(Choice(one.code, one.name) for one in (head, *members)))


INDUSTRIES = tuple(
    _grouped(
        Coded(code, Bilingual(f"{code} {zh}", f"{code} {en}")),
        [
            Coded(part, Bilingual(f"{part} {part_zh}", f"{part} {part_en}"))
            for part, parent, part_zh, part_en in industries.rows()
            if parent == code
        ],
    )
    for code, top, zh, en in industries.rows()
    if not top
)


def _with_typed(choices: tuple[Choice, ...], code: str) -> tuple[Choice, ...]:
    """A code that the list does not hold (finer, or out of use by now) stays as it was entered."""
    known = not code or any(part.value == code for one in choices for part in one.children)
    if known:
        return choices
    nearest = [part.label for one in choices for part in one.children if code.startswith(part.value)]
    label = Bilingual(f"{code} · {nearest[-1].zh}", f"{code} · {nearest[-1].en}") if nearest else code
    return Choice("", _("Please choose")), Choice(code, label), *choices
