"""Twenty writers at once, and never more than a hundred percent of one company."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from decimal import Decimal
from typing import Any

from tests.make import startups as make

from parks.adapters import database
from parks.kernel.errors import Invalid
from parks.startups import actions, queries
from parks.startups.rules.records import PersonRecord, ShareRecord

WRITERS = 20


async def _outcome(attempt: Awaitable[Any]) -> str:
    try:
        await attempt
    except Invalid as refusal:
        return f"refused: {', '.join(refusal.fields)}"
    return "kept"


async def test_shares_that_are_added_and_raised_at_once_stay_within_a_hundred_percent(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    people = [await actions.add_person(lin, made, PersonRecord(name=f"股东{n}")) for n in range(WRITERS)]
    added = await asyncio.gather(
        *(_outcome(actions.add_share(lin, made, ShareRecord(person_id=one, percent=Decimal(30)))) for one in people)
    )
    assert Counter(added) == {"kept": 3, "refused: percent": WRITERS - 3}
    shares = (await queries.company(lin, made)).shares
    raised = await asyncio.gather(
        *(
            _outcome(
                actions.amend_share(
                    lin, made, one.id, ShareRecord(person_id=one.person, percent=Decimal(40)), one.version
                )
            )
            for one in shares
        )
    )
    assert Counter(raised) == {"kept": 1, "refused: percent": 2}
    assert await database.value("SELECT sum(percent) FROM company_shareholding WHERE company = $1", made) == 100
