"""What a review is paid: due with the score, approved by somebody else, paid outside; numbers sealed all the way."""

import io
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg
import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import clock, database, vault
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.kernel.money import Money
from parks.reviews import actions, queries
from parks.reviews.queries.own_data import own_data
from parks.reviews.rules.fees import Account

RATE = Money(Decimal(600))
NUMBER = "6222020200112233445"


async def other_officer(at: make.Pool) -> Actor:
    return await identity.person("沈核", [(Role.PROGRAMME_OFFICER, at.organisation_id)])


async def scored(at: make.Pool, *, rated: bool = True, assessments: int = 1) -> tuple[UUID, dict[UUID, Actor]]:
    """A round whose experts all have scored; the round and the seats of its last assessment."""
    round_id = await make.review_round(at, seats=len(at.experts))
    if rated:
        await actions.set_rate(at.officer, round_id, RATE)
    seats: dict[UUID, Actor] = {}
    for _each in range(assessments):
        seats = await make.panel(at, await make.assessment(at, round_id))
        for seat_id, expert in seats.items():
            await make.score(expert, seat_id, "8")
    return round_id, seats


async def states(round_id: UUID) -> dict[str, int]:
    found = await database.rows(
        "SELECT state, count(*) AS n FROM expert_fee WHERE review_round = $1 GROUP BY state", round_id
    )
    return {one["state"]: one["n"] for one in found}


async def test_a_score_is_due_approved_by_another_and_noted_as_paid(db: None) -> None:
    at = await make.pool(experts=2)
    second = await other_officer(at)
    round_id, seats = await scored(at, assessments=2)
    fees = await queries.round_fees(second, round_id)
    assert [(one.reviews, one.total, one.state) for one in fees.lines] == [(2, Money(Decimal(1200)), "due")] * 2
    assert (fees.can_set, fees.can_approve, (await queries.round_fees(at.officer, round_id)).can_approve) == (
        False,
        True,
        False,
    )
    experts = list(at.experts)
    with pytest.raises(Forbidden, match="another officer"):
        await actions.approve_fees(at.officer, round_id, experts)
    with pytest.raises(Conflict):
        await actions.note_paid(second, round_id, experts, await clock.today(), "")
    assert await actions.approve_fees(second, round_id, experts) == 4
    with pytest.raises(Conflict, match="waits for this step"):
        await actions.approve_fees(second, round_id, experts)
    with pytest.raises(Invalid):
        await actions.note_paid(at.officer, round_id, experts, await clock.today() + timedelta(days=1), "")
    assert await actions.note_paid(at.officer, round_id, experts[:1], await clock.today(), "国库〔2027〕8号") == 2
    assert await actions.refuse_fees(second, round_id, experts[1:], "与劳务合同重复") == 2
    assert await states(round_id) == {"paid": 2, "refused": 2}
    mine = await queries.my_fees(at.experts[experts[1]])
    assert [(one.state, one.reviews, one.reason) for one in mine.lines] == [("refused", 2, "与劳务合同重复")]
    for sql in ("UPDATE expert_fee SET reason = 'x'", "DELETE FROM expert_fee", "UPDATE round_fee SET amount = 1"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)
    with pytest.raises(Conflict, match="cannot change"):
        await actions.set_rate(second, round_id, Money(Decimal(800)))
    assert len(seats) == 2


async def test_scores_from_before_the_rate_are_due_too_and_one_that_comes_again_is_paid_once(db: None) -> None:
    at = await make.pool(experts=1)
    second = await other_officer(at)
    round_id, seats = await scored(at, rated=False)
    assert await states(round_id) == {}
    await actions.set_rate(at.officer, round_id, RATE)
    assert await states(round_id) == {"due": 1}
    ((seat_id, expert),) = seats.items()
    await actions.reopen_score(at.officer, seat_id, "请补充评语")
    (line,) = (await queries.round_fees(second, round_id)).lines
    assert (line.reviews, line.waits) == (1, 1)
    with pytest.raises(Conflict):
        await actions.approve_fees(second, round_id, list(at.experts))
    await actions.submit_score(expert, seat_id)
    assert await states(round_id) == {"due": 1}
    assert await actions.approve_fees(second, round_id, list(at.experts)) == 1


async def test_the_rate_may_change_while_nothing_is_due_and_a_round_without_one_owes_nothing(db: None) -> None:
    at = await make.pool(experts=1)
    round_id = await make.review_round(at, seats=1)
    await actions.set_rate(at.officer, round_id, RATE)
    await actions.set_rate(at.officer, round_id, Money(Decimal(700), "EUR"))
    assert (await queries.round_fees(at.officer, round_id)).rate == Money(Decimal(700), "EUR")
    with pytest.raises(Invalid):
        await actions.set_rate(at.officer, round_id, Money(Decimal(0)))
    other, _seats = await scored(at, rated=False)
    assert await states(other) == {}


async def test_an_account_is_sealed_shown_masked_and_whole_for_a_reason_alone(db: None) -> None:
    at = await make.pool(experts=2)
    second = await other_officer(at)
    round_id, _seats = await scored(at)
    (first, expert), (_other, stranger) = at.experts.items()
    account = Account("程素衣", "澄湖银行", "创园支行", NUMBER)
    with pytest.raises(Invalid) as refused:
        await actions.keep_account(expert, Account("程素衣", "澄湖银行", "创园支行"))
    assert set(refused.value.fields) == {"number"}
    await actions.keep_account(expert, account)
    await actions.keep_account(expert, Account("程素衣", "澄湖银行", "总行"))
    with pytest.raises(Hidden):
        await actions.keep_account(second, account)
    kept = await database.row("SELECT account_locked, branch FROM expert_account")
    assert kept is not None
    assert (vault.unlock(kept["account_locked"]), kept["branch"]) == (NUMBER, "总行")
    assert NUMBER not in kept["account_locked"]
    await actions.approve_fees(second, round_id, list(at.experts))
    shown = [one.account for one in (await queries.round_fees(second, round_id)).lines]
    assert sorted(shown) == ["", f"{'*' * 15}3445"]
    assert [(await queries.my_fees(who)).account for who in (expert, stranger)] == [f"{'*' * 15}3445", ""]
    with pytest.raises(Invalid):
        await actions.take_payment_list(second, round_id, "付")
    lines = await actions.take_payment_list(second, round_id, "交财务处付款")
    assert {(one.number, one.amount) for one in lines} == {(NUMBER, Decimal(600)), ("", Decimal(600))}
    trail = str(await database.value("SELECT string_agg(detail::text, '') FROM audit_entry"))
    assert "交财务处付款" in trail
    assert NUMBER not in trail
    assert await actions.reseal_accounts() == 1
    own = await own_data(expert)
    assert (len(own["fees"]), own["account"][0]["account_masked"]) == (1, f"{'*' * 15}3445")
    assert NUMBER not in str(own)
    assert first in at.experts


async def test_fees_are_the_places_own_and_a_matter_kept_from_an_officer_is_no_line_of_theirs(db: None) -> None:
    at = await make.pool(experts=1)
    round_id, _seats = await scored(at)
    city = await identity.person(
        "城市", [(Role.CITY_OFFICER, await database.value("SELECT id FROM organisation WHERE path = '/cn/xj/ch/'"))]
    )
    with pytest.raises(Hidden):
        await queries.round_fees(city, round_id)
    with pytest.raises(Hidden):
        await actions.set_rate(city, round_id, RATE)
    second = await other_officer(at)
    assert len((await queries.round_fees(second, round_id)).lines) == 1
    await database.execute("UPDATE assessment SET people = ARRAY[$1::uuid]", second.id)
    assert (await queries.round_fees(second, round_id)).lines == ()
    with pytest.raises(Conflict):
        await actions.approve_fees(second, round_id, list(at.experts))


@pytest.mark.parametrize("rows", [1, 3])
async def test_the_pages_take_the_same_statements_and_lose_nothing_that_was_typed(
    rows: int, db: None, client: httpx.AsyncClient
) -> None:
    at = await make.pool(experts=rows)
    second = await other_officer(at)
    round_id, _seats = await scored(at)
    await identity.signed_in(client, second)
    async with counted() as seen:
        page = await client.get(f"/rounds/{round_id}/fees")
    assert (page.status_code, len(seen)) == (200, 3)
    chosen = [str(one) for one in at.experts]
    answer = await client.put(f"/rounds/{round_id}/fees", data={"do": "pay", "experts": chosen, "reference": "凭7"})
    assert (answer.status_code, "凭7" in answer.text, "请填写支付日期" in answer.text) == (422, True, True)
    answer = await client.put(f"/rounds/{round_id}/fees", data={"do": "approve", "experts": chosen})
    assert answer.status_code == 303
    answer = await client.post(f"/rounds/{round_id}/fees/payment-list", data={"reason": "交财务处付款"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert (len(book) - 2, book[0][0]) == (rows, "transfer.name")
    answer = await client.get(f"/rounds/{round_id}/fees/export?kind=csv")
    assert answer.text.count("已审批") == rows
    await identity.signed_in(client, next(iter(at.experts.values())))
    async with counted() as seen:
        page = await client.get("/desk/fees")
    assert (page.status_code, len(seen)) == (200, 3)
    typed = {"holder": "程素衣", "bank": "澄湖银行", "branch": "创园支行", "number": "12"}
    answer = await client.put("/desk/fees/account", data=typed)
    assert (answer.status_code, "创园支行" in answer.text) == (422, True)
    answer = await client.put("/desk/fees/account", data={**typed, "number": NUMBER})
    assert answer.status_code == 303
    page = await client.get("/desk/fees")
    assert (NUMBER in page.text, "*3445" in page.text) == (False, True)
