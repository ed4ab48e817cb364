"""The officers' verbs: return once with every gap named, recommend within the quota, decline, rule out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.adapters import clock, database, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Hidden, Invalid, Refusal, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.programmes import permissions
from parks.programmes.actions import clocks, desks
from parks.programmes.events import ApplicationRecommended, ApplicationRefused, ApplicationReturned
from parks.programmes.queries import letters, waivers
from parks.programmes.rules.ladder import Rung
from parks.programmes.states import (
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


async def return_for_correction(actor: Actor, application_id: UUID, gaps: Mapping[str, str]) -> UUID:
    """一次性告知: back to the founder once, with every gap by section in one letter, and a day in working days.

    Invalid where a section is unknown or no gap is named; Forbidden where this level has done so before.
    """
    named = {section: text.strip() for section, text in gaps.items() if text.strip()}
    if any("\x00" in text for text in named.values()):
        raise Invalid(fields={"gaps": _("This text holds a character that cannot be stored.")})
    async with tx():
        case = await desks.case(actor, application_id)
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
        await desks.move(case, after)
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
    actor: Actor, case: desks.Case, sheet: sheets.Sheet, *, number: str, gaps: Mapping[str, str], due: date
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


async def sign(
    actor: Actor,
    application_id: UUID,
    outcome: Outcome,
    text: str,
    rule: str = "",
    *,
    score: Decimal | None = None,
    listed: bool = False,
) -> UUID:
    """One signed opinion: by name and time, over the newest version. `rule` counts for an ineligible alone, `score` for
    a recommendation where the level scores: a form sends what was chosen before the officer thought better of it.
    `listed`: it stands on the ranked list that is frozen with it (actions/ranked_lists.py).
    """
    rule = rule if outcome is Outcome.INELIGIBLE else ""
    async with tx():
        case = await desks.case(actor, application_id)
        if not text.strip():
            raise Invalid(fields={"text": _("Write your opinion: it is read by the levels above and kept.")})
        if outcome is Outcome.INELIGIBLE and rule not in await _gates(case.row["call"], case.id):
            raise Invalid(fields={"rule": _("Say which rule is not met.")})
        score = _score(case.rung, outcome, score, listed=listed)
        after = LIFE.after(ApplicationState(case.row["state"]), _step(case, outcome))
        quota = await desks.take_place(case) if outcome is Outcome.RECOMMENDED else None
        made = uuid7()
        await database.execute(
            "INSERT INTO recommendation_opinion (id, application, submission, level, outcome, text, rule, score,"
            " quota, organisation, officer, officer_name, at)"
            " SELECT $1, $2, s.id, $3, $4, $5, $6, $11, $7, $8, $9, $10, parks_now() FROM submission s"
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
            score,
        )
        await desks.move(case, after)
        above = case.ladder.after(case.rung.level) if outcome is Outcome.RECOMMENDED else None
        await (clocks.start(case.id, above) if above else clocks.stop(case.id))
        await audit.record(
            actor,
            f"application {SAID[outcome]}",
            case.id,
            level=case.rung.level.value,
            opinion=text,
            rule=rule,
            score=score,
        )
        fact = ApplicationRecommended if outcome is Outcome.RECOMMENDED else ApplicationRefused
        await announce(fact(case.id, made))
    return made


def _score(rung: Rung, outcome: Outcome, score: Decimal | None, *, listed: bool) -> Decimal | None:
    """What a recommendation of this rung needs: its ranked list, its score. Invalid and Conflict say so."""
    if outcome is not Outcome.RECOMMENDED:
        return None
    if rung.ranks and not listed:
        raise Conflict(_("This level recommends by its ranked list alone: put them in order there and freeze it."))
    if not rung.scores:
        return None
    if score is None or not score.is_finite() or not 0 <= score <= FULL_SCORE:
        raise Invalid(fields={"score": _("Give a score from 0 to 100.")})
    return score.quantize(Decimal("0.01"))


def _step(case: desks.Case, outcome: Outcome) -> Move:
    """A recommendation goes to the next rung that the call has, and from the last one to the selection."""
    above = case.ladder.after(case.rung.level)
    return UP[above.level] if outcome is Outcome.RECOMMENDED and above else OUTCOME_MOVE[outcome]


FULL_SCORE = 100
SAID = {
    Outcome.RECOMMENDED: "recommended",
    Outcome.NOT_RECOMMENDED: "not recommended",
    Outcome.INELIGIBLE: "found ineligible",
}


async def _gates(call_id: UUID, application_id: UUID) -> set[str]:
    """The rules that can shut this application out: the conditions of its call but those waived for it."""
    rules = await database.value("SELECT rules FROM call WHERE id = $1", call_id)
    return {one["id"] for one in rules if one["gate"]} - set(await waivers.waived(application_id))


MANY = 200
"""How many a batch may hold: each has its own opinion, line of the trail and messages, in one transaction."""


async def sign_many(actor: Actor, ids: Sequence[UUID], outcome: Outcome, text: str) -> list[UUID]:
    """The same opinion on several applications, all or none. Conflict names every one that cannot go, and why."""
    return await _each(ids, lambda one: sign(actor, one, outcome, text))


async def return_many(actor: Actor, ids: Sequence[UUID], gaps: Mapping[str, str]) -> list[UUID]:
    """The same gaps in several applications, a letter each, all or none."""
    return await _each(ids, lambda one: return_for_correction(actor, one, gaps))


async def _each(ids: Sequence[UUID], do: Callable[[UUID], Awaitable[UUID]]) -> list[UUID]:
    wanted = set(ids)
    if not wanted:
        raise Invalid(_("Choose at least one application."))
    if len(wanted) > MANY:
        raise Invalid(_("At most {n} applications at once. Choose fewer.", n=MANY))
    made: list[UUID] = []
    wrong: dict[str, Text] = {}
    async with tx():
        locked = await desks.in_order(list(wanted))
        if len(locked) < len(wanted):
            hidden()
        for one in locked:
            try:
                async with tx():
                    made.append(await do(one))
            except Hidden:
                raise
            except Invalid as refusal:
                raise refusal from None  # of what was typed: it is the same for all of them
            except Refusal as refusal:
                wrong[await _number(one)] = refusal.reason
        if wrong:
            number, reason = next(iter(wrong.items()))
            raise Conflict(
                _(
                    "Nothing was signed: {n} of {all} cannot go. {number}: {reason}",
                    n=len(wrong),
                    all=len(locked),
                    number=number,
                    reason=reason,
                )
            )
    return made


async def _number(application_id: UUID) -> str:
    found: str = await database.value("SELECT number FROM application WHERE id = $1", application_id)
    return found
