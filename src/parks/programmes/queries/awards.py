"""Awards: to those who may see the application, and to anyone who holds a letter's code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from parks.adapters.database import row
from parks.kernel import verification
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.queries.scope import visible_to


@dataclass(frozen=True, slots=True)
class AwardView:
    """`letter_id` is the document of the letter; its bytes go out by `/awards/{id}/letter` alone."""

    id: UUID
    application_id: UUID
    application_number: str
    number: str
    code: str
    call: Bilingual
    organisation: Bilingual
    company: str
    applicant: str
    project: str
    tier: Bilingual
    amount: Money
    made_at: datetime
    letter_id: UUID

    @property
    def url(self) -> str:
        return f"/awards/{self.id}"


AWARD = """
SELECT w.id, w.application, a.number AS application_number, w.number, w.code, c.title_zh, c.title_en, o.name_zh,
  o.name_en, a.company_name, a.applicant_name, a.project_title, t.name_zh AS tier_zh, t.name_en AS tier_en, w.amount,
  w.currency, w.made_at, w.letter
FROM award w JOIN application a ON a.id = w.application JOIN call c ON c.id = a.call
JOIN organisation o ON o.id = c.organisation JOIN call_tier t ON t.id = w.tier
"""


async def award(actor: Actor, award_id: UUID) -> AwardView:
    seen, values = visible_to(actor, 2)
    return _view(await row(f"{AWARD} WHERE w.id = $1 AND {seen}", award_id, *values) or hidden())


async def award_of(actor: Actor, application_id: UUID) -> AwardView | None:
    seen, values = visible_to(actor, 2)
    found = await row(f"{AWARD} WHERE w.application = $1 AND {seen}", application_id, *values)
    return _view(found) if found else None


@dataclass(frozen=True, slots=True)
class Verified:
    """What `/verify` confirms: what stands on the letter, without the applicant's person."""

    number: str
    call: Bilingual
    organisation: Bilingual
    company: str
    tier: Bilingual
    amount: Money
    made_at: datetime


async def verified(typed: str) -> Verified | None:
    """What the letter with this code grants, or None where there is no such letter."""
    code = verification.normalised(typed)
    found = await row(f"{AWARD} WHERE w.code = $1", code) if code else None
    if found is None:
        return None
    view = _view(found)
    return Verified(view.number, view.call, view.organisation, view.company, view.tier, view.amount, view.made_at)


def _view(one: asyncpg.Record) -> AwardView:
    return AwardView(
        id=one["id"],
        application_id=one["application"],
        application_number=one["application_number"],
        number=one["number"],
        code=one["code"],
        call=Bilingual(one["title_zh"], one["title_en"]),
        organisation=Bilingual(one["name_zh"], one["name_en"]),
        company=one["company_name"],
        applicant=one["applicant_name"],
        project=one["project_title"],
        tier=Bilingual(one["tier_zh"], one["tier_en"]),
        amount=Money(one["amount"], one["currency"]),
        made_at=one["made_at"],
        letter_id=one["letter"],
    )
