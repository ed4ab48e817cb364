"""The officers' work list: what lies under their offices, searched, filtered, ordered and paged."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual, _
from parks.programmes.queries.scope import visible_to, written_under
from parks.programmes.queries.standing import LEVEL_NAMES, STATE_NAMES, Pressed, Stands
from parks.programmes.rules.ladder import READERS
from parks.programmes.rules.queue import PRESSURE_NAMES, Pressure
from parks.programmes.states import AT_LEVEL, ApplicationState
from parks.web import paging
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page

NEVER = date(2999, 12, 31)
"""Where the order by due date puts what waits for no office; the same day stands in the index."""

BY_DAY = "COALESCE(a.decide_by, DATE '2999-12-31')"

SORTS: Mapping[str, tuple[str, Any]] = {
    "submitted": ("a.submitted_at", datetime.fromisoformat),
    "due": (BY_DAY, date.fromisoformat),
    "moved": ("a.moved_at", datetime.fromisoformat),
    "number": ("a.number", str),
    "company": ("a.company_name", str),
}
"""What the work list can be ordered by: the column (each has its index) and how its value is read out of a URL."""

GRID = Grid(
    columns=(
        Column("number", _("Number"), sort="number"),
        Column("company", _("Company"), sort="company"),
        Column("project", _("Project")),
        Column("applicant", _("Applicant")),
        Column("park", _("Park")),
        Column("call", _("Call"), shown=False),
        Column("state", _("State")),
        Column("due", _("Decide by"), sort="due"),
        Column("assigned", _("Read by"), shown=False),
        Column("submitted", _("Sent"), sort="submitted"),
        Column("moved", _("Last step"), sort="moved", shown=False),
    ),
    sorts=("-submitted", *(name for name in SORTS if name != "submitted")),
    filters=(
        Filter(
            "state",
            _("State"),
            tuple((state.value, name) for state, name in STATE_NAMES.items() if state is not ApplicationState.DRAFT),
        ),
        Filter("level", _("Waiting for"), tuple((level.value, name) for level, name in LEVEL_NAMES.items())),
        Filter("due", _("Due"), tuple((one.value, name) for one, name in PRESSURE_NAMES.items())),
        Filter("hand", _("Who reads it"), (("mine", _("I do")), ("nobody", _("No colleague yet")))),
        Filter("call", _("Call")),
        Filter("place", _("Region")),
    ),
)


_named = lru_cache(maxsize=2_000)(Bilingual)
"""The names of the few parks and calls that stand on every row."""


class _Columns(NamedTuple):  # fifty a page: a named tuple is made in a tenth of a frozen dataclass's time
    id: UUID
    number: str
    company: str
    project: str
    applicant: str
    park: Bilingual
    call: Bilingual
    state: ApplicationState
    submitted_at: datetime
    moved_at: datetime
    decide_by: date | None
    decide_soon: date | None
    decide_days: int | None
    decide_provisional: bool
    today: date
    assigned: str


class Row(Stands, Pressed, _Columns):
    __slots__ = ()

    @property
    def url(self) -> str:
        return f"/applications/{self.id}"

    def place(self, sort: str) -> Any:
        """Where the row stands in an order: what the next page begins after."""
        return (self.decide_by or NEVER) if sort == "due" else self.cells()[sort]

    def cells(self) -> dict[str, Any]:
        """Each column's value, for the export."""
        return {
            "number": self.number,
            "company": self.company,
            "project": self.project,
            "applicant": self.applicant,
            "park": self.park,
            "call": self.call,
            "state": self.state_name,
            "due": self.decide_by,
            "assigned": self.assigned,
            "submitted": self.submitted_at,
            "moved": self.moved_at,
        }


PRESSED: Mapping[Pressure, str] = {
    Pressure.RUNNING: "a.decide_soon > parks_today()",
    Pressure.SOON: f"a.decide_soon <= parks_today() AND {BY_DAY} >= parks_today() AND {BY_DAY} < DATE '2999-12-31'",
    Pressure.OVERDUE: f"{BY_DAY} < parks_today()",
    Pressure.PAUSED: "(a.decide_by IS NULL AND a.decide_days IS NOT NULL)",
}
"""The filter by due date: `rules.queue.pressure` as SQL, over what its index and its order are made of."""

OFFERED = ("total", "calls", "places")
"""What a page offers beside its rows: how many there are (up to the cap), and what can be chosen."""


def _hits(where: str) -> str:
    return f"hits AS MATERIALIZED (SELECT a.id FROM application a WHERE {where} LIMIT {CAP + 1})"


FEW = f"(SELECT count(*) <= {CAP} FROM hits)"
NEWEST = "SELECT a.words FROM application a WHERE a.submitted_at IS NOT NULL ORDER BY a.submitted_at DESC LIMIT 400"


class Search(NamedTuple):
    """A word (`$n`) among 100,000 rows, in the time of 1,000: which way is short is seen while the statement runs.

    The words' index finds the hits, unless every tenth of the newest rows holds the word: then reading finds them
    sooner. Few hits are put in order; where they are many, a walk along the order meets enough of them soon.
    """

    walked: str
    word: str

    def hits(self, where: str) -> str:
        return (
            f"often AS MATERIALIZED (SELECT count(*) >= 40 AS so FROM ({NEWEST}) n"
            f" WHERE position({self.word} IN n.words) > 0),"
            " hits AS MATERIALIZED ("
            f"SELECT a.id FROM application a WHERE {where} AND NOT (SELECT so FROM often) UNION ALL"
            f" SELECT a.id FROM application a WHERE {self.walked} AND (SELECT so FROM often) LIMIT {CAP + 1})"
        )


async def one_page(actor: Actor, state: ListState) -> Page:
    """What lies under the actor's offices, in one statement whatever it holds: a page, and what can be chosen."""
    where, values = _where(actor, state)
    offered, more = _offered(actor, state, len(values) + 1)
    hits, search = _hits(where), None
    if len(state.q) > 1:
        search = Search(_where(actor, state, pairs=False)[0], f"${len(values)}")
        hits = search.hits(where)
    found = await rows(*_page(state, where, [*values, *more], offered=(hits, offered), search=search))
    first = found[0]
    choices = {name: _choices(first[f"{name}s"]) for name in ("call", "place")}
    filters = tuple(replace(one, choices=choices[one.name]) if one.name in choices else one for one in GRID.filters)
    shown = replace(state, grid=replace(state.grid, filters=filters))
    listed = [_row(one) for one in found] if first["id"] else []
    return paging.page(shown, listed, first["total"], key=lambda one: (one.place(state.sort), one.id))


@lru_cache(maxsize=500)
def _choices(told: str) -> tuple[tuple[str, Bilingual], ...]:
    """What a filter offers, out of the statement's JSON. The same text answers the same tuple, and so the same view."""
    return tuple((one, _named(zh, en)) for one, zh, en in json.loads(told))


async def every_row(actor: Actor, state: ListState) -> list[Row]:
    """The same rows without what can be chosen: for exports, batches and campaigns."""
    return [_row(one) for one in await rows(*_page(state, *_where(actor, state)))]


def _offered(actor: Actor, state: ListState, first: int) -> tuple[str, list[Any]]:
    """The columns `total`, `calls` and `places`, and their values numbered from `$first`."""
    offices = actor.paths(*READERS)
    columns = (
        "(SELECT count(*) FROM hits) AS total,"
        " (SELECT COALESCE(json_agg(json_build_array(c.id, c.title_zh, c.title_en) ORDER BY c.cycle DESC), '[]')::text"
        " FROM call c WHERE c.state <> 'draft') AS calls,"
        " (SELECT COALESCE(json_agg(json_build_array(a.path, a.name_zh, a.name_en) ORDER BY a.path), '[]')::text"
        f" FROM organisation a WHERE a.kind IN ('park', 'city', 'province') AND {written_under(offices)}"
        f" AND (a.path = ANY(${first + 1}) OR a.parent = ANY(ARRAY("
        f"SELECT o.id FROM organisation o WHERE o.path = ANY(${first}))))) AS places"
    )
    return columns, [[*offices, *_way_to(state.chosen.get("place", ""))], offices]


def _where(actor: Actor, state: ListState, *, pairs: bool = True) -> tuple[str, list[Any]]:
    """What is asked for, and its values. Without `pairs` the same rows, found by reading and not by the words' index:
    a row's pairs take longer to make than all the rest of a row's line.
    """
    seen, values = visible_to(actor, written=True)
    parts = [seen, "a.submitted_at IS NOT NULL AND a.state <> 'draft'"]

    def bound(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    if chosen := state.chosen.get("state"):
        parts.append(f"a.state = '{ApplicationState(chosen)}'")  # written: each state's share has its own plan
    if chosen := state.chosen.get("level"):
        parts.append(
            f"a.state = ANY({bound([one.value for one, level in AT_LEVEL.items() if level == chosen])}::text[])"
        )
    if chosen := state.chosen.get("due"):
        parts.append(PRESSED[Pressure(chosen)])
    if state.chosen.get("hand") == "mine":
        parts.append(f"a.assigned_to = {bound(actor.id)}")
    elif state.chosen.get("hand") == "nobody":
        parts.append(f"a.assigned_to IS NULL AND a.state = ANY({bound([one.value for one in AT_LEVEL])}::text[])")
    if chosen := state.chosen.get("call"):
        parts.append(f"a.call = {bound(_uuid(chosen))}")
    if chosen := state.chosen.get("place"):
        parts.append(written_under([chosen if chosen.endswith("/") else f"{chosen}/"]))
    if state.q:
        wanted = bound(state.q.lower())
        if pairs and len(state.q) > 1:  # one sign alone is in no pair: it is looked for in the rows that are left
            parts.append(f"bigrams(a.words) @> bigrams({wanted})")
        parts.append(f"position({wanted} IN a.words) > 0")
    return " AND ".join(parts), values


def _way_to(place: str) -> list[str]:
    """The places on the way to one, itself included: `/cn/xj/` → `/cn/`, `/cn/xj/`. Each offers what lies below it, so
    that a nation's officer chooses among thirty provinces, then among one's cities, and not among all parks.
    """
    pieces = place.strip("/").split("/")
    return [f"/{'/'.join(pieces[:end])}/" for end in range(1, len(pieces) + 1)]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _page(
    state: ListState,
    where: str,
    values: list[Any],
    *,
    offered: tuple[str, str] | None = None,
    search: Search | None = None,
) -> tuple[Any, ...]:
    """The statement of a page and its values. With `offered`, the hits and the columns beside the rows, those columns
    stand in its first row, which is there (and otherwise empty) also where nothing was found.
    """
    column, read = SORTS[state.sort]
    turn, sign = ("DESC", "<") if state.descending else ("ASC", ">")
    given = list(values)
    after = _place(state, read)
    rest = "TRUE"
    if after is not None:
        rest = f"({column}, a.id) {sign} (${len(given) + 1}, ${len(given) + 2})"
        given += after

    def ordered(condition: str) -> str:
        return (
            "SELECT a.id, a.number, a.company_name, a.project_title, a.applicant_name, a.park, a.call, a.state,"
            " a.submitted_at, a.moved_at, a.decide_by, a.decide_soon, a.decide_days, a.decide_provisional,"
            f" a.assigned_to FROM application a WHERE {condition} AND {rest}"
            f" ORDER BY {column} {turn}, a.id {turn} LIMIT {state.limit}"
        )

    page = ordered(where)
    if search:
        few = ordered(f"a.id = ANY(ARRAY(SELECT id FROM hits)) AND {FEW}")
        page = f"({few}) UNION ALL ({ordered(f'{search.walked} AND NOT {FEW}')})"
    listed = (
        "SELECT a.id, a.number, a.company_name, a.project_title, a.applicant_name,"
        " o.name_zh AS park_zh, o.name_en AS park_en, c.title_zh, c.title_en,"
        " a.state, a.submitted_at, a.moved_at, a.decide_by, a.decide_soon, a.decide_days, a.decide_provisional,"
        " parks_today() AS today,"
        " COALESCE((SELECT p.name FROM person p WHERE p.id = a.assigned_to), '') AS assigned,"
        f" row_number() OVER (ORDER BY {column} {turn}, a.id {turn}) AS place"
        f" FROM ({page}) a JOIN organisation o ON o.id = a.park JOIN call c ON c.id = a.call"
    )
    if not offered:
        return f"{listed} ORDER BY place", *given
    once = ", ".join(f"CASE WHEN COALESCE(l.place, 1) = 1 THEN e.{name} END AS {name}" for name in OFFERED)
    whole = (
        f"WITH {offered[0]}, offered AS MATERIALIZED (SELECT {offered[1]}) SELECT l.*, {once}"
        f" FROM offered e LEFT JOIN ({listed}) l ON TRUE ORDER BY l.place"
    )
    return whole, *given


def _row(one: Mapping[str, Any]) -> Row:
    values: tuple[Any, ...] = tuple(one.values())  # in the order of `_page`'s columns, which is the order of a row's
    named = _named(*values[5:7]), _named(*values[7:9])
    return Row._make((*values[:5], *named, STATE_OF[values[9]], *values[10:18]))


STATE_OF = {state.value: state for state in ApplicationState}


def _place(state: ListState, read: Any) -> list[Any] | None:
    """Where the page before ended; a torn URL begins at the first page."""
    if state.after is None:
        return None
    try:
        return [read(state.after[0]), UUID(state.after[1])]
    except (ValueError, TypeError):
        return None
