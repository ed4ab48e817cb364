"""A message is undone with the act that told it, sent once after it, and never lost while the mail server is away."""

import asyncio
import json
import re
from uuid import UUID

import pytest
from tests.make import identity as people
from tests.make import notifications as make
from tests.make.notifications import Mailbox

from parks.adapters import database, jobs
from parks.adapters.database import tx
from parks.identity import actions as identity
from parks.kernel.errors import Unavailable
from parks.notifications import actions

JOBS = {actions.DELIVER: actions.deliver_job}


async def _messages() -> int:
    found: int = await database.value("SELECT count(*) FROM message")
    return found


async def test_a_message_and_its_job_are_undone_with_the_act(db: None) -> None:
    someone = await people.person()
    before = await jobs.waiting()
    with pytest.raises(ZeroDivisionError):
        async with tx():
            await make.told(someone)
            assert (await _messages(), await jobs.waiting()) == (1, before + 1)
            raise ZeroDivisionError
    assert (await _messages(), await jobs.waiting()) == (0, before)


async def test_a_mail_has_both_languages_the_readers_first_a_way_in_and_a_steady_id(db: None, mailbox: Mailbox) -> None:
    for language, first, second in (("zh", "撤回了", "has withdrawn"), ("en", "has withdrawn", "撤回了")):
        someone = await people.person("陈若岩", language=language)
        (message,) = await make.told(someone)
        await jobs.drain(JOBS)
        mail = make.mails(mailbox.folder)[-1]
        text = make.text_of(mail)
        assert 0 <= text.index(first) < text.index(second)
        assert text.count("https://parks.test/space") == 2
        assert mail["Message-ID"] == f"<{message}@park.example>"
        assert mail["Subject"] == (
            "用房申请已撤回：澄湖第0公司" if language == "zh" else "Request for space withdrawn: Chenghu Company 0"
        )
        assert "&" not in text


async def test_many_workers_send_one_mail(db: None, mailbox: Mailbox) -> None:
    (message,) = await make.told(await people.person())
    sent = await asyncio.gather(*(actions.deliver(message) for _each in range(6)))
    assert sum(sent) == 1
    assert await actions.deliver(message) is False
    assert len(make.mails(mailbox.folder)) == 1


async def test_while_the_mail_server_is_away_nothing_is_lost_and_nothing_doubled(db: None, mailbox: Mailbox) -> None:
    someone = await people.person()
    told = await make.told(someone, 3)
    mailbox.stop()
    for message in told:
        with pytest.raises(Unavailable):
            await actions.deliver(message)
    kept = await database.rows("SELECT tries, problem, sent_at FROM message")
    assert [(one["tries"], bool(one["problem"]), one["sent_at"]) for one in kept] == [(1, True, None)] * 3
    mailbox.start()
    await jobs.drain(JOBS)
    await jobs.drain(JOBS)
    assert sorted(mail["Message-ID"] for mail in make.mails(mailbox.folder)) == sorted(
        f"<{message}@park.example>" for message in told
    )


async def test_what_lost_its_job_is_asked_for_again_but_not_for_ever(db: None, mailbox: Mailbox) -> None:
    old, lost, fresh = await make.told(await people.person(), 3)
    await database.execute("DELETE FROM pgqueuer")
    await database.execute("UPDATE message SET told_at = parks_now() - interval '4 days' WHERE id = $1", old)
    await database.execute("UPDATE message SET told_at = parks_now() - interval '1 hour' WHERE id = $1", lost)
    assert await actions.sweep() == 1
    await jobs.drain(JOBS)
    unsent = await database.rows("SELECT id FROM message WHERE sent_at IS NULL ORDER BY id")
    assert [one["id"] for one in unsent] == sorted([old, fresh])
    assert await actions.sweep() == 0


async def test_a_code_is_in_the_mail_and_nowhere_else(db: None, mailbox: Mailbox) -> None:
    await identity.sign_up("new.founder@parks.test", people.PASSWORD, "林知微", "zh")
    row = await database.row("SELECT * FROM message")
    assert row is not None
    await jobs.drain(JOBS)
    (mail,) = make.mails(mailbox.folder)
    text = make.text_of(mail)
    codes = set(re.findall(r"/confirmation\?code=(\S+)", text))
    assert len(codes) == 1
    code = codes.pop()
    assert "林知微" not in text  # whoever typed the address chose the name
    for table in ("message", "pgqueuer", "pgqueuer_log", "audit_entry", "code"):
        if await database.value("SELECT to_regclass($1) IS NOT NULL", table):
            lines = await database.rows(f"SELECT to_jsonb(t)::text AS line FROM {table} t")
            assert not [one for one in lines if code in one["line"]], table
    assert code not in json.dumps({name: str(value) for name, value in row.items()})
    assert await database.value("SELECT sealed FROM message") == ""
    await identity.confirm(code)


async def test_one_message_to_several_goes_to_each_once_and_to_nobody_unknown(db: None) -> None:
    one, other = await people.person(), await people.person()
    made = await actions.tell(
        [one.id, other.id, one.id, UUID(int=7)], "spaces/withdrawn", "/space", company="甲", park=make.PLACE
    )
    assert len(made) == 2
    rows = await database.rows("SELECT person FROM message")
    assert {row["person"] for row in rows} == {one.id, other.id}
