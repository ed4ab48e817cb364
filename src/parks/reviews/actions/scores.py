"""Marks as they are written, the score as it is submitted, and giving it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.actions.conflicts import settle
from parks.reviews.actions.results import close_when_complete, reopen, run_seat
from parks.reviews.actions.seats import out_of_conflict, own_seat
from parks.reviews.events import ScoreSubmitted
from parks.reviews.queries.criteria import CONTENT, SCALE, content_of, scale_of
from parks.reviews.rules.scoring import Policy, expert_score
from parks.reviews.rules.sheets import Content, Outcome, outcome, refused
from parks.reviews.states import SEAT, AssessmentState, SeatMove, SeatState


@dataclass(frozen=True, slots=True)
class NewMark:
    """A criterion's mark and comment as they stand now; either may still be empty, or it is said not to apply.

    `seen` is the version that was read before it was typed (`rules.sheets`, docs/adr/0075); None asks for none, which
    only a caller may who holds no form.
    """

    criterion_id: UUID
    value: Decimal | None
    comment: str = ""
    seen: str | None = None
    not_applicable: bool = False

    @property
    def content(self) -> Content:
        return Content(self.value, self.comment, self.not_applicable)


class MarksConflict(Conflict):
    """409: marks that hold something else by now than was seen. What else was sent is kept.

    `kept` {criterion: what stands there}, `refused` what Invalid would have told beside it.
    """

    def __init__(self, kept: Mapping[UUID, Content], refused: Mapping[str, Text]) -> None:
        super().__init__(
            _("Saved from another window meanwhile. Nothing was replaced: choose which of the two counts."),
            marks=[
                {
                    "criterion_id": str(criterion),
                    "mark": None if one.value is None else f"{one.value.normalize():f}",
                    "not_applicable": one.not_applicable,
                    "comment": one.comment,
                    "version": one.version,
                }
                for criterion, one in kept.items()
            ],
        )
        self.kept = dict(kept)
        self.refused = dict(refused)


async def save_mark(actor: Actor, seat_id: UUID, criterion_id: UUID, value: Decimal | None, comment: str) -> None:
    """Keep one mark with its comment: `save_marks` of one."""
    await save_marks(actor, seat_id, [NewMark(criterion_id, value, comment)])


async def save_marks(actor: Actor, seat_id: UUID, marks: Sequence[NewMark]) -> None:
    """Keep marks as they stand; called while the expert is writing, so it leaves no audit line.

    What lies on its scale is kept even where another mark does not: Invalid (422) then names those, as `mark-<id>`.
    The same for a mark that holds something else by now than was seen: MarksConflict (409) shows what.
    Conflict (409) after the score was submitted or the deadline has passed.
    """
    wrongs: dict[str, Text] = {}
    conflicts: dict[UUID, Content] = {}
    async with tx():
        found = await _scoring_seat(actor, seat_id)
        # the seat is locked: nobody writes between this look and the write
        lines = {
            one["id"]: one
            for one in await database.rows(
                f"SELECT c.id, {SCALE}, {CONTENT}"
                " FROM criterion c LEFT JOIN mark m ON m.criterion = c.id AND m.seat = $2 WHERE c.rubric = $1",
                found["rubric"],
                seat_id,
            )
        }
        good = []
        for mark in marks:
            line = lines.get(mark.criterion_id) or hidden()
            kept = content_of(line)
            verdict = outcome(kept, mark.content, mark.seen)
            if wrong := refused(scale_of(line), mark.content):
                wrongs[f"mark-{mark.criterion_id}"] = wrong
            elif verdict is Outcome.KEEP:
                good.append(mark)
            elif verdict is Outcome.CONFLICT:
                conflicts[mark.criterion_id] = kept
        if good:
            await database.execute(
                "INSERT INTO mark (id, seat, criterion, value, comment, not_applicable, saved_at)"
                " SELECT n.id, $1, n.criterion, n.value, n.comment, n.waived, parks_now()"
                " FROM unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::text[], $6::bool[])"
                " AS n(id, criterion, value, comment, waived)"
                " ON CONFLICT (seat, criterion) DO UPDATE SET value = excluded.value, comment = excluded.comment,"
                " not_applicable = excluded.not_applicable, saved_at = excluded.saved_at"
                " WHERE (mark.value, mark.comment, mark.not_applicable)"
                " IS DISTINCT FROM (excluded.value, excluded.comment, excluded.not_applicable)",
                seat_id,
                [uuid7() for _one in good],
                [one.criterion_id for one in good],
                [one.value for one in good],
                [one.comment for one in good],
                [one.not_applicable for one in good],
            )
    if conflicts:
        raise MarksConflict(conflicts, wrongs)
    if wrongs:
        raise Invalid(fields=wrongs)


async def submit_score(actor: Actor, seat_id: UUID) -> bool:
    """Submit the sheet: it is locked; the last seat closes the assessment and ranks it. True where it did.

    Invalid (422) names each criterion that lacks its mark or comment, as `mark-<id>` and `comment-<id>`.
    """
    async with tx():
        found = await _scoring_seat(actor, seat_id)
        return await lock_in(actor, seat_id, found, SEAT.after(SeatState(found["state"]), SeatMove.SUBMIT))


async def lock_in(actor: Actor, seat_id: UUID, found: Any, state: SeatState) -> bool:
    """Keep the sheet as a submitted version and lock the seat, `found` by `own_seat`; True where that closed the
    assessment. Invalid (422) as `submit_score`.
    """
    lines = await database.rows(
        f"SELECT c.id, c.position, {SCALE}, {CONTENT},"
        " b.comment_min FROM criterion c JOIN rubric b ON b.id = c.rubric"
        " LEFT JOIN mark m ON m.criterion = c.id AND m.seat = $1 WHERE c.rubric = $2 ORDER BY c.position",
        seat_id,
        found["rubric"],
    )
    if lacking := _lacking(lines):
        raise Invalid(_("The score is not complete yet."), lacking)
    # every criterion is marked: one without a value does not apply
    score = expert_score(
        Policy(), {one["id"]: scale_of(one) for one in lines}, {one["id"]: one["value"] for one in lines}
    )
    await database.execute(
        "WITH kept AS (INSERT INTO submitted_score (id, seat, at, score, marks)"
        " VALUES ($4, $1, parks_now(), $3, $5)),"
        # what a round pays falls due with the score; one that was given back and comes again is paid once
        " fee AS (INSERT INTO expert_fee (id, review_round, expert, seat, amount, currency, state, due_at,"
        " entered_by, reference, reason) SELECT $6, f.review_round, $7, $1, f.amount, f.currency, 'due',"
        " parks_now(), f.entered_by, '', '' FROM round_fee f WHERE f.review_round = $8"
        " ON CONFLICT (seat) DO NOTHING)"
        " UPDATE seat SET state = $2, score = $3, scored_at = parks_now(), skipped_at = NULL WHERE id = $1",
        seat_id,
        state.value,
        score,
        uuid7(),
        [
            {
                "criterion": str(one["id"]),
                "mark": None if one["not_applicable"] else str(one["value"]),
                "comment": one["comment"],
            }
            for one in lines
        ],
        uuid7(),
        found["expert"],
        found["review_round"],
    )
    await audit.record(actor, "score submitted", seat_id, code=found["code"])
    await announce(ScoreSubmitted(seat_id, found["assessment"]))
    if found["unsettled"]:
        await settle(assessment_id=found["assessment"])
    return await close_when_complete(actor, found["assessment"], found["review_round"], found["seats"])


def _lacking(lines: list[Any]) -> dict[str, Text]:
    fields: dict[str, Text] = {}
    for one in lines:
        if not content_of(one).marked:
            fields[f"mark-{one['id']}"] = _("Criterion {n} has no mark yet.", n=one["position"])
        if len(one["comment"].strip()) < one["comment_min"]:
            fields[f"comment-{one['id']}"] = _(
                "Criterion {n}: write at least {least} characters on why.", n=one["position"], least=one["comment_min"]
            )
    return fields


async def reopen_score(actor: Actor, seat_id: UUID, reason: str) -> None:
    """Give a submitted score back to its expert, with the reason on record; what was submitted stays in the history."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await run_seat(actor, seat_id) or hidden()
        state = SEAT.after(SeatState(found["state"]), SeatMove.REOPEN)
        if found["assessment_state"] == AssessmentState.CLOSED:
            await reopen(actor, found["assessment"], found["review_round"], reason)
        await database.execute(
            "UPDATE seat SET state = $2, score = NULL, scored_at = NULL WHERE id = $1", seat_id, state.value
        )
        await audit.record(actor, "score given back", found["assessment"], seat=seat_id, reason=reason)


async def _scoring_seat(actor: Actor, seat_id: UUID) -> Any:
    found = await own_seat(actor, seat_id)
    await out_of_conflict(found)
    require(permissions.may_score(found["state"]))
    SEAT.after(SeatState(found["state"]), SeatMove.SUBMIT)
    if found["over"]:
        raise Conflict(_("The deadline of this round has passed. Ask the officer for more time if you need it."))
    return found
