"""With JavaScript on, a line's form opens where the line stands (docs/adr/0087): nothing typed is swapped away."""

from urllib.parse import urlencode

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import startups as make

HX = {"hx-request": "true"}
SENT = HX | {"content-type": "application/x-www-form-urlencoded"}
DOORS = ("people/new", "shares/new", "certificates/new", "employments/new", "rights/new", "figures/new", "funding/new")
WRONG = {"bank": "澄湖银行", "branch": "创园支行", "account": make.ACCOUNT, "clearing_number": "123"}
PARTS = [
    ("people", "添加人员", "/people", {"name": "何屿", "document_kind": "resident_id"}, {"name": ""}),
    ("bank-account", "银行账户", "/bank-account?_method=PUT", WRONG | {"clearing_number": "102331000119"}, WRONG),
]


def _is_piece(text: str) -> bool:
    return text.lstrip().startswith('<div id="record">') and "<html" not in text


@pytest.mark.parametrize(("part", "named", "sent_to", "right", "wrong"), PARTS)
async def test_a_form_opens_refuses_and_closes_inside_the_record(
    db: None,
    client: httpx.AsyncClient,
    part: str,
    named: str,
    sent_to: str,
    right: dict[str, str],
    wrong: dict[str, str],
) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await identity.signed_in(client, lin)
    url = f"/companies/{made}"
    door = f"{url}/{part}/new" if part == "people" else f"{url}/{part}"
    whole = (await client.get(url)).text
    assert f'hx-get="{door}"' in whole
    opened = (await client.get(door, headers=HX)).text
    assert _is_piece(opened)
    assert f'hx-post="{url}{sent_to}"' in opened
    assert f"autofocus>{named}</h3>" in opened
    assert not [one for one in DOORS if f"{url}/{one}" in opened], "a second form could be opened over the first"

    refused = await client.post(f"{url}{sent_to}", content=urlencode(wrong | {"version": "0"}), headers=SENT)
    assert refused.status_code == 422
    assert _is_piece(refused.text)
    assert 'class="summary"' in refused.text
    assert all(value in refused.text for name, value in wrong.items() if name != "account")
    assert make.ACCOUNT not in refused.text

    kept = await client.post(f"{url}{sent_to}", content=urlencode(right | {"version": "0"}), headers=SENT)
    assert kept.status_code == 200, kept.text
    assert _is_piece(kept.text)
    assert "已保存" in kept.text
    assert next(iter(right.values())) in kept.text
    assert f'id="{part}-title" tabindex="-1" autofocus' in kept.text, "where one goes on after saving"
    assert all(f"{url}/{one}" in kept.text for one in DOORS)


async def test_a_line_that_two_changed_shows_both_values_where_it_stands(db: None, client: httpx.AsyncClient) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await identity.signed_in(client, lin)
    url = f"/companies/{made}/people"
    first = {"name": "何屿", "document_kind": "resident_id", "version": "0"}
    text = (await client.post(url, content=urlencode(first), headers=SENT)).text
    line = text.split(f'hx-get="{url}/')[1][:36]
    change = urlencode(first | {"position": "首席技术官", "version": "1"})
    assert (await client.post(f"{url}/{line}?_method=PUT", content=change, headers=SENT)).status_code == 200
    late = urlencode(first | {"position": "技术顾问", "version": "1"})
    answer = await client.post(f"{url}/{line}?_method=PUT", content=late, headers=SENT)
    assert answer.status_code == 409
    assert _is_piece(answer.text)
    assert "技术顾问" in answer.text
    assert "首席技术官" in answer.text


async def test_who_comes_to_correct_a_fact_goes_back_to_the_form(db: None, client: httpx.AsyncClient) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await identity.signed_in(client, lin)
    page = (await client.get(f"/companies/{made}/bank-account?back=/calls")).text
    assert f'action="/companies/{made}/bank-account?_method=PUT&amp;back=%2Fcalls"' in page
    data = urlencode(WRONG | {"clearing_number": "102331000119", "version": "0"})
    sent = await client.post(
        f"/companies/{made}/bank-account?_method=PUT&back=/calls",
        content=data,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/calls")


async def test_a_company_is_added_in_the_list(db: None, client: httpx.AsyncClient) -> None:
    await identity.signed_in(client, await make.founder())
    form = (await client.get("/companies/new", headers=HX)).text
    assert form.lstrip().startswith('<div id="company-form">')
    refused = await client.post("/companies", content=urlencode({"name_zh": "澄湖", "version": "0"}), headers=SENT)
    assert refused.status_code == 422
    assert 'value="澄湖"' in refused.text
    data = {"uscc": "91330100 fake0001 3c", "name_zh": "澄湖星阑光电科技有限公司", "version": "0"}
    made = await client.post("/companies", content=urlencode(data), headers=SENT)
    assert made.headers["hx-redirect"].startswith("/companies/")


@pytest.mark.parametrize("path", ["", "/people/new", "/certificates/new", "/bank-account"])
async def test_the_piece_takes_at_most_four_statements(db: None, client: httpx.AsyncClient, path: str) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    await identity.signed_in(client, lin)
    await client.get(f"/companies/{made}{path}", headers=HX)
    async with counted() as seen:
        assert _is_piece((await client.get(f"/companies/{made}{path}", headers=HX)).text)
    assert len(seen) <= 4
