"""The cycle of 2027 as it stands on the Monday of the demo: twelve founders, none of them through yet."""

from collections.abc import Mapping
from uuid import UUID

from parks.demo import cycles, fictions, filing, people
from parks.demo.companies import Startup
from parks.demo.filing import HALF, Desk
from parks.demo.moments import at, moment
from parks.demo.papers import Papers
from parks.demo.places import Places
from parks.programmes.actions import calls, ladder, waivers

LIN = 1
DRAFTS = {3: 0, 4: HALF, 5: 12, 7: len(filing.SECTIONS), 9: 2}
"""Founders who still write, by the sections they have done; 顾青禾 (4) is half-way, 方竹君 (7) could send."""
RETURNED = (LIN, 2)
SUBMITTED = (6, 8, 10)
ASKED = 8
"""For whom the park asks that a rule shall not count; the programme's officer has not decided yet."""
WITH_CITY = 11
INELIGIBLE = fictions.TOO_OLD_2027

GAPS = {
    LIN: {"bank": "联行号与开户支行不符：所填号码属于另一家支行。请向开户支行核实后更正。"},
    2: {
        "finance": "2026 年度营业收入与所附财务报表不一致，请核对。",
        "attachments": "财务报表缺少现金流量表，请补传完整的一份。",
    },
}
"""一次性告知: what the park names, by section."""


async def file(
    places: Places, startups: Mapping[int, Startup], questionnaire_id: UUID, papers: Papers
) -> dict[int, UUID]:
    """The call opens and twelve founders begin; answers the applications by their founders' numbers."""
    await at(moment(2026, 10, 8))
    call_id = await cycles.draft(places, 2027, questionnaire_id)
    await at(cycles.OPENS[2027])
    await calls.open_call(places.programme_officer, call_id)
    desk = Desk(call_id, papers)
    made: dict[int, UUID] = {}
    for when, some in (
        (moment(2026, 11, 5, 10), (*RETURNED, WITH_CITY)),
        (moment(2026, 11, 12, 15), (INELIGIBLE, *SUBMITTED)),
    ):
        await at(when)
        made |= zip(some, await people.together([filing.send(desk, startups[one]) for one in some]), strict=True)
    await at(moment(2026, 11, 18, 20))
    begun = await people.together([_write(desk, startups[one], done) for one, done in DRAFTS.items()])
    return made | dict(zip(DRAFTS, begun, strict=True))


async def _write(desk: Desk, of: Startup, sections: int) -> UUID:
    application_id = await filing.begin(desk, of)
    if sections:
        await filing.fill(desk, of, application_id, sections)
    return application_id


async def review(places: Places, made: Mapping[int, UUID]) -> None:
    """The park's first look: two returned with every gap named, one on to the city, one found ineligible."""
    await at(moment(2026, 11, 19, 10))
    await ladder.rule_out(
        places.manager,
        made[INELIGIBLE],
        fictions.BREAKS[INELIGIBLE],
        "企业注册于 2023 年 11 月 8 日，早于 2024 年 1 月 1 日。",
    )
    await ladder.recommend(places.manager, made[WITH_CITY], "材料齐全，产品已有用户试用，同意推荐。")
    await waivers.ask(
        places.manager,
        made[ASKED],
        "R-FULLTIME",
        "申报人尚有一份国外合作协议，2027 年 1 月 31 日到期，期满全职回国，请酌情认定。",
    )
    for number in RETURNED:
        await ladder.return_for_correction(places.manager, made[number], GAPS[number])
