"""The one scope predicate of space, how a unit stands on a day, and how lists page by key.

Every statement that shows allocations or requests takes `$1`, the places where the reader's roles let them see all,
and `$2`, the reader: rows below those places, and rows of the companies of which the reader is a member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from parks.kernel.actor import Actor
from parks.spaces.permissions import READERS
from parks.web.paging import ListState

ALL_OF_PARK = "p.path ^@ ANY($1::text[])"
OWN = "EXISTS (SELECT 1 FROM company_member m WHERE m.company = c.id AND m.account_id = $2::uuid)"
COMPANY = "jsonb_build_object('zh', c.name_zh, 'en', COALESCE(NULLIF(c.name_en, ''), c.name_zh))"
MEMBERS = "ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.id)"
SCOPE = f"({ALL_OF_PARK} OR {OWN})"

LIVE = "NOT a.void AND (a.expires_at IS NULL OR a.expires_at > parks_now())"
"""What takes a unit from now on: a hold or offer that has run out does not, though its row waits for the next taker."""


RAN_OUT = "(a.expires_at AT TIME ZONE 'Asia/Shanghai')::date"


def stood(day: str) -> str:
    """Whether an allocation takes its unit on `day` (SQL), for every figure of a day that may be past.

    A hold that has run out stood on the days before the day it ran out: what was reserved last month stays reserved
    in last month's figures, however the clock goes on (docs/adr/0085).
    """
    return f"NOT a.void AND (a.expires_at IS NULL OR a.expires_at > parks_now() OR {day} < {RAN_OUT})"


STOOD_THROUGH = (
    f"""CASE WHEN a.expires_at <= parks_now() THEN a.period * daterange(NULL, {RAN_OUT}) ELSE a.period END"""
)
"""The days on which an allocation `stood`, as a range."""

LETTABLE = "u.kind <> 'roadshow_hall'"
"""What counts in the figures: a hall is booked by the hour, and stays outside also while it is closed."""

ON = "COALESCE($3::date, parks_today())"
"""The day a reader asks about: `$3`, or today in Beijing."""


def status(day: str) -> str:
    """A unit's status on `day` (SQL), as far as this reader may know it. At most one allocation joins."""
    return f"""CASE
  WHEN u.valid_from > {day} OR u.valid_until <= {day} THEN 'retired'
  WHEN a.id IS NULL THEN CASE WHEN u.kind = 'roadshow_hall' THEN 'bookable' ELSE 'vacant' END
  WHEN NOT {ALL_OF_PARK} AND NOT {OWN} THEN 'taken'
  WHEN a.kind IN ('hold', 'offer') THEN 'reserved'
  WHEN NOT {ALL_OF_PARK} THEN 'ours'
  WHEN a.kind = 'lease' THEN 'leased'
  WHEN a.kind = 'own_use' THEN 'own_use'
  ELSE 'maintenance' END"""


def taken_by(day: str) -> str:
    """What takes the unit on `day`, and for whom: none or one row (the exclusion constraint)."""
    return f"""LEFT JOIN allocation a ON a.unit = u.id AND a.period @> {day} AND {stood(day)}
  LEFT JOIN company c ON c.id = a.company"""


STATUS = status(ON)
TAKEN_BY = taken_by(ON)

KNOWN = f"a.id IS NOT NULL AND {SCOPE}"
"""Whether this reader may know what takes the unit: guards every column about it."""


def who(actor: Actor) -> tuple[list[str], Any]:
    """`$1` and `$2` of every scoped statement."""
    return actor.paths(*READERS), actor.id


Keys = Mapping[str, Sequence[tuple[str, str]]]
"""For each order of a list its expressions and their PostgreSQL types; the id makes each place unique."""


@dataclass(frozen=True, slots=True)
class Place:
    """The paging part of a statement: a condition, an ORDER BY, the values that the condition takes."""

    condition: str
    order: str
    values: tuple[Any, ...]
    key: str


def place(state: ListState, keys: Keys, id_column: str, first: int) -> Place:
    """Where the page starts, by key: `first` is the number of the first free `$`."""
    parts = [*keys[state.sort], (id_column, "uuid")]
    arrow, direction = ("<", "DESC") if state.descending else (">", "ASC")
    order = ", ".join(f"{sql} {direction}" for sql, _type in parts)
    key = "concat_ws('|', " + ", ".join(f"({sql})::text" for sql, _type in parts[:-1]) + ")"
    if state.after is None:
        return Place("TRUE", order, (), key)
    given = [*str(state.after[0]).split("|", len(parts) - 2), state.after[1]]
    values = _typed(given, [kind for _sql, kind in parts])
    if values is None:  # somebody wrote the URL by hand: the first page
        return Place("TRUE", order, (), key)
    left = ", ".join(sql for sql, _type in parts)
    right = ", ".join(f"${first + number}::{kind}" for number, (_sql, kind) in enumerate(parts))
    return Place(f"({left}) {arrow} ({right})", order, values, key)


def _typed(given: Sequence[str], kinds: Sequence[str]) -> tuple[Any, ...] | None:
    from uuid import UUID

    readers: dict[str, Any] = {
        "boolean": lambda text: text == "true",
        "timestamptz": datetime.fromisoformat,
        "date": date.fromisoformat,
        "numeric": Decimal,
        "text": str,
        "uuid": UUID,
    }
    if len(given) != len(kinds):
        return None
    try:
        return tuple(readers[kind](text) for text, kind in zip(given, kinds, strict=True))
    except (ValueError, ArithmeticError):
        return None
