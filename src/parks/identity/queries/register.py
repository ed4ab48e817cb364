"""The register for officers: organisations, who holds which role, one person; all in the actor's own scope."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.identity import permissions
from parks.identity.queries.asking import LIVE
from parks.identity.queries.people import OrganisationView, as_organisation
from parks.identity.rules import places
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, _
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page
from parks.web.rendering import ROLE_NAMES

SCOPE = "o.path LIKE ANY($1)"
"""The one scope predicate: `$1` is `seen_by(actor)`."""


def seen_by(actor: Actor) -> list[str]:
    """Patterns of the places that an actor's offices cover."""
    return [f"{path}%" for path in actor.paths(*permissions.OFFICES)]


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An organisation with the one above it and how many people hold a role right there."""

    organisation: OrganisationView
    above: Bilingual | None
    indent: int
    holders: int


async def tree(actor: Actor) -> list[TreeRow]:
    """The organisations in the actor's scope, parents before children; at most 500."""
    found = await database.rows(
        "SELECT o.id, o.kind, o.name_zh, o.name_en, o.path, o.region, u.name_zh AS above_zh, u.name_en AS above_en,"
        f" (SELECT count(*) FROM appointment a WHERE a.organisation = o.id AND {LIVE}) AS holders"
        " FROM organisation o LEFT JOIN organisation u ON u.id = o.parent, (SELECT parks_now() AS now) c"
        f" WHERE {SCOPE} ORDER BY o.path LIMIT 500",
        seen_by(actor),
    )
    views = [as_organisation(one) for one in found]
    top = min((one.depth for one in views), default=0)
    return [
        TreeRow(
            view,
            Bilingual(one["above_zh"], one["above_en"]) if one["above_zh"] else None,
            min(view.depth - top, 4),
            one["holders"],
        )
        for view, one in zip(views, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    id: UUID
    person_id: UUID
    person: str
    email: str
    role: Role
    organisation_id: UUID
    organisation: Bilingual
    since: datetime
    until: date | None
    appointed_by: str
    reason: str
    ended_at: datetime | None
    end_reason: str
    live: bool
    can_dismiss: bool


_APPOINTMENT = (
    "a.id, a.person AS person_id, p.name AS person, p.email, a.role, o.id AS organisation_id, o.name_zh, o.name_en,"
    f" o.path, a.since, a.until, a.appointed_by, a.reason, a.ended_at, a.end_reason, ({LIVE}) AS live"
)
_FROM = (
    "appointment a JOIN person p ON p.id = a.person JOIN organisation o ON o.id = a.organisation,"
    " (SELECT parks_now() AS now) c"
)


def _appointment(actor: Actor, row: Any) -> AppointmentView:
    role = Role(row["role"])
    verdict = permissions.may_dismiss(actor, person_id=row["person_id"], role=role, path=row["path"])
    return AppointmentView(
        id=row["id"],
        person_id=row["person_id"],
        person=row["person"],
        email=row["email"],
        role=role,
        organisation_id=row["organisation_id"],
        organisation=Bilingual(row["name_zh"], row["name_en"]),
        since=row["since"],
        until=row["until"],
        appointed_by=row["appointed_by"],
        reason=row["reason"],
        ended_at=row["ended_at"],
        end_reason=row["end_reason"],
        live=row["live"],
        can_dismiss=row["live"] and bool(verdict),
    )


APPOINTMENTS = Grid(
    columns=(
        Column("person", _("Person"), sort="person"),
        Column("email", _("E-mail address")),
        Column("role", _("Role")),
        Column("organisation", _("Organisation"), sort="organisation"),
        Column("since", _("Since"), sort="since"),
        Column("until", _("In office until")),
        Column("by", _("Appointed by"), shown=False),
        Column("reason", _("Reason"), shown=False),
    ),
    sorts=("person", "organisation", "since"),
    filters=(
        Filter("role", _("Role"), tuple((role.value, ROLE_NAMES[role]) for role in Role if role is not Role.FOUNDER)),
        Filter(
            "state", _("State"), (("live", _("Held now")), ("ended", _("Role ended")), ("all", _("Held now or ended")))
        ),
    ),
)

SORTS = {"since": ("a.since", "timestamptz"), "person": ("p.name", "text"), "organisation": ("o.path", "text")}


async def appointments(actor: Actor, asked: ListState) -> Page:
    """Who holds (or held) which role, in the actor's scope."""
    column, kind = SORTS[asked.sort]
    after = _place(asked)
    values: list[Any] = [
        seen_by(actor),
        asked.q.lower(),
        asked.chosen.get("role") or None,
        asked.chosen.get("state", "live") or "live",
    ]
    where = (
        f"{SCOPE} AND ($2 = '' OR"
        " strpos(lower(concat_ws(' ', p.name, p.email, o.name_zh, o.name_en)), $2) > 0)"
        f" AND ($3::text IS NULL OR a.role = $3) AND ($4 = 'all' OR ({LIVE}) = ($4 = 'live'))"
    )
    total = await database.value(f"SELECT count(*) FROM (SELECT FROM {_FROM} WHERE {where} LIMIT {CAP + 1}) n", *values)
    further = ""
    if after is not None:
        further = f" AND ({column}, a.id) {'<' if asked.descending else '>'} ($5::text::{kind}, $6::uuid)"
        values += after
    way = "DESC" if asked.descending else "ASC"
    found = await database.rows(
        f"SELECT {_APPOINTMENT} FROM {_FROM} WHERE {where}{further}"
        f" ORDER BY {column} {way}, a.id {way} LIMIT {asked.limit}",
        *values,
    )
    rows = [(one, _appointment(actor, one)) for one in found]
    key = {"since": "since", "person": "person", "organisation": "path"}[asked.sort]
    made = page(asked, rows, total, lambda pair: (pair[0][key], pair[0]["id"]))
    return Page([view for _row, view in made.rows], made.state, made.next, made.total)


def _place(asked: ListState) -> list[Any] | None:
    """The row that the page starts after; a place that was tampered with is the start."""
    if asked.after is None:
        return None
    value, row_id = asked.after
    try:
        if asked.sort == "since":
            datetime.fromisoformat(str(value))
        return [str(value).replace("\x00", ""), UUID(row_id)]
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """`above` are the names of the organisations it stands under, the nation first."""

    organisation: OrganisationView
    above: tuple[Bilingual, ...]
    appointments: tuple[AppointmentView, ...]
    can_administer: bool
    can_appoint_experts: bool
    roles: tuple[Role, ...]
    kinds_below: tuple[OrganisationKind, ...]


async def organisation_page(actor: Actor, organisation_id: UUID) -> OrganisationPage:
    """An organisation in the actor's scope with who holds roles right there. Hidden (404) outside."""
    found = await database.rows(
        "SELECT x.id AS x_id, x.kind AS x_kind, x.name_zh AS x_name_zh, x.name_en AS x_name_en, x.path AS x_path,"
        " x.region AS x_region, (SELECT array_agg(ARRAY[u.name_zh, u.name_en] ORDER BY u.path) FROM organisation u"
        " WHERE u.id <> x.id AND starts_with(x.path, u.path)) AS x_above,"
        f" h.* FROM organisation x LEFT JOIN LATERAL (SELECT {_APPOINTMENT} FROM {_FROM}"
        f" WHERE o.id = x.id AND {LIVE}) h ON TRUE WHERE x.id = $2 AND x.path LIKE ANY($1)"
        " ORDER BY h.role, h.person, h.id LIMIT 500",
        seen_by(actor),
        organisation_id,
    )
    if not found:
        hidden()
    view = as_organisation(
        {name: found[0][f"x_{name}"] for name in ("id", "kind", "name_zh", "name_en", "path", "region")}
    )
    administers = bool(permissions.may_administer(actor, view.path))
    return OrganisationPage(
        view,
        tuple(Bilingual(zh, en) for zh, en in found[0]["x_above"] or ()),
        tuple(_appointment(actor, one) for one in found if one["id"]),
        can_administer=administers,
        can_appoint_experts=not administers and actor.holds(Role.PROGRAMME_OFFICER, view.path),
        roles=tuple(role for role in Role if places.fits(role, view.kind) and (administers or role is Role.EXPERT)),
        kinds_below=tuple(kind for kind in OrganisationKind if places.stands_under(kind, view.kind)),
    )


@dataclass(frozen=True, slots=True)
class PersonPage:
    id: UUID
    name: str
    email: str
    confirmed_at: datetime | None
    suspended_at: datetime | None
    appointments: tuple[AppointmentView, ...]
    can_suspend: bool


async def person_page(actor: Actor, person_id: UUID) -> PersonPage:
    """A person with a role, now or before, in the actor's scope. Hidden (404) outside: founders are nobody's here,
    but an administrator of the nation's.
    """
    rows = await database.rows(
        f"SELECT {_APPOINTMENT}, p.confirmed_at, p.suspended_at FROM {_FROM} WHERE a.person = $1"
        " ORDER BY a.since DESC, a.id DESC LIMIT 200",
        person_id,
    )
    everything = permissions.may_suspend(actor, person_id=person_id, places=()).ok
    visible = [one for one in rows if permissions.may_see_offices(actor, one["path"])]
    if not visible and not everything:
        hidden()
    live = [one["path"] for one in rows if one["live"]]
    person = (
        rows[0]
        if rows
        else await database.row(
            "SELECT name AS person, email, confirmed_at, suspended_at FROM person WHERE id = $1", person_id
        )
    )
    if person is None:
        hidden()
    return PersonPage(
        person_id,
        person["person"],
        person["email"],
        person["confirmed_at"],
        person["suspended_at"],
        tuple(_appointment(actor, one) for one in (visible or rows)),
        can_suspend=actor.has(Role.SYSTEM_ADMIN)
        and bool(permissions.may_suspend(actor, person_id=person_id, places=live)),
    )
