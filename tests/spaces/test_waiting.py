"""The list of who waits for a unit: rank and reasons as a rule, and as the manager sees it."""

from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make
from tests.spaces.test_rules import START, candidate, want

from parks.kernel.actor import Role
from parks.kernel.period import Period
from parks.spaces import actions
from parks.spaces.rules import waiting
from parks.spaces.states import UnitKind


def day(number: int) -> date:
    return START + timedelta(days=number)


def span(first: int, until: int | None = None) -> Period:
    return Period(day(first), None if until is None else day(until))


@pytest.mark.parametrize(
    ("valid", "taken", "free"),
    [
        (span(0), [], span(10)),
        (span(20), [], span(20)),
        (span(0, 10), [], None),
        (span(0), [span(0, 30)], span(30)),
        (span(0), [span(0)], None),
        (span(0), [span(30, 60), span(5, 30)], span(60)),
        (span(0), [span(0, 5), span(40, 50)], span(10, 40)),
        (span(0, 100), [span(0, 30)], span(30, 100)),
        (span(0, 30), [span(0, 30)], None),
    ],
)
def test_the_first_free_days_of_a_unit(valid: Period, taken: list[Period], free: Period | None) -> None:
    assert waiting.gap(valid, taken, day(10)) == free


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15)), max_size=6), st.integers(0, 60))
def test_the_gap_is_what_walking_day_by_day_finds(lengths: list[tuple[int, int]], today: int) -> None:
    taken: list[Period] = []
    for first, days in lengths:
        one = span(first, first + days)
        if not any(one.overlaps(other) for other in taken):
            taken.append(one)
    free = waiting.gap(span(0, 90), taken, day(today))
    walked = [n for n in range(today, 90) if not any(day(n) in one for one in taken)]
    assert free is not None
    assert free.start == day(walked[0])
    inside = [n for n in walked if day(n) in free]
    assert inside == list(range(walked[0], walked[0] + len(inside)))
    assert free.until is not None
    assert day(walked[0] + len(inside)) == free.until


def test_who_it_fits_stands_before_who_waited_longer_and_every_reason_is_told() -> None:
    one, two, three, four, five = (UUID(int=number) for number in range(1, 6))
    found = waiting.queue(
        candidate("A301"),
        span(5),
        [
            waiting.Waiting(one, want(low=200, high=300), days=400),
            waiting.Waiting(two, want(), days=3),
            waiting.Waiting(three, want(), days=90),
            waiting.Waiting(four, want(), days=90, declined="too loud"),
            waiting.Waiting(five, want(), days=3),
        ],
    )
    assert [(place.rank, place.request_id) for place in found] == [(1, three), (2, two), (3, five), (4, one), (5, four)]
    assert not any(place.whole for place in found)  # five days late for everybody
    last = [(reason.met, reason.text.msgid) for reason in found[-1].reasons][-2:]
    assert last == [
        (False, "It comes free on {day}, {n} days later than asked for."),
        (False, "The founder declined it before: {reason}"),
    ]
    laboratory = candidate("B101", kind=UnitKind.WET_LABORATORY)
    assert waiting.queue(laboratory, span(5), [waiting.Waiting(one, want(), 1)]) == []


async def test_the_manager_sees_who_waits_for_a_unit_in_rank_order(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    (unit, other) = await make.units(home, 2)
    made = [await make.company(number) for number in range(4)]
    requests = [await make.request(founder, company, home.park_id) for founder, company in made[:1]]
    await people.signed_in(client, manager)
    counts = []
    async with counted() as statements:
        page = await client.get(f"/units/{unit}")
    counts.append(len(statements))
    assert page.text.count("kind=offer") == 1
    requests += [await make.request(founder, company, home.park_id) for founder, company in made[1:]]
    declined = await make.offer(home, unit, requests[0])
    await actions.decline_offer(made[0][0], declined, "too loud")
    await make.offer(home, other, requests[1])
    async with counted() as statements:
        page = await client.get(f"/units/{unit}")
    counts.append(len(statements))
    assert counts[0] == counts[1] <= 4
    places = [page.text.index(f"request_id={request}") for request in (requests[2], requests[3], requests[0])]
    assert places == sorted(places)
    assert str(requests[1]) not in page.text, "its founder is deciding about another unit"
    assert "The founder declined it before: too loud" in page.text

    await people.signed_in(client, await people.person("林知微"))
    assert "kind=offer" not in (await client.get(f"/units/{unit}")).text
