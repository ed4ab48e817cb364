"""The officers' verbs: return once with every gap named, recommend within the quota, decline, rule out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg

from parks.adapters import clock, database, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.identity import queries as identity
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.actions import clocks
from parks.programmes.events import ApplicationRecommended, ApplicationRefused, ApplicationReturned
from parks.programmes.queries import letters, waivers
from parks.programmes.queries.scope import visible_to
from parks.programmes.rules.ladder import Ladder, Rung
from parks.programmes.states import (
    AT_LEVEL,
    LIFE,
    OUTCOME_MOVE,
    UP,
    ApplicationState,
    Level,
    Move,
    Outcome,
)
from parks.questionnaires import actions as questionnaires
from parks.questionnaires import queries as sheets
from parks.reference import queries as reference
from parks.reference.rules import working_days

LONGEST_SEARCH = 40  # calendar days asked for each working day wanted: long enough for any holiday


@dataclass(frozen=True, slots=True)
class _Case:
    """An application locked for an officer whose turn it is."""

    row: asyncpg.Record
    ladder: Ladder
    rung: Rung
    office_id: UUID
    office: Bilingual

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found


async def return_for_correction(actor: Actor, application_id: UUID, gaps: Mapping[str, str]) -> UUID:
    """一次性告知: back to the founder once, with every gap by section in one letter, and a day in working days.

    Invalid where a section is unknown or no gap is named; Forbidden where this level has done so before.
    """
    named = {section: text.strip() for section, text in gaps.items() if text.strip()}
    if any("\x00" in text for text in named.values()):
        raise Invalid(fields={"gaps": _("This text holds a character that cannot be stored.")})
    async with tx():
        case = await _case(actor, application_id)
        level = case.rung.level
        already = await database.value(
            "SELECT EXISTS (SELECT FROM correction WHERE application = $1 AND level = $2)", case.id, level.value
        )
        require(permissions.may_return(already=already))
        sheet = await sheets.sheet(case.row["sheet"])
        unknown = set(named) - {one.key for one in sheet.sections}
        if unknown or not named:
            raise Invalid(fields={"gaps": _("Name at least one section, and say what is missing in it.")})
        after = LIFE.after(ApplicationState(case.row["state"]), Move.RETURN)
        due = await _due(case.row["call"])
        made = uuid7()
        number = f"{case.row['number']}-{LETTER[level]}"
        letter = await _letter(actor, case, sheet, number=number, gaps=named, due=due.day)
        await questionnaires.open_for_changes(actor, case.row["sheet"], named)
        await database.execute(
            "INSERT INTO correction (id, application, level, number, gaps, due, provisional, organisation, officer,"
            " officer_name, at, document_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now(), $11)",
            made,
            case.id,
            level.value,
            number,
            named,
            due.day,
            due.provisional,
            case.office_id,
            actor.id,
            actor.name,
            letter,
        )
        await _move(case, after)
        await clocks.pause(case.id)
        await audit.record(
            actor,
            "application returned",
            case.id,
            level=level.value,
            due=due.day,
            sections=sorted(named),
            letter=number,
        )
        await announce(ApplicationReturned(case.id, made))
    return made


LETTER = {Level.PARK: "B1", Level.CITY: "B2", Level.PROVINCE: "B3"}
"""How the letters of 补正 are numbered after the application they belong to."""


async def _due(call_id: UUID) -> working_days.Deadline:
    """The last day for the correction: working days after today, by the calendar of the state."""
    days: int = await database.value("SELECT correction_days FROM call WHERE id = $1", call_id)
    today = await clock.today()
    calendar = await reference.calendar(today, days * LONGEST_SEARCH)
    return working_days.last_day(today, days, calendar, include_start=False)


async def _letter(
    actor: Actor, case: _Case, sheet: sheets.Sheet, *, number: str, gaps: Mapping[str, str], due: date
) -> UUID:
    name, values = letters.correction(
        number=number,
        company=case.row["company_name"],
        applicant=case.row["applicant_name"],
        office=case.office,
        officer=actor.name,
        gaps=[(one.title, gaps[one.key]) for one in sheet.sections if one.key in gaps],
        due=due,
        at=await clock.now(),
    )
    return await documents.file_letter(name, await typesetter.pdf("return", values))


async def recommend(actor: Actor, application_id: UUID, text: str) -> UUID:
    """Recommend it to the next level, within this level's quota. Conflict tells the quota where it is used up."""
    return await sign(actor, application_id, Outcome.RECOMMENDED, text)


async def decline(actor: Actor, application_id: UUID, text: str) -> UUID:
    """Do not recommend it; the reason is told to the founder."""
    return await sign(actor, application_id, Outcome.NOT_RECOMMENDED, text)


async def rule_out(actor: Actor, application_id: UUID, rule: str, text: str) -> UUID:
    """Not eligible: it breaks the rule of that id, and the founder is told which and why."""
    return await sign(actor, application_id, Outcome.INELIGIBLE, text, rule)


async def sign(actor: Actor, application_id: UUID, outcome: Outcome, text: str, rule: str = "") -> UUID:
    """One signed opinion: by name and time, over the newest version. `rule` counts for an ineligible alone: a form
    sends what was chosen before the officer thought better of it.
    """
    rule = rule if outcome is Outcome.INELIGIBLE else ""
    async with tx():
        case = await _case(actor, application_id)
        if not text.strip():
            raise Invalid(fields={"text": _("Write your opinion: it is read by the levels above and kept.")})
        if outcome is Outcome.INELIGIBLE and rule not in await _gates(case.row["call"], case.id):
            raise Invalid(fields={"rule": _("Say which rule is not met.")})
        after = LIFE.after(ApplicationState(case.row["state"]), _step(case, outcome))
        quota = await _take_place(case) if outcome is Outcome.RECOMMENDED else None
        made = uuid7()
        await database.execute(
            "INSERT INTO recommendation_opinion (id, application, submission, level, outcome, text, rule, quota,"
            " organisation, officer, officer_name, at)"
            " SELECT $1, $2, s.id, $3, $4, $5, $6, $7, $8, $9, $10, parks_now() FROM submission s"
            " WHERE s.application = $2 ORDER BY s.version DESC LIMIT 1",
            made,
            case.id,
            case.rung.level.value,
            outcome.value,
            text.strip(),
            rule,
            quota,
            case.office_id,
            actor.id,
            actor.name,
        )
        await _move(case, after)
        above = case.ladder.after(case.rung.level) if outcome is Outcome.RECOMMENDED else None
        await (clocks.start(case.id, above) if above else clocks.stop(case.id))
        await audit.record(
            actor, f"application {SAID[outcome]}", case.id, level=case.rung.level.value, opinion=text, rule=rule
        )
        fact = ApplicationRecommended if outcome is Outcome.RECOMMENDED else ApplicationRefused
        await announce(fact(case.id, made))
    return made


def _step(case: _Case, outcome: Outcome) -> Move:
    """A recommendation goes to the next rung that the call has, and from the last one to the selection."""
    above = case.ladder.after(case.rung.level)
    return UP[above.level] if outcome is Outcome.RECOMMENDED and above else OUTCOME_MOVE[outcome]


SAID = {
    Outcome.RECOMMENDED: "recommended",
    Outcome.NOT_RECOMMENDED: "not recommended",
    Outcome.INELIGIBLE: "found ineligible",
}


async def _gates(call_id: UUID, application_id: UUID) -> set[str]:
    """The rules that can shut this application out: the conditions of its call but those waived for it."""
    rules = await database.value("SELECT rules FROM call WHERE id = $1", call_id)
    return {one["id"] for one in rules if one["gate"]} - set(await waivers.waived(application_id))


async def _take_place(case: _Case) -> UUID | None:
    """One place of this office's quota, under the lock of its row; None where it has no quota and so no limit.

    The row is locked by the UPDATE, and a CHECK keeps `used` within `places` whoever writes: parallel officers can
    never pass the quota. An office without places of its own has those that its rung gives to each.
    """
    if case.rung.quota is not None:
        await database.execute(
            "INSERT INTO call_quota (id, call, organisation, level, places, used) VALUES ($1, $2, $3, $4, $5, 0)"
            " ON CONFLICT ON CONSTRAINT call_quota_one_each DO NOTHING",
            uuid7(),
            case.row["call"],
            case.office_id,
            case.rung.level.value,
            case.rung.quota,
        )
    taken: UUID | None = await database.value(
        "UPDATE call_quota SET used = used + 1 WHERE call = $1 AND organisation = $2 AND used < places RETURNING id",
        case.row["call"],
        case.office_id,
    )
    if taken is not None:
        return taken
    full = await database.row(
        "SELECT places, used FROM call_quota WHERE call = $1 AND organisation = $2", case.row["call"], case.office_id
    )
    if full is None:
        return None
    raise Conflict(
        _(
            "The quota of {office} in this call is {places}, and {used} are recommended already. Nothing was changed.",
            office=case.office,
            places=full["places"],
            used=full["used"],
        )
    )


async def _move(case: _Case, after: ApplicationState) -> None:
    await database.execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1", case.id, after.value
    )


async def _case(actor: Actor, application_id: UUID) -> _Case:
    """Locked, seen by this officer (404), and theirs to decide now (403 with the reason; 409 where it has moved on)."""
    seen, values = visible_to(actor)
    row = await database.row(
        "SELECT a.*, (SELECT c.ladder FROM call c WHERE c.id = a.call) AS ladder"
        f" FROM application a WHERE {seen} AND a.id = ${len(values) + 1} FOR UPDATE",
        *values,
        application_id,
    )
    found: asyncpg.Record = row or hidden()
    state = ApplicationState(found["state"])
    ladder = Ladder.of(found["ladder"])
    level = AT_LEVEL.get(state) or await _returned_by(application_id, state)
    rung = (ladder.rung(level) if level else None) or ladder.first
    require(
        permissions.may_decide(
            actor,
            applicant_id=found["applicant"],
            role=rung.role,
            path=found["path"],
            state=state,
            level=level,
            name=rung.name,
        )
    )
    office = await _office(found["path"], rung)
    return _Case(found, ladder, rung, office[0], office[1])


async def _returned_by(application_id: UUID, state: ApplicationState) -> Level | None:
    """While it is with the founder, the level that returned it may still end it when no correction comes in time."""
    if state is not ApplicationState.RETURNED_FOR_CORRECTION:
        return None
    open_one = await database.row(
        "SELECT level, due FROM correction WHERE application = $1 AND corrected_at IS NULL", application_id
    )
    if open_one is None or open_one["due"] >= await clock.today():
        return None
    return Level(open_one["level"])


async def _office(path: str, rung: Rung) -> tuple[UUID, Bilingual]:
    """The organisation of this level above the application: whose quota counts and in whose name is signed."""
    office = await identity.above(path, OrganisationKind(rung.kind))
    if office is not None:
        return office.id, office.name
    raise Conflict(_("No office of this level stands above this park. The administrator can found one."))
