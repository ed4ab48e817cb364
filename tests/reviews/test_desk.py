"""A long queue: what closes first is first, whenever it was offered, and every seat stands on one page."""

import re

import httpx
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import database
from parks.reviews import actions, queries
from parks.reviews.queries.desk import SHOWN

LINKS = re.compile(r'<th scope="row"><a href="/seats/([0-9a-f-]{36})">')


async def test_a_long_queue_is_paged_with_the_most_urgent_first_and_the_overdue_last(
    db: None, client: httpx.AsyncClient
) -> None:
    pool = await make.pool(experts=1)
    [(expert_id, expert)] = pool.experts.items()
    later, sooner, past = [await make.review_round(pool, seats=1, days=days) for days in (30, 2, 5)]
    seats = []
    for round_id, count in ((later, SHOWN + 10), (sooner, 1), (past, 1)):
        for _number in range(count):
            assessment_id = await make.assessment(pool, round_id)
            seats.append(await actions.seat(pool.officer, assessment_id, expert_id))
    urgent, overdue = seats[-2:]
    await database.execute("UPDATE review_round SET closes = parks_now() - interval '1 hour' WHERE id = $1", past)

    await identity.signed_in(client, expert)
    async with counted() as seen:
        first = (await client.get("/desk")).text
    assert len(seen) == 2
    second = (await client.get("/desk?page=2")).text
    shown = LINKS.findall(first) + LINKS.findall(second)
    assert (shown[0], shown[-1]) == (str(urgent), str(overdue))
    assert sorted(shown) == sorted(str(one) for one in seats)
    assert (len(LINKS.findall(first)), "第 51–62 项，共 62 项" in second) == (SHOWN, True)
    assert 'href="/desk?page=2"' in first
    assert 'rel="next"' not in second
    beyond = await client.get("/desk?page=9")
    assert (beyond.status_code, "回到第一页" in beyond.text) == (200, True)
    for asked in ("0", "-3", "99999999999"):
        assert (await client.get(f"/desk?page={asked}")).status_code == 200
    desk = await queries.desk(expert)
    assert (desk.left, desk.next and desk.next.seat_id) == (62, urgent)
    told = (await client.get("/api/v1/desk", params={"page": 2})).json()
    assert [one["seat_id"] for one in told["waiting"]] == LINKS.findall(second)
