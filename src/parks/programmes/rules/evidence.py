"""What the rules of a call rest on: the facts of one applicant and company, each of which may not be known yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from parks.kernel.words import Bilingual


class Standing(StrEnum):
    """Kleene's three values, as people read them."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree; `level` is bachelor, master or doctor, `country` two letters where it was entered."""

    level: str
    institution: str
    label: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One contribution to the registered capital; `amount` None where it was not entered yet."""

    holder: str
    by_applicant: bool
    amount: Decimal | None
    returnee: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """A right in force; `kind` as the company's record names it, empty where only the right itself is known."""

    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another filing or an earlier award of the same person or company; `place` is a region, never a name."""

    kind: str  # award · filing
    year: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules rest on; None is "nobody has said yet". `urls` say where it is entered: company, person.

    `on` is the day that ages are counted on; `cash_capital` the sum of the contributions in cash, in yuan.
    """

    legal_representative: bool | None = None
    degrees: tuple[Degree, ...] | None = None
    domestic_degrees: tuple[Degree, ...] | None = None
    postdoc_months: int | None = None
    months_abroad: int | None = None
    ip_assets: tuple[Asset, ...] | None = None
    registered_on: date | None = None
    on: date | None = None
    shares: tuple[Share, ...] | None = None
    cash_capital: Decimal | None = None
    full_time: bool | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    person_known: bool = False
    clean_record: bool | None = None
    in_park: bool | None = None
    urls: Mapping[str, str] = field(default_factory=dict)
