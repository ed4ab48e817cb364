"""The rows of a record, one grammar for all nouns; and the one account that money goes to."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath

from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.words import Text, _
from parks.reference.rules import countries
from parks.startups import actions, forms, queries
from parks.startups.pages import record
from parks.startups.pages.onward import onward
from parks.startups.pages.outdated import beside
from parks.startups.rules import records, words
from parks.startups.rules.records import Outdated, Record
from parks.startups.rules.views import CompanyView
from parks.web.access import SIGNED_IN
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

EDIT = "startups/record/edit.html"


@dataclass(frozen=True, slots=True)
class RowKind:
    """How one noun is read, written and named."""

    form: type[forms.Versioned[Any]]
    record: type[Record]
    add: Callable[..., Awaitable[UUID]]
    amend: Callable[..., Awaitable[None]]
    remove: Callable[..., Awaitable[None]]
    rows: Callable[[CompanyView], Sequence[Any]]
    new: Text
    change: Text


KINDS: Mapping[str, RowKind] = {
    "people": RowKind(
        forms.PersonForm,
        records.PersonRecord,
        actions.add_person,
        actions.amend_person,
        actions.remove_person,
        lambda company: company.people,
        _("Add a person"),
        _("Change a person"),
    ),
    "employments": RowKind(
        forms.EmploymentForm,
        records.EmploymentRecord,
        actions.add_employment,
        actions.amend_employment,
        actions.remove_employment,
        lambda company: company.employments,
        _("Add a post"),
        _("Change a post"),
    ),
    "shares": RowKind(
        forms.ShareForm,
        records.ShareRecord,
        actions.add_share,
        actions.amend_share,
        actions.remove_share,
        lambda company: company.shares,
        _("Add a shareholder"),
        _("Change a shareholder"),
    ),
    "certificates": RowKind(
        forms.CertificateForm,
        records.CertificateRecord,
        actions.add_certificate,
        actions.amend_certificate,
        actions.remove_certificate,
        lambda company: company.certificates,
        _("Add a degree or a time as a postdoc"),
        _("Change a degree or a time as a postdoc"),
    ),
    "rights": RowKind(
        forms.IpForm,
        records.IpRecord,
        actions.add_right,
        actions.amend_right,
        actions.remove_right,
        lambda company: company.ip_assets,
        _("Add an IP asset"),
        _("Change an IP asset"),
    ),
    "figures": RowKind(
        forms.FiguresForm,
        records.FiguresRecord,
        actions.add_figures,
        actions.amend_figures,
        actions.remove_figures,
        lambda company: company.figures,
        _("Add a year's figures"),
        _("Change a year's figures"),
    ),
    "funding": RowKind(
        forms.FundingForm,
        records.FundingRecord,
        actions.add_funding,
        actions.amend_funding,
        actions.remove_funding,
        lambda company: company.funding,
        _("Add earlier funding"),
        _("Change earlier funding"),
    ),
}


CURRENCIES: tuple[str, ...] = get_args(records.FiguresRecord.model_fields["currency"].annotation)


def kind_of(noun: str) -> RowKind:
    return KINDS.get(noun) or hidden()


class RowPages(Controller):
    path = "/companies/{company_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get("/new", name="company-row:new")
    async def new(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str]
    ) -> Response[Any]:
        kind_of(noun)
        return await _edit(request, company_id, noun, blank({"version": 0}))

    @post(name="company-row:post")
    async def add(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str]
    ) -> Response[Any]:
        kind = kind_of(noun)
        form = await read(request, kind.form)
        if not form.ok:
            return await _edit(request, company_id, noun, form, status=422)
        try:
            await kind.add(request.user, company_id, forms.record_of(form.data, kind.record))
        except (Invalid, Conflict) as refusal:
            return await _edit(request, company_id, noun, form.refuse(refusal), status=refusal.status)
        return await record.done(request, company_id, noun, f"/companies/{company_id}#{noun}", _("Saved."))

    @get("/{row_id:uuid}", name="company-row:edit")
    async def edit(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        kind = kind_of(noun)
        company = await queries.company(request.user, company_id)
        row = next((one for one in kind.rows(company) if one.id == row_id), None) or hidden()
        if not company.can_edit:
            return see_other(request, f"{company.url}#{row_id}")
        return await _shown(request, company, noun, blank(_typed(row, kind, request.user.id)), row_id)

    @put("/{row_id:uuid}", status_code=303, name="company-row:put")
    async def save(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        kind = kind_of(noun)
        form = await read(request, kind.form)
        if not form.ok:
            return await _edit(request, company_id, noun, form, row_id, status=422)
        typed = forms.record_of(form.data, kind.record)
        try:
            await kind.amend(request.user, company_id, row_id, typed, form.data.version)
        except Outdated as refusal:
            return await _edit(request, company_id, noun, beside(form, refusal), row_id, status=409)
        except (Invalid, Conflict) as refusal:
            return await _edit(request, company_id, noun, form.refuse(refusal), row_id, status=refusal.status)
        url = onward(request, f"/companies/{company_id}#{row_id}")
        return await record.done(request, company_id, noun, url, _("Saved."))

    @delete("/{row_id:uuid}", status_code=303, name="company-row:delete")
    async def remove(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        await kind_of(noun).remove(request.user, company_id, row_id)
        return see_other(request, f"/companies/{company_id}#{noun}", _("Removed from the record."))


async def _edit(
    request: Request[Any, Any, Any],
    company_id: UUID,
    noun: str,
    form: Form[Any],
    row_id: UUID | None = None,
    *,
    status: int = 200,
) -> Response[Any]:
    company = await queries.company(request.user, company_id)
    if not company.can_edit:
        return see_other(request, company.url)
    return await _shown(request, company, noun, form, row_id, status=status)


async def _shown(
    request: Request[Any, Any, Any],
    company: CompanyView,
    noun: str,
    form: Form[Any],
    row_id: UUID | None,
    *,
    status: int = 200,
) -> Response[Any]:
    kind = kind_of(noun)
    url = f"{company.url}/{noun}"
    return await _form(
        request,
        company,
        status=status,
        noun=noun,
        folder=noun,
        form=form,
        row_id=row_id,
        row=next((one for one in kind.rows(company) if one.id == row_id), None),
        title=kind.change if row_id else kind.new,
        act=_sent_to(request, f"{url}/{row_id}?_method=PUT") if row_id else url,
        removal=Removal(
            _("Remove this from the record?"),
            _("It is no longer used by new applications. What was handed in already stays as it was."),
            f"{url}/{row_id}",
        )
        if row_id
        else None,
        people=[Choice(str(one.id), one.name) for one in company.people],
        choices={
            "documents": _choices(words.DOCUMENTS),
            "levels": _choices(words.LEVELS),
            "rights": _choices(words.RIGHTS),
            "funding": _choices(words.FUNDING),
            "figures": _choices(words.FIGURES),
            "currencies": [Choice(code, code) for code in CURRENCIES],
            "countries": _countries() if noun == "certificates" else [],
            "yes_no": [Choice("yes", _("Yes")), Choice("no", _("No"))],
        },
    )


@dataclass(frozen=True, slots=True)
class Removal:
    """What is asked before a line is taken out of the record."""

    title: Text
    text: Text
    url: str


def _sent_to(request: Request[Any, Any, Any], url: str) -> str:
    """Where a change is sent; from there it goes on to the page that asked for it, if one did."""
    back = onward(request, "")
    return f"{url}&{urlencode({'back': back})}" if back else url


async def _form(request: Request[Any, Any, Any], company: CompanyView, *, status: int, **context: Any) -> Response[Any]:
    """The form on a page of its own; to htmx, the record with the form in its part."""
    inside = record.in_place(request)
    around = await record.context(request, company) if inside else {"company": company}
    return screen(request, EDIT, record.RECORD, status=status, inplace=inside, **around, **context)


def _choices(named: Mapping[str, Text]) -> list[Choice]:
    return [Choice(value, label) for value, label in named.items()]


@cache
def _countries() -> list[Choice]:
    """Where most returnees studied, then everywhere, by the order of the Chinese names' pinyin."""
    known = countries.countries()
    often = tuple(Choice(code, known[code]) for code in countries.OFTEN)
    rest = tuple(Choice(code, name) for code, name in known.items() if code not in countries.OFTEN)
    return [
        Choice("often", _("Chosen most"), children=often),
        Choice("all", _("Other countries and regions"), children=rest),
    ]


def _typed(row: Any, kind: RowKind, me: UUID) -> dict[str, Any]:
    """A row as its form shows it; numbers behind their mask stay empty."""
    typed: dict[str, Any] = {"version": row.version}
    for name in kind.record.model_fields:
        match name:
            case "number" if kind.record is records.PersonRecord:
                value: Any = ""
            case "me":
                value = "true" if row.account_id == me else ""
            case "person_id":
                value = row.person
            case "inventors":
                value = "、".join(one.name for one in row.inventors)
            case "until":
                value = row.until - timedelta(days=1) if row.until else None
            case _:
                value = getattr(row, name)
        typed[name] = _plain(value)
    return typed


def _plain(value: Any) -> Any:
    match value:
        case None:
            return ""
        case True:
            return "yes"
        case False:
            return "no"
        case UUID():
            return str(value)
        case _:
            return value


class BankAccountPages(Controller):
    path = "/companies/{company_id:uuid}/bank-account"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="bank-account:edit")
    async def edit(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        company = await queries.company(request.user, company_id)
        if not company.can_edit:
            return see_other(request, f"{company.url}#bank-account")
        known = company.bank_account
        names = ("bank", "branch", "clearing_number", "version")
        form = blank({name: getattr(known, name) for name in names} if known else {"version": 0})
        return await self._shown(request, company, form)

    @put(status_code=303, name="bank-account:put")
    async def save(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        form: Form[Any] = await read(request, forms.BankForm)
        status = 422
        if form.ok:
            typed = forms.record_of(form.data, records.BankRecord)
            try:
                await actions.set_bank_account(request.user, company_id, typed, form.data.version)
            except Outdated as refusal:
                form, status = beside(form, refusal), 409
            except (Invalid, Conflict) as refusal:
                form, status = form.refuse(refusal), refusal.status
            else:
                url = onward(request, f"/companies/{company_id}#bank-account")
                return await record.done(request, company_id, "bank-account", url, _("Saved."))
        form.values.pop("account", None)  # never sent back to the page
        return await self._shown(request, await queries.company(request.user, company_id), form, status)

    @delete(status_code=303, name="bank-account:delete")
    async def remove(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        await actions.remove_bank_account(request.user, company_id)
        return see_other(request, f"/companies/{company_id}#bank-account", _("Removed from the record."))

    async def _shown(
        self, request: Request[Any, Any, Any], company: CompanyView, form: Form[Any], status: int = 200
    ) -> Response[Any]:
        url = f"{company.url}/bank-account"
        title, text = _("Remove the account?"), _("Without an account no grant can be paid.")
        return await _form(
            request,
            company,
            status=status,
            noun="bank-account",
            folder="bank_account",
            form=form,
            title=_("Bank account"),
            act=_sent_to(request, f"{url}?_method=PUT"),
            removal=Removal(title, text, url) if company.bank_account else None,
        )
