"""Who is asking: roles with their places, found in one statement, and gone the moment they are taken away."""

from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as make

from parks.adapters import database, tokens
from parks.identity import actions, queries
from parks.kernel.actor import SYSTEM, Role


async def test_a_session_brings_the_person_with_all_roles_in_one_statement(db: None) -> None:
    tree = await make.nation_tree()
    for roles in ([(Role.PARK_MANAGER, tree.park)], [(Role.CITY_OFFICER, tree.city), (Role.EXPERT, tree.nation)]):
        officer = await make.person("陈若岩", roles)
        claims = tokens.read("session", await actions.sign_in_as(officer.id))
        assert claims is not None
        async with counted() as seen:
            signed = await queries.actor_of_session(UUID(claims["jti"]))
        assert signed is not None
        assert signed.actor == officer
        assert {(one.role, one.path) for one in officer.held} == {(role, place.path) for role, place in roles}
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("path", "holds"),
    [("/cn/xj/ch/park1/", True), ("/cn/xj/ch/", True), ("/cn/xj/", False), ("/cn/", False), ("/cn/xj/ch2/", False)],
)
async def test_a_role_counts_at_its_place_and_below_and_neither_above_nor_beside(
    db: None, path: str, holds: bool
) -> None:
    tree = await make.nation_tree()
    officer = await make.person("王澄", [(Role.CITY_OFFICER, tree.city)])
    assert officer.holds(Role.CITY_OFFICER, path) is holds
    assert not officer.holds(Role.PARK_MANAGER, path)


async def test_holders_are_found_from_the_place_upwards_the_nearest_first(db: None) -> None:
    tree = await make.nation_tree()
    city = await make.person("城", [(Role.AUDITOR, tree.city)])
    park = await make.person("园", [(Role.AUDITOR, tree.park)])
    await make.person("旁", [(Role.AUDITOR, tree.other_park)])
    gone = await make.person("离", [(Role.AUDITOR, tree.park)])
    await actions.suspend(SYSTEM, gone.id, "left the service")
    assert [one.id for one in await queries.holders(Role.AUDITOR, tree.park.path)] == [park.id, city.id]


async def test_a_page_knows_the_signed_in_person_and_health_asks_nobody(client: httpx.AsyncClient, db: None) -> None:
    await make.signed_in(client, await make.person())
    async with counted() as seen:
        await client.get("/healthz")
    assert seen == []


async def test_a_suspended_person_is_out_at_once(db: None) -> None:
    person = await make.person()
    claims = tokens.read("session", await actions.sign_in_as(person.id))
    assert claims is not None
    assert await queries.actor_of_session(UUID(claims["jti"])) is not None
    await database.execute("UPDATE person SET suspended_at = now() WHERE id = $1", person.id)
    assert await queries.actor_of_session(UUID(claims["jti"])) is None
