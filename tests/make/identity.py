"""People and places, made by identity's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from unittest import mock
from uuid import UUID, uuid4

import httpx

from parks.adapters import database, passwords
from parks.identity import actions, queries
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.words import Bilingual
from parks.web import security

PASSWORD = "correct horse battery staple"

_hashed = passwords.hashed
_kept: list[str] = []


async def _hashed_once(password: str) -> str:
    """argon2id is slow on purpose, and a world has nine people: two thirds of its making went into the same hash."""
    if password != PASSWORD:
        return await _hashed(password)
    if not _kept:
        _kept.append(await _hashed(password))
    return _kept[0]


mock.patch.object(passwords, "hashed", _hashed_once).start()


@dataclass(frozen=True, slots=True)
class Tree:
    """`/cn/`, `/cn/xj/`, `/cn/xj/ch/` and two parks of that city."""

    nation: OrganisationView
    province: OrganisationView
    city: OrganisationView
    park: OrganisationView
    other_park: OrganisationView


async def organisation(
    kind: Kind, code: str, zh: str, en: str, parent: OrganisationView | None = None, region: str = ""
) -> OrganisationView:
    made = await actions.found_organisation(
        SYSTEM, kind, Bilingual(zh, en), code, parent.id if parent else None, region
    )
    return await queries.organisation(made)


async def nation_tree() -> Tree:
    """The administration from the top to two parks; the city is an invented one with real region codes."""
    nation = await organisation(Kind.NATION, "cn", "人力资源社会保障部", "Human Resources Ministry")
    province = await organisation(Kind.PROVINCE, "xj", "新江省人社厅", "Xinjiang Province (invented)", nation, "330000")
    city = await organisation(Kind.CITY, "ch", "澄湖市人社局", "Chenghu City", province, "330100")
    park = await organisation(Kind.PARK, "park1", "澄湖留学人员创业园", "Chenghu Returnee Park", city, "330106")
    other = await organisation(Kind.PARK, "park2", "云杉留学人员创业园", "Spruce Returnee Park", city, "330108")
    return Tree(nation, province, city, park, other)


async def person(
    name: str = "林知微",
    roles: Sequence[tuple[Role, OrganisationView | UUID]] = (),
    *,
    email: str = "",
    language: str = "zh",
) -> Actor:
    """A confirmed person with roles, as they act in a session. The password is `PASSWORD`."""
    person_id = await actions.enrol(
        SYSTEM, email or f"{uuid4().hex[:12]}@parks.test", name, password=PASSWORD, language=language
    )
    for role, place in roles:
        await actions.appoint(SYSTEM, person_id, role, place if isinstance(place, UUID) else place.id)
    return await queries.actor(person_id)


async def signed_in(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    """Give this client a session of that person and the form mark that goes with it; answers the client.

    Changes then pass the form guard: `await client.post("/companies", data={…})`.
    """
    token = await actions.sign_in_as(actor.id)
    client.cookies.clear()
    client.cookies.set(security.session_cookie(), token, domain="parks.test", path="/")
    client.headers["x-csrf-token"] = security.form_mark(f"session:{await session_of(actor)}")
    return client


async def session_of(actor: Actor) -> UUID:
    """The latest session of that person."""
    found: UUID = await database.value(
        "SELECT id FROM session WHERE person = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT 1", actor.id
    )
    return found
