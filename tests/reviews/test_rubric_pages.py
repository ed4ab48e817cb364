"""The programme officer publishes a rubric by a form: prefilled, told what does not add up, version after version."""

import re
from typing import Any

import httpx
from tests.counting import counted
from tests.make import identity

from parks.adapters import database
from parks.kernel.actor import Actor, Role


def _filled(page: str) -> dict[str, str]:
    """What the form on that page would send as it stands."""
    fields = re.findall(r'<input[^>]*? name="([^"]+)" type="(?:text|hidden)" value="([^"]*)"', page)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    chosen = re.findall(r'<select[^>]*? name="(\w+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return {name: value for name, value in [*fields, *hidden, *chosen] if name != "_csrf"}


async def _officer() -> tuple[Actor, Any]:
    tree = await identity.nation_tree()
    return await identity.person("周部", [(Role.PROGRAMME_OFFICER, tree.nation)]), tree


async def test_the_default_is_filled_in_and_published_as_it_stands(db: None, client: httpx.AsyncClient) -> None:
    officer, tree = await _officer()
    await identity.signed_in(client, officer)
    empty = (await client.get("/rubrics")).text
    assert "还没有发布评分标准" in empty
    sent = _filled((await client.get("/rubrics/new")).text)
    told = [sent[name] for name in ("organisation", "weight-1", "first", "second")]
    assert told == [str(tree.nation.id), "30", "1", "2"]
    answer = await client.post("/rubrics", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rubrics")
    page = (await client.get("/rubrics")).text
    assert "技术与知识产权" in page
    assert "第1版" in page
    assert "创业项目评分标准" in (await client.get("/rounds/new")).text
    [weights] = await database.rows("SELECT sum(weight) AS sum, count(*) AS n FROM criterion")
    assert (weights["sum"], weights["n"]) == (100, 5)


async def test_what_does_not_add_up_is_told_and_nothing_typed_is_lost(db: None, client: httpx.AsyncClient) -> None:
    officer, _tree = await _officer()
    await identity.signed_in(client, officer)
    sent = _filled((await client.get("/rubrics/new")).text)
    for change, sentence in (
        ({"weight-1": "29"}, "权重"),
        ({"weight-2": "viel"}, "请填写数字"),
        ({"title_en-3": ""}, "此项必填"),
        ({"second": "1"}, "指标"),
    ):
        answer = await client.post("/rubrics", data=sent | change)
        assert answer.status_code == 422, change
        kept = _filled(answer.text)
        assert {name: kept.get(name, "") for name in change} == change
        assert kept["title_zh-1"] == "技术与知识产权"
        assert sentence in answer.text.split('class="summary"')[1], change
    assert await database.value("SELECT count(*) FROM rubric") == 0


async def test_a_new_version_follows_and_a_reader_finds_no_form(db: None, client: httpx.AsyncClient) -> None:
    officer, tree = await _officer()
    await identity.signed_in(client, officer)
    await client.post("/rubrics", data=_filled((await client.get("/rubrics/new")).text))
    first = await database.value("SELECT id FROM rubric")
    again = _filled((await client.get(f"/rubrics/new?after={first}")).text)
    await client.post("/rubrics", data=again | {"title_zh": "新的评分标准"})
    page = (await client.get("/rubrics")).text
    assert "新的评分标准" in page
    assert "第2版" in page
    assert page.count("<table>") == 1
    auditor = await identity.person("吴审", [(Role.AUDITOR, tree.nation)])
    await identity.signed_in(client, auditor)
    assert "/rubrics/new" not in (await client.get("/rubrics")).text
    assert (await client.get("/rubrics/new")).status_code == 403


async def test_many_rubrics_cost_no_more_statements_than_one(db: None, client: httpx.AsyncClient) -> None:
    officer, _tree = await _officer()
    await identity.signed_in(client, officer)
    spent = []
    for wanted in (1, 3):
        while await database.value("SELECT count(*) FROM rubric") < wanted:
            await client.post("/rubrics", data=_filled((await client.get("/rubrics/new")).text))
        async with counted() as seen:
            assert (await client.get("/rubrics")).text.count("<table>") == wanted
        spent.append(len(seen))
    assert spent[0] == spent[1]
    assert spent[0] <= 4
