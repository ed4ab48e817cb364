"""The register for programs: the same tree, the same appointments, the same refusals as on its pages."""

import httpx
import pytest
from tests.make import identity as people

from parks.adapters import database
from parks.kernel.actor import Role

pytestmark = pytest.mark.usefixtures("db")
SENT = {"email": "zhou@parks.test", "name": "周科", "role": "city_officer", "reason": "任命文件〔2026〕3号"}


async def test_an_administrator_founds_appoints_and_dismisses_by_program(client: httpx.AsyncClient) -> None:
    tree = await people.nation_tree()
    await people.signed_in(client, await people.person("郑维", [(Role.SYSTEM_ADMIN, tree.city)]))
    listed = (await client.get("/api/v1/organisations")).json()
    assert [one["path"] for one in listed] == ["/cn/xj/ch/", "/cn/xj/ch/park1/", "/cn/xj/ch/park2/"]  # nothing above
    park = {"kind": "park", "name_zh": "新园区", "name_en": "New park", "code": "park7"}
    founded = await client.post(f"/api/v1/organisations/{tree.city.id}/parts", json=park)
    assert founded.status_code == 201, founded.text
    again = await client.post(f"/api/v1/organisations/{tree.city.id}/parts", json=park)
    assert again.status_code == 409
    outside = await client.post(f"/api/v1/organisations/{tree.nation.id}/parts", json=park)
    assert outside.status_code == 404

    made = await client.post(f"/api/v1/organisations/{tree.city.id}/appointments", json=SENT)
    assert made.status_code == 201, made.text
    right = (await client.get(f"/api/v1/organisations/{tree.city.id}/appointments")).json()
    assert {one["person"]: one["role"] for one in right} == {"周科": "city_officer", "郑维": "system_admin"}
    found = (await client.get("/api/v1/appointments?role=city_officer")).json()
    assert (found["total"], [one["email"] for one in found["rows"]]) == (1, ["zhou@parks.test"])
    person = right[0]["person_id"] if right[0]["person"] == "周科" else right[1]["person_id"]

    handover = (await client.get(f"/api/v1/appointments/{made.json()['id']}/handover")).json()
    assert (handover["person"], handover["open_cases"]) == ("周科", 0)
    wanting = await client.request("DELETE", f"/api/v1/appointments/{made.json()['id']}", json={"reason": ""})
    assert (wanting.status_code, "reason" in wanting.json()["fields"]) == (422, True)
    ended = await client.request("DELETE", f"/api/v1/appointments/{made.json()['id']}", json={"reason": "调离"})
    assert ended.status_code == 204
    shown = (await client.get(f"/api/v1/people/{person}")).json()
    assert [(one["live"], one["end_reason"]) for one in shown["appointments"]] == [(False, "调离")]
    assert (await client.get("/api/v1/appointments?role=city_officer")).json()["rows"] == []


async def test_an_account_is_suspended_and_restored_by_program(client: httpx.AsyncClient) -> None:
    tree = await people.nation_tree()
    officer = await people.person("周科", [(Role.CITY_OFFICER, tree.city)])
    await people.signed_in(client, await people.person("郑维", [(Role.SYSTEM_ADMIN, tree.nation)]))
    url = f"/api/v1/people/{officer.id}"
    assert (await client.put(f"{url}/suspension", json={"reason": "停职调查"})).status_code == 204
    assert (await client.get(url)).json()["suspended_at"] is not None
    assert (await client.request("DELETE", f"{url}/suspension", json={"reason": "查清"})).status_code == 204
    assert (await client.get(url)).json()["suspended_at"] is None
    acts = await database.rows("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY id", officer.id)
    assert [one["act"] for one in acts][-2:] == ["person suspended", "person restored"]
