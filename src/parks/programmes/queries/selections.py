"""The selection of a call as its officer sees it: who is ranked where, proposed for what, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.rules import selection as rules
from parks.programmes.rules.selection import Ranked, Tier
from parks.programmes.states import ApplicationState
from parks.reviews import queries as reviews


class Stage(StrEnum):
    """Where a selection stands: what its officer does next."""

    BEFORE = "before"  # no round yet
    REVIEW = "review"  # the experts are at it
    RANKED = "ranked"  # tiers can be proposed
    PROPOSED = "proposed"  # the notice can be published
    NOTICE = "notice"  # it stands
    AWARDS = "awards"  # it has stood: awards can be made
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CandidateView:
    application_id: UUID
    assessment_id: UUID
    number: str
    company: str
    project: str
    state: ApplicationState
    rank: int | None
    total: Decimal | None
    tier: str
    reason: str

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"


@dataclass(frozen=True, slots=True)
class SelectionView:
    """`recommended` counts what waits to be sent to the experts; `open_assessments` what they still score."""

    call_id: UUID
    title: Bilingual
    cycle: int
    round_id: UUID | None
    candidates: tuple[CandidateView, ...]
    tiers: tuple[Tier, ...]
    recommended: int
    proposed_at: datetime | None
    notice_id: UUID | None
    notice_number: str
    starts_on: date | None
    last_day: date | None
    provisional: bool
    open_objections: int
    awards: int
    budget_id: UUID | None
    free: Money | None
    closed_at: datetime | None
    today: date

    @property
    def open_assessments(self) -> int:
        return sum(one.state is ApplicationState.MINISTRY_REVIEW for one in self.candidates)

    @property
    def ranked(self) -> list[Ranked]:
        """What tiers can be proposed on: everything the experts have ranked and that is still in."""
        return [
            Ranked(one.application_id, one.number, one.rank, one.total)
            for one in self.candidates
            if one.rank is not None
            and one.total is not None
            and one.state in {ApplicationState.RANKED, ApplicationState.PROPOSED}
        ]

    @property
    def chosen(self) -> dict[UUID, str]:
        """The tiers as proposed, or by rank alone where nothing was proposed yet."""
        if self.proposed_at is not None:
            return {one.application_id: one.tier for one in self.candidates if one.tier}
        return rules.suggested(self.ranked, self.tiers)

    @property
    def commits(self) -> Money:
        return rules.cost(self.tiers, rules.Proposal(self.chosen, {}))

    @property
    def stage(self) -> Stage:
        if self.round_id is None:
            return Stage.BEFORE
        if self.closed_at is not None:
            return Stage.DONE
        if self.last_day is not None:
            return Stage.AWARDS if self.today > self.last_day else Stage.NOTICE
        if self.open_assessments or not self.ranked:
            return Stage.REVIEW
        return Stage.PROPOSED if self.proposed_at is not None else Stage.RANKED


SELECTION = """
SELECT c.id, c.title_zh, c.title_en, c.cycle, s.id AS selection, s.round, s.proposed_at, n.id AS notice, n.number,
  n.starts_on, n.last_day, n.provisional, n.closed_at, parks_today() AS today,
  (SELECT count(*) FROM application a WHERE a.call = c.id AND a.state = 'recommended') AS recommended,
  (SELECT count(*) FROM objection b WHERE b.notice = n.id AND b.state = 'filed') AS objections,
  (SELECT count(*) FROM award w WHERE w.notice = n.id) AS awards, b.id AS budget, b.free, b.currency,
  (SELECT COALESCE(json_agg(json_build_object('key', t.key, 'zh', t.name_zh, 'en', t.name_en,
      'amount', t.amount::text, 'currency', t.currency, 'places', t.places) ORDER BY t.position), '[]')
    FROM call_tier t WHERE t.call = c.id) AS tiers
FROM call c JOIN organisation o ON o.id = c.organisation
LEFT JOIN selection s ON s.call = c.id LEFT JOIN public_notice n ON n.selection = s.id
LEFT JOIN LATERAL (SELECT f.id, f.free, f.currency FROM fund_budget f WHERE f.id = c.budget OR f.subject_id = c.id
  ORDER BY f.id <> COALESCE(c.budget, f.id), f.founded_at, f.id LIMIT 1) b ON TRUE
WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))
"""

CANDIDATES = """
SELECT k.application, k.assessment, a.number, a.company_name, a.project_title, a.state, k.reason, k.rank, k.total,
  COALESCE(t.key, '') AS tier
FROM selection_candidate k JOIN application a ON a.id = k.application LEFT JOIN call_tier t ON t.id = k.tier
WHERE k.selection = $1
"""


async def selection(actor: Actor, call_id: UUID) -> SelectionView:
    """The selection of one call, in three statements. Hidden (404) to all but its officers and auditors."""
    paths = actor.paths(Role.PROGRAMME_OFFICER, Role.AUDITOR)
    found = await row(SELECTION, call_id, paths) or hidden()
    candidates = await rows(CANDIDATES, found["selection"]) if found["selection"] else []
    ranks = {one.assessment_id: one for one in await reviews.ranking(found["round"])} if candidates else {}
    return SelectionView(
        call_id=found["id"],
        title=Bilingual(found["title_zh"], found["title_en"]),
        cycle=found["cycle"],
        round_id=found["round"],
        candidates=tuple(sorted((_candidate(one, ranks) for one in candidates), key=_by_rank)),
        tiers=tuple(
            Tier(
                one["key"],
                Bilingual(one["zh"], one["en"]),
                Money(Decimal(one["amount"]), one["currency"]),
                one["places"],
            )
            for one in found["tiers"]
        ),
        recommended=found["recommended"],
        proposed_at=found["proposed_at"],
        notice_id=found["notice"],
        notice_number=found["number"] or "",
        starts_on=found["starts_on"],
        last_day=found["last_day"],
        provisional=bool(found["provisional"]),
        open_objections=found["objections"],
        awards=found["awards"],
        budget_id=found["budget"],
        free=Money(found["free"], found["currency"]) if found["budget"] else None,
        closed_at=found["closed_at"],
        today=found["today"],
    )


def _candidate(one: asyncpg.Record, ranks: Mapping[UUID, reviews.RankRow]) -> CandidateView:
    """Rank and total as they were proposed on, or as the round has them now."""
    now = ranks[one["assessment"]]
    return CandidateView(
        application_id=one["application"],
        assessment_id=one["assessment"],
        number=one["number"],
        company=one["company_name"],
        project=one["project_title"],
        state=ApplicationState(one["state"]),
        rank=now.rank if one["rank"] is None else one["rank"],
        total=now.total if one["total"] is None else one["total"],
        tier=one["tier"],
        reason=one["reason"],
    )


def _by_rank(one: CandidateView) -> tuple[int, str]:
    return (one.rank or 1_000_000, one.number)
