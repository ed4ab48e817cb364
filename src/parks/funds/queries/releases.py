"""The releases queue: what may be proposed soon, what waits for a second person, what can go to the bank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import rows, value
from parks.funds import permissions
from parks.funds.queries.scope import BY_PLACE, who
from parks.funds.states import TrancheState
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual

SOON = 60  # days: what is planned for later does not crowd the queue


@dataclass(frozen=True, slots=True)
class QueueLine:
    id: UUID
    commitment_id: UUID
    commitment: str
    budget_id: UUID
    budget: str
    position: int
    of: int
    company: Bilingual
    amount: Money
    condition: Bilingual
    due: date | None
    state: TrancheState
    proposed_by: str
    said: str
    note: str
    overdue: bool
    can_approve: bool
    can_keep: bool


async def queue(actor: Actor) -> list[QueueLine]:
    """By budget, then what waits longest; at most 500. A tranche behind an unpaid one is not shown."""
    found = await rows(
        "SELECT t.id, c.id AS commitment, c.number, b.id AS budget, b.number AS budget_number, b.path, b.currency,"
        " t.position, (SELECT count(*) FROM fund_tranche s WHERE s.commitment = c.id) AS of, y.name_zh,"
        " COALESCE(NULLIF(y.name_en, ''), y.name_zh) AS name_en, t.amount, t.condition_zh, t.condition_en, t.due,"
        " t.state, t.proposed_by, q.name AS proposer, t.said, t.note, t.due < parks_today() AS overdue,"
        " EXISTS (SELECT FROM company_member m WHERE m.company = c.company AND m.account_id = $2) AS own"
        " FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment JOIN fund_budget b ON b.id = c.budget"
        " JOIN company y ON y.id = c.company LEFT JOIN person q ON q.id = t.proposed_by"
        f" WHERE {BY_PLACE} AND c.state IN ('committed', 'tracking', 'accepted')"
        " AND (t.state IN ('proposed', 'released') OR (t.state = 'planned' AND (t.due IS NULL"
        f" OR t.due <= parks_today() + {SOON}) AND NOT EXISTS (SELECT FROM fund_tranche e WHERE e.commitment = c.id"
        " AND e.position < t.position AND e.state NOT IN ('paid', 'cancelled'))))"
        " ORDER BY b.number, array_position(ARRAY['released', 'proposed', 'planned'], t.state::text), t.due, t.id"
        " LIMIT 500",
        *who(actor),
    )
    lines = []
    for one in found:
        keeps = bool(permissions.may_keep(actor, path=one["path"])) and not one["own"]
        lines.append(
            QueueLine(
                id=one["id"],
                commitment_id=one["commitment"],
                commitment=one["number"],
                budget_id=one["budget"],
                budget=one["budget_number"],
                position=one["position"],
                of=one["of"],
                company=Bilingual(one["name_zh"], one["name_en"]),
                amount=Money(one["amount"], one["currency"]),
                condition=Bilingual(one["condition_zh"], one["condition_en"]),
                due=one["due"],
                state=TrancheState(one["state"]),
                proposed_by=one["proposer"] or "",
                said=one["said"],
                note=one["note"],
                overdue=bool(one["overdue"]),
                can_approve=keeps and one["state"] == TrancheState.PROPOSED and one["proposed_by"] != actor.id,
                can_keep=keeps,
            )
        )
    return lines


async def tranche_commitment(actor: Actor, tranche_id: UUID) -> UUID:
    """Whose tranche this is, for officers of its place. Hidden (404) to everyone else."""
    found: UUID | None = await value(
        "SELECT c.id FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment"
        f" JOIN fund_budget b ON b.id = c.budget WHERE t.id = $2 AND {BY_PLACE}",
        who(actor)[0],
        tranche_id,
    )
    return found or hidden()
