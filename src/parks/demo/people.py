"""Who lives in the demo world besides founders and experts, and how anybody comes to live there."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from parks.identity import actions, queries
from parks.identity.queries import OrganisationView
from parks.kernel.actor import SYSTEM, Actor, Role

T = TypeVar("T")

PASSWORD = "lantern-river-2026"  # noqa: S105 - printed at the start of every demo; it opens nothing else
TOGETHER = 4
"""So many at once: password hashing fills two cores, and more would only wait for the database."""


@dataclass(frozen=True, slots=True)
class Officer:
    """One who holds an office: the name of the office is the key of their log-in."""

    key: str
    name: str
    email: str
    role: Role
    language: str = "zh"


MANAGER = Officer("park_manager", "陈若岩", "chen.ruoyan@chenghu-park.example.cn", Role.PARK_MANAGER)
FAR_MANAGER = Officer("second_park_manager", "陶望舒", "tao.wangshu@wangjin-park.example.cn", Role.PARK_MANAGER)
CITY = Officer("city_officer", "骆行舟", "luo.xingzhou@chenghu.example.cn", Role.CITY_OFFICER)
FAR_CITY = Officer("second_city_officer", "简书白", "jian.shubai@wangjin.example.cn", Role.CITY_OFFICER)
PROVINCE = Officer("province_officer", "傅青岚", "fu.qinglan@lanjiang.example.cn", Role.PROVINCE_OFFICER)
PROGRAMME = Officer("programme_officer", "宋明澈", "song.mingche@hrss.example.cn", Role.PROGRAMME_OFFICER)
SECOND_PROGRAMME = Officer("second_programme_officer", "沈核之", "shen.hezhi@hrss.example.cn", Role.PROGRAMME_OFFICER)
"""The second of the two persons who release money."""
AUDITOR = Officer("auditor", "白慎言", "bai.shenyan@audit.example.cn", Role.AUDITOR)
ADMIN = Officer("system_admin", "郁守衡", "yu.shouheng@hrss.example.cn", Role.SYSTEM_ADMIN)


async def enrolled(email: str, name: str, language: str = "zh") -> Actor:
    """A person with the demo's password, confirmed."""
    return await acting(await actions.enrol(SYSTEM, email, name, password=PASSWORD, language=language))


async def acting(person_id: UUID) -> Actor:
    """The person with the roles they hold by now."""
    return await queries.actor(person_id)


async def appointed(officer: Officer, place: OrganisationView) -> Actor:
    """An officer at their place, as they act in a session."""
    person = await enrolled(officer.email, officer.name, officer.language)
    await actions.appoint(SYSTEM, person.id, officer.role, place.id, reason="演示世界")
    return await acting(person.id)


async def together(work: Sequence[Awaitable[T]]) -> list[T]:
    """Do it side by side, `TOGETHER` at a time; answers in the order asked."""
    gate = asyncio.Semaphore(TOGETHER)

    async def one(each: Awaitable[T]) -> T:
        async with gate:
            return await each

    return list(await asyncio.gather(*(one(each) for each in work)))
