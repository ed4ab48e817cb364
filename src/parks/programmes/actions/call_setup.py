"""A call set up part by part: begun with its defaults, each part written on its own page, none after it has opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.clock import BEIJING
from parks.adapters.database import execute, execute_many, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, Text, _
from parks.programmes import permissions
from parks.programmes.actions import calls
from parks.programmes.actions import rule_sets as sets
from parks.programmes.actions.calls import TierPlan
from parks.programmes.queries.materials import file_questions
from parks.programmes.rules.call_parts import Material
from parks.programmes.rules.ladder import DEFAULT, HEIGHT, Ladder, problems
from parks.programmes.rules.tranches import problems as wrong_tranches
from parks.programmes.states import CallState
from parks.questionnaires.queries.designs import published
from parks.reviews import queries as reviews


async def begin_call(actor: Actor, programme: str, organisation_id: UUID, cycle: int, title: Bilingual) -> UUID:
    """A draft with nothing but its name: dates and days as they are usual, the Support Plan's rules, the whole ladder.

    Conflict (409) where the programme has a call for this cycle already.
    """
    runs = await identity.organisation(organisation_id)
    require(permissions.may_run_calls(actor, path=runs.path))
    async with tx():
        of: UUID = await value("SELECT id FROM programme WHERE code = $1", programme) or hidden()
        today = await clock.today()
        ladder = Ladder(tuple(one for one in DEFAULT.rungs if HEIGHT[one.kind] <= HEIGHT.get(runs.kind, -1)))
        wrong = problems(ladder, runs.kind)
        if wrong:
            raise Invalid(fields={"organisation": _("No level of review stands at or below this organisation.")})
        made = uuid7()
        try:
            async with tx():
                await execute(
                    "INSERT INTO call (id, programme, organisation, cycle, title_zh, title_en, opens_at, closes_at,"
                    " rules, locality, notice_days, include_start_day, correction_days, minutes_needed, contact, state,"
                    " ladder, numbered, rule_set_version, sealed, settled, letters) VALUES ($1, $2, $3, $4, $5, $6, $7,"
                    " $8, $9, $10, 5, TRUE, 5, 120, '', 'draft', $11, 0, $12, FALSE, $9, '{}')",
                    made,
                    of,
                    organisation_id,
                    cycle,
                    title.zh,
                    title.en,
                    datetime.combine(today + timedelta(days=1), time(9, 0), BEIJING),
                    datetime.combine(today + timedelta(days=60), time(17, 0), BEIJING),
                    [],
                    runs.region or "CN",
                    ladder.stored(),
                    await sets.standard(),
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("There is a call of this programme for {cycle} already.", cycle=cycle)) from error
        await audit.record(actor, "call drafted", made, programme=programme, cycle=cycle)
    return made


@dataclass(frozen=True, slots=True)
class Basics:
    title: Bilingual
    locality: str
    contact: str
    minutes_needed: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Aware moments. `sealed`: nobody of the staff sees what is applied for until it closes."""

    opens_at: datetime
    closes_at: datetime
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Working days."""

    correction_days: int
    notice_days: int
    include_start_day: bool


async def set_basics(actor: Actor, call_id: UUID, plan: Basics) -> None:
    """The region is where policy values are asked for: six digits, or CN."""
    async with tx():
        await _draft(actor, call_id)
        await _put(
            call_id,
            title_zh=plan.title.zh,
            title_en=plan.title.en,
            locality=plan.locality,
            contact=plan.contact,
            minutes_needed=plan.minutes_needed,
        )
        await _settle(actor, call_id, "basics")


async def set_dates(actor: Actor, call_id: UUID, plan: Dates) -> None:
    async with tx():
        await _draft(actor, call_id)
        if plan.opens_at.tzinfo is None or plan.closes_at.tzinfo is None:
            raise Invalid(fields={"closes_at": _("Say the time zone as well.")})
        if plan.closes_at <= plan.opens_at:
            raise Invalid(fields={"closes_at": _("A call closes after it opens.")})
        await _put(call_id, opens_at=plan.opens_at, closes_at=plan.closes_at, sealed=plan.sealed)
        await _settle(actor, call_id, "dates", closes_at=plan.closes_at, sealed=plan.sealed)


async def set_form(actor: Actor, call_id: UUID, questionnaire_id: UUID, *, certified: bool = False) -> None:
    """A published form that this officer may choose; `certified`: a second person signs off what is sent by it.

    Materials that were handed in by a question which this form does not have are asked for without one.
    """
    async with tx():
        await _draft(actor, call_id)
        if questionnaire_id not in {one.id for one in await published(actor)}:
            raise Invalid(fields={"questionnaire": _("Choose one of the options.")})
        await _put(call_id, questionnaire=questionnaire_id, certified=certified)
        await execute(
            "UPDATE call_material SET question = '' WHERE call = $1 AND question <> ALL($2::text[])",
            call_id,
            ["", *await file_questions(questionnaire_id)],
        )
        await _settle(actor, call_id, "form", questionnaire=questionnaire_id, certified=certified)


async def set_rules(actor: Actor, call_id: UUID, version_id: UUID) -> None:
    """A published version of a rule set; its figures are taken from policy on the day of opening."""
    async with tx():
        await _draft(actor, call_id)
        if not await value("SELECT EXISTS (SELECT FROM rule_set_version WHERE id = $1)", version_id):
            raise Invalid(fields={"rule_set": _("Choose one of the options.")})
        await _put(call_id, rule_set_version=version_id)
        await _settle(actor, call_id, "rules", version=version_id)


async def set_review(actor: Actor, call_id: UUID, rubric_id: UUID | None) -> None:
    """The rubric that the experts will score by; None where nobody scores."""
    async with tx():
        await _draft(actor, call_id)
        if rubric_id is not None and rubric_id not in {one.id for one in await reviews.rubrics(actor)}:
            raise Invalid(fields={"rubric": _("Choose one of the options.")})
        await _put(call_id, rubric=rubric_id)
        await _settle(actor, call_id, "review", rubric=rubric_id)


async def set_notice(actor: Actor, call_id: UUID, plan: Notice) -> None:
    async with tx():
        await _draft(actor, call_id)
        await _put(
            call_id,
            correction_days=plan.correction_days,
            notice_days=plan.notice_days,
            include_start_day=plan.include_start_day,
        )
        await _settle(actor, call_id, "notice", correction_days=plan.correction_days, notice_days=plan.notice_days)


async def set_tiers(actor: Actor, call_id: UUID, tiers: Sequence[TierPlan]) -> None:
    """The tiers, highest first, each with its grant and in how many parts it is paid."""
    async with tx():
        await _draft(actor, call_id)
        wrong: dict[str, Text] = {}
        if not tiers:
            wrong["tiers"] = _("Name at least one tier with its grant.")
        if len({one.key for one in tiers}) < len(tiers):
            wrong["tiers"] = _("Each tier has a key of its own.")
        for place, one in enumerate(tiers, start=1):
            if one.amount.amount <= 0:
                wrong[f"amount-{place}"] = _("A grant is more than nothing.")
            if said := wrong_tranches(one.tranches):
                wrong[f"tranches-{place}"] = said
        if wrong:
            raise Invalid(fields=wrong)
        await calls.write_tiers(call_id, tiers)
        await _settle(actor, call_id, "tiers", tiers={one.key: one.amount for one in tiers})


async def set_materials(actor: Actor, call_id: UUID, materials: Sequence[Material]) -> None:
    """What the call asks for, by kind and tier, in its order; each handed in by a file question of the form, or not."""
    async with tx():
        call = await _draft(actor, call_id)
        asked = await file_questions(call["questionnaire"])
        wrong = {
            f"question-{place}": _("The call's form has no such question for a file.")
            for place, one in enumerate(materials, start=1)
            if one.question and one.question not in asked
        }
        if wrong:
            raise Invalid(fields=wrong)
        await calls.write_materials(call_id, materials)
        await _settle(actor, call_id, "materials", materials=len(materials))


async def set_ladder(actor: Actor, call_id: UUID, ladder: Ladder) -> None:
    """The levels; quotas of offices whose level is left out go with it."""
    async with tx():
        call = await _draft(actor, call_id)
        wrong = problems(ladder, call["kind"])
        if wrong:
            raise Invalid(fields=wrong)
        await _put(call_id, ladder=ladder.stored())
        await execute(
            "DELETE FROM call_quota WHERE call = $1 AND level <> ALL($2::text[])",
            call_id,
            [one.value for one in ladder.levels],
        )
        await _settle(actor, call_id, "ladder", levels=[one.value for one in ladder.levels])


async def set_quotas(actor: Actor, call_id: UUID, places: Mapping[UUID, int]) -> None:
    """How many each office may recommend; an office that is not named has no limit but its level's."""
    async with tx():
        call = await _draft(actor, call_id)
        levels = {one.kind: one.level for one in Ladder.of(call["ladder"]).rungs}
        lines = []
        for organisation_id, many in places.items():
            office = await identity.organisation(organisation_id)
            if office.kind not in levels or not office.path.startswith(call["path"]):
                raise Invalid(fields={"quotas": _("Quotas are given to offices of the levels that the call has.")})
            if many < 0:
                raise Invalid(fields={f"quota-{organisation_id}": _("A quota is not less than nothing.")})
            lines.append((uuid7(), call_id, organisation_id, levels[office.kind].value, many))
        await execute("DELETE FROM call_quota WHERE call = $1", call_id)
        await execute_many(
            "INSERT INTO call_quota (id, call, organisation, level, places, used) VALUES ($1, $2, $3, $4, $5, 0)", lines
        )
        await _settle(actor, call_id, "quotas", offices=len(lines))


async def _put(call_id: UUID, **columns: object) -> None:
    """Columns of the draft; the names are ours, never anybody's typing."""
    sets_ = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=2))
    await execute(f"UPDATE call SET {sets_} WHERE id = $1", call_id, *columns.values())


async def _settle(actor: Actor, call_id: UUID, part: str, **detail: object) -> None:
    await execute(
        "UPDATE call SET settled = settled || to_jsonb($2::text) WHERE id = $1 AND NOT settled ? $2", call_id, part
    )
    await audit.record(actor, "call amended", call_id, part=part, **detail)


async def _draft(actor: Actor, call_id: UUID) -> asyncpg.Record:
    found = await row(
        "SELECT c.id, c.state, c.ladder, c.questionnaire, o.path, o.kind FROM call c"
        " JOIN organisation o ON o.id = c.organisation WHERE c.id = $1 FOR NO KEY UPDATE OF c",
        call_id,
    )
    call: asyncpg.Record = found or hidden()
    require(permissions.may_run_calls(actor, path=call["path"]))
    if call["state"] != CallState.DRAFT:
        raise Conflict(_("This call is open: what applicants rely on is not changed any more."))
    return call
