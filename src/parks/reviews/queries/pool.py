"""The expert pool, for officers and auditors of its place, of those above and of those below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.rules import names
from parks.reviews.rules.conflicts import ExpertTies, Tie
from parks.reviews.rules.experts import LANGUAGES, Service
from parks.reviews.states import TieKind, TieSource
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page

SERVES = "EXISTS (SELECT FROM unnest($1::text[]) AS p(at) WHERE e.path LIKE p.at || '%' OR p.at LIKE e.path || '%')"
"""The scope of the pool: experts serve their place and all below; those above see them too. $1: the actor's places."""

POOL_LIST = Grid(
    columns=(
        Column("name", _("Full name"), sort="name"),
        Column("kind", _("Kind of expert"), sort="kind"),
        Column("fields", _("Fields")),
        Column("employer", _("Employer"), sort="employer"),
        Column("title", _("Professional title")),
        Column("waiting", _("Open seats"), numeric=True),
        Column("ties", _("Ties"), numeric=True, shown=False),
        Column("region", _("Region"), shown=False),
        Column("capacity", _("Proposals a round"), numeric=True, shown=False),
        Column("term", _("Term until")),
        Column("state", _("State")),
    ),
    sorts=("name", "employer", "kind"),
    filters=(
        Filter("kind", _("Kind of expert"), tuple((key.value, text) for key, text in names.EXPERT_KINDS.items())),
        Filter("field", _("Field"), tuple(names.FIELDS.items())),
        Filter("state", _("State"), tuple((key.value, text) for key, text in names.EXPERT_STATES.items())),
    ),
)

ORDERS: Mapping[str, str] = {"name": "e.name_order", "employer": "e.employer", "kind": "e.kind"}


@dataclass(frozen=True, slots=True)
class ExpertRow:
    id: UUID
    name: str
    kind: str
    title: str
    employer: str
    fields: tuple[str, ...]
    state: str
    waiting: int  # seats offered or declared
    ties: int
    region: str
    capacity: int | None
    term: date | None  # its last day


async def pool(actor: Actor, state: ListState) -> Page:
    """One page of the pool in two statements: the rows first, then what is counted of those shown alone."""
    order = ORDERS[state.sort]
    values: list[Any] = [permissions.reads_at(actor)]
    conditions = [SERVES]
    if state.q:
        values.append(state.q)
        n = len(values)
        text = "(e.name || ' ' || e.employer || ' ' || e.title)"
        conditions.append(f"bigrams({text}) @> bigrams(${n}) AND {text} ILIKE '%' || ${n} || '%'")
    for name, sql in (("kind", "e.kind = {}"), ("field", "e.fields @> ARRAY[{}::varchar]"), ("state", "e.state = {}")):
        if state.chosen.get(name):
            values.append(state.chosen[name])
            conditions.append(sql.format(f"${len(values)}"))
    where = " AND ".join(conditions)
    total = await value(f"SELECT count(*) FROM (SELECT FROM expert e WHERE {where} LIMIT {CAP + 1}) x", *values)
    if state.after is not None:
        values += [str(state.after[0]), state.after[1]]
        sign = "<" if state.descending else ">"
        where += f" AND ({order}, e.id::text) {sign} (${len(values) - 1}, ${len(values)})"
    turn = " DESC" if state.descending else ""
    found = await rows(
        "SELECT e.*, (SELECT count(*) FROM seat s WHERE s.expert = e.id AND s.state IN ('offered', 'declared'))"
        " AS waiting, (SELECT count(*) FROM expert_tie t WHERE t.expert = e.id) AS ties"
        f" FROM (SELECT e.*, {order} AS place FROM expert e WHERE {where}"
        f" ORDER BY {order}{turn}, e.id::text{turn} LIMIT {state.limit}) e ORDER BY e.place{turn}, e.id::text{turn}",
        *values,
    )
    return page(state, [_Placed(_row(one), one["place"]) for one in found], total, key=lambda one: (one.place, one.id))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the value it was sorted by, for the next page's start."""

    row: ExpertRow
    place: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _row(one: Any) -> ExpertRow:
    return ExpertRow(
        one["id"],
        one["name"],
        one["kind"],
        one["title"],
        one["employer"],
        tuple(one["fields"]),
        one["state"],
        one["waiting"],
        one["ties"],
        one["region"],
        one["capacity"],
        one["term_until"] - timedelta(days=1) if one["term_until"] else None,
    )


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie with its id, as the expert's page lists it."""

    id: UUID
    kind: str
    party: str
    key: str
    percent: Decimal | None
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Where an expert works or worked; half-open days."""

    id: UUID
    employer: str
    key: str
    title: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ExpertDetail:
    id: UUID
    name: str
    kind: str
    title: str
    employer: str
    fields: tuple[str, ...]
    state: str
    ties: tuple[Tied, ...]
    waiting: int
    scored: int
    can_keep: bool
    posts: tuple[Posted, ...]
    serves: Service
    today: date
    path: str

    @property
    def languages(self) -> list[Text]:
        return [LANGUAGES[one] for one in self.serves.languages]

    @property
    def term(self) -> Text | None:
        """The term as people read it, with its last day."""
        first, until = self.serves.term_from, self.serves.term_until
        if first is None:
            return None
        if until is None:
            return _("since {day}", day=first)
        return _("{first} to {last}", first=first, last=until - timedelta(days=1))

    @property
    def term_over(self) -> bool:
        return self.serves.term_until is not None and self.serves.term_until <= self.today


async def expert(actor: Actor, expert_id: UUID) -> ExpertDetail:
    found = await row(
        f"SELECT e.*, (SELECT count(*) FROM seat s WHERE s.expert = e.id AND s.state IN ('offered', 'declared'))"
        " AS waiting, (SELECT count(*) FROM seat s WHERE s.expert = e.id AND s.state = 'scored') AS scored,"
        " (parks_now() AT TIME ZONE 'Asia/Shanghai')::date AS today,"
        " COALESCE((SELECT jsonb_agg(to_jsonb(p) ORDER BY p.since DESC NULLS LAST, p.id) FROM expert_post p"
        " WHERE p.expert = e.id), '[]'::jsonb) AS posts"
        f" FROM expert e WHERE e.id = $2 AND {SERVES}",
        permissions.reads_at(actor),
        expert_id,
    )
    if found is None:
        hidden()
    ties = await rows("SELECT * FROM expert_tie WHERE expert = $1 ORDER BY since DESC NULLS LAST, id", expert_id)
    return ExpertDetail(
        found["id"],
        found["name"],
        found["kind"],
        found["title"],
        found["employer"],
        tuple(found["fields"]),
        found["state"],
        tuple(
            Tied(
                one["id"],
                one["kind"],
                one["party"],
                one["party_key"],
                one["percent"],
                one["since"],
                one["until"],
                one["source"],
            )
            for one in ties
        ),
        found["waiting"],
        found["scored"],
        bool(permissions.may_run(actor, found["path"])),
        tuple(map(_posted, found["posts"])),
        Service(found["region"], tuple(found["languages"]), found["capacity"], found["term_from"], found["term_until"]),
        found["today"],
        found["path"],
    )


def _posted(one: Mapping[str, Any]) -> Posted:
    return Posted(
        UUID(one["id"]),
        one["employer"],
        one["employer_key"],
        one["title"],
        date.fromisoformat(one["since"]) if one["since"] else None,
        date.fromisoformat(one["until"]) if one["until"] else None,
    )


async def experts_with_ties() -> list[ExpertTies]:
    """Every expert with all ties, for the context that looks for conflicts before it hands in who is barred."""
    found = await rows(
        "SELECT e.id, e.person, e.name, e.fingerprint, COALESCE((SELECT jsonb_agg(jsonb_build_object('kind', t.kind,"
        " 'party', t.party, 'key', t.party_key, 'percent', t.percent::text, 'since', t.since, 'until', t.until,"
        " 'source', t.source) ORDER BY t.id) FROM (SELECT id, kind, party, party_key, percent, since, until, source"
        " FROM expert_tie WHERE expert = e.id UNION ALL SELECT id, 'employer', employer, employer_key, NULL, since,"
        " until, source FROM expert_post WHERE expert = e.id) t), '[]'::jsonb) AS ties"
        " FROM expert e ORDER BY e.id"
    )
    return [
        ExpertTies(one["id"], one["person"], one["name"], tuple(map(_tie, one["ties"])), one["fingerprint"])
        for one in found
    ]


def _tie(stored: Mapping[str, Any]) -> Tie:
    return Tie(
        TieKind(stored["kind"]),
        stored["party"],
        stored["key"],
        Decimal(stored["percent"]) if stored["percent"] else None,
        date.fromisoformat(stored["since"]) if stored["since"] else None,
        date.fromisoformat(stored["until"]) if stored["until"] else None,
        TieSource(stored["source"]),
    )
