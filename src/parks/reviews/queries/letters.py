"""Letters of appointment: for the officers of the pool, for their expert, and for anybody who holds one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.documents import queries as documents
from parks.kernel import verification
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.pool import SERVES


@dataclass(frozen=True, slots=True)
class LetterView:
    """`last` is the last day of the term."""

    id: UUID
    number: str
    first: date
    last: date
    made_at: datetime


LETTER = (
    "SELECT l.id, l.number, l.term_from, l.term_until, l.made_at, l.document, e.person FROM expert_letter l"
    " JOIN expert e ON e.id = l.expert"
)


def _view(one: Any) -> LetterView:
    return LetterView(one["id"], one["number"], one["term_from"], one["term_until"] - timedelta(days=1), one["made_at"])


async def expert_letters(actor: Actor, expert_id: UUID) -> list[LetterView]:
    """An expert's, the newest first, for who reads the pool; one statement."""
    found = await rows(
        f"{LETTER} WHERE e.id = $2 AND {SERVES} ORDER BY l.made_at DESC, l.id LIMIT 50",
        permissions.reads_at(actor),
        expert_id,
    )
    return [_view(one) for one in found]


async def my_letters(actor: Actor) -> list[LetterView]:
    """The actor's own, the newest first; one statement."""
    found = await rows(f"{LETTER} WHERE e.person = $1 ORDER BY l.made_at DESC, l.id LIMIT 50", actor.id)
    return [_view(one) for one in found]


async def expert_letter(actor: Actor, expert_id: UUID, letter_id: UUID) -> documents.Opened:
    """The PDF for who reads the pool. Hidden (404) for everyone else."""
    found = await row(
        f"{LETTER} WHERE l.id = $3 AND e.id = $2 AND {SERVES}", permissions.reads_at(actor), expert_id, letter_id
    )
    return await documents.opened((found or hidden())["document"])


async def my_letter(actor: Actor, letter_id: UUID) -> documents.Opened:
    """The PDF for its own expert. Hidden (404) for everyone else."""
    found = await row(f"{LETTER} WHERE l.id = $2 AND e.person = $1", actor.id, letter_id)
    return await documents.opened((found or hidden())["document"])


@dataclass(frozen=True, slots=True)
class Appointed:
    """What `/verify` confirms of a letter. `in_force`: the expert's term runs today, whatever the paper says."""

    number: str
    organisation: Bilingual
    name: str
    first: date
    last: date
    made_at: datetime
    in_force: bool


async def appointed(typed: str) -> Appointed | None:
    """The appointment that the letter with this code tells of, or None where there is no such letter."""
    code = verification.normalised(typed)
    found = code and await row(
        "SELECT l.number, o.name_zh, o.name_en, e.name, l.term_from, l.term_until, l.made_at,"
        " e.term_from <= t.day AND t.day < LEAST(e.term_until, l.term_until) AS in_force"
        " FROM expert_letter l JOIN expert e ON e.id = l.expert JOIN organisation o ON o.id = e.organisation"
        " CROSS JOIN (SELECT (parks_now() AT TIME ZONE 'Asia/Shanghai')::date AS day) t WHERE l.code = $1",
        code,
    )
    if not found:
        return None
    return Appointed(
        found["number"],
        Bilingual(found["name_zh"], found["name_en"]),
        found["name"],
        found["term_from"],
        found["term_until"] - timedelta(days=1),
        found["made_at"],
        bool(found["in_force"]),
    )


@dataclass(frozen=True, slots=True)
class LetterTold:
    """What the message about a letter tells, and whom."""

    person: UUID
    organisation: Bilingual
    number: str


async def letter_told(letter_id: UUID) -> LetterTold:
    """For reactions: no reader is asked."""
    found = await row(
        "SELECT e.person, o.name_zh, o.name_en, l.number FROM expert_letter l JOIN expert e ON e.id = l.expert"
        " JOIN organisation o ON o.id = e.organisation WHERE l.id = $1",
        letter_id,
    )
    if found is None:
        hidden()
    return LetterTold(found["person"], Bilingual(found["name_zh"], found["name_en"]), found["number"])
