"""A stay from the first question to the closed settlement: whose steps, the clock, the unit closed till inspected."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.spaces import actions, queries
from parks.spaces.rules import incubations as rule
from parks.spaces.states import IncubationMove as Move
from parks.spaces.states import IncubationState as State

FORM = {"content-type": "application/x-www-form-urlencoded"}
SAID: dict[str, Any] = {
    "words": "on record",
    "days": 5,
    "months": 12,
    "amount": Decimal(16200),
    "items": "desk\nchair",
    "meters": "water 12",
    "keys": 2,
    "result": "qualified",
    "condition": "high_tech",
    "ground": "arrears",
}
TO_PROPOSAL = (Move.QUALIFY, Move.REVIEW, Move.ADMIT, Move.PROPOSE)
TO_THE_CLOCK = (*TO_PROPOSAL, Move.ACCEPT, Move.DEPOSIT, Move.HAND_OVER, Move.SIGN)


async def _take(manager: Actor, founder: Actor, stay: UUID, *moves: Move, **typed: Any) -> None:
    for move in moves:
        actor = founder if rule.side_of(move) is rule.Side.COMPANY else manager
        seen = await queries.incubation(actor, stay)
        assert move in seen.moves
        await actions.take_step(actor, stay, move, SAID | typed, seen.version)


@pytest.fixture
async def home(db: None) -> make.Estate:
    return await make.estate()


async def test_a_stay_runs_from_the_enquiry_to_the_closed_settlement(home: make.Estate) -> None:
    founder, company = await make.company()
    today = await clock.today()
    (unit,) = await make.units(home, 1)
    lease = await actions.let(home.manager, unit, await make.days(0, 365), company)
    stay = await actions.open_incubation(founder, company, home.park_id, "May we come?", enquiry=True)
    await _take(home.manager, founder, stay, Move.ANSWER, Move.APPLY, *TO_THE_CLOCK)
    begun = await queries.incubation(founder, stay)
    year_on = rule.clock(today, 12)
    assert (begun.state, begun.begins, begun.last_day) == (State.INCUBATING, today, year_on - timedelta(days=1))
    await _take(home.manager, founder, stay, Move.ASSESS, year=today.year)
    with pytest.raises(Invalid) as twice:
        await _take(home.manager, founder, stay, Move.ASSESS, year=today.year)
    assert list(twice.value.fields) == ["year"]
    await _take(home.manager, founder, stay, Move.EXTEND, Move.GRADUATE, months=6)
    extended = await queries.incubation(founder, stay)
    assert extended.last_day == rule.clock(year_on, 6) - timedelta(days=1)
    await _take(home.manager, founder, stay, Move.EXIT, last_day=today)
    taken = await database.rows("SELECT id, kind, ends, void FROM allocation WHERE unit = $1 ORDER BY starts, id", unit)
    tomorrow = today + timedelta(days=1)
    assert [(one["kind"], one["ends"]) for one in taken] == [("lease", tomorrow), ("closure", None)]
    assert taken[0]["id"] == lease
    _other, rival = await make.company(1)
    with pytest.raises(Conflict):  # not free before it is inspected
        await actions.let(home.manager, unit, await make.days(2, 30), rival)
    await _take(home.manager, founder, stay, Move.INSPECT, Move.SETTLE)
    await actions.let(home.manager, unit, await make.days(2, 30), rival)
    over = await queries.incubation(founder, stay)
    assert (over.state, over.moves, len(over.steps)) == (State.SETTLED, (), 17)
    told = await database.value("SELECT count(*) FROM audit_entry WHERE subject_id = $1", stay)
    assert told == 17
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE incubation_step SET words = 'else' WHERE incubation = $1", stay)


async def test_each_side_takes_its_own_steps_and_outsiders_see_nothing(home: make.Estate) -> None:
    founder, company = await make.company()
    rival, _company = await make.company(1)
    stay = await actions.open_incubation(founder, company, home.park_id, "We apply.")
    with pytest.raises(Forbidden):
        await actions.take_step(founder, stay, Move.QUALIFY, SAID, 1)
    with pytest.raises(Forbidden):
        await actions.take_step(home.manager, stay, Move.WITHDRAW, SAID, 1)
    with pytest.raises(Hidden):
        await queries.incubation(rival, stay)
    with pytest.raises(Conflict):
        await actions.open_incubation(founder, company, home.park_id, "Once more.")
    with pytest.raises(Invalid) as bare:
        await actions.take_step(home.manager, stay, Move.QUALIFY, {}, 1)
    assert list(bare.value.fields) == ["words"]
    with pytest.raises(IllegalMove):
        await actions.take_step(home.manager, stay, Move.SETTLE, SAID, 1)
    await _take(home.manager, founder, stay, Move.QUALIFY, Move.REVIEW, Move.ADMIT)
    with pytest.raises(Conflict):  # over a version that is no longer
        await actions.take_step(home.manager, stay, Move.PROPOSE, SAID, 1)
    await _take(home.manager, founder, stay, Move.NOTICE)
    seen = await queries.incubation(home.manager, stay)
    assert (seen.moves, seen.proposed) == ((Move.REFUSE,), None)  # what must wait is told, and not offered
    assert [one.msgid for one in seen.waiting] == [
        "The public notice runs until {day}. The agreement follows after it."
    ]
    with pytest.raises(Conflict, match="public notice"):
        await actions.take_step(home.manager, stay, Move.PROPOSE, SAID, seen.version)
    await _take(home.manager, founder, stay, Move.WITHDRAW)
    await actions.open_incubation(founder, company, home.park_id, "Anew.")


async def test_nothing_is_handed_over_that_is_not_let(home: make.Estate) -> None:
    founder, company = await make.company()
    stay = await actions.open_incubation(founder, company, home.park_id, "We apply.")
    await _take(home.manager, founder, stay, *TO_PROPOSAL, Move.ACCEPT, Move.DEPOSIT)
    with pytest.raises(Conflict, match="No unit"):
        await _take(home.manager, founder, stay, Move.HAND_OVER)


async def test_pages_and_duties_of_a_stay(home: make.Estate, client: httpx.AsyncClient) -> None:
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    founder, company = await make.company(0, await people.person("林知微", language="en"))
    await people.signed_in(client, founder)
    body = {"company_id": str(company), "park_id": str(home.park_id), "words": "x" * 2001}

    async def sent(url: str, typed: dict[str, str]) -> httpx.Response:
        return await client.post(url, content=urlencode(typed), headers=FORM)

    kept = await sent(f"/parks/{home.park_id}/apply", body)
    assert (kept.status_code, "x" * 2001 in kept.text) == (422, True)
    url = (await sent(f"/parks/{home.park_id}/apply", body | {"words": "We apply."})).headers["location"]
    (duty,) = await queries.to_do(manager)
    assert duty.url == url
    await people.signed_in(client, manager)
    step = {"move": "qualify", "version": "1", "words": ""}
    refused = await sent(f"{url}/steps", step)
    assert (refused.status_code, "Say it in a sentence or two" in refused.text) == (422, True)
    assert (await sent(f"{url}/steps", step | {"words": "Papers are in order."})).status_code == 303
    async with counted() as one:
        await client.get("/incubations")
    for number in (1, 2):
        other, another = await make.company(number)
        await actions.open_incubation(other, another, home.park_id, "We apply.")
    async with counted() as three:
        listed = await client.get("/incubations")
    assert (listed.text.count('href="/incubations/0'), len(one) == len(three) <= 4) == (3, True)
    file = await client.get("/incubations/export?kind=csv")
    assert file.text.count("Starline") == 3
    await people.signed_in(client, founder)
    async with counted() as shown:
        read = await client.get(url)
    assert ("Papers are in order." in read.text, len(shown) <= 4) == (True, True)
    assert "Starline 1" not in (await client.get("/incubations")).text


@pytest.mark.parametrize(
    ("state", "side"),
    [
        (State.APPLIED, rule.Side.PARK),
        (State.PROPOSED, rule.Side.COMPANY),
        (State.INCUBATING, None),
        (State.SETTLED, None),
    ],
)
def test_whose_turn_it_is(state: State, side: rule.Side | None) -> None:
    assert rule.waits_for(state) is side


def test_a_clock_that_begins_on_the_last_of_a_month() -> None:
    assert rule.clock(date(2026, 8, 31), 6) == date(2027, 2, 28)
