"""One company, whole, in one statement."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import row, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.startups.queries.scope import VISIBLE, scope
from parks.startups.rules.facts import CompanyFacts, facts_of
from parks.startups.rules.ties import Ties, ties_of
from parks.startups.rules.views import (
    BankAccountView,
    CertificateView,
    CompanyView,
    EmploymentView,
    FundingView,
    InventorView,
    IpAssetView,
    PersonView,
    ShareView,
)

V = TypeVar("V")


LOCKED = "ARRAY['number_locked', 'account_locked']"
"""What no page, list or API ever reads."""


def _rows(table: str, amounts: str = "") -> str:
    """A company's rows of one table as JSON, oldest first; amounts as text, for JSON's numbers are no decimals."""
    exact = "".join(f" || jsonb_build_object('{name}', t.{name}::text)" for name in amounts.split())
    shown = f"to_jsonb(t) - {LOCKED}{exact}"
    return f"(SELECT COALESCE(jsonb_agg({shown} ORDER BY t.id), '[]') FROM {table} t WHERE t.company = c.id)"


WHOLE = f"""
SELECT c.id, c.version, c.by_name, c.at, c.uscc, c.name_zh, c.name_en, c.registered_on, c.registered_capital,
  c.paid_in_capital, c.region, c.industry, c.address, c.headcount, c.park_id, c.path,
  {_rows("company_person", "overseas_years")} AS people,
  {_rows("company_employment")} AS employments,
  {_rows("company_shareholding", "percent cash technology")} AS shares,
  {_rows("company_certificate")} AS certificates,
  (SELECT COALESCE(jsonb_agg(to_jsonb(t) || jsonb_build_object('inventors',
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('name', i.name, 'person', i.person) ORDER BY i.place), '[]')
        FROM company_ip_inventor i WHERE i.asset = t.id)) ORDER BY t.id), '[]')
    FROM company_ip_asset t WHERE t.company = c.id) AS ip_assets,
  {_rows("company_bank_account")} AS bank,
  {_rows("company_earlier_funding", "amount")} AS funding
"""


async def company(actor: Actor, company_id: UUID) -> CompanyView:
    """The record as this reader may see it. Hidden (404) to everyone else."""
    found = await row(
        f"{WHOLE}, EXISTS (SELECT FROM company_member m WHERE m.company = c.id AND m.account_id = $1) AS member"
        f" FROM company c WHERE c.id = $3 AND {VISIBLE}",
        *scope(actor),
        company_id,
    )
    return _company(found) if found is not None else hidden()


async def facts(company_id: UUID, account_id: UUID | None = None) -> CompanyFacts:
    """What the rules of §2.2 rest on, for an application by this account (None: by the legal representative).

    Whoever calls has asked whether the reader may. Hidden (404) where there is no such company.
    """
    return facts_of(await _anyones(company_id), account_id=account_id, on=await clock.today())


async def ties(company_id: UUID) -> Ties:
    """What recusal compares. Hidden (404) where there is no such company."""
    return ties_of(await _anyones(company_id))


async def _anyones(company_id: UUID) -> CompanyView:
    found = await row(f"{WHOLE}, FALSE AS member FROM company c WHERE c.id = $1", company_id)
    return _company(found) if found is not None else hidden()


async def found_by_uscc(uscc: str) -> UUID | None:
    """For checks across companies (R-ONCE); `uscc` in its normal form."""
    found: UUID | None = await value("SELECT id FROM company WHERE uscc = $1", uscc)
    return found


def _company(found: Mapping[str, Any]) -> CompanyView:
    told = dict(found)
    bank = told.pop("bank")
    told["people"] = tuple(_made(PersonView, one) for one in told["people"])
    told["employments"] = tuple(_made(EmploymentView, one) for one in told["employments"])
    told["shares"] = tuple(_made(ShareView, one) for one in told["shares"])
    told["certificates"] = tuple(_made(CertificateView, one) for one in told["certificates"])
    told["ip_assets"] = tuple(_asset(one) for one in told["ip_assets"])
    told["funding"] = tuple(_made(FundingView, one) for one in told["funding"])
    return CompanyView(**told, bank_account=_made(BankAccountView, bank[0]) if bank else None)


def _asset(found: Mapping[str, Any]) -> IpAssetView:
    inventors = tuple(_made(InventorView, one) for one in found["inventors"])
    return _made(IpAssetView, {**found, "inventors": inventors})


FROM_JSON: Mapping[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
    UUID | None: UUID,
    date | None: date.fromisoformat,
    Decimal | None: Decimal,
}


def _made(view: type[V], found: Mapping[str, Any]) -> V:
    """A view out of its JSON row; columns that the view does not name stay behind."""
    told = {
        name: given if (given := found[name]) is None or read is None else read(given)
        for name, read in SHAPES[view].items()
    }
    return view(**told)


SHAPES: Mapping[type[Any], Mapping[str, Callable[[Any], Any] | None]] = {
    view: {name: FROM_JSON.get(hint) for name, hint in get_type_hints(view).items()}
    for view in (
        BankAccountView,
        CertificateView,
        EmploymentView,
        FundingView,
        InventorView,
        IpAssetView,
        PersonView,
        ShareView,
    )
}
