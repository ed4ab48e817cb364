"""The shapes of what people tell of a company: read from forms and the API, handed to the actions as they are.

Numbers come out in their normal form (`reference.rules.identifiers`); a wrong one is refused with its sentence.
Amounts are yuan. Nothing is asked for that no rule needs (domain.md §10).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from parks.kernel.errors import Conflict, SaidError
from parks.kernel.words import _
from parks.reference.rules import countries, identifiers
from parks.startups.states import (
    DegreeLevel,
    DocumentKind,
    FiguresKind,
    FundingKind,
    Hand,
    IpKind,
)

NUMBERS = {
    IpKind.INVENTION_PATENT: identifiers.patent_number,
    IpKind.UTILITY_MODEL: identifiers.patent_number,
    IpKind.DESIGN_PATENT: identifiers.patent_number,
    IpKind.SOFTWARE_COPYRIGHT: identifiers.software_copyright,
    IpKind.TRADEMARK: identifiers.trademark_number,
    IpKind.LAYOUT_DESIGN: identifiers.layout_design_number,
}


PATENTS = frozenset({IpKind.INVENTION_PATENT, IpKind.UTILITY_MODEL, IpKind.DESIGN_PATENT})


def _after(first: date | None, last: date | None) -> date | None:
    if first is not None and last is not None and last < first:
        raise SaidError(_("It cannot end before it began."))
    return last


def _country(text: str) -> str:
    code = text.strip().upper()
    if code and code not in countries.countries():
        raise SaidError(_("Choose a country or region from the list."))
    return code


def _ungrouped(value: object) -> object:
    """3,000,000 · ３０００ · 300 万 as people write amounts."""
    if not isinstance(value, str):
        return value
    plain = value.translate(_FULL_WIDTH).replace(",", "").replace(" ", "").removeprefix("¥").removesuffix("元")
    if not plain.endswith("万"):
        return plain
    try:
        return Decimal(plain[:-1]) * 10_000
    except ArithmeticError:
        return plain


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，￥", "0123456789.,¥")


def _optional(text: str) -> str:
    return identifiers.uscc(text) if text else ""


def _clearing(text: str) -> str:
    return identifiers.bank_clearing_number(text)


def _account(text: str) -> str:
    return identifiers.bank_account(text) if text else ""


def _cscse(text: str) -> str:
    return identifiers.cscse_number(text) if text else ""


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Amount = Annotated[Decimal, BeforeValidator(_ungrouped), Field(ge=0, max_digits=15, decimal_places=2)]
Figure = Annotated[Decimal, BeforeValidator(_ungrouped), Field(ge=0, max_digits=17, decimal_places=2)]
Result = Annotated[Decimal, BeforeValidator(_ungrouped), Field(max_digits=17, decimal_places=2)]
"""A profit, or a loss below nothing."""

Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=7, decimal_places=4)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CompanyRecord(Record):
    """`park_id` is the park's organisation, where the company sits in one; `region` six digits, `industry` its code."""

    uscc: Annotated[str, AfterValidator(identifiers.uscc)]
    name_zh: Name
    name_en: Line = ""
    registered_on: Day | None = None
    registered_capital: Amount | None = None
    paid_in_capital: Amount | None = None
    region: Annotated[str, StringConstraints(pattern=r"^(\d{6})?$")] = ""
    industry: Annotated[str, StringConstraints(pattern=r"^([A-T]\d{0,4})?$")] = ""
    address: Line = ""
    headcount: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    park_id: UUID | None = None


class PersonRecord(Record):
    """Someone who works for the company or holds shares of it.

    `number` empty leaves what is stored; `document_country` is who issued a passport or permit. `me` says
    that this is the account of who writes it. `full_time` None is
    "not said yet". `overseas_years` studied or worked abroad.
    """

    name: Name
    latin: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_country: Annotated[str, AfterValidator(_country), Field(max_length=2)] = ""
    number: Annotated[str, StringConstraints(max_length=40)] = ""
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    position: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    me: bool = False
    works_here: bool = False
    legal_representative: bool = False
    returned_on: Day | None = None
    overseas_years: Annotated[Decimal, Field(ge=0, le=80, max_digits=4, decimal_places=1)] | None = None
    full_time: bool | None = None

    @field_validator("number")
    @classmethod
    def _of_its_kind(cls, number: str, told: ValidationInfo) -> str:
        if not number or "document_kind" not in told.data:
            return number
        resident = told.data["document_kind"] is DocumentKind.RESIDENT_ID
        return identifiers.resident_id(number) if resident else identifiers.passport(number)


class EmploymentRecord(Record):
    """Where one of the people works or worked; `until` is the last day, empty while it lasts."""

    person_id: UUID
    employer: Name
    employer_uscc: Annotated[str, AfterValidator(_optional)] = ""
    position: Line = ""
    since: Day
    until: Day | None = None
    abroad: bool = False

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: date | None, told: ValidationInfo) -> date | None:
        return _after(told.data.get("since"), until)


class ShareRecord(Record):
    """One holder: one of the people (`person_id`), or a company or platform by its name."""

    person_id: UUID | None = None
    entity_name: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=100), Field(validate_default=True)
    ] = ""
    entity_uscc: Annotated[str, AfterValidator(_optional)] = ""
    percent: Percent
    cash: Amount | None = None
    technology: Amount | None = None

    @field_validator("entity_name")
    @classmethod
    def _one_holder(cls, name: str, told: ValidationInfo) -> str:
        if "person_id" in told.data and (told.data["person_id"] is None) == (not name):
            raise SaidError(_("Choose one of the people, or write the name of the company that holds the share."))
        return name


class CertificateRecord(Record):
    """A degree, or a time as a postdoc from `started_on` to `awarded_on`. `cscse` is the certification's number."""

    person_id: UUID
    level: DegreeLevel
    country: Annotated[
        str,
        StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$"),
        AfterValidator(_country),
    ]
    institution: Line = Field(min_length=1)
    field: Line = ""
    started_on: Day | None = None
    awarded_on: Day | None = None
    cscse: Annotated[str, AfterValidator(_cscse)] = ""

    @field_validator("awarded_on")
    @classmethod
    def _in_order(cls, awarded_on: date | None, told: ValidationInfo) -> date | None:
        return _after(told.data.get("started_on"), awarded_on)


class IpRecord(Record):
    """A right with its number; `inventors` names, parted by commas, 、or lines. `lapsed_on`: no longer in force."""

    kind: IpKind
    number: Annotated[str, StringConstraints(max_length=60)]
    title: Line = Field(min_length=1)
    trademark_class: Annotated[int, Field(ge=1, le=45)] | None = None
    filed_on: Day | None = None
    granted_on: Day | None = None
    lapsed_on: Day | None = None
    owner: Line = ""
    inventors: Annotated[str, StringConstraints(max_length=1000)] = ""

    @field_validator("number")
    @classmethod
    def _of_its_kind(cls, number: str, told: ValidationInfo) -> str:
        if "kind" not in told.data:
            return number
        kind: IpKind = told.data["kind"]
        normal = NUMBERS[kind](number)
        if kind in PATENTS and identifiers.patent_kind(normal).value != kind.value:
            raise SaidError(_("This number is of another kind of patent. Compare the kind and the number."))
        return normal

    @field_validator("trademark_class")
    @classmethod
    def _of_trademarks(cls, given: int | None, told: ValidationInfo) -> int | None:
        if given is not None and told.data.get("kind") is not IpKind.TRADEMARK:
            raise SaidError(_("Only trademarks are registered in a class. Leave this empty."))
        return given

    def names(self) -> tuple[str, ...]:
        text = self.inventors
        for sign in ("、", "，", ";", "；", "\n", "\r"):
            text = text.replace(sign, ",")
        return tuple(dict.fromkeys(name for one in text.split(",") if (name := one.strip())))


class BankRecord(Record):
    """The company's own account; `account` empty leaves what is stored."""

    bank: Name
    branch: Name
    account: Annotated[str, AfterValidator(_account)] = ""
    clearing_number: Annotated[str, AfterValidator(_clearing)]


class FundingRecord(Record):
    """Public funding received before (`award`) or asked for elsewhere this year (`filing`)."""

    kind: FundingKind
    programme: Name
    year: Annotated[int, Field(ge=1990, le=2100)]
    place: Line = ""
    amount: Amount | None = None


class FiguresRecord(Record):
    """One year in figures; what is not known yet stays empty. Amounts in `currency` (ISO 4217)."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    kind: FiguresKind
    currency: Literal["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD"] = "CNY"
    revenue: Figure | None = None
    profit: Result | None = None
    rd_spend: Figure | None = None
    tax_paid: Figure | None = None
    total_assets: Figure | None = None
    headcount: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class ProofRecord(Record):
    """What a document says of itself: the day it bears, and its last day where it has one."""

    dated_on: Day | None = None
    valid_until: Day | None = None

    @field_validator("valid_until")
    @classmethod
    def _in_order(cls, until: date | None, told: ValidationInfo) -> date | None:
        return _after(told.data.get("dated_on"), until)


class HandsRecord(Record):
    """Who is asked to lend a hand, and with what: at least one of the three."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254)]
    name: Name
    rights: Annotated[tuple[Hand, ...], Field(min_length=1, max_length=3)]


class Outdated(Conflict):
    """409: the row was changed after the page was opened. `theirs` is what stands there now, by field."""

    def __init__(self, by: str, version: int, theirs: Mapping[str, Any]) -> None:
        super().__init__(
            _("{name} changed this after you opened the page. What they wrote stands beside each field.", name=by)
        )
        self.by = by
        self.version = version
        self.theirs = dict(theirs)
