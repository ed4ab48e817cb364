"""What waits in a park: requests for space that nobody answered."""

from parks.adapters.database import rows
from parks.kernel.actor import Actor, Role
from parks.kernel.to_do import ToDo
from parks.kernel.words import Bilingual, _


async def to_do(actor: Actor) -> list[ToDo]:
    """The oldest first; one statement, none for those who manage no park."""
    places = actor.paths(Role.PARK_MANAGER)
    if not places:
        return []
    found = await rows(
        "SELECT r.id, c.name_zh, COALESCE(NULLIF(c.name_en, ''), c.name_zh) AS name_en FROM unit_request r"
        " JOIN park p ON p.id = r.park JOIN company c ON c.id = r.company"
        " WHERE r.state = 'asked' AND p.path ^@ ANY($1::text[]) ORDER BY r.asked_at, r.id LIMIT 50",
        places,
    )
    return [
        ToDo(_("Answer a request for space"), f"/requests/{one['id']}", Bilingual(one["name_zh"], one["name_en"]))
        for one in found
    ]
