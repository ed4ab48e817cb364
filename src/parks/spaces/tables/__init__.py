"""The rows of park space, a file a noun.

Two things stand in migrations/spaces as raw SQL, because Piccolo has no words for them: the generated column
`allocation.period` with its exclusion constraint, and the triggers that lock a unit for every writer, fill
`unit.park` and keep allocations within their unit's life.
"""

from enum import StrEnum


def one_of(column: str, values: type[StrEnum]) -> str:
    """Piccolo's `choices` are not enforced by the database; this is."""
    return f"{column} IN ({', '.join(repr(str(one)) for one in values)})"
