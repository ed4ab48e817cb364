"""How long each class of records is kept, what is due, what is held, and the reports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.records import Due, RecordClass
from parks.kernel.verdict import Verdict, require
from parks.kernel.words import Text
from parks.privacy import permissions
from parks.privacy.rules.terms import before
from parks.privacy.states import ReportState
from parks.programmes.queries.scope import unsealed
from parks.reference import queries as reference

RETENTION: list[RecordClass] = []
MOST = 2_000  # records of a class in one report; the rest is in the next


@dataclass(frozen=True, slots=True)
class ClassView:
    """`term` as the policy value says; empty where nobody set one: then nothing of it is ever due."""

    one: RecordClass
    term: str
    source: str
    before: date | None


async def classes(today: date) -> list[ClassView]:
    """Each class with its term of that day; one statement for all terms."""
    values = {one.key: one for one in await reference.policies("CN", today)}
    return [_class(one, values.get(one.policy), today) for one in RETENTION]


def _class(one: RecordClass, policy: reference.PolicyView | None, today: date) -> ClassView:
    if policy is None:
        return ClassView(one, "", "", None)
    return ClassView(one, str(policy.value), policy.source, before(today, str(policy.value)))


async def due(today: date) -> list[tuple[RecordClass, Due]]:
    """Everything whose time is over and that may be erased at all."""
    found = []
    for view in await classes(today):
        if view.one.erase is not None and view.before is not None:
            found += [(view.one, each) for each in await view.one.due(view.before, MOST)]
    return found


async def held(subjects: Collection[UUID]) -> set[UUID]:
    """Which of these ids a hold stands on."""
    found = await rows(
        "SELECT DISTINCT subject_id FROM legal_hold WHERE lifted_at IS NULL AND subject_id = ANY($1)", list(subjects)
    )
    return {one["subject_id"] for one in found}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a hold is placed on."""

    id: UUID
    kind: str
    label: str


async def subject(actor: Actor, text: str) -> Subject | None:
    """By an application's number, a company's USCC, or a person's address. One of a sealed call is not there yet."""
    found = await row(
        "SELECT a.id, 'application' AS kind, a.number AS label FROM application a WHERE a.number = upper($1)"
        f" AND {unsealed(2)}"
        " UNION ALL SELECT id, 'company', uscc FROM company WHERE uscc = upper($1) LIMIT 1",
        text,
        actor.id,
    )
    if found:
        return Subject(**found)
    person = await identity.person_at(text.lower())
    return Subject(person.id, "person", person.name) if person else None


@dataclass(frozen=True, slots=True)
class HoldView:
    id: UUID
    subject_kind: str
    label: str
    reason: str
    placed_by: str
    placed_at: datetime


async def holds(actor: Actor) -> list[HoldView]:
    """Those that stand, the newest first. Forbidden (403)."""
    require(permissions.may_read(actor))
    found = await rows(
        "SELECT h.id, h.subject_kind, h.label, h.reason, p.name AS placed_by, h.placed_at FROM legal_hold h"
        " JOIN person p ON p.id = h.placed_by WHERE h.lifted_at IS NULL ORDER BY h.id DESC LIMIT 200"
    )
    return [HoldView(**one) for one in found]


@dataclass(frozen=True, slots=True)
class LineView:
    record_class: str
    name: Text
    label: str
    since: date
    held: bool
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """`lines` are shown up to 500; `deciding` whether this reader may carry it out, or why not."""

    id: UUID
    state: ReportState
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    total: int
    held: int
    erased: int
    lines: Sequence[LineView] = ()
    deciding: Verdict | None = None


REPORT = """
SELECT r.id, r.state, m.name AS made_by, r.made_at, COALESCE(d.name, '') AS decided_by, r.decided_at, r.made_by AS by,
  t.total, t.held, t.erased FROM deletion_report r JOIN person m ON m.id = r.made_by
LEFT JOIN person d ON d.id = r.decided_by, LATERAL (SELECT count(*) AS total, count(*) FILTER (WHERE l.held) AS held,
  count(l.erased_at) AS erased FROM deletion_line l WHERE l.report = r.id) t
"""


async def reports(actor: Actor) -> list[ReportView]:
    """The newest first. Forbidden (403)."""
    require(permissions.may_read(actor))
    return [_report(one) for one in await rows(f"{REPORT} ORDER BY r.id DESC LIMIT 50")]


async def report(actor: Actor, report_id: UUID) -> ReportView:
    """One with its lines: two statements. Forbidden (403), Hidden (404)."""
    require(permissions.may_read(actor))
    one = await row(f"{REPORT} WHERE r.id = $1", report_id) or hidden()
    names = {each.key: each.name for each in RETENTION}
    lines = await rows(
        "SELECT record_class, label, since, held, erased_at FROM deletion_line WHERE report = $1"
        " ORDER BY record_class, since, label LIMIT 500",
        report_id,
    )
    return _report(
        one,
        [LineView(**each, name=names.get(each["record_class"], Text(each["record_class"]))) for each in lines],
        permissions.may_carry_out(actor, proposed_by=one["by"]),
    )


def _report(one: Mapping[str, Any], lines: Sequence[LineView] = (), deciding: Verdict | None = None) -> ReportView:
    return ReportView(
        one["id"],
        ReportState(one["state"]),
        one["made_by"],
        one["made_at"],
        one["decided_by"],
        one["decided_at"],
        one["total"],
        one["held"],
        one["erased"],
        lines,
        deciding,
    )
