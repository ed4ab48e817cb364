"""A company's record as the other rooms see it: frozen, numbers masked, amounts in yuan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class Noun:
    """What every row of a record carries: its version, and who wrote it last."""

    id: UUID
    version: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonView(Noun):
    """`fingerprint` is for comparing alone and shown nowhere; `account_id` where the person has an account."""

    name: str
    latin: str
    document_kind: str
    number_masked: str
    fingerprint: str
    account_id: UUID | None
    birth_year: int | None
    position: str
    works_here: bool
    legal_representative: bool
    returned_on: date | None
    overseas_years: Decimal | None
    full_time: bool | None


@dataclass(frozen=True, slots=True)
class EmploymentView(Noun):
    person: UUID
    employer: str
    employer_uscc: str
    position: str
    since: date
    until: date | None  # the first day it no longer held
    abroad: bool

    @property
    def last_day(self) -> date | None:
        """As it was typed, and as people read it."""
        return self.until - timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class ShareView(Noun):
    person: UUID | None
    entity_name: str
    entity_uscc: str
    percent: Decimal
    cash: Decimal | None
    technology: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """Cash and technology together; None while neither was said."""
        if self.cash is None and self.technology is None:
            return None
        return (self.cash or Decimal(0)) + (self.technology or Decimal(0))


@dataclass(frozen=True, slots=True)
class CertificateView(Noun):
    person: UUID
    level: str
    country: str
    institution: str
    field: str
    started_on: date | None
    awarded_on: date | None
    cscse: str
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class InventorView:
    name: str
    person: UUID | None


@dataclass(frozen=True, slots=True)
class IpAssetView(Noun):
    kind: str
    number: str
    title: str
    filed_on: date | None
    granted_on: date | None
    lapsed_on: date | None
    owner: str
    document_id: UUID | None
    inventors: tuple[InventorView, ...] = ()

    def in_force(self, on: date) -> bool:
        granted = self.granted_on is not None and self.granted_on <= on
        return granted and (self.lapsed_on is None or on < self.lapsed_on)


@dataclass(frozen=True, slots=True)
class BankAccountView(Noun):
    bank: str
    branch: str
    account_masked: str
    clearing_number: str


@dataclass(frozen=True, slots=True)
class FundingView(Noun):
    kind: str
    programme: str
    year: int
    place: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class CompanyView(Noun):
    """The whole record. `member`: the reader may write it; officers read alone."""

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
    path: str
    member: bool = False
    people: tuple[PersonView, ...] = ()
    employments: tuple[EmploymentView, ...] = ()
    shares: tuple[ShareView, ...] = ()
    certificates: tuple[CertificateView, ...] = ()
    ip_assets: tuple[IpAssetView, ...] = ()
    bank_account: BankAccountView | None = None
    funding: tuple[FundingView, ...] = ()

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_zh, self.name_en or self.name_zh)

    @property
    def capital(self) -> Money | None:
        return None if self.registered_capital is None else Money(self.registered_capital)

    @property
    def paid_in(self) -> Money | None:
        return None if self.paid_in_capital is None else Money(self.paid_in_capital)

    @property
    def url(self) -> str:
        return f"/companies/{self.id}"

    @property
    def legal_representative(self) -> PersonView | None:
        return next((one for one in self.people if one.legal_representative), None)

    @property
    def percents(self) -> Decimal:
        return sum((one.percent for one in self.shares), Decimal(0))

    def person(self, person_id: UUID | None) -> PersonView | None:
        return next((one for one in self.people if one.id == person_id), None)

    def named(self, person_id: UUID | None) -> str:
        found = self.person(person_id)
        return found.name if found else ""

    def holder(self, share: ShareView) -> str:
        return share.entity_name or self.named(share.person)
