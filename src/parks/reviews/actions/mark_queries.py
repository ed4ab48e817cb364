"""Asking an expert about a mark, and the expert's answer: words, and where they look again, another mark."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.results import reopen, run_seat
from parks.reviews.actions.scores import NewMark, lock_in
from parks.reviews.actions.seats import out_of_conflict, own_seat
from parks.reviews.events import MarkAnswered, MarkAsked
from parks.reviews.queries.criteria import SCALE, scale_of
from parks.reviews.rules.mark_queries import names_told
from parks.reviews.states import ROUND, SEAT, AssessmentState, QueryKind, RoundMove, RoundState, SeatMove, SeatState


async def ask_about_mark(actor: Actor, seat_id: UUID, criterion_id: UUID, kind: QueryKind, words: str) -> UUID:
    """An officer asks once the panel is complete; the expert reads the words alone, never who asks.

    Invalid (422) for words that name the applicant or another expert of the panel. Conflict (409) while an earlier
    question on this criterion waits, before the panel is complete, and once the round is closed.
    """
    made = uuid7()
    try:
        async with tx():
            seat = await run_seat(actor, seat_id) or hidden()
            found = await database.row(
                "SELECT m.value, c.position, a.code, a.subject_label, r.state,"
                " ARRAY(SELECT e.name FROM seat o JOIN expert e ON e.id = o.expert WHERE o.assessment = a.id"
                " AND o.id <> s.id) AS others FROM seat s JOIN assessment a ON a.id = s.assessment"
                " JOIN review_round r ON r.id = a.review_round JOIN criterion c ON c.id = $2 AND c.rubric = r.rubric"
                " LEFT JOIN mark m ON m.seat = s.id AND m.criterion = c.id WHERE s.id = $1",
                seat_id,
                criterion_id,
            )
            if found is None:
                raise Invalid(fields={"criterion": _("Choose one of the options.")})
            ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)
            if seat["assessment_state"] != AssessmentState.CLOSED or seat["state"] != SeatState.SCORED:
                raise Conflict(_("A mark is asked about once the whole panel has scored."))
            if found["value"] is None:
                raise Conflict(
                    _("The expert said that this criterion does not apply. Give the score back to ask for a mark.")
                )
            if not words.strip():
                raise Invalid(fields={"words": _("Write what you want to know.")})
            if names_told(words, [found["subject_label"], *found["others"]]):
                raise Invalid(
                    fields={
                        "words": _("Ask without a name: the expert must learn neither the applicant nor the others.")
                    }
                )
            await database.execute(
                "INSERT INTO mark_query (id, seat, criterion, kind, words, mark, asked_by, asked_at, answer)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now(), '')",
                made,
                seat_id,
                criterion_id,
                kind.value,
                words.strip(),
                found["value"],
                actor.id,
            )
            await audit.record(
                actor,
                "mark asked about",
                seat["assessment"],
                seat=seat_id,
                criterion=found["position"],
                kind=kind.value,
            )
            await announce(MarkAsked(made))
    except asyncpg.UniqueViolationError:
        raise Conflict(_("A question on this criterion waits for the expert's answer already.")) from None
    return made


async def answer_about_mark(
    actor: Actor, seat_id: UUID, query_id: UUID, words: str, mark: Decimal | None = None
) -> bool:
    """The expert answers in words and keeps the mark (None), or sets another; True where the mark changed.

    A submitted score is then given back for this criterion alone and submitted again at once: both versions are kept,
    the assessment is reopened and closed anew, and ranked. The deadline does not end this, the round's closing does.
    Conflict (409) where the question was answered.
    """
    async with tx():
        found = await own_seat(actor, seat_id)
        await out_of_conflict(found)
        require(permissions.may_score(found["state"]))
        asked = await database.row(
            "SELECT q.criterion, q.answered_at, c.position, m.value, b.comment_min,"
            f" {SCALE}"
            " FROM mark_query q JOIN criterion c ON c.id = q.criterion JOIN rubric b ON b.id = c.rubric"
            " JOIN mark m ON m.seat = q.seat AND m.criterion = q.criterion"
            " WHERE q.id = $1 AND q.seat = $2 FOR NO KEY UPDATE OF q",
            query_id,
            seat_id,
        )
        if asked is None:
            hidden()
        if asked["answered_at"] is not None:
            raise Conflict(_("You have answered this question; the answer stays as it is."))
        least = max(asked["comment_min"], 1)
        if len(words.strip()) < least:
            raise Invalid(fields={f"answer-{query_id}": _("Write at least {least} characters on why.", least=least)})
        scale = scale_of(asked)
        if mark is None and asked["value"] is None:  # given back meanwhile, and taken off
            raise Invalid(fields={f"look-{query_id}": _("The criterion has no mark now. Give one.")})
        if mark is not None and not scale.takes(mark):
            raise Invalid(
                fields={
                    f"look-{query_id}": _(
                        "Marks go from 0 to {maximum} in steps of {step}.",
                        maximum=f"{scale.maximum.normalize():f}",
                        step=f"{scale.step.normalize():f}",
                    )
                }
            )
        changed = mark is not None and mark != asked["value"]
        await database.execute(
            "UPDATE mark_query SET answer = $2, mark_after = $3, answered_at = parks_now() WHERE id = $1",
            query_id,
            words.strip(),
            mark if changed else asked["value"],
        )
        await audit.record(
            actor, "mark explained", found["assessment"], seat=seat_id, criterion=asked["position"], changed=changed
        )
        await announce(MarkAnswered(query_id))
        if changed:
            await _look_again(actor, found, seat_id, NewMark(asked["criterion"], mark, words.strip()))
    return changed


async def _look_again(actor: Actor, found: Any, seat_id: UUID, new: NewMark) -> None:
    """Another mark on one criterion (its comment: the answer); what was submitted is submitted again with it."""
    scored = found["state"] == SeatState.SCORED
    if scored:
        if found["assessment_state"] == AssessmentState.CLOSED:
            await reopen(actor, found["assessment"], found["review_round"], new.comment)
        state = SEAT.after(SeatState(found["state"]), SeatMove.REOPEN)
        await database.execute(
            "UPDATE seat SET state = $2, score = NULL, scored_at = NULL WHERE id = $1", seat_id, state.value
        )
    await database.execute(
        "UPDATE mark SET value = $3, not_applicable = FALSE, saved_at = parks_now() WHERE seat = $1 AND criterion = $2",
        seat_id,
        new.criterion_id,
        new.value,
    )
    if scored:
        await lock_in(actor, seat_id, found, SEAT.after(SeatState.DECLARED, SeatMove.SUBMIT))
