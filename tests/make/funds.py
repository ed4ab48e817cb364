"""A budget, its officers, companies with accounts, and money bound for them, by the actions themselves."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import xlsxwriter
from python_calamine import CalamineWorkbook
from tests.make import documents
from tests.make import identity as people
from tests.make import spaces as companies
from tests.make.identity import Tree

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.documents.actions import Taken
from parks.funds.actions import budgets, commitments, payments, releases
from parks.funds.rules.bank_file import Outcome
from parks.funds.rules.plans import Payee, TranchePlan, UsePlan
from parks.funds.states import Source
from parks.kernel.actor import Actor, Role
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.startups import actions as startups
from parks.startups import queries as startup_queries
from parks.startups.rules.records import BankRecord

ACCOUNT = "1202021234567890123"
CLEARING = "102331000119"
CONDITION = Bilingual("协议签订后", "Once the agreement is signed")
REST = Bilingual("第二年复核合格后", "After the second-year re-check")
USES = (
    UsePlan(Bilingual("研究开发", "Research and development"), Money(Decimal(300_000))),
    UsePlan(Bilingual("市场开拓", "Reaching the market"), Money(Decimal(200_000))),
)


@dataclass
class Purse:
    """A budget with two officers, an auditor, and a stranger of the same rank elsewhere."""

    budget_id: UUID
    tree: Tree
    first: Actor
    second: Actor
    auditor: Actor
    stranger: Actor
    founders: list[Actor] = field(default_factory=list)
    payees: list[Payee] = field(default_factory=list)


def yuan(amount: int | str) -> Money:
    return Money(Decimal(amount))


def subject(number: int = 0) -> SubjectRef:
    return SubjectRef("application", uuid7(), f"ISP-2026-{number:06}", "/applications")


async def purse(amount: int = 2_000_000, *, companies_with_accounts: int = 1) -> Purse:
    tree = await people.nation_tree()
    first = await people.person("周部", [(Role.PROGRAMME_OFFICER, tree.nation)])
    made = Purse(
        budget_id=await budget(first, tree.nation.id, amount),
        tree=tree,
        first=first,
        second=await people.person("沈核", [(Role.PROGRAMME_OFFICER, tree.nation)]),
        auditor=await people.person("吴审", [(Role.AUDITOR, tree.nation)]),
        stranger=await people.person("云远", [(Role.CITY_OFFICER, tree.city)]),
    )
    for number in range(companies_with_accounts):
        await payee(made, number)
    return made


async def budget(officer: Actor, organisation_id: UUID, amount: int = 2_000_000) -> UUID:
    return await budgets.found(
        officer,
        organisation_id,
        SubjectRef("call", uuid7(), "2026 年度启动支持计划", "/calls"),
        yuan(amount),
        Source.CENTRAL,
        year=2026,
        decision="财社〔2026〕1号",
    )


async def payee(of: Purse, number: int = 0) -> Payee:
    """One more company with its account."""
    return await payee_of(of, *await companies.company(number))


async def payee_of(of: Purse, founder: Actor, company_id: UUID) -> Payee:
    """A company that is there already; it gets its account where it has none."""
    await account(founder, company_id)
    found = await startup_queries.payee(company_id)
    assert found is not None
    made = Payee(**{name: getattr(found, name) for name in Payee.__slots__})
    of.founders.append(founder)
    of.payees.append(made)
    return made


async def account(founder: Actor, company_id: UUID) -> None:
    """Where the company's money goes, if nobody has said yet."""
    if await startup_queries.payee(company_id) is None:
        record = BankRecord(bank="澄湖银行", branch="创园支行", account=ACCOUNT, clearing_number=CLEARING)
        await startups.set_bank_account(founder, company_id, record, 0)


async def commitment(of: Purse, *amounts: int | str, uses: Sequence[UsePlan] = USES, company: int = 0) -> UUID:
    """Tranches of these amounts; 500,000 at once where none is named."""
    plans = [TranchePlan(yuan(one), CONDITION if not place else REST) for place, one in enumerate(amounts or [500_000])]
    return await commitments.commit(of.first, of.budget_id, subject(), of.payees[company], plans, uses=uses)


async def tranches(commitment_id: UUID) -> list[UUID]:
    found = await database.rows("SELECT id FROM fund_tranche WHERE commitment = $1 ORDER BY position", commitment_id)
    return [one["id"] for one in found]


async def released(of: Purse, tranche_id: UUID) -> None:
    await releases.propose(of.first, tranche_id, "协议已签，账户已核")
    await releases.approve(of.second, tranche_id)


async def sent(of: Purse, *tranche_ids: UUID) -> tuple[UUID, list[UUID]]:
    """The batch and its lines."""
    batch_id = await payments.batch(of.first, of.budget_id, list(tranche_ids))
    lines = await database.rows("SELECT id FROM fund_payment_line WHERE batch = $1 ORDER BY number", batch_id)
    return batch_id, [one["id"] for one in lines]


async def paid(of: Purse, tranche_id: UUID, *, on: date | None = None) -> UUID:
    """Released, sent and paid; answers the line."""
    await released(of, tranche_id)
    batch_id, (line,) = await sent(of, tranche_id)
    await payments.settle(of.second, batch_id, [Outcome(line, paid=True, paid_on=on or await clock.today())])
    return line


async def figures(budget_id: UUID) -> tuple[int, int, int, int, int]:
    """Amount, committed, free, released, paid, in whole yuan."""
    found = await database.row(
        "SELECT amount, committed, free, released, paid FROM fund_budget WHERE id = $1", budget_id
    )
    assert found is not None
    return tuple(int(one) for one in found)  # type: ignore[return-value]  # five columns, asked for by name


async def days(count: int) -> date:
    return await clock.today() + timedelta(days=count)


async def voucher(actor: Actor) -> Taken:
    return await documents.taken(actor)


def filled(content: bytes, told: Mapping[int, Mapping[str, Any]]) -> bytes:
    """The bank file as the bank gives it back: for each payment (from 0) the columns that it filled in."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    heads = [str(one) for one in sheet[0]]
    for number, columns in told.items():
        for name, text in columns.items():
            sheet[number + 2][heads.index(name)] = text
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("payments")
        for row, cells in enumerate(sheet):
            page.write_row(row, 0, cells)
    return out.getvalue()
