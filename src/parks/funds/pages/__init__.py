"""The pages of public money, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.funds.pages.acts import BudgetActs, CheckActs, ClawbackActs, CommitmentActs, LineActs, TrancheActs
from parks.funds.pages.budgets import BudgetPages
from parks.funds.pages.commitments import CommitmentPages, GrantPages
from parks.funds.pages.payments import PaymentPages, ReleasePages
from parks.funds.pages.uses import ReportPages

HANDLERS: list[ControllerRouterHandler] = [
    BudgetPages,
    BudgetActs,
    CommitmentPages,
    CommitmentActs,
    TrancheActs,
    CheckActs,
    ClawbackActs,
    LineActs,
    ReleasePages,
    PaymentPages,
    GrantPages,
    ReportPages,
]
