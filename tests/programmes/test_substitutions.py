"""An upheld objection frees a place: the next by rank moves up, or nobody, and nobody else waits for it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import selections as story
from tests.make.selections import Panel, state_of

from parks.adapters import clock, database
from parks.audit import queries as audit
from parks.funds.actions import budgets
from parks.funds.states import Source
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid, Refusal
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.notifications.actions import letters
from parks.programmes.actions import awards, notices, selections, substitutions
from parks.programmes.queries import awards as award_queries
from parks.programmes.queries import notices as notice_queries
from parks.programmes.queries import selections as selection_queries
from parks.programmes.queries import substitutions as queries
from parks.programmes.queries import to_do
from parks.programmes.rules import substitution as rules
from parks.programmes.rules.selection import Ranked, Tier
from parks.programmes.states import ApplicationState as State

WHY = "第三名经复核符合条件，按名次递补。"


async def freed(count: int = 4, listed: int = 2) -> tuple[Panel, list[UUID], UUID]:
    """The first of those on the notice is removed; the others stay. Answers the notice too."""
    at, applications = await story.ranked(count)
    tiers = dict.fromkeys(applications[:listed], "excellent") | {applications[0]: "key"}
    await selections.propose(at.of.nation, at.of.call_id, tiers, {})
    notice_id = await notices.publish_notice(at.of.nation, at.of.call_id)
    await uphold(at, notice_id, applications[0])
    return at, applications, notice_id


async def uphold(at: Panel, notice_id: UUID, application_id: UUID) -> None:
    citizen = await people.person("郑直")
    filed = await notices.file_objection(
        citizen, notice_id, application_id, real_name="郑直", contact="13800000000", grounds="出资比例与登记不符。"
    )
    await notices.decide_objection(at.of.nation, filed, upheld=True, answer="经核查，出资比例低于规定。")


async def waits(actor: Actor) -> list[str]:
    return [one.url for one in await to_do.to_do(actor) if one.url.endswith("/selection")]


async def test_a_freed_place_waits_on_the_list_of_who_runs_the_call_until_it_is_decided(db: None) -> None:
    at, (removed, _second, third, _fourth), _notice = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    async with counted() as statements:
        assert await waits(nation) == [f"/calls/{call_id}/selection"]
    assert len(statements) == 1
    for other in (at.of.city, at.of.manager, at.of.auditor, await people.person("林知微")):
        assert await waits(other) == []
    await substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
    assert await waits(nation) == []


async def test_a_place_that_nobody_can_have_waits_for_nobody(db: None) -> None:
    at, _applications, _notice = await freed(count=2)
    assert await waits(at.of.nation) == []


async def test_the_letter_to_who_moves_up_is_the_calls_own(db: None) -> None:
    at, (removed, _second, third, _fourth), _notice = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    texts = {
        "subject_zh": "{企业名称}递补入围", "body_zh": "{姓名}：贵公司递补为{档次}，公示{公示编号}至{公示截止日}。",
        "subject_en": "{company} moves up", "body_en": "Dear {name}, notice {notice} for {tier} stands until {last}.",
    }  # fmt: skip
    await letters.word_letter(nation, call_id, "substituted", texts, 0)
    await substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
    told = await database.row(
        "SELECT m.subject_zh, m.body_en, a.company_name FROM message m JOIN application a ON a.applicant = m.person"
        " WHERE a.id = $1 AND m.template = 'programmes/substituted'",
        third,
    )
    assert told is not None
    assert told["subject_zh"] == f"{told['company_name']}递补入围"
    assert "stands until" in told["body_en"]
    assert "{" not in told["body_en"]


async def test_the_next_by_rank_moves_up_on_a_notice_of_its_own_and_nobody_waits_for_it(db: None) -> None:
    at, (removed, second, third, fourth), notice_id = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    place = await queries.vacancy(nation, call_id, removed)
    assert [one.application_id for one in place.in_turn] == [third]
    assert place.suggested == "excellent"  # the second stays above who comes after it
    await clock.move(await clock.shift() + timedelta(days=1))
    made = await substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
    first, supplement = await notice_queries.notice(notice_id), await notice_queries.notice(made)
    assert [one.application_id for one in first.entries] == [second]
    assert [one.application_id for one in supplement.entries] == [third]
    assert (supplement.supplement, supplement.number) == (True, f"{first.number}2")
    assert supplement.starts_on == await clock.today()
    assert supplement.last_day > first.last_day
    told = await database.rows("SELECT template FROM message WHERE person = $1", at.of.founders[third].id)
    assert "programmes/substituted" in {one["template"] for one in told}
    await story.stand(notice_id)
    assert len(await awards.make_awards(nation, call_id)) == 1
    assert [await state_of(one) for one in (second, third, fourth)] == [State.AWARDED, State.PUBLICITY, State.RANKED]
    assert (await selection_queries.selection(nation, call_id)).stage is selection_queries.Stage.NOTICE
    with pytest.raises(Forbidden, match="stands until"):
        await awards.make_awards(nation, call_id)
    await story.stand(made)
    assert len(await awards.make_awards(nation, call_id)) == 1
    assert [await state_of(one) for one in (removed, third, fourth)] == [
        State.NOT_SELECTED,
        State.AWARDED,
        State.NOT_SELECTED,
    ]
    numbers = [(await award_queries.award_of(nation, one)).number for one in (second, third)]  # type: ignore[union-attr]  # awarded above
    assert [one[-5:] for one in numbers] == ["ZZ001", "ZZ002"]
    assert (await selection_queries.selection(nation, call_id)).stage is selection_queries.Stage.DONE
    acts = await database.rows(
        "SELECT act, detail FROM audit_entry WHERE act IN ('place filled', 'application moved up')"
    )
    assert {one["act"] for one in acts} == {"place filled", "application moved up"}
    assert next(one["detail"]["reason"] for one in acts if one["act"] == "place filled") == WHY
    assert (await audit.verify()).holds


async def test_the_one_who_moved_up_can_be_objected_to_and_the_place_is_free_again(db: None) -> None:
    at, (removed, _second, third, fourth), _notice_id = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    made = await substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
    await uphold(at, made, third)
    again = await queries.vacancy(nation, call_id, third)
    assert [one.application_id for one in again.in_turn] == [fourth]
    last = await substitutions.move_up(nation, call_id, third, application_id=fourth, tier="excellent", reason=WHY)
    assert (await notice_queries.notice(last)).number.endswith("-GS3")


async def test_nobody_moves_up_where_the_officer_says_why_and_then_the_rest_is_not_selected(db: None) -> None:
    at, (removed, second, third, _fourth), notice_id = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    await story.stand(notice_id)
    assert len(await awards.make_awards(nation, call_id)) == 1
    assert (await state_of(second), await state_of(third)) == (State.AWARDED, State.RANKED)
    view = await selection_queries.selection(nation, call_id)
    assert view.stage is selection_queries.Stage.FREED
    with pytest.raises(Invalid):
        await substitutions.leave_empty(nation, call_id, removed, reason=" ")
    await substitutions.leave_empty(nation, call_id, removed, reason="得分差距较大，不递补。")
    assert await state_of(third) == State.NOT_SELECTED
    assert (await selection_queries.selection(nation, call_id)).stage is selection_queries.Stage.DONE
    with pytest.raises(Conflict, match="decided already"):
        await substitutions.leave_empty(nation, call_id, removed, reason="再次决定，不应成立。")
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE notice_substitution SET reason = 'x'")


async def test_nobody_is_passed_over_the_budget_is_kept_and_no_stranger_decides(db: None) -> None:
    at, (removed, _second, third, fourth), _notice_id = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    with pytest.raises(Invalid) as refused:
        await substitutions.move_up(nation, call_id, removed, application_id=fourth, tier="excellent", reason=WHY)
    assert set(refused.value.fields) == {"application"}
    await budgets.found(
        nation,
        at.of.tree.nation.id,
        SubjectRef("call", call_id, "2027", f"/calls/{call_id}"),
        Money(Decimal(300_000)),  # of which 200,000 are on the list already
        Source.CENTRAL,
        year=2027,
    )
    place = await queries.vacancy(nation, call_id, removed)
    assert [(one.tier.key, one.left and one.left.amount) for one in place.offers] == [
        ("key", Decimal("-400000.00")),
        ("excellent", Decimal("-100000.00")),
    ]
    with pytest.raises(Invalid) as refused:
        await substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
    assert set(refused.value.fields) == {"tier"}
    for stranger in (at.of.province, at.of.auditor, at.of.founders[third]):
        with pytest.raises(Forbidden):
            await substitutions.leave_empty(stranger, call_id, removed, reason=WHY)
    with pytest.raises(Hidden):
        await substitutions.leave_empty(nation, call_id, third, reason=WHY)
    assert await state_of(third) == State.RANKED


async def _told(attempt: Awaitable[Any]) -> str:
    try:
        await attempt
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


async def test_of_many_clicks_at_once_one_decides(db: None) -> None:
    at, (removed, _second, third, _fourth), _notice_id = await freed()
    nation, call_id = at.of.nation, at.of.call_id
    fill = [
        substitutions.move_up(nation, call_id, removed, application_id=third, tier="excellent", reason=WHY)
        for _each in range(5)
    ]
    leave = [substitutions.leave_empty(nation, call_id, removed, reason=WHY) for _each in range(5)]
    told = Counter(await asyncio.gather(*map(_told, [*fill, *leave])))
    assert told == {"done": 1, "Conflict": 9}
    assert await database.value("SELECT count(*) FROM notice_substitution") == 1
    assert await database.value("SELECT count(*) FROM public_notice WHERE part > 0") <= 1


async def test_two_freed_places_and_one_reserve_two_officers_at_once(db: None) -> None:
    at, (first, second, third), notice_id = await freed(3)
    await uphold(at, notice_id, second)
    nation, call_id = at.of.nation, at.of.call_id
    told = Counter(
        await asyncio.gather(
            *(
                _told(substitutions.move_up(nation, call_id, one, application_id=third, tier="excellent", reason=WHY))
                for one in (first, second)
            )
        )
    )
    assert told == {"done": 1, "Invalid": 1}


async def test_the_officer_decides_on_the_page_without_javascript(db: None, client: httpx.AsyncClient) -> None:
    at, (removed, _second, third, _fourth), _notice_id = await freed()
    url = f"/calls/{at.of.call_id}"
    await people.signed_in(client, at.of.nation)
    async with counted() as seen:
        page = await client.get(f"{url}/selection")
    assert len(seen) <= 4
    assert "按名次递补" in page.text
    mark = page.text.split('name="_csrf" value="')[1].split('"')[0]
    form = {"_csrf": mark, "application": str(third), "tier": "excellent", "reason": ""}
    refused = await client.post(f"{url}/places/{removed}?_method=PUT", data=form)
    assert refused.status_code == 422
    assert f'value="{third}" checked' in refused.text
    done = await client.post(f"{url}/places/{removed}?_method=PUT", data=form | {"reason": WHY})
    assert (done.status_code, await state_of(third)) == (303, State.PUBLICITY)
    assert WHY in (await client.get(f"{url}/selection")).text
    api = (await client.get(f"/api/v1/calls/{at.of.call_id}/selection")).json()
    assert api["places"][0]["chosen"] == str(third)
    notice = await client.get(f"/notices/{api['places'][0]['notice']}")
    assert "递补公示" in notice.text


TIERS = [
    Tier("key", Bilingual("重点类", "Key"), Money(Decimal(500_000)), 1),
    Tier("excellent", Bilingual("优秀类", "Excellent"), Money(Decimal(200_000)), 2),
]
A, B, C, D = (Ranked(uuid4(), name, rank, Decimal(80)) for name, rank in (("A", 3), ("B", 4), ("C", 4), ("D", 5)))


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ({}, [A]),
        ({A.application_id: "已获其他计划支持"}, [A, B, C]),
        ({A.application_id: " "}, [A]),
        ({one.application_id: "不符" for one in (A, B)}, [A, B, C]),
        ({one.application_id: "不符" for one in (A, B, C)}, [A, B, C, D]),
    ],
)
def test_in_turn_is_the_next_by_rank_and_whoever_was_passed_over_with_a_reason(
    reasons: dict[UUID, str], expected: list[Ranked]
) -> None:
    assert rules.in_turn([D, C, B, A], reasons) == expected


def test_a_tier_is_offered_while_it_has_a_place_and_the_budget_carries_it() -> None:
    none = rules.offers(TIERS, "key", ["excellent", "excellent"], free=None, unbound=Money(Decimal(400_000)))
    assert [(one.tier.key, one.wrong is None) for one in none] == [("key", True), ("excellent", False)]
    poor = rules.offers(TIERS, "key", ["excellent"], free=Money(Decimal(400_000)), unbound=Money(Decimal(200_000)))
    assert [(one.left and one.left.amount, one.wrong is None) for one in poor] == [
        (Decimal("-300000.00"), False),
        (Decimal("0.00"), True),
    ]
    assert [one.tier.key for one in rules.offers(TIERS, "excellent", [], free=None, unbound=Money(Decimal(0)))] == [
        "excellent"
    ]
    rich = rules.offers(TIERS, "key", ["excellent"], free=None, unbound=Money(Decimal(200_000)))
    assert rules.suggested(rich, TIERS, []) == "key"
    assert rules.suggested(rich, TIERS, ["excellent"]) == "excellent"
