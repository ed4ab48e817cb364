"""What the rules of a programme rest on, out of one record: each fact with where it was entered, by whom and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.kernel.words import Bilingual
from parks.startups.rules.entered import Entered, Line, entered
from parks.startups.rules.lines import lines_of
from parks.startups.rules.views import CertificateView, CompanyView, FiguresView, IpAssetView, PersonView, ShareView
from parks.startups.states import DegreeLevel

MAINLAND = "CN"


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree earned outside the mainland. `level` bachelor, master or doctor."""

    level: str
    country: str
    institution: str
    field: str
    awarded_on: date | None
    cscse: str
    documented: bool
    entered: Entered


@dataclass(frozen=True, slots=True)
class Contribution:
    """One holder's part of the registered capital. `returnee`: has a degree or a postdoc's time abroad on record."""

    holder: str
    person_id: UUID | None
    applicant: bool
    returnee: bool
    percent: Decimal
    amount: Decimal | None
    technology: Decimal | None
    entered: Entered


@dataclass(frozen=True, slots=True)
class Asset:
    label: str
    number: str
    kind: str
    in_force: bool
    documented: bool
    entered: Entered


@dataclass(frozen=True, slots=True)
class Funding:
    kind: str
    programme: str
    year: int
    place: str
    amount: Decimal | None
    entered: Entered


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """Everything that the rules of domain.md §2.2 rest on. None is "nobody has said yet", never "no".

    The applicant is the person of the record whose account is asked about; `applicant_id` None: not on the record.
    """

    company_id: UUID
    name: Bilingual
    uscc: str
    path: str
    in_park: bool
    registered_on: date | None
    registered_capital: Decimal | None
    paid_in_capital: Decimal | None
    applicant_id: UUID | None
    applicant_name: str
    applicant_fingerprint: str
    applicant_is_legal_representative: bool | None
    full_time: bool | None
    returned_on: date | None
    overseas_years: Decimal | None
    degrees: tuple[Degree, ...]
    postdoc_months: int | None
    contributions: tuple[Contribution, ...]
    assets: tuple[Asset, ...]
    funding: tuple[Funding, ...]
    entered: dict[str, Entered] = field(default_factory=dict)
    figures: tuple[FiguresView, ...] = ()
    lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    def share_of_returnees(self) -> Decimal | None:
        """Σ of returnees' contributions over Σ of all, in percent and unrounded; None while an amount is missing."""
        return self._share("returnee")

    def share_of_applicant(self) -> Decimal | None:
        return self._share("applicant")

    def _share(self, of: str) -> Decimal | None:
        if not self.contributions or any(one.amount is None for one in self.contributions):
            return None
        total = sum((one.amount or Decimal(0) for one in self.contributions), Decimal(0))
        own = sum((one.amount or Decimal(0) for one in self.contributions if getattr(one, of)), Decimal(0))
        return own * 100 / total if total else None


def facts_of(company: CompanyView, *, account_id: UUID | None, on: date) -> CompanyFacts:
    """The facts for an application by the holder of this account (None: by the legal representative)."""
    applicant = _applicant(company, account_id)
    legal = company.legal_representative
    mine = [one for one in company.certificates if applicant is not None and one.person == applicant.id]
    base = entered(company, company.url)
    of_person = entered(applicant, f"{company.url}/people/{applicant.id}") if applicant is not None else base
    return CompanyFacts(
        company_id=company.id,
        name=company.name,
        uscc=company.uscc,
        path=company.path,
        in_park=company.park_id is not None,
        registered_on=company.registered_on,
        registered_capital=company.registered_capital,
        paid_in_capital=company.paid_in_capital,
        applicant_id=applicant.id if applicant else None,
        applicant_name=applicant.name if applicant else "",
        applicant_fingerprint=applicant.fingerprint if applicant else "",
        applicant_is_legal_representative=None if legal is None or applicant is None else legal.id == applicant.id,
        full_time=applicant.full_time if applicant else None,
        returned_on=applicant.returned_on if applicant else None,
        overseas_years=applicant.overseas_years if applicant else None,
        degrees=tuple(_degrees(company, mine)),
        postdoc_months=_postdoc_months(mine),
        contributions=tuple(_contributions(company, applicant)),
        assets=tuple(_asset(company, one, on) for one in company.ip_assets),
        funding=tuple(_funding(company)),
        entered={"company": base, "applicant": of_person},
        figures=company.figures,
        lines=lines_of(company, applicant, on),
    )


def _applicant(company: CompanyView, account_id: UUID | None) -> PersonView | None:
    if account_id is None:
        return company.legal_representative
    return next((one for one in company.people if one.account_id == account_id), None)


def _degrees(company: CompanyView, mine: list[CertificateView]) -> Iterator[Degree]:
    for one in mine:
        if one.level != DegreeLevel.POSTDOC and one.country != MAINLAND:
            yield Degree(
                one.level,
                one.country,
                one.institution,
                one.field,
                one.awarded_on,
                one.cscse,
                bool(one.proofs),
                entered(one, f"{company.url}/certificates/{one.id}"),
            )


def _postdoc_months(mine: list[CertificateView]) -> int | None:
    """Whole months as a postdoc abroad; None where none is on record with both its days."""
    spans = [
        (one.started_on, one.awarded_on)
        for one in mine
        if one.level == DegreeLevel.POSTDOC and one.country != MAINLAND and one.started_on and one.awarded_on
    ]
    return sum(_months(first, last) for first, last in spans) if spans else None


def _months(first: date, last: date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months if last.day >= first.day else months - 1)


def _contributions(company: CompanyView, applicant: PersonView | None) -> Iterator[Contribution]:
    returnees = {one.person for one in company.certificates if one.country != MAINLAND}
    for share in company.shares:
        yield Contribution(
            holder=company.holder(share),
            person_id=share.person,
            applicant=applicant is not None and share.person == applicant.id,
            returnee=share.person in returnees,
            percent=share.percent,
            amount=_contributed(company, share),
            technology=share.technology,
            entered=entered(share, f"{company.url}/shares/{share.id}"),
        )


def _contributed(company: CompanyView, share: ShareView) -> Decimal | None:
    """What was paid in and brought in; while that is not said, the percentage of the registered capital."""
    if share.amount is not None or company.registered_capital is None:
        return share.amount
    return company.registered_capital * share.percent / 100


def _asset(company: CompanyView, one: IpAssetView, on: date) -> Asset:
    there = entered(one, f"{company.url}/rights/{one.id}")
    return Asset(f"{one.title} ({one.number})", one.number, one.kind, one.in_force(on), bool(one.proofs), there)


def _funding(company: CompanyView) -> Iterator[Funding]:
    for one in company.funding:
        there = entered(one, f"{company.url}/funding/{one.id}")
        yield Funding(one.kind, one.programme, one.year, one.place, one.amount, there)
