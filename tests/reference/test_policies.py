"""Policy values by place: read by everyone with their source, followed by new dated rows, never changed."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make.reference import policies_kept

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import SaidError
from parks.reference import queries
from parks.reference.rules import policy_values
from parks.reference.rules.policies import SEEDS

KEY = "isp.share.percent"
SINCE = date(2027, 1, 1)
TYPED = {"value": "40", "since": f"{SINCE}", "source": "新江省人社厅〔2026〕88号", "clause": "第三条"}


@pytest.fixture
async def kept(db: None) -> AsyncIterator[None]:
    async with policies_kept():
        yield


async def test_an_officer_of_a_province_enters_what_counts_there_without_javascript(
    client: httpx.AsyncClient, kept: None
) -> None:
    tree = await people.nation_tree()
    before = await queries.policy(KEY, "330100", SINCE)
    await people.signed_in(client, await people.person("李处", [(Role.PROVINCE_OFFICER, tree.province)]))
    shown = await client.get(f"/policies/{KEY}?region=330000")
    assert f"/policies/{KEY}/new?region=330000" in shown.text
    page = await client.get(f"/policies/{KEY}/new?region=330000")
    mark = re.search(r'name="_csrf" value="([0-9a-f]+)"', page.text)
    assert mark
    wrong = await client.post(
        f"/policies/{KEY}?region=330000", data=TYPED | {"_csrf": mark[1], "value": "140", "source": "某文件"}
    )
    assert (wrong.status_code, 'value="某文件"' in wrong.text, "0 到 100" in wrong.text) == (422, True, True)
    entered = await client.post(f"/policies/{KEY}?region=330000", data=TYPED | {"_csrf": mark[1]})
    assert (entered.status_code, entered.headers["location"]) == (303, f"/policies/{KEY}?region=330000")

    assert before is not None
    now = await queries.policy(KEY, "330100", SINCE)  # a city of that province
    assert now is not None
    assert (now.value, now.source, now.clause, now.verified) == ("40", TYPED["source"], "第三条", True)
    assert await queries.policy(KEY, "330100", SINCE - timedelta(days=1)) == before
    assert await queries.policy(KEY, "510100", SINCE) == before  # another province
    line = await database.row("SELECT actor_label, detail FROM audit_entry WHERE act = 'policy value entered'")
    assert line is not None
    assert (line["actor_label"], line["detail"]["locality"], line["detail"]["value"]) == ("李处", "330000", "40")

    history = await client.get(f"/policies/{KEY}?region=330000")
    assert re.search(r"新江|浙江省", history.text)
    assert all(text in history.text for text in ("40", "50", "第三条"))


async def test_each_enters_for_their_own_part_of_the_country(client: httpx.AsyncClient, kept: None) -> None:
    tree = await people.nation_tree()
    province = await people.person("李处", [(Role.PROVINCE_OFFICER, tree.province)])
    nation = await people.person("王司", [(Role.PROGRAMME_OFFICER, tree.nation)])
    city = await people.person("周科", [(Role.PROGRAMME_OFFICER, tree.city)])

    async def enters(place: str, since: date) -> int:
        body = TYPED | {"locality": place, "since": f"{since}"}
        return (await client.post(f"/api/v1/reference/policies/{KEY}", json=body)).status_code

    await people.signed_in(client, province)
    assert [await enters(one, SINCE) for one in ("CN", "510000", "330100")] == [403, 403, 201]
    assert (await client.get(f"/policies/{KEY}/new?region=CN")).status_code == 403
    await people.signed_in(client, city)
    assert await enters("330100", SINCE + timedelta(days=1)) == 403
    await people.signed_in(client, nation)
    assert [await enters(one, SINCE) for one in ("CN", "510000")] == [201, 201]
    assert (await client.post("/api/v1/reference/policies/no.such", json=TYPED)).status_code == 404
    assert (
        await client.post(f"/api/v1/reference/policies/{KEY}", json=TYPED | {"locality": "999999"})
    ).status_code == 404


async def test_a_value_follows_the_last_one_and_none_is_ever_changed(client: httpx.AsyncClient, kept: None) -> None:
    tree = await people.nation_tree()
    await people.signed_in(client, await people.person("王司", [(Role.PROGRAMME_OFFICER, tree.nation)]))
    url = f"/api/v1/reference/policies/{KEY}"
    first = await client.post(url, json=TYPED)
    assert (first.status_code, first.json()["locality"], first.json()["until"]) == (201, "CN", None)
    again = await client.post(url, json=TYPED | {"value": "30"})
    assert (again.status_code, list(again.json()["fields"])) == (422, ["since"])
    ended = await client.post(url, json=TYPED | {"since": "2028-01-01", "until": "2027-12-31"})
    assert (ended.status_code, list(ended.json()["fields"])) == (422, ["until"])
    assert [one["value"] for one in (await client.get(url)).json()] == ["40", "50"]
    for sql in (
        'UPDATE reference_policy_value SET value = \'{"value": "1"}\' WHERE key = $1',
        "UPDATE reference_policy_value SET until = '2099-01-01' WHERE key = $1",
        "DELETE FROM reference_policy_value WHERE key = $1",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql, KEY)


async def test_everyone_reads_them_in_four_statements(client: httpx.AsyncClient, db: None) -> None:
    for url in ("/policies", "/policies?region=510000&q=重庆", "/policies/isp.tiers?region=500000"):
        async with counted() as seen:
            page = await client.get(url)
        assert (page.status_code, len(seen) <= 4, "/new?" in page.text) == (200, True, False)
    sichuan = (await client.get("/policies?region=510000")).text
    assert ("300000.00" in sichuan, "四川省适用的数值" in sichuan) == (True, True)
    assert "510000" not in sichuan.partition("<main")[0]  # the head of the page is the reader's own place
    assert "Support Plan: years since" in (await client.get("/policies", headers={"accept-language": "en"})).text
    for url in ("/policies?region=zz", "/policies/none", "/policies/isp.tiers?region=999999"):
        assert (await client.get(url)).status_code == 404
    assert (await client.get("/policies?on=2016-06-01")).text.count("500000.00") >= 1  # the cash of 2015 to 2017
    assert (await clock.today()).year >= 2026


def test_every_seed_has_a_name_and_comes_back_from_its_field() -> None:
    for one in SEEDS:
        stored: Any = [dict(each) for each in one.value] if one.key == "isp.tiers" else one.value
        assert one.key in policy_values.NAMES
        assert policy_values.read(one.key, policy_values.written(one.key, stored)) == _plain(stored), one.key


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("isp.share.percent", "101"),
        ("isp.share.percent", "-1"),
        ("isp.share.percent", "５０"),
        ("isp.age.years", "3.5"),
        ("isp.capital.cash", "1e9"),
        ("isp.degree.level", "phd"),
        ("isp.notice.include_start_day", "yes"),
        ("isp.outcome.day", "02-29"),
        ("funds.report.days", "06-15, 13-01"),
        ("reminder.closing.days", "10, 0"),
        ("retention.log", "0m"),
        ("isp.tiers", "- 50; 0; 签署; Signed"),
        ("isp.tiers", "a; 一档; First; 100\n- 50; 0; 签署; Signed"),
        ("isp.tiers", "a; 一档; First; 100\na; 二档; Second; 50"),
        ("no.such", "1"),
        ("isp.age.years", ""),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(key: str, text: str) -> None:
    with pytest.raises(SaidError):
        policy_values.read(key, text)
