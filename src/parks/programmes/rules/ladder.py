"""The ladder as data: who decides at which level, and where in the tree.

park → city → province → the nation; an officer acts at the level of the office they hold, and reads what lies below.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from parks.kernel.actor import Actor, Role
from parks.kernel.words import Text, _
from parks.programmes.states import Level


@dataclass(frozen=True, slots=True)
class Rung:
    """`kind` is the kind of organisation whose quota counts here; `role` is held at that very organisation."""

    level: Level
    role: Role
    kind: str
    name: Text
    next: Text


LADDER: Mapping[Level, Rung] = {
    Level.PARK: Rung(Level.PARK, Role.PARK_MANAGER, "park", _("First review by the park"), _("the city")),
    Level.CITY: Rung(Level.CITY, Role.CITY_OFFICER, "city", _("Review by the city"), _("the province")),
    Level.PROVINCE: Rung(
        Level.PROVINCE, Role.PROVINCE_OFFICER, "province", _("Review by the province"), _("the national selection")
    ),
}

READERS = (
    Role.PARK_MANAGER,
    Role.CITY_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.PROGRAMME_OFFICER,
    Role.AUDITOR,
)
"""Who sees applications under their place in the tree, from the moment they were sent."""

OFFICERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)


def acts_at(actor: Actor, level: Level, path: str) -> bool:
    """Whether the actor decides for this application at this level."""
    return actor.holds(LADDER[level].role, path)


def own_levels(actor: Actor) -> list[Level]:
    """The levels that wait for this actor at all: the first filter of the work list."""
    return [level for level, rung in LADDER.items() if actor.has(rung.role)]
