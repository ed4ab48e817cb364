"""A sealed call: no door of the whole house shows staff anything of it before it closes, whoever opens which.

The doors are the app's own, so a page that is written tomorrow is walked through as well. What must not leak is there
in the test that proves it does not: an application that was sent, a draft, and a letter drafted during a look.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.access import calls as doors
from tests.make import identity as people
from tests.make import programmes as make
from tests.make.identity import signed_in

from parks.adapters import clock, database
from parks.audit import queries as audit
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Forbidden, Hidden, Invalid
from parks.notifications import actions as messages
from parks.notifications.queries import campaigns
from parks.privacy.actions import retention
from parks.programmes.actions import applications, call_times, ladder
from parks.programmes.queries import call_setup, handling, imports, statistics, work_list
from parks.programmes.queries.consequences import Batch, consequences
from parks.web.paging import ListState

pytestmark = pytest.mark.usefixtures("db")
STAFF = ("manager", "city", "province", "nation", "auditor", "admin")
WORDS = {"subject_zh": "关于申报", "body_zh": "您好", "subject_en": "Your application", "body_en": "Hello"}


@dataclass
class Sealed:
    world: make.World
    inside: UUID
    draft: UUID
    campaign: UUID
    ids: dict[str, Any]
    admin: Actor

    def staff(self, name: str) -> Actor:
        found: Actor = self.admin if name == "admin" else getattr(self.world, name)
        return found


@pytest.fixture
async def sealed(db: None) -> Sealed:
    world = await make.world()
    await make.application(world)  # of a call beside it, that everyone may see
    world.call_id = await make.call(world, cycle=2028, sealed=True)
    inside = await make.draft(world, founder_name="密封人", name="密封测试科技有限公司")
    await make.fill(world, inside, project_title="密封的项目")
    await applications.submit(world.founders[inside], inside, aware=True)
    draft = await make.draft(world, founder_name="草稿人", name="密封草稿科技有限公司")
    nation = world.tree.nation
    looker = await people.person("窥视官", [(Role.PROGRAMME_OFFICER, nation)])
    admin = await people.person("管理员", [(Role.SYSTEM_ADMIN, nation)])
    await call_times.peek(looker, world.call_id, "举报核查")
    campaign = await messages.draft_campaign(looker, world.call_id, view(), WORDS)
    one = await database.row("SELECT company, applicant, sheet FROM application WHERE id = $1", inside)
    document = await database.value(
        "SELECT jsonb_path_query_first(answers, '$.sections[*].questions[*].files[*].id') #>> '{}' FROM submission"
        " WHERE application = $1",
        inside,
    )
    assert one
    appointment = await database.value("SELECT id FROM appointment WHERE person = $1", world.manager.id)
    ids = {
        "call_id": world.call_id,
        "campaign_id": campaign,
        "company_id": one["company"],
        "person_id": one["applicant"],
        "document_id": document,
        "appointment_id": appointment,
        "notice_id": uuid4(),  # a sealed call has published none
        "park_id": world.tree.park.id,
        "organisation_id": world.tree.park.id,
        "letter": "submitted",
        "part": "dates",
        "section": "project",
        "key": "project",
        "question": "project_title",
    }
    return Sealed(world, inside, draft, campaign, ids, admin)


def view(**asked: Any) -> ListState:
    given: dict[str, Any] = {"q": "", "chosen": {}, "sort": "submitted", "descending": True} | asked
    return ListState(grid=work_list.GRID, path="/applications", columns=("number",), size=50, **given)


NAMED = (
    "/companies",
    "/api/v1/companies",
    "/people",
    "/api/v1/people",
    "/units",
    "/requests",
    "/appointments",
    "/organisations",
)
"""Registers of companies and people, which stand there whatever they apply for."""
SECRET = ("密封的项目", "ISP-2028-")
NAMES = ("密封测试", "密封人", "密封草稿", "草稿人")


def leaks(told: str, path: str, sealed: Sealed) -> list[str]:
    secret = [*SECRET, str(sealed.inside), str(sealed.draft)]
    if not path.startswith((*NAMED, "/audit")):
        secret += NAMES
    return [one for one in secret if one in told]


async def test_no_door_of_the_house_tells_staff_of_a_sealed_call(
    house: Any, client: httpx.AsyncClient, sealed: Sealed
) -> None:
    found: list[str] = []
    walked: set[str] = set()
    for name in STAFF:
        await signed_in(client, sealed.staff(name))
        for door in doors.doors(house):
            if door.method != "GET" or door.path.startswith("/demo"):
                continue
            for application in (sealed.inside, sealed.draft):
                path = address(door.path, sealed.ids | {"application_id": application})
                if "{" in path or (application == sealed.draft and "{application_id" not in door.path):
                    continue
                walked.add(door.path)
                answer = await client.get(path)
                assert answer.status_code < 500, path
                if "{application_id" in door.path and answer.status_code < 400:
                    found.append(f"{name} {path}: {answer.status_code}")
                echo = str(application) if "{application_id" in door.path else ""
                shown = answer.text.replace(echo, "") if echo else answer.text  # the address that was asked for
                found += [f"{name} {path}: {one}" for one in leaks(shown, door.path, sealed)]
        for path in (
            f"/applications?call={sealed.world.call_id}",
            "/applications?q=密封",
            "/applications?q=ISP-2028-000001",
            f"/applications/export?kind=csv&call={sealed.world.call_id}",
            f"/api/v1/applications?call={sealed.world.call_id}",
            f"/statistics?call={sealed.world.call_id}",
            "/audit?q=密封人&columns=subject",
            f"/audit?q={sealed.inside}&columns=subject",
            "/audit/export?kind=csv",
        ):
            answer = await client.get(path)
            shown = answer.text.replace("q=ISP-2028-000001", "").replace('value="ISP-2028-000001"', "")
            for echo in (str(sealed.inside), "密封人"):
                shown = shown.replace(f'value="{echo}"', "").replace(f"q={echo}", "")
            found += [f"{name} {path}: {one}" for one in leaks(shown, path, sealed)]
    assert found == []
    of_it = {one.path for one in doors.doors(house) if one.method == "GET" and "{call_id" in one.path}
    assert of_it - walked == set()
    assert len(walked) > 100


def address(path: str, ids: dict[str, Any]) -> str:
    """What is not known stays in its braces."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda slot: str(ids.get(slot[1], slot[0])), path)


async def test_no_figure_counts_it_and_no_list_of_companies_names_it(sealed: Sealed) -> None:
    world = sealed.world
    figures = await statistics.statistics(world.nation, world.call_id)
    assert (figures.applications, figures.states, figures.sealed) == (0, {}, True)
    setup = await call_setup.setup(world.nation, world.call_id)
    assert (setup.applied, setup.sealed_now) == ((), True)
    (drafted,) = await campaigns.campaigns(world.nation, world.call_id)
    assert drafted.recipients == 0
    seen = await campaigns.campaign(world.nation, sealed.campaign)
    assert (seen.total, seen.recipients) == (0, [])
    writes_to = await database.value("SELECT id FROM campaign_recipient WHERE campaign = $1", sealed.campaign)
    with pytest.raises(Hidden):
        await campaigns.about(world.nation, seen, writes_to)
    assert (await consequences(world.manager, [sealed.inside], Batch.RECOMMENDED)).lines == ()
    appointment = sealed.ids["appointment_id"]
    assert (await handling.hand_over(sealed.admin, appointment)).open_cases == 1  # the one of the call beside it
    await clock.move(timedelta(days=31))
    assert (await statistics.statistics(world.nation, world.call_id)).applications == 1
    assert (await handling.hand_over(sealed.admin, appointment)).open_cases == 2
    (drafted,) = await campaigns.campaigns(world.nation, world.call_id)
    assert drafted.recipients == 1


async def test_no_act_tells_who_applied(sealed: Sealed) -> None:
    world = sealed.world
    with pytest.raises(Forbidden, match="sealed"):
        await imports.ground(world.nation, world.call_id)
    with pytest.raises(Invalid):
        await messages.draft_campaign(world.nation, world.call_id, view(), WORDS)
    with pytest.raises(Invalid):
        await retention.place_hold(sealed.admin, "ISP-2028-000001", "法院来函")
    for act in (ladder.decline, ladder.recommend):
        with pytest.raises(Hidden):
            await act(world.manager, sealed.inside, "看不见")


async def test_the_trail_keeps_its_lines_and_shows_them_once_the_call_has_closed(sealed: Sealed) -> None:
    auditor = sealed.world.auditor
    trail = ListState(
        grid=audit.GRID, path="/audit", columns=("at",), size=100, q="", chosen={}, sort="at", descending=True
    )

    async def subjects() -> set[UUID]:
        return {one.subject_id for one in (await audit.trail(auditor, trail.everything())).rows}

    assert not {sealed.inside, sealed.draft} & await subjects()
    assert (await audit.verify()).holds
    await clock.move(timedelta(days=31))
    assert {sealed.inside, sealed.draft} <= await subjects()


async def test_more_time_in_a_sealed_call_is_given_by_the_companys_code(
    client: httpx.AsyncClient, sealed: Sealed
) -> None:
    world = sealed.world
    company = await database.value("SELECT company FROM application WHERE id = $1", sealed.draft)
    uscc = await database.value("SELECT uscc FROM company WHERE id = $1", company)
    await signed_in(client, world.nation)
    day = (await clock.now() + timedelta(days=60)).date()
    page = f"/calls/{world.call_id}/extensions"
    asked = {"day": f"{day}", "at": "17:00", "reason": "住院，附证明"}
    wrong = await client.post(page, data={**asked, "uscc": "91110000000000000X"})
    assert (wrong.status_code, "f-uscc" in wrong.text) == (422, True)
    assert (await client.post(page, data={**asked, "uscc": uscc.lower()})).status_code == 303
    assert await database.value("SELECT company FROM call_extension WHERE call = $1", world.call_id) == company
