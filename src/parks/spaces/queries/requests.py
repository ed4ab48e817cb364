"""Requests for space: the manager's list, one with the units that fit, the founder's own, and who hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Bilingual, Text, _
from parks.spaces import permissions
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY, MEMBERS, SCOPE, Keys, place, who
from parks.spaces.rules.fits import Candidate, Fit, Want, ranked
from parks.spaces.rules.names import UNIT_KINDS
from parks.spaces.states import REQUEST_LIFE, OfferOutcome, RequestMove, RequestState, UnitKind
from parks.web.paging import CAP, ListState, Page, page


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer made for a request, on the request's own page."""

    id: UUID
    unit_code: str
    outcome: OfferOutcome
    reason: str
    expires_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request. `days_waiting` runs until it is answered; `unit_id` is what was let for it, if anything.

    Filled for one request alone: `offers`. For those that wait for a unit: `offered`, whether an offer of some unit
    stands, and `declined`, why the founder said no to this one.
    """

    id: UUID
    company_id: UUID
    company: Bilingual
    park_id: UUID
    park: Bilingual
    kind: UnitKind
    area_min: Decimal | None
    area_max: Decimal | None
    seats: int
    period: Period
    note: str
    state: RequestState
    asked_at: datetime
    must: Sequence[str]
    prefer: Sequence[str]
    budget: Money | None
    days_waiting: int
    answer: str
    unit_id: UUID | None
    unit_code: str
    can_answer: bool
    can_withdraw: bool
    sees_all: bool
    key: str = ""
    offers: Sequence[OfferLine] = ()
    offered: bool = False
    declined: str = ""

    @property
    def area_label(self) -> Text:
        """What was asked for, in m²: a span, a least, a most, or any."""
        match self.area_min, self.area_max:
            case None, None:
                return _("any size")
            case None, most:
                return _("at most {most}", most=most)
            case least, None:
                return _("at least {least}", least=least)
            case least, most:
                return _("{least} to {most}", least=least, most=most)

    @property
    def label(self) -> Text:
        """One line of a choice: who, what, how large, since when."""
        return _(
            "{company}: {kind}, {area} m², waiting for {n} days",
            company=self.company,
            kind=UNIT_KINDS[self.kind],
            area=self.area_label,
            n=self.days_waiting,
        )

    @property
    def want(self) -> Want:
        return Want(
            self.kind, self.area_min, self.area_max, self.seats, self.period, self.must, self.prefer, self.budget
        )


COLUMNS = f"""r.id, r.company AS company_id, {COMPANY} AS company,
  {MEMBERS} AS members, r.park AS park_id,
  p.name AS park, p.path, r.kind, r.area_min, r.area_max, r.seats, r.must, r.prefer, r.budget_amount, r.budget_currency,
  r.wanted_from, r.wanted_until, r.note,
  r.state, r.asked_at, r.answer,
  floor(extract(epoch FROM COALESCE(r.answered_at, parks_now()) - r.asked_at) / 86400)::int AS days_waiting,
  u.id AS unit_id, COALESCE(u.code, '') AS unit_code"""

JOINS = """unit_request r JOIN park p ON p.id = r.park JOIN company c ON c.id = r.company
  LEFT JOIN LATERAL (SELECT a.unit FROM allocation a WHERE a.request = r.id AND a.kind = 'lease'
    ORDER BY a.void, a.made_at DESC LIMIT 1) l ON TRUE
  LEFT JOIN unit u ON u.id = l.unit"""

OFFERS = """COALESCE((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'code', v.code, 'reason', o.end_reason,
    'expires_at', o.expires_at, 'made_at', o.made_at, 'outcome',
    CASE WHEN o.outcome = '' AND o.expires_at <= parks_now() THEN 'expired' ELSE o.outcome END)
    ORDER BY o.made_at DESC, o.id DESC)
  FROM allocation o JOIN unit v ON v.id = o.unit WHERE o.request = r.id AND o.kind = 'offer'), '[]')"""

OFFERED = """EXISTS (SELECT FROM allocation o WHERE o.request = r.id AND o.kind = 'offer' AND NOT o.void
    AND o.expires_at > parks_now()) AS offered,
  (SELECT o.end_reason FROM allocation o WHERE o.request = r.id AND o.unit = $2 AND o.outcome = 'declined'
    ORDER BY o.made_at DESC LIMIT 1) AS declined"""

ORDERS: Keys = {
    "waiting": [("(r.state <> 'asked')", "boolean"), ("r.asked_at", "timestamptz")],
    "asked": [("r.asked_at", "timestamptz")],
    "wanted": [("r.wanted_from", "date")],
    "company": [("c.name_sort", "text")],
    "area": [("COALESCE(r.area_min, 0)", "numeric")],
}


async def requests(actor: Actor, state: ListState) -> Page:
    """Requests to the parks below the reader's places. One statement; waiting first by default, oldest first.

    Search finds a part of the company's name or of the note, from one Chinese character up.
    """
    at = place(state, ORDERS, "r.id", 6)
    where = f"""{ALL_OF_PARK} AND ($2 = '' OR r.state = $2) AND ($3 = '' OR r.kind = $3)
      AND ($4 = '' OR strpos(lower(concat_ws(' ', c.words, r.note)), lower($4)) > 0)"""
    found = await rows(
        f"""SELECT {COLUMNS}, {at.key} AS key, (SELECT count(*) FROM (SELECT 1 FROM unit_request r
              JOIN park p ON p.id = r.park JOIN company c ON c.id = r.company WHERE {where}
              LIMIT {CAP + 1}) AS capped) AS total
            FROM {JOINS} WHERE {where} AND {at.condition} ORDER BY {at.order} LIMIT $5""",
        who(actor)[0],
        state.chosen.get("state", ""),
        state.chosen.get("unit_kind", ""),
        state.q,
        state.limit,
        *at.values,
    )
    lines = [view(actor, one, one["key"]) for one in found]
    return page(state, lines, found[0]["total"] if found else 0, key=lambda line: (line.key, line.id))


async def request(actor: Actor, request_id: UUID) -> RequestView:
    """One statement: the request with every offer that was made for it, latest first. Hidden (404) for strangers."""
    one = await row(
        f"SELECT {COLUMNS}, {OFFERS} AS offers FROM {JOINS} WHERE r.id = $3 AND {SCOPE}", *who(actor), request_id
    )
    return replace(view(actor, one), offers=[_offer(each) for each in one["offers"]]) if one else hidden()


def _offer(one: Any) -> OfferLine:
    return OfferLine(
        UUID(one["id"]),
        one["code"],
        OfferOutcome(one["outcome"]),
        one["reason"],
        datetime.fromisoformat(one["expires_at"]),
        datetime.fromisoformat(one["made_at"]),
    )


async def my_requests(actor: Actor) -> list[RequestView]:
    """What the companies whose record the reader keeps have asked for, newest first."""
    found = await rows(
        f"SELECT {COLUMNS} FROM {JOINS} WHERE c.id IN (SELECT m.company FROM company_member m WHERE m.account_id = $1)"
        " ORDER BY r.asked_at DESC LIMIT 100",
        actor.id,
    )
    return [view(actor, one) for one in found]


async def waiting_in(actor: Actor, unit_id: UUID) -> list[RequestView]:
    """The requests that wait in a unit's park: whom it could be let to."""
    found = await rows(
        f"SELECT {COLUMNS}, {OFFERED} FROM {JOINS}"
        f" WHERE r.park = (SELECT park FROM unit WHERE id = $2) AND r.state = 'asked'"
        f" AND {ALL_OF_PARK} ORDER BY r.asked_at, r.id LIMIT 100",
        who(actor)[0],
        unit_id,
    )
    return [replace(view(actor, one), offered=one["offered"], declined=one["declined"] or "") for one in found]


def view(actor: Actor, one: Any, key: str = "") -> RequestView:
    state = RequestState(one["state"])
    answerable = REQUEST_LIFE.allows(state, RequestMove.DECLINE)
    return RequestView(
        id=one["id"],
        company_id=one["company_id"],
        company=Bilingual.of(one["company"]),
        park_id=one["park_id"],
        park=Bilingual.of(one["park"]),
        kind=UnitKind(one["kind"]),
        area_min=one["area_min"],
        area_max=one["area_max"],
        seats=one["seats"],
        period=Period(one["wanted_from"], one["wanted_until"]),
        note=one["note"],
        state=state,
        asked_at=one["asked_at"],
        must=tuple(one["must"]),
        prefer=tuple(one["prefer"]),
        budget=None if one["budget_amount"] is None else Money(one["budget_amount"], one["budget_currency"]),
        days_waiting=one["days_waiting"],
        answer=one["answer"],
        unit_id=one["unit_id"],
        unit_code=one["unit_code"],
        can_answer=answerable and bool(permissions.may_answer(actor, path=one["path"])),
        can_withdraw=REQUEST_LIFE.allows(state, RequestMove.WITHDRAW)
        and bool(permissions.may_withdraw(actor, members=one["members"])),
        sees_all=permissions.may_read_all(actor, path=one["path"]),
        key=key,
    )


async def fits(wanted: RequestView) -> list[Fit]:
    """The free units that fit a request best, with reasons. The caller has found the request for its reader."""
    return ranked(wanted.want, await free_units(wanted.park_id, wanted.kind, wanted.period.start))


async def free_units(park_id: UUID, kind: UnitKind, start: date) -> Sequence[Candidate]:
    """Units of a kind that nobody has on the first day, and until when. Public knowledge: no holder is named."""
    found = await rows(
        """SELECT u.id, u.floor, u.code, u.kind, u.gross_area, u.usable_area, u.seats, u.features,
             u.price_amount, u.price_currency,
             concat_ws(' · ', b.code, f.level) AS place,
             least(u.valid_until, (SELECT min(a.starts) FROM allocation a WHERE a.unit = u.id AND a.starts > $3
               AND NOT a.void AND (a.expires_at IS NULL OR a.expires_at > parks_now()))) AS free_until
           FROM unit u JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
           WHERE u.park = $1 AND u.kind = $2 AND daterange(u.valid_from, u.valid_until) @> $3::date
             AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.unit = u.id AND a.period @> $3::date
               AND NOT a.void AND (a.expires_at IS NULL OR a.expires_at > parks_now()))
           ORDER BY u.code LIMIT 500""",
        park_id,
        kind,
        start,
    )
    return [
        Candidate(
            unit_id=one["id"],
            floor_id=one["floor"],
            code=one["code"],
            place=one["place"],
            kind=UnitKind(one["kind"]),
            gross_area=one["gross_area"],
            usable_area=one["usable_area"],
            seats=one["seats"],
            price=None if one["price_amount"] is None else Money(one["price_amount"], one["price_currency"]),
            free_until=one["free_until"],
            features=tuple(one["features"]),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a message about space says, and to whom: person ids. For notifications, which ask for no reader."""

    people: Sequence[UUID]
    url: str
    company: Bilingual
    park: Bilingual
    kind: UnitKind
    period: Period
    answer: str = ""
    unit_code: str = ""
    until: datetime | None = None


async def who_hears_of_request(request_id: UUID) -> tuple[Hearing, Hearing]:
    """A request's founders, and its park's managers: (founder's, managers')."""
    one = await row(f"SELECT {COLUMNS} FROM {JOINS} WHERE r.id = $1", request_id) or hidden()
    managers = await identity.holders(Role.PARK_MANAGER, one["path"])
    founder = Hearing(
        people=one["members"],
        url=f"/requests/{request_id}",
        company=Bilingual.of(one["company"]),
        park=Bilingual.of(one["park"]),
        kind=UnitKind(one["kind"]),
        period=Period(one["wanted_from"], one["wanted_until"]),
        answer=one["answer"],
        unit_code=one["unit_code"],
    )
    return founder, Hearing(
        [person.id for person in managers],
        founder.url,
        founder.company,
        founder.park,
        founder.kind,
        founder.period,
    )


async def who_hears_of_letting(allocation_id: UUID) -> Hearing:
    """The founder to whom a unit was let."""
    one = (
        await row(
            f"""SELECT {COMPANY} AS company,
             {MEMBERS} AS members, p.name AS park, u.id AS unit_id, u.code, u.kind, a.starts, a.ends
           FROM allocation a JOIN company c ON c.id = a.company JOIN unit u ON u.id = a.unit
           JOIN park p ON p.id = u.park
           WHERE a.id = $1""",
            allocation_id,
        )
        or hidden()
    )
    return Hearing(
        people=one["members"],
        url=f"/units/{one['unit_id']}",
        company=Bilingual.of(one["company"]),
        park=Bilingual.of(one["park"]),
        kind=UnitKind(one["kind"]),
        period=Period(one["starts"], one["ends"]),
        unit_code=one["code"],
    )
