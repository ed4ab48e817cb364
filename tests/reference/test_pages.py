"""The calendar on the wall: open to everyone, entered by officers with a source, deadlines count by it."""

import re
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people

from parks.adapters import database
from parks.kernel.actor import Role
from parks.reference import queries
from parks.reference.rules.working_days import last_day

DAY = date(2027, 1, 4)


@pytest.fixture
async def monday(db: None) -> AsyncIterator[date]:
    """A working day of a year without notice, put back as it was."""
    before = await database.row(
        "SELECT works, name, provisional, source FROM reference_calendar_day WHERE day = $1", DAY
    )
    assert before is not None
    yield DAY
    await database.execute(
        "UPDATE reference_calendar_day SET works = $2, name = $3, provisional = $4, source = $5 WHERE day = $1",
        DAY,
        *before.values(),
    )


async def test_everyone_reads_a_year_in_few_statements(db: None, client: httpx.AsyncClient) -> None:
    async with counted() as seen:
        page = await client.get("/calendar?year=2026")
    assert page.status_code == 200
    assert len(seen) <= 4
    assert "暂定" not in page.text
    assert "国庆节" in page.text
    october = page.text[page.text.index('id="month-10"') : page.text.index('id="month-11"')]
    assert re.search(r">10<span class=\"day-mark\">班</span>", october)  # a Saturday that is worked
    assert re.search(r">1<span class=\"day-mark\">休</span>", october)
    assert "/calendar/2026-" not in page.text  # a visitor changes nothing
    assert "暂定" in (await client.get("/calendar?year=2027")).text
    assert "National Day" in (await client.get("/calendar?year=2026", headers={"accept-language": "en"})).text


@pytest.mark.parametrize("year", ["1999", "2099", "-5", "99999999999999"])
async def test_a_year_beyond_the_calendar_is_not_there(db: None, client: httpx.AsyncClient, year: str) -> None:
    assert (await client.get("/calendar", params={"year": year})).status_code == 404


async def test_an_officer_enters_a_day_without_javascript(client: httpx.AsyncClient, monday: date) -> None:
    tree = await people.nation_tree()
    await people.signed_in(client, await people.person("李处", [(Role.PROGRAMME_OFFICER, tree.nation)]))
    assert f"/calendar/{monday}" in (await client.get("/calendar?year=2027")).text
    page = await client.get(f"/calendar/{monday}")
    mark = re.search(r'name="_csrf" value="([0-9a-f]+)"', page.text)
    assert mark
    wanting = await client.post(
        f"/calendar/{monday}?_method=PUT", data={"_csrf": mark[1], "works": "no", "name": "元旦", "source": ""}
    )
    assert wanting.status_code == 422
    assert 'value="元旦"' in wanting.text
    answer = await client.post(
        f"/calendar/{monday}?_method=PUT",
        data={"_csrf": mark[1], "works": "no", "name": "元旦", "source": "国办发明电〔2026〕9号"},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar?year=2027")
    known = await queries.day(monday)
    assert (known.works, known.provisional, known.source) == (False, False, "国办发明电〔2026〕9号")


@pytest.fixture
async def calendar(db: None) -> AsyncIterator[None]:
    """The whole calendar, put back as it was."""
    await database.execute("CREATE TABLE kept_calendar AS TABLE reference_calendar_day")
    yield
    await database.execute("DELETE FROM reference_calendar_day")
    await database.execute("INSERT INTO reference_calendar_day SELECT * FROM kept_calendar")
    await database.execute("DROP TABLE kept_calendar")


async def test_an_officer_enters_the_notice_of_a_year_and_its_days_are_firm(
    client: httpx.AsyncClient, calendar: None
) -> None:
    start = date(2026, 12, 28)
    before = last_day(start, 5, await queries.calendar(start, 40))
    assert (before.day, before.provisional) == (date(2027, 1, 4), True)
    tree = await people.nation_tree()
    await people.signed_in(client, await people.person("李处", [(Role.PROGRAMME_OFFICER, tree.nation)]))
    assert "/calendar/2027/notice" in (await client.get("/calendar?year=2027")).text
    async with counted() as seen:
        page = await client.get("/calendar/2027/notice")
    assert len(seen) <= 4
    mark = re.search(r'name="_csrf" value="([0-9a-f]+)"', page.text)
    assert mark
    typed = {
        "_csrf": mark[1],
        "free": "2027-01-01 至 2027-01-02 元旦\n2027-01-04 元旦\n",
        "worked": "2027-01-03 元旦",
        "source": "国办发明电〔2026〕9号",
    }
    for wrong in ({"source": ""}, {"free": "元旦"}, {"free": "2027-02-30"}, {"free": ""}, {"worked": "2026-01-03"}):
        refused = await client.post("/calendar/2027/notice?_method=PUT", data=typed | wrong)
        assert (refused.status_code, "2027-01-03 元旦" in refused.text or "worked" in wrong) == (422, True)
    assert (await queries.day(date(2027, 1, 4))).provisional
    done = await client.post("/calendar/2027/notice?_method=PUT", data=typed)
    assert (done.status_code, done.headers["location"]) == (303, "/calendar?year=2027")
    after = last_day(start, 5, await queries.calendar(start, 40))
    assert (after.day, after.provisional) == (date(2027, 1, 3), False)
    again = await client.get("/calendar/2027/notice")
    assert "2027-01-01 至 2027-01-02 元旦" in again.text


@pytest.mark.parametrize("role", [None, Role.AUDITOR])
async def test_others_enter_nothing(client: httpx.AsyncClient, monday: date, role: Role | None) -> None:
    tree = await people.nation_tree()
    actor = await people.person("某人", [(role, tree.nation)] if role else [])
    await people.signed_in(client, actor)
    assert (await client.get(f"/calendar/{monday}")).status_code == 403
    assert (await queries.day(monday)).works


async def test_programs_read_it_without_a_key(db: None, client: httpx.AsyncClient) -> None:
    days = (await client.get("/api/v1/reference/calendar", params={"year": 2026})).json()
    assert len(days) == 365
    assert next(one for one in days if one["day"] == "2026-10-10")["works"] is True
    assert (await client.get("/api/v1/reference/calendar", params={"year": 3000})).json() == []
    assert len((await client.get("/api/v1/reference/regions")).json()) == 34
    assert (await client.get("/api/v1/reference/regions", params={"parent": "a\x00b"})).json() == []
    assert len((await client.get("/api/v1/reference/industries")).json()) == 117
    assert len((await client.get("/api/v1/reference/fields")).json()) == 12
    values = (await client.get("/api/v1/reference/policies", params={"on": "2026-11-22"})).json()
    assert {one["key"]: one["value"] for one in values}["isp.share.percent"] == "50"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("西湖区", "330106"),
        ("杭州", "330100"),
        ("杭州西湖", "330106"),
        ("hangzhou", "330100"),
        ("yu hang", "330110"),
        ("330106", "330106"),
        ("浙江", "330000"),
    ],
)
async def test_a_region_is_found_by_name_pinyin_or_code(
    db: None, client: httpx.AsyncClient, words: str, first: str
) -> None:
    async with counted() as seen:
        part = (await client.get("/regions", params={"_q": words}, headers={"hx-request": "true"})).text
    assert re.findall(r'value="(\d{6})"', part)[0] == first
    assert len(seen) == 1
    assert part.count("<option") <= 21
    assert first in (await client.get("/regions", params={"q": words})).text
    named = (await client.get("/api/v1/reference/regions", params={"q": words})).json()
    assert named[0]["code"] == first


@pytest.mark.parametrize("words", ["zzz", "%", "'", "西湖区" * 30, "\x00"])
async def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_chosen(
    db: None, client: httpx.AsyncClient, words: str
) -> None:
    asked = {"_q": words, "region": "330106"}
    part = (await client.get("/regions", params=asked, headers={"hx-request": "true"})).text
    assert re.findall(r'value="(\d{6})"', part) == ["330106"]
    assert (await client.get("/regions", params={"region": "x", "q": words})).status_code == 200


async def test_programs_enter_a_day_and_a_year_with_their_notice(client: httpx.AsyncClient, monday: date) -> None:
    tree = await people.nation_tree()
    await people.signed_in(client, await people.person("李处", [(Role.PROGRAMME_OFFICER, tree.nation)]))
    url = "/api/v1/reference/calendar"
    sent = {"works": False, "name": "元旦", "source": "国办发明电〔2026〕9号"}
    entered = (await client.put(f"{url}/{monday}", json=sent)).json()
    assert (entered["works"], entered["provisional"], entered["name"]["zh"]) == (False, False, "元旦")
    refused = await client.put(f"{url}/{monday}", json=sent | {"source": ""})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["source"])
    year = {"free": {"2026-01-01": "元旦"}, "worked": {"2027-01-02": "元旦"}, "source": "国办发明电"}
    wrong = await client.put(f"{url}/2027/notice", json=year)
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["free"])
    assert (await client.put(f"{url}/2099/notice", json=year)).status_code == 404
