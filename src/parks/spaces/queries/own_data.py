"""What a person asked of a park for their companies, for themselves; rooms booked, visitors announced, services."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """Requests, bookings, visitors, steps of stays and services of the person's own; one statement."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'requests', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.name_zh AS company, r.kind, r.area_min::text,
            r.area_max::text, r.seats, r.must, r.prefer, r.budget_amount::text AS budget, r.budget_currency,
            r.wanted_from, r.wanted_until, r.note, r.state, r.asked_at, r.answer
            FROM unit_request r JOIN company c ON c.id = r.company WHERE r.asked_by = $1 ORDER BY r.asked_at) x),
          'bookings', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT r.name, b.purpose, b.starts, b.ends, b.state,
            b.booked_at, b.answer FROM booking b JOIN bookable_room r ON r.id = b.room WHERE b.booked_by = $1
            ORDER BY b.starts) x),
          'visitors', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT v.name, v.day, v.announced_at, v.arrived_at
            FROM visitor v WHERE v.host = $1 ORDER BY v.day) x),
          'steps_of_stays', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT s.move, s.words, s.detail, s.made_at
            FROM incubation_step s WHERE s.made_by = $1 ORDER BY s.made_at) x),
          'services', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.name_zh AS company, s.kind, s.words, s.state,
            s.asked_at, s.due, s.closed_at, s.rating FROM service_request s JOIN company c ON c.id = s.company
            WHERE s.asked_by = $1 ORDER BY s.asked_at) x),
          'said_of_services', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT t.step, t.words, t.rating, t.at
            FROM service_step t WHERE t.by = $1 ORDER BY t.at, t.id) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
