"""The assessments of a round, a row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.kernel.actor import Actor
from parks.kernel.words import _
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.rounds.scope import SHOWN_RANK, places
from parks.reviews.rules import names
from parks.reviews.states import SeatState
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page

ASSESSMENT_LIST = Grid(
    columns=(
        Column("code", _("Review code"), sort="code"),
        Column("label", _("Applicant")),
        Column("field", _("Field")),
        Column("seats", _("Panel seats")),
        Column("barred", _("Barred"), numeric=True),
        Column("total", _("Score"), numeric=True),
        Column("rank", _("Rank"), sort="rank", numeric=True),
        Column("state", _("State")),
    ),
    sorts=("code", "rank"),
    filters=(
        Filter("state", _("State"), tuple((key.value, text) for key, text in names.ASSESSMENT_STATES.items())),
        Filter("field", _("Field"), tuple(names.FIELDS.items())),
    ),
)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A line of the round: `seats` the states of its seats (recused and replaced ones left out)."""

    id: UUID
    code: str
    label: str
    field: str
    state: str
    seats: tuple[str, ...]
    barred: int
    total: Decimal | None
    rank: int | None

    @property
    def scored(self) -> int:
        return sum(one == SeatState.SCORED for one in self.seats)


ORDERS: Mapping[str, str] = {"code": "a.number", "rank": "COALESCE(a.rank, 2147483647)"}


async def assessments(actor: Actor, round_id: UUID, state: ListState) -> Page:
    """One page of a round's assessments in two statements, seats gathered of those shown alone."""
    values: list[Any] = [round_id, places(actor), actor.id]
    conditions = [
        "a.review_round = $1",
        "EXISTS (SELECT FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2))",
        f"NOT {withheld('$3')}",
    ]
    if state.q:
        values.append(state.q)
        n, text = len(values), "(a.code || ' ' || a.subject_label)"
        conditions.append(f"bigrams({text}) @> bigrams(${n}) AND {text} ILIKE '%' || ${n} || '%'")
    for name in ("state", "field"):
        if state.chosen.get(name):
            values.append(state.chosen[name])
            conditions.append(f"a.{name} = ${len(values)}")
    where = " AND ".join(conditions)
    total = await value(f"SELECT count(*) FROM (SELECT FROM assessment a WHERE {where} LIMIT {CAP + 1}) x", *values)
    order, turn = ORDERS[state.sort], " DESC" if state.descending else ""
    if state.after is not None and state.number_after is not None:
        values += [state.number_after, state.after[1]]
        sign = "<" if state.descending else ">"
        where += f" AND ({order}, a.id::text) {sign} (${len(values) - 1}::bigint, ${len(values)})"
    found = await rows(
        "SELECT a.id, a.code, a.subject_label, a.field, a.state, a.total, a.place,"
        f" {SHOWN_RANK.format(person='$3')} AS rank,"
        " (SELECT count(*) FROM jsonb_object_keys(a.barred)) AS barred,"
        " ARRAY(SELECT s.state FROM seat s WHERE s.assessment = a.id AND s.state = ANY(ARRAY['offered', 'declared',"
        " 'scored']) ORDER BY s.id) AS seats"
        f" FROM (SELECT a.*, {order} AS place FROM assessment a WHERE {where}"
        f" ORDER BY {order}{turn}, a.id::text{turn} LIMIT {state.limit}) a ORDER BY a.place{turn}, a.id::text{turn}",
        *values,
    )
    made = [_Placed(_assessment_row(one), one["place"]) for one in found]
    return page(state, made, total, key=lambda one: (one.place, one.row.id))


@dataclass(frozen=True, slots=True)
class _Placed:
    row: AssessmentRow
    place: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _assessment_row(one: Any) -> AssessmentRow:
    return AssessmentRow(
        one["id"],
        one["code"],
        one["subject_label"],
        one["field"],
        one["state"],
        tuple(one["seats"]),
        one["barred"],
        one["total"],
        one["rank"],
    )
