"""What waits about space: offers to the reader's companies and what was done for them; requests, bookings and services
in the parks they manage.
"""

from collections.abc import Mapping

from parks.adapters.database import rows
from parks.kernel.actor import Actor, Role
from parks.kernel.to_do import ToDo
from parks.kernel.words import Bilingual, Text, _
from parks.spaces.rules.incubations import Side, waits_for
from parks.spaces.states import IncubationState

OUR_TURN = [state for state in IncubationState if waits_for(state) is Side.COMPANY]
PARKS_TURN = [state for state in IncubationState if waits_for(state) is Side.PARK]

OFFERED = """SELECT 'offer' AS kind, a.id, u.code || ' · ' || (p.name->>'zh') AS zh,
    u.code || ' · ' || (p.name->>'en') AS en, a.expires_at AS due, a.made_at AS at
  FROM company_member m JOIN allocation a ON a.company = m.company AND a.kind = 'offer' AND NOT a.void
    AND a.expires_at > parks_now()
  JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park WHERE m.account_id = $1"""

ASKED = """(SELECT 'request', r.id, c.name_zh, COALESCE(NULLIF(c.name_en, ''), c.name_zh), NULL::timestamptz, r.asked_at
  FROM unit_request r JOIN park p ON p.id = r.park JOIN company c ON c.id = r.company
  WHERE r.state = 'asked' AND p.path ^@ ANY($2::text[])
    AND NOT EXISTS (SELECT FROM allocation a WHERE a.request = r.id AND a.kind = 'offer' AND NOT a.void
      AND a.expires_at > parks_now())
  ORDER BY r.asked_at, r.id LIMIT 50)"""
"""A request whose founder is deciding about an offer waits for nobody in the park."""


BOOKED = """(SELECT 'room', b.id, r.name->>'zh' || ' · ' || b.purpose, r.name->>'en' || ' · ' || b.purpose, b.starts,
    b.booked_at
  FROM booking b JOIN bookable_room r ON r.id = b.room JOIN unit u ON u.id = r.unit JOIN park p ON p.id = u.park
  WHERE b.state = 'asked' AND b.starts > parks_now() AND p.path ^@ ANY($2::text[]) ORDER BY b.starts, b.id LIMIT 50)"""

STAY = """'{kind}', i.id, c.name_zh, COALESCE(NULLIF(c.name_en, ''), c.name_zh), NULL::timestamptz, i.moved_at
  FROM incubation i JOIN park p ON p.id = i.park JOIN company c ON c.id = i.company"""

STAYS_OF_OURS = f"""SELECT {STAY.format(kind="our stay")} JOIN company_member m ON m.company = c.id
  WHERE m.account_id = $1 AND i.state = ANY('{{{",".join(OUR_TURN)}}}')"""

STAYS = f"""(SELECT {STAY.format(kind="stay")}
  WHERE p.path ^@ ANY($2::text[]) AND (i.state = ANY('{{{",".join(PARKS_TURN)}}}')
    OR i.state = 'incubating' AND i.ends <= parks_today() + 90) ORDER BY i.moved_at, i.id LIMIT 50)"""
"""The park's turn; and clocks that run out within ninety days, when an extension is asked for (domain.md §3.5)."""

SERVED = """(SELECT 'service', s.id, c.name_zh || ' · ' || left(s.words, 60),
    COALESCE(NULLIF(c.name_en, ''), c.name_zh) || ' · ' || left(s.words, 60),
    (s.due + time '23:59:59') AT TIME ZONE 'Asia/Shanghai', s.asked_at
  FROM service_request s JOIN park p ON p.id = s.park JOIN company c ON c.id = s.company
  WHERE s.state <> 'closed' AND p.path ^@ ANY($2::text[]) ORDER BY s.due, s.asked_at, s.id LIMIT 50)"""

RATING_DAYS = 14
"""How long after it was closed a tenant is reminded that a service can be rated."""

CLOSED = f"""(SELECT 'rating', s.id, left(s.words, 60), left(s.words, 60), NULL::timestamptz, s.closed_at
  FROM company_member m JOIN service_request s ON s.company = m.company
  WHERE m.account_id = $1 AND s.state = 'closed' AND s.rating IS NULL
    AND s.closed_at > parks_now() - interval '{RATING_DAYS} days' ORDER BY s.closed_at, s.id LIMIT 20)"""

KINDS: Mapping[str, tuple[Text, str]] = {
    "our stay": (_("Go on with our stay in a park"), "/incubations/{id}"),
    "stay": (_("Take the next step of a company's stay"), "/incubations/{id}"),
    "offer": (_("Answer an offer of space"), "/offers/{id}"),
    "request": (_("Answer a request for space"), "/requests/{id}"),
    "room": (_("Answer a booking of a room"), "/bookings#booking-{id}"),
    "service": (_("Answer what a tenant asked for"), "/services/{id}"),
    "rating": (_("Rate what the park did, or ask again"), "/services/{id}"),
}


async def to_do(actor: Actor) -> list[ToDo]:
    """By kind; offers by their end, requests oldest first, bookings by their start, services by their promised day; one
    statement.

    An expert's list has its fourth statement in the reviews, so it asks for no offers: one who keeps a company's record
    too finds them on the page of their space, in the inbox and by mail.
    """
    places = actor.paths(Role.PARK_MANAGER)
    if actor.has(Role.EXPERT) and not places:
        return []
    parts, values = (
        ([OFFERED, STAYS_OF_OURS, CLOSED, ASKED, BOOKED, STAYS, SERVED], [actor.id, places])
        if places
        else ([OFFERED, STAYS_OF_OURS, CLOSED], [actor.id])
    )
    found = await rows(" UNION ALL ".join(parts) + " ORDER BY kind, due, at, id", *values)
    return [
        ToDo(
            KINDS[one["kind"]][0],
            KINDS[one["kind"]][1].format(id=one["id"]),
            Bilingual(one["zh"], one["en"]),
            one["due"],
        )
        for one in found
    ]
