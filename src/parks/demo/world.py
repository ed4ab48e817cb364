"""The demo world: who can be met in it, and how it is made, at its own time and by our own actions alone."""

from dataclasses import dataclass
from decimal import Decimal

from parks.demo import (
    companies,
    cycle_2026,
    cycle_2027,
    cycles,
    estate,
    fictions,
    grants,
    papers,
    people,
    pilot,
    places,
    pool,
)
from parks.demo.companies import Startup
from parks.demo.estate import Wish
from parks.demo.moments import MONDAY, at, moment
from parks.kernel.money import Money
from parks.spaces.states import UnitKind


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demo world whom a visitor may be; the password is printed at the start."""

    role: str
    name: str
    email: str
    password: str


def _founder(key: str, number: int) -> Login:
    one = fictions.FOUNDERS[number - 1]
    return Login(key, one.name, one.email, people.PASSWORD)


def _expert(key: str, name: str) -> Login:
    one = next(one for one in fictions.EXPERTS if one.name == name)
    return Login(key, one.name, one.email, people.PASSWORD)


def _officer(one: people.Officer) -> Login:
    return Login(one.key, one.name, one.email, people.PASSWORD)


LOGINS: tuple[Login, ...] = (
    _founder("founder_returned", cycle_2027.LIN),
    _founder("founder_draft", 4),
    _founder("founder_awarded", 13),
    _officer(people.MANAGER),
    _officer(people.FAR_MANAGER),
    _officer(people.CITY),
    _officer(people.PROVINCE),
    _officer(people.PROGRAMME),
    _expert("expert", "程素衣"),
    _officer(people.AUDITOR),
    _officer(people.ADMIN),
)
"""Who lives in the demo world and can be stepped into; `role` is the key of their card on `/demo`."""


async def build() -> None:
    """Make the world in an empty, migrated database, by our own actions. Called once, with the pool open."""
    await at(moment(2025, 12, 1))
    here = await places.found()
    park = await estate.build(here)
    await at(moment(2025, 12, 8))
    experts = await pool.enrol(here)
    sample = await papers.made()

    await at(moment(2025, 12, 15))
    questionnaire_id = await cycles.found_programme(here)
    former = await companies.found_all(here, fictions.FOUNDERS[12:])
    cycle = await cycle_2026.file(here, former, questionnaire_id, sample)
    await cycle_2026.climb(here, cycle)
    budget_id = await grants.found_budget(here, cycle)
    await cycle_2026.select(here, former, cycle, experts)
    await grants.pay(here, former, cycle, budget_id)

    await at(moment(2026, 9, 14))
    fresh = await companies.found_all(here, fictions.FOUNDERS[:12])
    everyone = fresh | former
    tenants = [one.company_id for one in everyone.values() if one.park.id == here.park.id]
    await estate.let_all(here, park, tenants)
    made = await cycle_2027.file(here, fresh, questionnaire_id, sample)
    await cycle_2027.review(here, made)
    await pilot.run(here, fresh, made, experts)

    await at(moment(2026, 11, 20, 16))
    await estate.reserve(here, park, tenants[-len(estate.HELD) :], _wishes(everyone))
    await estate.open_rooms(here, park, everyone[1].founder, everyone[1].company_id)
    await estate.serve(here, park, everyone[1].founder, everyone[1].company_id)
    await at(MONDAY)


def _wishes(startups: dict[int, Startup]) -> list[Wish]:
    """Three requests that wait for the manager on Monday (§11 B)."""
    lin, xu, cao = startups[1], startups[2], startups[18]
    return [
        Wish(lin.founder, lin.company_id, UnitKind.DRY_LABORATORY, (90, 150), 8, "需要防震台位，靠近 B 座电梯"),
        Wish(xu.founder, xu.company_id, UnitKind.PRIVATE_OFFICE, (70, 110), 10, "团队扩到十人，原工位不够"),
        Wish(
            cao.founder,
            cao.company_id,
            UnitKind.WET_LABORATORY,
            (100, 180),
            12,
            "实验室安全许可正在办理",
            must=("fume_hood", "water"),
            prefer=("ventilation",),
            budget=Money(Decimal(9000)),
        ),
    ]
