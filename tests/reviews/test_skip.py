"""Skipping: the proposal stays in the queue and goes last, nobody asks why, opening it undoes that. No JavaScript."""

from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.kernel.actor import Actor
from parks.reviews import actions, queries


@pytest.fixture
async def queue(db: None) -> tuple[Actor, list[UUID]]:
    """Three proposals of one round, in the order of the queue."""
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    seats: list[UUID] = []
    for _number in range(3):
        seats += list(await make.panel(pool, await make.assessment(pool, round_id)))
    [actor] = pool.experts.values()
    return actor, seats


async def waiting(actor: Actor) -> list[UUID]:
    return [one.seat_id for one in (await queries.desk(actor)).waiting]


async def test_a_skipped_proposal_goes_last_with_what_was_typed_and_comes_back_when_it_is_opened(
    client: httpx.AsyncClient, queue: tuple[Actor, list[UUID]]
) -> None:
    actor, (first, second, third) = queue
    await identity.signed_in(client, actor)
    line = (await queries.my_seat(actor, first)).lines[0]
    typed = {f"mark-{line.criterion_id}": "7", f"comment-{line.criterion_id}": "先看团队", "then": "stay"}
    answer = await client.post(f"/seats/{first}/skip?_method=PUT", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/seats/{second}")
    assert await waiting(actor) == [second, third, first]
    page = (await client.get("/desk")).text
    assert page.count("暂时跳过</span>") == 1
    assert [one["skipped"] for one in (await client.get("/api/v1/desk")).json()["waiting"]] == [False, False, True]
    # only what is not skipped is next, until nothing else is left
    assert (await client.get(f"/seats/{third}")).status_code == 200
    assert (await queries.my_seat(actor, third)).next_seat == second
    await actions.skip(actor, second)
    assert (await queries.my_seat(actor, third)).next_seat == first
    async with counted() as seen:
        assert "先看团队" in (await client.get(f"/seats/{first}")).text
    assert len(seen) <= 4
    assert await waiting(actor) == [first, third, second]


async def test_a_refused_mark_is_not_lost_by_skipping(
    client: httpx.AsyncClient, queue: tuple[Actor, list[UUID]]
) -> None:
    actor, (first, *_others) = queue
    await identity.signed_in(client, actor)
    line = (await queries.my_seat(actor, first)).lines[0]
    typed = {f"mark-{line.criterion_id}": "11", f"comment-{line.criterion_id}": "先看团队"}
    answer = await client.post(f"/seats/{first}/skip?_method=PUT", data=typed)
    assert (answer.status_code, 'value="11"' in answer.text, "先看团队" in answer.text) == (422, True, True)
    assert (await waiting(actor))[0] == first


async def test_what_is_scored_or_somebody_elses_is_not_skipped(
    client: httpx.AsyncClient, queue: tuple[Actor, list[UUID]]
) -> None:
    actor, (first, second, third) = queue
    await identity.signed_in(client, actor)
    await actions.skip(actor, first)
    await make.score(actor, first, "8")
    assert (await client.put(f"/api/v1/seats/{first}/skip")).status_code == 403
    assert (await client.put(f"/api/v1/seats/{second}/skip")).status_code == 204
    assert await waiting(actor) == [third, second]
    assert (await client.delete(f"/api/v1/seats/{second}/skip")).status_code == 204
    assert await waiting(actor) == [second, third]
    stranger = await identity.person("程素衣")
    await actions.skip(actor, second)
    await actions.take_up(stranger, second)
    assert await waiting(actor) == [third, second]


async def test_the_look_of_the_desk_is_the_persons_on_every_machine(
    client: httpx.AsyncClient, queue: tuple[Actor, list[UUID]]
) -> None:
    actor, (first, *_others) = queue
    await identity.signed_in(client, actor)
    page = (await client.get(f"/seats/{first}")).text
    assert 'data-share="50"' in page
    assert 'data-keys="on"' in page
    answer = await client.post("/desk/layout?_method=PUT", data={"split": "37", "keys": "off"})
    assert answer.status_code == 303
    client.cookies.delete("keys")  # another machine
    there = await client.get(f"/seats/{first}")
    assert 'aria-valuenow="37"' in there.text
    assert 'data-share="35"' in there.text
    assert 'data-keys="off"' in there.text
    assert "keys=off" in there.headers["set-cookie"]
    moved = await client.put("/desk/layout", data={"split": "61"}, headers={"hx-request": "true"})
    assert moved.status_code == 204
    assert (await client.get("/api/v1/desk/layout")).json() == {"split": 61, "keys": False}
    assert (await client.put("/api/v1/desk/layout", json={"keys": "on"})).json() == {"split": 61, "keys": True}
    # the switch in the head of every page is the same one
    await client.post("/preferences", data={"keys": "off"})
    assert (await queries.desk(actor)).layout.keys is False
    refused = await client.post("/desk/layout?_method=PUT", data={"split": "90", "keys": "on"})
    assert (refused.status_code, 'value="90"' in refused.text) == (422, True)
    assert (await client.put("/api/v1/desk/layout", json={"split": 10})).status_code == 422
    assert (await queries.desk(actor)).layout.split == 61
