"""The plan of who goes where: equal to trying everything, proven at sixty by sixty, and as its manager sees it."""

import random
from datetime import timedelta
from itertools import product
from time import process_time
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make
from tests.spaces.test_rules import START

from parks.kernel.actor import Role
from parks.kernel.period import Period
from parks.spaces.rules import planning
from parks.spaces.rules.planning import Option


def span(first: int, days: int) -> Period:
    return Period(START + timedelta(days=first), START + timedelta(days=first + days))


def fits_together(some: list[Option]) -> bool:
    return not any(
        one.unit_id == other.unit_id and one.period.overlaps(other.period)
        for place, one in enumerate(some)
        for other in some[:place]
    )


def tried(options: list[Option]) -> int:
    """The best by trying every choice: for each request one of its options or none."""
    by_request: dict[UUID, list[Option | None]] = {}
    for one in options:
        by_request.setdefault(one.request_id, [None]).append(one)
    sums = []
    for choice in product(*by_request.values()):
        some = [one for one in choice if one is not None]
        if fits_together(some):
            sums.append(sum(one.worth for one in some))
    return max(sums)


@pytest.mark.parametrize("seed", range(25))
def test_small_plans_equal_trying_everything(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - instances that come again, not secrets
    spans = [span(chance.randrange(20), chance.randrange(1, 15)) for _each in range(5)]
    options = [
        Option(UUID(int=request), UUID(int=100 + unit), spans[request], chance.randrange(500, 1100))
        for request in range(5)
        for unit in range(3)
        if chance.random() < 0.8
    ]
    found = planning.best(options)
    assert fits_together(list(found.chosen))
    assert len({one.request_id for one in found.chosen}) == len(found.chosen)
    assert (found.worth, found.bound, found.proven) == (tried(options), tried(options), True)


def test_sixty_requests_and_sixty_units_are_proven_under_two_seconds() -> None:
    chance = random.Random(93)  # noqa: S311 - instances that come again, not secrets
    spans = [span(chance.randrange(300), chance.choice((90, 180, 365))) for _each in range(60)]
    options = [
        Option(UUID(int=request), UUID(int=100 + unit), spans[request], chance.randrange(640, 1101))
        for request in range(60)
        for unit in range(60)
    ]
    started = process_time()
    found = planning.best(options)
    assert process_time() - started < 2
    assert found.proven
    assert (len(found.chosen), fits_together(list(found.chosen))) == (60, True)


async def test_the_manager_sees_a_plan_for_all_and_who_waits_on(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    (dry, wet) = await make.units(home), await make.units(home, features=("water",))
    made = [await make.company(number) for number in range(3)]
    # The first would be content with either; alone by rank she would take what the second must have.
    easy = await make.request(*made[0], home.park_id)
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    await people.signed_in(client, manager)
    url = f"/parks/{home.park_id}/proposal"
    async with counted() as few:
        assert "No other plan is better" in (await client.get(url)).text
    thirsty = await make.request(*made[1], home.park_id, must=("water",))
    left = await make.request(*made[2], home.park_id, must=("fume_hood",))
    async with counted() as many:
        page = await client.get(url)
    assert len(few) == len(many) <= 4
    told = (await client.get(f"/api/v1{url}")).json()
    assert {(one["request_id"], one["unit_id"]) for one in told["placed"]} == {
        (str(easy), str(dry[0])),
        (str(thirsty), str(wet[0])),
    }
    assert (told["left"], told["proven"], told["more"]) == ([str(left)], True, False)
    assert page.text.count("kind=offer") == 2
    assert page.text.index("Who waits on") < page.text.index(str(left))

    await make.offer(home, wet[0], thirsty)
    after = (await client.get(f"/api/v1{url}")).json()
    assert [one["request_id"] for one in after["placed"]] == [str(easy)], (
        "whoever decides about an offer is not planned"
    )
    assert (await client.get(f"/parks/{home.building_id}/proposal")).status_code == 404
    await people.signed_in(client, await people.person("林知微"))
    assert (await client.get(url)).status_code == 403
