"""What tenants ask of parks: one list for the tenants and the parks' readers, and one request with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.queries.scope import COMPANY, MEMBERS, SCOPE, Keys, place, who
from parks.spaces.rules import names
from parks.spaces.rules.services import Lateness, lateness
from parks.spaces.states import SERVICE_LIFE, ServiceKind, ServiceMove, ServiceState, ServiceStep
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page


@dataclass(frozen=True, slots=True)
class StepView:
    """`due` is the day promised with this step, if one was."""

    step: ServiceStep
    words: str
    rating: int | None
    due: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One request. `steps` are filled for one alone, first to last."""

    id: UUID
    park_id: UUID
    park: Bilingual
    company_id: UUID
    company: Bilingual
    unit_id: UUID | None
    unit_code: str
    kind: ServiceKind
    words: str
    state: ServiceState
    asked_at: datetime
    due: date | None
    provisional: bool
    closed_at: datetime | None
    rating: int | None
    late: Lateness
    can_serve: bool
    can_rate: bool
    key: str = ""
    steps: Sequence[StepView] = ()


SERVICE_LIST = Grid(
    columns=(
        Column("asked", _("Asked"), sort="asked"),
        Column("company", _("Company"), sort="company"),
        Column("park", _("Park"), shown=False),
        Column("unit", _("Unit")),
        Column("kind", _("What for")),
        Column("words", _("In the tenant's words")),
        Column("state", _("State")),
        Column("due", _("Promised until"), sort="due"),
        Column("late", _("Lateness")),
        Column("rating", _("Rating (of 5)"), numeric=True),
    ),
    sorts=("due", "asked", "company"),
    filters=(
        Filter("state", _("State"), tuple((str(state), name) for state, name in names.SERVICE_STATES.items())),
        Filter("what", _("What for"), tuple((str(kind), name) for kind, name in names.SERVICE_KINDS.items())),
        Filter("late", _("Lateness"), tuple((str(one), name) for one, name in names.LATENESS.items())),
    ),
)
"""What is open and due first stands on top."""

CLOSED = "(s.closed_at AT TIME ZONE 'Asia/Shanghai')::date"
LATE = f"""CASE WHEN s.due IS NULL THEN 'none' WHEN s.closed_at IS NOT NULL AND {CLOSED} > s.due THEN 'late'
  WHEN s.closed_at IS NOT NULL THEN 'none' WHEN parks_today() > s.due THEN 'late'
  WHEN parks_today() = s.due THEN 'soon' ELSE 'none' END"""
"""`rules.services.lateness` in SQL, for the filter alone; a test holds the two together."""

COLUMNS = f"""s.id, s.park AS park_id, p.name AS park, p.path, s.company AS company_id, {COMPANY} AS company,
  {MEMBERS} AS members, s.unit AS unit_id, COALESCE(u.code, '') AS unit_code, s.kind, s.words, s.state, s.asked_at,
  s.due, s.provisional, s.closed_at, {CLOSED} AS closed_on, s.rating, parks_today() AS today"""
JOINS = """service_request s JOIN park p ON p.id = s.park JOIN company c ON c.id = s.company
  LEFT JOIN unit u ON u.id = s.unit"""
STEPS = """(SELECT jsonb_agg(jsonb_build_object('step', t.step, 'words', t.words, 'rating', t.rating, 'due', t.due,
  'at', t.at) ORDER BY t.at, t.id) FROM service_step t WHERE t.request = s.id) AS steps"""
ORDERS: Keys = {
    "due": [
        ("(s.state = 'closed')", "boolean"),
        ("COALESCE(s.due, '9999-12-31'::date)", "date"),
        ("s.asked_at", "timestamptz"),
    ],
    "asked": [("s.asked_at", "timestamptz")],
    "company": [("c.name_sort", "text")],
}


async def services(actor: Actor, state: ListState) -> Page:
    """Of the reader's parks, and of the reader's own companies. One statement; search finds company, unit, words."""
    at = place(state, ORDERS, "s.id", 8)
    where = f"""{SCOPE} AND ($3 = '' OR s.state = $3) AND ($4 = '' OR s.kind = $4) AND ($5 = '' OR {LATE} = $5)
      AND ($6 = '' OR strpos(lower(concat_ws(' ', c.words, u.code, s.words)), lower($6)) > 0)"""
    found = await rows(
        f"""SELECT {COLUMNS}, {at.key} AS key, (SELECT count(*) FROM (SELECT 1 FROM {JOINS} WHERE {where}
              LIMIT {CAP + 1}) AS capped) AS total
            FROM {JOINS} WHERE {where} AND {at.condition} ORDER BY {at.order} LIMIT $7""",
        *who(actor),
        state.chosen.get("state", ""),
        state.chosen.get("what", ""),
        state.chosen.get("late", ""),
        state.q,
        state.limit,
        *at.values,
    )
    lines = [_view(actor, one, one["key"]) for one in found]
    return page(state, lines, found[0]["total"] if found else 0, key=lambda line: (line.key, line.id))


async def service(actor: Actor, request_id: UUID) -> ServiceView:
    """One with its steps; hidden (404) from all but the tenant and who reads over the park. One statement."""
    one = await row(
        f"SELECT {COLUMNS}, {STEPS} FROM {JOINS} WHERE s.id = $3 AND {SCOPE}",
        *who(actor),
        request_id,
    )
    if one is None:
        hidden()
    return replace(_view(actor, one), steps=[_step(each) for each in one["steps"]])


@dataclass(frozen=True, slots=True)
class PromisesView:
    park_id: UUID
    park: Bilingual
    days: Mapping[ServiceKind, int | None]


async def promises(actor: Actor, park_id: UUID) -> PromisesView:
    """What the park promises, for whom it is to set: hidden (404) from all who do not keep the park. One statement."""
    one = await row(
        """SELECT p.name, COALESCE((SELECT jsonb_object_agg(s.kind, s.working_days) FROM service_promise s
             WHERE s.park = p.id), '{}') AS days FROM park p WHERE p.id = $1 AND p.path ^@ ANY($2::text[])""",
        park_id,
        actor.paths(*permissions.KEEPERS),
    )
    if one is None:
        hidden()
    return PromisesView(park_id, Bilingual.of(one["name"]), {kind: one["days"].get(kind) for kind in ServiceKind})


def _step(one: Any) -> StepView:
    return StepView(
        ServiceStep(one["step"]),
        one["words"],
        one["rating"],
        date.fromisoformat(one["due"]) if one["due"] else None,
        datetime.fromisoformat(one["at"]),
    )


def _view(actor: Actor, one: Any, key: str = "") -> ServiceView:
    state = ServiceState(one["state"])
    return ServiceView(
        id=one["id"],
        park_id=one["park_id"],
        park=Bilingual.of(one["park"]),
        company_id=one["company_id"],
        company=Bilingual.of(one["company"]),
        unit_id=one["unit_id"],
        unit_code=one["unit_code"],
        kind=ServiceKind(one["kind"]),
        words=one["words"],
        state=state,
        asked_at=one["asked_at"],
        due=one["due"],
        provisional=one["provisional"],
        closed_at=one["closed_at"],
        rating=one["rating"],
        late=lateness(one["due"], one["closed_on"], one["today"]),
        can_serve=SERVICE_LIFE.allows(state, ServiceMove.CLOSE)
        and bool(permissions.may_serve(actor, path=one["path"])),
        can_rate=SERVICE_LIFE.allows(state, ServiceMove.RATE)
        and bool(permissions.may_rate_service(actor, members=one["members"])),
        key=key,
    )
