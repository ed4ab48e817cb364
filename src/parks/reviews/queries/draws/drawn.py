"""The draws of a round with everybody who was drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.draws.pool import Terms
from parks.reviews.rules import draw as rule
from parks.reviews.states import (
    ON_THE_PANEL,
    DrawnState,
    DrawState,
    LeftOut,
    RoundState,
)

BACKUPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A drawn expert by name, for officers and auditors."""

    expert_id: UUID
    name: str
    kind: str
    employer: str
    fields: tuple[str, ...]
    place: int
    state: str
    left_turn: int | None
    called_turn: int | None
    reason: str

    @property
    def sits(self) -> bool:
        return self.state in ON_THE_PANEL


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw as it stands. `secret` and `words` are empty until it is revealed."""

    id: UUID
    number: int
    state: str
    constraints: rule.Constraints
    terms: Terms
    left_out: Mapping[LeftOut, int]
    candidates: int
    commitment: str
    secret: str
    words: str
    officer: str
    witness: str
    committed_at: datetime
    witnessed_at: datetime | None
    revealed_at: datetime | None
    replaced_at: datetime | None
    reason: str
    drawn: tuple[DrawnRow, ...]
    can_witness: bool
    can_reveal: bool

    @property
    def live(self) -> bool:
        return self.state != DrawState.REPLACED

    @property
    def revealed(self) -> bool:
        return self.revealed_at is not None

    @property
    def panel(self) -> tuple[DrawnRow, ...]:
        """Who sits, in the order in which they came: drawn, called, taken on."""
        return tuple(sorted((one for one in self.drawn if one.sits), key=_came))

    @property
    def left(self) -> tuple[DrawnRow, ...]:
        return tuple(
            sorted((one for one in self.drawn if one.state == DrawnState.LEFT), key=lambda one: one.left_turn or 0)
        )

    @property
    def backups(self) -> tuple[DrawnRow, ...]:
        return tuple(one for one in self.drawn if one.state == DrawnState.BACKUP)

    @property
    def empty(self) -> int:
        """Places that no backup could take."""
        return (
            max(0, self.constraints.seats - sum(one.state == DrawnState.SEATED for one in self.drawn))
            if self.revealed
            else 0
        )


def _came(one: DrawnRow) -> tuple[int, int, int]:
    return (one.state == DrawnState.ADMITTED, one.called_turn or 0, one.place)


@dataclass(frozen=True, slots=True)
class RoundDraws:
    """A round and all its draws, the newest first; at most one is live."""

    round_id: UUID
    title: Bilingual
    open: bool
    can_run: bool
    draws: tuple[DrawView, ...]

    @property
    def live(self) -> DrawView | None:
        return next((one for one in self.draws if one.live), None)

    @property
    def former(self) -> tuple[DrawView, ...]:
        return tuple(one for one in self.draws if not one.live)


DRAWS = """
SELECT d.id, d.review_round, d.number, d.state, d.constraints, d.terms, d.left_out,
  jsonb_array_length(d.snapshot) AS candidates, d.commitment, COALESCE(d.secret, '') AS secret,
  CASE WHEN d.secret IS NULL THEN '' ELSE d.words END AS words, d.officer_name, d.witness, d.witness_name,
  d.committed_at, d.witnessed_at, d.revealed_at, d.replaced_at, d.reason
FROM expert_draw d WHERE d.review_round = $1 ORDER BY d.number DESC
"""


async def draws(actor: Actor, round_id: UUID) -> RoundDraws:
    """Three statements, however many draws and experts; 404 where the actor does not read the round."""
    place = await row(
        "SELECT r.title, r.path, r.state FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if place is None:
        hidden()
    found = await rows(DRAWS, round_id)
    people = await rows(
        "SELECT x.draw, x.expert, e.name, e.kind, e.employer, e.fields, x.place, x.state, x.left_turn, x.called_turn,"
        " x.reason FROM drawn_expert x JOIN expert_draw d ON d.id = x.draw JOIN expert e ON e.id = x.expert"
        " WHERE d.review_round = $1 ORDER BY x.draw, x.place",
        round_id,
    )
    is_open = place["state"] == RoundState.OPEN
    views = [_view(actor, one, place["path"], is_open, people) for one in found]
    return RoundDraws(
        round_id,
        Bilingual.of(place["title"]),
        is_open,
        bool(permissions.may_run(actor, place["path"])),
        tuple(views),
    )


def _view(actor: Actor, one: Any, path: str, is_open: bool, people: Sequence[Any]) -> DrawView:
    return DrawView(
        id=one["id"],
        number=one["number"],
        state=one["state"],
        constraints=rule.Constraints.of(one["constraints"]),
        terms=Terms(**one["terms"]),
        left_out={LeftOut(why): n for why, n in one["left_out"].items()},
        candidates=one["candidates"],
        commitment=one["commitment"],
        secret=one["secret"],
        words=one["words"],
        officer=one["officer_name"],
        witness=one["witness_name"],
        committed_at=one["committed_at"],
        witnessed_at=one["witnessed_at"],
        revealed_at=one["revealed_at"],
        replaced_at=one["replaced_at"],
        reason=one["reason"],
        drawn=tuple(
            DrawnRow(
                each["expert"],
                each["name"],
                each["kind"],
                each["employer"],
                tuple(each["fields"]),
                each["place"],
                each["state"],
                each["left_turn"],
                each["called_turn"],
                each["reason"],
            )
            for each in people
            if each["draw"] == one["id"]
        ),
        can_witness=is_open
        and one["state"] == DrawState.COMMITTED
        and bool(permissions.may_witness(actor, one["witness"])),
        can_reveal=is_open
        and one["state"] == DrawState.WITNESSED
        and bool(permissions.may_reveal(actor, one["witness"], path)),
    )
