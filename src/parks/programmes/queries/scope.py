"""Who may see which application: the one predicate for list, detail, file, export and API.

A founder sees their own. An officer sees what lies under their offices from the moment it was sent; drafts never, also
those that were sent once and taken back.
Written as ranges over the path (`/cn/xj/` up to `/cn/xj0`, for `0` follows `/`), which an index serves whatever plan
PostgreSQL keeps; `LIKE ANY(array)` would read the whole table.
"""

from typing import Any

from parks.kernel.actor import Actor
from parks.programmes.rules.ladder import READERS


def visible_to(actor: Actor, first: int = 1) -> tuple[str, list[Any]]:
    """A condition over `application a`, and its values numbered from `$first`."""
    seen, values = under(actor.paths(*READERS), first + 1)
    own = f"a.applicant = ${first}"
    if not values:
        return f"({own})", [actor.id]
    sent = "a.submitted_at IS NOT NULL AND a.state <> 'draft'"
    return f"({own} OR ({sent} AND {seen} AND {unsealed(first)}))", [actor.id, *values]


def unsealed(reader: int) -> str:
    """Not of a sealed call that somebody's time still runs in, unless `$reader` has said why they look in early.

    The list of sealed calls is read once a statement and not once a row.
    """
    return (
        "a.call <> ALL (ARRAY(SELECT sealed.id FROM call sealed WHERE sealed.sealed AND sealed.state = 'open'"
        " AND parks_now() < call_last_deadline(sealed.id) AND NOT EXISTS (SELECT FROM call_peek look"
        f" WHERE look.call = sealed.id AND look.by = ${reader} AND look.until > parks_now())))"
    )


def under(paths: list[str], first: int) -> tuple[str, list[str]]:
    """Whether `a.path` lies at or below one of the places. No place at all is nowhere."""
    values: list[str] = []
    ranges: list[str] = []
    for path in paths:
        place = first + len(values)
        ranges.append(f"(a.path ~>=~ ${place} AND a.path ~<~ ${place + 1})")
        values += [path, f"{path[:-1]}0"]
    return (f"({' OR '.join(ranges)})" if ranges else "FALSE"), values
