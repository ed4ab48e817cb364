"""Who hears of what happens to an application, and what the message may say. For notifications, which ask for no
reader: nothing here is shown on a page, and no message names who objected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.rules.ladder import Ladder
from parks.programmes.states import AT_LEVEL, ObjectionState
from parks.programmes.states import ApplicationState as S


@dataclass(frozen=True, slots=True)
class Hearing:
    """An application as messages tell of it; `officers` those at whose desk it lies now."""

    number: str
    call: Bilingual
    company: str
    project: str
    applicant_id: UUID
    officers: Sequence[UUID]
    url: str
    closes_at: datetime


SEALED = "(c.sealed AND c.state = 'open' AND parks_now() < call_last_deadline(c.id))"
"""While nobody of the staff may learn what a call holds, no message tells them either."""


async def application(application_id: UUID) -> Hearing:
    one = (
        await row(
            "SELECT a.number, a.company_name, a.project_title, a.applicant, a.state, a.path, c.title_zh, c.title_en,"
            " call_deadline(a.call, a.company) AS closes_at, c.ladder, o.path AS runs,"
            f" {SEALED} AS sealed FROM application a JOIN call c ON c.id = a.call"
            " JOIN organisation o ON o.id = c.organisation WHERE a.id = $1",
            application_id,
        )
        or hidden()
    )
    officers: Sequence[identity.PersonView] = []
    if not one["sealed"]:
        officers = await _at_desk(S(one["state"]), Ladder.of(one["ladder"]), one["path"], one["runs"])
    return Hearing(
        one["number"] or "",
        Bilingual(one["title_zh"], one["title_en"]),
        one["company_name"],
        one["project_title"],
        one["applicant"],
        [person.id for person in officers],
        f"/applications/{application_id}",
        one["closes_at"],
    )


AT_DESK = {
    S.SUBMITTED: Role.PARK_MANAGER,
    S.PARK_REVIEW: Role.PARK_MANAGER,
    S.CITY_REVIEW: Role.CITY_OFFICER,
    S.PROVINCE_REVIEW: Role.PROVINCE_OFFICER,
    S.RECOMMENDED: Role.PROGRAMME_OFFICER,
}
"""At whose desk an application lies, where its call says nothing else."""


async def _at_desk(state: S, ladder: Ladder, path: str, runs: str) -> Sequence[identity.PersonView]:
    """At whose desk it lies: who signs at its rung, or the officers of the call once it has left the ladder."""
    if state is S.RECOMMENDED:
        return await identity.holders(Role.PROGRAMME_OFFICER, runs)
    level = AT_LEVEL.get(state)
    rung = ladder.rung(level) if level else None
    return await identity.holders(rung.role, path) if rung else []


async def park_managers(application_id: UUID) -> list[UUID]:
    """Of the application's park: who hears when it is withdrawn, whoever's desk it lay on."""
    path = (
        await row(
            f"SELECT a.path, {SEALED} AS sealed FROM application a JOIN call c ON c.id = a.call WHERE a.id = $1",
            application_id,
        )
        or hidden()
    )
    if path["sealed"]:
        return []
    return [person.id for person in await identity.holders(Role.PARK_MANAGER, path["path"])]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The one letter of a level: its number and the last day."""

    letter: str
    due: date
    provisional: bool


async def correction(correction_id: UUID) -> Corrected:
    one = await row("SELECT number, due, provisional FROM correction WHERE id = $1", correction_id) or hidden()
    return Corrected(one["number"], one["due"], one["provisional"])


@dataclass(frozen=True, slots=True)
class Signed:
    """An opinion: whose, what it says, and the rule that it finds broken."""

    office: Bilingual
    text: str
    rule: str


async def opinion(opinion_id: UUID) -> Signed:
    one = (
        await row(
            "SELECT o.name_zh, o.name_en, p.text, p.rule FROM recommendation_opinion p"
            " JOIN organisation o ON o.id = p.organisation WHERE p.id = $1",
            opinion_id,
        )
        or hidden()
    )
    return Signed(Bilingual(one["name_zh"], one["name_en"]), one["text"], one["rule"])


@dataclass(frozen=True, slots=True)
class Noticed:
    """One company on a public notice."""

    application_id: UUID
    applicant_id: UUID
    number: str
    company: str
    tier: Bilingual
    notice: str
    last_day: date
    url: str
    supplement: bool  # moved up into a freed place


async def notice(notice_id: UUID) -> list[Noticed]:
    """Everyone whom the notice proposes."""
    found = await rows(
        "SELECT a.id, a.applicant, a.number, a.company_name, t.name_zh, t.name_en, n.number AS notice, n.last_day,"
        " n.part > 0 AS supplement FROM public_notice n JOIN selection_candidate k ON k.notice = n.id"
        " JOIN call_tier t ON t.id = k.tier JOIN application a ON a.id = k.application WHERE n.id = $1"
        " ORDER BY k.rank, a.id",
        notice_id,
    )
    return [
        Noticed(
            one["id"],
            one["applicant"],
            one["number"],
            one["company_name"],
            Bilingual(one["name_zh"], one["name_en"]),
            one["notice"],
            one["last_day"],
            f"/notices/{notice_id}",
            one["supplement"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection: to whom it is answered, whom it is about, who decides it. Never told on: who filed it."""

    number: str
    filed_by: UUID
    applicant_id: UUID
    application_number: str
    application_url: str
    company: str
    officers: Sequence[UUID]
    upheld: bool
    answer: str
    url: str


async def objection(objection_id: UUID) -> Objected:
    one = (
        await row(
            "SELECT b.number, b.filed_by, b.state, b.answer, a.id AS application, a.applicant, a.number AS applied,"
            " a.company_name, o.path FROM objection b JOIN application a ON a.id = b.application"
            " JOIN call c ON c.id = a.call JOIN organisation o ON o.id = c.organisation WHERE b.id = $1",
            objection_id,
        )
        or hidden()
    )
    return Objected(
        one["number"],
        one["filed_by"],
        one["applicant"],
        one["applied"],
        f"/applications/{one['application']}",
        one["company_name"],
        [person.id for person in await identity.holders(Role.PROGRAMME_OFFICER, one["path"])],
        one["state"] == ObjectionState.UPHELD,
        one["answer"],
        f"/objections/{objection_id}",
    )


@dataclass(frozen=True, slots=True)
class Awarded:
    application_id: UUID
    applicant_id: UUID
    number: str
    company: str
    tier: Bilingual
    amount: Money
    code: str
    url: str


async def award(award_id: UUID) -> Awarded:
    one = (
        await row(
            "SELECT a.id, a.applicant, w.number, a.company_name, t.name_zh, t.name_en, w.amount, w.currency, w.code"
            " FROM award w JOIN application a ON a.id = w.application JOIN call_tier t ON t.id = w.tier"
            " WHERE w.id = $1",
            award_id,
        )
        or hidden()
    )
    return Awarded(
        one["id"],
        one["applicant"],
        one["number"],
        one["company_name"],
        Bilingual(one["name_zh"], one["name_en"]),
        Money(one["amount"], one["currency"]),
        one["code"],
        f"/awards/{award_id}",
    )
