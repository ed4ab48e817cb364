"""Grading a year of an expert: the officer's word beside the figures of the house."""

from uuid import UUID

from parks.adapters import clock, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.queries import evaluations as queries
from parks.reviews.states import Grade


async def evaluate_expert(actor: Actor, expert_id: UUID, year: int, grade: Grade, words: str) -> None:
    """Grade a year, or grade it anew; the figures of this moment are kept with it, the expert reads grade and words.

    Nothing follows by itself: two poor years suggest rest, and an officer lets rest. Invalid (422) for a year to come
    and for a poor one without words; Forbidden (403) for oneself.
    """
    if grade is Grade.POOR and not words.strip():
        raise Invalid(fields={"words": _("Say why. The expert reads it.")})
    today = await clock.today()
    if not 2000 <= year <= today.year:
        raise Invalid(fields={"year": _("Choose a year from 2000 to this one.")})
    async with tx():
        found = await database.row("SELECT path, person FROM expert WHERE id = $1 FOR NO KEY UPDATE", expert_id)
        if found is None or not permissions.reads_at(actor):
            hidden()
        require(permissions.may_evaluate(actor, person_id=found["person"], path=found["path"]))
        counted = await queries.counted(expert_id, year)
        await database.execute(
            "INSERT INTO expert_evaluation (id, expert, year, figures, grade, words, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now()) ON CONFLICT (expert, year) DO UPDATE"
            " SET figures = excluded.figures, grade = excluded.grade, words = excluded.words, by = excluded.by,"
            " at = excluded.at",
            uuid7(),
            expert_id,
            year,
            counted.stored(),
            grade.value,
            words.strip(),
            actor.id,
        )
        await audit.record(actor, "expert evaluated", expert_id, year=year, grade=grade.value, words=words.strip())
