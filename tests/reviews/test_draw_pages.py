"""The draw on its pages and by its API: each step by the person whose it is; what is wrong stands beside its field."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import draws as make
from tests.make import identity
from tests.make.identity import signed_in

from parks.kernel.actor import Role
from parks.reviews.actions import draws
from parks.reviews.queries import draws as queries
from parks.reviews.rules import draw as rule
from parks.reviews.rules.draw import Constraints

pytestmark = pytest.mark.usefixtures("db")


def asked(of: make.Drawing, **more: str) -> dict[str, str]:
    return {
        "seats": "5",
        "odd": "true",
        "one_per_employer": "true",
        "cooldown": "0",
        "most_barred": "25",
        "most_open": "10",
        "kind-investor": "1",
        "witness": str(of.auditor.id),
        **more,
    }


async def test_from_the_form_to_the_record_each_at_their_own_sign_in(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    base = f"/rounds/{of.round_id}/draws"
    await signed_in(client, of.at.officer)
    assert "本轮尚未抽取评审组" in (await client.get(base)).text
    page = (await client.get(f"{base}/new")).text
    assert "目前可抽取 12 名专家" in page
    assert "郑守拙" in page
    answer = await client.post(base, data=asked(of))
    assert answer.status_code == 303, answer.text
    live = (await queries.draws(of.at.officer, of.round_id)).live
    assert live is not None
    page = (await client.get(base)).text
    assert live.commitment in page
    assert "等待 郑守拙" in page
    assert (await client.get(f"/draws/{live.id}/record")).status_code == 409
    assert (await client.put(f"/draws/{live.id}/reveal")).status_code == 409
    assert (await client.put(f"/draws/{live.id}/witness", data={"words": "3 1 4 1"})).status_code == 403

    await signed_in(client, of.auditor)
    assert "您是本次抽取的见证人" in (await client.get(base)).text
    short = await client.put(f"/draws/{live.id}/witness", data={"words": "31"})
    assert short.status_code == 422
    assert "请填写 4 至 100 个字符" in short.text
    assert 'value="31"' in short.text, "what was typed stays"
    # without JavaScript: a plain form that says what it means in its address
    plain = await client.post(f"/draws/{live.id}/witness?_method=PUT", data={"words": "六个骰子：314152"})
    assert plain.status_code == 303, plain.text

    await signed_in(client, of.second)
    assert (await client.put(f"/draws/{live.id}/reveal")).status_code == 303
    page = (await client.get(base)).text
    assert "六个骰子：314152" in page
    record = await client.get(f"/draws/{live.id}/record")
    assert record.headers["content-type"].startswith("application/json")
    assert rule.first_difference(record.json()) is None
    assert record.json()["commitment"] == live.commitment
    panel = await queries.panel(of.round_id) or []
    gone = await client.post(f"/draws/{live.id}/departures", data={"expert": str(panel[0]), "reason": ""})
    assert gone.status_code == 422
    gone = await client.post(f"/draws/{live.id}/departures", data={"expert": str(panel[0]), "reason": "生病"})
    assert gone.status_code == 303
    page = (await client.get(base)).text
    assert "第 1 个退出" in page
    assert "生病" in page
    assert "第 1 次退出后递补" in page


async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    base = f"/rounds/{of.round_id}/draws"
    await signed_in(client, of.at.officer)
    for more, field, sentence in [
        ({"seats": "6"}, "seats", "要求专家人数为单数"),
        ({"seats": "1"}, "seats", "至少抽取 3 名专家"),
        ({"seats": "99"}, "seats", "15"),
        ({"kind-investor": "4"}, "kind-investor", "“投资”名额缺 1 名专家"),
        ({"kind-investor": "x"}, "kind-investor", "请填写 0 至 15 的整数"),
        ({"domain-medicine": "1"}, "domain-medicine", "缺 1 名专家"),
        ({"witness": str(of.at.officer.id)}, "witness", "须由他人见证"),
        ({"witness": ""}, "witness", ""),
        ({"cooldown": "-1"}, "cooldown", ""),
    ]:
        answer = await client.post(base, data=asked(of, **more))
        assert answer.status_code == 422, more
        assert f'href="#f-{field}"' in answer.text, more
        assert sentence in answer.text or field == "kind-investor", (more, answer.text[:0])
        assert 'name="most_open" type="text" value="10"' in answer.text
    assert (await queries.draws(of.at.officer, of.round_id)).draws == ()


async def test_a_second_press_and_a_redraw(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    base = f"/rounds/{of.round_id}/draws"
    await signed_in(client, of.at.officer)
    first = await make.committed(of)
    twice = await client.post(base, data=asked(of))
    assert twice.status_code == 409
    assert "本轮已有第 1 次抽取" in twice.text
    page = (await client.get(f"{base}/new")).text
    assert str(first) in page
    bare = await client.post(base, data=asked(of, instead_of=str(first)))
    assert bare.status_code == 422
    done = await client.post(base, data=asked(of, instead_of=str(first), reason="见证人变更", seats="7"))
    assert done.status_code == 303
    page = (await client.get(base)).text
    assert "第 2 次抽取" in page
    assert "已作废的抽取：1 次" in page
    assert "见证人变更" in page


async def test_an_administrator_takes_somebody_on_by_a_page_of_their_own(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    draw_id, _panel = await make.revealed(of, Constraints(5, cooldown=0))
    admin = await identity.person("系统管理员", [(Role.SYSTEM_ADMIN, of.at.organisation_id)])
    late = await make.late(of)
    await signed_in(client, admin)
    page = await client.get(f"/draws/{draw_id}/admissions/new")
    assert "江晚舟" in page.text
    bad = await client.post(f"/draws/{draw_id}/admissions", data={"expert": str(late), "reason": ""})
    assert bad.status_code == 422
    done = await client.post(f"/draws/{draw_id}/admissions", data={"expert": str(late), "reason": "补充光学"})
    assert done.status_code == 303
    await signed_in(client, of.auditor)
    page = await client.get(f"/rounds/{of.round_id}/draws")
    assert "管理员补入" in page.text
    assert "补充光学" in page.text


async def test_experts_and_strangers_see_nothing_of_it(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    draw_id, _panel = await make.revealed(of)
    tree_city = await identity.person("外地官员", [(Role.CITY_OFFICER, await make.elsewhere(of))])
    for actor, status in ((next(iter(of.at.experts.values())), 403), (tree_city, 404)):
        await signed_in(client, actor)
        for path in (f"/rounds/{of.round_id}/draws", f"/draws/{draw_id}/record", f"/api/v1/rounds/{of.round_id}/draws"):
            answer = await client.get(path)
            assert answer.status_code == status, path
            assert "研究所" not in answer.text


async def test_one_and_three_draws_under_one_count_of_statements(client: httpx.AsyncClient) -> None:
    of = await make.drawing()
    await signed_in(client, of.at.officer)
    draw_id, _panel = await make.revealed(of)
    counts: list[dict[str, int]] = []
    for _turn in range(2):
        seen: dict[str, int] = {}
        for path in ("", "/new"):
            async with counted() as statements:
                answer = await client.get(f"/rounds/{of.round_id}/draws{path}")
            assert answer.status_code == 200
            seen[path] = len(statements)
        counts.append(seen)
        for _each in range(2):
            draw_id = await draws.redraw(of.at.officer, draw_id, "重抽")
            await draws.witness(of.auditor, draw_id, "1 2 3 4")
            await draws.reveal(of.at.officer, draw_id)
    assert counts[0] == counts[1] == {"": 4, "/new": 4}


async def test_programs_do_the_same_but_witness(client: httpx.AsyncClient, house: Any) -> None:
    of = await make.drawing()
    base = f"/api/v1/rounds/{of.round_id}/draws"
    await signed_in(client, of.at.officer)
    body: dict[str, Any] = {"seats": 5, "kinds": {"investor": 4}, "witness": str(of.auditor.id)}
    refused = await client.post(base, json=body)
    assert refused.status_code == 422
    assert "kind-investor" in refused.text
    made = await client.post(base, json=body | {"kinds": {"investor": 2}, "domains": {"physics": 1}})
    assert made.status_code == 201, made.text
    draw_id = made.json()["id"]
    assert (await client.post(base, json=body)).status_code == 409
    again = await client.post(f"/api/v1/draws/{draw_id}/redraw", json=body | {"kinds": {}, "reason": "条件有误"})
    assert again.status_code == 201, again.text
    draw_id = again.json()["id"]
    assert (await client.get(f"/api/v1/draws/{draw_id}/record")).status_code == 409
    await draws.witness(of.auditor, UUID(draw_id), "1 2 3 4")
    assert (await client.put(f"/api/v1/draws/{draw_id}/reveal")).status_code == 204
    record = (await client.get(f"/api/v1/draws/{draw_id}/record")).json()
    assert rule.first_difference(record) is None
    panel = await queries.panel(of.round_id) or []
    called = await client.post(f"/api/v1/draws/{draw_id}/departures", json={"expert": str(panel[0]), "reason": "生病"})
    assert called.status_code == 201
    assert UUID(called.json()["expert_id"]) in (await queries.panel(of.round_id) or [])
    first, second = reversed((await client.get(base)).json())
    assert (first["state"], second["state"], len(second["drawn"])) == ("replaced", "revealed", 12)
    assert not any("witness" in route.path and "/api/" in route.path for route in house.routes)
