"""What a person has agreed to."""

from dataclasses import dataclass
from datetime import datetime

from parks.adapters import database
from parks.identity.rules.purposes import PURPOSES, Purpose
from parks.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One purpose: `given_at` where its present text is agreed to; `older` where only an earlier one was."""

    purpose: Purpose
    given_at: datetime | None
    older: str


async def consents(actor: Actor) -> list[ConsentView]:
    """One's own, every purpose; one statement."""
    found = await database.rows(
        "SELECT purpose, version, given_at FROM consent WHERE person = $1 AND withdrawn_at IS NULL ORDER BY given_at",
        actor.id,
    )
    given = {(one["purpose"], one["version"]): one["given_at"] for one in found}
    older = {one["purpose"]: one["version"] for one in found}
    return [ConsentView(one, given.get((one.key, one.version)), older.get(one.key, "")) for one in PURPOSES.values()]
