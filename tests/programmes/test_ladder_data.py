"""The ladder as data: what a call may have, and applications that climb the rungs there are and no others."""

from dataclasses import replace

import pytest
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import database
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, ladder
from parks.programmes.queries import applications as queries
from parks.programmes.queries import calls, hearing
from parks.programmes.rules.ladder import DEFAULT, OFFICER, Ladder, Rung, problems
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Level


def rung(level: Level, **more: object) -> Rung:
    made = Rung(level, OFFICER[level], Bilingual("材料", "Papers"))
    return replace(made, **more)  # type: ignore[arg-type]  # the fields of a Rung


def of(*rungs: Rung | Level) -> Ladder:
    return Ladder(tuple(one if isinstance(one, Rung) else rung(one) for one in rungs))


PARK, CITY, PROVINCE = Level.PARK, Level.CITY, Level.PROVINCE


@pytest.mark.parametrize(
    "one", [DEFAULT, of(PARK, CITY), of(PROVINCE), of(rung(CITY, days=3, quota=2, ranks=True, scores=True))]
)
def test_a_ladder_comes_back_as_it_was_stored(one: Ladder) -> None:
    assert Ladder.of(one.stored()) == one


@pytest.mark.parametrize(
    ("one", "runs", "fields"),
    [
        (DEFAULT, "nation", set()),
        (DEFAULT, "province", set()),
        (of(PARK, CITY), "city", set()),
        (of(PARK, PROVINCE), "nation", set()),
        (of(), "nation", {"ladder"}),
        (of(CITY, PARK), "nation", {"ladder"}),
        (of(PARK, PARK), "nation", {"ladder"}),
        (DEFAULT, "city", {"ladder"}),
        (of(PARK), "society", {"ladder"}),
        (of(rung(PARK, days=0)), "nation", {"ladder-park-days"}),
        (of(rung(PARK, days=121)), "nation", {"ladder-park-days"}),
        (of(rung(CITY, role=Role.PARK_MANAGER)), "nation", {"ladder-city-role"}),
        (of(rung(CITY, quota=-1)), "nation", {"ladder-city-quota"}),
        (of(rung(CITY, checks=Bilingual("材料", " "))), "nation", {"ladder-city-checks"}),
    ],
)
def test_what_a_ladder_may_be(one: Ladder, runs: str, fields: set[str]) -> None:
    assert set(problems(one, runs)) == fields


def test_the_next_rung_is_the_next_there_is() -> None:
    assert DEFAULT.after(PARK) is DEFAULT.rungs[1]
    assert of(PARK, PROVINCE).after(PARK) == rung(PROVINCE)
    assert of(PARK, CITY).after(CITY) is None


async def test_a_city_s_seed_fund_ends_at_the_city(db: None) -> None:
    world = await make.world()
    runs = await people.person("许市", [(Role.PROGRAMME_OFFICER, world.tree.city)])
    world.call_id = await make.call(world, cycle=2030, runs=world.tree.city, ladder=of(PARK, CITY))
    made = await make.application(world)
    await ladder.recommend(world.manager, made, "同意")
    assert (await queries.application(world.city, made)).state is State.CITY_REVIEW
    await ladder.recommend(world.city, made, "同意")
    assert (await queries.application(world.city, made)).state is State.RECOMMENDED
    told = await hearing.application(made)
    assert set(told.officers) == {runs.id, world.nation.id}  # who may run the call, the nearest first
    assert told.officers[0] == runs.id
    with pytest.raises(Forbidden):
        await ladder.recommend(world.province, made, "同意")


async def test_a_call_may_leave_the_first_rungs_out(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, ladder=of(PROVINCE))
    made = await make.application(world)
    assert (await queries.application(world.province, made)).state is State.PROVINCE_REVIEW
    await applications.submit(world.founders[made], made)  # a second click
    assert (await queries.submission(made)).version == 1
    with pytest.raises(Forbidden):
        await ladder.recommend(world.manager, made, "同意")
    await applications.take_back(world.founders[made], made)
    await applications.submit(world.founders[made], made, aware=True)
    assert (await queries.application(world.province, made)).state is State.PROVINCE_REVIEW
    await ladder.return_for_correction(world.province, made, {"project": "请补充"})
    await make.correct(world, made)
    with pytest.raises(Conflict, match="has acted"):
        await applications.take_back(world.founders[made], made)
    assert (await queries.application(world.province, made)).state is State.PROVINCE_REVIEW
    with pytest.raises(Forbidden, match="has been sent"):
        await applications.submit(world.founders[made], made)
    await ladder.recommend(world.province, made, "同意")
    assert (await queries.application(world.province, made)).state is State.RECOMMENDED


async def test_a_rung_is_skipped(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, ladder=of(PARK, PROVINCE))
    made = await make.application(world)
    await ladder.recommend(world.manager, made, "同意")
    assert (await queries.application(world.province, made)).state is State.PROVINCE_REVIEW


async def test_a_call_takes_applications_from_the_parks_of_who_runs_it_alone(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2030, runs=world.tree.city, ladder=of(PARK, CITY))
    with pytest.raises(Invalid):
        await make.application(world, park=world.far_park)
    await make.application(world)


async def test_every_office_of_a_rung_has_the_places_that_its_rung_gives(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(
        world, cycle=2030, ladder=of(rung(PARK, quota=1), CITY), quotas=[(world.tree.other_park, 2)]
    )
    first, second = await make.application(world), await make.application(world)
    await ladder.recommend(world.manager, first, "同意")
    with pytest.raises(Conflict, match="is 1, and 1 are recommended already"):
        await ladder.recommend(world.manager, second, "同意")
    for _each in range(2):  # its own quota goes before the rung's
        await ladder.recommend(world.other_manager, await make.application(world, park=world.tree.other_park), "同意")
    await applications.withdraw(world.founders[first], first)
    await ladder.recommend(world.manager, second, "同意")


async def test_a_call_without_a_fitting_ladder_is_refused(db: None) -> None:
    world = await make.world()
    with pytest.raises(Invalid) as refused:
        await make.call(world, cycle=2030, runs=world.tree.city, ladder=DEFAULT)
    assert set(refused.value.fields) == {"ladder"}
    with pytest.raises(Invalid) as refused:
        await make.call(world, cycle=2030, ladder=of(CITY), quotas=[(world.tree.park, 1)])
    assert set(refused.value.fields) == {"quotas"}
    assert await database.value("SELECT count(*) FROM call WHERE cycle = 2030") == 0


async def test_drafts_are_seen_by_the_officers_of_who_runs_them(db: None) -> None:
    world = await make.world()
    near = await people.person("许市", [(Role.PROGRAMME_OFFICER, world.tree.city)])
    far = await people.person("远市", [(Role.PROGRAMME_OFFICER, world.far_city)])
    made = await make.call(world, cycle=2030, runs=world.tree.city, ladder=of(PARK, CITY), opened=False)
    for officer, sees in ((near, True), (far, False), (world.nation, True), (world.manager, False)):
        assert (made in {one.id for one in await calls.calls(officer)}) is sees
