"""Reminders by working days, once whoever looks, and never a word of what a draft holds."""

import asyncio
from datetime import datetime, timedelta

import pytest
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import clock, database
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Invalid
from parks.notifications import actions
from parks.notifications.rules.reminding import About
from parks.programmes.actions import applications
from parks.programmes.states import ApplicationState as State

CANARY = "绝密项目CANARY-DRAFT"


async def at(day: str, hour: int = 10) -> None:
    """The demo's clock to that hour in Beijing."""
    await clock.move(timedelta(0))
    await clock.move(datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00") - await clock.now())


@pytest.fixture(autouse=True)
async def own_time(db: None) -> object:
    yield
    await clock.move(timedelta(0))


async def reminders(actor: Actor, template: str = "notifications/closing") -> list[str]:
    found = await database.rows(
        "SELECT concat_ws(' ', subject_zh, body_zh, subject_en, body_en, url) AS said FROM message"
        " WHERE person = $1 AND template = $2 ORDER BY told_at, id",
        actor.id,
        template,
    )
    return [one["said"] for one in found]


async def call_closing(day: str) -> make.World:
    """A call that is open now and closes at 17:00 of that day."""
    return await make.world(closes_in=datetime.fromisoformat(f"{day}T17:00:00+08:00") - await clock.now())


async def test_a_draft_is_reminded_of_by_working_days_over_the_national_holiday(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-10-12")
    draft = await make.draft(of, name=CANARY)
    await applications.save_answer(of.founders[draft], draft, "project_title", CANARY, 0)
    founder = of.founders[draft]
    await at("2026-09-20")
    assert await actions.remind() == 0
    await at("2026-09-21", 3)
    assert await actions.remind() == 0  # nobody is reminded at night
    for day, sent in (("2026-09-21", 1), ("2026-09-28", 0), ("2026-10-08", 1), ("2026-10-09", 0), ("2026-10-11", 1)):
        await at(day)
        left = [await actions.remind(), await actions.remind()]
        assert left == [sent, 0], day
    await at("2026-10-13")
    assert await actions.remind() == 0
    told = await reminders(founder)
    assert len(told) == 3
    assert "10月12日" in told[0]
    assert not [one for one in told if CANARY in one or "CANARY" in one]


async def test_two_workers_remind_once(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-09-10")
    drafts = [await make.draft(of) for _each in range(3)]
    await at("2026-09-08")
    assert sum(await asyncio.gather(*(actions.remind() for _worker in range(4)))) == 3
    assert [len(await reminders(of.founders[one])) for one in drafts] == [1, 1, 1]


async def test_who_sent_or_withdrew_or_just_began_is_left_in_peace(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-09-10")
    sent = await make.application(of)
    gone = await make.draft(of)
    await applications.withdraw(of.founders[gone], gone, "不再申报")
    await at("2026-09-08", 9)
    fresh = await make.draft(of)
    assert await actions.remind() == 0
    assert [await reminders(of.founders[one]) for one in (sent, gone, fresh)] == [[], [], []]


async def test_a_correction_is_reminded_of_before_its_last_day(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-10-12")
    made = await make.application(of, State.RETURNED_FOR_CORRECTION)
    due = await database.value("SELECT due FROM correction WHERE application = $1", made)
    await at(str(due))
    assert await actions.remind() == 1
    (told,) = await reminders(of.founders[made], "notifications/correction_due")
    assert "-B1" in told
    await make.correct(of, made)
    assert await actions.remind() == 0


async def test_a_calls_own_days_count_and_nought_is_never(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-09-11")
    draft = await make.draft(of)
    await actions.set_reminders(of.nation, of.call_id, {About.CLOSING: "2"})
    await at("2026-09-08")
    assert await actions.remind() == 0
    await at("2026-09-09")
    assert await actions.remind() == 1
    await actions.set_reminders(of.nation, of.call_id, {About.CLOSING: "0"})
    await at("2026-09-11")
    assert await actions.remind() == 0
    await actions.set_reminders(of.nation, of.call_id, {About.CLOSING: ""})
    assert await actions.remind() == 1
    assert len(await reminders(of.founders[draft])) == 2
    with pytest.raises(Invalid):
        await actions.set_reminders(of.nation, of.call_id, {About.CLOSING: "soon"})
    with pytest.raises(Forbidden):
        await actions.set_reminders(of.manager, of.call_id, {About.CLOSING: "3"})


async def test_who_wants_no_reminder_gets_none_and_decisions_come_all_the_same(db: None) -> None:
    await at("2026-09-01")
    of = await call_closing("2026-09-10")
    quiet, inbox = await people.person("静者"), await people.person("信箱")
    drafts = {one: await make.draft(of, founder=one) for one in (quiet, inbox)}
    await actions.choose(quiet, {"reminder": "none", "progress": "inbox"})
    await actions.choose(inbox, {"reminder": "inbox"})
    for required in ("decision", "account"):
        with pytest.raises(Invalid) as refused:
            await actions.choose(quiet, {required: "inbox"})
        assert set(refused.value.fields) == {required}
    await at("2026-09-08")
    await actions.remind()
    assert await reminders(quiet) == []
    assert len(await reminders(inbox)) == 1
    assert await database.value("SELECT by_mail FROM message WHERE template = 'notifications/closing'") is False
    await make.fill(of, drafts[quiet]) if drafts[quiet] in of.founders else None
    await applications.submit(quiet, drafts[quiet], aware=True)
    assert await database.value(
        "SELECT by_mail FROM message WHERE person = $1 AND template = 'programmes/submitted'", quiet.id
    )
