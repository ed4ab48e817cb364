"""A round with a pool of many employers, an officer and two witnesses, and its draw, by the actions themselves."""

from dataclasses import dataclass
from uuid import UUID

from tests.make import identity, reviews
from tests.make.reviews import Pool

from parks.adapters import database
from parks.kernel.actor import Actor, Role
from parks.reviews.actions import draws
from parks.reviews.queries import draws as queries
from parks.reviews.rules.draw import Constraints
from parks.reviews.states import ExpertKind

KINDS = tuple(ExpertKind)
FIELDS = ("electronics", "materials", "physics")


@dataclass
class Drawing:
    """`at` the pool with the officer, `second` another officer, `auditor` of the same place."""

    at: Pool
    round_id: UUID
    second: Actor
    auditor: Actor


async def drawing(experts: int = 12, *, seats: int = 3) -> Drawing:
    """So many experts of as many employers, all kinds and three fields in turn, a round without proposals."""
    at = await reviews.pool(0)
    for n in range(experts):
        await reviews.expert(at, kind=KINDS[n % 4], fields=[FIELDS[n % 3]], employer=f"岚江第{n}研究所")
    place = at.organisation_id
    second = await identity.person("周以宁", [(Role.PROGRAMME_OFFICER, place)])
    auditor = await identity.person("郑守拙", [(Role.AUDITOR, place)])
    return Drawing(at, await reviews.review_round(at, seats=seats), second, auditor)


async def committed(of: Drawing, constraints: Constraints | None = None) -> UUID:
    return await draws.commit(of.at.officer, of.round_id, constraints or Constraints(5), of.auditor.id)


async def revealed(of: Drawing, constraints: Constraints | None = None) -> tuple[UUID, list[UUID]]:
    """A draw carried through: its id and the panel."""
    draw_id = await committed(of, constraints)
    await draws.witness(of.auditor, draw_id, "六个骰子：3 1 4 1 5 2")
    await draws.reveal(of.at.officer, draw_id)
    return draw_id, await queries.panel(of.round_id) or []


async def late(of: Drawing) -> UUID:
    """An expert who came into the pool after the draw."""
    return await reviews.expert(of.at, name="江晚舟", employer="云州研究院")


async def elsewhere(of: Drawing) -> UUID:
    """A city under the round's place: its officers read their own rounds alone."""
    found: UUID = await database.value(
        "SELECT id FROM organisation WHERE kind = 'city' AND id <> $1", of.at.organisation_id
    )
    return found
