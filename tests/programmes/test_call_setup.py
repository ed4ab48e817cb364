"""A call set up in the browser, part by part, without a script: Chongqing's tiers, paid half now and half later."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from icalendar import Calendar
from tests.make import programmes as make
from tests.make.identity import signed_in

from parks.adapters import clock, database
from parks.programmes.actions import rule_sets
from parks.programmes.queries import calls
from parks.programmes.states import CallState

pytestmark = pytest.mark.usefixtures("db")


async def test_a_provincial_call_is_set_up_previewed_and_opened(client: httpx.AsyncClient) -> None:
    world = await make.world()
    await rule_sets.load()
    await signed_in(client, world.nation)
    begun = await client.post(
        "/calls/new",
        data={"new_code": "cqcy", "new_zh": "重庆创业创新支持计划", "new_en": "Chongqing Plan", "cycle": "2027",
              "organisation": str(world.tree.province.id), "title_zh": "2027年度重庆计划",
              "title_en": "Chongqing 2027"},
    )  # fmt: skip
    setup = begun.headers["location"]
    assert (await client.get(setup)).status_code == 200
    call_id = setup.split("/")[2]
    assert (await client.put(f"/calls/{call_id}/opening")).status_code == 409

    async def save(part: str, **fields: object) -> int:
        assert (await client.get(f"{setup}/{part}")).status_code == 200
        sent = {name.replace("__", "-"): str(value) for name, value in fields.items()}
        return (await client.post(f"{setup}/{part}?_method=PUT", data=sent)).status_code

    closes = (await clock.today()) + timedelta(days=40)
    assert await save("basics", title_zh="2027年度重庆计划", title_en="Chongqing 2027", locality="500000",
                      minutes_needed=90, contact="023-0000 0000") == 303  # fmt: skip
    wrong = {"opens_day": closes, "opens_time": "09:00", "closes_day": closes, "closes_time": "08:00"}
    assert await save("dates", **wrong) == 422
    opens = await clock.today() - timedelta(days=1)
    assert await save("dates", **(wrong | {"opens_day": opens, "closes_time": "17:00", "sealed": "true"})) == 303
    form = await database.value("SELECT questionnaire FROM call WHERE id = $1", world.call_id)
    assert await save("form", questionnaire=form) == 303
    version = await database.value(
        "SELECT v.id FROM rule_set_version v JOIN rule_set s ON s.id = v.rule_set WHERE s.key = 'isp_500000'"
    )
    assert await save("rules", rule_set=version) == 303
    tier = {"key__1": "first", "zh__1": "一档", "en__1": "First", "amount__1": "500000", "places__1": "2"}
    assert await save("tiers", **tier, tranches__1="50; 0; 签约; Signed") == 422
    parts = "50; 0; 协议签署; The agreement is signed\n50；12；第二年复核合格；The re-check of the second year"
    lowest = {"key__2": "fourth", "zh__2": "四档", "en__2": "Fourth", "amount__2": "100,000", "places__2": ""}
    assert await save("tiers", **tier, tranches__1=parts, **(lowest | {"amount__2": "100000"})) == 303
    assert await save("materials", kind__1="plan", zh__1="商业计划书", en__1="Business plan", required__1="true",
                      kind__2="ip", zh__2="知识产权证明", en__2="IP", tier__2="first") == 303  # fmt: skip
    quota = {f"quota-{world.tree.city.id}": "3", f"quota-{world.tree.park.id}": "2"}
    assert await save("quotas", **quota) == 303
    assert await save("ladder", **{"ladder-city": "on", "ladder-city-zh": "条件", "ladder-city-en": "Conditions",
                                   "ladder-city-days": "10", "ladder-city-ranks": "true"}) == 303  # fmt: skip
    assert await save("review") == 303
    assert await save("notice", correction_days=7, notice_days=5, include_start_day="true") == 303

    preview = (await client.get(f"/calls/{call_id}/preview")).text
    assert "同一申报人累计获得支持不超过2次" in preview
    assert "第二年复核合格" in preview
    assert (await client.post(f"/calls/{call_id}/opening?_method=PUT")).status_code == 303
    opened = await calls.call(world.nation, world.call_id.__class__(call_id))
    assert (opened.state, opened.sealed, bool(opened.taking)) == (CallState.OPEN, True, True)
    assert [(one.percent, one.months) for one in opened.tiers[0].tranches] == [(Decimal(50), 0), (Decimal(50), 12)]
    assert [one.title.zh for one in opened.materials] == ["商业计划书", "知识产权证明"]
    assert opened.correction_days == 7
    left = await database.rows("SELECT organisation FROM call_quota WHERE call = $1", opened.id)
    assert [one["organisation"] for one in left] == [world.tree.city.id]  # the park's level was left out
    assert await save("basics", title_zh="改", title_en="Changed", locality="CN", minutes_needed=1) in {409, 422}


async def test_the_public_page_feed_and_list_show_open_calls_and_no_drafts(client: httpx.AsyncClient) -> None:
    world = await make.world()
    await make.call(world, cycle=2031, opened=False)
    events = Calendar.from_ical((await client.get("/calls.ics")).content).walk("VEVENT")
    assert {str(one["summary"]) for one in events} == {"2027年度启动支持计划 开始申报", "2027年度启动支持计划 申报截止"}
    closes = await calls.deadline(world.call_id)
    assert closes.replace(microsecond=0) in {one.decoded("dtstart") for one in events}
    (told,) = (await client.get("/calls.json")).json()["calls"]
    assert (told["id"], told["taking_applications"]) == (str(world.call_id), True)
    await signed_in(client, world.nation)
    assert len((await client.get("/calls.json")).json()["calls"]) == 1
    assert "2031" in (await client.get("/calls")).text


ANSWERS = {
    "legal_representative": "yes", "degree": "doctor", "postdoc_months": "0", "registered_on": "2024-03-18",
    "share": "58", "full_time": "yes", "ip": "invention_patent", "awards": "0", "filed_elsewhere": "no", "clean": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "按您的回答，可以申报"),
        ({"share": "45"}, "按您的回答，有条件不符合"),
        ({"registered_on": "2023-12-31"}, "按您的回答，有条件不符合"),
        ({"awards": "1"}, "按您的回答，有条件不符合"),
        ({"filed_elsewhere": "yes"}, "按您的回答，有条件不符合"),
        ({"degree": ""}, "目前还不能确定"),
        ({"degree": "bachelor", "postdoc_months": "12"}, "按您的回答，可以申报"),
        ({"in_park": "no"}, "按您的回答，可以申报"),
    ],
)
async def test_anyone_checks_for_themselves_and_nothing_is_kept(
    client: httpx.AsyncClient, changed: dict[str, str], said: str
) -> None:
    world = await make.world()
    shown = await client.get("/self-check")
    assert shown.status_code == 200
    before = await database.value("SELECT count(*) FROM audit_entry")
    mark = shown.text.split('name="_csrf" value="')[1].split('"')[0]
    answer = await client.post(f"/self-check?call={world.call_id}", data=ANSWERS | changed | {"_csrf": mark})
    assert answer.status_code == 200
    assert said in answer.text
    assert await database.value("SELECT count(*) FROM audit_entry") == before


async def test_what_cannot_be_read_is_said_beside_its_field(client: httpx.AsyncClient) -> None:
    world = await make.world()
    mark = (await client.get("/self-check")).text.split('name="_csrf" value="')[1].split('"')[0]
    answer = await client.post(
        f"/self-check?call={world.call_id}", data={"_csrf": mark, "share": "viel", "degree": "x", "awards": "-1"}
    )
    assert answer.status_code == 422
    assert "viel" in answer.text
