"""A person's own data: all of theirs, and not a word of anybody else's."""

import io
import json
import zipfile

import httpx
import pytest
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import startups

from parks.adapters import database
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden
from parks.privacy import actions
from parks.programmes.actions import applications
from parks.programmes.states import ApplicationState as State

CANARY = "别人的秘密CANARY"


async def taken(client: httpx.AsyncClient, actor: Actor) -> tuple[str, str]:
    """data.json and data.html out of the zip."""
    await people.signed_in(client, actor)
    answer = await client.post("/account/data")
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return archive.read("data.json").decode(), archive.read("data.html").decode()


async def test_the_zip_holds_mine_and_nothing_of_anybody_else(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    mine = await make.application(of, State.RETURNED_FOR_CORRECTION, founder_name="林知微")
    other = await make.application(of, founder_name=f"{CANARY}人", name=f"{CANARY}公司", answers={"summary": CANARY})
    draft = await make.draft(of, founder_name=f"{CANARY}稿")
    await applications.save_answer(of.founders[draft], draft, "project_title", CANARY, 0)
    founder = of.founders[mine]
    told, page = await taken(client, founder)
    data = json.loads(told)
    assert set(data) == {"account", "companies", "applications", "reviews", "space", "files", "messages"}
    (application,) = data["applications"]["applications"]
    assert application["number"] == "ISP-2027-000001"
    assert data["applications"]["sent"][0]["answers"]
    assert data["applications"]["corrections"][0]["number"] == "ISP-2027-000001-B1"
    assert data["files"]["files"][0]["name"].startswith("林知微")
    assert data["account"]["consents"][0]["purpose"] == "privacy notice"
    assert len(data["messages"]["messages"]) == 2
    assert make.STORY in told
    for whole in (told, page):
        assert "CANARY人" not in whole
        assert CANARY not in whole
    assert "ISP-2027-000001" in page
    locked = await database.rows("SELECT number_locked, fingerprint FROM company_person WHERE number_locked <> ''")
    assert locked
    assert not [one for one in locked if one["number_locked"] in told or one["fingerprint"] in told]
    theirs, _page = await taken(client, of.founders[other])
    assert CANARY in theirs
    assert "ISP-2027-000001" not in theirs
    assert str(await database.value("SELECT email FROM person WHERE id = $1", founder.id)) not in theirs


async def test_what_is_not_decided_yet_is_not_in_it(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    made = await make.application(of)
    await database.execute("UPDATE application SET state = 'proposed' WHERE id = $1", made)  # the canary phase
    told, page = await taken(client, of.founders[made])
    assert json.loads(told)["applications"]["applications"][0]["state"] == "ministry_review"
    assert "proposed" not in told + page


async def test_taking_it_is_noted_and_no_key_may(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person("林知微")
    await startups.company(someone, 5)
    await taken(client, someone)
    (line,) = await database.rows("SELECT actor_id FROM audit_entry WHERE act = 'own data taken'")
    assert line["actor_id"] == someone.id
    with pytest.raises(Forbidden):
        await actions.take_own_data(Actor(someone.id, someone.name, via="api-key"))


async def test_what_people_wrote_is_text_in_the_file(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person("<script>alert(1)</script>")
    _told, page = await taken(client, someone)
    assert "<script>" not in page
