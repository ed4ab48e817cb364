"""Scenarios: planned, thinned out by hand, published whole or not at all (docs/adr/0096)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import execute, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, Refusal, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.spaces import permissions, queries
from parks.spaces.actions import allocations, moves, requests, taking
from parks.spaces.states import SCENARIO_LIFE, ScenarioMove, ScenarioState


class Unfitting(Conflict):
    """409: nothing was written; `moves` says of each that no longer fits why."""

    def __init__(self, moves: Mapping[UUID, Text]) -> None:
        super().__init__(_("{n} of these moves no longer fit. Nothing was written.", n=len(moves)))
        self.moves = dict(moves)


async def plan_scenario(actor: Actor, park_id: UUID, *, name: str, day: date, move_cost: int) -> UUID:
    """The future from `day` on, copied and weighed; every lease stays where it is. The scenario's id.

    `move_cost`: points that moving a company takes off the plan's worth (placing a request gives about a thousand).
    """
    async with tx():
        park = await row("SELECT path FROM park WHERE id = $1", park_id) or hidden()
        require(permissions.may_let(actor, path=park["path"]))
        if not name.strip():
            raise Invalid(fields={"name": _("Give it a name, so that it can be told from others.")})
        if day < await clock.today():
            raise Invalid(fields={"day": _("Past days stay as they were. Choose today or a later day.")})
        found = await queries.future(actor, park_id, day, move_cost)
        scenario_id = uuid7()
        await execute(
            "INSERT INTO scenario (id, park, name, day, state, move_cost, worth, bound, made_by, made_at)"
            " VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, parks_now())",
            scenario_id,
            park_id,
            name,
            day,
            move_cost,
            found.plan.worth,
            found.plan.bound,
            actor.id,
        )
        for column, some in (("request", found.placed), ("allocation", found.moved)):
            for one in some:
                await execute(
                    f"INSERT INTO scenario_move (id, scenario, {column}, unit, starts, ends)"
                    " VALUES ($1, $2, $3, $4, $5, $6)",
                    uuid7(),
                    scenario_id,
                    one.request_id,
                    one.unit_id,
                    one.period.start,
                    one.period.until,
                )
        await audit.record(actor, "scenario planned", scenario_id, park=park_id, name=name, day=day)
        return scenario_id


async def leave_out(actor: Actor, scenario_id: UUID, move_id: UUID) -> None:
    """A move that is not wanted; the others stay. Whether they still fit is asked when it is published."""
    async with tx():
        await _draft(actor, scenario_id)
        gone = await row("DELETE FROM scenario_move WHERE id = $1 AND scenario = $2 RETURNING id", move_id, scenario_id)
        if gone is None:
            hidden()
        await audit.record(actor, "scenario move left out", scenario_id, move=move_id)


async def drop_scenario(actor: Actor, scenario_id: UUID) -> None:
    async with tx():
        await _draft(actor, scenario_id)
        await _settle(scenario_id, ScenarioMove.DROP)
        await audit.record(actor, "scenario dropped", scenario_id)


async def publish_scenario(actor: Actor, scenario_id: UUID) -> None:
    """Every move becomes real in this transaction. Unfitting (409) where any no longer fits, with the reason for each.

    Companies give their units back before any takes another's, so that they can move in a ring.
    """
    async with tx():
        scenario = await _draft(actor, scenario_id)
        found = await rows("SELECT * FROM scenario_move WHERE scenario = $1 ORDER BY id", scenario_id)
        if not found:
            raise Conflict(_("There is no move in this scenario. Nothing was written."))
        day, reason = scenario["day"], scenario["name"]
        asked = sorted(one["request"] for one in found if one["request"])
        companies = {each: (await requests.locked(each))["company"] for each in asked}
        units, leases = await _lettings(found, asked)
        problems: dict[UUID, Text] = {}
        leaving = [one for one in found if one["allocation"]]
        for one in leaving:
            try:
                async with tx():
                    await moves.movable([leases[one["allocation"]]], day)
                    await moves.shorten(actor, leases[one["allocation"]], day, reason)
            except Refusal as refusal:
                problems[one["id"]] = _why(refusal)
        for one in found:
            if one["id"] in problems:
                continue
            try:
                async with tx():
                    if one["allocation"]:
                        await moves.take_on(actor, leases[one["allocation"]], units[one["unit"]], day)
                    else:
                        period = Period(one["starts"], one["ends"])
                        await allocations.let(
                            actor, one["unit"], period, companies[one["request"]], one["request"], reason
                        )
            except Refusal as refusal:
                problems[one["id"]] = _why(refusal)
        if problems:
            raise Unfitting(problems)
        await _settle(scenario_id, ScenarioMove.PUBLISH)
        await audit.record(actor, "scenario published", scenario_id, moves=len(leaving), placed=len(asked))


async def _lettings(found: list[Any], asked: list[UUID]) -> tuple[dict[UUID, Any], dict[UUID, Any]]:
    """All units that are touched, offered ones among them, locked in the one order; then the leases as they stand."""
    named = [one["allocation"] for one in found if one["allocation"]]
    touched = await rows(
        "SELECT unit FROM allocation WHERE id = ANY($1::uuid[])"
        " OR (request = ANY($2::uuid[]) AND kind = 'offer' AND NOT void)",
        named,
        asked,
    )
    units = await taking.lock_all({*(one["unit"] for one in touched), *(one["unit"] for one in found)})
    leases = await rows(
        "SELECT id, unit, kind, company, request, starts, ends, note, void FROM allocation WHERE id = ANY($1::uuid[])",
        named,
    )
    return units, {one["id"]: one for one in leases}


def _why(refusal: Refusal) -> Text:
    if isinstance(refusal, Invalid) and refusal.fields:
        return next(iter(refusal.fields.values()))
    return refusal.reason


async def _draft(actor: Actor, scenario_id: UUID) -> Any:
    """The scenario, locked, once this actor may let in its park and it is still open."""
    found = await row(
        "SELECT s.id, s.name, s.day, s.state, p.path FROM scenario s JOIN park p ON p.id = s.park"
        " WHERE s.id = $1 FOR NO KEY UPDATE OF s",
        scenario_id,
    )
    if found is None:
        hidden()
    require(permissions.may_let(actor, path=found["path"]))
    if not SCENARIO_LIFE.allows(ScenarioState(found["state"]), ScenarioMove.PUBLISH):
        raise Conflict(_("This scenario is settled. Plan a new one."))
    return found


async def _settle(scenario_id: UUID, move: ScenarioMove) -> None:
    state = SCENARIO_LIFE.after(ScenarioState.DRAFT, move)
    await execute("UPDATE scenario SET state = $2, settled_at = parks_now() WHERE id = $1", scenario_id, state)
