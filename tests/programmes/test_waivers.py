"""A rule that shall not count for one application: asked with a reason, decided by another, shown where it matters."""

import httpx
import pytest
from tests.make import programmes as make
from tests.make.identity import signed_in

from parks.adapters import database
from parks.audit import queries as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.programmes.actions import ladder, waivers
from parks.programmes.queries import applications as queries
from parks.programmes.queries import desk, to_do
from parks.programmes.rules import eligibility
from parks.programmes.rules.eligibility import Standing
from parks.programmes.states import ApplicationState as State

pytestmark = pytest.mark.usefixtures("db")
WHY = "领导小组会议纪要〔2026〕12号：该项目出资比例可放宽"


async def waiting(actor: Actor) -> list[str]:
    """The waivers in a person's to-do list."""
    return [one.url for one in await to_do.to_do(actor) if one.url.endswith("/waivers")]


async def test_a_waiver_takes_two_people_and_stands_beside_the_finding() -> None:
    world = await make.world()
    made = await make.application(world, share=45)
    with pytest.raises(Hidden):
        await waivers.ask(world.other_manager, made, "R-SHARE", WHY)
    with pytest.raises(Forbidden):
        await waivers.ask(world.founders[made], made, "R-SHARE", WHY)
    with pytest.raises(Invalid) as refused:
        await waivers.ask(world.manager, made, "P-PARK", " ")
    assert set(refused.value.fields) == {"rule", "reason"}
    asked = await waivers.ask(world.manager, made, "R-SHARE", WHY)
    with pytest.raises(Conflict):
        await waivers.ask(world.city, made, "R-SHARE", WHY)
    with pytest.raises(Forbidden):
        await waivers.decide(world.manager, asked, granted=True, text="同意该豁免")
    assert await waiting(world.nation) == [f"/applications/{made}/waivers"]
    assert await waiting(world.manager) == await waiting(world.founders[made]) == []
    await waivers.decide(world.nation, asked, granted=True, text="同意，理由充分")
    assert await waiting(world.nation) == []
    with pytest.raises(Conflict):
        await waivers.decide(world.nation, asked, granted=False, text="不同意了")
    with pytest.raises(Exception, match="decided once"):
        await database.execute("UPDATE waiver SET text = 'x'")

    found = await queries.application(world.manager, made)
    seen = await desk.desk(world.manager, found)
    (share,) = (one for one in seen.findings if one.rule.id == "R-SHARE")
    assert share.standing is Standing.NOT_MET
    assert share.waived is not None
    assert share.waived.text == "同意，理由充分"
    assert eligibility.standing(seen.findings) is Standing.MET
    with pytest.raises(Invalid):
        await ladder.rule_out(world.manager, made, "R-SHARE", "出资比例不足")
    acts = [one.act for one in await audit.timeline(made, ("waiver asked", "waiver granted"))]
    assert acts == ["waiver granted", "waiver asked"]


async def test_nobody_decides_what_they_asked_for_and_a_refusal_changes_nothing() -> None:
    world = await make.world()
    made = await make.application(world, State.SUBMITTED, share=45)
    asked = await waivers.ask(world.nation, made, "R-SHARE", WHY)
    assert await waiting(world.nation) == []
    with pytest.raises(Forbidden, match="Another officer"):
        await waivers.decide(world.nation, asked, granted=True, text="同意该豁免")
    second = await waivers.ask(world.manager, made, "R-AGE", WHY)
    await waivers.decide(world.nation, second, granted=False, text="没有依据")
    assert (await queries.application(world.manager, made)).waived == {}
    assert await waivers.ask(world.manager, made, "R-AGE", WHY)  # asked anew, with better grounds


async def test_the_page_asks_and_decides_without_scripts(client: httpx.AsyncClient) -> None:
    world = await make.world()
    made = await make.application(world, share=45)
    await signed_in(client, world.manager)
    assert f'href="/applications/{made}/waivers"' in (await client.get(f"/applications/{made}")).text
    short = await client.post(f"/applications/{made}/waivers", data={"rule": "R-SHARE", "reason": "短"})
    assert short.status_code == 422
    assert "短" in short.text
    done = await client.post(f"/applications/{made}/waivers", data={"rule": "R-SHARE", "reason": WHY})
    assert done.status_code == 303
    asked = await database.value("SELECT id FROM waiver")
    await signed_in(client, world.nation)
    assert WHY in (await client.get(f"/applications/{made}/waivers")).text
    sent = {"application": str(made), "granted": "true", "text": "同意，理由充分"}
    answer = await client.post(f"/waivers/{asked}?_method=PUT", data=sent)
    assert answer.headers["location"] == f"/applications/{made}/waivers"
    assert "同意，理由充分" in (await client.get(f"/applications/{made}")).text
    again = await client.post(f"/waivers/{asked}?_method=PUT", data=sent)
    assert again.status_code == 409
