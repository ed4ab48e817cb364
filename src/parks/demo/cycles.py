"""The two calls of the demo world: as they are announced, and what they have in common."""

import json
from decimal import Decimal
from uuid import UUID

from parks import paths
from parks.demo.companies import PROGRAMME
from parks.demo.moments import moment
from parks.demo.places import Places
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.actions import calls
from parks.programmes.actions.calls import CallPlan, QuotaPlan, TierPlan
from parks.questionnaires import actions as questionnaires
from parks.questionnaires.rules.definition import load

CODE = "isp"
NAME = Bilingual(PROGRAMME, "Initiative Support Plan for Returnee Entrepreneurs")
QUOTA = 11
"""How many the province may recommend (§11)."""

OPENS = {2026: moment(2026, 1, 5), 2027: moment(2026, 10, 12)}
CLOSES = {2026: moment(2026, 3, 13, 18), 2027: moment(2026, 12, 18, 18)}


async def found_programme(places: Places) -> UUID:
    """The programme and its form; answers the questionnaire's id."""
    officer = places.programme_officer
    await calls.found_programme(officer, CODE, NAME)
    form = json.loads((paths.STORAGE / "questionnaires" / "support_plan_2027.json").read_text(encoding="utf-8"))
    return await questionnaires.publish(officer, load(form))


async def draft(places: Places, cycle: int, questionnaire_id: UUID) -> UUID:
    """The call of a cycle, planned: 2 key and 6 excellent places, eleven recommendations for the province."""
    return await calls.draft_call(
        places.programme_officer,
        CallPlan(
            programme=CODE,
            organisation_id=places.nation.id,
            cycle=cycle,
            title=Bilingual(f"{cycle} 年度{PROGRAMME}", f"Initiative Support Plan {cycle}"),
            opens_at=OPENS[cycle],
            closes_at=CLOSES[cycle],
            questionnaire_id=questionnaire_id,
            tiers=(
                TierPlan("key", Bilingual("重点类", "Key tier"), Money(Decimal(500_000)), 2),
                TierPlan("excellent", Bilingual("优秀类", "Excellent tier"), Money(Decimal(200_000)), 6),
            ),
            quotas=(QuotaPlan(places.province.id, QUOTA),),
            notice_days=5,
            correction_days=5,
            contact="010-5550 1027",
        ),
    )


async def record_former(places: Places, person_name: str, company_name: str, mark: str, uscc: str) -> None:
    """Somebody on the list of 2024: R-ONCE is compared with it."""
    await calls.record_earlier_award(
        places.programme_officer,
        calls.EarlierPlan(
            programme=CODE,
            cycle=2024,
            person_name=person_name,
            company_name=company_name,
            place=places.city.name,
            source="2024 年度入选名单（演示）",
            person_mark=mark,
            uscc=uscc,
        ),
    )
