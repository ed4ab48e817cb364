"""A founder writes her company's record in the browser; her park reads it; to everyone else there is nothing."""

import re
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from litestar.connection import Request
from litestar.types import HTTPScope
from tests.counting import counted
from tests.make import identity
from tests.make import startups as make

from parks.adapters import database
from parks.demo import fictions
from parks.identity import queries as accounts
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor, Role
from parks.startups import queries
from parks.startups.pages.companies import GRID

FIRST = {
    "uscc": "91330100 fake0001 3c",
    "name_zh": "澄湖星阑光电科技有限公司",
    "registered_on": "2024-03-18",
    "registered_capital": "300万",
    "version": "0",
}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def _client(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    return await identity.signed_in(client, actor)


async def _send(client: httpx.AsyncClient, url: str, data: dict[str, Any], method: str = "POST") -> httpx.Response:
    target = url if method == "POST" else f"{url}?_method={method}"
    return await client.post(
        target, content=urlencode(data, doseq=True), headers={"content-type": "application/x-www-form-urlencoded"}
    )


async def _founder(client: httpx.AsyncClient) -> Actor:
    lin = await make.founder()
    await _client(client, lin)
    return lin


async def _in_park(client: httpx.AsyncClient, role: Role = Role.PARK_MANAGER) -> tuple[Actor, UUID]:
    """A whole record in the park, and its officer signed in."""
    tree = await identity.nation_tree()
    made = await make.whole(await make.founder(), park_id=tree.park.id)
    place = {Role.PARK_MANAGER: tree.park, Role.CITY_OFFICER: tree.city}[role]
    officer = await identity.person("陈若岩", [(role, place)])
    await _client(client, officer)
    return officer, made


async def test_she_founds_a_company_and_finds_it_on_her_list(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    assert "/companies/new" in (await client.get("/companies")).text
    answer = await _send(client, "/companies", FIRST)
    assert answer.status_code == 303
    [mine] = await queries.my_companies(lin)
    assert answer.headers["location"] == f"/companies/{mine.id}"
    page = (await client.get(answer.headers["location"])).text
    assert "91330100FAKE00013C" in page
    assert "¥3,000,000.00" in page
    assert "澄湖星阑光电科技有限公司" in (await client.get("/companies")).text


@pytest.mark.parametrize(
    ("field", "typed", "status"),
    [
        ("uscc", "91330100FAKE00013D", 422),
        ("uscc", "", 422),
        ("name_zh", "", 422),
        ("name_zh", "长" * 101, 422),
        ("registered_on", "soon", 422),
        ("registered_on", "99999-01-01", 422),
        ("registered_capital", "a lot", 422),
        ("registered_capital", "-1", 422),
        ("registered_capital", "NaN", 422),
        ("headcount", "-3", 422),
        ("park_id", "no-park", 422),
        ("park_id", "00000000-0000-0000-0000-000000000000", 422),
        ("name_en", "a\x00b", 422),
        ("religion", "x", 422),
    ],
)
async def test_a_mistake_is_said_beside_the_field_and_nothing_typed_is_lost(
    db: None, client: httpx.AsyncClient, field: str, typed: str, status: int
) -> None:
    lin = await _founder(client)
    answer = await _send(client, "/companies", FIRST | {"address": "创园路 1 号", field: typed})
    assert answer.status_code == status
    assert 'class="summary"' in answer.text
    assert "创园路 1 号" in answer.text
    assert await queries.my_companies(lin) == []


async def test_the_form_is_light_and_a_region_is_found_by_name_without_javascript(
    db: None, client: httpx.AsyncClient
) -> None:
    lin = await _founder(client)
    fresh = await client.get("/companies/new")
    assert len(fresh.content) < 60_000
    found = await _send(client, "/companies", FIRST | {"_q": "西 湖", "_find": "region", "address": "创园路 1 号"})
    assert found.status_code == 200
    assert "浙江省 杭州市 西湖区" in found.text
    assert "创园路 1 号" in found.text
    assert 'class="summary"' not in found.text
    left = await _send(client, "/companies", FIRST | {"_q": "西湖"})
    assert left.status_code == 422
    assert "请从找到的地区中选择" in left.text
    assert await queries.my_companies(lin) == []
    made = (await _send(client, "/companies", FIRST | {"_q": "西湖", "region": "330106"})).headers["location"]
    async with counted() as seen:
        form = await client.get(f"{made}/edit")
    assert '<option value="330106" selected>浙江省 杭州市 西湖区</option>' in form.text
    assert len(seen) <= 5
    assert len(form.content) < 60_000


async def test_a_code_on_record_is_refused_without_saying_whose(db: None, client: httpx.AsyncClient) -> None:
    await make.company(await make.founder("何屿"), name_zh="何屿的秘密公司")
    await _founder(client)
    answer = await _send(client, "/companies", FIRST)
    assert answer.status_code == 409
    assert "何屿" not in answer.text


NEW_ROWS: list[tuple[str, dict[str, str], str]] = [
    ("people", {"name": "何屿", "works_here": "true", "document_kind": "passport", "number": "e1234567a"}, "何屿"),
    ("shares", {"entity_name": "澄湖天使基金", "percent": "5"}, "澄湖天使基金"),
    ("funding", {"kind": "award", "programme": "种子资金", "year": "2025", "amount": "100,000"}, "种子资金"),
    (
        "rights",
        {"kind": "software_copyright", "number": "2023sr0123456", "title": "控制软件", "inventors": "林知微"},
        "2023SR0123456",
    ),
]


@pytest.mark.parametrize(("noun", "data", "shown"), NEW_ROWS)
async def test_a_row_is_added_changed_and_removed(
    db: None, client: httpx.AsyncClient, noun: str, data: dict[str, str], shown: str
) -> None:
    lin = await _founder(client)
    made = await make.company(lin)
    url = f"/companies/{made}/{noun}"
    assert (await client.get(f"{url}/new")).status_code == 200
    answer = await _send(client, url, data)
    assert answer.status_code == 303, answer.text
    page = (await client.get(f"/companies/{made}")).text
    assert shown in page
    row = re.search(rf'href="{url}/([0-9a-f-]{{36}})"', page)
    assert row is not None
    form = await client.get(f"{url}/{row[1]}")
    assert form.status_code == 200
    assert 'name="version" value="1"' in form.text
    again = await _send(client, f"{url}/{row[1]}", data | {"version": "1"}, "PUT")
    assert again.status_code == 303, again.text
    assert (await _send(client, f"{url}/{row[1]}", {}, "DELETE")).status_code == 303
    assert shown not in (await client.get(f"/companies/{made}")).text


@pytest.mark.parametrize("noun", ["people", "shares", "certificates", "employments", "rights", "funding"])
async def test_an_empty_form_says_what_is_needed(db: None, client: httpx.AsyncClient, noun: str) -> None:
    made = await make.company(await _founder(client))
    answer = await _send(client, f"/companies/{made}/{noun}", {"version": "0"})
    assert answer.status_code == 422
    assert 'class="summary"' in answer.text


async def test_a_country_is_chosen_by_name_and_read_by_name(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    made = await make.whole(lin)
    form = (await client.get(f"/companies/{made}/certificates/new")).text
    assert '<option value="DE">德国</option>' in form
    assert "（德国）" in (await client.get(f"/companies/{made}")).text
    refused = await _send(client, f"/companies/{made}/certificates", {"country": "ZZ"})
    assert refused.status_code == 422
    assert "请从列表中选择国家或地区" in refused.text


async def test_rows_of_a_whole_record_can_all_be_opened(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    made = await make.whole(lin)
    company = await queries.company(lin, made)
    rows = {
        "people": company.people,
        "shares": company.shares,
        "certificates": company.certificates,
        "employments": company.employments,
        "rights": company.ip_assets,
        "funding": company.funding,
    }
    for noun, several in rows.items():
        page = await client.get(f"/companies/{made}/{noun}/{several[0].id}")
        assert page.status_code == 200, noun
    assert (await client.get(f"/companies/{made}/bank-account")).status_code == 200
    assert (await client.get(f"/companies/{made}/religion/new")).status_code == 404


async def test_two_editors_see_both_values_and_choose(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    made = await make.company(lin)
    base = {"uscc": fictions.uscc(1), "name_zh": "澄湖星阑光电科技有限公司"}
    assert (
        await _send(client, f"/companies/{made}", base | {"headcount": "15", "version": "1"}, "PUT")
    ).status_code == 303
    late = await _send(client, f"/companies/{made}", base | {"headcount": "20", "version": "1"}, "PUT")
    assert late.status_code == 409
    assert 'value="20"' in late.text
    assert "15" in late.text
    assert 'name="version" value="2"' in late.text
    assert (await queries.company(lin, made)).headcount == 15
    assert (
        await _send(client, f"/companies/{made}", base | {"headcount": "20", "version": "2"}, "PUT")
    ).status_code == 303
    assert (await queries.company(lin, made)).headcount == 20


async def test_the_account_is_kept_masked_and_found_whole_nowhere(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    made = await make.company(lin)
    data = {"bank": "澄湖银行", "branch": "创园支行", "account": make.ACCOUNT, "clearing_number": "123"}
    wrong = await _send(client, f"/companies/{made}/bank-account", data, "PUT")
    assert wrong.status_code == 422
    assert make.ACCOUNT not in wrong.text
    done = await _send(client, f"/companies/{made}/bank-account", data | {"clearing_number": make.CLEARING}, "PUT")
    assert done.status_code == 303
    for page in (f"/companies/{made}", f"/companies/{made}/bank-account"):
        text = (await client.get(page)).text
        assert make.ACCOUNT not in text
        assert make.ACCOUNT[-4:] in text


async def test_a_certificates_file_wants_a_declaration_first(db: None, client: httpx.AsyncClient) -> None:
    lin = await _founder(client)
    made = await make.whole(lin)
    certificate = (await queries.company(lin, made)).certificates[0].id
    url = f"/companies/{made}/certificates/{certificate}/document"
    undeclared = await client.post(url, files={"file": ("doctor.pdf", PDF, "application/pdf")})
    assert undeclared.status_code == 422
    nothing = await client.post(url, data={"no_secrets": "true"})
    assert nothing.status_code == 422
    fake = await client.post(url, data={"no_secrets": "true"}, files={"file": ("x.pdf", b"MZ\x90", "application/pdf")})
    assert fake.status_code == 422
    done = await client.post(url, data={"no_secrets": "true"}, files={"file": ("doctor.pdf", PDF, "application/pdf")})
    assert done.status_code == 303
    [proof] = (await queries.company(lin, made)).certificates[0].proofs
    url = f"{url}/{proof.id}"
    assert (await client.get(url)).content == PDF
    assert (await queries.facts(made, lin.id)).degrees[0].documented
    other = await make.founder("何屿")
    await _client(client, other)
    assert (await client.get(url)).status_code == 404
    assert (await _send(client, url, {}, "DELETE")).status_code == 404


PATHS = ["", "/edit", "/people/new", "/bank-account"]


@pytest.mark.parametrize("path", PATHS)
async def test_to_another_founder_there_is_nothing_here(db: None, client: httpx.AsyncClient, path: str) -> None:
    made = await make.whole(await make.founder())
    await _client(client, await make.founder("何屿"))
    assert (await client.get(f"/companies/{made}{path}")).status_code == 404
    assert str(made) not in (await client.get("/companies")).text


async def test_the_officer_reads_and_the_one_of_another_city_finds_nothing(db: None, client: httpx.AsyncClient) -> None:
    _officer, made = await _in_park(client)
    page = await client.get(f"/companies/{made}")
    assert page.status_code == 200
    assert f"/companies/{made}/edit" not in page.text
    for path in PATHS[1:]:
        assert (await client.get(f"/companies/{made}{path}")).status_code == 303
    assert (await _send(client, f"/companies/{made}", FIRST | {"version": "1"}, "PUT")).status_code == 403
    assert (await _send(client, f"/companies/{made}/bank-account", {}, "DELETE")).status_code == 403
    nation = await database.value("SELECT id FROM organisation WHERE kind = 'province'")
    city = await identity.organisation(
        OrganisationKind.CITY, "wj", "望津市人社局", "Wangjin City", await accounts.organisation(nation), "330200"
    )
    await _client(client, await identity.person("外市", [(Role.CITY_OFFICER, city)]))
    assert (await client.get(f"/companies/{made}")).status_code == 404
    assert str(made) not in (await client.get("/companies")).text
    assert "星阑" not in (await client.get("/companies/export?kind=csv")).content.decode()


async def test_no_page_list_export_or_trail_holds_a_whole_number(db: None, client: httpx.AsyncClient) -> None:
    _officer, made = await _in_park(client)
    told = (await client.get(f"/companies/{made}")).text
    told += (await client.get("/companies")).text
    told += (await client.get("/companies/export?kind=csv&col=name&col=uscc&col=legal_representative")).content.decode()
    assert "林知微" in told
    person = re.search(rf"/companies/{made}/people/([0-9a-f-]+)/number", told)
    assert person is not None
    refused = await _send(client, f"/companies/{made}/people/{person[1]}/number", {"reason": " "})
    assert refused.status_code == 422
    opened = await _send(client, f"/companies/{made}/people/{person[1]}/number", {"reason": "核对原件"})
    assert make.IDENTITY in opened.text  # the one place, for a reason
    told += refused.text + str(await database.value("SELECT json_agg(e) FROM audit_entry e"))
    for canary in make.CANARIES:
        assert canary not in told


async def _several(count: int) -> None:
    tree = await identity.nation_tree()
    for number in range(1, count + 1):
        await make.company(
            await make.founder(), number, name_zh=f"澄湖{'甲乙丙丁'[number - 1]}号公司", park_id=tree.park.id
        )
    await identity.person("陈若岩", [(Role.PARK_MANAGER, tree.park)], email="chen@parks.test")


@pytest.mark.parametrize("count", [1, 3])
async def test_the_list_takes_as_many_statements_for_three_as_for_one(
    db: None, client: httpx.AsyncClient, count: int
) -> None:
    await _several(count)
    chen = await accounts.actor(await database.value("SELECT id FROM person WHERE email = 'chen@parks.test'"))
    await _client(client, chen)
    await client.get("/companies")
    async with counted() as seen:
        page = await client.get("/companies")
    assert page.text.count("号公司") == count
    assert len(seen) == 3


async def test_the_list_is_searched_sorted_paged_and_exported(db: None, client: httpx.AsyncClient) -> None:
    await _several(3)
    chen = await accounts.actor(await database.value("SELECT id FROM person WHERE email = 'chen@parks.test'"))
    await _client(client, chen)
    assert (await client.get("/companies", params={"q": "乙号"})).text.count("号公司") == 1
    for odd in ("%", "_", "\\", "乙%", "a\x00"):
        assert (await client.get("/companies", params={"q": odd})).status_code == 200
    for sort in ("name", "-name", "registered_on", "-registered_capital", "bogus"):
        assert (await client.get("/companies", params={"sort": sort})).text.count("号公司") == 3
    for after in (
        "bogus",
        "WyJ4IiwgIngiXQ",
        "W251bGwsICJ4Il0",
        "WzEsICIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiXQ",
    ):
        for sort in ("name", "registered_on", "registered_capital"):
            assert (await client.get("/companies", params={"sort": sort, "after": after})).status_code == 200
    csv = (await client.get("/companies/export", params={"kind": "csv", "q": "乙号", "col": ["name", "uscc"]})).text
    assert csv.count("号公司") == 1
    assert fictions.uscc(2) in csv


def _asking(query: str = "") -> Request[Any, Any, Any]:
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": "/companies",
        "query_string": query.encode(),
        "headers": [],
    }
    return Request(cast("HTTPScope", scope))


async def test_pages_of_a_list_follow_each_other_without_gap(db: None) -> None:
    await _several(4)
    officer = make.officer()
    for sort in ("name", "registered_on", "registered_capital"):
        for descending in (False, True):
            state = replace(GRID.read(_asking()), sort=sort, descending=descending, size=3)
            first = await queries.companies(officer, state)
            after = httpx.URL(f"https://x{first.next}").params["after"]
            following = GRID.read(_asking(f"after={after}")).after
            second = await queries.companies(officer, replace(state, after=following))
            assert len({one.id for one in (*first.rows, *second.rows)}) == 4
            assert second.next == ""


@pytest.mark.parametrize("path", ["", "/edit", "/people/new", "/bank-account"])
async def test_a_page_of_a_whole_record_takes_at_most_four_statements(
    db: None, client: httpx.AsyncClient, path: str
) -> None:
    lin = await _founder(client)
    made = await make.whole(lin)
    await client.get(f"/companies/{made}{path}")
    async with counted() as seen:
        assert (await client.get(f"/companies/{made}{path}")).status_code == 200
    assert len(seen) <= 4
