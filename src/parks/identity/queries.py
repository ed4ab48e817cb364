"""Reads: who is asking, who people are, the tree of organisations, who holds which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters import database, tokens
from parks.identity.rules import limits
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.settings import settings

LIVE = "a.ended_at IS NULL AND (a.until IS NULL OR a.until > (c.now AT TIME ZONE 'Asia/Shanghai')::date)"
"""An appointment `a` that counts at `c.now`: the trade's clock, which a demo may move."""

_SESSION = f"""
    SELECT p.id, p.name, p.language, s.id AS session_id, c.now, s.seen_at < now() - $3::interval AS stale,
      (SELECT array_agg((a.role, o.id, o.path)) FROM appointment a JOIN organisation o ON o.id = a.organisation
        WHERE a.person = p.id AND {LIVE}) AS held
    FROM session s JOIN person p ON p.id = s.person, (SELECT parks_now() AS now) c
    WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - $2::interval
      AND p.suspended_at IS NULL
"""
_KEY = f"""
    SELECT p.id, p.name, p.language, k.id AS key_id, k.read_only, c.now,
      k.used_at IS NULL OR k.used_at < now() - $2::interval AS stale,
      (SELECT array_agg(DISTINCT (g.role, o.id, o.path)) FROM api_key_role g
        JOIN organisation o ON o.id = g.organisation
        JOIN appointment a ON a.person = p.id AND a.role = g.role AND {LIVE}
        JOIN organisation above ON above.id = a.organisation AND starts_with(o.path, above.path)
        WHERE g.key = k.id) AS held
    FROM api_key k JOIN person p ON p.id = k.person, (SELECT parks_now() AS now) c
    WHERE k.digest = $1 AND k.revoked_at IS NULL AND k.expires_at > now() AND p.suspended_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is asking, and when it is. `session_id` or `key_id`; `stale`: its last use is worth noting again."""

    actor: Actor
    now: datetime
    session_id: UUID | None = None
    key_id: UUID | None = None
    read_only: bool = False
    stale: bool = False


async def actor_of_session(jti: UUID) -> Signed | None:
    """The person of a session that still stands, with their roles, in one statement."""
    row = await database.row(_SESSION, jti, settings().session_idle, limits.SEEN)
    if row is None:
        return None
    return Signed(_actor(row, "session"), row["now"], session_id=row["session_id"], stale=row["stale"])


async def actor_of_key(key: str) -> Signed | None:
    """The person of an API key, with the roles the key may use and its person still holds, in one statement."""
    row = await database.row(_KEY, tokens.digest(key), limits.SEEN)
    if row is None:
        return None
    return Signed(
        _actor(row, "api-key"), row["now"], key_id=row["key_id"], read_only=row["read_only"], stale=row["stale"]
    )


def _actor(row: Any, via: str) -> Actor:
    held = tuple(Held(Role(role), organisation, path) for role, organisation, path in row["held"] or ())
    return Actor(row["id"], row["name"], row["language"], held, via)


@dataclass(frozen=True, slots=True)
class PersonView:
    id: UUID
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class OrganisationView:
    id: UUID
    kind: OrganisationKind
    name: Bilingual
    path: str
    region: str

    @property
    def depth(self) -> int:
        """0 for the nation."""
        return self.path.count("/") - 2


async def person(person_id: UUID) -> PersonView:
    """For other contexts: the caller has its own reason to know. Hidden (404) where there is none."""
    row = await database.row("SELECT id, name, email, language FROM person WHERE id = $1", person_id)
    return PersonView(**row) if row else hidden()


async def people(ids: Sequence[UUID]) -> dict[UUID, PersonView]:
    found = await database.rows("SELECT id, name, email, language FROM person WHERE id = ANY($1)", list(ids))
    return {one["id"]: PersonView(**one) for one in found}


async def actor(person_id: UUID) -> Actor:
    """The person as they act now, with their roles: for jobs, the demo and tests. Hidden (404) where there is none."""
    row = await database.row(
        "SELECT p.id, p.name, p.language, (SELECT array_agg((a.role, o.id, o.path)) FROM appointment a"
        f" JOIN organisation o ON o.id = a.organisation WHERE a.person = p.id AND {LIVE}) AS held"
        " FROM person p, (SELECT parks_now() AS now) c WHERE p.id = $1 AND p.suspended_at IS NULL",
        person_id,
    )
    return _actor(row, "session") if row else hidden()


_ORGANISATION = "o.id, o.kind, o.name_zh, o.name_en, o.path, o.region"


def _organisation(row: Any) -> OrganisationView:
    return OrganisationView(
        row["id"], OrganisationKind(row["kind"]), Bilingual(row["name_zh"], row["name_en"]), row["path"], row["region"]
    )


async def organisation(organisation_id: UUID) -> OrganisationView:
    """Organisations are public: their names stand on every notice. Hidden (404) where there is none."""
    row = await database.row(f"SELECT {_ORGANISATION} FROM organisation o WHERE o.id = $1", organisation_id)
    return _organisation(row) if row else hidden()


async def organisations(kind: OrganisationKind | None = None, under: str = "/") -> list[OrganisationView]:
    """The tree in its own order, parents before children; at most 2,000."""
    found = await database.rows(
        f"SELECT {_ORGANISATION} FROM organisation o WHERE o.path LIKE $1 || '%' AND ($2::text IS NULL OR o.kind = $2)"
        " ORDER BY o.path LIMIT 2000",
        under,
        kind.value if kind else None,
    )
    return [_organisation(one) for one in found]


async def above(path: str, kind: OrganisationKind) -> OrganisationView | None:
    """The organisation of that level that this place belongs to (itself included), e.g. the city of a park."""
    row = await database.row(
        f"SELECT {_ORGANISATION} FROM organisation o WHERE starts_with($1, o.path) AND o.kind = $2"
        " ORDER BY length(o.path) DESC LIMIT 1",
        path,
        kind.value,
    )
    return _organisation(row) if row else None


async def holders(role: Role, path: str) -> list[PersonView]:
    """Who holds the role at this place or above it, the nearest first; no suspended ones."""
    found = await database.rows(
        "SELECT p.id, p.name, p.email, p.language FROM appointment a JOIN organisation o ON o.id = a.organisation"
        " JOIN person p ON p.id = a.person, (SELECT parks_now() AS now) c"
        f" WHERE a.role = $1 AND starts_with($2, o.path) AND {LIVE} AND p.suspended_at IS NULL"
        " GROUP BY p.id ORDER BY max(length(o.path)) DESC, p.name, p.id",
        role.value,
        path,
    )
    return [PersonView(**one) for one in found]


async def places_of(person_id: UUID) -> list[str]:
    """The paths of all places where the person holds a role now."""
    found = await database.rows(
        "SELECT DISTINCT o.path FROM appointment a JOIN organisation o ON o.id = a.organisation,"
        f" (SELECT parks_now() AS now) c WHERE a.person = $1 AND {LIVE} ORDER BY o.path",
        person_id,
    )
    return [one["path"] for one in found]
