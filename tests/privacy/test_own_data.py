"""A person's own data: all of theirs, and not a word of anybody else's."""

import io
import json
import zipfile

import httpx
import pytest
from tests.make import funds, imports, startups
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import database
from parks.adapters.ids import uuid7
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
    assert set(data) == {"account", "companies", "applications", "funds", "reviews", "space", "files", "messages"}
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


async def test_grants_hands_and_imports_are_mine_and_accounts_stay_masked(db: None, client: httpx.AsyncClient) -> None:
    of = await funds.purse(companies_with_accounts=2)
    mine, theirs = of.founders[0], of.founders[1]
    await funds.commitment(of, 100_000)
    await funds.commitment(of, 70_000, company=1)
    told, page = await taken(client, mine)
    data = json.loads(told)["funds"]
    assert [one["amount"] for one in data["grants"]] == ["100000.00"]
    assert [one["account_masked"][-4:] for one in data["payees"]] == [funds.ACCOUNT[-4:]]
    assert [one["amount"] for one in data["tranches"]] == ["100000.00"]
    for whole in (told, page):
        assert funds.ACCOUNT not in whole
        assert "70000.00" not in whole
    assert not [
        one
        for one in await database.rows("SELECT account_locked FROM fund_payee_account")
        if one["account_locked"] in told
    ]
    assert "70000.00" in (await taken(client, theirs))[0]
    assert json.loads((await taken(client, of.first))[0])["funds"]["grants"] == []


async def test_a_hand_is_told_to_who_lends_it_and_to_who_asked_for_it(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    application_id = await make.application(of)
    friend = await people.person("何助手")
    await database.execute(
        "INSERT INTO application_hand (id, application, person, may_edit, may_certify, may_submit, since)"
        " VALUES ($1, $2, $3, TRUE, FALSE, FALSE, parks_now())",
        uuid7(),
        application_id,
        friend.id,
    )
    lent = json.loads((await taken(client, friend))[0])["applications"]
    assert [(one["may_edit"], one["may_submit"]) for one in lent["hands"]] == [(True, False)]
    assert lent["applications"] == []
    asked = json.loads((await taken(client, of.founders[application_id]))[0])["applications"]
    assert ([one["name"] for one in asked["hands_given"]], asked["hands"]) == (["何助手"], [])
    run_id = await imports.run(of.nation, of.call_id)
    brought = json.loads((await taken(client, of.nation))[0])["applications"]["imports"]
    assert len(brought) == 1
    assert brought[0]["file_name"] == await database.value("SELECT file_name FROM import_run WHERE id = $1", run_id)
    assert json.loads((await taken(client, friend))[0])["applications"]["imports"] == []
