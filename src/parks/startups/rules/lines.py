"""The facts of a record line by line, as a questionnaire shows them: by source, in both languages, numbers masked."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.reference.rules.countries import name_of
from parks.startups.rules.entered import Entered, Line, entered
from parks.startups.rules.views import (
    BankAccountView,
    CertificateView,
    CompanyView,
    EmploymentView,
    FiguresView,
    FundingView,
    IpAssetView,
    Noun,
    PersonView,
    ShareView,
)
from parks.startups.states import FiguresKind, FundingKind

N = TypeVar("N", bound=Noun)

LEVELS = {
    "bachelor": Bilingual("学士", "Bachelor"),
    "master": Bilingual("硕士", "Master"),
    "doctor": Bilingual("博士", "Doctor"),
    "postdoc": Bilingual("博士后", "Postdoc"),
}


SOURCES = frozenset(
    {
        "applicant.identity",
        "applicant.education",
        "applicant.employments",
        "applicant.return",
        "company.basics",
        "company.shares",
        "company.ip",
        "company.team",
        "company.bank",
        "company.funding",
        "company.figures",
    }
)
"""The names by which a questionnaire asks for a fact; `lines_of` answers each of them."""


def lines_of(company: CompanyView, applicant: PersonView | None, on: date) -> dict[str, tuple[Line, ...]]:
    """The facts line by line, by the sources that questionnaires name (`company.basics` …); unknown ones are empty."""
    certificates = [one for one in company.certificates if applicant is not None and one.person == applicant.id]
    employments = [one for one in company.employments if applicant is not None and one.person == applicant.id]
    of_applicant = entered(applicant, f"{company.url}/people/{applicant.id}") if applicant else None
    of_company = entered(company, f"{company.url}/edit")

    def each(noun: str, rows: Iterable[N], told: Callable[[N], Bilingual]) -> tuple[Line, ...]:
        return tuple(Line(told(one), entered(one, f"{company.url}/{noun}/{one.id}")) for one in rows)

    return {
        "applicant.identity": _all(_identity(applicant), of_applicant) if applicant else (),
        "applicant.education": each("certificates", certificates, _degree),
        "applicant.employments": each("employments", employments, _post),
        "applicant.return": _all(_returned(applicant), of_applicant) if applicant else (),
        "company.basics": _all(_basics(company), of_company),
        "company.shares": each("shares", company.shares, lambda one: _share(company, one)),
        "company.ip": each("rights", company.ip_assets, lambda one: _right(one, on)),
        "company.team": each("people", [one for one in company.people if one.works_here], _member),
        "company.bank": _all(_bank(company.bank_account), entered(company.bank_account, f"{company.url}/bank-account"))
        if company.bank_account
        else (),
        "company.funding": each("funding", company.funding, _funding),
        "company.figures": each("figures", company.figures, _figures),
    }


def _all(several: Iterable[Bilingual], there: Entered | None) -> tuple[Line, ...]:
    """Several lines out of one entry of the record."""
    return tuple(Line(one, there) for one in several) if there is not None else ()


def _degree(one: CertificateView) -> Bilingual:
    return Bilingual(
        f"{LEVELS[one.level].zh} · {one.institution}（{name_of(one.country).zh}）{_certified(one)}",
        f"{LEVELS[one.level].en} · {one.institution} ({name_of(one.country).en}){_certified(one)}",
    )


def _post(one: EmploymentView) -> Bilingual:
    until = f"{one.until:%Y-%m}" if one.until else ""
    return _same(f"{one.since:%Y-%m} – {until} · {one.employer} · {one.position}")


def _share(company: CompanyView, one: ShareView) -> Bilingual:
    holder = f"{company.holder(one)} · {one.percent.normalize():f} %"
    return Bilingual(
        f"{holder}{_amounts(one, '货币', '技术')}",
        f"{holder}{_amounts(one, 'cash', 'technology')}",
    )


def _right(one: IpAssetView, on: date) -> Bilingual:
    in_force = one.in_force(on)
    return Bilingual(
        f"{one.title} · {one.number}{'' if in_force else ' · 未生效'}",
        f"{one.title} · {one.number}{'' if in_force else ' · not in force'}",
    )


def _member(one: PersonView) -> Bilingual:
    return _same(f"{one.name}{f' · {one.position}' if one.position else ''}")


def _bank(account: BankAccountView) -> Iterator[Bilingual]:
    yield _same(f"{account.bank} · {account.branch}")
    yield _same(f"{account.account_masked} · {account.clearing_number}")


def _funding(one: FundingView) -> Bilingual:
    filing = one.kind == FundingKind.FILING
    return Bilingual(
        f"{one.year} · {one.programme}{'（申报中）' if filing else ''}",
        f"{one.year} · {one.programme}{' (asked for)' if filing else ''}",
    )


FIGURES = {
    "revenue": ("营业收入", "revenue"),
    "profit": ("利润", "profit"),
    "rd_spend": ("研发投入", "R&D spending"),
    "tax_paid": ("纳税", "tax paid"),
    "total_assets": ("资产总额", "total assets"),
}


def _figures(one: FiguresView) -> Bilingual:
    forecast = one.kind == FiguresKind.FORECAST
    amounts = [(zh, en, amount) for name, (zh, en) in FIGURES.items() if (amount := one.amount(name)) is not None]
    zh = [f"{name} {_money(amount)}" for name, _en, amount in amounts]
    en = [f"{name} {_money(amount)}" for _zh, name, amount in amounts]
    if one.headcount is not None:
        zh.append(f"职工 {one.headcount} 人")
        en.append(f"{one.headcount} employees")
    return Bilingual(
        " · ".join([f"{one.year} 年{'（预测）' if forecast else ''}", *zh]),
        " · ".join([f"{one.year}{' (forecast)' if forecast else ''}", *en]),
    )


def _money(amount: Money) -> str:
    sign = "-" if amount.amount < 0 else ""
    unit = "¥" if amount.currency == "CNY" else f"{amount.currency} "
    return f"{sign}{unit}{abs(amount.amount):,.2f}"


def _certified(one: CertificateView) -> str:
    return "".join(f" · {told}" for told in (one.awarded_on, one.cscse) if told)


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


def _identity(person: PersonView) -> Iterator[Bilingual]:
    yield _same(f"{person.name} {person.latin}".strip())
    if person.number_masked:
        yield Bilingual(f"证件号码 {person.number_masked}", f"Identity number {person.number_masked}")
    if person.birth_year:
        yield Bilingual(f"{person.birth_year} 年出生", f"Born in {person.birth_year}")


def _returned(person: PersonView) -> Iterator[Bilingual]:
    if person.returned_on:
        yield Bilingual(f"回国日期 {person.returned_on}", f"Returned on {person.returned_on}")
    if person.overseas_years is not None:
        yield Bilingual(f"境外学习工作 {person.overseas_years} 年", f"{person.overseas_years} years abroad")
    if person.full_time is not None:
        yield (
            Bilingual("全职在企业工作", "Works for the company full-time")
            if person.full_time
            else Bilingual("非全职在企业工作", "Does not work for the company full-time")
        )


def _basics(company: CompanyView) -> Iterator[Bilingual]:
    yield company.name
    yield Bilingual(f"统一社会信用代码 {company.uscc}", f"Unified social credit code {company.uscc}")
    if company.registered_on:
        yield Bilingual(f"成立日期 {company.registered_on}", f"Registered on {company.registered_on}")
    if company.registered_capital is not None:
        amount = f"¥{Money(company.registered_capital).amount:,.2f}"
        yield Bilingual(f"注册资本 {amount}", f"Registered capital {amount}")
    legal = company.legal_representative
    if legal:
        yield Bilingual(f"法定代表人 {legal.name}", f"Legal representative {legal.name}")


def _amounts(share: ShareView, cash: str, technology: str) -> str:
    told = ((cash, share.cash), (technology, share.technology))
    return "".join(f" · {word} ¥{amount:,.2f}" for word, amount in told if amount)
