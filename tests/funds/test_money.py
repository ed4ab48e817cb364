"""Public money as a story: bound, released by two, paid by file, refused, reversed, claimed back; and the ledger."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from python_calamine import CalamineWorkbook
from tests.make import funds as make

from parks.adapters import clock, database, vault
from parks.adapters.ids import uuid7
from parks.funds import states
from parks.funds.actions import budgets, clawbacks, commitments, matching, payments, releases
from parks.funds.rules.bank_file import Outcome
from parks.funds.states import CommitmentState, Entry, TrancheState
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.kernel.money import Money


async def state_of(commitment_id: object) -> str:
    found: str = await database.value("SELECT state FROM fund_commitment WHERE id = $1", commitment_id)
    return found


async def tranche_states(commitment_id: object) -> list[str]:
    found = await database.rows("SELECT state FROM fund_tranche WHERE commitment = $1 ORDER BY position", commitment_id)
    return [one["state"] for one in found]


async def test_the_whole_way_of_a_grant_in_two_halves(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of, 250_000, 250_000)
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 0)
    first, second = await make.tranches(commitment_id)

    await releases.propose(of.first, first, "协议已签")
    with pytest.raises(Forbidden, match="yourself"):
        await releases.approve(of.first, first)
    await releases.approve(of.second, first)
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 250_000, 0)
    with pytest.raises(Conflict, match="before this one"):
        await releases.propose(of.first, second, "too early")

    batch_id, (line,) = await make.sent(of, first)
    today = await clock.today()
    assert await payments.settle(of.second, batch_id, [Outcome(line, paid=True, paid_on=today)]) == 1
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 250_000)
    assert await state_of(commitment_id) == CommitmentState.TRACKING
    assert await tranche_states(commitment_id) == [TrancheState.PAID, TrancheState.PLANNED]
    assert await database.value("SELECT settled_at IS NOT NULL FROM fund_payment_batch WHERE id = $1", batch_id)

    await make.paid(of, second)
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 500_000)
    kinds = [one["kind"] for one in await database.rows("SELECT kind FROM fund_entry ORDER BY position")]
    assert kinds == ["founded", "committed", "released", "paid", "released", "paid"]


async def test_a_refused_line_goes_back_to_two_persons_and_to_a_corrected_account(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    await make.released(of, tranche)
    batch_id, (line,) = await make.sent(of, tranche)
    with pytest.raises(Conflict, match="on its way"):
        await commitments.correct_payee(of.first, commitment_id, of.payees[0], "账号有误")
    with pytest.raises(Invalid, match="refused line"):
        await payments.settle(of.second, batch_id, [Outcome(line, paid=False)])
    await payments.settle(of.second, batch_id, [Outcome(line, paid=False, reason="户名不符")])
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 0)
    assert await tranche_states(commitment_id) == [TrancheState.PLANNED]
    assert await database.value("SELECT note FROM fund_tranche") == "户名不符"

    await commitments.correct_payee(of.first, commitment_id, of.payees[0], "按银行回单更正户名")
    await make.paid(of, tranche)
    versions = await database.rows(
        "SELECT a.version FROM fund_payment_line l JOIN fund_payee_account a ON a.id = l.account ORDER BY l.id"
    )
    assert [one["version"] for one in versions] == [1, 2]


async def test_a_payment_that_came_back_is_planned_again_and_a_release_can_be_taken_back(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    line = await make.paid(of, tranche)
    assert await database.value("SELECT count(*) FROM fund_use_report") == 1
    await payments.reverse(of.first, line, "账户已销户，款项退回")
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 0)
    assert await state_of(commitment_id) == CommitmentState.COMMITTED
    assert await database.value("SELECT count(*) FROM fund_use_report") == 0
    with pytest.raises(Conflict):
        await payments.reverse(of.first, line, "twice")
    await make.released(of, tranche)
    await releases.take_back(of.second, tranche, "金额需复核")
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 0)
    freed = await commitments.cancel_rest(of.first, commitment_id, "企业放弃资助")
    assert freed == 500_000
    assert await make.figures(of.budget_id) == (2_000_000, 0, 2_000_000, 0, 0)
    assert await state_of(commitment_id) == CommitmentState.CANCELLED


async def test_nobody_binds_more_than_is_free_and_a_budget_is_not_lowered_below_what_is_bound(db: None) -> None:
    of = await make.purse(600_000)
    await make.commitment(of)
    with pytest.raises(Conflict, match="less is free"):
        await make.commitment(of, 100_001)
    with pytest.raises(Conflict, match="less is free"):
        await budgets.lower_by(of.first, of.budget_id, make.yuan(100_001), "财社〔2026〕9号")
    await budgets.raise_by(of.first, of.budget_id, make.yuan(1), "财社〔2026〕9号")
    await make.commitment(of, 100_001)
    assert await make.figures(of.budget_id) == (600_001, 600_001, 0, 0, 0)
    with pytest.raises(Invalid):
        await budgets.raise_by(of.first, of.budget_id, Money(Decimal(1), "EUR"), "in another currency")
    assert await database.value("SELECT count(*) FROM fund_commitment") == 2


async def test_money_is_claimed_back_repaid_in_part_and_the_rest_given_up_by_another_officer(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of, 300_000, 200_000)
    first, _second = await make.tranches(commitment_id)
    await make.paid(of, first)
    due = await make.days(30)
    with pytest.raises(Invalid) as refused:
        await clawbacks.demand(of.first, commitment_id, make.yuan(300_001), "挪用", due)
    assert set(refused.value.fields) == {"amount"}
    clawback_id = await clawbacks.demand(of.first, commitment_id, make.yuan(300_000), "资金挪作他用", due)
    assert await make.figures(of.budget_id) == (2_000_000, 300_000, 1_700_000, 0, 300_000)
    assert await state_of(commitment_id) == CommitmentState.CLAWED_BACK
    today = await clock.today()
    await clawbacks.repay(of.first, clawback_id, make.yuan(120_000), today, "回单 8817")
    assert await make.figures(of.budget_id) == (2_000_000, 180_000, 1_820_000, 0, 180_000)
    with pytest.raises(Invalid):
        await clawbacks.repay(of.first, clawback_id, make.yuan(180_001), today)
    with pytest.raises(Forbidden, match="demanded it yourself"):
        await clawbacks.write_off(of.first, clawback_id, "企业已破产")
    await clawbacks.write_off(of.second, clawback_id, "企业已破产清算，裁定书〔2027〕12号")
    assert await make.figures(of.budget_id) == (2_000_000, 180_000, 1_820_000, 0, 180_000)
    with pytest.raises(Conflict):
        await clawbacks.repay(of.first, clawback_id, make.yuan(1), today)
    found = await database.row("SELECT repaid, written_off, state FROM fund_clawback")
    assert found is not None
    assert (found["repaid"], found["written_off"], found["state"]) == (120_000, 180_000, "written_off")


async def test_local_matching_is_recorded_beside_the_grant_and_struck_out_with_a_reason(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    paper = await make.voucher(of.first)
    matching_id = await matching.record(
        of.first,
        commitment_id,
        giver="澄湖市财政局",
        amount=make.yuan(250_000),
        received_on=await clock.today(),
        evidence=paper,
    )
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 0)
    await matching.strike(of.first, matching_id, "重复登记")
    assert await database.value("SELECT struck FROM fund_local_matching") is True


async def test_only_officers_of_the_place_move_money_and_others_do_not_learn_that_it_exists(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    for outsider in (of.stranger, of.founders[0]):
        with pytest.raises(Hidden):
            await releases.propose(outsider, tranche, "mine")
        with pytest.raises(Hidden):
            await budgets.raise_by(outsider, of.budget_id, make.yuan(1), "mine")
    with pytest.raises(Forbidden):
        await releases.propose(of.auditor, tranche, "an auditor reads")
    with pytest.raises(Forbidden):
        await make.budget(of.stranger, of.tree.nation.id)


async def test_the_database_holds_what_the_actions_promise(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    await releases.propose(of.first, tranche, "协议已签")
    by_hand = [
        ("UPDATE fund_budget SET free = free + 1, amount = amount + 1", asyncpg.RestrictViolationError),
        ("UPDATE fund_commitment SET amount = amount - 1", asyncpg.RestrictViolationError),
        ("UPDATE fund_entry SET amount = 1", asyncpg.RestrictViolationError),
        ("DELETE FROM fund_entry", asyncpg.RestrictViolationError),
        ("UPDATE fund_tranche SET amount = 1", asyncpg.RestrictViolationError),
        ("UPDATE fund_payee_account SET account_masked = 'x'", asyncpg.RestrictViolationError),
        ("UPDATE fund_tranche SET state = 'paid', paid_on = now()", asyncpg.CheckViolationError),
        (
            "UPDATE fund_tranche SET state = 'released', approved_by = proposed_by, approved_at = now()",
            asyncpg.CheckViolationError,
        ),
    ]
    for sql, refusal in by_hand:
        with pytest.raises(refusal):
            await database.execute(sql)
    with pytest.raises(asyncpg.CheckViolationError, match="do not agree"):  # released without a line in the ledger
        await database.execute(
            "UPDATE fund_tranche SET state = 'released', approved_by = $1, approved_at = now()", of.second.id
        )
    with pytest.raises(asyncpg.CheckViolationError):  # a line of the ledger that the budget does not carry
        await database.execute(
            "INSERT INTO fund_entry (id, budget, kind, amount, commitment_id, by_id, at)"
            " VALUES ($1, $2, 'committed', 1500001, $3, $1, now())",
            uuid7(),
            of.budget_id,
            commitment_id,
        )


async def test_what_an_entry_moves_is_said_once_in_python_and_once_in_sql_and_both_agree(house: object) -> None:
    for kind in Entry:
        assert tuple(await database.value("SELECT fund_moves($1)", kind.value)) == states.MOVES[kind]


async def test_after_a_change_of_keys_the_same_account_is_locked_anew(db: None) -> None:
    of = await make.purse()
    await make.commitment(of, 500_000)
    before = await database.value("SELECT account_locked FROM fund_payee_account")
    assert await commitments.reseal() == 1
    after = await database.value("SELECT account_locked FROM fund_payee_account")
    assert before != after
    assert vault.unlock(before) == vault.unlock(after)


async def test_the_bank_file_holds_whole_accounts_and_comes_back_filled(db: None) -> None:
    of = await make.purse(companies_with_accounts=2)
    ids = []
    for company in (0, 1):
        commitment_id = await make.commitment(of, 200_000 + company, company=company)
        (tranche,) = await make.tranches(commitment_id)
        await make.released(of, tranche)
        ids.append(tranche)
    batch_id, lines = await make.sent(of, *ids)
    name, content = await payments.bank_file_of(of.first, batch_id)
    assert name == "YS-CN-2026-01-B001.xlsx"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    heads = sheet[0]
    rows = [dict(zip(heads, one, strict=True)) for one in sheet[2:]]
    assert [one["account"] for one in rows[:2]] == [make.ACCOUNT, make.ACCOUNT]
    assert [one["line_id"] for one in rows[:2]] == [str(one) for one in lines]
    assert (rows[2]["line_no"], rows[2]["amount"]) == ("TOTAL", 400_001)
    assert await database.value("SELECT count(*) FROM audit_entry WHERE act = 'bank file taken'") == 1
    assert make.ACCOUNT not in str(await database.rows("SELECT * FROM audit_entry"))
    assert make.ACCOUNT not in str(await database.rows("SELECT * FROM fund_payee_account"))
    locked = await database.value("SELECT account_locked FROM fund_payee_account LIMIT 1")
    assert vault.unlock(locked) == make.ACCOUNT

    filled = make.filled(content, {0: {"status": "已付", "paid_on": str(await clock.today())}, 1: {"status": "退回"}})
    with pytest.raises(Invalid) as refused:
        await payments.settle_by_file(of.second, batch_id, filled)
    assert set(refused.value.fields) == {"N4"}
    assert await database.value("SELECT count(*) FROM fund_payment_line WHERE state = 'sent'") == 2

    told: dict[int, dict[str, Any]] = {
        0: {"status": "已付", "paid_on": str(await clock.today())},
        1: {"status": "退回", "reason": "账号不存在"},
    }
    wrong_amount = make.filled(content, told | {0: told[0] | {"amount": 1}})
    with pytest.raises(Invalid, match=r"the bank names 1\.00"):
        await payments.settle_by_file(of.second, batch_id, wrong_amount)
    assert await payments.settle_by_file(of.second, batch_id, make.filled(content, told)) == 2
    assert await make.figures(of.budget_id) == (2_000_000, 400_001, 1_599_999, 0, 200_000)
    with pytest.raises(Invalid, match="settled already"):
        await payments.settle_by_file(of.second, batch_id, make.filled(content, told))


async def test_a_settled_day_is_not_to_come_and_moves_follow_the_table(db: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    with pytest.raises(IllegalMove):
        await releases.approve(of.second, tranche)
    await make.released(of, tranche)
    with pytest.raises(IllegalMove):
        await releases.propose(of.first, tranche, "again")
    batch_id, (line,) = await make.sent(of, tranche)
    with pytest.raises(Conflict, match="released"):
        await make.sent(of, tranche)
    tomorrow = await clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="day to come"):
        await payments.settle(of.first, batch_id, [Outcome(line, paid=True, paid_on=tomorrow)])
