"""The whole matter, from sign-up to a room, each step by its own user in a real browser (issue 2, section 3)."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journeys.conftest import Visit
from tests.journeys.story import applying, awarding, founding, letting, recommending, reviewing
from tests.journeys.story import scene as told
from tests.journeys.story.walker import Journey

from parks.adapters import clock, database
from parks.audit import queries as audit

LINES = {
    *("person signed up", "address confirmed", "company founded", "company person added", "shareholding added"),
    *("certificate added", "IP asset added", "bank account added"),
    *("application begun", "section completed", "secrecy declared", "document stored", "application submitted"),
    *("application returned", "application corrected", "application recommended"),
    *("review round opened", "seat offered", "confidentiality pledged, no conflict declared", "score submitted"),
    *("assessment closed", "application ranked", "tiers proposed", "notice published", "objection filed"),
    *("objection decided", "award made", "unit requested", "unit let", "request met"),
}
"""A line of the trail for every step."""

LOADS = 25
"""Page loads of a whole first application at most (issue 3): documents that the founder's browser loads from her empty
to-do list to the receipt: the company's record, the rules, the task list, every section with its files, the check."""
FILES, ENTRIES = 9, 25
"""Without JavaScript each of the eight files, and the one that is refused, loads the page once more; and each line of
the record, the account and the company's details open a page and come back to one; one is refused, one searches."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("lang", "width", "js"), [("zh", 1440, True), ("en", 360, True), ("zh", 360, False)])
async def test_from_sign_up_to_award_and_into_a_room(
    db: None, live: str, visit: Visit, post: Path, lang: str, width: int, js: bool
) -> None:
    of = await told.scene()
    story = Journey(visit, live, lang, width, js, colours=width > 360)
    began = time.monotonic()

    def chapter(name: str) -> None:
        print(f"{story.name} {name}: {time.monotonic() - began:.0f} s", flush=True)

    founder = await story.walker()
    await founding.sign_up(founder, post)
    before = founder.loads
    await founding.company(founder)
    entered = founder.loads - before
    print(f"{story.name} record: {entered} page loads")
    chapter("founded")

    before = founder.loads
    await applying.find(founder)
    await applying.begin(founder)
    await applying.fill(founder, of)
    number = await applying.send(founder)
    loads = founder.loads - before
    print(f"{story.name} application: {loads} page loads")
    assert entered + loads <= (LOADS if js else LOADS + FILES + ENTRIES)
    chapter("sent")

    manager = await story.signed_in(of.emails["陈若岩"])
    await recommending.return_once(manager, of, number)
    await recommending.correct(founder, of)
    await recommending.recommend(manager, number, "park")
    for name, level in (("钱城", "city"), ("孙省", "province")):
        await recommending.recommend(await story.signed_in(of.emails[name]), number, level)
    chapter("recommended")

    officer = await story.signed_in(of.emails["周部"])
    await reviewing.open_round(officer)
    await reviewing.seat(officer)
    for mark, name in zip((9, 8, 7), told.EXPERTS, strict=True):
        await reviewing.score(await story.signed_in(of.emails[name]), mark)
    await reviewing.ranking(officer)
    chapter("ranked")

    try:
        await awarding.propose(officer, number)
        await awarding.objection(await story.signed_in(of.emails["秦有据"]))
        await awarding.answer(officer)
        await awarding.days_pass()
        await awarding.award(officer)
        await awarding.letter(founder, await story.walker())
        chapter("awarded")

        await letting.ask(founder)
        await letting.let(manager)
        await letting.let_again(manager)
        await letting.moved_in(founder)
        chapter("moved in")
    finally:
        await clock.move(timedelta(0))

    assert story.foreign == []
    checked = await audit.verify()
    assert checked.holds, checked
    acts = {one["act"] for one in await database.rows("SELECT DISTINCT act FROM audit_entry")}
    assert acts >= LINES, LINES - acts
