"""What programs do of a call and at a desk: the same verbs, reasons and limits as on the pages."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.make import programmes as make
from tests.make.identity import signed_in

from parks.adapters import clock, database
from parks.programmes.actions import rule_sets

pytestmark = pytest.mark.usefixtures("db")
SAID = {"zh": "2027年度重庆计划", "en": "Chongqing 2027"}
TIER: dict[str, Any] = {
    "key": "first",
    "name": {"zh": "一档", "en": "First"},
    "amount": "500000.00",
    "places": 2,
    "tranches": [
        {"percent": "50", "condition": {"zh": "协议签署", "en": "Signed"}},
        {"percent": "50", "months": 12, "condition": {"zh": "复核合格", "en": "Re-checked"}},
    ],
}


async def test_a_call_is_set_up_and_opened_by_a_program(client: httpx.AsyncClient) -> None:
    world = await make.world()
    await rule_sets.load()
    await signed_in(client, world.nation)
    begun = await client.post(
        "/api/v1/calls",
        json={
            "programme": "cqcy",
            "programme_name": {"zh": "重庆创业创新支持计划", "en": "Chongqing Plan"},
            "organisation": str(world.tree.province.id),
            "cycle": 2027,
            "title": SAID,
        },
    )
    assert begun.status_code == 201, begun.text
    call = f"/api/v1/calls/{begun.json()['id']}"
    assert (await client.put(f"{call}/opening")).status_code == 409  # the task list says what is missing
    parts = {one["key"]: one["missing"] for one in (await client.get(f"{call}/setup")).json()["parts"]}
    assert parts["form"]
    assert parts["tiers"]

    async def save(part: str, body: Any) -> httpx.Response:
        return await client.put(f"{call}/setup/{part}", json=body)

    now = await clock.now()
    dates = {"opens_at": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}", "closes_at": "2020-01-01T00:00:00Z"}
    wrong = await save("dates", dates)
    assert wrong.headers["content-type"].startswith("application/problem+json")
    assert (wrong.status_code, "closes_at" in wrong.text) == (422, True)
    dates["closes_at"] = f"{now + timedelta(days=40):%Y-%m-%dT%H:%M:%SZ}"
    form = await database.value("SELECT questionnaire FROM call WHERE id = $1", world.call_id)
    listed = next(one for one in (await client.get("/api/v1/rule-sets")).json() if one["key"] == "isp_500000")
    shown = (await client.get(f"/api/v1/rule-sets/{listed['id']}")).json()
    bodies: dict[str, Any] = {
        "basics": {"title": SAID, "locality": "500000", "minutes_needed": 90},
        "dates": dates | {"sealed": True},
        "form": {"questionnaire": str(form)},
        "rules": {"rule_set": shown["versions"][0]["id"]},
        "tiers": [TIER],
        "materials": [{"kind": "ip", "title": {"zh": "知识产权证明", "en": "IP"}, "tier": "first"}],
        "ladder": [{"level": "park", "checks": {"zh": "真实、完整", "en": "True and whole"}, "days": 7}],
        "quotas": [{"organisation": str(world.tree.park.id), "places": 2}],
        "notice": {"correction_days": 5, "notice_days": 7, "include_start_day": True},
        "review": {},
    }
    for part, body in bodies.items():
        answer = await save(part, body)
        assert answer.status_code == 200, (part, answer.text)
    twice = await save("tiers", [TIER | {"tranches": TIER["tranches"][:1]}])
    assert twice.status_code == 422  # half a grant is no plan
    opened = await client.put(f"{call}/opening")
    assert opened.status_code == 200, opened.text
    assert (opened.json()["state"], opened.json()["sealed"]) == ("open", True)
    assert (await save("tiers", [TIER])).status_code == 409
    assert (await client.put(f"{call}/import?name=a.xlsx", content=b"PK")).status_code == 403  # it is sealed
    until = await client.post(f"{call}/peeks", json={"reason": "举报核查"})
    assert until.status_code == 201
    kept = await database.row("SELECT ladder, sealed, locality FROM call WHERE id = $1", begun.json()["id"])
    assert kept
    assert ([one["level"] for one in kept["ladder"]], kept["locality"]) == (["park"], "500000")
    await signed_in(client, world.manager)
    assert (await client.get(f"{call}/setup")).status_code == 403


async def test_an_office_reads_gives_on_and_signs_several_by_program(client: httpx.AsyncClient) -> None:
    world = await make.world()
    first, second = [await make.application(world) for _ in range(2)]
    far = await make.application(world, park=world.far_park)
    await signed_in(client, world.manager)
    api = "/api/v1/applications"
    assert (await client.put(f"{api}/{first}/assignee", json={})).status_code == 204
    assert await database.value("SELECT assigned_to FROM application WHERE id = $1", first) == world.manager.id
    assert (await client.delete(f"{api}/{first}/assignee")).status_code == 204
    assert (await client.get(f"{api}/{first}/print")).content.startswith(b"%PDF")
    refused = await client.put(f"{api}/{first}/scans?name=a.pdf", content=b"%PDF-1.4")
    assert (refused.status_code, "no_secrets" in refused.text) == (422, True)
    chosen = {"do": "recommended", "ids": [str(first), str(second), str(far)]}
    told = (await client.post(f"{api}/batch", json=chosen)).json()
    assert (told["possible"], told["missing"], len(told["lines"])) == (False, 1, 2)
    whole = await client.put(f"{api}/batch", json=chosen | {"text": "同意推荐"})
    assert whole.status_code == 404  # all or none
    states = "SELECT DISTINCT state FROM application WHERE id = ANY($1)"
    assert await database.value(states, [first, second]) == "submitted"
    done = await client.put(f"{api}/batch", json={**chosen, "ids": [str(first), str(second)], "text": "同意推荐"})
    assert (done.status_code, len(done.json()["ids"])) == (200, 2)
    assert await database.value(states, [first, second]) == "city_review"


async def test_letters_of_a_call_are_worded_and_sent_to_many_by_program(client: httpx.AsyncClient) -> None:
    world = await make.world()
    await make.application(world)
    await signed_in(client, world.nation)
    call = f"/api/v1/calls/{world.call_id}"
    words = {
        "subject_zh": "关于申报",
        "body_zh": "{name}您好",
        "subject_en": "Your application",
        "body_en": "Hello {name}",
    }
    kept = await client.put(f"{call}/letters/submitted", json=words | {"seen": 0})
    assert (kept.status_code, kept.json()["version"]) == (200, 1)
    assert (await client.put(f"{call}/letters/submitted", json=words | {"seen": 0})).status_code == 409
    assert (await client.put(f"{call}/reminders", json={"closing": "10, 3, 1"})).json()["closing"] == "10, 3, 1"
    drafted = await client.post(f"{call}/campaigns", json=words)
    assert (drafted.status_code, drafted.json()["total"]) == (201, 1)
    one = f"/api/v1/campaigns/{drafted.json()['id']}"
    assert (await client.put(f"{one}/sending")).json()["state"] in {"sending", "sent"}
    assert [each["recipients"] for each in (await client.get(f"{call}/campaigns")).json()] == [1]
    await signed_in(client, world.manager)
    assert (await client.get(one)).status_code == 404
