"""The ranking of a round."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.words import _
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.rounds.scope import SHOWN_RANK, places
from parks.web.paging import CAP, Column, Grid, ListState, Page, page

RANK_LIST = Grid(
    columns=(
        Column("rank", _("Rank"), sort="rank", numeric=True),
        Column("code", _("Review code")),
        Column("label", _("Applicant")),
        Column("field", _("Field")),
        Column("total", _("Score"), numeric=True),
        Column("plain", _("Plain mean"), numeric=True),
        Column("key_points", _("Key criterion"), numeric=True),
        Column("second_points", _("Second criterion"), numeric=True, shown=False),
        Column("state", _("State")),
    ),
    sorts=("rank",),
)


@dataclass(frozen=True, slots=True)
class RankRow:
    """A line of the ranking. `subject_id` leads back to what was assessed, for the context that owns it."""

    assessment_id: UUID
    subject_kind: str
    subject_id: UUID
    code: str
    label: str
    field: str
    rank: int | None
    total: Decimal | None
    plain: Decimal | None
    key_points: Decimal | None
    second_points: Decimal | None
    state: str


RANKED = (
    "SELECT a.id, a.subject_kind, a.subject_id, a.code, a.subject_label, a.field,"
    f" {SHOWN_RANK.format(person='$2')} AS rank, a.total, a.plain, a.key_points, a.second_points,"
    " a.state FROM assessment a"
)


async def ranking(round_id: UUID, actor: Actor = SYSTEM) -> list[RankRow]:
    """The whole ranking, unranked ones last, for the context above: it has asked its own permission. What is kept from
    the actor is left out, and the others stand closed up.
    """
    found = await rows(
        f"{RANKED} WHERE a.review_round = $1 AND NOT {withheld('$2')} ORDER BY a.rank NULLS LAST, a.number",
        round_id,
        actor.id,
    )
    return [RankRow(*one.values()) for one in found]


async def standings(actor: Actor, round_id: UUID, state: ListState) -> Page:
    """One page of the ranking for its reader."""
    values: list[Any] = [round_id, actor.id, places(actor)]
    where = (
        "a.review_round = $1 AND EXISTS (SELECT FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($3))"
        f" AND NOT {withheld('$2')}"
    )
    if state.q:
        values.append(state.q)
        text = "(a.code || ' ' || a.subject_label)"
        where += f" AND bigrams({text}) @> bigrams($4) AND {text} ILIKE '%' || $4 || '%'"
    total = await value(f"SELECT count(*) FROM (SELECT FROM assessment a WHERE {where} LIMIT {CAP + 1}) x", *values)
    order, turn = "COALESCE(a.rank, 2147483647)", " DESC" if state.descending else ""
    if state.after is not None and state.number_after is not None:
        values += [state.number_after, state.after[1]]
        sign = "<" if state.descending else ">"
        where += f" AND ({order}, a.id::text) {sign} (${len(values) - 1}::bigint, ${len(values)})"
    found = await rows(f"{RANKED} WHERE {where} ORDER BY {order}{turn}, a.id::text{turn} LIMIT {state.limit}", *values)
    lines = [RankRow(*one.values()) for one in found]
    return page(state, lines, total, key=lambda one: (one.rank or 2147483647, one.assessment_id))
