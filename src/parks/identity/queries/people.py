"""People and organisations, as other contexts see them; who holds a role at a place or above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.identity.queries.asking import LIVE
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual


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


async def person_at(email: str) -> PersonView | None:
    """Who has this address, whole and in small letters; for jobs and the demo, never for a visitor's question."""
    row = await database.row("SELECT id, name, email, language FROM person WHERE lower(email) = $1", email)
    return PersonView(**row) if row else None


_ORGANISATION = "o.id, o.kind, o.name_zh, o.name_en, o.path, o.region"


def as_organisation(row: Any) -> OrganisationView:
    return OrganisationView(
        row["id"], OrganisationKind(row["kind"]), Bilingual(row["name_zh"], row["name_en"]), row["path"], row["region"]
    )


async def organisation(organisation_id: UUID) -> OrganisationView:
    """Organisations are public: their names stand on every notice. Hidden (404) where there is none."""
    row = await database.row(f"SELECT {_ORGANISATION} FROM organisation o WHERE o.id = $1", organisation_id)
    return as_organisation(row) if row else hidden()


async def organisations(kind: OrganisationKind | None = None, under: str = "/") -> list[OrganisationView]:
    """The tree in its own order, parents before children; at most 2,000."""
    found = await database.rows(
        f"SELECT {_ORGANISATION} FROM organisation o WHERE o.path LIKE $1 || '%' AND ($2::text IS NULL OR o.kind = $2)"
        " ORDER BY o.path LIMIT 2000",
        under,
        kind.value if kind else None,
    )
    return [as_organisation(one) for one in found]


async def above(path: str, kind: OrganisationKind) -> OrganisationView | None:
    """The organisation of that level that this place belongs to (itself included), e.g. the city of a park."""
    row = await database.row(
        f"SELECT {_ORGANISATION} FROM organisation o WHERE starts_with($1, o.path) AND o.kind = $2"
        " ORDER BY length(o.path) DESC LIMIT 1",
        path,
        kind.value,
    )
    return as_organisation(row) if row else None


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


async def staff(roles: Sequence[Role], path: str) -> list[PersonView]:
    """Who holds any of the roles at this place or above it and is no expert of the pool, by name."""
    found = await database.rows(
        "SELECT p.id, p.name, p.email, p.language FROM appointment a JOIN organisation o ON o.id = a.organisation"
        " JOIN person p ON p.id = a.person, (SELECT parks_now() AS now) c"
        f" WHERE {LIVE} AND p.suspended_at IS NULL GROUP BY p.id"
        " HAVING bool_or(a.role = ANY($1) AND starts_with($2, o.path)) AND NOT bool_or(a.role = $3)"
        " ORDER BY p.name, p.id",
        [one.value for one in roles],
        path,
        Role.EXPERT.value,
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
