"""A call set up in the browser, part by part, without a script: Chongqing's tiers, paid half now and half later."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from icalendar import Calendar
from tests.counting import counted
from tests.make import programmes as make
from tests.make.identity import signed_in
from tests.make.questionnaires import small

from parks.adapters import clock, database
from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, rule_sets
from parks.programmes.queries import calls
from parks.programmes.rules.call_parts import PARTS, Material, wanting
from parks.programmes.states import CallState
from parks.questionnaires import actions as questionnaires

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
    assert await save("basics", title_zh="2027年度重庆计划", title_en="Chongqing 2027", region="500000",
                      minutes_needed=90, contact="023-0000 0000") == 303  # fmt: skip
    found = await client.post(
        f"{setup}/basics?_method=PUT", data={"title_zh": "另一题", "_q": "成都", "_find": "region"}
    )
    assert (found.status_code, "四川省 成都市" in found.text, 'value="另一题"' in found.text) == (200, True, True)
    basics = {"title_zh": "一二", "title_en": "Some", "minutes_needed": "9", "region": "", "_q": "成都"}
    assert (await client.post(f"{setup}/basics?_method=PUT", data=basics)).status_code == 422  # found, not chosen
    wrong = {"opens_day": closes, "opens_time": "09:00", "closes_day": closes, "closes_time": "08:00"}
    assert await save("dates", **wrong) == 422
    refused = (await client.post(f"{setup}/dates?_method=PUT", data={k: str(v) for k, v in wrong.items()})).text
    assert 'id="f-closes_day-error"' in refused
    opens = await clock.today() - timedelta(days=1)
    assert await save("dates", **(wrong | {"opens_day": opens, "closes_time": "17:00", "sealed": "true"})) == 303
    form = await database.value("SELECT questionnaire FROM call WHERE id = $1", world.call_id)
    assert await save("form", questionnaire=form) == 303
    version = await database.value(
        "SELECT v.id FROM rule_set_version v JOIN rule_set s ON s.id = v.rule_set WHERE s.key = 'isp_500000'"
    )
    assert await save("rules", rule_set=version) == 303
    tier = {"key__1": "first", "zh__1": "一档", "en__1": "First", "amount__1": "500000", "places__1": "2"}
    half = {"part__1__1__percent": "50", "part__1__1__zh": "签约", "part__1__1__en": "Signed"}
    assert await save("tiers", **tier, **half) == 422  # half of the grant is left over
    assert await save("tiers", **tier, **(half | {"part__1__1__en": ""})) == 422
    shown = await client.post(f"{setup}/tiers?_method=PUT", data={"key-1": "first", "part-1-1-zh": "签约"})
    assert (shown.status_code, 'value="签约"' in shown.text) == (422, True)  # nothing typed is lost
    parts = half | {"part__1__2__percent": "50", "part__1__2__months": "12", "part__1__2__zh": "第二年复核合格",
                    "part__1__2__en": "The re-check of the second year"}  # fmt: skip
    lowest = {"key__2": "fourth", "zh__2": "四档", "en__2": "Fourth", "amount__2": "100,000", "places__2": ""}
    assert await save("tiers", **tier, **parts, **(lowest | {"amount__2": "100000"})) == 303
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
    assert await save("basics", title_zh="改", title_en="Changed", region="", minutes_needed=1) in {409, 422}


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


async def test_every_page_of_setting_up_takes_at_most_four_statements(client: httpx.AsyncClient) -> None:
    world = await make.world()
    await rule_sets.load()
    call_id = await make.call(world, cycle=2031, opened=False)
    await signed_in(client, world.nation)
    url = f"/calls/{call_id}/setup"
    for path in [url, f"{url}/tiers?usual=true", f"/calls/{call_id}/preview", *(f"{url}/{part}" for part in PARTS)]:
        await client.get(path)  # what is read once a process is read
        async with counted() as seen:
            assert (await client.get(path)).status_code == 200
        assert len(seen) <= 4, (path, seen)


async def test_a_material_is_handed_in_by_a_file_question_of_the_calls_own_form(client: httpx.AsyncClient) -> None:
    world = await make.world()
    call_id = await make.call(world, cycle=2031, opened=False)
    await signed_in(client, world.nation)
    url = f"/calls/{call_id}/setup/materials?_method=PUT"
    licence = {"kind-3": "company", "zh-3": "营业执照", "en-3": "Licence", "required-3": "true"}
    wrong = await client.post(url, data=licence | {"question-3": "story"})
    assert wrong.status_code == 422
    assert 'id="f-question-3-error"' in wrong.text  # beside the row that was typed, though the two before are empty
    assert (await client.post(url, data=licence | {"question-3": "licence"})).status_code == 303
    assert [one.question for one in (await calls.call(world.nation, call_id)).materials] == ["licence"]
    other = await questionnaires.publish(world.nation, small())
    form = {"questionnaire": str(other), "certified": "true"}
    assert (await client.post(f"/calls/{call_id}/setup/form?_method=PUT", data=form)).status_code == 303
    changed = await calls.call(world.nation, call_id)
    assert (changed.certified, [one.question for one in changed.materials]) == (True, [""])


async def test_what_the_call_demands_and_the_form_does_without_is_asked_for_before_sending(
    client: httpx.AsyncClient,
) -> None:
    demanded = Material("company", Bilingual("营业执照副本", "Copy of the licence"), question="licence")
    paper = Material("other", Bilingual("纸质推荐表", "A sheet of paper"))
    world = await make.world(materials=(demanded, paper))
    application_id = await make.draft(world)
    await make.fill(world, application_id)
    founder = world.founders[application_id]
    await signed_in(client, founder)
    checked = (await client.get(f"/applications/{application_id}/check")).text
    assert "本次申报要求提交“营业执照副本”，还没有上传文件。" in checked
    assert "纸质推荐表" not in checked
    with pytest.raises(Invalid) as refused:
        await applications.submit(founder, application_id, aware=True)
    assert set(refused.value.fields) == {"question-licence"}
    await applications.upload(founder, application_id, "licence", "执照.pdf", make.bytes_of())
    assert "还没有上传文件" not in (await client.get(f"/applications/{application_id}/check")).text
    await applications.submit(founder, application_id, aware=True)


async def test_what_one_tier_needs_is_wanted_of_those_who_ask_for_that_tier() -> None:
    of_all = Material("plan", Bilingual("计划书", "Plan"), question="plan")
    of_key = Material("plan", Bilingual("可研报告", "Study"), tier="key", question="study")
    without = {"plan", "study"}
    assert wanting([of_all, of_key], without) == [of_all]
    assert wanting([of_all, of_key], without, "excellent") == [of_all]
    assert wanting([of_all, of_key], without, "key") == [of_all, of_key]
    assert wanting([of_all, of_key], {"plan"}, "key") == [of_all]


async def test_the_tiers_of_a_region_are_offered_and_a_row_without_its_key_is_not_lost(
    client: httpx.AsyncClient,
) -> None:
    world = await make.world()
    call_id = await make.call(world, cycle=2031, opened=False, locality="500000")
    await signed_in(client, world.nation)
    url = f"/calls/{call_id}/setup/tiers"
    offered = (await client.get(f"{url}?usual=true")).text
    assert [found in offered for found in ("500000.00", "300000.00", "200000.00", "100000.00")] == [True] * 4
    assert offered.count('value="The agreement is signed by both"') == 3  # all but the lowest
    assert offered.count('-2-months" value="12"') == 3
    kept = await client.post(f"{url}?_method=PUT", data={"zh-2": "二档", "amount-2": "300000"})
    assert kept.status_code == 422
    assert 'id="f-key-2-error"' in kept.text
    assert 'value="二档"' in kept.text
