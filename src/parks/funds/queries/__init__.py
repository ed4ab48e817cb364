"""Reading public money, a file a noun: officers and auditors of the place, and the company its own grants."""

from parks.funds.queries.budgets import (
    BudgetView,
    UseView,
    batches,
    budget,
    budget_of,
    budgets,
    commitments_of_budget,
    ledger,
    ledger_grid,
    use_of,
)
from parks.funds.queries.commitments import CommitmentView, commitment, commitments_of, grants
from parks.funds.queries.payments import batch, line
from parks.funds.queries.releases import queue, tranche_commitment
from parks.funds.queries.to_do import to_do
from parks.funds.queries.uses import check, clawback_commitment, expense, report, reports

__all__ = [
    "BudgetView",
    "CommitmentView",
    "UseView",
    "batch",
    "batches",
    "budget",
    "budget_of",
    "budgets",
    "check",
    "clawback_commitment",
    "commitment",
    "commitments_of",
    "commitments_of_budget",
    "expense",
    "grants",
    "ledger",
    "ledger_grid",
    "line",
    "queue",
    "report",
    "reports",
    "to_do",
    "tranche_commitment",
    "use_of",
]
