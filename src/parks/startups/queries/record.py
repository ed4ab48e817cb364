"""One company, whole, in one statement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import row, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.reference import queries as reference
from parks.startups.queries.scope import HANDS, OWNER, VISIBLE, scope
from parks.startups.rules.facts import CompanyFacts, facts_of
from parks.startups.rules.freshness import KEY, stale_from
from parks.startups.rules.ties import Ties, ties_of
from parks.startups.rules.views import (
    AMOUNTS,
    BankAccountView,
    CertificateView,
    CheckView,
    CompanyView,
    EmploymentView,
    FiguresView,
    FundingView,
    InventorView,
    IpAssetView,
    Noun,
    PersonView,
    ProofView,
    ShareView,
)
from parks.startups.states import Hand, Proven

V = TypeVar("V")
N = TypeVar("N", bound=Noun)


LOCKED = "ARRAY['number_locked', 'account_locked']"
"""What no page, list or API ever reads."""


def _rows(table: str, amounts: str = "") -> str:
    """A company's rows of one table as JSON, oldest first; amounts as text, for JSON's numbers are no decimals."""
    shown = _rest("t", amounts.split())
    return f"(SELECT COALESCE(jsonb_agg({shown} ORDER BY t.id), '[]') FROM {table} t WHERE t.company = c.id)"


def _rest(of: str, amounts: Iterable[str]) -> str:
    exact = "".join(f" || jsonb_build_object('{name}', {of}.{name}::text)" for name in amounts)
    return f"to_jsonb({of}) - {LOCKED}{exact}"


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
  {_rows("company_earlier_funding", "amount")} AS funding,
  (SELECT COALESCE(jsonb_agg({_rest("t", AMOUNTS)} ORDER BY t.year DESC, t.kind), '[]')
    FROM yearly_figures t WHERE t.company = c.id) AS figures,
  (SELECT COALESCE(jsonb_agg(to_jsonb(t) || jsonb_build_object('document_id', t.document) ORDER BY t.id), '[]')
    FROM record_document t WHERE t.company = c.id) AS proofs,
  (SELECT COALESCE(jsonb_agg(to_jsonb(t)), '[]') FROM record_check t WHERE t.company = c.id) AS checks,
  ({reference.values_at(KEY, "c.region")}) AS fresh
"""


async def company(actor: Actor, company_id: UUID) -> CompanyView:
    """The record as this reader may see it. Hidden (404) to everyone else."""
    found = await row(
        f"{WHOLE}, {HANDS} AS rights, {OWNER} AS owner FROM company c WHERE c.id = $3 AND {VISIBLE}",
        *scope(actor),
        company_id,
    )
    return _company(found) if found is not None else hidden()


async def facts(company_id: UUID, account_id: UUID | None = None) -> CompanyFacts:
    """What the rules of §2.2 rest on, for an application by this account (None: by the legal representative).

    Whoever calls has asked whether the reader may. Hidden (404) where there is no such company.
    """
    return facts_of(await anyones(company_id), account_id=account_id, on=await clock.today())


async def ties(company_id: UUID) -> Ties:
    """What recusal compares. Hidden (404) where there is no such company."""
    return ties_of(await anyones(company_id))


async def anyones(company_id: UUID) -> CompanyView:
    """The record for whoever has asked already whether the reader may (an application's own page); nobody's side."""
    found = await row(f"{WHOLE}, NULL AS rights, FALSE AS owner FROM company c WHERE c.id = $1", company_id)
    return _company(found) if found is not None else hidden()


async def found_by_uscc(uscc: str) -> UUID | None:
    """For checks across companies (R-ONCE); `uscc` in its normal form."""
    found: UUID | None = await value("SELECT id FROM company WHERE uscc = $1", uscc)
    return found


def _company(found: Mapping[str, Any]) -> CompanyView:
    told = dict(found)
    bank, rights = told.pop("bank"), told.pop("rights")
    attach = _Attached(told.pop("proofs"), told.pop("checks"), told.pop("fresh"))
    told["people"] = attach(Proven.PEOPLE, (_made(PersonView, one) for one in told["people"]))
    told["employments"] = attach(Proven.EMPLOYMENTS, (_made(EmploymentView, one) for one in told["employments"]))
    told["shares"] = attach(Proven.SHARES, (_made(ShareView, one) for one in told["shares"]))
    told["certificates"] = attach(Proven.CERTIFICATES, (_made(CertificateView, one) for one in told["certificates"]))
    told["ip_assets"] = attach(Proven.RIGHTS, (_asset(one) for one in told["ip_assets"]))
    told["funding"] = attach(Proven.FUNDING, (_made(FundingView, one) for one in told["funding"]))
    told["figures"] = attach(Proven.FIGURES, (_made(FiguresView, one) for one in told["figures"]))
    accounts = attach(Proven.BANK_ACCOUNT, (_made(BankAccountView, one) for one in bank))
    company = CompanyView(
        **told,
        member=rights is not None,
        rights=frozenset(Hand(one) for one in rights or ()),
        bank_account=accounts[0] if accounts else None,
    )
    return attach(Proven.COMPANY, [company])[0]


class _Attached:
    """Documents, checks and the months of freshness, put to the lines they belong to."""

    def __init__(self, proofs: list[Any], checks: list[Any], fresh: Mapping[str, str]) -> None:
        self.proofs: dict[str, list[ProofView]] = {}
        for one in proofs:
            self.proofs.setdefault(one["line"], []).append(_made(ProofView, one))
        self.checks = {one["line"]: one for one in checks}
        self.months = {Proven(key.removeprefix(KEY)): int(months) for key, months in fresh.items()}

    def __call__(self, noun: Proven, lines: Iterable[N]) -> tuple[N, ...]:
        return tuple(self._line(noun, one) for one in lines)

    def _line(self, noun: Proven, line: N) -> N:
        key = str(line.id)
        check = self.checks.get(key)
        proven = replace(
            line,
            proofs=tuple(self.proofs.get(key, ())),
            check=_check(check, line.version) if check is not None else None,
        )
        return replace(proven, stale_from=stale_from(noun, proven, self.months))


def _check(found: Mapping[str, Any], version: int) -> CheckView:
    return CheckView(
        officer=found["officer_name"],
        at=datetime.fromisoformat(found["at"]),
        document_id=UUID(found["document"]),
        holds=found["version"] == version,
    )


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
        if name not in ATTACHED
    }
    return view(**told)


ATTACHED = frozenset({"proofs", "check", "stale_from"})
"""What `_Attached` puts to a line: no column of its own."""

SHAPES: Mapping[type[Any], Mapping[str, Callable[[Any], Any] | None]] = {
    view: {name: FROM_JSON.get(hint) for name, hint in get_type_hints(view).items()}
    for view in (
        BankAccountView,
        CertificateView,
        EmploymentView,
        FiguresView,
        FundingView,
        InventorView,
        IpAssetView,
        PersonView,
        ProofView,
        ShareView,
    )
}
