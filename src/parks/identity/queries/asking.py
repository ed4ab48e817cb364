"""Who is asking: the one look-up of every request, and the person as an actor for jobs and tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters import database, tokens
from parks.identity.rules import limits
from parks.identity.rules.purposes import NOTICE
from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.settings import settings

LIVE = "a.ended_at IS NULL AND (a.until IS NULL OR a.until > (c.now AT TIME ZONE 'Asia/Shanghai')::date)"
"""An appointment `a` that counts at `c.now`: the trade's clock, which a demo may move."""

_SESSION = f"""
    SELECT p.id, p.name, p.language, s.id AS session_id, c.now, s.seen_at < now() - $3::interval AS stale,
      EXISTS (SELECT FROM consent k WHERE k.person = p.id AND k.purpose = $4 AND k.version = $5
        AND k.withdrawn_at IS NULL) AS agreed,
      (SELECT array_agg((a.role, o.id, o.path, o.name_zh, o.name_en) ORDER BY o.path, a.role)
        FROM appointment a JOIN organisation o ON o.id = a.organisation WHERE a.person = p.id AND {LIVE}) AS held
    FROM session s JOIN person p ON p.id = s.person, (SELECT parks_now() AS now) c
    WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - $2::interval
      AND p.suspended_at IS NULL
"""
_KEY = f"""
    SELECT p.id, p.name, p.language, k.id AS key_id, k.read_only, c.now,
      k.used_at IS NULL OR k.used_at < now() - $2::interval AS stale,
      (SELECT array_agg(DISTINCT (g.role, o.id, o.path, o.name_zh, o.name_en)) FROM api_key_role g
        JOIN organisation o ON o.id = g.organisation
        JOIN appointment a ON a.person = p.id AND a.role = g.role AND {LIVE}
        JOIN organisation above ON above.id = a.organisation AND starts_with(o.path, above.path)
        WHERE g.key = k.id) AS held
    FROM api_key k JOIN person p ON p.id = k.person, (SELECT parks_now() AS now) c
    WHERE k.digest = $1 AND k.revoked_at IS NULL AND k.expires_at > now() AND p.suspended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is asking, and when it is. `session_id` or `key_id`; `stale`: its last use is worth noting again;
    `place`: the organisation that the page's head names, the highest of theirs; `agreed`: to the privacy notice of
    today (a key acts for a person who made it in a session, so it is not asked).
    """

    actor: Actor
    now: datetime
    session_id: UUID | None = None
    key_id: UUID | None = None
    read_only: bool = False
    stale: bool = False
    place: Bilingual | None = None
    agreed: bool = True


async def actor_of_session(jti: UUID) -> Signed | None:
    """The person of a session that still stands, with their roles, in one statement."""
    row = await database.row(_SESSION, jti, settings().session_idle, limits.SEEN, NOTICE.key, NOTICE.version)
    if row is None:
        return None
    return Signed(
        _actor(row, "session"),
        row["now"],
        session_id=row["session_id"],
        stale=row["stale"],
        place=_place(row),
        agreed=row["agreed"],
    )


async def actor_of_key(key: str) -> Signed | None:
    """The person of an API key, with the roles the key may use and its person still holds, in one statement."""
    row = await database.row(_KEY, tokens.digest(key), limits.SEEN)
    if row is None:
        return None
    return Signed(
        _actor(row, "api-key"), row["now"], key_id=row["key_id"], read_only=row["read_only"], stale=row["stale"]
    )


def _actor(row: Any, via: str) -> Actor:
    held = tuple(Held(Role(role), organisation, path) for role, organisation, path, _zh, _en in row["held"] or ())
    return Actor(row["id"], row["name"], row["language"], held, via)


def _place(row: Any) -> Bilingual | None:
    return Bilingual(row["held"][0][3], row["held"][0][4]) if row["held"] else None


async def actor(person_id: UUID) -> Actor:
    """The person as they act now, with their roles: for jobs, the demo and tests. Hidden (404) where there is none."""
    row = await database.row(
        "SELECT p.id, p.name, p.language, (SELECT array_agg((a.role, o.id, o.path, o.name_zh, o.name_en)"
        " ORDER BY o.path, a.role) FROM appointment a JOIN organisation o ON o.id = a.organisation"
        f" WHERE a.person = p.id AND {LIVE}) AS held"
        " FROM person p, (SELECT parks_now() AS now) c WHERE p.id = $1 AND p.suspended_at IS NULL",
        person_id,
    )
    return _actor(row, "session") if row else hidden()
