"""The facts of a record line by line, as a questionnaire shows them: by source, in both languages, numbers masked."""

from collections.abc import Iterator
from datetime import date

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.reference.rules.countries import name_of
from parks.startups.rules.views import CertificateView, CompanyView, PersonView, ShareView
from parks.startups.states import FundingKind

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
    }
)
"""The names by which a questionnaire asks for a fact; `lines_of` answers each of them."""


def lines_of(company: CompanyView, applicant: PersonView | None, on: date) -> dict[str, tuple[Bilingual, ...]]:
    """The facts line by line, by the sources that questionnaires name (`company.basics` …); unknown ones are empty."""
    certificates = [one for one in company.certificates if applicant is not None and one.person == applicant.id]
    employments = [one for one in company.employments if applicant is not None and one.person == applicant.id]
    return {
        "applicant.identity": tuple(_identity(applicant)) if applicant else (),
        "applicant.education": tuple(
            Bilingual(
                f"{LEVELS[one.level].zh} · {one.institution}（{name_of(one.country).zh}）{_certified(one)}",
                f"{LEVELS[one.level].en} · {one.institution} ({name_of(one.country).en}){_certified(one)}",
            )
            for one in certificates
        ),
        "applicant.employments": tuple(
            _same(f"{one.since:%Y-%m} – {f'{one.until:%Y-%m}' if one.until else ''} · {one.employer} · {one.position}")
            for one in employments
        ),
        "applicant.return": tuple(_returned(applicant)) if applicant else (),
        "company.basics": tuple(_basics(company)),
        "company.shares": tuple(
            Bilingual(
                f"{company.holder(one)} · {one.percent.normalize():f} %{_amounts(one, '货币', '技术')}",
                f"{company.holder(one)} · {one.percent.normalize():f} %{_amounts(one, 'cash', 'technology')}",
            )
            for one in company.shares
        ),
        "company.ip": tuple(
            Bilingual(
                f"{one.title} · {one.number}{'' if one.in_force(on) else ' · 未生效'}",
                f"{one.title} · {one.number}{'' if one.in_force(on) else ' · not in force'}",
            )
            for one in company.ip_assets
        ),
        "company.team": tuple(
            _same(f"{one.name}{f' · {one.position}' if one.position else ''}")
            for one in company.people
            if one.works_here
        ),
        "company.bank": (
            (
                _same(f"{company.bank_account.bank} · {company.bank_account.branch}"),
                _same(f"{company.bank_account.account_masked} · {company.bank_account.clearing_number}"),
            )
            if company.bank_account
            else ()
        ),
        "company.funding": tuple(
            Bilingual(
                f"{one.year} · {one.programme}{'（申报中）' if one.kind == FundingKind.FILING else ''}",
                f"{one.year} · {one.programme}{' (asked for)' if one.kind == FundingKind.FILING else ''}",
            )
            for one in company.funding
        ),
    }


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
