"""Taking over a score form that was filled in without network: all of it or nothing."""

from collections.abc import Sequence
from itertools import groupby

from parks.adapters.database import tx
from parks.kernel.actor import Actor
from parks.reviews.actions.scores import NewMark, save_marks
from parks.reviews.rules.offline import Line


async def take_over_form(actor: Actor, lines: Sequence[Line]) -> None:
    """Keep these marks by the very action of the page, in one transaction; whatever it refuses undoes the whole.

    MarksConflict (409) where one was saved elsewhere since the lines were compared.
    """
    async with tx():
        # in one order, so that two forms taken over at once do not wait for each other in a ring
        ordered = sorted(lines, key=lambda one: one.asked.key)
        for seat_id, group in groupby(ordered, key=lambda one: one.asked.seat_id):
            await save_marks(
                actor,
                seat_id,
                [
                    NewMark(
                        one.asked.criterion_id, one.typed.value, one.typed.comment, one.seen, one.typed.not_applicable
                    )
                    for one in group
                ],
            )
