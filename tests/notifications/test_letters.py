"""A call words its own letters; a campaign is looked at before it goes, and nobody learns of a phase by it."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import notifications as make_mail
from tests.make import programmes as make
from tests.make import selections as story
from tests.make.letters import TEXTS, view
from tests.make.notifications import Mailbox

from parks.adapters import database, jobs
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.notifications import actions
from parks.notifications.queries import campaigns, letters
from parks.programmes.actions import ladder
from parks.programmes.states import ApplicationState as State

JOBS = {actions.DELIVER: actions.deliver_job, actions.SEND: actions.send_job}


async def said(actor: Actor, template: str) -> list[tuple[str, str]]:
    found = await database.rows(
        "SELECT body_zh, body_en FROM message WHERE person = $1 AND template = $2 ORDER BY id", actor.id, template
    )
    return [(one["body_zh"], one["body_en"]) for one in found]


async def test_a_call_words_a_letter_and_the_next_one_reads_so(db: None) -> None:
    of = await make.world()
    texts = TEXTS | {"body_zh": "{姓名}您好，请于{截止日期}前补正（{告知书编号}）。"}
    assert await actions.word_letter(of.nation, of.call_id, "returned", texts, 0) == 1
    made = await make.application(of, State.RETURNED_FOR_CORRECTION)
    number = await database.value("SELECT number FROM application WHERE id = $1", made)
    ((zh, en),) = await said(of.founders[made], "programmes/returned")
    due = await database.value("SELECT due FROM correction WHERE application = $1", made)
    assert zh.startswith(f"林知微您好，请于{due.year}年{due.month}月{due.day}日")
    assert f"{number}-B1" in zh
    assert en == f"Dear 林知微, {number} of 澄湖星阑光电科技有限公司1: Returned for correction."
    ((usual, _en),) = await said(of.founders[made], "programmes/submitted")
    assert "{" not in usual
    await actions.unword_letter(of.nation, of.call_id, "returned")
    again = await make.application(of, State.RETURNED_FOR_CORRECTION)
    ((zh, _en),) = await said(of.founders[again], "programmes/returned")
    assert "一次性列入" in zh
    assert (await letters.letter(of.call_id, "returned")).version == 2


async def test_an_unknown_field_is_refused_beside_its_text_and_two_officers_do_not_overwrite(db: None) -> None:
    of = await make.world()
    with pytest.raises(Invalid) as refused:
        await actions.word_letter(of.nation, of.call_id, "submitted", TEXTS | {"body_en": "{amount}"}, 0)
    assert set(refused.value.fields) == {"body_en"}
    with pytest.raises(Invalid) as refused:
        await actions.word_letter(of.nation, of.call_id, "submitted", TEXTS | {"subject_en": " "}, 0)
    assert set(refused.value.fields) == {"subject_en"}
    await actions.word_letter(of.nation, of.call_id, "submitted", TEXTS, 0)
    with pytest.raises(Conflict):
        await actions.word_letter(of.nation, of.call_id, "submitted", TEXTS, 0)
    for stranger in (of.city, of.manager, of.auditor, await people.person()):
        with pytest.raises(Forbidden):
            await actions.word_letter(stranger, of.call_id, "submitted", TEXTS, 1)


async def test_the_pages_keep_what_was_typed_and_show_it_with_real_data(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    made = await make.application(of)
    await people.signed_in(client, of.nation)
    base = f"/calls/{of.call_id}/letters"
    page = await client.get(f"{base}/submitted")
    assert "{受理编号}" in page.text
    looked = await client.put(f"{base}/submitted", data=TEXTS | {"sample": str(made), "looking": "1", "seen": "0"})
    assert looked.status_code == 200
    assert "Dear 林知微, ISP-2027-000001 of 澄湖星阑光电科技有限公司1: Sent, waiting for the park." in looked.text
    assert await database.value("SELECT count(*) FROM message_template") == 0
    wrong = await client.put(f"{base}/submitted", data=TEXTS | {"body_zh": "甲{salary}乙", "seen": "0"})
    assert wrong.status_code == 422
    assert "甲{salary}乙" in wrong.text
    assert 'id="f-body_zh-error"' in wrong.text
    saved = await client.put(f"{base}/submitted", data=TEXTS | {"seen": "0"})
    assert saved.status_code == 303
    stale = await client.put(f"{base}/submitted", data=TEXTS | {"seen": "0", "body_zh": "另一位同事写的{姓名}"})
    assert (stale.status_code, "另一位同事写的{姓名}" in stale.text) == (409, True)
    assert (await client.get(f"{base}/nonsense")).status_code == 404
    await client.get(base)
    async with counted() as seen:
        assert (await client.get(base)).status_code == 200
    assert len(seen) <= 5
    await people.signed_in(client, of.city)
    assert (await client.get(base)).status_code == 403


async def campaign(of: make.World, **more: Any) -> UUID:
    return await actions.draft_campaign(of.nation, of.call_id, view(), TEXTS, **more)


async def test_a_campaign_is_previewed_sent_once_to_each_and_followed(
    db: None, mailbox: Mailbox, client: httpx.AsyncClient
) -> None:
    of = await make.world()
    made = [await make.application(of) for _each in range(3)]
    await make.draft(of, founder_name="CANARY-DRAFT")
    sent = await campaign(of)
    shown = await campaigns.campaign(of.nation, sent)
    assert (shown.total, shown.state) == (3, "draft")
    assert "CANARY-DRAFT" not in str(shown)
    await people.signed_in(client, of.nation)
    page = await client.get(f"/campaigns/{sent}?recipient={shown.recipients[0].id}")
    assert f"Dear 林知微, {shown.recipients[0].number} of {shown.recipients[0].company}" in page.text
    assert await said(of.founders[made[0]], "notifications/letter") == []
    left_out = next(one for one in shown.recipients if one.application_id == made[2])
    await actions.drop_recipient(of.nation, sent, left_out.id)
    await actions.send_campaign(of.nation, sent)
    with pytest.raises(Conflict):
        await actions.send_campaign(of.nation, sent)
    await asyncio.gather(*(actions.send_job({"id": str(sent)}) for _worker in range(4)))
    await jobs.drain(JOBS)
    assert [len(await said(of.founders[one], "notifications/letter")) for one in made] == [1, 1, 0]
    after = await campaigns.campaign(of.nation, sent)
    assert (after.state, after.total, after.handed) == ("sent", 2, 2)
    letters_out = [mail for mail in make_mail.mails(mailbox.folder) if "关于" in mail["Subject"]]
    assert len(letters_out) == 2
    await actions.resend(of.nation, sent, after.recipients[0].id)
    await jobs.drain(JOBS)
    assert len([mail for mail in make_mail.mails(mailbox.folder) if "关于" in mail["Subject"]]) == 3


async def test_a_silent_correction_mends_the_inbox_says_so_and_mails_nobody(
    db: None, mailbox: Mailbox, client: httpx.AsyncClient
) -> None:
    of = await make.world()
    made = await make.application(of)
    founder = of.founders[made]
    sent = await campaign(of)
    await actions.send_campaign(of.nation, sent)
    await jobs.drain(JOBS)
    before = len(make_mail.mails(mailbox.folder))
    await actions.reword_campaign(of.nation, sent, TEXTS | {"body_zh": "更正：{姓名}请携带原件。"})
    await jobs.drain(JOBS)
    assert len(make_mail.mails(mailbox.folder)) == before
    assert (await said(founder, "notifications/letter"))[0][0] == "更正：林知微请携带原件。"
    await people.signed_in(client, founder)
    message = await database.value("SELECT id FROM message WHERE template = 'notifications/letter'")
    assert "更正</" in (page := (await client.get(f"/inbox/{message}")).text) or "更正" in page
    acts = await database.rows("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY at, id", sent)
    assert [one["act"] for one in acts] == ["campaign drafted", "campaign sent", "campaign corrected"]


async def test_news_goes_to_those_alone_who_asked(db: None) -> None:
    of = await make.world()
    asked, silent = await make.application(of), await make.application(of)
    await actions.choose(of.founders[asked], {"news": "inbox"})
    sent = await campaign(of, news=True)
    await actions.send_campaign(of.nation, sent)
    await actions.send_job({"id": str(sent)})
    assert len(await said(of.founders[asked], "notifications/news")) == 1
    assert await said(of.founders[silent], "notifications/news") == []
    assert await database.value("SELECT by_mail FROM message WHERE template = 'notifications/news'") is False
    assert (await campaigns.campaign(of.nation, sent)).state == "sent"


async def test_nobody_is_told_of_a_phase_they_cannot_see(db: None) -> None:
    at, (first, second), _notice = await story.published()
    of = at.of
    await database.execute("UPDATE application SET state = 'proposed' WHERE id = $1", first)  # the canary phase
    await database.execute("UPDATE application SET state = 'ranked' WHERE id = $1", second)
    for hidden in ("proposed", "ranked"):
        with pytest.raises(Invalid) as refused:
            await actions.draft_campaign(of.nation, of.call_id, view(state=hidden), TEXTS)
        assert set(refused.value.fields) == {"state"}
    sent = await campaign(of)
    await actions.send_campaign(of.nation, sent)
    await actions.send_job({"id": str(sent)})
    for one in (first, second):
        ((zh, en),) = await said(of.founders[one], "notifications/letter")
        assert "In expert review" in en
        for canary in ("Proposed", "ranked", "拟", "排序", "排名"):
            assert canary not in zh + en


async def test_only_who_runs_the_call_writes_to_its_applicants(db: None) -> None:
    of = await make.world()
    await make.application(of)
    sent = await campaign(of)
    for stranger in (of.city, of.auditor, await people.person()):
        with pytest.raises(Hidden):
            await campaigns.campaign(stranger, sent)
        with pytest.raises(Hidden):
            await actions.send_campaign(stranger, sent)
    await ladder.decline(of.manager, (await make.application(of)), "材料不足")
    with pytest.raises(Invalid):
        await actions.draft_campaign(of.nation, of.call_id, view(state="awarded"), TEXTS)


@pytest.mark.parametrize("number", [1, 3])
async def test_a_campaigns_page_takes_the_same_statements_for_one_and_for_many(
    db: None, client: httpx.AsyncClient, number: int
) -> None:
    of = await make.world()
    for _each in range(number):
        await make.application(of)
    sent = await campaign(of)
    await people.signed_in(client, of.nation)
    await client.get(f"/campaigns/{sent}")
    async with counted() as seen:
        assert (await client.get(f"/campaigns/{sent}")).status_code == 200
    assert len(seen) == 3
