"""Budgets as they stand, and their ledger line by line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.funds import permissions
from parks.funds.queries.scope import BY_PLACE, who
from parks.funds.rules.names import ENTRIES
from parks.funds.states import CommitmentState, Entry, Source
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page, page


@dataclass(frozen=True, slots=True)
class BudgetView:
    """`amount` = `committed` + `free`; `released` and `paid` lie within `committed`."""

    id: UUID
    number: str
    organisation: Bilingual
    year: int
    source: Source
    subject: Bilingual
    subject_url: str
    amount: Money
    committed: Money
    free: Money
    released: Money
    paid: Money
    can_keep: bool

    @property
    def url(self) -> str:
        return f"/budgets/{self.id}"

    @property
    def currency(self) -> str:
        return self.amount.currency


BUDGET = """
SELECT b.id, b.number, o.name_zh, o.name_en, b.year, b.source, b.subject_label_zh, b.subject_label_en, b.subject_url,
  b.currency, b.amount, b.committed, b.free, b.released, b.paid, b.path
FROM fund_budget b JOIN organisation o ON o.id = b.organisation
"""


def _view(actor: Actor, one: asyncpg.Record) -> BudgetView:
    def money(column: str) -> Money:
        return Money(one[column], one["currency"])

    return BudgetView(
        id=one["id"],
        number=one["number"],
        organisation=Bilingual(one["name_zh"], one["name_en"]),
        year=one["year"],
        source=Source(one["source"]),
        subject=Bilingual(one["subject_label_zh"], one["subject_label_en"]),
        subject_url=one["subject_url"],
        amount=money("amount"),
        committed=money("committed"),
        free=money("free"),
        released=money("released"),
        paid=money("paid"),
        can_keep=bool(permissions.may_keep(actor, path=one["path"])),
    )


async def budgets(actor: Actor) -> list[BudgetView]:
    """All below the reader's places, the newest year first; at most 500."""
    found = await rows(f"{BUDGET} WHERE {BY_PLACE} ORDER BY b.year DESC, b.number LIMIT 500", who(actor)[0])
    return [_view(actor, one) for one in found]


async def budget(actor: Actor, budget_id: UUID) -> BudgetView:
    return _view(actor, await row(f"{BUDGET} WHERE b.id = $2 AND {BY_PLACE}", who(actor)[0], budget_id) or hidden())


async def budget_of(actor: Actor, subject_id: UUID) -> list[BudgetView]:
    """The budgets that were founded for a subject, in the order of their founding."""
    found = await rows(
        f"{BUDGET} WHERE b.subject_id = $2 AND {BY_PLACE} ORDER BY b.founded_at, b.id LIMIT 50",
        who(actor)[0],
        subject_id,
    )
    return [_view(actor, one) for one in found]


@dataclass(frozen=True, slots=True)
class UseView:
    """What became of the budgets of one subject, in one currency. `accounted`: in reports of use that were accepted."""

    amount: Money
    committed: Money
    released: Money
    paid: Money
    returned: Money
    accounted: Money


USE = f"""
SELECT b.currency, sum(b.amount) AS amount, sum(b.committed) AS committed, sum(b.released) AS released,
  sum(b.paid) AS paid,
  sum((SELECT COALESCE(sum(c.returned), 0) FROM fund_commitment c WHERE c.budget = b.id)) AS returned,
  sum((SELECT COALESCE(sum(x.amount), 0) FROM fund_commitment c JOIN fund_use_report r ON r.commitment = c.id
    JOIN fund_expense x ON x.report = r.id WHERE c.budget = b.id AND r.state = 'accepted')) AS accounted
FROM fund_budget b WHERE b.subject_id = $2 AND {BY_PLACE} GROUP BY b.currency ORDER BY b.currency
"""


async def use_of(actor: Actor, subject_id: UUID) -> list[UseView]:
    """The use of a subject's budgets, for those who read the budgets; one statement, empty to others."""
    found = await rows(USE, who(actor)[0], subject_id)
    return [UseView(**{name: Money(one[name], one["currency"]) for name in UseView.__slots__}) for one in found]


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    id: UUID
    number: str
    subject: str
    company: Bilingual
    amount: Money
    paid: Money
    state: CommitmentState


async def commitments_of_budget(actor: Actor, budget_id: UUID) -> list[CommitmentLine]:
    """What is bound out of one budget; at most 2,000."""
    found = await rows(
        "SELECT c.id, c.number, c.subject_label, y.name_zh, COALESCE(NULLIF(y.name_en, ''), y.name_zh) AS name_en,"
        " c.amount, c.paid, b.currency, c.state FROM fund_commitment c JOIN fund_budget b ON b.id = c.budget"
        f" JOIN company y ON y.id = c.company WHERE c.budget = $2 AND {BY_PLACE} ORDER BY c.number LIMIT 2000",
        who(actor)[0],
        budget_id,
    )
    return [
        CommitmentLine(
            one["id"],
            one["number"],
            one["subject_label"],
            Bilingual(one["name_zh"], one["name_en"]),
            Money(one["amount"], one["currency"]),
            Money(one["paid"], one["currency"]),
            CommitmentState(one["state"]),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class BatchLine:
    id: UUID
    number: str
    total: Money
    lines: int
    open: int
    made_at: datetime


async def batches(actor: Actor, budget_id: UUID | None = None) -> list[BatchLine]:
    """Payment batches of one budget, or of all that the reader may see; the newest first, at most 200."""
    found = await rows(
        "SELECT p.id, p.number, p.total, b.currency, p.lines, p.made_at, (SELECT count(*) FROM fund_payment_line l"
        " WHERE l.batch = p.id AND l.state = 'sent') AS open FROM fund_payment_batch p"
        f" JOIN fund_budget b ON b.id = p.budget WHERE ($2::uuid IS NULL OR b.id = $2) AND {BY_PLACE}"
        " ORDER BY p.made_at DESC, p.id LIMIT 200",
        who(actor)[0],
        budget_id,
    )
    return [
        BatchLine(
            one["id"],
            one["number"],
            Money(one["total"], one["currency"]),
            one["lines"],
            one["open"],
            one["made_at"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line, and how the budget stood after it."""

    position: int
    at: datetime
    by: str
    kind: Entry
    amount: Money
    commitment_id: UUID | None
    commitment: str
    note: str
    free: Money
    committed: Money
    released: Money
    paid: Money


ledger_grid = Grid(
    columns=(
        Column("position", _("Line"), sort="position", numeric=True),
        Column("at", _("When")),
        Column("by", _("Who")),
        Column("kind", _("Entry")),
        Column("commitment", _("Commitment")),
        Column("amount", _("Amount"), numeric=True),
        Column("committed", _("Committed after"), numeric=True),
        Column("free", _("Free after"), numeric=True),
        Column("released", _("Released after"), numeric=True, shown=False),
        Column("paid", _("Paid after"), numeric=True),
        Column("note", _("Note")),
    ),
    sorts=("-position", "position"),
    filters=(Filter("kind", _("Entry"), tuple((kind.value, name) for kind, name in ENTRIES.items())),),
)


async def ledger(actor: Actor, budget_id: UUID, state: ListState) -> Page:
    """A page of one budget's ledger. Search finds a part of a commitment's number, a name or a note."""
    sign, turn = ("<", "DESC") if state.descending else (">", "ASC")
    where = f"""e.budget = $2 AND {BY_PLACE} AND ($3 = '' OR e.kind = $3)
      AND ($4 = '' OR strpos(lower(concat_ws(' ', c.number, c.subject_label, e.by_name, e.note)), lower($4)) > 0)"""
    joined = "fund_entry e JOIN fund_budget b ON b.id = e.budget LEFT JOIN fund_commitment c ON c.id = e.commitment_id"
    found = await rows(
        f"""SELECT e.position, e.at, e.by_name, e.kind, e.amount, e.commitment_id, c.number, e.note, e.free_after,
          e.committed_after, e.released_after, e.paid_after, b.currency,
          (SELECT count(*) FROM (SELECT 1 FROM {joined} WHERE {where} LIMIT {CAP + 1}) AS capped) AS total
        FROM {joined} WHERE {where} AND ($5::bigint IS NULL OR e.position {sign} $5)
        ORDER BY e.position {turn} LIMIT $6""",
        who(actor)[0],
        budget_id,
        state.chosen.get("kind", ""),
        state.q,
        state.number_after,
        state.limit,
    )
    lines = [
        LedgerLine(
            position=one["position"],
            at=one["at"],
            by=one["by_name"],
            kind=Entry(one["kind"]),
            amount=Money(one["amount"], one["currency"]),
            commitment_id=one["commitment_id"],
            commitment=one["number"] or "",
            note=one["note"],
            free=Money(one["free_after"], one["currency"]),
            committed=Money(one["committed_after"], one["currency"]),
            released=Money(one["released_after"], one["currency"]),
            paid=Money(one["paid_after"], one["currency"]),
        )
        for one in found
    ]
    total = found[0]["total"] if found else 0
    return page(state, lines, total, key=lambda one: (one.position, one.position))
