"""What a person asked of a park for their companies, for themselves."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """Requests that the person filed; one statement."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'requests', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.name_zh AS company, r.kind, r.area_min::text,
            r.area_max::text, r.seats, r.wanted_from, r.wanted_until, r.note, r.state, r.asked_at, r.answer
            FROM unit_request r JOIN company c ON c.id = r.company WHERE r.asked_by = $1 ORDER BY r.asked_at) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
