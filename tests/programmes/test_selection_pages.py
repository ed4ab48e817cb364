"""The second half over HTTP: pages and API say the same, to the same people."""

import httpx
from tests.make import identity as people
from tests.make import selections as story
from tests.make.identity import signed_in

from parks.adapters import database
from parks.programmes.actions import notices
from parks.programmes.queries import awards as award_queries


async def test_the_officer_proposes_publishes_and_awards_on_one_page(client: httpx.AsyncClient, db: None) -> None:
    at, (first, second) = await story.ranked()
    page = f"/calls/{at.of.call_id}/selection"
    await signed_in(client, at.of.nation)
    shown = await client.get(page)
    assert shown.status_code == 200
    assert f'name="tier-{first}"' in shown.text
    refused = await client.put(page, data={f"tier-{first}": "", f"tier-{second}": "key"})
    assert refused.status_code == 422
    assert "说明" in refused.text or "理由" in refused.text
    kept = refused.text[refused.text.index(f'id="tier-{second}"') :]
    assert 'value="key" selected' in kept[: kept.index("</select>")]
    assert (await client.put(page, data={f"tier-{first}": "key"})).status_code == 303
    published = await client.post(f"/calls/{at.of.call_id}/notice")
    notice = published.headers["location"]
    client.cookies.clear()
    public = await client.get(notice)
    assert "单光子激光雷达芯片" in public.text
    assert "林知微" not in public.text
    assert public.headers["x-robots-tag"].startswith("noindex")
    await story.stand(await database.value("SELECT id FROM public_notice"))
    assert "单光子激光雷达芯片" not in (await client.get(notice)).text
    await signed_in(client, at.of.nation)
    assert (await client.post(f"/calls/{at.of.call_id}/awards")).status_code == 303
    assert (await client.post(f"/calls/{at.of.call_id}/awards")).status_code == 409


async def test_a_citizen_files_an_objection_with_what_was_typed_kept(client: httpx.AsyncClient, db: None) -> None:
    at, (first, _second), notice_id = await story.published()
    citizen = await people.person("郑直")
    await signed_in(client, citizen)
    form = {
        "application": str(first),
        "real_name": "郑直",
        "contact": "13800000000",
        "grounds": "短",
        "no_secrets": "1",
    }
    refused = await client.post(f"/notices/{notice_id}/objections", data=form)
    assert refused.status_code == 422
    assert "13800000000" in refused.text
    undeclared = {name: value for name, value in form.items() if name != "no_secrets"} | {
        "grounds": "该专利有争议。" * 3
    }
    refused = await client.post(f"/notices/{notice_id}/objections", data=undeclared)
    assert refused.status_code == 422
    assert 'id="f-no_secrets-error"' in refused.text
    assert await database.value("SELECT count(*) FROM objection") == 0
    filed = await client.post(f"/notices/{notice_id}/objections", data=form | {"grounds": "该专利的权属存在争议。"})
    objection = filed.headers["location"]
    assert "该专利的权属存在争议" in (await client.get(objection)).text
    await signed_in(client, at.of.founders[first])
    assert (await client.get(objection)).status_code == 404
    await signed_in(client, at.of.nation)
    answer = {"upheld": "false", "answer": "经核查，专利登记权利人为该企业。"}
    assert (await client.put(f"{objection}/decision", data=answer)).status_code == 303
    assert (await client.put(f"{objection}/decision", data=answer)).status_code == 409


async def test_how_to_reach_who_objected_is_shown_whole_to_the_officer_for_a_reason_that_stays(
    client: httpx.AsyncClient, db: None
) -> None:
    at, (first, _second), notice_id = await story.published()
    made = await notices.file_objection(
        await people.person("郑直"), notice_id, first, real_name="郑直", contact="13800001234", grounds="权属有争议。"
    )
    await signed_in(client, at.of.nation)
    assert "13800001234" not in (await client.get(f"/objections/{made}")).text
    for reason in ("", " 问 ", "before\x00after", "长" * 501):
        refused = await client.post(f"/objections/{made}/contact", data={"reason": reason})
        assert (refused.status_code, "13800001234" in refused.text) == (422, False), reason
        assert 'href="#f-reason"' in refused.text
    shown = await client.post(f"/objections/{made}/contact", data={"reason": "约当面核实权属"})
    assert (shown.status_code, "13800001234" in shown.text) == (200, True)
    told = await database.rows("SELECT subject_id, detail FROM audit_entry WHERE act = 'contact unmasked'")
    assert [(one["subject_id"], one["detail"]["reason"]) for one in told] == [(made, "约当面核实权属")]
    await signed_in(client, at.of.manager)
    assert (await client.post(f"/objections/{made}/contact", data={"reason": "约当面核实权属"})).status_code == 403


async def test_the_founder_reads_the_award_and_anyone_checks_its_code(client: httpx.AsyncClient, db: None) -> None:
    at, (first, _second), award_id = await story.awarded()
    founder = at.of.founders[first]
    await signed_in(client, founder)
    answer = await client.get(f"/applications/{first}/award")
    assert answer.headers["location"] == f"/awards/{award_id}"
    letter = await client.get(f"/awards/{award_id}/letter")
    assert (letter.status_code, letter.content[:5]) == (200, b"%PDF-")
    code = (await award_queries.award(founder, award_id)).code
    assert (await client.get(f"/api/v1/applications/{first}/award")).json()["amount"] == "500000.00"
    await signed_in(client, await people.person("许南乔"))
    for path in (f"/awards/{award_id}", f"/awards/{award_id}/letter", f"/api/v1/applications/{first}/award"):
        assert (await client.get(path)).status_code == 404
    client.cookies.clear()
    genuine = await client.get("/verify", params={"code": code.lower()})
    assert "¥500,000.00" in genuine.text
    assert "林知微" not in genuine.text
    assert (await client.get("/verify", params={"code": "0000-0000-0000"})).status_code == 404
    assert (await client.get("/api/v1/verification", params={"code": code})).json()["company"]


async def test_programs_walk_the_same_way(client: httpx.AsyncClient, db: None) -> None:
    at, (first, second) = await story.ranked()
    await signed_in(client, at.of.nation)
    api = f"/api/v1/calls/{at.of.call_id}"
    assert (await client.get(f"{api}/selection")).json()["stage"] == "ranked"
    crossed = await client.put(f"{api}/selection", json={"tiers": {str(second): "key"}})
    assert (crossed.status_code, crossed.headers["content-type"]) == (422, "application/problem+json")
    proposed = await client.put(f"{api}/selection", json={"tiers": {str(first): "key"}})
    assert (proposed.json()["stage"], proposed.json()["commits"]) == ("proposed", "500000.00")
    notice = (await client.post(f"{api}/notice")).json()["id"]
    assert len((await client.get(f"/api/v1/notices/{notice}")).json()["entries"]) == 1
    assert (await client.post(f"{api}/awards")).status_code == 403
    await story.stand(notice)
    assert len((await client.post(f"{api}/awards")).json()["awards"]) == 1
