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

from parks.documents.actions import Incoming
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden
from parks.kernel.words import _
from parks.startups import actions, forms, queries
from parks.startups.rules import records
from parks.startups.rules.records import Record
from parks.startups.rules.views import (
    BankAccountView,
    CertificateView,
    CheckView,
    CompanyView,
    EmploymentView,
    FiguresView,
    FundingView,
    IpAssetView,
    ProofView,
    ShareView,
)
from parks.startups.states import Hand, Proven
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
    document_country: str
    number_masked: str
    birth_year: int | None
    position: str
    works_here: bool
    legal_representative: bool
    returned_on: date | None
    overseas_years: Decimal | None
    full_time: bool | None
    proofs: list[ProofView]
    check: CheckView | None
    stale_from: date | None


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
    may: list[str]
    people: list[PersonOut]
    employments: list[EmploymentView]
    shares: list[ShareView]
    certificates: list[CertificateView]
    rights: list[IpAssetView]
    bank_account: BankAccountView | None
    funding: list[FundingView]
    figures: list[FiguresView]
    proofs: list[ProofView]
    check: CheckView | None
    stale_from: date | None


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
        "figures": list(found.figures),
        "proofs": list(found.proofs),
        "may": sorted(found.rights),
    }
    own = {one.name: getattr(found, one.name) for one in fields(CompanyOut) if one.name not in several}
    return CompanyOut(**own, **several)


def _person(found: Any) -> PersonOut:
    told = {one.name: getattr(found, one.name) for one in fields(PersonOut)}
    return PersonOut(**(told | {"proofs": list(found.proofs)}))


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


@dataclass(frozen=True, slots=True)
class MemberOut:
    """Somebody on the company's side; `rights` of edit, certify and submit."""

    person_id: UUID
    name: str
    email: str
    owner: bool
    rights: list[Hand]


@dataclass(frozen=True, slots=True)
class AskedOut:
    """Somebody who was asked and has not answered."""

    id: UUID
    name: str
    email: str
    rights: list[str]
    until: datetime


@dataclass(frozen=True, slots=True)
class SideOut:
    """`asked` is told to the owner alone."""

    members: list[MemberOut]
    asked: list[AskedOut]


class MemberApi(Controller):
    path = "/api/v1/companies/{company_id:uuid}"
    tags = ("companies",)
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get("/members", name="api:company-members:index")
    async def index(self, request: Request[Actor, Any, Any], company_id: FromPath[UUID]) -> SideOut:
        side = await queries.side(request.user, company_id)
        return SideOut(
            [MemberOut(one.person_id, one.name, one.email, one.owner, list(one.rights)) for one in side.members],
            [AskedOut(one.id, one.name, one.email, list(one.rights), one.until) for one in side.invitations],
        )

    @post("/members", name="api:company-members:post")
    async def invite(
        self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], data: JSONBody[records.HandsRecord]
    ) -> Made:
        """Ask somebody to lend a hand; they hold nothing until they accept. Answers the invitation's id."""
        return Made(await actions.invite_member(request.user, company_id, data))

    @delete("/members/{person_id:uuid}", name="api:company-member:delete")
    async def remove(
        self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], person_id: FromPath[UUID]
    ) -> None:
        """The owner ends what was given; a member leaves."""
        await actions.end_membership(request.user, company_id, person_id)

    @delete("/invitations/{invitation_id:uuid}", name="api:company-invitation:delete")
    async def withdraw(
        self, request: Request[Actor, Any, Any], company_id: FromPath[UUID], invitation_id: FromPath[UUID]
    ) -> None:
        await actions.withdraw_member_invitation(request.user, company_id, invitation_id)


class ProofApi(Controller):
    """The documents behind a line, and who compared them; `noun` as in the record, `company` and `account` too."""

    path = "/api/v1/companies/{company_id:uuid}/lines/{noun:str}/{line_id:uuid}"
    tags = ("companies",)
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @put("/documents", name="api:record-document:put", request_max_body_size=None)
    async def add(  # noqa: PLR0917  # a line, a file, and what the file says of itself
        self,
        request: Request[Actor, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[Proven],
        line_id: FromPath[UUID],
        name: FromQuery[str],
        dated_on: FromQuery[date | None] = None,
        valid_until: FromQuery[date | None] = None,
        no_secrets: FromQuery[bool] = False,
    ) -> Made:
        """Upload a file as the raw body. `no_secrets` declares that it holds no state secrets: without it, 403."""
        if not no_secrets:
            raise Forbidden(_("Declare first that what you upload contains no state secrets."))
        return Made(
            await actions.prove(
                request.user,
                company_id,
                noun,
                line_id,
                Incoming(name, request.stream()),
                records.ProofRecord(dated_on=dated_on, valid_until=valid_until),
            )
        )

    @delete("/documents/{proof_id:uuid}", name="api:record-document:delete")
    async def remove(
        self,
        request: Request[Actor, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[Proven],
        line_id: FromPath[UUID],
        proof_id: FromPath[UUID],
    ) -> None:
        del noun, line_id  # the document knows its line
        await actions.remove_document(request.user, company_id, proof_id)

    @put("/check", status_code=204, name="api:record-check:put")
    async def check(
        self,
        request: Request[Actor, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[Proven],
        line_id: FromPath[UUID],
        data: JSONBody[forms.CheckForm],
    ) -> None:
        """Officers: the line in this `version` was compared with this `document` of its own. 409 where it changed."""
        await actions.check_line(request.user, company_id, noun, line_id, data.document, data.version)

    @delete("/check", name="api:record-check:delete")
    async def uncheck(
        self,
        request: Request[Actor, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[Proven],
        line_id: FromPath[UUID],
    ) -> None:
        del noun
        await actions.uncheck_line(request.user, company_id, line_id)

    @put("/freshness", status_code=204, name="api:record-freshness:put")
    async def still_right(
        self,
        request: Request[Actor, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[Proven],
        line_id: FromPath[UUID],
    ) -> None:
        """The company's word that a line without a dated paper is right as it stands."""
        await actions.say_still_right(request.user, company_id, noun, line_id)


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
    MemberApi,
    ProofApi,
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
        "figures",
        records.FiguresRecord,
        forms.FiguresForm,
        add=actions.add_figures,
        amend=actions.amend_figures,
        remove=actions.remove_figures,
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
