"""What is seen of a meeting: by its round's readers, from each place in the room, and on the projector.

Blindness and recusal are decided in the SQL: who is out of the room at an item gets neither its code nor its votes or
counts; names of members go to staff alone; a count is there only once two people agreed on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.conflicts import HERE, LIVE, bars
from parks.reviews.rules import meeting as rule
from parks.reviews.rules.scoring import Policy, combined
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
    found = await row(PULSE, meeting_id, actor.id, _places(actor))
    return _pulse(found) if found else hidden()


def _places(actor: Actor) -> list[str]:
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


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`name` is empty for who is not to know it; `stays` come and gone."""

    id: UUID
    role: MeetingRole
    name: str
    here: bool
    stays: tuple[tuple[datetime, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the agenda as this reader may see it. `slips` for who counts or supervises, while it is counted."""

    id: UUID
    position: int
    stage: str
    hidden: bool
    code: str
    label: str
    field: str
    out: tuple[UUID, ...]
    declared: Mapping[str, str]
    votes: int
    voters: int
    can_vote: bool
    mine: str
    my_marks: Mapping[str, Any]
    slips: tuple[tuple[str, Decimal | None], ...]
    counted_by: UUID | None
    verified_by: UUID | None
    differed: int
    tally: rule.Count | None
    defence: Decimal | None
    written: Decimal | None
    together: Decimal | None
    resolution: str
    reason: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of the round's rubric on a member's slip."""

    id: UUID
    title: Bilingual
    maximum: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting whole: `now` its pulse, members and agenda; `criteria` where the defence is scored."""

    now: Pulse
    members: tuple[MemberRow, ...]
    items: tuple[ItemRow, ...]
    can_run: bool
    criteria: tuple[CriterionRow, ...] = ()

    @property
    def current(self) -> ItemRow | None:
        return next((one for one in self.items if one.id == self.now.item), None)

    def may(self, act: str) -> bool:
        return self.now.role is not None and self.now.role in permissions.ROOM[act]

    @property
    def leads(self) -> bool:
        """The chair; the secretary where the chair is out of the room."""
        return self.may("lead") or (self.now.role == MeetingRole.SECRETARY and self.chair_out)

    @property
    def chair_out(self) -> bool:
        chair = next((one.id for one in self.members if one.role == MeetingRole.CHAIR), None)
        return self.current is not None and chair in self.current.out

    def name(self, member_id: UUID | None) -> str:
        return next((one.name for one in self.members if one.id == member_id), "")


ITEMS = f"""
WITH w AS (SELECT $2::uuid AS person, (SELECT e.id FROM expert e WHERE e.person = $2) AS expert),
criteria AS (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'title', c.title, 'maximum', c.maximum::text,
    'step', c.step::text) ORDER BY c.position) AS list FROM meeting m JOIN review_round r ON r.id = m.review_round
  JOIN criterion c ON c.rubric = r.rubric WHERE m.id = $1 AND m.vote = 'score')
SELECT i.id, i.position, x.hidden, (SELECT list FROM criteria) AS criteria,
  CASE WHEN x.hidden AND i.stage IN {UNDER_WAY} THEN 'under_way' ELSE i.stage END AS stage,
  CASE WHEN NOT x.hidden THEN a.code ELSE '' END AS code, CASE WHEN NOT x.hidden THEN a.field ELSE '' END AS field,
  CASE WHEN NOT x.hidden AND x.staff THEN a.subject_label ELSE '' END AS label,
  CASE WHEN NOT x.hidden AND x.staff THEN a.total END AS written,
  CASE WHEN NOT x.hidden THEN i.tally END AS tally, CASE WHEN NOT x.hidden THEN i.defence END AS defence,
  CASE WHEN NOT x.hidden THEN i.resolution ELSE '' END AS resolution,
  CASE WHEN NOT x.hidden THEN i.reason ELSE '' END AS reason, i.resolved_at,
  CASE WHEN NOT x.hidden AND x.staff THEN i.recusals ELSE '{{}}'::jsonb END AS recusals,
  CASE WHEN NOT x.hidden THEN (SELECT count(*) FROM meeting_vote v WHERE v.item = i.id) END AS votes,
  cardinality(i.voters) AS voters, k.id = ANY(i.voters) AND NOT x.hidden AS can_vote,
  (SELECT jsonb_build_object('choice', v.choice, 'marks', v.marks) FROM meeting_vote v WHERE v.item = i.id
    AND v.member = k.id AND NOT x.hidden) AS mine,
  CASE WHEN NOT x.hidden AND i.stage = 'counting' AND COALESCE(k.role IN {STAFF}, FALSE) THEN
    (SELECT jsonb_agg(jsonb_build_array(v.choice, v.score::text) ORDER BY md5(v.id::text)) FROM meeting_vote v
      WHERE v.item = i.id) END AS slips,
  i.first_by, i.verified_by, i.differed,
  CASE WHEN NOT x.hidden THEN ARRAY(SELECT o.id FROM meeting_member o WHERE o.meeting = i.meeting
    AND (x.staff OR o.id = k.id OR o.role = 'chair') AND {MEMBERS} ORDER BY o.id) ELSE '{{}}'::uuid[] END AS out_now
FROM w CROSS JOIN meeting_item i JOIN assessment a ON a.id = i.assessment
LEFT JOIN meeting_member k ON k.meeting = i.meeting AND k.person = w.person
CROSS JOIN LATERAL (SELECT {MINE} AS hidden, $3::boolean AS staff) x
WHERE i.meeting = $1 ORDER BY i.position, i.id LIMIT 300
"""


async def room(actor: Actor, meeting_id: UUID) -> Room:
    """Three statements, however long the agenda."""
    now = await pulse(actor, meeting_id)
    staff = now.reads or now.role in {MeetingRole.SECRETARY, MeetingRole.TALLY, MeetingRole.SUPERVISOR}
    members = await rows(
        "SELECT o.id, o.role, CASE WHEN $2 OR o.id = $3 THEN o.name ELSE '' END AS name,"
        " COALESCE(jsonb_agg(jsonb_build_array(t.came_at, t.left_at) ORDER BY t.came_at)"
        " FILTER (WHERE t.id IS NOT NULL), '[]'::jsonb) AS stays FROM meeting_member o"
        " LEFT JOIN meeting_attendance t ON t.member = o.id WHERE o.meeting = $1 GROUP BY o.id"
        " ORDER BY array_position(ARRAY['chair', 'member', 'secretary', 'tally', 'supervisor'], o.role::text), o.id",
        meeting_id,
        staff,
        now.me,
    )
    items = await rows(ITEMS, meeting_id, actor.id, staff)
    policy = Policy.of(now.scoring)
    return Room(
        now,
        tuple(_member(one) for one in members),
        tuple(_item(one, policy) for one in items),
        bool(permissions.may_run(actor, now.path)),
        tuple(
            CriterionRow(UUID(one["id"]), Bilingual.of(one["title"]), Decimal(one["maximum"]), Decimal(one["step"]))
            for one in (items[0]["criteria"] if items else None) or ()
        ),
    )


def _member(one: Any) -> MemberRow:
    stays = tuple(
        (datetime.fromisoformat(came), datetime.fromisoformat(left) if left else None) for came, left in one["stays"]
    )
    return MemberRow(
        one["id"], MeetingRole(one["role"]), one["name"], any(left is None for _came, left in stays), stays
    )


def _item(one: Any, policy: Policy) -> ItemRow:
    mine = one["mine"] or {}
    together = None
    if one["written"] is not None and (one["defence"] is not None or not policy.defence):
        together = combined(policy, one["written"], one["defence"])
    return ItemRow(
        id=one["id"],
        position=one["position"],
        stage=one["stage"],
        hidden=one["hidden"],
        code=one["code"],
        label=one["label"],
        field=one["field"],
        out=tuple(one["out_now"]),
        declared=one["recusals"],
        votes=one["votes"] or 0,
        voters=one["voters"],
        can_vote=bool(one["can_vote"]),
        mine=mine.get("choice", ""),
        my_marks=mine.get("marks", {}),
        slips=tuple((choice, Decimal(score) if score else None) for choice, score in one["slips"] or ()),
        counted_by=one["first_by"],
        verified_by=one["verified_by"],
        differed=one["differed"],
        tally=rule.Count.of(one["tally"]) if one["tally"] else None,
        defence=one["defence"],
        written=one["written"],
        together=together,
        resolution=one["resolution"],
        reason=one["reason"],
        resolved_at=one["resolved_at"],
    )


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: UUID
    number: int
    starts: datetime
    place: str
    state: str
    items: int
    done: int


@dataclass(frozen=True, slots=True)
class RoundMeetings:
    """The meetings of a round; `ready`: proposals with a written result that no meeting has on its agenda yet."""

    round_id: UUID
    title: Bilingual
    path: str
    can_run: bool
    ready: int
    meetings: tuple[MeetingRow, ...]


READY = (
    "a.state = 'closed' AND NOT EXISTS (SELECT FROM meeting_item i JOIN meeting m ON m.id = i.meeting"
    " WHERE i.assessment = a.id AND i.resolution <> 'deferred' AND NOT (m.state = 'closed' AND i.stage = 'waiting'))"
)


async def of_round(actor: Actor, round_id: UUID) -> RoundMeetings:
    """Two statements."""
    found = await row(
        f"SELECT r.title, r.path, (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND {READY}) AS ready"
        " FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        _places(actor),
    )
    if found is None:
        hidden()
    listed = await rows(
        "SELECT m.id, m.number, m.starts, m.place, m.state,"
        " (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id) AS items,"
        " (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id AND i.stage = 'resolved') AS done"
        " FROM meeting m WHERE m.review_round = $1 ORDER BY m.number DESC LIMIT 100",
        round_id,
    )
    return RoundMeetings(
        round_id,
        Bilingual.of(found["title"]),
        found["path"],
        bool(permissions.may_run(actor, found["path"])),
        found["ready"],
        tuple(MeetingRow(**one) for one in listed),
    )


@dataclass(frozen=True, slots=True)
class MyMeeting:
    id: UUID
    round: Bilingual
    number: int
    starts: datetime
    state: str
    role: MeetingRole


async def mine(actor: Actor) -> list[MyMeeting]:
    """Where the actor has a place, what comes or sits first; one statement."""
    found = await rows(
        "SELECT m.id, r.title, m.number, m.starts, m.state, k.role FROM meeting_member k"
        " JOIN meeting m ON m.id = k.meeting JOIN review_round r ON r.id = m.review_round"
        " WHERE k.person = $1 ORDER BY m.state = 'closed', m.starts DESC, m.id LIMIT 50",
        actor.id,
    )
    return [
        MyMeeting(
            one["id"],
            Bilingual.of(one["title"]),
            one["number"],
            one["starts"],
            one["state"],
            MeetingRole(one["role"]),
        )
        for one in found
    ]


async def candidates(actor: Actor, path: str) -> Sequence[tuple[UUID, str, str]]:
    """(person, name, employer) of the pool's experts who may be given a place; staff come from identity."""
    found = await rows(
        "SELECT e.person, e.name, e.employer FROM expert e WHERE e.state = 'available'"
        " AND (starts_with($1, e.path) OR starts_with(e.path, $1)) AND e.person <> $2"
        " ORDER BY e.name_order, e.id LIMIT 500",
        path,
        actor.id,
    )
    return [(one["person"], one["name"], one["employer"]) for one in found]
