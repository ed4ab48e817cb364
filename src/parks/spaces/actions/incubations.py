"""A company's stay in a park: each step is one action, one row and one line of the trail (docs/adr/0090)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import queries as reference
from parks.reference.rules.working_days import last_day
from parks.spaces import permissions
from parks.spaces.actions import allocations
from parks.spaces.actions.requests import members
from parks.spaces.rules import incubations as rule
from parks.spaces.states import INCUBATION_LIFE
from parks.spaces.states import IncubationMove as Move
from parks.spaces.states import IncubationState as State

DAY = timedelta(days=1)


async def open_incubation(actor: Actor, company_id: UUID, park_id: UUID, words: str, *, enquiry: bool = False) -> UUID:
    """A company asks a park, or applies. Conflict (409) where a stay of it there is open already."""
    async with tx():
        require(permissions.may_apply(actor, members=await members(company_id)))
        if await value("SELECT 1 FROM park WHERE id = $1", park_id) is None:
            raise Invalid(fields={"park_id": _("Choose one of the parks.")})
        move, state = (Move.ENQUIRE, State.ENQUIRED) if enquiry else (Move.APPLY, State.APPLIED)
        if not words.strip():
            raise Invalid(fields={"words": rule.LACKING["words"]})
        incubation_id = uuid7()
        try:
            async with tx():
                await execute(
                    "INSERT INTO incubation (id, company, park, state, opened_at, moved_at, version)"
                    " VALUES ($1, $2, $3, $4, parks_now(), parks_now(), 1)",
                    incubation_id,
                    company_id,
                    park_id,
                    state,
                )
        except asyncpg.UniqueViolationError:
            raise Conflict(
                _("This company's stay in this park is on record already. Go on from where it stands.")
            ) from None
        await _write(actor, incubation_id, 1, move, {"words": words})
        return incubation_id


async def take_step(actor: Actor, incubation_id: UUID, move: Move, typed: Mapping[str, Any], version: int) -> None:
    """The next step, over the version that was seen.

    `typed` has the fields of `rules.incubations.NEEDS`. 403 for the other side's step, 422 beside a field that lacks
    or is wrong, 409 where the stay has moved on or the step comes too early.
    """
    async with tx():
        stay = await _locked(incubation_id)
        if rule.side_of(move) is rule.Side.PARK:
            require(permissions.may_admit(actor, path=stay["path"]))
        else:
            require(permissions.may_apply(actor, members=await members(stay["company"])))
        if stay["version"] != version:
            raise Conflict(_("Somebody else has taken a step in the meantime. Reload the page to see where it stands."))
        state = INCUBATION_LIFE.after(State(stay["state"]), move)
        given = {name: typed[name] for name in (*rule.NEEDS[move], "words") if typed.get(name) not in (None, "")}
        if lacking := rule.missing(move, given):
            raise Invalid(fields=lacking)
        today = await clock.today()
        standing = await _standing(stay, today)
        if refused := rule.refusal(move, given, standing):
            field, reason = refused
            raise Invalid(fields={field: reason}) if field else Conflict(reason)
        more = await _effect(actor, stay, move, given, today)
        begins, ends = more.pop("begins", stay["begins"]), more.pop("ends", stay["ends"])
        await execute(
            "UPDATE incubation SET state = $2, begins = $3, ends = $4, version = version + 1, moved_at = parks_now()"
            " WHERE id = $1",
            incubation_id,
            state,
            begins,
            ends,
        )
        await _write(actor, incubation_id, version + 1, move, given | more)


async def _effect(actor: Actor, stay: Any, move: Move, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What a step does besides its row; `begins` and `ends` set the clock, the rest is kept with the step."""
    match move:
        case Move.NOTICE:
            calendar = await reference.calendar(today, given["days"] * 4 + 30)
            return {"until": last_day(today, given["days"], calendar, include_start=False).day}
        case Move.HAND_OVER:
            if not await _leases(stay, today):
                raise Conflict(_("No unit of this park is let to the company. Let one first, then hand it over."))
        case Move.SIGN:
            months = await value(
                "SELECT (detail->>'months')::int FROM incubation_step WHERE incubation = $1 AND move = 'propose'"
                " ORDER BY number DESC LIMIT 1",
                stay["id"],
            )
            return {"begins": today, "ends": rule.clock(today, months)}
        case Move.EXTEND:
            return {"ends": rule.clock(stay["ends"], given["months"])}
        case Move.EXIT | Move.TERMINATE:
            return {"closures": await _vacate(actor, stay, given["last_day"] + DAY, given["words"], today)}
        case Move.INSPECT:
            await _free(actor, stay["id"], given["words"], today)
        case _:
            pass
    return {}


async def _leases(stay: Any, today: date) -> list[Any]:
    """The company's lettings in this park that stand today or later, in the order in which units are locked."""
    return await rows(
        "SELECT a.id, a.unit, a.starts, a.ends FROM allocation a JOIN unit u ON u.id = a.unit WHERE a.kind = 'lease'"
        " AND NOT a.void AND a.company = $1 AND u.park = $2 AND (a.ends IS NULL OR a.ends > $3) ORDER BY a.unit, a.id",
        stay["company"],
        stay["park"],
        today,
    )


async def _vacate(actor: Actor, stay: Any, on: date, words: str, today: date) -> list[str]:
    """Every letting ends on `on` at the latest, and its unit is closed from then on: free again when inspected."""
    closures = []
    for one in await _leases(stay, today):
        if one["ends"] is None or one["ends"] > on:
            await allocations.end(actor, one["id"], on, words)
        if one["starts"] < on:
            since = on if one["ends"] is None else min(on, one["ends"])
            closures.append(str(await allocations.close_unit(actor, one["unit"], Period(since), words)))
    return closures


async def _free(actor: Actor, incubation_id: UUID, words: str, today: date) -> None:
    """The closures that the leaving made are lifted, so far as they still stand."""
    standing = await rows(
        "SELECT a.id FROM incubation_step s, jsonb_array_elements_text(s.detail->'closures') c(id)"
        " JOIN allocation a ON a.id = c.id::uuid WHERE s.incubation = $1 AND NOT a.void"
        " AND (a.ends IS NULL OR a.ends > $2) ORDER BY a.unit",
        incubation_id,
        today,
    )
    for one in standing:
        await allocations.end(actor, one["id"], today, words)


async def _locked(incubation_id: UUID) -> Any:
    """The stay, locked before any unit (the order of locks of docs/adr/0040)."""
    found = await row(
        "SELECT i.*, p.path FROM incubation i JOIN park p ON p.id = i.park WHERE i.id = $1 FOR NO KEY UPDATE OF i",
        incubation_id,
    )
    return found or hidden()


async def _standing(stay: Any, today: date) -> rule.Standing:
    (steps,) = await rows(
        "SELECT max(detail->>'until') AS notice, max(detail->>'last_day') AS left_on,"
        " array_agg((detail->>'year')::int) FILTER (WHERE move = 'assess') AS assessed"
        " FROM incubation_step WHERE incubation = $1",
        stay["id"],
    )
    return rule.Standing(
        State(stay["state"]),
        today,
        stay["begins"],
        stay["ends"],
        date.fromisoformat(steps["notice"]) if steps["notice"] else None,
        date.fromisoformat(steps["left_on"]) if steps["left_on"] else None,
        frozenset(steps["assessed"] or ()),
    )


async def _write(actor: Actor, incubation_id: UUID, number: int, move: Move, given: Mapping[str, Any]) -> None:
    detail = {
        name: str(one) if isinstance(one, date | Decimal) else one for name, one in given.items() if name != "words"
    }
    words = given.get("words", "")
    await execute(
        "INSERT INTO incubation_step (id, incubation, number, move, side, words, detail, made_by, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, parks_now())",
        uuid7(),
        incubation_id,
        number,
        move,
        rule.side_of(move),
        words,
        detail,
        actor.id,
    )
    await audit.record(actor, "incubation step", incubation_id, move=move, words=words, **detail)
