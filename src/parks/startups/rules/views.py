"""A company's record as the other rooms see it: frozen, numbers masked, amounts in yuan."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.startups.states import Hand, Proven


@dataclass(frozen=True, slots=True)
class ProofView:
    """A document behind a line. `dated_on`: the day the paper bears; `valid_until`: its last day, where it has one."""

    id: UUID
    document_id: UUID
    name: str
    dated_on: date | None
    valid_until: date | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckView:
    """Who compared a line with which of its documents. `holds`: nothing of the line was changed since."""

    officer: str
    at: datetime
    document_id: UUID
    holds: bool


@dataclass(frozen=True, slots=True)
class Noun:
    """What every line of a record carries: its version, who wrote it last, what proves it, who checked it, and from
    which day on it counts as old (None: it does not grow old).
    """

    id: UUID
    version: int
    by_name: str
    at: datetime
    proofs: tuple[ProofView, ...] = field(default=(), kw_only=True)
    check: CheckView | None = field(default=None, kw_only=True)
    stale_from: date | None = field(default=None, kw_only=True)

    @property
    def checked(self) -> CheckView | None:
        """The check that holds now."""
        return self.check if self.check is not None and self.check.holds else None

    def stale(self, on: date) -> bool:
        return self.stale_from is not None and self.stale_from <= on


@dataclass(frozen=True, slots=True)
class PersonView(Noun):
    """`fingerprint` is for comparing alone and shown nowhere; `account_id` where the person has an account."""

    name: str
    latin: str
    document_kind: str
    document_country: str
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


@dataclass(frozen=True, slots=True)
class InventorView:
    name: str
    person: UUID | None


@dataclass(frozen=True, slots=True)
class IpAssetView(Noun):
    kind: str
    number: str
    title: str
    trademark_class: int | None
    filed_on: date | None
    granted_on: date | None
    lapsed_on: date | None
    owner: str
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
class FiguresView(Noun):
    """One year, as it was (`actual`) or as it is expected (`forecast`); amounts in `currency`."""

    year: int
    kind: str
    currency: str
    revenue: Decimal | None
    profit: Decimal | None
    rd_spend: Decimal | None
    tax_paid: Decimal | None
    total_assets: Decimal | None
    headcount: int | None

    def amount(self, name: str) -> Money | None:
        """One of its amounts by its name."""
        found: Decimal | None = getattr(self, name)
        return None if found is None else Money(found, self.currency)


AMOUNTS = ("revenue", "profit", "rd_spend", "tax_paid", "total_assets")
"""The amounts of a year, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class CompanyView(Noun):
    """The whole record. `member`: the reader is on the company's side, with these `rights`; officers read alone."""

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
    owner: bool = False
    rights: frozenset[Hand] = frozenset()
    people: tuple[PersonView, ...] = ()
    employments: tuple[EmploymentView, ...] = ()
    shares: tuple[ShareView, ...] = ()
    certificates: tuple[CertificateView, ...] = ()
    ip_assets: tuple[IpAssetView, ...] = ()
    bank_account: BankAccountView | None = None
    funding: tuple[FundingView, ...] = ()
    figures: tuple[FiguresView, ...] = ()

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
    def can_edit(self) -> bool:
        return Hand.EDIT in self.rights

    def line(self, noun: Proven, line_id: UUID) -> Noun | None:
        """One line of the record by its noun and id; the company's own first page stands under its own id."""
        several: dict[Proven, tuple[Noun, ...]] = {
            Proven.COMPANY: (self,),
            Proven.PEOPLE: self.people,
            Proven.EMPLOYMENTS: self.employments,
            Proven.SHARES: self.shares,
            Proven.CERTIFICATES: self.certificates,
            Proven.RIGHTS: self.ip_assets,
            Proven.FIGURES: self.figures,
            Proven.FUNDING: self.funding,
            Proven.BANK_ACCOUNT: (self.bank_account,) if self.bank_account else (),
        }
        return next((one for one in several[noun] if one.id == line_id), None)

    @property
    def cash(self) -> Decimal:
        """Contributions in cash, all holders together."""
        return sum((one.cash or Decimal(0) for one in self.shares), Decimal(0))

    @property
    def technology(self) -> Decimal:
        """Contributions in technology, all holders together."""
        return sum((one.technology or Decimal(0) for one in self.shares), Decimal(0))

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
