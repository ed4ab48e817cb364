"""A founder's own application: the sheet, what is left, by when, and what the rules say today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import row, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries import applications, evidence, materials
from parks.programmes.queries.applications import ApplicationView, Certification
from parks.programmes.queries.calls import CallView
from parks.programmes.queries.cards import Card
from parks.programmes.queries.certification import mark_of
from parks.programmes.queries.materials import Missing
from parks.programmes.queries.scope import on_side
from parks.programmes.rules import eligibility
from parks.programmes.rules.eligibility import Finding, Standing
from parks.programmes.states import EDITABLE, ApplicationState
from parks.questionnaires import queries as sheets
from parks.questionnaires.queries import Sheet
from parks.questionnaires.rules.definition import Definition
from parks.reference import queries as reference
from parks.reference.rules.working_days import working_days_left
from parks.startups.states import Hand

NEAR = 3  # working days: from here on a countdown warns


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long there is still, in words; tone neutral, warning when near, danger when past."""

    text: Text
    tone: str


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """`sheet` with its eight statuses; `countdown` only while something is left to do."""

    application: ApplicationView
    sheet: Sheet
    countdown: Countdown | None

    @property
    def can_write(self) -> bool:
        return self.application.state in EDITABLE and Hand.EDIT in self.application.rights

    @property
    def can_send(self) -> bool:
        return self.application.state in EDITABLE and Hand.SUBMIT in self.application.rights

    @property
    def can_certify(self) -> bool:
        return self.application.state in EDITABLE and Hand.CERTIFY in self.application.rights

    @property
    def missing(self) -> list[Missing]:
        """The materials that the call demands and the form would do without."""
        return materials.missing(self.application.materials, self.sheet)

    @property
    def signed_off(self) -> Certification | None:
        """The sign-off that holds: over exactly what would be sent now."""
        last = self.application.certification
        return last if last is not None and last.mark == mark_of(self.sheet) else None

    def with_sheet(self, sheet: Sheet) -> "OwnApplication":
        """The same after something was saved."""
        return replace(self, sheet=sheet)


async def application(actor: Actor, application_id: UUID, *, counting: bool = False) -> OwnApplication:
    """The actor's own application with its sheet, and with `counting` how long there is still.

    Hidden (404) for everyone else, officers too: theirs is another page.
    """
    found = await applications.application(actor, application_id)
    if not found.own:
        hidden()
    sheet = await sheets.sheet(found.sheet_id)
    if Hand.EDIT not in found.rights:
        sheet = sheet.read_only()
    return OwnApplication(found, sheet, await countdown(found) if counting else None)


async def form(actor: Actor, application_id: UUID) -> Definition:
    """The form of an application of the actor's side, without its answers; Hidden (404) for everyone else."""
    sheet: UUID | None = await value(
        f"SELECT a.sheet FROM application a WHERE a.id = $2 AND {on_side(1)}", actor.id, application_id
    )
    return await sheets.definition_of(sheet or hidden())


async def countdown(found: ApplicationView | Card) -> Countdown | None:
    """Working days up to the closing, or up to the last day of the correction."""
    if found.state not in EDITABLE:
        return None
    today = found.now.astimezone(BEIJING).date()
    until = found.closes_at.astimezone(BEIJING).date()
    if found.state is ApplicationState.RETURNED_FOR_CORRECTION:
        if found.due is None:
            return None
        until = found.due
    elif found.now >= found.closes_at:
        return Countdown(_("The call closed on {at}", at=found.closes_at), "danger")
    return _counted(
        today, until, working_days_left(today, until, await reference.calendar(today, (until - today).days + 1))
    )


def _counted(today: date, until: date, left: int) -> Countdown:
    if today > until:
        return Countdown(_("The last day was {day}", day=until), "danger")
    if today == until:
        return Countdown(_("Today is the last day"), "warning")
    return Countdown(
        _("{n} working days left, until {day}", n=left, day=until), "warning" if left <= NEAR else "neutral"
    )


async def eligibility_of(found: ApplicationView, sheet: Sheet | None) -> list[Finding]:
    """What the rules say: of a draft or a correction by what is known now, of what was sent as it was frozen."""
    if not (found.own and found.state in EDITABLE):
        if found.submitted_at is None:
            return []  # withdrawn before anything was sent
        stored = (await applications.submission(found.id)).findings
        told = [eligibility.stored_finding(one, found.rules) for one in stored]
        return eligibility.with_waivers([one for one in told if one is not None], found.waived)
    record = await evidence.record_of(found.company_id, found.applicant_id, found.now.astimezone(BEIJING).date())
    matches = found.matches
    if (record.facts.uscc, record.facts.applicant_fingerprint) != (found.uscc, found.person_mark):
        # the record has changed since the application was begun: compare with what it says now
        matches = await evidence.matches(found.id, found.call_id, record.facts.uscc, record.facts.applicant_fingerprint)
    known = evidence.evidence(record, sheet, matches, programme=found.programme, cycle=found.cycle)
    return eligibility.with_waivers(eligibility.findings(found.rules, known), found.waived)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same company applied for last: whose answers can be taken over."""

    id: UUID
    call: Bilingual
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Chance:
    """One of my companies before the rules of a call, before anything was begun; the parks it can apply through."""

    company_id: UUID
    company: Bilingual
    findings: tuple[Finding, ...]
    parks: tuple[tuple[UUID, Bilingual], ...]
    park_id: UUID | None
    earlier: Earlier | None


async def chance(actor: Actor, call: CallView, company_id: UUID) -> Chance:
    """Met, not met or not known yet, at once: from the company's record, with nothing declared so far.

    Hidden (404) where the company is not the actor's. Two statements.
    """
    record = await evidence.record(actor, company_id, call.now.astimezone(BEIJING).date())
    if not record.company.member:
        hidden()
    matches = evidence.MATCHES.format(id="$1::uuid", call="$2::uuid", uscc="$3::text", mark="$4::text")
    around = await row(
        f"SELECT ({matches}) AS matches, (SELECT COALESCE(json_agg(json_build_array(o.id, o.name_zh, o.name_en)"
        " ORDER BY o.path), '[]') FROM organisation o"
        " JOIN organisation r ON r.id = $5 WHERE o.kind = 'park' AND starts_with(o.path, r.path)) AS parks,"
        " (SELECT json_build_array(a.id, c.title_zh, c.title_en, a.begun_at) FROM application a"
        " JOIN call c ON c.id = a.call WHERE a.company = $6 AND a.sheet IS NOT NULL ORDER BY a.id DESC LIMIT 1)"
        " AS earlier",
        UUID(int=0),
        call.id,
        record.facts.uscc,
        record.facts.applicant_fingerprint,
        call.organisation_id,
        company_id,
    )
    found = evidence.matches_of(around["matches"]) if around else ()
    known = evidence.evidence(record, None, found, programme=call.programme, cycle=call.cycle)
    return Chance(
        company_id=company_id,
        company=record.facts.name,
        findings=tuple(eligibility.findings(call.rules, known)),
        parks=tuple((UUID(one), Bilingual(zh, en)) for one, zh, en in around["parks"]) if around else (),
        park_id=record.company.park_id,
        earlier=_earlier(around["earlier"]) if around else None,
    )


def _earlier(found: Sequence[str] | None) -> Earlier | None:
    if not found:
        return None
    return Earlier(UUID(found[0]), Bilingual(found[1], found[2]), datetime.fromisoformat(found[3]))


def all_met(findings: list[Finding]) -> bool:
    return eligibility.standing(findings) is Standing.MET
