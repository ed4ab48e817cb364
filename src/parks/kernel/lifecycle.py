"""Legal moves as a table: the only place that knows what may follow what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from parks.kernel.errors import IllegalMove
from parks.kernel.words import _

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


class Lifecycle(Generic[S, M]):
    """`LIFE = Lifecycle({(DRAFT, SUBMIT): SUBMITTED})`; `LIFE.after(DRAFT, SUBMIT)` is SUBMITTED."""

    def __init__(self, moves: Mapping[tuple[S, M], S]) -> None:
        self.moves = dict(moves)

    def after(self, state: S, move: M) -> S:
        """The state that the move leads to; raises IllegalMove (409) where there is none."""
        try:
            return self.moves[state, move]
        except KeyError:
            raise IllegalMove(
                _("This step is not possible now: the matter has moved on. Reload the page to see where it stands.")
            ) from None

    def allows(self, state: S, move: M) -> bool:
        return (state, move) in self.moves
