"""From the award to the money: agreed by both, bound, paid, tracked; and each year's figures against the promise."""

import io
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg
import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import documents, selections
from tests.make import funds as money
from tests.make import identity as people
from tests.make.selections import Panel

from parks.adapters import clock, database
from parks.funds.actions import budgets, checks, clawbacks, commitments, payments, releases, reports
from parks.funds.rules.bank_file import Outcome
from parks.funds.states import CheckKind, CheckOutcome, Source
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.programmes.actions import agreements, outcomes
from parks.programmes.actions import selections as selecting
from parks.programmes.queries import agreements as queries
from parks.programmes.queries import results
from parks.programmes.rules import tranches
from parks.programmes.rules.agreements import USES, Terms
from parks.programmes.rules.tranches import TierTranche, months_on
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Measure
from parks.startups import actions as startups
from parks.startups.rules.records import BankRecord

GRANT = 500_000


async def budget(at: Panel, amount: int = 1_000_000) -> UUID:
    subject = SubjectRef("call", at.of.call_id, "2027", f"/calls/{at.of.call_id}")
    return await budgets.found(
        at.of.nation, at.of.tree.nation.id, subject, money.yuan(amount), Source.CENTRAL, year=2027
    )


async def account(founder: Actor, application_id: UUID) -> None:
    company: UUID = await database.value("SELECT company FROM application WHERE id = $1", application_id)
    record = BankRecord(bank="澄湖银行", branch="创园支行", account=money.ACCOUNT, clearing_number=money.CLEARING)
    await startups.set_bank_account(founder, company, record, 0)


def promised(terms: Terms) -> dict[int, dict[Measure, Decimal]]:
    return {
        year: {
            Measure.HEADCOUNT: Decimal(10),
            Measure.REVENUE: Decimal(2_000_000),
            Measure.IP: Decimal(2),
            Measure.TAX: Decimal(0),
        }
        for year in terms.promises
    }


async def agreed() -> tuple[Panel, UUID, Actor, UUID]:
    """An award under budget, signed by both; answers panel, application, founder, commitment."""
    at, applications, _award = await selections.awarded()
    await clock.move(timedelta(0))
    application_id = applications[0]
    founder = at.of.founders[application_id]
    await budget(at)
    await account(founder, application_id)
    agreement_id = await agreements.draft(at.of.nation, application_id)
    found = await queries.agreement(founder, application_id)
    await agreements.save_terms(
        founder, agreement_id, {"research": money.yuan(400_000), "market": money.yuan(100_000)}, promised(found.terms)
    )
    await agreements.sign(founder, agreement_id, founder.name)
    commitment_id = await agreements.countersign(at.of.nation, agreement_id, at.of.nation.name)
    return at, application_id, founder, commitment_id


async def paid(at: Panel, commitment_id: UUID) -> UUID:
    """The next planned tranche, by two officers; answers the line."""
    second = await people.person("沈核", [(Role.PROGRAMME_OFFICER, at.of.tree.nation)])
    tranche: UUID = await database.value(
        "SELECT id FROM fund_tranche WHERE commitment = $1 AND state = 'planned' ORDER BY position LIMIT 1",
        commitment_id,
    )
    await releases.propose(at.of.nation, tranche, "协议已签")
    await releases.approve(second, tranche)
    budget_id: UUID = await database.value("SELECT budget FROM fund_commitment WHERE id = $1", commitment_id)
    batch_id = await payments.batch(second, budget_id, [tranche])
    line: UUID = await database.value("SELECT id FROM fund_payment_line WHERE batch = $1", batch_id)
    await payments.settle(second, batch_id, [Outcome(line, paid=True)])
    return line


async def test_the_second_signature_binds_the_money_and_files_the_agreement(db: None) -> None:
    _at, application_id, founder, commitment_id = await agreed()
    assert await selections.state_of(application_id) is State.AGREEMENT
    view = await queries.agreement(founder, application_id)
    assert view.document_id is not None
    assert view.commitment_id == commitment_id
    bound = await database.row("SELECT amount, subject_id FROM fund_commitment")
    assert bound is not None
    assert bound["amount"] == GRANT
    assert bound["subject_id"] == application_id
    assert [one["planned"] for one in await database.rows("SELECT planned FROM fund_use_line ORDER BY position")] == [
        400_000,
        100_000,
    ]
    assert await database.value("SELECT free FROM fund_budget") == 500_000
    today = await clock.today()
    assert [one.year for one in view.outcomes] == [today.year, today.year + 1, today.year + 2]
    assert view.outcomes[0].due == date(today.year + 1, 3, 31)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE agreement SET note = 'x'")


async def test_what_is_not_whole_or_not_ones_own_name_is_not_signed(db: None) -> None:
    at, applications, _award = await selections.awarded()
    await clock.move(timedelta(0))
    application_id = applications[0]
    founder = at.of.founders[application_id]
    agreement_id = await agreements.draft(at.of.nation, application_id)
    with pytest.raises(Conflict):
        await agreements.draft(at.of.nation, application_id)
    with pytest.raises(Conflict, match="bank account"):
        await agreements.sign(founder, agreement_id, founder.name)
    await account(founder, application_id)
    with pytest.raises(Invalid) as refused:
        await agreements.sign(founder, agreement_id, "somebody else")
    assert set(refused.value.fields) == {"name"}
    terms = (await queries.agreement(founder, application_id)).terms
    await agreements.save_terms(founder, agreement_id, {"research": money.yuan(1)}, promised(terms))
    with pytest.raises(Invalid) as refused:
        await agreements.sign(founder, agreement_id, founder.name)
    assert set(refused.value.fields) == {"uses"}
    await agreements.save_terms(founder, agreement_id, {"research": money.yuan(GRANT)}, promised(terms))
    with pytest.raises(Forbidden):
        await agreements.sign(at.of.nation, agreement_id, at.of.nation.name)
    await agreements.sign(founder, agreement_id, f" {founder.name} ")
    with pytest.raises(Conflict, match="no budget"):
        await agreements.countersign(at.of.nation, agreement_id, at.of.nation.name)
    await budget(at, GRANT - 1)
    with pytest.raises(Conflict, match="less is free"):
        await agreements.countersign(at.of.nation, agreement_id, at.of.nation.name)
    await agreements.send_back(at.of.nation, agreement_id, "请调整用途预算")
    assert (await queries.agreement(founder, application_id)).note == "请调整用途预算"
    assert await selections.state_of(application_id) is State.AWARDED


async def test_an_application_follows_its_money_to_the_end(db: None) -> None:
    at, application_id, founder, commitment_id = await agreed()
    line = await paid(at, commitment_id)
    assert await selections.state_of(application_id) is State.DISBURSED
    await payments.reverse(at.of.nation, line, "账户已销户")
    assert await selections.state_of(application_id) is State.AGREEMENT
    await paid(at, commitment_id)

    report: UUID = await database.value("SELECT id FROM fund_use_report")
    research: UUID = await database.value("SELECT id FROM fund_use_line ORDER BY position LIMIT 1")
    await reports.add_expense(
        founder,
        report,
        line_id=research,
        spent_on=await clock.today(),
        receiver="岚江仪器",
        purpose="激光器",
        amount=Decimal(120_000),
        voucher=await money.voucher(founder),
    )
    await reports.report_use(founder, report, "购置研发设备。")
    assert await selections.state_of(application_id) is State.TRACKING
    with pytest.raises(Hidden):
        await reports.check_report(founder, report, accepted=True)
    await reports.check_report(at.of.nation, report, accepted=True)

    due = await money.days(20)
    check_id = await checks.check(
        at.of.nation, commitment_id, CheckKind.MIDTERM_CHECK, CheckOutcome.RECTIFY, "台账不全", due=due
    )
    assert await selections.state_of(application_id) is State.RECTIFY
    await checks.answer_rectification(founder, check_id, "已补全台账")
    await checks.judge_rectification(at.of.nation, check_id, done=True, text="整改到位")
    assert await selections.state_of(application_id) is State.TRACKING
    await checks.check(at.of.nation, commitment_id, CheckKind.ACCEPTANCE, CheckOutcome.PASSED, "验收通过")
    assert await selections.state_of(application_id) is State.ACCEPTED
    await commitments.close(at.of.nation, commitment_id)
    assert await selections.state_of(application_id) is State.CLOSED


async def test_a_clawback_ends_an_application_and_what_was_never_paid_closes_it(db: None) -> None:
    at, application_id, _founder, commitment_id = await agreed()
    await paid(at, commitment_id)
    await clawbacks.demand(at.of.nation, commitment_id, money.yuan(GRANT), "资金挪用", await money.days(30))
    assert await selections.state_of(application_id) is State.CLAWED_BACK


async def test_a_years_figures_are_reported_after_it_and_verified_by_the_park(db: None) -> None:
    at, application_id, founder, _commitment = await agreed()
    first = (await queries.agreement(founder, application_id)).outcomes[0]
    figures = {Measure.HEADCOUNT: Decimal(12), Measure.REVENUE: Decimal(1_000_000), Measure.IP: Decimal(2)}
    figures |= {Measure.TAX: Decimal(0)}
    with pytest.raises(Invalid, match="problem") as refused:
        await outcomes.report(founder, first.id, figures, "", operating=True)
    assert "headcount" in refused.value.fields
    await clock.move(timedelta(days=366))
    await outcomes.report(founder, first.id, figures, "营收低于预期，订单推迟。", operating=True)
    with pytest.raises(Forbidden):
        await outcomes.verify(at.of.other_manager, first.id, right=True)
    with pytest.raises(Forbidden):
        await outcomes.verify(founder, first.id, right=True)
    await outcomes.verify(at.of.manager, first.id, right=False, answer="人数与社保清单不符")
    await outcomes.report(founder, first.id, figures | {Measure.HEADCOUNT: Decimal(11)}, "已更正", operating=False)
    await outcomes.verify(at.of.manager, first.id, right=True)
    found = (await queries.agreement(founder, application_id)).outcomes[0]
    assert found.verified_name == at.of.manager.name
    assert [found.reached(measure) for measure in Measure] == [110, 50, 100, None]
    assert found.operating is False
    cohort = (await results.results(at.of.nation, at.of.call_id)).cohorts[0]
    assert (cohort.asked, cohort.operating) == (1, 0)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE outcome_year SET headcount = 99 WHERE state = 'verified'")


async def test_the_figures_tell_what_became_of_the_money_and_of_the_promises(
    db: None, client: httpx.AsyncClient
) -> None:
    at, application_id, founder, commitment_id = await agreed()
    await paid(at, commitment_id)
    first = (await queries.agreement(founder, application_id)).outcomes[0]
    await clock.move(timedelta(days=366))
    reached = dict(zip(Measure, map(Decimal, (12, 1_000_000, 2, 0)), strict=True))
    await outcomes.report(founder, first.id, reached, "营收低于预期，订单推迟。", operating=True)
    told = await results.results(at.of.nation, at.of.call_id)
    assert (told.cohorts[0].reported, told.cohorts[0].asked, told.cohorts[0].operating) == (1, 0, 0)
    assert told.cohorts[0].measures[Measure.HEADCOUNT].reached == 0
    await outcomes.verify(at.of.manager, first.id, right=True)

    told = await results.results(at.of.nation, at.of.call_id)
    [use] = told.money
    assert [one.amount for one in (use.amount, use.committed, use.released, use.paid)] == [1_000_000, GRANT, 0, GRANT]
    assert [use.returned.amount, use.accounted.amount] == [0, 0]
    cohort = told.cohorts[0]
    assert (cohort.asked, cohort.operating) == (1, 1)
    assert (cohort.awarded, cohort.year, cohort.grants, cohort.verified) == (first.year, first.year, 1, 1)
    promised_ones = [int(held.promised) for held in cohort.measures.values()]
    assert (promised_ones, [held.reached for held in cohort.measures.values()]) == (
        [10, 2_000_000, 2, 0],
        list(reached.values()),
    )
    for reader, cohorts in ((at.of.manager, 3), (at.of.other_manager, 0)):  # a park reads its own, and no budget
        other = await results.results(reader, at.of.call_id)
        assert (other.money, len(other.cohorts)) == ((), cohorts)
    with pytest.raises(Hidden):
        await results.results(founder, at.of.call_id)

    await people.signed_in(client, at.of.nation)
    async with counted() as seen:
        page = await client.get("/statistics/results")
    assert (page.status_code, len(seen)) == (200, 4)
    for words in ("1,000,000", "资金与成效", "2,000,000", "仍在经营的企业"):
        assert words in page.text
    book = CalamineWorkbook.from_filelike(io.BytesIO((await client.get("/statistics/results/export")).content))
    lines = book.get_sheet_by_index(0).to_python()
    assert ["已拨付", "CNY", 500_000.0] in lines
    assert ["已核实：仍在经营的企业", cohort.label, 1.0] in lines


async def test_tiers_beyond_the_budget_are_refused_and_the_page_knows_what_is_free(db: None) -> None:
    at, applications = await selections.ranked()
    await budget(at, 600_000)
    tiers = {applications[0]: "key", applications[1]: "excellent"}
    with pytest.raises(Invalid, match="free"):
        await selecting.propose(at.of.nation, at.of.call_id, tiers, {})
    await selecting.propose(at.of.nation, at.of.call_id, {applications[0]: "key"}, {})
    from parks.programmes.queries import selections as views

    assert (await views.selection(at.of.nation, at.of.call_id)).free == Money(Decimal(600_000))


async def test_what_a_tier_alone_asks_for_is_handed_in_before_the_company_signs(
    db: None, client: httpx.AsyncClient
) -> None:
    at, applications, _award = await selections.awarded()
    await clock.move(timedelta(0))
    application_id = applications[0]
    founder = at.of.founders[application_id]
    study = await selections.demand_of_tier(application_id, Bilingual("可行性研究报告", "Feasibility study"))
    stranger = await selections.demand_of_tier(application_id, Bilingual("担保函", "Surety"), other=True)
    await account(founder, application_id)
    agreement_id = await agreements.draft(at.of.nation, application_id)
    terms = (await queries.agreement(founder, application_id)).terms
    await agreements.save_terms(founder, agreement_id, {"team": money.yuan(GRANT)}, promised(terms))
    with pytest.raises(Invalid) as refused:
        await agreements.sign(founder, agreement_id, founder.name)
    assert "Feasibility study" in str(refused.value.fields["material"])
    assert set(refused.value.fields) == {"material"}

    with pytest.raises(Invalid):
        await agreements.hand_in(founder, agreement_id, stranger, documents.incoming())
    with pytest.raises(Forbidden):
        await agreements.hand_in(at.of.nation, agreement_id, study, documents.incoming())
    url = f"/applications/{application_id}/agreement"
    await people.signed_in(client, founder)
    shown = (await client.get(url)).text
    assert ("可行性研究报告" in shown, "担保函" in shown) == (True, False)
    for name in ("first.pdf", "second.pdf"):
        answer = await client.post(
            f"{url}/materials",
            data={"material": str(study), "no_secrets": "true"},
            files={"file": (name, documents.PDF, "application/pdf")},
        )
        assert answer.status_code == 303
    assert await database.value("SELECT count(*) FROM agreement_material") == 1
    await agreements.sign(founder, agreement_id, founder.name)
    (kept,) = (await queries.agreement(at.of.nation, application_id)).demanded
    assert (kept.id, kept.name, kept.here) == (study, "second.pdf", True)
    with pytest.raises(Conflict):
        await agreements.hand_in(founder, agreement_id, study, documents.incoming())


async def test_what_the_application_brought_for_its_tier_is_not_asked_for_again(db: None) -> None:
    _at, applications, _award = await selections.awarded()
    await clock.move(timedelta(0))
    application_id = applications[0]
    files = await database.rows(
        "SELECT q ->> 'key' AS key, jsonb_array_length(COALESCE(q -> 'files', '[]')) AS n FROM submission s,"
        " jsonb_path_query(s.answers, '$.sections[*].questions[*] ? (exists(@.files))') q WHERE s.application = $1",
        application_id,
    )
    brought = next(one["key"] for one in files if one["n"])
    await selections.demand_of_tier(application_id, Bilingual("计划书", "Plan"), question=brought)
    agreement_id = await agreements.draft(_at.of.nation, application_id)
    assert [(one.here, one.sent) for one in await queries.demanded(agreement_id)] == [(True, True)]


async def test_the_other_half_waits_for_its_condition_and_its_day(db: None) -> None:
    at, applications, _award = await selections.awarded()
    await clock.move(timedelta(0))
    application_id = applications[0]
    founder = at.of.founders[application_id]
    halves = [
        TierTranche(Decimal(50), Bilingual("协议签署", "Signed")),
        TierTranche(Decimal(50), Bilingual("第二年复核合格", "Re-check in the second year passed"), 12),
    ]
    async with database.tx():  # past the trigger that keeps an opened call: the set-up page is another part's
        await database.execute("SET LOCAL session_replication_role = replica")
        await database.execute("UPDATE call_tier SET tranches = $1 WHERE key = 'key'", [one.stored() for one in halves])
    await budget(at)
    await account(founder, application_id)
    agreement_id = await agreements.draft(at.of.nation, application_id)
    terms = (await queries.agreement(founder, application_id)).terms
    await agreements.save_terms(founder, agreement_id, {"team": money.yuan(GRANT)}, promised(terms))
    await agreements.sign(founder, agreement_id, founder.name)
    await agreements.countersign(at.of.nation, agreement_id, at.of.nation.name)
    found = await database.rows("SELECT amount, condition_en, due FROM fund_tranche ORDER BY position")
    today = await clock.today()
    assert [(one["amount"], one["condition_en"], one["due"]) for one in found] == [
        (250_000, "Signed", today),
        (250_000, "Re-check in the second year passed", months_on(today, 12)),
    ]


@pytest.mark.parametrize(
    ("percents", "months", "fits"),
    [
        ([100], [0], True),
        ([50, 50], [0, 12], True),
        ([50, 40], [0, 12], False),
        ([50, 50], [12, 0], False),
        ([100, 0], [0, 1], False),
    ],
)
def test_what_tranches_of_a_tier_are(percents: list[int], months: list[int], fits: bool) -> None:
    made = [
        TierTranche(Decimal(percent), Bilingual("条件", "condition"), month)
        for percent, month in zip(percents, months, strict=True)
    ]
    assert (tranches.problems(made) is None) is fits
    assert tranches.of_tier([one.stored() for one in made]) == tuple(made)


def test_a_tier_without_tranches_is_paid_at_once() -> None:
    (whole,) = tranches.of_tier([])
    assert whole.percent == 100
    assert whole.months == 0
    assert tranches.problems([]) is None
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert set(USES) >= {"research", "market"}
