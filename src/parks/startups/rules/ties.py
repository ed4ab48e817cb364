"""Who and what a company is tied to, for recusal (domain.md §6.3). Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.startups.rules.views import CompanyView, PersonView


@dataclass(frozen=True, slots=True)
class TiedPerson:
    """Somebody on the company's side, by account, identity fingerprint and name."""

    name: str
    account_id: UUID | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class TiedShareholder:
    person: TiedPerson
    percent: Decimal


@dataclass(frozen=True, slots=True)
class TiedEntity:
    """A company or platform that holds a share."""

    name: str
    uscc: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class TiedEmployment:
    """Half-open days, as everywhere."""

    employer: str
    employer_uscc: str
    person: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class TiedPatent:
    number: str
    inventors: tuple[TiedPerson, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """All that an expert may be tied to (domain.md §6.3); reviews compare, programmes hand it over."""

    company_name: str
    uscc: str
    people: tuple[TiedPerson, ...]
    shareholders: tuple[TiedShareholder, ...]
    entities: tuple[TiedEntity, ...]
    employments: tuple[TiedEmployment, ...]
    patents: tuple[TiedPatent, ...]


def ties_of(company: CompanyView) -> Ties:
    """Those who hold shares alone are shareholders, not people of the company: 1.2 % make nobody an applicant."""
    return Ties(
        company_name=company.name_zh,
        uscc=company.uscc,
        people=tuple(_tied(one) for one in company.people if one.works_here or one.legal_representative),
        shareholders=tuple(
            TiedShareholder(_tied(person), one.percent)
            for one in company.shares
            if (person := company.person(one.person)) is not None
        ),
        entities=tuple(
            TiedEntity(one.entity_name, one.entity_uscc, one.percent) for one in company.shares if one.person is None
        ),
        employments=tuple(
            TiedEmployment(one.employer, one.employer_uscc, company.named(one.person), one.since, one.until)
            for one in company.employments
        ),
        patents=tuple(
            TiedPatent(one.number, tuple(_inventor(company, name.name, name.person) for name in one.inventors))
            for one in company.ip_assets
        ),
    )


def _tied(person: PersonView) -> TiedPerson:
    return TiedPerson(person.name, person.account_id, person.fingerprint)


def _inventor(company: CompanyView, name: str, person_id: UUID | None) -> TiedPerson:
    person = company.person(person_id)
    return _tied(person) if person is not None else TiedPerson(name)
