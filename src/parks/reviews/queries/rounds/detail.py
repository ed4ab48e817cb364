"""One assessment with its seats and who is barred from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.rounds.scope import SHOWN_RANK, places
from parks.reviews.rules.affinity import words_of
from parks.reviews.rules.conflicts import Barred
from parks.reviews.rules.scoring import Policy
from parks.reviews.states import SITTING, AssessmentState, RoundState


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as the officer sees it: who, how far; the score once the assessment is closed, never the marks."""

    id: UUID
    expert_id: UUID
    expert: str
    kind: str
    employer: str
    state: str
    offered_at: datetime
    declared_at: datetime | None
    scored_at: datetime | None
    reason: str
    score: Decimal | None

    @property
    def sits(self) -> bool:
        return self.state in SITTING


@dataclass(frozen=True, slots=True)
class BarredExpert:
    expert_id: UUID
    name: str
    reasons: tuple[Barred, ...]


@dataclass(frozen=True, slots=True)
class AssessmentDetail:
    id: UUID
    code: str
    label: str
    url: str
    field: str
    state: str
    round_id: UUID
    round: Bilingual
    round_open: bool
    seats: int
    closes: datetime
    now: datetime
    total: Decimal | None
    plain: Decimal | None
    rank: int | None
    panel: tuple[SeatRow, ...]
    barred: tuple[BarredExpert, ...]
    can_run: bool
    words: str  # all that the blind proposal says
    scoring: Mapping[str, Any]

    @property
    def taken(self) -> int:
        return sum(one.sits for one in self.panel)

    @property
    def can_seat(self) -> bool:
        return self.can_run and self.round_open and self.state == AssessmentState.OPEN and self.taken < self.seats

    @property
    def trimmed(self) -> bool:
        return self.total is not None and Policy.of(self.scoring).drops(self.seats)


async def assessment(actor: Actor, assessment_id: UUID) -> AssessmentDetail:
    """One assessment with its panel and who is barred from it, in two statements."""
    found = await row(
        "SELECT a.id, a.code, a.subject_label, a.subject_url, a.field, a.state, a.total, a.plain, a.barred, a.proposal,"
        f" {SHOWN_RANK.format(person='$3')} AS rank,"
        " r.id AS round_id, r.title, r.state AS round_state, r.seats, r.closes, r.path, r.scoring, parks_now() AS now,"
        " COALESCE((SELECT jsonb_object_agg(e.id, e.name) FROM expert e WHERE a.barred ? e.id::text), '{}'::jsonb)"
        " AS names FROM assessment a JOIN review_round r ON r.id = a.review_round"
        f" WHERE a.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')}",
        assessment_id,
        places(actor),
        actor.id,
    )
    if found is None:
        hidden()
    panel = await rows(
        "SELECT s.id, s.expert, e.name, e.kind, e.employer, s.state, s.offered_at, s.declared_at, s.scored_at,"
        " s.reason, CASE WHEN s.state = 'scored' AND a.state = 'closed' THEN s.score END AS score"
        " FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment"
        " WHERE s.assessment = $1 ORDER BY s.id",
        assessment_id,
    )
    names = found["names"]
    return AssessmentDetail(
        id=found["id"],
        code=found["code"],
        label=found["subject_label"],
        url=found["subject_url"],
        field=found["field"],
        state=found["state"],
        round_id=found["round_id"],
        round=Bilingual.of(found["title"]),
        round_open=found["round_state"] == RoundState.OPEN,
        seats=found["seats"],
        closes=found["closes"],
        now=found["now"],
        total=found["total"],
        plain=found["plain"],
        rank=found["rank"],
        panel=tuple(
            SeatRow(
                one["id"],
                one["expert"],
                one["name"],
                one["kind"],
                one["employer"],
                one["state"],
                one["offered_at"],
                one["declared_at"],
                one["scored_at"],
                one["reason"],
                one["score"],
            )
            for one in panel
        ),
        barred=tuple(
            BarredExpert(UUID(expert_id), names.get(expert_id, ""), tuple(map(Barred.of, reasons)))
            for expert_id, reasons in found["barred"].items()
        ),
        can_run=bool(permissions.may_run(actor, found["path"])),
        words=words_of(found["proposal"]),
        scoring=found["scoring"],
    )


async def assessment_of(actor: Actor, seat_id: UUID) -> UUID:
    """Which assessment a seat belongs to, for the officer's way back; 404 where they read no such round."""
    found: UUID | None = await value(
        "SELECT a.id FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
        f" WHERE s.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')}",
        seat_id,
        places(actor),
        actor.id,
    )
    return found or hidden()
