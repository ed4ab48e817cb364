"""/api/v1 of public money."""

from litestar.types import ControllerRouterHandler

from parks.funds.api.expenses import ExpenseApi
from parks.funds.api.money import FundsApi

HANDLERS: list[ControllerRouterHandler] = [FundsApi, ExpenseApi]
