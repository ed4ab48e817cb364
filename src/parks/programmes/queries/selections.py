"""The selection of a call as its officer sees it: who is ranked where, proposed for what, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
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
    FREED = "freed"  # a place is free on it: who moves up, or nobody
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
    notice_id: UUID | None = None
    bound: bool = False  # an agreement has bound its money in the budget

    @property
    def on_list(self) -> bool:
        """On a notice, or awarded by one; not taken off it."""
        return self.notice_id is not None and self.state is not ApplicationState.NOT_SELECTED

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"


@dataclass(frozen=True, slots=True)
class Freed:
    """A place on a notice that an upheld objection freed. `decided_at` None: undecided; else `chosen` moved up into it
    on a notice of their own, None for nobody.
    """

    removed: UUID
    number: str
    company: str
    tier: str
    chosen: UUID | None
    chosen_number: str
    chosen_company: str
    notice_id: UUID | None
    notice_number: str
    reason: str
    decided_by: str
    decided_at: datetime | None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Freed":
        return cls(
            removed=UUID(stored["removed"]),
            number=stored["number"],
            company=stored["company"],
            tier=stored["tier"],
            chosen=UUID(stored["chosen"]) if stored["chosen"] else None,
            chosen_number=stored["chosen_number"],
            chosen_company=stored["chosen_company"],
            notice_id=UUID(stored["notice_id"]) if stored["notice_id"] else None,
            notice_number=stored["notice_number"],
            reason=stored["reason"],
            decided_by=stored["decided_by"],
            decided_at=datetime.fromisoformat(stored["decided_at"]) if stored["decided_at"] else None,
        )


@dataclass(frozen=True, slots=True)
class SelectionView:
    """`recommended` counts what waits to be sent to the experts; `open_assessments` what they still score.

    The notice is the one to act on: of those whose awards are not made the one that ends first, else the last one.
    `freed`: every place that an upheld objection freed, decided on or not; queries.substitutions: who may have it.
    """

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
    freed: tuple[Freed, ...]
    today: date

    @property
    def open_assessments(self) -> int:
        return sum(one.state is ApplicationState.MINISTRY_REVIEW for one in self.candidates)

    @property
    def line(self) -> int | None:
        """The funding line: how many places the tiers have; None where a tier has no limit of its own."""
        places = [one.places for one in self.tiers if one.places is not None]
        return sum(places) if places and len(places) == len(self.tiers) else None

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
    def undecided(self) -> int:
        """Freed places that wait for a decision, while there is somebody to move up."""
        reserve = any(one.state is ApplicationState.RANKED for one in self.candidates)
        return sum(one.decided_at is None for one in self.freed) if reserve else 0

    @property
    def commits(self) -> Money:
        return rules.cost(self.tiers, rules.Proposal(self.chosen, {}))

    @property
    def stage(self) -> Stage:
        if self.round_id is None:
            return Stage.BEFORE
        if self.closed_at is not None:
            return Stage.FREED if self.undecided else Stage.DONE
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
  (SELECT count(*) FROM award w JOIN public_notice x ON x.id = w.notice WHERE x.selection = s.id) AS awards,
  (SELECT COALESCE(json_agg(x ORDER BY x.rank, x.number), '[]') FROM (SELECT k.application AS removed, k.rank,
      a.number, a.company_name AS company, t.key AS tier, u.application AS chosen, u.notice AS notice_id,
      COALESCE(m.number, '') AS chosen_number, COALESCE(m.company_name, '') AS chosen_company,
      COALESCE(y.number, '') AS notice_number, COALESCE(u.reason, '') AS reason, COALESCE(p.name, '') AS decided_by,
      u.decided_at
    FROM selection_candidate k JOIN application a ON a.id = k.application JOIN call_tier t ON t.id = k.tier
    LEFT JOIN notice_substitution u ON u.removed = k.application LEFT JOIN application m ON m.id = u.application
    LEFT JOIN public_notice y ON y.id = u.notice LEFT JOIN person p ON p.id = u.decided_by
    WHERE k.selection = s.id AND k.notice IS NOT NULL AND a.state = 'not_selected') x) AS freed,
  b.id AS budget, b.free, b.currency,
  (SELECT COALESCE(json_agg(json_build_object('key', t.key, 'zh', t.name_zh, 'en', t.name_en,
      'amount', t.amount::text, 'currency', t.currency, 'places', t.places) ORDER BY t.position), '[]')
    FROM call_tier t WHERE t.call = c.id) AS tiers
FROM call c JOIN organisation o ON o.id = c.organisation
LEFT JOIN selection s ON s.call = c.id
LEFT JOIN LATERAL (SELECT * FROM public_notice x WHERE x.selection = s.id
  ORDER BY x.closed_at IS NOT NULL, CASE WHEN x.closed_at IS NULL THEN x.last_day END, x.part DESC LIMIT 1) n ON TRUE
LEFT JOIN LATERAL (SELECT f.id, f.free, f.currency FROM fund_budget f WHERE f.id = c.budget OR f.subject_id = c.id
  ORDER BY f.id <> COALESCE(c.budget, f.id), f.founded_at, f.id LIMIT 1) b ON TRUE
WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))
"""

CANDIDATES = """
SELECT k.application, k.assessment, a.number, a.company_name, a.project_title, a.state, k.reason, k.rank, k.total,
  COALESCE(t.key, '') AS tier, k.notice,
  EXISTS (SELECT FROM agreement g WHERE g.application = a.id AND g.commitment_id IS NOT NULL) AS bound
FROM selection_candidate k JOIN application a ON a.id = k.application LEFT JOIN call_tier t ON t.id = k.tier
WHERE k.selection = $1
"""


async def selection(actor: Actor, call_id: UUID) -> SelectionView:
    """The selection of one call, in three statements. Hidden (404) to all but its officers and auditors."""
    paths = actor.paths(Role.PROGRAMME_OFFICER, Role.AUDITOR)
    found = await row(SELECTION, call_id, paths) or hidden()
    candidates = await rows(CANDIDATES, found["selection"]) if found["selection"] else []
    ranks = {one.assessment_id: one for one in await reviews.ranking(found["round"], actor)} if candidates else {}
    return SelectionView(
        call_id=found["id"],
        title=Bilingual(found["title_zh"], found["title_en"]),
        cycle=found["cycle"],
        round_id=found["round"],
        candidates=tuple(
            sorted(
                (
                    _candidate(one, ranks, published=found["notice"] is not None)
                    for one in candidates
                    if one["assessment"] in ranks  # else it is kept from the reader
                ),
                key=_by_rank,
            )
        ),
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
        freed=tuple(Freed.of(one) for one in found["freed"]),
        today=found["today"],
    )


def _candidate(one: asyncpg.Record, ranks: Mapping[UUID, reviews.RankRow], *, published: bool) -> CandidateView:
    """Rank and total as the round has them; once the notice stands, as they were proposed on."""
    now = ranks[one["assessment"]]
    return CandidateView(
        application_id=one["application"],
        assessment_id=one["assessment"],
        number=one["number"],
        company=one["company_name"],
        project=one["project_title"],
        state=ApplicationState(one["state"]),
        rank=one["rank"] if published and one["rank"] is not None else now.rank,
        total=one["total"] if published and one["total"] is not None else now.total,
        tier=one["tier"],
        reason=one["reason"],
        notice_id=one["notice"],
        bound=one["bound"],
    )


def _by_rank(one: CandidateView) -> tuple[int, str]:
    return (one.rank or 1_000_000, one.number)
