"""How to reach somebody is masked wherever staff read it; the whole is shown for a reason that the trail keeps."""

import httpx
import pytest
from tests.make import identity as people
from tests.make import selections as story

from parks.adapters import database
from parks.kernel import masking
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
