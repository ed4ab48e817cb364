"""Sheets of applications on their way in: what they need to be read with, how a run stands. For who runs the call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.adapters.sheets import Row, letters_of, sentence_of
from parks.identity import queries as identity
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, Text, _
from parks.programmes import permissions
from parks.programmes.queries import calls
from parks.programmes.queries.calls import CallView
from parks.programmes.rules.imports import Column, Known, columns_of
from parks.questionnaires import queries as sheets
from parks.questionnaires.rules.answers import Names
from parks.questionnaires.rules.definition import Definition

SHOWN = 50
"""Rows with problems on one page."""

STATES: Mapping[str, tuple[Text, str]] = {
    "checked": (_("Read, not confirmed"), "info"),
    "queued": (_("Being brought in"), "warning"),
    "done": (_("Brought in"), "success"),
    "failed": (_("Refused, nothing was changed"), "danger"),
    "given_up": (_("Given up"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sheet is read with: the form, its columns, and the parks that may be chosen, by their codes."""

    call: CallView
    definition: Definition
    names: Names | None
    columns: tuple[Column, ...]
    parks: Mapping[str, OrganisationView]


async def gate(actor: Actor, call_id: UUID) -> CallView:
    """The call, for who runs it. Forbidden (403) with the reason for everyone else who sees it."""
    return (await _run_by(actor, call_id))[0]


async def _run_by(actor: Actor, call_id: UUID) -> tuple[CallView, OrganisationView]:
    call = await calls.call(actor, call_id)
    runs = await identity.organisation(call.organisation_id)
    require(permissions.may_run_calls(actor, path=runs.path))
    require(permissions.may_bring_in(sealed=call.sealed, state=call.state))
    return call, runs


async def ground(actor: Actor, call_id: UUID) -> Ground:
    call, runs = await _run_by(actor, call_id)
    definition = await sheets.definition(call.questionnaire_id)
    parks = await identity.organisations(OrganisationKind.PARK, runs.path)
    return Ground(call, definition, await sheets.names(definition), columns_of(definition), codes_of(parks, runs.path))


def codes_of(parks: Sequence[OrganisationView], under: str) -> dict[str, OrganisationView]:
    """A park's own code where no other of the call has it, else its whole place."""
    short = [one.path.strip("/").rpartition("/")[2] for one in parks]
    return {
        code if short.count(code) == 1 else one.path.removeprefix(under).strip("/"): one
        for code, one in zip(short, parks, strict=True)
    }


KNOWN = """
SELECT w.number, k.id AS company, k.name_zh,
  (SELECT array_agg(m.account_id) FROM company_member m WHERE m.company = k.id) AS members,
  EXISTS (SELECT FROM application a WHERE a.call = $1 AND a.company = k.id AND a.state <> 'withdrawn') AS company_in,
  p.id AS person, p.name, p.suspended_at IS NOT NULL AS suspended,
  EXISTS (SELECT FROM application a WHERE a.call = $1 AND a.applicant = p.id AND a.state <> 'withdrawn') AS person_in
FROM unnest($2::int[], $3::text[], $4::text[]) AS w(number, uscc, email)
LEFT JOIN company k ON k.uscc = w.uscc
LEFT JOIN person p ON lower(p.email) = w.email
"""


async def known(call_id: UUID, wanted: Sequence[tuple[int, str, str]]) -> dict[int, Known]:
    """What is on record of each row (its number, credit code and address in their normal form). One statement."""
    numbers, codes, addresses = zip(*wanted, strict=True) if wanted else ((), (), ())
    found = await rows(KNOWN, call_id, list(numbers), list(codes), list(addresses))
    return {
        one["number"]: Known(
            company_id=one["company"],
            company_name=one["name_zh"] or "",
            members=frozenset(one["members"] or ()),
            company_applied=one["company_in"],
            person_id=one["person"],
            person_name=one["name"] or "",
            suspended=one["suspended"],
            person_applied=one["person_in"],
        )
        for one in found
    }


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be taken: where it stands in the sheet, whose column it is, what it holds, and why."""

    place: str
    column: Bilingual
    text: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class RunView:
    id: UUID
    call_id: UUID
    call: Bilingual
    file_name: str
    by: str
    at: datetime
    rows: int
    companies: int
    people: int
    problems: int
    done: int
    state: str
    ended_at: datetime | None

    @property
    def url(self) -> str:
        return f"/imports/{self.id}"

    @property
    def label(self) -> Text:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]

    @property
    def can_confirm(self) -> bool:
        return self.state == "checked" and not self.problems

    @property
    def can_give_up(self) -> bool:
        return self.state in {"checked", "failed"}


RUN = """
SELECT r.id, r.call, r.file_name, r.by_name, r.at, r.rows, r.companies, r.people, r.problems, r.done, r.state,
  r.ended_at, r.columns, c.title_zh, c.title_en
FROM import_run r JOIN call c ON c.id = r.call JOIN organisation o ON o.id = c.organisation
"""
MINE = "EXISTS (SELECT FROM unnest({paths}::text[]) p WHERE starts_with(o.path, p))"
"""Whoever runs the call, by the paths of the programme officer."""


async def runs(actor: Actor, call_id: UUID) -> list[RunView]:
    """The files that came for this call, newest first; at most 50."""
    found = await rows(
        f"{RUN} WHERE r.call = $1 AND {MINE.format(paths='$2')} ORDER BY r.at DESC, r.id LIMIT 50",
        call_id,
        actor.paths(Role.PROGRAMME_OFFICER),
    )
    return [_run(one) for one in found]


async def run(actor: Actor, run_id: UUID) -> RunView:
    return _run(await _one(actor, run_id))


async def _one(actor: Actor, run_id: UUID) -> Any:
    return (
        await row(f"{RUN} WHERE r.id = $1 AND {MINE.format(paths='$2')}", run_id, actor.paths(Role.PROGRAMME_OFFICER))
        or hidden()
    )


def _run(one: Mapping[str, Any]) -> RunView:
    return RunView(
        id=one["id"],
        call_id=one["call"],
        call=Bilingual(one["title_zh"], one["title_en"]),
        file_name=one["file_name"],
        by=one["by_name"],
        at=one["at"],
        rows=one["rows"],
        companies=one["companies"],
        people=one["people"],
        problems=one["problems"],
        done=one["rows"] if one["state"] == "done" else one["done"],
        state=one["state"],
        ended_at=one["ended_at"],
    )


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run with one page of what is wrong; `next` the row that the following page begins after, 0 for none."""

    run: RunView
    wrong: tuple[Wrong, ...]
    next: int


async def run_page(actor: Actor, run_id: UUID, after: int = 0) -> RunPage:
    one = await _one(actor, run_id)
    found = await rows(
        "SELECT number, cells, problems FROM import_row WHERE run = $1 AND problems <> '{}' AND number > $2"
        " ORDER BY number LIMIT $3",
        run_id,
        after,
        SHOWN + 1,
    )
    places = {column["id"]: place for place, column in enumerate(one["columns"])}
    labels = {column["id"]: Bilingual.of(column) for column in one["columns"]}
    wrong = tuple(
        Wrong(f"{letters_of(places[column])}{line['number']}", labels[column], _short(line, column), sentence_of(told))
        for line in found[:SHOWN]
        for column, told in sorted(line["problems"].items(), key=lambda each: places[each[0]])
    )
    return RunPage(_run(one), wrong, found[SHOWN - 1]["number"] if len(found) > SHOWN else 0)


def _short(line: Mapping[str, Any], column: str) -> str:
    text: str = line["cells"].get(column, "")
    return text if len(text) <= 80 else f"{text[:79]}…"


async def rows_of(run_id: UUID) -> list[Row]:
    """All rows as they were read, in the order of the sheet; the caller has found the run for its reader."""
    found = await rows("SELECT number, cells, problems FROM import_row WHERE run = $1 ORDER BY number", run_id)
    return [
        Row(one["number"], one["cells"], {name: sentence_of(told) for name, told in one["problems"].items()})
        for one in found
    ]
