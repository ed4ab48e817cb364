"""Public notices as anyone may read them while they stand, and objections as those concerned may."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.kernel import masking
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.programmes.states import ObjectionState


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a notice: the least that the public needs. The id serves the objection form alone."""

    company: str
    project: str
    tier: Bilingual
    application_id: UUID


@dataclass(frozen=True, slots=True)
class NoticeView:
    """`entries` is empty once the notice is over: names are shown for their days and no longer (domain.md §10)."""

    id: UUID
    number: str
    title: Bilingual
    organisation: Bilingual
    starts_on: date
    last_day: date
    provisional: bool
    entries: tuple[Entry, ...]
    today: date
    contact: str
    supplement: bool = False  # of one who moved up into a freed place
    hash: str = ""  # of the file from which the list can be recomputed; notices from before it have none

    @property
    def stands(self) -> bool:
        return self.starts_on <= self.today <= self.last_day

    @property
    def url(self) -> str:
        return f"/notices/{self.id}"


NOTICE = """
SELECT n.id, n.number, c.title_zh, c.title_en, o.name_zh, o.name_en, n.starts_on, n.last_day, n.provisional, c.contact,
  n.part > 0 AS supplement, parks_today() AS today,
  COALESCE((SELECT e.hash FROM selection_export e WHERE e.notice = n.id), '') AS hash
FROM public_notice n JOIN selection s ON s.id = n.selection JOIN call c ON c.id = s.call
JOIN organisation o ON o.id = c.organisation
"""

ENTRIES = """
SELECT a.id, a.company_name, a.project_title, t.name_zh, t.name_en
FROM public_notice n JOIN selection_candidate k ON k.notice = n.id
JOIN application a ON a.id = k.application JOIN call_tier t ON t.id = k.tier
WHERE n.id = $1 AND parks_today() BETWEEN n.starts_on AND n.last_day
  AND a.state IN ('publicity', 'objection', 'awarded')
ORDER BY t.position, k.rank, a.number
"""


async def notices() -> list[NoticeView]:
    """Those that stand first, then those that are over; at most 100, without their names."""
    found = await rows(f"{NOTICE} ORDER BY n.last_day < parks_today(), n.last_day DESC, n.id LIMIT 100")
    return [_view(one, ()) for one in found]


async def notice(notice_id: UUID) -> NoticeView:
    found = await row(f"{NOTICE} WHERE n.id = $1", notice_id) or hidden()
    entries = await rows(ENTRIES, notice_id)
    return _view(
        found,
        tuple(
            Entry(one["company_name"], one["project_title"], Bilingual(one["name_zh"], one["name_en"]), one["id"])
            for one in entries
        ),
    )


def _view(one: asyncpg.Record, entries: tuple[Entry, ...]) -> NoticeView:
    return NoticeView(
        id=one["id"],
        number=one["number"],
        title=Bilingual(one["title_zh"], one["title_en"]),
        organisation=Bilingual(one["name_zh"], one["name_en"]),
        starts_on=one["starts_on"],
        last_day=one["last_day"],
        provisional=one["provisional"],
        entries=entries,
        today=one["today"],
        contact=one["contact"],
        supplement=one["supplement"],
        hash=one["hash"],
    )


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection to its filer and to the officer who answers it; to nobody else, the applicant least of all.

    `contact` is `masked` but for whoever filed it (actions.notices.unmask_contact).
    """

    id: UUID
    number: str
    notice_id: UUID
    notice_number: str
    call_id: UUID
    application_id: UUID
    company: str
    project: str
    real_name: str
    contact: str
    masked: bool
    grounds: str
    evidence_id: UUID | None
    filed_at: datetime
    state: ObjectionState
    answer: str
    decided_at: datetime | None
    may_decide: bool
    runs_call: bool  # and so decides who moves up

    @property
    def url(self) -> str:
        return f"/objections/{self.id}"


OBJECTION = """
SELECT b.id, b.number, b.notice, n.number AS notice_number, s.call, b.application, a.company_name, a.project_title,
  b.real_name, b.contact, b.grounds, b.evidence, b.filed_at, b.state, b.answer, b.decided_at, b.filed_by, o.path
FROM objection b JOIN public_notice n ON n.id = b.notice JOIN selection s ON s.id = n.selection
JOIN call c ON c.id = s.call JOIN organisation o ON o.id = c.organisation JOIN application a ON a.id = b.application
WHERE (b.filed_by = $1 OR EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place)))
"""


async def objection(actor: Actor, objection_id: UUID) -> ObjectionView:
    found = await row(f"{OBJECTION} AND b.id = $3", actor.id, _offices(actor), objection_id) or hidden()
    return _objection(actor, found)


async def objections(actor: Actor) -> list[ObjectionView]:
    """Those the actor filed or may answer, the unanswered first; at most 200."""
    found = await rows(
        f"{OBJECTION} ORDER BY b.state <> 'filed', b.filed_at DESC, b.id LIMIT 200", actor.id, _offices(actor)
    )
    return [_objection(actor, one) for one in found]


def _offices(actor: Actor) -> list[str]:
    return actor.paths(Role.PROGRAMME_OFFICER, Role.AUDITOR)


def _objection(actor: Actor, one: asyncpg.Record) -> ObjectionView:
    return ObjectionView(
        id=one["id"],
        number=one["number"],
        notice_id=one["notice"],
        notice_number=one["notice_number"],
        call_id=one["call"],
        application_id=one["application"],
        company=one["company_name"],
        project=one["project_title"],
        real_name=one["real_name"],
        contact=one["contact"] if one["filed_by"] == actor.id else masking.contact(one["contact"]),
        masked=one["filed_by"] != actor.id,
        grounds=one["grounds"],
        evidence_id=one["evidence"],
        filed_at=one["filed_at"],
        state=ObjectionState(one["state"]),
        answer=one["answer"],
        decided_at=one["decided_at"],
        may_decide=one["state"] == ObjectionState.FILED
        and actor.holds(Role.PROGRAMME_OFFICER, one["path"])
        and one["filed_by"] != actor.id,
        runs_call=actor.holds(Role.PROGRAMME_OFFICER, one["path"]),
    )
