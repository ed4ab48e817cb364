"""`/api/v1/companies`: what the pages do, for programs; the same shapes, actions and queries. Numbers come masked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from parks.kernel.actor import Actor
from parks.startups import actions, forms, queries
from parks.startups.rules import records
from parks.startups.rules.records import Record
from parks.startups.rules.views import (
    BankAccountView,
    CertificateView,
    CompanyView,
    EmploymentView,
    FundingView,
    IpAssetView,
    ShareView,
)
from parks.web.access import SIGNED_IN
from parks.web.paging import Grid

EVERY = Grid(columns=(), sorts=("name",))


@dataclass(frozen=True, slots=True)
class CompanyBrief:
    """A line of the list."""

    id: UUID
    uscc: str
    name_zh: str
    name_en: str
    registered_on: date | None
    registered_capital: Decimal | None
    industry: str
    region: str
    headcount: int | None
    legal_representative: str
    rights: int


@dataclass(frozen=True, slots=True)
class CompanyList:
    """`next` is empty on the last page."""

    companies: list[CompanyBrief]
    next: str


@dataclass(frozen=True, slots=True)
class PersonOut:
    """`number_masked` is all that is told of an identity number."""

    id: UUID
    version: int
    by_name: str
    at: datetime
    name: str
    latin: str
    document_kind: str
    number_masked: str
    birth_year: int | None
    position: str
    works_here: bool
    legal_representative: bool
    returned_on: date | None
    overseas_years: Decimal | None
    full_time: bool | None


@dataclass(frozen=True, slots=True)
class CompanyOut:
    """The whole record; each row carries the `version` that a change of it has to name."""

    id: UUID
    version: int
    by_name: str
    at: datetime
    uscc: str
    name_zh: str
    name_en: str
    registered_on: date | None
    registered_capital: Decimal | None
    paid_in_capital: Decimal | None
    region: str
    industry: str
    address: str
    headcount: int | None
    park_id: UUID | None
    member: bool
    people: list[PersonOut]
    employments: list[EmploymentView]
    shares: list[ShareView]
    certificates: list[CertificateView]
    rights: list[IpAssetView]
    bank_account: BankAccountView | None
    funding: list[FundingView]


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


def _company(found: CompanyView) -> CompanyOut:
    several: dict[str, Any] = {
        "people": [_person(one) for one in found.people],
        "employments": list(found.employments),
        "shares": list(found.shares),
        "certificates": list(found.certificates),
        "rights": list(found.ip_assets),
        "funding": list(found.funding),
    }
    own = {one.name: getattr(found, one.name) for one in fields(CompanyOut) if one.name not in several}
    return CompanyOut(**own, **several)


def _person(found: Any) -> PersonOut:
    return PersonOut(**{one.name: getattr(found, one.name) for one in fields(PersonOut)})


class CompanyApi(Controller):
    path = "/api/v1/companies"
    tags = ("companies",)
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="api:companies:index")
    async def index(
        self,
        request: Request[Actor, Any, Any],
        q: FromQuery[str] = "",  # noqa: ARG002  # read with the whole of the URL by `EVERY`; named here for the schema
        after: FromQuery[str] = "",  # noqa: ARG002  # the same
    ) -> CompanyList:
        """The companies you may see, by name, 50 at a time; `q` looks for words, `after` is a former list's `next`."""
        page = await queries.companies(request.user, EVERY.read(request))
        following = parse_qs(urlsplit(page.next).query).get("after", [""])[0]
        briefs = [{one.name: getattr(row, one.name) for one in fields(CompanyBrief)} for row in page.rows]
        return CompanyList([CompanyBrief(**one) for one in briefs], following)

    @post(name="api:company:post")
    async def found(self, request: Request[Actor, Any, Any], data: JSONBody[records.CompanyRecord]) -> Made:
        """Open a company's record; 409 where its credit code is on record."""
        return Made(await actions.found_company(request.user, data))

    @get("/{company_id:uuid}", name="api:company:show")
    async def show(self, request: Request[Actor, Any, Any], company_id: FromPath[UUID]) -> CompanyOut:
        return _company(await queries.company(request.user, company_id))

    @put("/{company_id:uuid}", status_code=204, name="api:company:put")
    async def save(
        self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], data: JSONBody[forms.CompanyForm]
    ) -> None:
        """409 where somebody changed it since `version`."""
        record = forms.record_of(data, records.CompanyRecord)
        await actions.amend_company(request.user, company_id, record, data.version)

    @put("/{company_id:uuid}/bank-account", status_code=204, name="api:bank-account:put")
    async def save_account(
        self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], data: JSONBody[forms.BankForm]
    ) -> None:
        """An empty `account` leaves the number that is stored."""
        record = forms.record_of(data, records.BankRecord)
        await actions.set_bank_account(request.user, company_id, record, data.version)

    @delete("/{company_id:uuid}/bank-account", name="api:bank-account:delete")
    async def remove_account(self, request: Request[Actor, Any, Any], company_id: FromPath[UUID]) -> None:
        await actions.remove_bank_account(request.user, company_id)


def _rows(
    noun: str,
    shape: type[Record],
    form: type[forms.Versioned[Any]],
    *,
    add: Callable[..., Awaitable[UUID]],
    amend: Callable[..., Awaitable[None]],
    remove: Callable[..., Awaitable[None]],
) -> type[Controller]:
    """The controller of one noun: POST to add, PUT to change, DELETE to remove; documented by its own shape."""

    class RowApi(Controller):
        path = f"/api/v1/companies/{{company_id:uuid}}/{noun}"
        tags = ("companies",)
        opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

        @post(name=f"api:{noun}:post")
        async def add_row(
            self,
            request: Request[Actor, Any, Any],
            company_id: FromPath[UUID],
            data: JSONBody[shape],  # type: ignore[valid-type]  # Litestar reads the very class at run time
        ) -> Made:
            return Made(await add(request.user, company_id, data))

        @put("/{row_id:uuid}", status_code=204, name=f"api:{noun}:put")
        async def amend_row(
            self,
            request: Request[Actor, Any, Any],
            company_id: FromPath[UUID],
            row_id: FromPath[UUID],
            data: JSONBody[form],  # type: ignore[valid-type]  # as above
        ) -> None:
            """409 where somebody changed it since `version`."""
            sent = cast("forms.Versioned[Any]", data)
            await amend(request.user, company_id, row_id, forms.record_of(sent, shape), sent.version)

        @delete("/{row_id:uuid}", name=f"api:{noun}:delete")
        async def remove_row(
            self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], row_id: FromPath[UUID]
        ) -> None:
            await remove(request.user, company_id, row_id)

    RowApi.__name__ = RowApi.__qualname__ = f"{shape.__name__}Api"
    return RowApi


HANDLERS: list[ControllerRouterHandler] = [
    CompanyApi,
    _rows(
        "people",
        records.PersonRecord,
        forms.PersonForm,
        add=actions.add_person,
        amend=actions.amend_person,
        remove=actions.remove_person,
    ),
    _rows(
        "employments",
        records.EmploymentRecord,
        forms.EmploymentForm,
        add=actions.add_employment,
        amend=actions.amend_employment,
        remove=actions.remove_employment,
    ),
    _rows(
        "shares",
        records.ShareRecord,
        forms.ShareForm,
        add=actions.add_share,
        amend=actions.amend_share,
        remove=actions.remove_share,
    ),
    _rows(
        "certificates",
        records.CertificateRecord,
        forms.CertificateForm,
        add=actions.add_certificate,
        amend=actions.amend_certificate,
        remove=actions.remove_certificate,
    ),
    _rows(
        "rights",
        records.IpRecord,
        forms.IpForm,
        add=actions.add_right,
        amend=actions.amend_right,
        remove=actions.remove_right,
    ),
    _rows(
        "funding",
        records.FundingRecord,
        forms.FundingForm,
        add=actions.add_funding,
        amend=actions.amend_funding,
        remove=actions.remove_funding,
    ),
]
