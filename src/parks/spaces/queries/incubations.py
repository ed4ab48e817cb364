"""Stays in parks: the list of those a reader may see, and one with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text, _
from parks.spaces import permissions
from parks.spaces.queries.allocations import park_chosen
from parks.spaces.queries.lists import ENDING
from parks.spaces.queries.scope import COMPANY, MEMBERS, SCOPE, Keys, place, who
from parks.spaces.rules import incubation_names as names
from parks.spaces.rules.incubations import WEIGHTY, Side, Standing, open_moves, too_early
from parks.spaces.states import IncubationMove, IncubationState
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page

ORDERS: Keys = {
    "ends": [("COALESCE(i.ends, 'infinity'::date)", "date")],
    "moved": [("i.moved_at", "timestamptz")],
    "company": [("c.name_zh", "text")],
}
COLUMNS = (
    Column("company", _("Company"), sort="company"),
    Column("park", _("Park")),
    Column("state", _("State")),
    Column("begins", _("Incubating since")),
    Column("ends", _("Incubation until"), sort="ends"),
    Column("left", _("Days left"), numeric=True),
    Column("moved", _("Last step"), sort="moved"),
)


def incubation_grid(parks: list[tuple[str, Bilingual]]) -> Grid:
    """Whose clock runs out first stands first; its parks are those the reader's roles reach."""
    return Grid(
        COLUMNS,
        sorts=("ends", "moved", "company"),
        filters=(
            Filter("park", _("Park"), tuple(parks)),
            Filter("state", _("State"), tuple((str(state), name) for state, name in names.STATES.items())),
            Filter("due", _("Clock runs out within"), tuple((days, _("{n} days", n=days)) for days in ENDING)),
        ),
    )


@dataclass(frozen=True, slots=True)
class IncubationLine:
    """`last_day` of the incubation period and `left`, the days to it (below nought once it is over); None before."""

    id: UUID
    company: Bilingual
    park: Bilingual
    state: IncubationState
    begins: date | None
    last_day: date | None
    left: int | None
    moved: datetime
    key: str


@dataclass(frozen=True, slots=True)
class StepView:
    """`detail` without what only the house needs."""

    number: int
    move: IncubationMove
    side: Side
    words: str
    detail: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class IncubationView:
    """One stay, its steps from the first on, and what this reader can do next."""

    id: UUID
    company: Bilingual
    park_id: UUID
    park: Bilingual
    state: IncubationState
    begins: date | None
    last_day: date | None
    left: int | None
    version: int
    steps: tuple[StepView, ...]
    moves: tuple[IncubationMove, ...]
    waiting: tuple[Text, ...]
    """Why the steps that come next cannot be taken today, each with its day."""

    @property
    def proposed(self) -> IncubationMove | None:
        """The step that a page opens with: none that ends something."""
        return next((move for move in self.moves if move not in WEIGHTY), None)


DAYS = "i.begins, i.ends - 1 AS last_day, i.ends - 1 - parks_today() AS left_days"
JOINS = "incubation i JOIN park p ON p.id = i.park JOIN company c ON c.id = i.company"


async def incubations(actor: Actor, state: ListState) -> Page:
    """Stays in the parks below the reader's places and of the reader's companies. One statement.

    `due` keeps those that incubate and whose last day is within so many days, or over already: graduates due.
    """
    at = place(state, ORDERS, "i.id", 7)
    found = await rows(
        f"""WITH listed AS (
              SELECT i.id, {COMPANY} AS company, p.name AS park, i.state, {DAYS}, i.moved_at, {at.key} AS key,
                {at.condition} AS follows, row_number() OVER (ORDER BY {at.order}) AS place
              FROM {JOINS} WHERE {SCOPE} AND ($3::uuid IS NULL OR i.park = $3) AND ($4 = '' OR i.state = $4)
                AND ($5 = 0 OR i.state = 'incubating' AND i.ends - 1 <= parks_today() + $5::int)
                AND ($6 = '' OR strpos(lower(c.words), lower($6)) > 0))
            SELECT *, (SELECT count(*) FROM (SELECT 1 FROM listed LIMIT {CAP + 1}) AS capped) AS total
            FROM listed WHERE follows ORDER BY place LIMIT {state.limit}""",
        *who(actor),
        park_chosen(state),
        state.chosen.get("state", ""),
        int(state.chosen.get("due", 0) or 0),
        state.q,
        *at.values,
    )
    lines = [
        IncubationLine(
            one["id"],
            Bilingual.of(one["company"]),
            Bilingual.of(one["park"]),
            IncubationState(one["state"]),
            one["begins"],
            one["last_day"],
            one["left_days"],
            one["moved_at"],
            one["key"],
        )
        for one in found
    ]
    return page(state, lines, found[0]["total"] if found else 0, key=lambda line: (line.key, line.id))


async def incubation(actor: Actor, incubation_id: UUID) -> IncubationView:
    """One statement. Hidden (404) from everyone but the company and those who read the park's allocations."""
    one = await row(
        f"""SELECT i.id, {COMPANY} AS company, i.park AS park_id, p.name AS park, p.path, i.state, {DAYS}, i.version,
              parks_today() AS today, {MEMBERS} AS members,
              (SELECT jsonb_agg(jsonb_build_object('number', s.number, 'move', s.move,
                'side', s.side, 'words', s.words, 'detail', s.detail, 'at', s.made_at) ORDER BY s.number)
                FROM incubation_step s WHERE s.incubation = i.id) AS steps
            FROM {JOINS} WHERE i.id = $3 AND {SCOPE}""",
        *who(actor),
        incubation_id,
    )
    if one is None:
        hidden()
    state = IncubationState(one["state"])
    ours = [Side.PARK] if permissions.may_admit(actor, path=one["path"]) else []
    ours += [Side.COMPANY] if permissions.may_apply(actor, members=one["members"]) else []
    steps = tuple(_step(step) for step in one["steps"])
    at = Standing(state, one["today"], notice_until=_last(steps, "until"), left_on=_last(steps, "last_day"))
    ahead = [(move, too_early(move, at)) for side in ours for move in open_moves(state, side)]
    return IncubationView(
        one["id"],
        Bilingual.of(one["company"]),
        one["park_id"],
        Bilingual.of(one["park"]),
        state,
        one["begins"],
        one["last_day"],
        one["left_days"],
        one["version"],
        steps,
        tuple(move for move, waits in ahead if waits is None),
        tuple(waits for _move, waits in ahead if waits is not None),
    )


def _last(steps: Sequence[StepView], name: str) -> date | None:
    """The latest day that a step wrote under that name."""
    days = [str(step.detail[name]) for step in steps if name in step.detail]
    return date.fromisoformat(max(days)) if days else None


def _step(one: Mapping[str, Any]) -> StepView:
    return StepView(
        one["number"],
        IncubationMove(one["move"]),
        Side(one["side"]),
        one["words"],
        {name: one["detail"][name] for name in names.FIELDS if name in one["detail"]},
        datetime.fromisoformat(one["at"]),
    )
