"""The same record for programs: the same rights, sentences and versions."""

from typing import Any

import httpx
import pytest
from tests.make import identity
from tests.make import startups as make

from parks.kernel.actor import Role
from parks.startups import queries

COMPANY: dict[str, Any] = {
    "uscc": "91330100FAKE00013C",
    "name_zh": "澄湖星阑光电科技有限公司",
    "registered_capital": "3000000.00",
}
API = "/api/v1/companies"


async def test_a_program_keeps_a_record_as_its_founder_does(db: None, client: httpx.AsyncClient) -> None:
    lin = await make.founder()
    await identity.signed_in(client, lin)
    made = await client.post(API, json=COMPANY)
    assert made.status_code == 201, made.text
    url = f"{API}/{made.json()['id']}"
    person = await client.post(f"{url}/people", json={"name": "林知微", "number": make.IDENTITY, "me": True})
    assert person.status_code == 201, person.text
    share = await client.post(f"{url}/shares", json={"person_id": person.json()["id"], "percent": "58"})
    assert share.status_code == 201
    seen = (await client.get(url)).json()
    assert seen["registered_capital"] == "3000000.00"
    assert seen["people"][0]["number_masked"] == "330106********9960"
    assert "fingerprint" not in str(seen)
    assert make.IDENTITY not in str(seen)
    assert [one["percent"] for one in seen["shares"]] == ["58.0000"]

    changed = await client.put(url, json=COMPANY | {"headcount": 12, "version": 1})
    assert changed.status_code == 204, changed.text
    late = await client.put(url, json=COMPANY | {"headcount": 13, "version": 1})
    assert late.status_code == 409
    gone = await client.delete(f"{url}/shares/{share.json()['id']}")
    assert gone.status_code == 204
    assert (await client.get(url)).json()["shares"] == []
    assert [one["uscc"] for one in (await client.get(API, params={"q": "星阑"})).json()["companies"]] == [
        COMPANY["uscc"]
    ]


@pytest.mark.parametrize(
    ("noun", "data"),
    [
        ("people", {"name": ""}),
        ("people", {"name": "x", "number": "330106199203059961"}),
        ("shares", {"percent": 101}),
        ("shares", {"percent": "NaN", "entity_name": "x"}),
        ("shares", {"percent": 5}),
        ("certificates", {}),
        ("rights", {"kind": "invention_patent", "number": "ZL202310123456.7", "title": "x"}),
        ("rights", {"kind": "utility_model", "number": "ZL202319990001.1", "title": "x"}),
        ("funding", {"kind": "gift", "programme": "x", "year": 2025}),
        ("employments", []),
        ("people", "x"),
    ],
)
async def test_what_cannot_be_taken_is_422_with_a_sentence(
    db: None, client: httpx.AsyncClient, noun: str, data: Any
) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await identity.signed_in(client, lin)
    answer = await client.post(f"{API}/{made}/{noun}", json=data)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_others_find_nothing_and_officers_change_nothing(db: None, client: httpx.AsyncClient) -> None:
    tree = await identity.nation_tree()
    lin = await make.founder()
    made = await make.whole(lin, park_id=tree.park.id)
    person = (await queries.company(lin, made)).people[0].id
    url = f"{API}/{made}"
    for actor, reads, writes in (
        (await make.founder("何屿"), 404, 404),
        (await identity.person("专家", [(Role.EXPERT, tree.nation)]), 404, 404),
        (await identity.person("邻园", [(Role.PARK_MANAGER, tree.other_park)]), 404, 404),
        (await identity.person("陈若岩", [(Role.PARK_MANAGER, tree.park)]), 200, 403),
    ):
        await identity.signed_in(client, actor)
        assert (await client.get(url)).status_code == reads
        assert (await client.put(url, json=COMPANY | {"version": 1})).status_code == writes
        assert (await client.post(f"{url}/people", json={"name": "x"})).status_code == writes
        assert (await client.delete(f"{url}/people/{person}")).status_code == writes
        assert (await client.delete(f"{url}/bank-account")).status_code == writes
        assert len((await client.get(API)).json()["companies"]) == (1 if reads == 200 else 0)


async def test_the_api_tells_no_whole_number(db: None, client: httpx.AsyncClient) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    await identity.signed_in(client, lin)
    told = (await client.get(f"{API}/{made}")).text + (await client.get(API)).text
    assert "顾怀远" in told
    for canary in make.CANARIES:
        assert canary not in told


async def test_nobody_signed_in_is_401(db: None, client: httpx.AsyncClient) -> None:
    assert (await client.get(API)).status_code == 401
