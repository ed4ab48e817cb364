"""The waiting list that acts: in rank order, once each, by one of two workers, and again from the record's lines."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make
from tests.spaces.test_rules import START, candidate, want

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import Forbidden, Invalid
from parks.kernel.period import Period
from parks.spaces import actions, queries
from parks.spaces.rules import turns
from parks.spaces.rules.turns import Settings, Waiter
from parks.spaces.states import OfferOutcome, RequestState

ON = Settings(acts=True, days_ahead=30, answer_days=5)
UNIT = candidate("A301")
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def whole(first: int, until: int | None = None) -> Period:
    return Period(START + timedelta(days=first), None if until is None else START + timedelta(days=until))


def ahead(*waiting: Waiter, taken: int = 0, settings: Settings = ON, today: date = START) -> list[turns.Next]:
    """`UNIT`, taken for so many days from the start on."""
    spans = [whole(0, taken)] if taken else []
    return turns.upcoming([(UNIT, whole(-100), spans)], waiting, settings, today)


def waiter(request_id: UUID, days: int = 10, *, offers: Any = None, **asked: Any) -> Waiter:
    return Waiter(request_id, want(**asked), days, offers or {})


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        ((OfferOutcome.DECLINED, "太吵"), "The founder declined it before: {reason}"),
        ((OfferOutcome.EXPIRED, "expired"), "It was offered before, and nobody answered in time."),
        ((OfferOutcome.WITHDRAWN, ""), "It was offered before, and the offer was taken back."),
    ],
)
def test_a_unit_is_offered_once_for_a_request_and_then_to_the_next(earlier: Any, why: str) -> None:
    (one,) = ahead(waiter(A, 90, offers={UNIT.unit_id: earlier}), waiter(B, 10), waiter(C, 1))
    told = {turn.place.request_id: turn.passed and turn.passed.msgid for turn in one.turns}
    assert told in ({A: why, B: None}, {B: None})  # a declined one stands below the others already
    assert one.offered is not None
    assert one.offered.place.request_id == B
    (alone,) = ahead(waiter(A, 90, offers={UNIT.unit_id: earlier}))
    assert alone.offered is None
    assert [turn.passed.msgid for turn in alone.turns if turn.passed] == [why]


def test_what_a_person_must_weigh_is_passed_over_and_a_wish_or_a_later_start_is_not() -> None:
    (one,) = ahead(waiter(A, 90, low=500, high=900))
    assert one.offered is None
    (wished,) = ahead(Waiter(A, replace(want(), prefer=("water",)), 9, {}), taken=20)
    assert wished.offered is not None
    assert wished.offered.period is not None
    assert wished.offered.period.start == START + timedelta(days=20)
    (lacking,) = ahead(Waiter(A, replace(want(), must=("water",)), 9, {}))
    assert lacking.offered is None


def test_only_what_comes_free_within_the_parks_days_is_offered() -> None:
    assert ahead(waiter(A), taken=31) == []
    assert len(ahead(waiter(A), taken=30)) == 1
    assert ahead(waiter(A), taken=1, settings=replace(ON, days_ahead=0)) == []


def test_a_kept_ranking_says_who_was_next_and_a_changed_one_is_found_out() -> None:
    (one,) = ahead(waiter(A, 90, offers={UNIT.unit_id: (OfferOutcome.EXPIRED, "")}), waiter(B, 10))
    kept = [dict(line) for line in turns.ranking(one.turns)]
    assert turns.replayed(kept) == str(B)
    for forged in (kept[::-1], kept[:1], [kept[0] | {"passed": False}, kept[1]]):
        with pytest.raises(ValueError, match=r"rule|passed over"):
            turns.replayed(forged)


LINES = "SELECT detail FROM audit_entry WHERE act = $1 ORDER BY at, id"


async def _open() -> list[tuple[UUID, UUID]]:
    found = await database.rows("SELECT request, unit FROM allocation WHERE kind = 'offer' AND NOT void ORDER BY id")
    return [(one["request"], one["unit"]) for one in found]


async def test_a_list_that_is_switched_on_offers_down_the_ranks_and_all_of_it_follows_from_the_record(
    db: None, client: httpx.AsyncClient
) -> None:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    (unit,) = await make.units(home)
    made = [await make.company(number) for number in range(3)]
    first = await make.request(*made[0], home.park_id, must=("fume_hood",))
    second = await make.request(*made[1], home.park_id)
    third = await make.request(*made[2], home.park_id)
    await actions.let(home.manager, unit, await make.days(0, 20), made[0][1])

    assert await actions.offer_in_turn() == 0, "nobody has switched it on"
    await people.signed_in(client, manager)
    url = f"/parks/{home.park_id}/waiting-list"
    async with counted() as few:
        page = await client.get(url)
    assert len(few) <= 4
    assert "it would offer" in page.text
    assert f"request_id={second}" in page.text
    refused = await client.put(url, data={"acts": "on", "days_ahead": "900", "answer_days": "3"})
    assert (refused.status_code, "900" in refused.text) == (422, True)
    answer = await client.put(f"/api/v1{url}", json={"acts": True, "days_ahead": 30, "answer_days": 3})
    told = answer.json()["upcoming"]
    assert [(one["unit_id"], one["request_id"]) for one in told] == [(str(unit), str(second))]

    assert sorted(await asyncio.gather(actions.offer_in_turn(), actions.offer_in_turn())) == [0, 1]
    assert await _open() == [(second, unit)]
    assert await actions.offer_in_turn() == 0, "whoever decides is not asked about another unit"
    (offered,) = await queries.my_offers(made[1][0])
    assert offered.expires_at > await clock.now() + timedelta(days=2)

    await actions.decline_offer(made[1][0], offered.id, "离实验室太远")
    assert await actions.offer_in_turn() == 1
    assert await _open() == [(third, unit)]
    await database.execute("UPDATE allocation SET expires_at = parks_now() WHERE kind = 'offer' AND NOT void")
    assert await actions.sweep_offers() == 1
    assert await actions.offer_in_turn() == 0, "everybody was asked once"
    assert (await queries.request(made[2][0], third)).state is RequestState.ASKED
    async with counted() as many:
        page = await client.get(url)
    assert len(many) == len(few)
    assert "nobody answered in time" in page.text
    assert "离实验室太远" in page.text

    lines = [one["detail"] for one in await database.rows(LINES, "unit offered in turn")]
    assert [(turns.replayed(one["ranking"]), one["request"], one["unit"]) for one in lines] == [
        (str(one), str(one), str(unit)) for one in (second, third)
    ]
    passed = [one["detail"] for one in await database.rows(LINES, "passed over")]
    assert all(one["reason"]["zh"] and one["reason"]["en"] for one in passed)
    assert [one["allocation"] for one in passed] == [
        line["allocation"] for line in lines for place in line["ranking"] if place["passed"]
    ]
    assert first is not None


async def test_another_company_that_took_the_unit_meanwhile_stops_nothing(db: None) -> None:
    home = await make.estate()
    (taken, free) = await make.units(home, 2)
    founder, company = await make.company()
    wish = await make.request(founder, company, home.park_id)
    await actions.set_waiting_list(home.manager, home.park_id, ON)
    await actions.let(home.manager, taken, await make.days(0, None), (await make.company(2))[1])
    assert await actions.offer_in_turn() == 1
    assert await _open() == [(wish, free)]
    with pytest.raises(Invalid):
        await actions.set_waiting_list(home.manager, home.park_id, replace(ON, answer_days=0))
    with pytest.raises(Forbidden):
        await actions.set_waiting_list(founder, home.park_id, ON)
