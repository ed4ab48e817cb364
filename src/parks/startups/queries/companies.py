"""Lists of companies: a founder's own, and what an officer's place holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.kernel.actor import Actor
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.startups.queries.scope import VISIBLE, scope
from parks.web.paging import CAP, ListState, Page, page


@dataclass(frozen=True, slots=True)
class Brief:
    """A company by name, for choosing among one's own."""

    id: UUID
    name: Bilingual
    uscc: str
    path: str


async def my_companies(actor: Actor) -> list[Brief]:
    """The companies on whose side this person is, newest first."""
    found = await rows(
        "SELECT c.id, c.name_zh, c.name_en, c.uscc, c.path FROM company_member m JOIN company c ON c.id = m.company"
        " WHERE m.account_id = $1 ORDER BY c.id DESC LIMIT 100",
        actor.id,
    )
    return [
        Brief(one["id"], Bilingual(one["name_zh"], one["name_en"] or one["name_zh"]), one["uscc"], one["path"])
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the officers' list."""

    id: UUID
    name_zh: str
    name_en: str
    name_sort: str
    uscc: str
    industry: str
    region: str
    registered_on: date | None
    registered_capital: Decimal | None
    headcount: int | None
    legal_representative: str
    rights: int

    @property
    def url(self) -> str:
        return f"/companies/{self.id}"

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_zh, self.name_en or self.name_zh)

    @property
    def capital(self) -> Money | None:
        return None if self.registered_capital is None else Money(self.registered_capital)


FIRST_DAY = date(1, 1, 1)
KEYS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("c.name_sort", str),
    "registered_on": ("COALESCE(c.registered_on, '0001-01-01'::date)", date.fromisoformat),
    "registered_capital": ("COALESCE(c.registered_capital, -1)", lambda told: Decimal(str(told))),
}
"""What each order goes by, and how its place is read back from the URL; nothing is NULL, so that keys compare."""

_LIST = """
SELECT c.*,
  COALESCE((SELECT p.name FROM company_person p WHERE p.company = c.id AND p.legal_representative), '')
    AS legal_representative,
  (SELECT count(*) FROM company_ip_asset a WHERE a.company = c.id) AS rights
FROM (SELECT c.id, c.name_zh, c.name_en, c.name_sort, c.uscc, c.industry, c.region, c.registered_on,
    c.registered_capital, c.headcount FROM company c WHERE {where} ORDER BY {order} LIMIT {limit}) c
ORDER BY {order}
"""


async def companies(actor: Actor, state: ListState) -> Page:
    """One page of what the reader may see; two statements, however many there are."""
    key, read = KEYS[state.sort]
    way, beyond = ("DESC", "<") if state.descending else ("ASC", ">")
    where, values = _asked(actor, state)
    total = await value(f"SELECT count(*) FROM (SELECT FROM company c WHERE {where} LIMIT {CAP + 1}) n", *values)
    place = _place(state, read)
    if place is not None:
        values += place
        where += f" AND ({key}, c.id) {beyond} (${len(values) - 1}, ${len(values)})"
    order = f"{key} {way}, c.id {way}"
    found = await rows(_LIST.format(where=where, order=order, limit=state.limit), *values)
    return page(state, [Row(**one) for one in found], total, lambda row: (_key(row, state.sort), row.id))


def _asked(actor: Actor, state: ListState) -> tuple[str, list[Any]]:
    where, values = VISIBLE, list(scope(actor))
    if state.q:
        sought = state.q.lower()
        values.append("%" + sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        where += f" AND c.words LIKE ${len(values)}"
        if len(sought) > 1:
            values.append(sought)
            where += f" AND bigrams(c.words) @> bigrams(${len(values)})"
    if industry := state.chosen.get("industry"):
        values.append(f"{industry}%")
        where += f" AND c.industry LIKE ${len(values)}"
    return where, values


def _place(state: ListState, read: Callable[[Any], Any]) -> list[Any] | None:
    """Where the page begins; a place that nobody was given is left aside."""
    if state.after is None:
        return None
    try:
        return [read(state.after[0]), UUID(state.after[1])]
    except (ValueError, TypeError, ArithmeticError):
        return None


def _key(row: Row, sort: str) -> Any:
    match sort:
        case "registered_on":
            return row.registered_on or FIRST_DAY
        case "registered_capital":
            return -1 if row.registered_capital is None else row.registered_capital
        case _:
            return row.name_sort
