"""Who hears of a call's times, of a look under its seal, of a moved day and of a waiver, and what they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class Told:
    """`until` the moment that counts now; `reason` as it was given, where it is theirs to know."""

    people: Sequence[UUID]
    call: Bilingual
    url: str
    until: datetime
    reason: str = ""
    who: str = ""


async def extension(call_id: UUID, company_id: UUID) -> Told:
    """The company's owner, and who has an application of it in this call."""
    one = (
        await row(
            "SELECT c.title_zh, c.title_en, call_deadline($1, $2) AS until,"
            " ARRAY(SELECT a.applicant FROM application a"
            "   WHERE a.call = $1 AND a.company = $2 AND a.state <> 'withdrawn'"
            "   UNION SELECT m.account_id FROM company_member m WHERE m.company = $2 AND m.role = 'owner') AS people"
            " FROM call c WHERE c.id = $1",
            call_id,
            company_id,
        )
        or hidden()
    )
    return Told(one["people"], Bilingual(one["title_zh"], one["title_en"]), f"/calls/{call_id}", one["until"])


async def reopening(call_id: UUID) -> Told:
    """Everyone whose draft waits in it."""
    one = (
        await row(
            "SELECT c.title_zh, c.title_en, call_deadline($1, NULL) AS until,"
            " ARRAY(SELECT DISTINCT a.applicant FROM application a WHERE a.call = $1 AND a.state = 'draft') AS people"
            " FROM call c WHERE c.id = $1",
            call_id,
        )
        or hidden()
    )
    return Told(one["people"], Bilingual(one["title_zh"], one["title_en"]), f"/calls/{call_id}", one["until"])


async def peek(peek_id: UUID) -> Told:
    """The auditors of the place that runs the call, whoever looked."""
    one = (
        await row(
            "SELECT k.call, k.reason, k.until, p.name, c.title_zh, c.title_en, o.path FROM call_peek k"
            " JOIN person p ON p.id = k.by JOIN call c ON c.id = k.call JOIN organisation o ON o.id = c.organisation"
            " WHERE k.id = $1",
            peek_id,
        )
        or hidden()
    )
    auditors = await identity.holders(Role.AUDITOR, one["path"])
    return Told(
        [person.id for person in auditors],
        Bilingual(one["title_zh"], one["title_en"]),
        "/audit",
        one["until"],
        one["reason"],
        one["name"],
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A last day that moved when its calendar was settled; `number` of the letter or the notice."""

    people: Sequence[UUID]
    number: str
    day: date
    provisional: bool
    url: str


async def moved(subject: str, subject_id: UUID) -> Moved:
    """Of a correction, its applicant and who signed the letter; of a notice, everyone on it and who published it."""
    asked = {
        "correction": "SELECT k.number, k.due AS day, k.provisional, k.application AS page,"
        " ARRAY[a.applicant, k.officer] AS people FROM correction k JOIN application a ON a.id = k.application"
        " WHERE k.id = $1",
        "notice": "SELECT n.number, n.last_day AS day, n.provisional, n.id AS page,"
        " ARRAY(SELECT a.applicant FROM selection_candidate s JOIN application a ON a.id = s.application"
        "   WHERE s.notice = n.id UNION SELECT n.published_by) AS people"
        " FROM public_notice n WHERE n.id = $1",
    }
    one = await row(asked[subject], subject_id) or hidden()
    page = "applications" if subject == "correction" else "notices"
    return Moved(one["people"], one["number"], one["day"], one["provisional"], f"/{page}/{one['page']}")


@dataclass(frozen=True, slots=True)
class Waiving:
    """`officers` decide it; `asked_by` hears the decision."""

    officers: Sequence[UUID]
    asked_by: UUID
    number: str
    rule: str
    reason: str
    granted: bool
    text: str
    url: str


async def waiver(waiver_id: UUID) -> Waiving:
    found = await rows(
        "SELECT w.rule, w.reason, w.asked_by, w.state, w.text, a.number, a.id, o.path FROM waiver w"
        " JOIN application a ON a.id = w.application JOIN call c ON c.id = a.call"
        " JOIN organisation o ON o.id = c.organisation WHERE w.id = $1",
        waiver_id,
    )
    one = found[0] if found else hidden()
    officers = await identity.holders(Role.PROGRAMME_OFFICER, one["path"])
    return Waiving(
        [person.id for person in officers if person.id != one["asked_by"]],
        one["asked_by"],
        one["number"],
        one["rule"],
        one["reason"],
        one["state"] == "granted",
        one["text"],
        f"/applications/{one['id']}",
    )
