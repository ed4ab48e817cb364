"""Calls: planned, opened with their rules frozen, closed; and who was supported before this house was built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from parks.adapters import clock, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.actions import rule_sets as sets
from parks.programmes.queries import rule_sets as set_queries
from parks.programmes.rules.call_parts import PARTS, Material
from parks.programmes.rules.ladder import DEFAULT, Ladder
from parks.programmes.rules.ladder import problems as wrong_rungs
from parks.programmes.rules.tranches import TierTranche
from parks.programmes.rules.tranches import problems as wrong_tranches
from parks.programmes.states import CALL_LIFE, CallMove, CallState, Level


@dataclass(frozen=True, slots=True)
class TierPlan:
    """A tier and its grant, highest first; `places` None for no limit of its own."""

    key: str
    name: Bilingual
    amount: Money
    places: int | None = None
    tranches: Sequence[TierTranche] = ()


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """How many a park, city or province may recommend. One without a plan may recommend without a limit."""

    organisation_id: UUID
    places: int


@dataclass(frozen=True, slots=True)
class CallPlan:
    """All that a call is: what the officer signs. Days are working days; `organisation_id` is who runs it.

    `rule_set_version_id` None is the newest version of the Support Plan's own rules.
    """

    programme: str
    organisation_id: UUID
    cycle: int
    title: Bilingual
    opens_at: datetime
    closes_at: datetime
    questionnaire_id: UUID
    tiers: Sequence[TierPlan]
    quotas: Sequence[QuotaPlan]
    notice_days: int
    correction_days: int
    include_start_day: bool = True
    locality: str = "CN"
    minutes_needed: int = 120
    contact: str = ""
    ladder: Ladder = DEFAULT
    rule_set_version_id: UUID | None = None
    sealed: bool = False
    certified: bool = False
    materials: Sequence[Material] = ()


async def found_programme(actor: Actor, code: str, name: Bilingual) -> UUID:
    """The programme of that code; the one that exists already, if so."""
    require(permissions.may_found_programmes(actor))
    async with tx():
        made: UUID | None = await database.value(
            "INSERT INTO programme (id, code, name_zh, name_en) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (code) DO NOTHING RETURNING id",
            uuid7(),
            code,
            name.zh,
            name.en,
        )
        if made is None:
            known: UUID = await database.value("SELECT id FROM programme WHERE code = $1", code)
            return known
        await audit.record(actor, "programme founded", made, code=code, name=name)
    return made


NATION = "/cn/"


async def draft_call(actor: Actor, plan: CallPlan) -> UUID:
    """A call as a plan: seen by nobody outside. Conflict where the programme has one for this cycle already."""
    async with tx():
        runs = await identity.organisation(plan.organisation_id)
        require(permissions.may_run_calls(actor, path=runs.path))
        _check(plan, runs.kind)
        programme: UUID = await database.value("SELECT id FROM programme WHERE code = $1", plan.programme) or hidden()
        made = uuid7()
        try:
            async with tx():
                await _write(made, programme, plan)
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("There is a call of this programme for {cycle} already.", cycle=plan.cycle)) from error
        await audit.record(actor, "call drafted", made, programme=plan.programme, cycle=plan.cycle)
    return made


def _check(plan: CallPlan, runs: str) -> None:
    wrong = wrong_rungs(plan.ladder, runs)
    if plan.opens_at.tzinfo is None or plan.closes_at.tzinfo is None:
        wrong["closes_at"] = _("Say the time zone as well.")
    elif plan.closes_at <= plan.opens_at:
        wrong["closes_at"] = _("A call closes after it opens.")
    if not plan.tiers:
        wrong["tiers"] = _("Name at least one tier with its grant.")
    if any(one.amount.amount <= 0 for one in plan.tiers):
        wrong["tiers"] = _("A grant is more than nothing.")
    for one in plan.tiers:
        if said := wrong_tranches(one.tranches):
            wrong["tiers"] = said
    if any(one.places < 0 for one in plan.quotas):
        wrong["quotas"] = _("A quota is not less than nothing.")
    if wrong:
        raise Invalid(fields=wrong)


async def _write(call_id: UUID, programme: UUID, plan: CallPlan) -> None:
    await database.execute(
        "INSERT INTO call (id, programme, organisation, cycle, title_zh, title_en, opens_at, closes_at, questionnaire,"
        " rules, locality, notice_days, include_start_day, correction_days, minutes_needed, contact, state, ladder,"
        " numbered, rule_set_version, sealed, settled, certified)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
        " $14, $15, $16, $17, $18, 0, $19, $20, $21, $22)",
        call_id,
        programme,
        plan.organisation_id,
        plan.cycle,
        plan.title.zh,
        plan.title.en,
        plan.opens_at,
        plan.closes_at,
        plan.questionnaire_id,
        [],
        plan.locality,
        plan.notice_days,
        plan.include_start_day,
        plan.correction_days,
        plan.minutes_needed,
        plan.contact,
        CallState.DRAFT.value,
        plan.ladder.stored(),
        plan.rule_set_version_id or await sets.standard(),
        plan.sealed,
        list(PARTS),
        plan.certified,
    )
    await write_tiers(call_id, plan.tiers)
    await write_materials(call_id, plan.materials)
    levels = {rung.kind: rung.level for rung in plan.ladder.rungs}
    rows = []
    for one in plan.quotas:
        organisation = await identity.organisation(one.organisation_id)
        level: Level | None = levels.get(organisation.kind)
        if level is None:
            raise Invalid(fields={"quotas": _("Quotas are given to offices of the levels that the call has.")})
        rows.append((uuid7(), call_id, one.organisation_id, level.value, one.places))
    await database.execute_many(
        "INSERT INTO call_quota (id, call, organisation, level, places, used) VALUES ($1, $2, $3, $4, $5, 0)", rows
    )


async def write_tiers(call_id: UUID, tiers: Sequence[TierPlan]) -> None:
    """The tiers of a draft, in the place of those it had."""
    await database.execute("DELETE FROM call_tier WHERE call = $1", call_id)
    await database.execute_many(
        "INSERT INTO call_tier (id, call, position, key, name_zh, name_en, amount, currency, places, tranches)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            (
                uuid7(),
                call_id,
                place,
                one.key,
                one.name.zh,
                one.name.en,
                one.amount.amount,
                one.amount.currency,
                one.places,
                [part.stored() for part in one.tranches],
            )
            for place, one in enumerate(tiers, start=1)
        ],
    )


async def write_materials(call_id: UUID, materials: Sequence[Material]) -> None:
    """The materials of a draft, in the place of those it had."""
    await database.execute("DELETE FROM call_material WHERE call = $1", call_id)
    await database.execute_many(
        "INSERT INTO call_material (id, call, position, kind, tier, title_zh, title_en, required, question)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            (uuid7(), call_id, place, one.kind, one.tier, one.title.zh, one.title.en, one.required, one.question)
            for place, one in enumerate(materials, start=1)
        ],
    )


async def open_call(actor: Actor, call_id: UUID) -> None:
    """Open it: the rules with today's policy figures and their sources are frozen into the call, for ever.

    Conflict where a figure that the rules need has no policy value on the day of opening.
    """
    async with tx():
        call = await _locked(actor, call_id)
        state = CALL_LIFE.after(CallState(call["state"]), CallMove.OPEN)
        await _whole(call)
        today = await clock.today()
        version = call["rule_set_version"] or await sets.standard()
        rules, edition = await set_queries.frozen(version, call["cycle"], call["locality"], today)
        await database.execute(
            "UPDATE call SET state = $2, rules = $3 WHERE id = $1",
            call_id,
            state.value,
            [one.stored() for one in rules],
        )
        await audit.record(
            actor,
            "call opened",
            call_id,
            cycle=call["cycle"],
            rule_set=edition,
            rules={one.id: one.version for one in rules},
        )


async def _whole(call: asyncpg.Record) -> None:
    """Nothing opens half: the form, the tiers, and a closing that is still to come."""
    missing = []
    if call["questionnaire"] is None:
        missing.append(_("the form"))
    if not await database.value("SELECT EXISTS (SELECT FROM call_tier WHERE call = $1)", call["id"]):
        missing.append(_("the tiers"))
    if call["closes_at"] <= await clock.now():
        missing.append(_("a closing that is still to come"))
    if missing:
        raise Conflict(_("This call cannot open yet. Missing: {what}.", what=missing[0]))


async def close_call(actor: Actor, call_id: UUID) -> None:
    """Close it by hand; at `closes_at` it takes nothing more by itself."""
    async with tx():
        call = await _locked(actor, call_id)
        state = CALL_LIFE.after(CallState(call["state"]), CallMove.CLOSE)
        await database.execute("UPDATE call SET state = $2 WHERE id = $1", call_id, state.value)
        await audit.record(actor, "call closed", call_id, cycle=call["cycle"])


async def _locked(actor: Actor, call_id: UUID) -> asyncpg.Record:
    found = await database.row(
        "SELECT id, state, cycle, locality, organisation, rule_set_version, questionnaire, closes_at FROM call"
        " WHERE id = $1 FOR NO KEY UPDATE",
        call_id,
    )
    call: asyncpg.Record = found or hidden()
    runs = await identity.organisation(call["organisation"])
    require(permissions.may_run_calls(actor, path=runs.path))
    return call


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """Somebody who was supported before; `person_mark` is the fingerprint of the identity number, never the number."""

    programme: str
    cycle: int
    person_name: str
    company_name: str
    place: Bilingual
    source: str
    person_mark: str = ""
    uscc: str = ""


async def record_earlier_award(actor: Actor, earlier: EarlierPlan) -> UUID:
    """What R-ONCE is compared with, from the lists of former cycles. Conflict where it is there already."""
    require(permissions.may_run_calls(actor, path=NATION))
    async with tx():
        programme: UUID = (
            await database.value("SELECT id FROM programme WHERE code = $1", earlier.programme) or hidden()
        )
        made = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO earlier_award (id, programme, cycle, person_name, person_mark, company_name, uscc,"
                    " place_zh, place_en, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    made,
                    programme,
                    earlier.cycle,
                    earlier.person_name,
                    earlier.person_mark,
                    earlier.company_name,
                    earlier.uscc,
                    earlier.place.zh,
                    earlier.place.en,
                    earlier.source,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("This earlier award is on the list already.")) from error
        except asyncpg.CheckViolationError as error:
            raise Invalid(
                _("Name the company's code or the person's fingerprint, so that it can be compared.")
            ) from error
        await audit.record(actor, "earlier award recorded", made, cycle=earlier.cycle, source=earlier.source)
    return made


async def take_over_marks(marks: Mapping[str, str]) -> int:
    """After a change of keys: fingerprints as they were → as they are. Answers how many stayed, of unknown numbers.

    An earlier award of somebody who keeps no record here has a mark and no number: it can be compared by the
    company's code alone from then on.
    """
    async with tx():
        for table in ("application", "earlier_award"):
            await database.execute(
                f"UPDATE {table} SET person_mark = m.now FROM unnest($1::text[], $2::text[]) AS m(former, now)"
                " WHERE person_mark = m.former",
                list(marks),
                list(marks.values()),
            )
        stayed: int = await database.value(
            "SELECT (SELECT count(*) FROM application WHERE person_mark <> '' AND person_mark <> ALL($1))"
            " + (SELECT count(*) FROM earlier_award WHERE person_mark <> '' AND person_mark <> ALL($1))",
            list(marks.values()),
        )
    return stayed
