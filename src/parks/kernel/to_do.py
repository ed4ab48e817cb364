"""What waits for a person: each context answers `queries.to_do(actor)`, the app puts the answers together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual, Text


@dataclass(frozen=True, slots=True)
class ToDo:
    """`label` says what to do, `about` in what matter; `url` is where it is done. `due` is the last day, or the very
    moment; None where nobody set one. `provisional`: a day on the way to it has no official calendar yet.
    """

    label: Text
    url: str
    about: Text | Bilingual | str = ""
    due: date | datetime | None = None
    provisional: bool = False


Asking = Callable[[Actor], Awaitable[list[ToDo]]]
"""A context's `queries.to_do`: one statement at most, and none where nothing can wait for this actor."""
