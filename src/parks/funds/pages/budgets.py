"""Budgets for officers and auditors: as they stand, what is bound out of them, and the ledger line by line."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.funds import queries
from parks.funds.permissions import READERS
from parks.funds.queries.budgets import LedgerLine
from parks.funds.rules import names
from parks.web import access, exports
from parks.web.rendering import language_of, screen


class BudgetPages(Controller):
    path = "/budgets"
    include_in_schema = False
    opt = {"access": access.only(*READERS)}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="budgets:list")
    async def index(self, request: HTMXRequest) -> Response[Any]:
        found = await queries.budgets(request.user)
        return screen(request, "funds/budgets/index.html", budgets=found, names=names)

    @get("/{budget_id:uuid}", name="budget:show")
    async def show(self, request: HTMXRequest, budget_id: FromPath[UUID]) -> Response[Any]:
        return screen(
            request,
            "funds/budgets/show.html",
            budget=await queries.budget(request.user, budget_id),
            commitments=await queries.commitments_of_budget(request.user, budget_id),
            batches=await queries.batches(request.user, budget_id),
            names=names,
        )

    @get("/{budget_id:uuid}/ledger", name="ledger:show")
    async def ledger(self, request: HTMXRequest, budget_id: FromPath[UUID]) -> Response[Any]:
        budget = await queries.budget(request.user, budget_id)
        page = await queries.ledger(request.user, budget_id, queries.ledger_grid.read(request))
        return screen(
            request, "funds/ledger/index.html", "funds/ledger/_list.html", budget=budget, page=page, names=names
        )

    @get("/{budget_id:uuid}/ledger/export", name="ledger:export")
    async def export(self, request: HTMXRequest, budget_id: FromPath[UUID]) -> Response[bytes]:
        budget = await queries.budget(request.user, budget_id)
        state = queries.ledger_grid.read(request).everything()
        page = await queries.ledger(request.user, budget_id, state)
        shown = [column for column in state.grid.columns if column.name in state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        heads = [column.label for column in shown]
        return await exports.download(kind, f"ledger-{budget.number}", heads, lines, language_of(request))


def _cell(line: LedgerLine, column: str) -> Any:
    return names.ENTRIES[line.kind] if column == "kind" else getattr(line, column)
