"""What is done in the room: signing in, calling items, recusal, voting, counting by two, resolving, closing.

Each act locks the meeting, so that the room has one order of events: a vote is in before its item's vote is closed, or
it is told that it is not. Who only looks (`queries.pulse`) waits for nobody and holds up nobody.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database, vault
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.actions.draws import WORDS_LEAST, WORDS_MOST
from parks.reviews.queries.criteria import scale_of
from parks.reviews.queries.meetings import HERE_NOW, MEMBERS
from parks.reviews.rules import meeting as rule
from parks.reviews.rules.scoring import Policy, Scale, expert_score, panel
from parks.reviews.states import (
    ITEM,
    MEETING,
    VOTERS,
    ItemMove,
    ItemStage,
    MeetingMove,
    MeetingRole,
    MeetingState,
    Resolution,
    VoteChoice,
)


async def open_meeting(actor: Actor, meeting_id: UUID) -> None:
    """By the chair. Conflict (409) while nobody could count a vote and somebody else verify it."""
    async with tx():
        found = await _enter(actor, meeting_id, "lead")
        state = MEETING.after(MeetingState(found["state"]), MeetingMove.OPEN)
        counters = await database.value(
            "SELECT count(*) FROM meeting_member WHERE meeting = $1 AND role IN ('secretary', 'tally')", meeting_id
        )
        if counters < 2:
            raise Conflict(
                _("A count is verified by a second person. Give two people a place as secretary or tally first.")
            )
        await database.execute(
            "UPDATE meeting SET state = $2, opened_at = parks_now() WHERE id = $1", meeting_id, state.value
        )
        await _noted(actor, found, "meeting opened")


async def close_meeting(actor: Actor, meeting_id: UUID) -> None:
    """By chair or secretary, with no item under way; what waits may come before another meeting."""
    async with tx():
        found = await _enter(actor, meeting_id, "close")
        state = MEETING.after(MeetingState(found["state"]), MeetingMove.CLOSE)
        if await database.value(
            "SELECT EXISTS (SELECT FROM meeting_item WHERE meeting = $1 AND stage NOT IN ('waiting', 'resolved'))",
            meeting_id,
        ):
            raise Conflict(_("An item is under way. Resolve it or put it back first."))
        await database.execute(
            "UPDATE meeting_attendance SET left_at = parks_now() WHERE left_at IS NULL"
            " AND member IN (SELECT id FROM meeting_member WHERE meeting = $1)",
            meeting_id,
        )
        await database.execute(
            "UPDATE meeting SET state = $2, closed_at = parks_now() WHERE id = $1", meeting_id, state.value
        )
        await _noted(actor, found, "meeting closed")


async def draw_lots(actor: Actor, meeting_id: UUID, words: str) -> None:
    """The order of defence: the secret that was committed to, and words said in the room, which nobody knew before."""
    words = words.strip()
    if not WORDS_LEAST <= len(words) <= WORDS_MOST:
        raise Invalid(
            fields={"words": _("Write between {least} and {most} characters.", least=WORDS_LEAST, most=WORDS_MOST)}
        )
    async with tx():
        found = await _sitting(actor, meeting_id, "lead")
        if not found["by_lot"] or found["secret"] is not None:
            raise Conflict(_("There are no lots to draw at this meeting, or they are drawn."))
        try:
            secret = vault.unlock(found["locked"])
        except RuntimeError:  # the house's keys were changed twice since the meeting was called
            raise Conflict(_("The secret of these lots no longer opens. Call another meeting.")) from None
        items = await database.rows(
            "SELECT i.id, a.code FROM meeting_item i JOIN assessment a ON a.id = i.assessment WHERE i.meeting = $1",
            meeting_id,
        )
        of = {one["code"]: one["id"] for one in items}
        order = rule.lots(list(of), bytes.fromhex(secret), words)
        await database.execute(
            "UPDATE meeting_item i SET position = u.place FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, place)"
            " WHERE i.meeting = $1 AND i.id = u.id",
            meeting_id,
            [of[code] for code in order],
        )
        await database.execute("UPDATE meeting SET secret = $2, words = $3 WHERE id = $1", meeting_id, secret, words)
        await _noted(actor, found, "lots drawn", words=words, secret=secret, order=order)


async def note_attendance(actor: Actor, meeting_id: UUID, member_id: UUID | None, *, present: bool) -> None:
    """Sign in or out: oneself (`member_id` None), or somebody else by the secretary; twice changes nothing."""
    async with tx():
        found = await _enter(actor, meeting_id, "sign in" if member_id is None else "note")
        if found["state"] == MeetingState.CLOSED:
            raise Conflict(_("The meeting is closed."))
        if found["state"] == MeetingState.CALLED_OFF:
            raise Conflict(_("The meeting is called off."))
        member = await database.row(
            "SELECT id, name FROM meeting_member WHERE id = $1 AND meeting = $2", member_id or found["me"], meeting_id
        )
        if member is None:
            hidden()
        if present:
            changed = await database.value(
                "INSERT INTO meeting_attendance (id, member, came_at, noted_by) VALUES ($1, $2, parks_now(), $3)"
                " ON CONFLICT (member) WHERE left_at IS NULL DO NOTHING RETURNING id",
                uuid7(),
                member["id"],
                found["me"],
            )
        else:
            changed = await database.value(
                "UPDATE meeting_attendance SET left_at = GREATEST(came_at, parks_now())"
                " WHERE left_at IS NULL AND member = $1 RETURNING id",
                member["id"],
            )
        if changed:
            await _noted(actor, found, "attendance noted", member=member["name"], present=present)


async def move_item(actor: Actor, meeting_id: UUID, item_id: UUID, move: ItemMove) -> None:
    """Call an item, go on to questions, open and close its vote, or put it back. By the chair; by the secretary where
    the chair is out of the room. 409 below the quorum, with the figures.
    """
    async with tx():
        found, item = await _lead(actor, meeting_id, item_id)
        stage = ITEM.after(ItemStage(item["stage"]), move)
        if move in {ItemMove.VERIFY, ItemMove.RESOLVE}:
            raise Conflict(_("An item is counted and resolved by forms of their own."))
        if move == ItemMove.CALL and found["by_lot"] and found["secret"] is None:
            raise Conflict(_("The order is drawn by lot first."))
        voters = item["can_vote"]
        if move in {ItemMove.OPEN_VOTE, ItemMove.CLOSE_VOTE}:
            if move == ItemMove.CLOSE_VOTE:
                voters = [one for one in voters if one in item["voters"]]
            if why := rule.may_vote_count(len(voters), found["quorum"]):
                raise Conflict(why)
        if move == ItemMove.PUT_BACK:
            await database.execute("DELETE FROM meeting_vote WHERE item = $1", item_id)
            voters = []
        if move == ItemMove.CLOSE_VOTE:
            given = await database.value("SELECT count(*) FROM meeting_vote WHERE item = $1", item_id)
            if not given:
                raise Conflict(_("Nobody has voted yet."))
            voters = item["voters"]
        try:
            async with tx():
                await database.execute(
                    "UPDATE meeting_item SET stage = $2, stage_at = parks_now(), voters = $3, out = $4 WHERE id = $1",
                    item_id,
                    stage.value,
                    voters if stage in {ItemStage.VOTING, ItemStage.COUNTING} else [],
                    item["out_now"],
                )
        except asyncpg.UniqueViolationError:
            raise Conflict(_("Another item is under way. Resolve it or put it back first.")) from None
        await _noted(actor, found, "item moved", item["assessment"], stage=stage.value, voters=len(voters))


async def recuse_from_item(actor: Actor, meeting_id: UUID, item_id: UUID, reason: str) -> None:
    """Declared in the room: from now on the member sees neither the item nor its votes; a vote given is taken out."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await _enter(actor, meeting_id, "recuse")
        item = await _item(found, item_id)
        if found["state"] == MeetingState.CALLED_OFF:
            raise Conflict(_("The meeting is called off."))
        if found["state"] == MeetingState.CLOSED or item["stage"] in {
            ItemStage.COUNTING,
            ItemStage.COUNTED,
            ItemStage.RESOLVED,
        }:
            raise Conflict(_("The vote on this item is closed. Tell the secretary; it goes into the minutes."))
        if item["stage"] == ItemStage.VOTING:
            await database.execute("DELETE FROM meeting_vote WHERE item = $1 AND member = $2", item_id, found["me"])
        await database.execute(
            "UPDATE meeting_item SET recusals = recusals || jsonb_build_object($2::text, $3::text),"
            " out = CASE WHEN stage = 'voting' THEN array_append(out, $4) ELSE out END WHERE id = $1",
            item_id,
            str(found["me"]),
            reason.strip(),
            found["me"],
        )
        await _noted(actor, found, "recused at a meeting", item["assessment"], reason=reason.strip())


async def vote(
    actor: Actor,
    meeting_id: UUID,
    item_id: UUID,
    choice: VoteChoice | None = None,
    marks: Mapping[UUID, Decimal] | None = None,
) -> None:
    """Give or change one's vote; once this returns it is stored. `marks` for every criterion where it is scored."""
    async with tx():
        found = await _enter(actor, meeting_id, "vote")
        item = await _item(found, item_id)
        require(permissions.may_vote_on(present=found["here"], out=found["me"] in item["out_now"]))
        if item["stage"] != ItemStage.VOTING:
            raise Conflict(_("The vote on this item is not open."))
        if found["me"] not in item["voters"]:
            raise Conflict(_("The vote was opened before you came into the room."))
        score: Decimal | None = None
        kept: dict[str, str] = {}
        if found["vote"] == "score":
            choice = VoteChoice.SCORE
            score, kept = await _scored(found, marks or {})
        elif choice not in {VoteChoice.APPROVE, VoteChoice.REJECT, VoteChoice.ABSTAIN}:
            raise Invalid(fields={"choice": _("Choose one of the options.")})
        await database.execute(
            "INSERT INTO meeting_vote (id, item, member, choice, score, marks, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, parks_now()) ON CONFLICT (item, member)"
            " DO UPDATE SET choice = EXCLUDED.choice, score = EXCLUDED.score, marks = EXCLUDED.marks, at = EXCLUDED.at",
            uuid7(),
            item_id,
            found["me"],
            str(choice),
            score,
            kept,
        )
        await _noted(actor, found, "vote given", item["assessment"])


async def _scored(found: Any, marks: Mapping[UUID, Decimal]) -> tuple[Decimal, dict[str, str]]:
    scales = await _scales(found)
    wrong: dict[str, Text] = {}
    for criterion, scale in scales.items():
        mark = marks.get(criterion)
        if mark is None:
            wrong[f"mark-{criterion}"] = _("This is needed.")
        elif not scale.takes(mark):
            wrong[f"mark-{criterion}"] = _(
                "Give a mark from 0 to {most} in steps of {step}.",
                most=f"{scale.maximum.normalize():f}",
                step=f"{scale.step.normalize():f}",
            )
    if wrong:
        raise Invalid(fields=wrong)
    taken = {criterion: marks[criterion] for criterion in scales}
    return expert_score(Policy.of(found["scoring"]), scales, taken), {str(one): f"{m:f}" for one, m in taken.items()}


async def _scales(found: Any) -> dict[UUID, Scale]:
    listed = await database.rows("SELECT c.* FROM criterion c WHERE c.rubric = $1 ORDER BY c.position", found["rubric"])
    return {one["id"]: scale_of(one) for one in listed}


async def count(actor: Actor, meeting_id: UUID, item_id: UUID, told: rule.Count) -> None:
    """Count the slips: first by one, then by somebody else; only where both and the house say the same is it shown.

    Invalid (422) with every difference beside its figure; then both count anew.
    """
    async with tx():
        found = await _sitting(actor, meeting_id, "count")
        item = await _item(found, item_id)
        require(permissions.may_vote_on(present=True, out=found["me"] in item["out_now"]))
        if item["stage"] != ItemStage.COUNTING:
            raise Conflict(_("There is nothing to count on this item now."))
        slips = await database.rows("SELECT member, choice, score, marks FROM meeting_vote WHERE item = $1", item_id)
        house = rule.counted((one["choice"], one["score"]) for one in slips)
        if item["first"] is None:
            await database.execute(
                "UPDATE meeting_item SET first = $2, first_by = $3 WHERE id = $1", item_id, told.stored(), found["me"]
            )
            await _noted(actor, found, "votes counted", item["assessment"])
            return
        if item["first_by"] == found["me"]:
            raise Forbidden(_("You counted first. Somebody else counts again."))
        first = rule.Count.of(item["first"])
        differ = rule.differences(first, told) or rule.differences(told, house)
        if differ:
            await database.execute(
                "UPDATE meeting_item SET first = NULL, first_by = NULL, differed = differed + 1 WHERE id = $1", item_id
            )
            await _noted(actor, found, "counts differed", item["assessment"])
        else:
            stage = ITEM.after(ItemStage.COUNTING, ItemMove.VERIFY)
            await database.execute(
                "UPDATE meeting_item SET stage = $2, stage_at = parks_now(), tally = $3, verified_by = $4, defence = $5"
                " WHERE id = $1",
                item_id,
                stage.value,
                told.stored(),
                found["me"],
                await _defence(found, slips),
            )
            await _noted(actor, found, "votes verified", item["assessment"], **told.stored())
    if differ:
        raise Invalid(
            _("The two counts differ, or differ from the slips. Both count again, from the beginning."), differ
        )


async def _defence(found: Any, slips: Any) -> Decimal | None:
    """The panel's result of the defence by the round's own policy."""
    if found["vote"] != "score":
        return None
    sheets = {
        one["member"]: {UUID(criterion): Decimal(mark) for criterion, mark in one["marks"].items()} for one in slips
    }
    return panel(Policy.of(found["scoring"]), await _scales(found), sheets).total


async def resolve(actor: Actor, meeting_id: UUID, item_id: UUID, resolution: Resolution, reason: str) -> None:
    """The resolution on a counted item with its reason; on a motion it says what the vote said, or defers."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason goes into the minutes.")})
    async with tx():
        found, item = await _lead(actor, meeting_id, item_id)
        stage = ITEM.after(ItemStage(item["stage"]), ItemMove.RESOLVE)
        carried = rule.carried(rule.Count.of(item["tally"]), found["majority"])
        if carried is not None and resolution == (Resolution.REJECTED if carried else Resolution.APPROVED):
            raise Invalid(fields={"resolution": _("The vote says otherwise. A resolution follows it, or defers.")})
        await database.execute(
            "UPDATE meeting_item SET stage = $2, stage_at = parks_now(), resolution = $3, reason = $4,"
            " resolved_at = parks_now() WHERE id = $1",
            item_id,
            stage.value,
            resolution.value,
            reason.strip(),
        )
        await _noted(
            actor, found, "item resolved", item["assessment"], resolution=resolution.value, reason=reason.strip()
        )


async def _lead(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Any, Any]:
    """Who leads an item: the chair in the room, the secretary where the chair is out of it."""
    found = await _sitting(actor, meeting_id, None)
    item = await _item(found, item_id)
    chair_out = await database.value(
        "SELECT o.id = ANY($2) FROM meeting_member o WHERE o.meeting = $1 AND o.role = 'chair'",
        meeting_id,
        item["out_now"],
    )
    if not (chair_out and found["my_role"] == MeetingRole.SECRETARY):
        require(permissions.may_in_room(actor, _role(found), "lead"))
    require(permissions.may_vote_on(present=True, out=found["me"] in item["out_now"]))
    return found, item


def _role(found: Any) -> MeetingRole | None:
    return MeetingRole(found["my_role"]) if found["my_role"] else None


async def _sitting(actor: Actor, meeting_id: UUID, act: str | None) -> Any:
    found = await _enter(actor, meeting_id, act)
    if found["state"] != MeetingState.SITTING:
        raise Conflict(_("The meeting is not open."))
    return found


async def _enter(actor: Actor, meeting_id: UUID, act: str | None) -> Any:
    """The meeting with the actor's place at it, locked; 404 for strangers, 403 for other places, 403 by key."""
    found = await database.row(
        "SELECT m.*, r.path, r.scoring, r.rubric, k.id AS me, k.role AS my_role,"
        f" COALESCE({HERE_NOW.format(member='k.id')}, FALSE) AS here FROM meeting m"
        " JOIN review_round r ON r.id = m.review_round"
        " LEFT JOIN meeting_member k ON k.meeting = m.id AND k.person = $2"
        " WHERE m.id = $1 AND (k.id IS NOT NULL OR r.path LIKE ANY($3)) FOR NO KEY UPDATE OF m",
        meeting_id,
        actor.id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    if act is not None or found["my_role"] in {None, MeetingRole.SUPERVISOR}:
        require(permissions.may_in_room(actor, _role(found), act or "lead"))
    return found


async def _item(found: Any, item_id: UUID) -> Any:
    """An item with who must be out of the room for it and who of those present could vote on it."""
    item = await database.row(
        f"SELECT i.*, ARRAY(SELECT o.id FROM meeting_member o WHERE o.meeting = i.meeting AND {MEMBERS}) AS out_now,"
        " ARRAY(SELECT o.id FROM meeting_member o WHERE o.meeting = i.meeting AND o.role = ANY($3)"
        f" AND {HERE_NOW.format(member='o.id')} AND NOT {MEMBERS} ORDER BY o.id) AS can_vote"
        " FROM meeting_item i JOIN assessment a ON a.id = i.assessment WHERE i.id = $1 AND i.meeting = $2",
        item_id,
        found["id"],
        [one.value for one in VOTERS],
    )
    return item or hidden()


async def _noted(actor: Actor, found: Any, act: str, subject: UUID | None = None, /, **detail: Any) -> None:
    """Every change in the room is one more version, and a line of the trail (of the item's assessment, so that it is
    kept from whom the matter is kept from).
    """
    await database.execute("UPDATE meeting SET version = version + 1 WHERE id = $1", found["id"])
    await audit.record(actor, act, subject or found["review_round"], meeting=found["number"], **detail)
