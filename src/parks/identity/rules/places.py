"""The tree of organisations: what stands under what, and which role belongs to which level."""

import re

from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import Role

RANKS = {Kind.NATION: 0, Kind.PROVINCE: 1, Kind.CITY: 2, Kind.PARK: 3}
"""Levels from the top; every other kind stands under any of them, and nothing but its like under it."""

FITTING: dict[Role, frozenset[Kind]] = {
    Role.PARK_MANAGER: frozenset({Kind.PARK}),
    Role.CITY_OFFICER: frozenset({Kind.CITY}),
    Role.PROVINCE_OFFICER: frozenset({Kind.PROVINCE}),
    Role.PROGRAMME_OFFICER: frozenset({Kind.NATION, Kind.PROVINCE, Kind.CITY}),  # of whoever runs programmes
    Role.EXPERT: frozenset({Kind.NATION, Kind.PROVINCE, Kind.CITY}),
    Role.AUDITOR: frozenset({Kind.NATION, Kind.PROVINCE, Kind.CITY, Kind.PARK}),
    Role.SYSTEM_ADMIN: frozenset({Kind.NATION, Kind.PROVINCE, Kind.CITY, Kind.PARK}),
}
"""Where a role can be held. FOUNDER is missing: everyone who signs up is one, nobody is appointed to it."""

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


def stands_under(kind: Kind, parent: Kind | None) -> bool:
    """A nation stands alone; a level under a higher one (a park of a province needs no city); others under a level."""
    if parent is None or kind is Kind.NATION:
        return parent is None and kind is Kind.NATION
    if kind in RANKS:
        return parent in RANKS and RANKS[parent] < RANKS[kind]
    return parent in RANKS


def path_under(parent_path: str, code: str) -> str:
    return f"{parent_path or '/'}{code}/"


def fits(role: Role, kind: Kind) -> bool:
    return kind in FITTING.get(role, frozenset())
