"""The meeting on its pages: a projector without names, phones in the room, and asking again and again for little."""

import asyncio
import os
import statistics
import time
from typing import Any

import httpx
import pytest
from tests.counting import counted
from tests.make import meetings
from tests.make.identity import signed_in

from parks.adapters.database import value
from parks.reviews.actions import sittings
from parks.reviews.rules.meeting import Count
from parks.reviews.states import ItemMove, VoteChoice

pytestmark = pytest.mark.usefixtures("db")
WATCHERS = int(os.environ.get("PARKS_WATCHERS", "0"))


async def test_an_unchanged_meeting_answers_304_in_one_statement_beside_the_session(client: httpx.AsyncClient) -> None:
    of = await meetings.opened(await meetings.reviewed())
    await signed_in(client, of.chair)
    for path in ("screen", "seat"):
        live = f"/meetings/{of.meeting_id}/{path}/live"
        first = await client.get(live, headers={"hx-request": "true"})
        assert first.status_code == 200
        async with counted() as seen:
            again = await client.get(live, headers={"hx-request": "true", "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content, len(seen)) == (304, b"", 2)
        await sittings.note_attendance(of.voters[1], of.meeting_id, None, present=path == "seat")
        changed = await client.get(live, headers={"hx-request": "true", "if-none-match": first.headers["etag"]})
        assert changed.status_code == 200
        assert changed.headers["etag"] != first.headers["etag"]
        assert "hx-refresh" not in changed.headers, "nothing else to do on this seat: what is typed stays"


async def test_a_seat_is_fetched_anew_once_there_is_something_else_to_do(client: httpx.AsyncClient) -> None:
    of = await meetings.opened(await meetings.reviewed())
    await signed_in(client, of.voters[1])
    live = f"/meetings/{of.meeting_id}/seat/live"
    tag = (await client.get(live)).headers["etag"]
    await meetings.voting(of, (await of.items())[0])
    assert (await client.get(live, headers={"hx-request": "true", "if-none-match": tag})).headers[
        "hx-refresh"
    ] == "true"


async def test_the_projector_shows_figures_and_no_name_of_anybody(client: httpx.AsyncClient) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    for voter in of.voters:
        await sittings.vote(voter, of.meeting_id, item, VoteChoice.APPROVE)
    await signed_in(client, of.secretary)
    page = (await client.get(f"/meetings/{of.meeting_id}/screen")).text
    assert "3 / 3" in page
    for one in (*of.voters, of.tally, of.supervisor):
        assert one.name not in page
    assert "星阑光电" not in page
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    assert "<dt>同意</dt>" not in (await client.get(f"/meetings/{of.meeting_id}/screen")).text, "counted by nobody yet"
    await sittings.count(of.tally, of.meeting_id, item, Count(3))
    assert "<dt>同意</dt>" not in (await client.get(f"/meetings/{of.meeting_id}/screen")).text, "counted by one"
    await sittings.count(of.secretary, of.meeting_id, item, Count(3))
    assert "<dt>同意</dt>" in (await client.get(f"/meetings/{of.meeting_id}/screen")).text


async def test_what_is_refused_stands_beside_its_field_on_the_seat(client: httpx.AsyncClient) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    base = f"/meetings/{of.meeting_id}/items/{item}"
    await signed_in(client, of.voters[1])
    assert (await client.put(f"{base}/vote")).status_code == 422
    answer = await client.put(f"{base}/vote", data={"choice": "reject"})
    assert answer.status_code == 303
    seat = (await client.get(f"/meetings/{of.meeting_id}/seat")).text
    assert "您的投票已保存" in seat
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    late = await client.put(f"{base}/vote", data={"choice": "approve"})
    assert late.status_code == 409
    assert "本项目未开放投票" in late.text


@pytest.mark.parametrize("proposals", [1, 3])
async def test_a_seat_takes_four_statements_however_long_the_agenda(client: httpx.AsyncClient, proposals: int) -> None:
    of = await meetings.opened(await meetings.reviewed(proposals))
    await signed_in(client, of.secretary)
    async with counted() as seen:
        assert (await client.get(f"/meetings/{of.meeting_id}/seat")).status_code == 200
    assert len(seen) == 4


async def _posts(of: meetings.Sitting, item: Any, rounds: int) -> list[float]:
    """Seconds of each vote given, one after another."""
    took = []
    for n in range(rounds):
        began = time.perf_counter()
        choice = VoteChoice.APPROVE if n % 2 else VoteChoice.REJECT
        await sittings.vote(of.voters[n % 3], of.meeting_id, item, choice)
        took.append(time.perf_counter() - began)
    return took


@pytest.mark.skipif(not WATCHERS, reason="PARKS_WATCHERS=50: a quiet machine and a minute")
async def test_watchers_do_not_slow_a_vote_by_more_than_a_tenth(client: httpx.AsyncClient) -> None:
    """Votes alone and with so many who ask every two seconds, in turns so that neither has the better minutes."""
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    await signed_in(client, of.secretary)
    live = f"/meetings/{of.meeting_id}/screen/live"
    stop = asyncio.Event()

    async def watch(n: int) -> None:
        tag = ""
        await asyncio.sleep(2 * n / WATCHERS)
        while not stop.is_set():
            answer = await client.get(live, headers={"hx-request": "true", "if-none-match": tag})
            assert answer.status_code in {200, 304}
            tag = answer.headers["etag"]
            await asyncio.sleep(2)

    alone: list[float] = []
    watched: list[float] = []
    await _posts(of, item, 30)
    for _turn in range(4):
        alone += await _posts(of, item, 60)
        stop.clear()
        watchers = [asyncio.create_task(watch(n)) for n in range(WATCHERS)]
        await asyncio.sleep(2)
        watched += await _posts(of, item, 60)
        stop.set()
        await asyncio.gather(*watchers)
    assert await value("SELECT count(*) FROM meeting_vote WHERE item = $1", item) == 3
    before, after = statistics.median(alone), statistics.median(watched)
    print(f"a vote alone {before * 1000:.2f} ms, with {WATCHERS} watchers {after * 1000:.2f} ms")
    assert after <= before * 1.10
