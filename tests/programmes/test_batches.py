"""Several at once, ranked lists, who reads what: all of it or nothing, whoever races."""

import asyncio
from decimal import Decimal
from io import BytesIO

import asyncpg
import httpx
import pytest
from pypdf import PdfReader
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make
from tests.programmes.test_ladder_data import of, rung

from parks.adapters import database
from parks.identity import actions as register
from parks.kernel.actor import SYSTEM, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid, Refusal
from parks.programmes.actions import applications, handling, ladder, ranked_lists
from parks.programmes.queries import applications as queries
from parks.programmes.queries import consequences, work_list
from parks.programmes.queries import handling as hands
from parks.programmes.queries import ranked_lists as lists
from parks.programmes.queries.consequences import Batch
from parks.programmes.rules import ranking
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Level, Outcome
from parks.web import paging

ADDED = (
    "INSERT INTO ranked_place (id, ranked_list, rank, application, opinion)"
    " SELECT gen_random_uuid(), ranked_list, 9, application, opinion FROM ranked_place LIMIT 1"
)


async def states() -> list[str]:
    return [one["state"] for one in await database.rows("SELECT state FROM application ORDER BY number")]


async def test_several_are_signed_all_or_none_with_what_it_would_do_told_before(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, quotas=[(world.tree.park, 2)])
    sent = [await make.application(world) for _each in range(3)]
    gone = await make.application(world, State.NOT_RECOMMENDED)
    far = await make.application(world, park=world.tree.other_park)

    told = await consequences.consequences(world.manager, [*sent, gone, far], Batch.RECOMMENDED)
    assert (len(told.going), len(told.staying), told.missing) == (3, 1, 1)
    assert [(one.places, one.used, one.wanted, one.left) for one in told.quotas] == [(2, 0, 3, -1)]
    assert not told.possible
    assert told.officers == ("钱城",)
    with pytest.raises(Conflict, match="1 of 3 cannot go"):
        await ladder.sign_many(world.manager, sent, Outcome.RECOMMENDED, "同意推荐")
    assert await states() == ["submitted"] * 3 + ["not_recommended", "submitted"]
    assert await database.value("SELECT used FROM call_quota") == 0
    with pytest.raises(Hidden):
        await ladder.sign_many(world.manager, [sent[0], far], Outcome.RECOMMENDED, "同意推荐")
    with pytest.raises(Conflict, match="1 of 2"):
        await ladder.sign_many(world.manager, [sent[0], gone], Outcome.RECOMMENDED, "同意推荐")
    with pytest.raises(Invalid):
        await ladder.sign_many(world.manager, sent[:2], Outcome.RECOMMENDED, " ")
    with pytest.raises(Invalid):
        await ladder.sign_many(world.manager, [], Outcome.RECOMMENDED, "同意")
    assert await database.value("SELECT count(*) FROM recommendation_opinion") == 1

    told = await consequences.consequences(world.manager, sent[:2], Batch.RECOMMENDED)
    assert told.possible
    await ladder.sign_many(world.manager, sent[:2], Outcome.RECOMMENDED, "同意推荐")
    await ladder.sign_many(world.manager, sent[2:], Outcome.NOT_RECOMMENDED, "名额已满")
    assert await states() == ["city_review"] * 2 + ["not_recommended"] * 2 + ["submitted"]


async def test_batches_that_race_for_one_quota_give_out_no_place_too_many_and_never_half_a_batch(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, quotas=[(world.tree.park, 5)])
    sent = [await make.application(world) for _each in range(8)]
    batches = [sent[0:3], [*reversed(sent[2:5])], sent[5:8], [sent[7], sent[0]]]
    results = await asyncio.gather(
        *(ladder.sign_many(world.manager, one, Outcome.RECOMMENDED, "同意") for one in batches), return_exceptions=True
    )
    assert all(isinstance(one, list | Refusal) for one in results), results
    done = [batch for batch, one in zip(batches, results, strict=True) if isinstance(one, list)]
    assert done
    up = {one["id"] for one in await database.rows("SELECT id FROM application WHERE state = 'city_review'")}
    assert up == {one for batch in done for one in batch}
    assert await database.value("SELECT used FROM call_quota") == len(up) <= 5


async def test_several_are_returned_with_a_letter_each(db: None) -> None:
    world = await make.world()
    first, second = await make.application(world), await make.application(world)
    again = await make.application(world, State.PARK_REVIEW)
    told = await consequences.consequences(world.manager, [first, again], Batch.RETURNED)
    assert [one.number for one in told.staying] == ["ISP-2027-000003"]
    gaps = {"project": "请补充项目简介"}
    with pytest.raises(Conflict, match="once already"):
        await ladder.return_many(world.manager, [first, again], gaps)
    with pytest.raises(Invalid):
        await ladder.return_many(world.manager, [first], {})
    await ladder.return_many(world.manager, [first, second], gaps)
    assert await states() == ["returned_for_correction"] * 2 + ["park_review"]
    assert await database.value("SELECT count(DISTINCT document_id) FROM correction") == 3


def test_one_move_in_an_order() -> None:
    assert ranking.moved(["a", "b", "c"], "up", "c") == ["a", "c", "b"]
    assert ranking.moved(["a", "b", "c"], "up", "a") == ["a", "b", "c"]
    assert ranking.moved(["a", "b", "c"], "down", "a") == ["b", "a", "c"]
    assert ranking.moved(["a", "b"], "down", "b") == ["a", "b"]
    assert ranking.moved(["a", "b"], "add", "c") == ["a", "b", "c"]
    assert ranking.moved(["a", "b", "a"], "drop", "a") == ["b"]
    assert ranking.moved(["a"], "", "x") == ["a"]


async def test_a_level_that_ranks_recommends_by_its_frozen_list_alone(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(
        world,
        cycle=2030,
        ladder=of(rung(Level.PARK, ranks=True, scores=True), Level.CITY),
        quotas=[(world.tree.park, 3)],
    )
    one, two, three = [await make.application(world) for _each in range(3)]
    park = world.tree.park.id
    with pytest.raises(Conflict, match="ranked list alone"):
        await ladder.recommend(world.manager, one, "同意")
    scores = {one: Decimal("71.5"), two: Decimal(90)}
    for officer, refusal in ((world.city, Forbidden), (world.other_manager, Forbidden)):
        with pytest.raises(refusal):
            await ranked_lists.freeze(officer, world.call_id, park, [two, one], text="同意", scores=scores)
    with pytest.raises(Invalid) as wrong:
        await ranked_lists.freeze(world.manager, world.call_id, park, [two, three], text="同意", scores=scores)
    assert set(wrong.value.fields) == {f"score-{three}"}
    with pytest.raises(Invalid):
        await ranked_lists.freeze(world.manager, world.call_id, park, [two, two], text="同意", scores=scores)
    assert await database.value("SELECT count(*) FROM ranked_list") == 0

    made = await ranked_lists.freeze(world.manager, world.call_id, park, [two, one], text="同意推荐", scores=scores)
    found = await lists.ranked_list(world.city, made)
    assert [(each.rank, each.application_id, each.score) for each in found.places] == [
        (1, two, Decimal("90.00")),
        (2, one, Decimal("71.50")),
    ]
    assert (await queries.application(world.city, one)).state is State.CITY_REVIEW
    with pytest.raises(Hidden):
        await lists.ranked_list(world.far_officer, made)
    with pytest.raises(Hidden):
        await lists.ranked_list(world.founders[one], made)
    for sql in (
        "UPDATE ranked_place SET rank = rank + 10",
        "DELETE FROM ranked_place",
        "UPDATE ranked_list SET number = 9",
        ADDED,
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)

    again = await ranked_lists.freeze(
        world.manager, world.call_id, park, [three], text="补充推荐", scores={three: Decimal(60)}
    )
    later = await lists.ranked_list(world.province, again)
    assert (later.number, later.places[0].rank) == (2, 3)


async def test_two_officers_who_freeze_at_once_leave_one_list(db: None) -> None:
    world = await make.world()
    sent = [await make.application(world) for _each in range(2)]
    results = await asyncio.gather(
        *(
            ranked_lists.freeze(world.manager, world.call_id, world.tree.park.id, order, text="同意")
            for order in (sent, sent[::-1])
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Refusal) for one in results) == 1, results
    assert await database.value("SELECT count(*) FROM ranked_list") == 1


async def test_a_case_is_the_office_s_and_a_colleague_s_to_read(db: None) -> None:
    world = await make.world()
    colleague = await people.person("沈园", [(Role.PARK_MANAGER, world.tree.park)])
    made, free = await make.application(world), await make.application(world)
    await handling.assign(world.manager, made, colleague.id)
    for person in (world.city, world.expert, world.founders[made]):
        with pytest.raises(Invalid):
            await handling.assign(world.manager, made, person.id)
    with pytest.raises(Forbidden):
        await handling.assign(world.city, made, world.city.id)
    with pytest.raises(Hidden):
        await handling.assign(world.other_manager, made, world.other_manager.id)

    async def listed(who: object, hand: str) -> list[object]:
        state = work_list.GRID.view(f"hand={hand}", "/applications")
        assert isinstance(state, paging.ListState)
        return [one.id for one in await work_list.every_row(who, state)]  # type: ignore[arg-type]  # an Actor

    assert await listed(colleague, "mine") == [made]
    assert await listed(world.manager, "mine") == []
    assert await listed(world.manager, "nobody") == [free]

    admin = await people.person("管理员", [(Role.SYSTEM_ADMIN, world.tree.nation)])
    appointment = await database.value("SELECT id FROM appointment WHERE person = $1", colleague.id)
    async with counted() as seen:
        told = await hands.hand_over(admin, appointment)
    assert (told.open_cases, told.theirs, told.successors) == (2, 1, ("陈若岩",))
    assert len(seen) <= 3
    with pytest.raises(Hidden):
        await hands.hand_over(world.nation, appointment)
    await register.dismiss(admin, appointment, "调离")
    assert await listed(world.manager, "nobody") == [made, free] or await listed(world.manager, "nobody") == [
        free,
        made,
    ]
    assert (await queries.application(world.manager, made)).assigned == ""
    with pytest.raises(Hidden):
        await hands.hand_over(admin, appointment)


async def test_who_holds_the_office_by_another_appointment_keeps_what_they_read(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    await handling.assign(world.manager, made, world.manager.id)
    second = await register.appoint(SYSTEM, world.manager.id, Role.PARK_MANAGER, world.tree.other_park.id)
    await register.dismiss(SYSTEM, second, "只管一个园区")
    assert (await queries.application(world.manager, made)).assigned == "陈若岩"
    await ladder.recommend(world.manager, made, "同意")
    assert (await queries.application(world.manager, made)).assigned == ""  # the next office begins anew


async def test_the_pages_without_javascript(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, quotas=[(world.tree.park, 3)])
    one, two, three = [await make.application(world) for _each in range(3)]
    await people.signed_in(client, world.manager)
    shown = await client.post("/applications/batch", data={"do": "not_recommended", "id": [str(one)]})
    assert shown.status_code == 200
    assert "可办理 1 件" in shown.text
    everything = await client.post("/applications/batch", data={"do": "recommended", "all": "1", "view": "sort=due"})
    assert "可办理 3 件" in everything.text
    assert "钱城" in everything.text
    assert (await client.post("/applications/batch", data={"do": "recommended"})).status_code == 303
    assert (await client.post("/applications/batch", data={"do": "burn", "id": [str(one)]})).status_code == 303
    url = "/applications/batch?_method=PUT"
    empty = await client.post(url, data={"do": "not_recommended", "id": [str(one)], "text": " "})
    assert empty.status_code == 422
    done = await client.post(url, data={"do": "not_recommended", "id": [str(one)], "text": "材料不足"})
    assert (done.status_code, await states()) == (303, ["not_recommended", "submitted", "submitted"])

    office = f"/calls/{world.call_id}/lists/{world.tree.park.id}"
    async with counted() as seen:
        page = await client.get(office)
    assert page.status_code == 200
    assert len(seen) <= 4
    page = await client.post(office, data={"move": f"add:{three}"})
    page = await client.post(office, data={"order": [str(three)], "move": f"add:{two}", "text": "写了一半"})
    assert "写了一半" in page.text
    page = await client.post(office, data={"order": [str(three), str(two)], "move": f"up:{two}"})
    assert page.text.index(f'value="{two}"') < page.text.index(f'value="{three}"')
    frozen = await client.post(
        f"{office}?_method=PUT", data={"order": [str(two), str(three)], "text": "同意推荐", "move": ""}
    )
    assert frozen.status_code == 303, frozen.text[-1500:]
    async with counted() as seen:
        page = await client.get(frozen.headers["location"])
    assert "ISP-2030-000002" in page.text
    assert len(seen) <= 4
    letter = await client.get(f"{frozen.headers['location']}/letter")
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(letter.content)).pages)
    assert text.index("ISP-2030-000002") < text.index("ISP-2030-000003")
    assert "盖章处" in text

    desk = await client.get(f"/applications/{two}/assignee")
    assert desk.status_code == 200
    admin = await people.person("管理员", [(Role.SYSTEM_ADMIN, world.tree.nation)])
    appointment = await database.value("SELECT id FROM appointment WHERE person = $1", world.manager.id)
    await people.signed_in(client, admin)
    assert "请先任命" not in (await client.get(f"/appointments/{appointment}/handover")).text
    left = await make.application(world)
    assert "请先任命" in (await client.get(f"/appointments/{appointment}/handover")).text
    await applications.withdraw(world.founders[left], left)
