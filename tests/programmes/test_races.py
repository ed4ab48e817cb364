"""One live application per company and call, and per person and call, whoever clicks at once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import database
from parks.kernel.errors import Conflict
from parks.programmes.actions import applications

CLICKS = 10


async def _outcome(attempt: Awaitable[Any]) -> str:
    try:
        await attempt
    except Conflict as refusal:
        return "company" if "This company has" in str(refusal) else "person"
    return "begun"


async def _live() -> tuple[int, int]:
    """Live applications, and sheets of answers: one that lost its race must leave neither."""
    live = await database.value("SELECT count(*) FROM application WHERE state <> 'withdrawn'")
    return live, await database.value("SELECT count(*) FROM questionnaire_sheet")


async def test_of_ten_clicks_one_begins_and_so_again_after_a_withdrawal(db: None) -> None:
    of = await make.world()
    founder = await people.person("林知微")
    park = of.tree.park
    company = await make.company(founder, 1, park)
    for turn in range(1, 4):
        clicks = [applications.begin(founder, of.call_id, company, park.id) for _each in range(CLICKS)]
        told = Counter(await asyncio.gather(*map(_outcome, clicks)))
        assert told == {"begun": 1, "company": CLICKS - 1}
        assert await _live() == (1, turn)
        mine = await database.value("SELECT id FROM application WHERE state <> 'withdrawn'")
        await applications.withdraw(founder, mine, "换一个园区申报")


async def test_a_person_with_two_companies_begins_with_one_of_them(db: None) -> None:
    of = await make.world()
    founder = await people.person("林知微")
    park = of.tree.park
    companies = [await make.company(founder, number, park) for number in (1, 2)]
    clicks = [applications.begin(founder, of.call_id, companies[n % 2], park.id) for n in range(CLICKS)]
    told = Counter(await asyncio.gather(*map(_outcome, clicks)))
    assert told["begun"] == 1
    assert told["company"] + told["person"] == CLICKS - 1
    assert await _live() == (1, 1)
