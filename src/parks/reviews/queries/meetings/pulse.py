"""How a meeting stands now, for every place in the room: one statement. Who must be out of the room is decided here.

Blindness and recusal are decided in the SQL: who is out of the room at an item gets neither its code nor its votes or
counts; names of members go to staff alone; a count is there only once two people agreed on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.conflicts import HERE, LIVE, bars
from parks.reviews.rules import meeting as rule
from parks.reviews.states import ItemStage, MeetingRole, MeetingState

UNDER_WAY = "('presenting', 'answering', 'voting', 'counting', 'counted')"
STAFF = "('secretary', 'tally', 'supervisor')"
HERE_NOW = "EXISTS (SELECT FROM meeting_attendance t WHERE t.member = {member} AND t.left_at IS NULL)"


def out(person: str, expert: str, member: str) -> str:
    """SQL: whether somebody must be out of the room at the item `i` with its assessment `a`: a stored conflict of the
    expert or the person, their own matter, or what they declared in the room.
    """
    return (
        f"(COALESCE({bars(expert)}, FALSE) OR a.people @> ARRAY[{person}] OR EXISTS (SELECT FROM conflict c"
        f" WHERE c.person = {person} AND {LIVE} AND {HERE}) OR COALESCE(i.recusals ? ({member})::text, FALSE))"
    )


MINE = out("w.person", "w.expert", "k.id")
MEMBERS = out("o.person", "o.expert", "o.id")

PULSE = f"""
WITH w AS (SELECT $2::uuid AS person, (SELECT e.id FROM expert e WHERE e.person = $2) AS expert)
SELECT m.id, m.review_round, m.number, m.place, m.starts, m.quorum, m.vote, m.majority, m.present_seconds,
  m.answer_seconds, m.by_lot, m.departures, m.proven, m.commitment, m.secret, m.words, m.state, m.version, m.opened_at,
  m.closed_at, m.minutes, m.minutes_code, r.title, r.path, r.scoring, parks_now() AS now, k.id AS me, k.role AS my_role,
  r.path LIKE ANY($3) AS reads, COALESCE({HERE_NOW.format(member="k.id")}, FALSE) AS here, cur.*, nxt.code AS next_code,
  (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id) AS items,
  (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id AND i.stage = 'resolved') AS done,
  (SELECT count(*) FROM meeting_member o WHERE o.meeting = m.id AND o.role IN ('chair', 'member')) AS voting,
  (SELECT count(*) FROM meeting_member o WHERE o.meeting = m.id AND o.role IN ('chair', 'member')
    AND {HERE_NOW.format(member="o.id")}) AS present
FROM w CROSS JOIN meeting m JOIN review_round r ON r.id = m.review_round
LEFT JOIN meeting_member k ON k.meeting = m.id AND k.person = w.person
LEFT JOIN LATERAL (SELECT i.id AS item, i.stage, i.stage_at, x.hidden, CASE WHEN NOT x.hidden THEN a.code END AS code,
    CASE WHEN NOT x.hidden THEN a.field END AS field, CASE WHEN NOT x.hidden THEN i.tally END AS tally,
    CASE WHEN NOT x.hidden THEN i.defence END AS defence, i.first IS NOT NULL AS counted_once,
    CASE WHEN NOT x.hidden THEN (SELECT count(*) FROM meeting_vote v WHERE v.item = i.id) END AS votes,
    (SELECT count(*) FROM meeting_member o WHERE o.meeting = m.id AND o.role IN ('chair', 'member')
      AND {HERE_NOW.format(member="o.id")} AND NOT {MEMBERS}) AS can_vote
  FROM meeting_item i JOIN assessment a ON a.id = i.assessment CROSS JOIN LATERAL (SELECT {MINE} AS hidden) x
  WHERE i.meeting = m.id AND i.stage IN {UNDER_WAY}) cur ON TRUE
LEFT JOIN LATERAL (SELECT CASE WHEN {MINE} THEN '' ELSE a.code END AS code FROM meeting_item i
  JOIN assessment a ON a.id = i.assessment WHERE i.meeting = m.id AND i.stage = 'waiting'
  ORDER BY i.position LIMIT 1) nxt ON TRUE
WHERE m.id = $1 AND (k.id IS NOT NULL OR r.path LIKE ANY($3))
"""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a meeting stands now, in figures: what the projector shows and every phone asks for again and again.

    `item` and what follows speak of the item under way; with `hidden` the reader is recused and told no more than that.
    """

    id: UUID
    round_id: UUID
    round: Bilingual
    number: int
    place: str
    starts: datetime
    state: str
    version: int
    quorum: int
    vote: str
    majority: str
    present_seconds: int
    answer_seconds: int
    by_lot: bool
    commitment: str
    secret: str
    words: str
    departures: int | None
    proven: bool
    opened_at: datetime | None
    closed_at: datetime | None
    minutes: UUID | None
    minutes_code: str
    now: datetime
    path: str
    scoring: Mapping[str, Any]
    me: UUID | None
    role: MeetingRole | None
    reads: bool
    here: bool
    items: int
    done: int
    voting: int
    present: int
    next_code: str | None
    item: UUID | None
    stage: str
    stage_at: datetime | None
    hidden: bool
    code: str
    field: str
    votes: int
    can_vote: int
    tally: rule.Count | None
    defence: Decimal | None
    counted_once: bool

    @property
    def sitting(self) -> bool:
        return self.state == MeetingState.SITTING

    @property
    def quorate(self) -> bool:
        return (self.can_vote if self.item else self.present) >= self.quorum

    @property
    def left(self) -> int | None:
        """Seconds left of the running timer by the server's clock; None where none runs."""
        seconds = {ItemStage.PRESENTING: self.present_seconds, ItemStage.ANSWERING: self.answer_seconds}
        if self.stage_at is None or not (given := seconds.get(ItemStage(self.stage)) if self.stage else None):
            return None
        return rule.remaining(given, (self.now - self.stage_at).total_seconds())

    @property
    def clock(self) -> str:
        return "" if self.left is None else rule.clock(self.left)

    @property
    def place_in_it(self) -> str:
        """Where the meeting is: it changes when a page of the room has other things to offer, not with each vote."""
        return f"{self.state}-{self.item or 0}-{self.stage}-{int(self.hidden)}-{int(self.here)}"

    @property
    def tag(self) -> str:
        """The ETag of what is shown: changed by every act in the room, and by each second of a running timer."""
        return f"{self.place_in_it}.{self.version}.{'' if self.left is None else self.left}"


async def pulse(actor: Actor, meeting_id: UUID) -> Pulse:
    """One statement; 404 for who neither belongs to the meeting nor reads its round."""
    found = await row(PULSE, meeting_id, actor.id, places(actor))
    return _pulse(found) if found else hidden()


def places(actor: Actor) -> list[str]:
    """The argument of the scope predicate `r.path LIKE ANY($n)`."""
    return [f"{path}%" for path in permissions.reads_at(actor)]


def _pulse(one: Any) -> Pulse:
    return Pulse(
        id=one["id"],
        round_id=one["review_round"],
        round=Bilingual.of(one["title"]),
        number=one["number"],
        place=one["place"],
        starts=one["starts"],
        state=one["state"],
        version=one["version"],
        quorum=one["quorum"],
        vote=one["vote"],
        majority=one["majority"],
        present_seconds=one["present_seconds"],
        answer_seconds=one["answer_seconds"],
        by_lot=one["by_lot"],
        commitment=one["commitment"],
        secret=one["secret"] or "",
        words=one["words"],
        departures=one["departures"],
        proven=one["proven"],
        opened_at=one["opened_at"],
        closed_at=one["closed_at"],
        minutes=one["minutes"],
        minutes_code=one["minutes_code"] or "",
        now=one["now"],
        path=one["path"],
        scoring=one["scoring"],
        me=one["me"],
        role=MeetingRole(one["my_role"]) if one["my_role"] else None,
        reads=bool(one["reads"]),
        here=one["here"],
        items=one["items"],
        done=one["done"],
        voting=one["voting"],
        present=one["present"],
        next_code=one["next_code"],
        item=one["item"],
        stage=one["stage"] or "",
        stage_at=one["stage_at"],
        hidden=bool(one["hidden"]),
        code=one["code"] or "",
        field=one["field"] or "",
        votes=one["votes"] or 0,
        can_vote=one["can_vote"] or 0,
        tally=rule.Count.of(one["tally"]) if one["tally"] else None,
        defence=one["defence"],
        counted_once=bool(one["counted_once"]),
    )
