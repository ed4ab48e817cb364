"""Facts carried to who listens, in order and in the same transaction; one that raises undoes the whole.

Who listens is one table, `parks.app.REACTIONS`, handed in at start-up.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from parks.kernel.events import Event

Reaction = Callable[[Any], Awaitable[None]]

_reactions: dict[type[Event], Sequence[Reaction]] = {}


def wire(reactions: Mapping[type[Event], Sequence[Reaction]]) -> None:
    _reactions.clear()
    _reactions.update(reactions)


async def announce(event: Event) -> None:
    """Tell the fact to its listeners. Called inside the transaction of the action that made it true."""
    for react in _reactions.get(type(event), ()):
        await react(event)
