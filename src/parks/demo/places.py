"""The administration of the demo world, from the ministry to two parks, and who holds which office in it."""

from dataclasses import dataclass

from parks.demo import people
from parks.identity import actions, queries
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class Places:
    """The tree, and its officers as they act. `far_…` is the second city with the second park."""

    nation: OrganisationView
    province: OrganisationView
    city: OrganisationView
    far_city: OrganisationView
    park: OrganisationView
    far_park: OrganisationView
    manager: Actor
    far_manager: Actor
    city_officer: Actor
    far_city_officer: Actor
    province_officer: Actor
    programme_officer: Actor
    second_programme_officer: Actor
    auditor: Actor
    admin: Actor


async def found() -> Places:
    nation = await _organisation(Kind.NATION, "cn", "人力资源社会保障部（演示）", "Ministry of Human Resources (demo)")
    province = await _organisation(
        Kind.PROVINCE, "lj", "岚江省人力资源社会保障厅", "Lanjiang Province HRSS", nation, "330000"
    )
    city = await _organisation(Kind.CITY, "ch", "澄湖市人力资源社会保障局", "Chenghu City HRSS", province, "330100")
    far_city = await _organisation(Kind.CITY, "wj", "望津市人力资源社会保障局", "Wangjin City HRSS", province, "330200")
    park = await _organisation(Kind.PARK, "park1", "澄湖留学人员创业园", "Chenghu Returnee Park", city, "330106")
    far_park = await _organisation(
        Kind.PARK, "park2", "望津留学人员创业园", "Wangjin Returnee Park", far_city, "330203"
    )
    officers = await people.together(
        [
            people.appointed(officer, place)
            for officer, place in (
                (people.MANAGER, park),
                (people.FAR_MANAGER, far_park),
                (people.CITY, city),
                (people.FAR_CITY, far_city),
                (people.PROVINCE, province),
                (people.PROGRAMME, nation),
                (people.SECOND_PROGRAMME, nation),
                (people.AUDITOR, nation),
                (people.ADMIN, nation),
            )
        ]
    )
    return Places(nation, province, city, far_city, park, far_park, *officers)


async def _organisation(  # noqa: PLR0917 - one line of the tree below, read like a table
    kind: Kind, code: str, zh: str, en: str, parent: OrganisationView | None = None, region: str = ""
) -> OrganisationView:
    made = await actions.found_organisation(
        SYSTEM, kind, Bilingual(zh, en), code, parent.id if parent else None, region
    )
    return await queries.organisation(made)
