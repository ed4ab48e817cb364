"""A person's own data out of every context, and of nobody else (PIPL art. 45)."""

from dataclasses import dataclass

from parks.kernel.actor import Actor
from parks.kernel.records import Own, OwnData
from parks.kernel.words import Text

OWN_DATA: list[OwnData] = []


@dataclass(frozen=True, slots=True)
class Part:
    """What one context holds."""

    key: str
    title: Text
    data: Own

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.data.values())


async def own_data(actor: Actor) -> list[Part]:
    """One statement a context."""
    return [Part(one.key, one.title, await one.gather(actor)) for one in OWN_DATA]
