"""A meeting whole, as each place in the room may see it: members, agenda, votes and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.meetings.pulse import MEMBERS, MINE, STAFF, UNDER_WAY, Pulse, pulse
from parks.reviews.rules import meeting as rule
from parks.reviews.rules.scoring import Policy, combined
from parks.reviews.states import MeetingRole


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
