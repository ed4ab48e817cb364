"""Reading the trail: of one subject, and all of it for those who check the chain."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.audit import permissions
from parks.audit.rules.acts import ACTS
from parks.audit.rules.details import Told, told
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import _
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page

CANONICAL = (
    "concat_ws(E'\\x1f', e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor_id,"
    " e.actor_label, e.via, e.act, e.subject_id, e.request_id, e.detail::text)"
)
"""The text that is hashed; the trigger in migrations/audit uses the same expression."""

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline; `actor` is the name as it stood then."""

    at: datetime
    actor_id: UUID
    actor: str
    act: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verification:
    """`broken_at` is the first position that does not hold, with what is wrong; `head` names the whole chain."""

    lines: int
    head: str
    broken_at: int | None = None
    problem: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


async def timeline(subject_id: UUID, acts: tuple[str, ...] = ()) -> list[Line]:
    """What happened to one subject, newest first. The caller has found the subject for its reader."""
    found = await rows(
        "SELECT at, actor_id, actor_label, act, detail FROM audit_entry"
        " WHERE subject_id = $1 AND ($2::text[] = '{}' OR act = ANY($2)) ORDER BY at DESC, id DESC LIMIT 200",
        subject_id,
        list(acts),
    )
    return [Line(one["at"], one["actor_id"], one["actor_label"], one["act"], one["detail"]) for one in found]


async def verify(expect: str | None = None) -> Verification:
    """Walk the whole chain anew, in Python: every link over its entry and the link before, none missing, none over.

    `expect` is a head that somebody noted earlier, outside of this database: it must lie on the chain, or the whole
    chain was written anew.
    """
    digest, position, seen = b"", 0, expect in {None, ""}
    while True:
        found = await rows(
            f"SELECT l.position, l.digest, e.id, {CANONICAL} AS line FROM audit_link l"
            " LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.position > $1 ORDER BY l.position LIMIT $2",
            position,
            BATCH,
        )
        if not found:
            break
        for one in found:
            if one["position"] != position + 1:
                return Verification(position, digest.hex(), position + 1, "a link is missing")
            position = one["position"]
            if one["id"] is None:
                return Verification(position, digest.hex(), position, "its entry is gone")
            digest = hashlib.sha256(digest + one["line"].encode()).digest()
            if digest != bytes(one["digest"]):
                return Verification(position, digest.hex(), position, "the entry is not what was recorded")
            seen = seen or digest.hex() == expect
    if not seen:
        return Verification(position, digest.hex(), 1, "the expected head is not on this chain")
    if await value("SELECT count(*) FROM audit_entry") != position:
        return Verification(position, digest.hex(), position + 1, "an entry stands outside the chain")
    return Verification(position, digest.hex())


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of the whole trail, at its place in the chain; `brief` its detail as it was recorded, on one line."""

    position: int
    at: datetime
    actor: str
    via: str
    act: str
    subject_id: UUID
    request_id: str
    brief: str
    told: tuple[Told, ...]


GRID = Grid(
    columns=(
        Column("at", _("When"), sort="at"),
        Column("actor", _("Who")),
        Column("via", _("By"), shown=False),
        Column("act", _("Act")),
        Column("subject", _("Subject"), shown=False),
        Column("request", _("Request"), shown=False),
        Column("detail", _("Detail")),
    ),
    sorts=("-at", "at"),
    filters=(
        Filter("act", _("Act"), tuple(ACTS.items())),
        Filter(
            "via",
            _("By"),
            (
                ("session", _("In a session")),
                ("api-key", _("By API key")),
                ("job", _("By a job")),
                ("command", _("By command")),
            ),
        ),
    ),
)


Veil = Callable[[str, int], str]
"""SQL: whether the subject of that column is kept from the reader at that place."""
VEILS: list[Veil] = []


def furnish(veils: Sequence[Veil]) -> None:
    """What a context keeps from the auditors too, for a time; the app says so, for the trail knows no subjects."""
    VEILS[:] = veils


async def trail(actor: Actor, state: ListState) -> Page:
    """A page of the whole trail in the order of the chain. Hidden (404) to all but the nation's auditors.

    Lines under a veil are left out, of the search and the count as well; the chain is checked over all of them.
    """
    if not permissions.reads_trail(actor):
        hidden()
    values: list[Any] = [actor.id]
    where = ["$1::uuid IS NOT NULL", *(f"NOT {veil('e.subject_id', 1)}" for veil in VEILS)]
    for column, wanted in (("e.act", state.chosen.get("act")), ("e.via", state.chosen.get("via"))):
        if wanted:
            values.append(wanted)
            where.append(f"{column} = ${len(values)}")
    if state.q:
        values.append(state.q)
        where.append(
            f"(e.actor_label ILIKE '%' || ${len(values)} || '%' OR e.request_id = ${len(values)}"
            f" OR e.subject_id::text = ${len(values)} OR e.detail::text ILIKE '%' || ${len(values)} || '%')"
        )
    sign, turn = ("<", "DESC") if state.descending else (">", "ASC")
    total = await value(
        "SELECT count(*) FROM (SELECT FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id"
        f" WHERE {' AND '.join(where)} LIMIT {CAP + 1}) n",
        *values,
    )
    if state.number_after is not None:
        values.append(state.number_after)
        where.append(f"l.position {sign} ${len(values)}")
    found = await rows(
        "SELECT l.position, e.at, e.actor_label, e.via, e.act, e.subject_id, e.request_id, e.detail"
        " FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id"
        f" WHERE {' AND '.join(where)} ORDER BY l.position {turn} LIMIT {state.limit}",
        *values,
    )
    lines = [
        TrailLine(
            position=one["position"],
            at=one["at"],
            actor=one["actor_label"],
            via=one["via"],
            act=one["act"],
            subject_id=one["subject_id"],
            request_id=one["request_id"],
            brief=_brief(one["detail"]),
            told=told(one["detail"]),
        )
        for one in found
    ]
    return page(state, lines, total, key=lambda one: (one.position, one.position))


def _brief(detail: dict[str, Any]) -> str:
    return " · ".join(f"{name}: {told}" for name, told in detail.items() if told not in ("", None, [], {}))[:500]
