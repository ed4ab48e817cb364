"""A round with its measures, and the rubrics that one can be opened with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.criteria import SCALE_JSON, scale_of
from parks.reviews.queries.pool import SERVES
from parks.reviews.queries.rounds.scope import places
from parks.reviews.rules.scoring import Policy, Scale, sentences
from parks.reviews.states import RoundState


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion of a round's rubric."""

    id: UUID
    position: int
    title: Bilingual
    scale: Scale


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round; `criteria` and `asked`, how many questions about marks wait, are read of one round alone."""

    id: UUID
    title: Bilingual
    state: str
    seats: int
    closes: datetime
    now: datetime
    assessments: int
    closed: int
    path: str
    rubric: Bilingual
    rubric_version: int
    scoring: Mapping[str, Any]
    can_run: bool
    criteria: tuple[Measure, ...] = ()
    asked: int = 0

    @property
    def policy(self) -> Policy:
        return Policy.of(self.scoring)

    @property
    def adds_up(self) -> Sequence[Text]:
        """How the scores become the result, in plain words."""
        return sentences(self.policy)

    @property
    def open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def can_close(self) -> bool:
        return self.can_run and self.open and 0 < self.assessments == self.closed


ROUND = (
    "SELECT {more} r.id, r.title, r.state, r.seats, r.closes, parks_now() AS now, r.path,"
    f" r.assessments - (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND {withheld('$2')})"
    " AS assessments, (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND a.state = 'closed'"
    f" AND NOT {withheld('$2')}) AS closed,"
    " b.title AS rubric, b.version, r.scoring FROM review_round r JOIN rubric b ON b.id = r.rubric"
)
CRITERIA = (
    f"(SELECT jsonb_agg(jsonb_build_object('id', c.id, 'position', c.position, 'title', c.title, {SCALE_JSON})"
    " ORDER BY c.position)"
    " FROM criterion c WHERE c.rubric = r.rubric) AS criteria,"
    " (SELECT count(*) FROM mark_query q JOIN seat s ON s.id = q.seat JOIN assessment a ON a.id = s.assessment"
    " WHERE a.review_round = r.id AND q.answered_at IS NULL AND s.state IN ('declared', 'scored')"
    f" AND NOT {withheld('$2')}) AS asked,"
)


async def rounds(actor: Actor) -> list[RoundView]:
    """The newest hundred rounds of the actor's places, open ones first."""
    found = await rows(
        f"{ROUND.format(more='')} WHERE r.path LIKE ANY($1) ORDER BY r.state DESC, r.closes DESC, r.id LIMIT 100",
        places(actor),
        actor.id,
    )
    return [_round(actor, one) for one in found]


async def review_round(actor: Actor, round_id: UUID) -> RoundView:
    found = await row(
        f"{ROUND.format(more=CRITERIA)} WHERE r.id = $3 AND r.path LIKE ANY($1)", places(actor), actor.id, round_id
    )
    return (
        replace(_round(actor, found), criteria=_measures(found["criteria"]), asked=found["asked"])
        if found
        else hidden()
    )


def _measures(stored: Sequence[Mapping[str, Any]]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            UUID(one["id"]),
            one["position"],
            Bilingual.of(one["title"]),
            scale_of(one),
        )
        for one in stored
    )


def _round(actor: Actor, one: Any) -> RoundView:
    return RoundView(
        one["id"],
        Bilingual.of(one["title"]),
        one["state"],
        one["seats"],
        one["closes"],
        one["now"],
        one["assessments"],
        one["closed"],
        one["path"],
        Bilingual.of(one["rubric"]),
        one["version"],
        one["scoring"],
        bool(permissions.may_run(actor, one["path"])),
    )


@dataclass(frozen=True, slots=True)
class RubricChoice:
    id: UUID
    title: Bilingual
    version: int


async def rubrics(actor: Actor) -> list[RubricChoice]:
    """The newest version of each rubric of the actor's places and of those above."""
    found = await rows(
        "SELECT DISTINCT ON (e.organisation, e.key) e.id, e.title, e.version FROM rubric e"
        f" WHERE e.published_at IS NOT NULL AND {SERVES} ORDER BY e.organisation, e.key, e.version DESC",
        permissions.reads_at(actor),
    )
    return [RubricChoice(one["id"], Bilingual.of(one["title"]), one["version"]) for one in found]
