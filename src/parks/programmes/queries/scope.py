"""Who may see which application: the one predicate for list, detail, file, export and API.

The applicant's side sees its own: the applicant, the company's members, and who lends a hand with this one application.
An officer sees what lies under their offices from the moment it was sent; drafts never, also those that were sent once
and taken back.
Written as ranges over the path (`/cn/xj/` up to `/cn/xj0`, for `0` follows `/`), which an index serves whatever plan
PostgreSQL keeps; `LIKE ANY(array)` would read the whole table.
"""

import re
from typing import Any

from parks.kernel.actor import Actor
from parks.programmes.rules.ladder import READERS

PLACE = re.compile(r"/(?:[a-z0-9-]+/)*", re.ASCII)


def visible_to(actor: Actor, first: int = 1, *, written: bool = False) -> tuple[str, list[Any]]:
    """A condition over `application a`, and its values numbered from `$first`.

    With `written` the offices stand in the condition itself: a nation's officer and a park's want different plans, and
    PostgreSQL keeps one for each statement only where it can tell them apart.
    """
    offices = actor.paths(*READERS)
    seen, values = (written_under(offices), []) if written else under(offices, first + 1)
    own = on_side(first)
    if not offices:
        return own, [actor.id]
    sent = "a.submitted_at IS NOT NULL AND a.state <> 'draft'"
    return f"({own} OR ({sent} AND {seen} AND {unsealed(first)}))", [actor.id, *values]


def unsealed(reader: int) -> str:
    """Not of a sealed call that somebody's time still runs in, unless `$reader` has said why they look in early.

    The list of sealed calls is read once a statement and not once a row. It is no array on purpose: where most
    applications are of one call, PostgreSQL takes `call <> ALL (array)` to leave next to nothing, and sorts the table.
    """
    return (
        "a.call NOT IN (SELECT sealed.id FROM call sealed WHERE sealed.sealed AND sealed.state = 'open'"
        " AND parks_now() < call_last_deadline(sealed.id) AND NOT EXISTS (SELECT FROM call_peek look"
        f" WHERE look.call = sealed.id AND look.by = ${reader} AND look.until > parks_now()))"
    )


def of_a_sealed_call(subject: str, reader: int) -> str:
    """Whether the id `subject` is an application that `unsealed` keeps from `$reader`: for the trail, which knows none.

    Who is on the applicant's side reads no trail; their own lines come back with everyone's.
    """
    return f"EXISTS (SELECT FROM application a WHERE a.id = {subject} AND NOT {unsealed(reader)})"


def on_side(place: int) -> str:
    """Whether the person of `$place` is on the side of `application a`.

    The array is settled once, so that every part can be served by an index, whatever plan PostgreSQL keeps.
    """
    return (
        f"(a.applicant = ${place} OR a.id = ANY(ARRAY("
        f"SELECT h.application FROM application_hand h WHERE h.person = ${place} UNION ALL"
        " SELECT b.id FROM company_member m JOIN application b ON b.company = m.company"
        f" WHERE m.account_id = ${place})))"
    )


def hands(place: int) -> str:
    """What the person of `$place` may do with `application a` (startups.states.Hand); empty to strangers."""
    return (
        "(SELECT array_remove(ARRAY[CASE WHEN bool_or(x.may_edit) THEN 'edit' END,"
        " CASE WHEN bool_or(x.may_certify) THEN 'certify' END, CASE WHEN bool_or(x.may_submit) THEN 'submit' END],"
        " NULL) FROM (SELECT m.may_edit, m.may_certify, m.may_submit FROM company_member m"
        f" WHERE m.company = a.company AND m.account_id = ${place} UNION ALL"
        " SELECT h.may_edit, h.may_certify, h.may_submit FROM application_hand h"
        f" WHERE h.application = a.id AND h.person = ${place} UNION ALL"
        f" SELECT TRUE, TRUE, TRUE WHERE a.applicant = ${place}) x)"
    )


def shares(place: int) -> str:
    """Whether the person of `$place` says who lends a hand: the applicant, and the owner of the company's record."""
    return (
        f"(a.applicant = ${place} OR EXISTS (SELECT FROM company_member m WHERE m.company = a.company"
        f" AND m.account_id = ${place} AND m.role = 'owner'))"
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


def written_under(paths: list[str]) -> str:
    """`under`, with the places in the condition itself. What is no place (`/cn/xj/`) is nowhere, and never SQL."""
    ranges = [f"(a.path ~>=~ '{path}' AND a.path ~<~ '{path[:-1]}0')" for path in paths if PLACE.fullmatch(path)]
    return f"({' OR '.join(ranges)})" if ranges else "FALSE"
