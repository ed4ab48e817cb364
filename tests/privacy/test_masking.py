"""How to reach somebody is masked wherever staff read it; the whole is shown for a reason that the trail keeps."""

import httpx
import pytest
from tests.make import identity as people
from tests.make import selections as story
from tests.make import startups

from parks.adapters import database
from parks.kernel import masking
from parks.kernel.actor import Role
from parks.programmes.actions import notices


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("13800000000", "138****0000"),
        ("138 0000 1234", "138****1234"),
        ("0571-8888", "0****8"),
        ("wei.zhang@example.cn", "w***@example.cn"),
        ("微信 wei，电话13812345678", "微信 wei，电话138****5678"),
        ("", ""),
    ],
)
def test_a_contact_is_known_again_but_of_no_use(whole: str, shown: str) -> None:
    assert masking.contact(whole) == shown


async def test_the_officer_sees_the_contact_for_a_reason_and_the_trail_says_so(
    db: None, client: httpx.AsyncClient
) -> None:
    at, (first, _second), notice_id = await story.published()
    citizen = await people.person("郑直")
    made = await notices.file_objection(
        citizen, notice_id, first, real_name="郑直", contact="13812345678", grounds="该专利的权属存在争议。"
    )
    await people.signed_in(client, at.of.nation)
    for page in ("/objections", f"/objections/{made}"):
        assert "13812345678" not in (await client.get(page)).text
    short = await client.post(f"/objections/{made}/contact", data={"reason": "x"})
    assert (short.status_code, "13812345678" in short.text) == (422, False)
    told = await client.post(f"/objections/{made}/contact", data={"reason": "电话核实异议内容"})
    assert (told.status_code, "13812345678" in told.text) == (200, True)
    (line,) = await database.rows("SELECT actor_id, detail FROM audit_entry WHERE act = 'contact unmasked'")
    assert (line["actor_id"], line["detail"]) == (at.of.nation.id, {"reason": "电话核实异议内容"})
    await people.signed_in(client, citizen)
    assert "13812345678" in (await client.get(f"/objections/{made}")).text


async def test_the_account_of_a_record_is_shown_whole_once_for_a_reason(db: None, client: httpx.AsyncClient) -> None:
    tree = await people.nation_tree()
    founder = await startups.founder()
    company = await startups.whole(founder, park_id=tree.park.id)
    account = await database.value("SELECT id FROM company_bank_account WHERE company = $1", company)
    url = f"/companies/{company}/account/{account}/number"
    manager = await people.person("沈园", [(Role.PARK_MANAGER, tree.park)])
    stranger = await people.person("别园", [(Role.PARK_MANAGER, tree.other_park)])
    await people.signed_in(client, manager)
    shown = (await client.get(f"/companies/{company}")).text
    assert (startups.ACCOUNT in shown, url in shown) == (False, True)
    silent = await client.post(url, data={"reason": ""})
    assert (silent.status_code, startups.ACCOUNT in silent.text) == (422, False)
    opened = await client.post(url, data={"reason": "拨付前核对账户"})
    assert (opened.status_code, startups.ACCOUNT in opened.text) == (200, True)
    (line,) = await database.rows(
        "SELECT actor_id, detail FROM audit_entry WHERE act = 'bank account unmasked' AND subject_id = $1", company
    )
    assert (line["actor_id"], line["detail"]["reason"]) == (manager.id, "拨付前核对账户")
    assert startups.ACCOUNT not in str(line["detail"])
    for wrong in (url.replace("account/", "people/"), url.replace("account/", "shares/")):
        assert (await client.post(wrong, data={"reason": "拨付前核对账户"})).status_code == 404
    await people.signed_in(client, stranger)
    assert (await client.post(url, data={"reason": "拨付前核对账户"})).status_code == 404
