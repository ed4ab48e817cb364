"""How people want to hear of each kind of message."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.notifications.rules.kinds import CHOICES, Channel, Choice, Kind, channel


@dataclass(frozen=True, slots=True)
class Preferred:
    """One kind with what may be chosen and what counts now."""

    kind: Kind
    choice: Choice
    channel: Channel

    @property
    def fixed(self) -> bool:
        return len(self.choice.channels) == 1


async def preferences(actor: Actor) -> list[Preferred]:
    """One's own, every kind; one statement."""
    found = await rows("SELECT kind, channel FROM notification_preference WHERE person = $1", actor.id)
    chosen = {one["kind"]: one["channel"] for one in found}
    return [Preferred(kind, choice, channel(kind, chosen.get(kind))) for kind, choice in CHOICES.items()]


async def channels(kind: Kind, people: Sequence[UUID]) -> dict[UUID, Channel]:
    """The channel of each of these people for one kind; no statement where there is nothing to choose."""
    chosen: dict[UUID, str] = {}
    if len(CHOICES[kind].channels) > 1:
        found = await rows(
            "SELECT person, channel FROM notification_preference WHERE kind = $1 AND person = ANY($2)",
            kind.value,
            list(people),
        )
        chosen = {one["person"]: one["channel"] for one in found}
    return {person: channel(kind, chosen.get(person)) for person in people}
