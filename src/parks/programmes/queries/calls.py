"""Calls as everyone may read them, from the moment they open; the programme's officers see drafts as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.verdict import Verdict
from parks.kernel.words import Bilingual
from parks.programmes import permissions
from parks.programmes.queries.materials import material_of
from parks.programmes.rules.call_parts import Material
from parks.programmes.rules.eligibility import Rule
from parks.programmes.rules.ladder import Ladder
from parks.programmes.rules.selection import Tier
from parks.programmes.rules.tranches import TierTranche
from parks.programmes.states import CallState


@dataclass(frozen=True, slots=True)
class CallView:
    """A call with its frozen rules and its tiers; `taking` says whether applications are taken now, or why not.

    `closes_at` is until when: for everyone, or for the company that was asked about.
    """

    id: UUID
    code: str
    programme: Bilingual
    organisation_id: UUID
    cycle: int
    title: Bilingual
    opens_at: datetime
    closes_at: datetime
    questionnaire_id: UUID
    rules: tuple[Rule, ...]
    tiers: tuple[Tier, ...]
    materials: tuple[Material, ...]
    ladder: Ladder
    notice_days: int
    include_start_day: bool
    correction_days: int
    minutes_needed: int
    contact: str
    certified: bool
    state: CallState
    sealed: bool
    taking: Verdict
    now: datetime

    def taking_at(self, moment: datetime) -> Verdict:
        """Whether what arrived at that moment is taken."""
        return permissions.takes_applications(
            state=self.state, opens_at=self.opens_at, closes_at=self.closes_at, now=moment
        )

    @property
    def upcoming(self) -> bool:
        return self.now < self.opens_at

    @property
    def highest(self) -> Money | None:
        return self.tiers[0].amount if self.tiers else None


DRAFTS = (
    "EXISTS (SELECT FROM organisation o, unnest({paths}::text[]) p"
    " WHERE o.id = c.organisation AND starts_with(o.path, p))"
)
"""A draft is seen by the programme officers of the organisation that runs it, or of one above it."""

SHOWN = """
SELECT c.id, p.code, p.name_zh, p.name_en, c.organisation, c.cycle, c.title_zh, c.title_en, c.opens_at,
  call_deadline(c.id, {company}) AS closes_at, c.sealed, c.questionnaire, c.rules, c.ladder,
  c.notice_days, c.include_start_day, c.correction_days, c.minutes_needed,
  c.contact, c.state, c.certified, parks_now() AS now,
  (SELECT COALESCE(json_agg(json_build_object('key', t.key, 'zh', t.name_zh, 'en', t.name_en,
      'amount', t.amount::text, 'currency', t.currency, 'places', t.places, 'tranches', t.tranches)
      ORDER BY t.position), '[]') FROM call_tier t WHERE t.call = c.id) AS tiers,
  (SELECT COALESCE(json_agg(json_build_object('kind', m.kind, 'tier', m.tier, 'zh', m.title_zh, 'en', m.title_en,
      'required', m.required, 'question', m.question) ORDER BY m.position), '[]')
    FROM call_material m WHERE m.call = c.id) AS materials
FROM call c JOIN programme p ON p.id = c.programme
"""


OF_ALL, OF_ONE = SHOWN.format(company="NULL"), SHOWN.format(company="$3::uuid")


async def calls(actor: Actor) -> list[CallView]:
    """Open ones first, by their closing; then the closed, newest first. At most 200."""
    found = await rows(
        f"SELECT * FROM ({OF_ALL} WHERE c.state <> 'draft' OR {DRAFTS.format(paths='$1')}) c"
        " ORDER BY c.state = 'closed' OR c.closes_at <= parks_now(),"
        " abs(EXTRACT(epoch FROM c.closes_at - parks_now())), c.id LIMIT 200",
        actor.paths(Role.PROGRAMME_OFFICER),
    )
    return [_view(one) for one in found]


async def call(actor: Actor, call_id: UUID, company_id: UUID | None = None) -> CallView:
    """One call; with a company, until when it takes that company's application."""
    found = await row(
        f"{OF_ONE} WHERE c.id = $1 AND (c.state <> 'draft' OR {DRAFTS.format(paths='$2')})",
        call_id,
        actor.paths(Role.PROGRAMME_OFFICER),
        company_id,
    )
    return _view(found or hidden())


async def deadline(call_id: UUID, company_id: UUID | None = None) -> datetime:
    """The one answer to "until when": the closing, the later one after reopening, more time for this company."""
    found: datetime | None = await value("SELECT call_deadline($1, $2)", call_id, company_id)
    return found or hidden()


def _view(one: Mapping[str, Any]) -> CallView:
    state = CallState(one["state"])
    return CallView(
        id=one["id"],
        code=one["code"],
        programme=Bilingual(one["name_zh"], one["name_en"]),
        organisation_id=one["organisation"],
        cycle=one["cycle"],
        title=Bilingual(one["title_zh"], one["title_en"]),
        opens_at=one["opens_at"],
        closes_at=one["closes_at"],
        questionnaire_id=one["questionnaire"],
        rules=tuple(Rule.of(rule) for rule in one["rules"]),
        tiers=tuple(
            Tier(
                tier["key"],
                Bilingual(tier["zh"], tier["en"]),
                Money(Decimal(tier["amount"]), tier["currency"]),
                tier["places"],
                tuple(TierTranche.of(part) for part in tier["tranches"]),
            )
            for tier in one["tiers"]
        ),
        materials=tuple(material_of(each) for each in one["materials"]),
        ladder=Ladder.of(one["ladder"]),
        notice_days=one["notice_days"],
        include_start_day=one["include_start_day"],
        correction_days=one["correction_days"],
        minutes_needed=one["minutes_needed"],
        contact=one["contact"],
        certified=one["certified"],
        state=state,
        sealed=one["sealed"],
        taking=permissions.takes_applications(
            state=state, opens_at=one["opens_at"], closes_at=one["closes_at"], now=one["now"]
        ),
        now=one["now"],
    )


@dataclass(frozen=True, slots=True)
class QuotaView:
    """How many an organisation may recommend in a call, and how many it has."""

    organisation_id: UUID
    places: int
    used: int

    @property
    def left(self) -> int:
        return self.places - self.used


async def quota(call_id: UUID, organisation_ids: list[UUID]) -> dict[UUID, QuotaView]:
    """The quotas of these organisations in one call, by organisation; one without a quota has no limit."""
    found = await rows(
        "SELECT organisation, places, used FROM call_quota WHERE call = $1 AND organisation = ANY($2)",
        call_id,
        organisation_ids,
    )
    return {one["organisation"]: QuotaView(one["organisation"], one["places"], one["used"]) for one in found}
