"""Whom a letter about a call goes to, and what it may say of each: for notifications, which ask for no reader.

A letter tells an applicant no more than their own page does: the state is the one they may know (UNTOLD).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.programmes.queries.scope import unsealed
from parks.programmes.queries.standing import STATE_NAMES, UNTOLD
from parks.programmes.states import ApplicationState


@dataclass(frozen=True, slots=True)
class CallRun:
    """A call to those who run it: `path` is the place of the organisation that opened it."""

    id: UUID
    title: Bilingual
    path: str
    state: str
    closes_at: datetime


RUN = "k.id AS call, k.title_zh, k.title_en, o.path, k.state AS call_state, k.closes_at"
"""What a caller's own statement selects of the call `k` and its organisation `o`, for `run_of`."""


def run_of(one: Mapping[str, Any]) -> CallRun:
    """Out of a row with `RUN`."""
    title = Bilingual(one["title_zh"], one["title_en"])
    return CallRun(one["call"], title, one["path"], one["call_state"], one["closes_at"])


async def call_run(call_id: UUID) -> CallRun:
    """The caller asks `permissions.may_run_calls(actor, path=…)`. Hidden (404) where there is none."""
    found = await row(f"SELECT {RUN} FROM call k JOIN organisation o ON o.id = k.organisation WHERE k.id = $1", call_id)
    return run_of(found or hidden())


@dataclass(frozen=True, slots=True)
class Recipient:
    """One application that was sent, as a letter to its applicant may tell of it."""

    application_id: UUID
    call_id: UUID
    person_id: UUID
    name: str
    number: str
    company: str
    project: str
    call: Bilingual
    park: Bilingual
    state: Text
    contact: str

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"

    def values(self) -> dict[str, Any]:
        """What merges into a letter (notifications.rules.merging.ALWAYS)."""
        return {
            "name": self.name,
            "number": self.number,
            "company": self.company,
            "project": self.project,
            "call": self.call,
            "park": self.park,
            "state": self.state,
            "contact": self.contact,
        }


SENT = """
SELECT a.id, a.call, a.applicant, p.name, a.number, a.company_name, a.project_title, a.state, c.title_zh,
  c.title_en, c.contact, o.name_zh, o.name_en FROM application a JOIN person p ON p.id = a.applicant
JOIN call c ON c.id = a.call JOIN organisation o ON o.id = a.park
WHERE a.submitted_at IS NOT NULL AND
"""
"""What letters tell of applications that were sent; the caller's own condition on `a` follows (`recipient_of`)."""


async def recipients(application_ids: Sequence[UUID]) -> dict[UUID, Recipient]:
    """By application; drafts are nobody's news and are left out. One statement."""
    return {one["id"]: recipient_of(one) for one in await rows(f"{SENT} a.id = ANY($1)", list(application_ids))}


async def latest(actor: Actor, call_id: UUID) -> list[Recipient]:
    """Up to twenty that were sent, the newest first; the actor's own and those of a sealed call are left out."""
    found = await rows(
        f"{SENT} a.call = $1 AND a.applicant <> $2 AND {unsealed(2)} ORDER BY a.submitted_at DESC, a.id LIMIT 20",
        call_id,
        actor.id,
    )
    return [recipient_of(one) for one in found]


def recipient_of(one: Mapping[str, Any]) -> Recipient:
    """Out of a row of `SENT`."""
    state = ApplicationState(one["state"])
    return Recipient(
        one["id"],
        one["call"],
        one["applicant"],
        one["name"],
        one["number"],
        one["company_name"],
        one["project_title"],
        Bilingual(one["title_zh"], one["title_en"]),
        Bilingual(one["name_zh"], one["name_en"]),
        STATE_NAMES[UNTOLD.get(state, state)],
        one["contact"],
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that waits for somebody: of a draft only that it is there, in which call and until when. Nothing of
    its content is read, not even the company's name: it is sealed until it is sent.
    """

    application_id: UUID
    person_id: UUID
    call_id: UUID
    call: Bilingual
    until: date
    number: str = ""
    letter: str = ""

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"


async def draft_deadlines() -> list[Deadline]:
    """Drafts begun before today in calls that still take them. `until` is the day of the closing in Beijing."""
    found = await rows(
        "SELECT a.id, a.applicant, c.id AS call, c.title_zh, c.title_en,"
        " (d.at AT TIME ZONE 'Asia/Shanghai')::date AS until FROM application a JOIN call c ON c.id = a.call,"
        " LATERAL (SELECT call_deadline(a.call, a.company) AS at) d"
        " WHERE a.state = 'draft' AND c.state = 'open' AND d.at > parks_now() AND c.opens_at <= parks_now()"
        " AND (a.begun_at AT TIME ZONE 'Asia/Shanghai')::date < parks_today() ORDER BY a.id"
    )
    return [
        Deadline(one["id"], one["applicant"], one["call"], Bilingual(one["title_zh"], one["title_en"]), one["until"])
        for one in found
    ]


async def correction_deadlines() -> list[Deadline]:
    """Corrections that were asked for before today and have not come."""
    found = await rows(
        "SELECT a.id, a.applicant, c.id AS call, c.title_zh, c.title_en, k.due AS until, a.number, k.number AS letter"
        " FROM correction k JOIN application a ON a.id = k.application JOIN call c ON c.id = a.call"
        " WHERE k.corrected_at IS NULL AND a.state = 'returned_for_correction' AND k.due >= parks_today()"
        " AND (k.at AT TIME ZONE 'Asia/Shanghai')::date < parks_today() ORDER BY a.id"
    )
    return [
        Deadline(
            one["id"],
            one["applicant"],
            one["call"],
            Bilingual(one["title_zh"], one["title_en"]),
            one["until"],
            one["number"],
            one["letter"],
        )
        for one in found
    ]
