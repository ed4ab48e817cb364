"""Writing the trail: one line an act, in the transaction of the act."""

from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import execute
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the app for each request, so that a line can be found from an error page."""


async def record(actor: Actor, act: str, subject_id: UUID, /, **detail: Any) -> None:
    """Note what `actor` did. `act` is a past participle in the glossary's words: "application submitted".

    `detail` holds what changed (before and after, reasons, reference numbers); never a password, code or full
    identity number. The chain's link is made by a trigger at COMMIT.
    """
    await execute(
        "INSERT INTO audit_entry (id, at, actor_id, actor_label, via, act, subject_id, request_id, detail)"
        " VALUES ($1, parks_now(), $2, $3, $4, $5, $6, $7, $8)",
        uuid7(),
        actor.id,
        actor.name[:200],
        actor.via,
        act,
        subject_id,
        request_id.get(),
        {name: _plain(value) for name, value in detail.items()},
    )


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return f"{value.amount} {value.currency}"
        case Text():
            return str(value)
        case Bilingual():
            return value.stored()
        case UUID() | Decimal() | datetime() | date():
            return str(value)
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(one) for one in value]
        case _:
            return value
