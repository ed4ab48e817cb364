"""Published rubrics as they are read: every criterion with its figures."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.pool import SERVES
from parks.reviews.rules.bands import Band
from parks.reviews.rules.rubric import NewCriterion


@dataclass(frozen=True, slots=True)
class RubricView:
    """A published rubric; `newest`: no later version has taken its place; `can_revise`: the actor may publish one."""

    id: UUID
    organisation_id: UUID
    place: Bilingual
    key: str
    version: int
    title: Bilingual
    comment_min: int
    published_at: datetime
    rounds: int
    criteria: tuple[NewCriterion, ...]
    can_revise: bool


_RUBRIC = f"""
SELECT e.id, e.organisation,
  jsonb_build_object('zh', o.name_zh, 'en', o.name_en) AS name,
  e.path, e.key, e.version, e.title, e.comment_min, e.published_at,
  (SELECT count(*) FROM review_round r WHERE r.rubric = e.id) AS rounds,
  (SELECT jsonb_agg(jsonb_build_object('title', c.title, 'hint', c.hint, 'weight', c.weight::text,
      'maximum', c.maximum::text, 'step', c.step::text, 'tie_break', c.tie_break, 'part', c.part,
      'bands', c.bands, 'bonus', c.bonus, 'may_not_apply', c.may_not_apply) ORDER BY c.position)
    FROM criterion c WHERE c.rubric = e.id) AS criteria
FROM rubric e JOIN organisation o ON o.id = e.organisation
WHERE e.published_at IS NOT NULL
  AND {SERVES}
  AND NOT EXISTS (SELECT FROM rubric later WHERE later.organisation = e.organisation AND later.key = e.key
    AND later.version > e.version)
"""


async def rubrics_in_full(actor: Actor) -> list[RubricView]:
    """The newest version of each rubric of the actor's places, of those above and of those below; the latest first."""
    found = await rows(f"{_RUBRIC} ORDER BY e.published_at DESC, e.id LIMIT 200", permissions.reads_at(actor))
    return [_view(actor, one) for one in found]


async def rubric(actor: Actor, rubric_id: UUID) -> RubricView:
    """Hidden (404) where the actor may not read it, or a later version has taken its place."""
    found = await rows(f"{_RUBRIC} AND e.id = $2", permissions.reads_at(actor), rubric_id)
    return _view(actor, found[0]) if found else hidden()


def _view(actor: Actor, one: Any) -> RubricView:
    return RubricView(
        one["id"],
        one["organisation"],
        Bilingual.of(one["name"]),
        one["key"],
        one["version"],
        Bilingual.of(one["title"]),
        one["comment_min"],
        one["published_at"],
        one["rounds"],
        tuple(_criterion(line) for line in one["criteria"]),
        bool(permissions.may_run(actor, one["path"])),
    )


def _criterion(line: Any) -> NewCriterion:
    return NewCriterion(
        Bilingual.of(line["title"]),
        Decimal(line["weight"]),
        Bilingual.of(line["hint"]),
        Decimal(line["maximum"]),
        Decimal(line["step"]),
        line["tie_break"],
        line["part"],
        tuple(map(Band.of, line["bands"])),
        line["bonus"],
        line["may_not_apply"],
    )
