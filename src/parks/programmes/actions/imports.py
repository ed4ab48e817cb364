"""Bringing in applications that were filed on paper or in an older system: read, looked at, confirmed, carried out.

Reading writes the run and its rows alone. Carrying out goes through the very actions of the pages, in one transaction:
all rows or none. What comes of it are drafts of the applicants, who add their documents and declarations and send
them: nobody declares for another, and nobody files after the deadline.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import anyio
from pydantic import ValidationError

from parks.adapters import database, jobs
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.adapters.sheets import Row, rows_of, stored
from parks.audit import actions as audit
from parks.identity import actions as people
from parks.identity import queries as identity
from parks.identity.rules import addresses
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, Refusal, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.programmes.actions import applications
from parks.programmes.events import ApplicationBroughtIn
from parks.programmes.queries import imports as queries
from parks.programmes.queries.imports import Ground
from parks.programmes.rules import imports as rules
from parks.programmes.rules.imports import (
    EMAIL,
    NAME_EN,
    NAME_ZH,
    PARK,
    PERSON,
    REFERENCE,
    REGISTERED,
    USCC,
    Known,
)
from parks.questionnaires.rules.handed_in import Sent
from parks.startups import actions as startups
from parks.startups.rules.records import CompanyRecord, PersonRecord
from parks.web.forms import sentences

CARRY_OUT = "bring in applications"
EVERY = 25
"""Rows between two tellings of how far it has come."""

FIELDS = {"uscc": USCC, "name_zh": NAME_ZH, "name_en": NAME_EN, "registered_on": REGISTERED}
PLACES = FIELDS | {"name": PERSON, "email": EMAIL, "park": PARK, "park_id": PARK}
"""Which column a refused field of the actions stands in."""


async def read_in(actor: Actor, call_id: UUID, name: str, data: bytes) -> UUID:
    """Read a file and say what is wrong with it, cell by cell; answers the run. Nothing else is written.

    TooLarge (413) · Invalid (422) with a sentence for a file that cannot be read. What this officer had read for the
    call and not confirmed is given up.
    """
    of = await queries.ground(actor, call_id)
    require(of.call.taking)
    rows = await anyio.to_thread.run_sync(rows_of, data, of.columns)
    await anyio.to_thread.run_sync(check_cells, rows, of)
    known = await _compare(rows, of)
    made = uuid7()
    fresh = [known.get(row.number, Known()) for row in rows if not row.problems]
    async with tx():
        for one in await database.rows(
            "SELECT id FROM import_run WHERE call = $1 AND by = $2 AND state IN ('checked', 'failed')",
            call_id,
            actor.id,
        ):
            await _empty(actor, one["id"])
        await database.execute(
            "INSERT INTO import_run (id, call, by, by_name, at, file_name, sha256, columns, rows, companies, people,"
            " problems, done, state) VALUES ($1, $2, $3, $4, parks_now(), $5, $6, $7, $8, $9, $10, $11, 0, 'checked')",
            made,
            call_id,
            actor.id,
            actor.name[:200],
            name.replace("\x00", "")[-255:],
            hashlib.sha256(data).hexdigest(),
            [{"id": one.id, **one.label.stored()} for one in of.columns],
            len(rows),
            sum(one.company_id is None for one in fresh),
            sum(one.person_id is None for one in fresh),
            sum(len(row.problems) for row in rows),
        )
        await database.execute(
            "INSERT INTO import_row (id, run, number, cells, problems)"
            " SELECT u.id, $1, u.number, u.cells, u.problems"
            " FROM unnest($2::uuid[], $3::int[], $4::jsonb[], $5::jsonb[]) AS u(id, number, cells, problems)",
            made,
            [uuid7() for _row in rows],
            [row.number for row in rows],
            [{column: text for column, text in row.cells.items() if text} for row in rows],
            [{column: stored(text) for column, text in row.problems.items()} for row in rows],
        )
        await audit.record(actor, "applications read from a file", made, call=call_id, file=name[-255:], rows=len(rows))
    return made


def check_cells(rows: Sequence[Row], of: Ground) -> None:
    """All that can be said without looking anything up."""
    for row in rows:
        _check_fixed(row, of)
    rules.check_answers(rows, of.definition, of.names)
    rules.check_once(rows, {USCC: _company_code, EMAIL: _address})


def _check_fixed(row: Row, of: Ground) -> None:
    for text in row.cells:
        if any(one == "\x00" or "\ud800" <= one <= "\udfff" for one in row.cells[text]):
            row.say(text, _("This text holds a character that cannot be stored."))
    for column in of.columns:
        if column.needed and not row.cells.get(column.id, ""):
            row.say(column.id, _("This is needed."))
    try:
        company_of(row)
    except ValidationError as error:
        for field, told in sentences(error).items():
            row.say(FIELDS.get(field, USCC), told)
    try:
        PersonRecord(name=row.cells[PERSON])
    except ValidationError as error:
        row.say(PERSON, next(iter(sentences(error).values())))
    if addresses.normalised(row.cells[EMAIL]) is None:
        row.say(EMAIL, _("Write the address like name@example.cn."))
    if row.cells[PARK] not in of.parks:
        row.say(PARK, _("There is no park with this code in this call. The second sheet of the template lists them."))
    if len(row.cells.get(REFERENCE, "")) > 100:
        row.say(REFERENCE, _("Use at most {n} characters.", n=100))


def company_of(row: Row, park_id: UUID | None = None) -> CompanyRecord:
    """The record that the company's own page would make of these cells. ValidationError as there."""
    told = {field: text for field, column in FIELDS.items() if (text := row.cells.get(column, ""))}
    return CompanyRecord.model_validate(told | ({"park_id": park_id} if park_id else {}))


def _company_code(text: str) -> str:
    return CompanyRecord(uscc=text, name_zh="-").uscc


def _address(text: str) -> str:
    return addresses.normalised(text) or text


async def _compare(rows: Sequence[Row], of: Ground) -> dict[int, Known]:
    """What is on record of the rows that are right so far, said beside their cells where it stands in the way."""
    right = [row for row in rows if not {USCC, EMAIL} & set(row.problems)]
    known = await queries.known(
        of.call.id, [(row.number, _company_code(row.cells[USCC]), _address(row.cells[EMAIL])) for row in right]
    )
    for row in right:
        rules.check_known(row, known[row.number])
    return known


async def confirm(actor: Actor, run_id: UUID) -> None:
    """Let the worker carry it out. Asked twice, it is done once."""
    async with tx():
        run = await _locked(actor, run_id)
        if run["state"] in {"queued", "done"}:
            return
        if run["state"] != "checked" or run["problems"]:
            raise Conflict(_("This file has cells that cannot be taken. Correct them, and choose the file again."))
        call = await queries.gate(actor, run["call"])
        require(call.taking)
        await database.execute(
            "UPDATE import_run SET state = 'queued', confirmed_at = parks_now() WHERE id = $1", run_id
        )
        await audit.record(actor, "import confirmed", run_id, call=run["call"], rows=run["rows"])
        await jobs.enqueue(CARRY_OUT, {"id": str(run_id)}, once=f"import:{run_id}")


async def give_up(actor: Actor, run_id: UUID) -> None:
    """Forget what was read. Conflict (409) once it is confirmed."""
    async with tx():
        run = await _locked(actor, run_id)
        if run["state"] == "given_up":
            return
        if run["state"] not in {"checked", "failed"}:
            raise Conflict(_("This file is confirmed: it is being brought in, or has been."))
        await _empty(actor, run_id)


async def _empty(actor: Actor, run_id: UUID) -> None:
    await database.execute("DELETE FROM import_row WHERE run = $1", run_id)
    await database.execute("UPDATE import_run SET state = 'given_up', ended_at = parks_now() WHERE id = $1", run_id)
    await audit.record(actor, "import given up", run_id)


async def _locked(actor: Actor, run_id: UUID) -> Any:
    await queries.run(actor, run_id)
    return (
        await database.row("SELECT id, call, state, problems, rows FROM import_run WHERE id = $1 FOR UPDATE", run_id)
        or hidden()
    )


# --- what the worker does


class RowRefused(Exception):
    """A row that an action refused when it came to it: all rows before it are undone with it."""

    def __init__(self, number: int, column: str, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.number, self.column, self.sentence = number, column, sentence


async def carry_out(payload: Mapping[str, Any]) -> None:
    """The job: every row of a confirmed run becomes a draft, or none does. Run again, it does nothing more."""
    run_id = UUID(payload["id"])
    try:
        await _carry_out(run_id)
    except RowRefused as refusal:
        await _refused(run_id, refusal)


async def _carry_out(run_id: UUID) -> None:
    async with tx():
        # Not a row lock: how far it has come is told meanwhile, on another connection and in this very row.
        await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"import {run_id}")
        run = await database.row("SELECT call, by, state, rows FROM import_run WHERE id = $1", run_id)
        if run is None or run["state"] != "queued":
            return
        rows = await queries.rows_of(run_id)
        with refusing(rows[0].number, USCC):  # whoever confirmed may have lost the office, or the call have closed
            officer = replace(await identity.actor(run["by"]), via="import")
            of = await queries.ground(officer, run["call"])
            require(of.call.taking)
        known = await _compare(rows, of)
        if wrong := next(((row, *one) for row in rows for one in row.problems.items()), None):
            raise RowRefused(wrong[0].number, wrong[1], wrong[2])
        made = []
        for count, row in enumerate(rows, start=1):
            made.append(await _bring_in(officer, of, run_id, row, known[row.number]))
            if count % EVERY == 0:
                await database.execute_apart("UPDATE import_run SET done = $2 WHERE id = $1", run_id, count)
        await database.execute(
            "UPDATE import_row r SET application = u.application, cells = '{}'"
            " FROM unnest($2::int[], $3::uuid[]) AS u(number, application) WHERE r.run = $1 AND r.number = u.number",
            run_id,
            [row.number for row in rows],
            made,
        )
        await database.execute(
            "UPDATE import_run SET state = 'done', done = rows, ended_at = parks_now() WHERE id = $1", run_id
        )
        await audit.record(officer, "applications brought in", run_id, call=run["call"], rows=len(rows))


class refusing:  # noqa: N801  # read as words: with refusing(row, column)
    """What an action refuses inside becomes the refusal of this row; a part that is away (503) is tried again."""

    def __init__(self, number: int, column: str) -> None:
        self.number, self.column = number, column

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refusal) and error.status < 500:
            fields = error.fields if isinstance(error, Invalid) else {}
            field, sentence = next(iter(fields.items()), ("", error.reason))
            raise RowRefused(self.number, PLACES.get(field, self.column), sentence) from error


async def _bring_in(officer: Actor, of: Ground, run_id: UUID, row: Row, known: Known) -> UUID:
    """One draft, as if the applicant had begun it and typed what the row holds; the trail says by whom it was done."""
    with refusing(row.number, EMAIL):
        person_id = known.person_id or await people.invite(officer, row.cells[EMAIL], row.cells[PERSON])
        who = replace(await identity.actor(person_id), via="import")
    with refusing(row.number, USCC):
        park = of.parks[row.cells[PARK]]
        company_id = known.company_id
        if company_id is None:
            company_id = await startups.found_company(who, company_of(row, park.id))
            await startups.add_person(who, company_id, PersonRecord(name=who.name, me=True, works_here=True))
        made = await applications.begin(who, of.call.id, company_id, park.id)
        await _answer(who, made, of, row)
        await audit.record(
            officer, "application brought in", made, run=run_id, row=row.number, former=row.cells.get(REFERENCE, "")
        )
        await announce(ApplicationBroughtIn(made))
    return made


async def _answer(who: Actor, application_id: UUID, of: Ground, row: Row) -> None:
    """The answers of the row; section by section where some wait until others are completed."""
    given = {
        column.question.key: Sent(rules.meant(column.question, text), 0)
        for column in of.columns
        if column.question is not None and (text := row.cells.get(column.id, ""))
    }
    if not any(section.after for section in of.definition.sections):
        if given:
            await applications.save_section(who, application_id, given)
        return
    waited_for = {key for section in of.definition.sections for key in section.after}
    for section in of.definition.sections:
        mine = {one.key: given[one.key] for one in section.questions if one.key in given}
        if not mine:
            continue
        saved = await applications.save_section(who, application_id, mine)
        gaps = [one for one in saved.sheet.section(section.key).problems if one.question]
        if section.key in waited_for and not gaps:
            await applications.complete_section(who, application_id, section.key, completed=True)


async def _refused(run_id: UUID, refusal: RowRefused) -> None:
    """Nothing was written: say so, and beside which cell it broke off."""
    async with tx():
        run = await database.row("SELECT by, state FROM import_run WHERE id = $1 FOR UPDATE", run_id)
        if run is None or run["state"] != "queued":
            return
        await database.execute(
            "UPDATE import_run SET state = 'failed', done = 0, problems = 1, ended_at = parks_now() WHERE id = $1",
            run_id,
        )
        await database.execute(
            "UPDATE import_row SET problems = $3 WHERE run = $1 AND number = $2",
            run_id,
            refusal.number,
            {refusal.column: stored(refusal.sentence)},
        )
        officer = await identity.person(run["by"])
        actor = Actor(officer.id, officer.name, officer.language, via="import")
        await audit.record(actor, "import refused", run_id, row=refusal.number, reason=str(refusal.sentence))
