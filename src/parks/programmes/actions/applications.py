"""The verbs of the applicant's side: begin, write, upload, sign off, send, take back, correct, withdraw."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock, database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.queries import DocumentView
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.actions import clocks, receipts
from parks.programmes.events import (
    ApplicationCorrected,
    ApplicationSubmitted,
    ApplicationTakenBack,
    ApplicationWithdrawn,
)
from parks.programmes.queries import calls as call_queries
from parks.programmes.queries import evidence, materials, waivers
from parks.programmes.queries.certification import mark_of
from parks.programmes.queries.scope import hands, on_side
from parks.programmes.rules import eligibility, proposals
from parks.programmes.rules.eligibility import Standing
from parks.programmes.states import AT_LEVEL, CORRECT, EDITABLE, LIFE, SEND, ApplicationState, Level, Move
from parks.questionnaires import actions as questionnaires
from parks.questionnaires import queries as sheets
from parks.questionnaires.actions import Saved, SavedAnswer
from parks.questionnaires.rules.handed_in import FileRef, Sent
from parks.startups.states import Hand

TITLE = "project_title"
"""The question whose answer names the project in lists, if the questionnaire has it."""


async def begin(actor: Actor, call_id: UUID, company_id: UUID, park_id: UUID, *, take_over: UUID | None = None) -> UUID:
    """A draft for one of the actor's companies, in one park. Conflict where one is under way in this call.

    `take_over` names an earlier application of the same company: what was typed there stands in the new one wherever
    it asks the same; declarations are made anew and files are chosen anew.
    """
    async with tx():
        call = await call_queries.call(actor, call_id, company_id)
        require(call.taking)
        record = await evidence.record(actor, company_id, await clock.today())
        if not record.company.member:
            hidden()
        require(permissions.may_begin(rights=record.company.rights))
        park = await identity.organisation(park_id)
        runs = await identity.organisation(call.organisation_id)
        if park.kind != "park" or not park.path.startswith(runs.path):
            raise Invalid(fields={"park": _("Choose one of the options.")})
        made = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO application (id, call, company, applicant, park, path, state, applicant_name,"
                    " company_name, project_title, words, uscc, person_mark, begun_at, moved_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', $10, $11, parks_now(), parks_now())",
                    made,
                    call_id,
                    company_id,
                    actor.id,
                    park_id,
                    park.path,
                    ApplicationState.DRAFT.value,
                    actor.name,
                    record.facts.name.zh,
                    record.facts.uscc,
                    record.facts.applicant_fingerprint,
                )
        except asyncpg.UniqueViolationError as error:
            raise _taken(error) from error
        sheet = await questionnaires.open_sheet(
            call.questionnaire_id,
            SubjectRef("application", made, record.facts.name.zh, f"/applications/{made}"),
            record.sheet_facts,
        )
        await database.execute("UPDATE application SET sheet = $2 WHERE id = $1", made, sheet)
        if take_over is not None:
            await _take_over(actor, take_over, company_id, made, sheet)
        whose = {} if call.sealed else {"company": record.facts.name}  # auditors read the trail before it opens
        await audit.record(actor, "application begun", made, call=call_id, park=park.name, **whose)
    return made


async def _take_over(actor: Actor, earlier: UUID, company_id: UUID, made: UUID, sheet: UUID) -> None:
    """Hidden (404) where the earlier one is not of this company, or not of the actor's side."""
    former = await database.value(
        f"SELECT a.sheet FROM application a WHERE a.id = $2 AND a.company = $3 AND {on_side(1)}",
        actor.id,
        earlier,
        company_id,
    )
    if former is None:
        hidden()
    taken = await questionnaires.take_over(actor, former, sheet)
    if (title := taken.get(TITLE)) is not None:
        await _name_project(made, title)


def _taken(error: asyncpg.UniqueViolationError) -> Conflict:
    if error.constraint_name == "application_one_a_company":
        return Conflict(
            _("This company has an application in this call already. Open it under “My applications”, or withdraw it.")
        )
    return Conflict(
        _("You have an application in this call already. One person files one; withdraw it to file another.")
    )


async def save_answer(actor: Actor, application_id: UUID, question: str, value: Any, seen_version: int) -> SavedAnswer:
    """Keep one answer. AnswerConflict (409) with both values where another tab or person was faster."""
    async with tx():
        application = await _mine(actor, application_id)
        saved = await questionnaires.save_answer(actor, application["sheet"], question, value, seen_version)
        if question == TITLE:
            await _name_project(application_id, saved.question.value)
    return saved


async def save_section(actor: Actor, application_id: UUID, sent: Mapping[str, Sent]) -> Saved:
    """Keep all that a page posted; where somebody was faster on one of them, the rest is kept all the same."""
    async with tx():
        application = await _mine(actor, application_id)
        saved = await questionnaires.save_answers(actor, application["sheet"], sent)
        if TITLE in sent:
            await _name_project(application_id, saved.sheet.question(TITLE).value)
    return saved


async def _name_project(application_id: UUID, title: Any) -> None:
    await database.execute(
        "UPDATE application SET project_title = $2 WHERE id = $1", application_id, str(title or "")[:300]
    )


async def complete_section(actor: Actor, application_id: UUID, section: str, *, completed: bool) -> None:
    """The answer to "Have you completed this section?"; a yes with gaps is Invalid, a sentence a question."""
    async with tx():
        application = await _mine(actor, application_id)
        await questionnaires.complete_section(actor, application["sheet"], section, completed=completed)


async def declare_no_secrets(actor: Actor, application_id: UUID) -> UUID:
    """The secrecy declaration that comes before the first file; given once an application."""
    async with tx():
        application = await _mine(actor, application_id)
        if application["declaration"] is not None:
            known: UUID = application["declaration"]
            return known
        made = await documents.declare(actor, application_id)
        await database.execute("UPDATE application SET declaration = $2 WHERE id = $1", application_id, made)
        await audit.record(actor, "secrecy declared", application_id)
    return made


async def upload(
    actor: Actor,
    application_id: UUID,
    question: str,
    name: str,
    stream: AsyncIterator[bytes],
    *,
    instead_of: UUID | None = None,
) -> DocumentView:
    """Take a file as the answer to a file question; streamed, so it never lies in memory whole.

    The bytes are stored before the transaction that hangs them onto the question: no row is locked for as long as a
    slow line takes, and with `instead_of` the old file goes only when the new one is safe.
    """
    application = await _mine(actor, application_id)
    if application["declaration"] is None:
        raise Forbidden(_("Declare first that what you upload contains no state secrets."))
    sheet = await sheets.sheet(application["sheet"])
    if not any(one.editable for one in sheet.questions if one.key == question):
        raise Forbidden(_("This section cannot be changed now."))
    file = documents.Incoming(name, stream)
    async with documents.brought(actor, file, declaration_id=application["declaration"]) as taken:
        return await _hang(actor, application_id, question, taken, instead_of)


async def _hang(
    actor: Actor, application_id: UUID, question: str, taken: documents.Taken, instead_of: UUID | None
) -> DocumentView:
    """The document's row and its place under the question: both or neither, even where the power fails between."""
    async with tx():
        application = await _mine(actor, application_id)
        stored = await documents.keep(actor, taken)
        if instead_of is not None:
            await _take_off(actor, application, question, instead_of)
        await questionnaires.attach(actor, application["sheet"], question, FileRef(stored.id, stored.name, stored.size))
        named = {} if application["sealed"] else {"document": stored.name}
        await audit.record(actor, "document added", application_id, question=question, sha256=stored.sha256, **named)
    return stored


async def remove_document(actor: Actor, application_id: UUID, question: str, document_id: UUID) -> None:
    """Take a file off its question. One that was sent with an earlier version stays with that version."""
    async with tx():
        await _take_off(actor, await _mine(actor, application_id), question, document_id)


async def _take_off(actor: Actor, application: asyncpg.Record, question: str, document_id: UUID) -> None:
    await questionnaires.detach(actor, application["sheet"], question, document_id)
    if not await sheets.holds(application["sheet"], document_id):
        await documents.discard(actor, document_id)
    await audit.record(actor, "document removed", application["id"], question=question, document=document_id)


async def submit(actor: Actor, application_id: UUID, *, aware: bool = False, arrived: float | None = None) -> None:
    """Send it: the draft, or the corrected one. Asked twice, it is sent once and the receipt is the same.

    One transaction by the database's clock: deadline, gaps (Invalid), rules (Invalid unless `aware`), version, number,
    announcement. What counts is when it reached us (`arrived`, a `clock.tick`; else this call): nobody is late because
    others are being served. The receipt's PDF follows; where it cannot be made at once, it is made when asked for.
    """
    mark = arrived or clock.tick()
    database.patience.set(database.SENDING)
    async with tx():
        application = await _mine(actor, application_id, hand=Hand.SUBMIT, writing=False)
        state = ApplicationState(application["state"])
        if await _just_sent(application, state):
            return
        require(permissions.may_write(state=state))
        if state is ApplicationState.DRAFT:
            send = _send_first if application["number"] is None else _send_again
            submission = await send(actor, application, aware=aware, at=await clock.moment_of(mark))
        else:
            submission = await _send_corrected(actor, application, aware=aware, at=await clock.moment_of(mark))
    await receipts.file_if_possible(submission)


async def _just_sent(application: asyncpg.Record, state: ApplicationState) -> bool:
    """A second click, or a second tab: it lies with the first office already and nobody has touched it."""
    if state is ApplicationState.SUBMITTED or not LIFE.allows(state, Move.REVISE):
        return state is ApplicationState.SUBMITTED
    untouched: bool = await database.value(
        "SELECT c.ladder -> 0 ->> 'level' = $2 AND NOT EXISTS (SELECT FROM correction k WHERE k.application = a.id)"
        " AND NOT EXISTS (SELECT FROM recommendation_opinion p WHERE p.application = a.id)"
        " FROM application a JOIN call c ON c.id = a.call WHERE a.id = $1",
        application["id"],
        AT_LEVEL[state].value,
    )
    return untouched


async def _send_first(actor: Actor, application: asyncpg.Record, *, aware: bool, at: datetime) -> UUID:
    call = await call_queries.call(actor, application["call"], application["company"])
    require(call.taking_at(at))
    submission = await _freeze(actor, application, call, version=1, aware=aware, at=at)
    # Last of all, because it lets no other application of this call pass until the commit.
    count = await database.value(
        "UPDATE call SET numbered = numbered + 1 WHERE id = $1 AND state = 'open' RETURNING numbered",
        application["call"],
    )
    if count is None:  # closed by hand since this transaction began
        raise Conflict(_("This call has just been closed. What you have written is kept and can still be read."))
    number = f"{call.code.upper()}-{call.cycle}-{count:06}"
    await database.execute(
        "UPDATE application SET number = $2, submitted_at = $3 WHERE id = $1", application["id"], number, at
    )
    await _move(application, SEND[call.ladder.first.level])
    await clocks.start(application["id"], call.ladder.first)
    await audit.record(actor, "application submitted", application["id"], number=number, version=1)
    await announce(ApplicationSubmitted(application["id"]))
    return submission


async def _send_again(actor: Actor, application: asyncpg.Record, *, aware: bool, at: datetime) -> UUID:
    """It was taken back before the deadline: the same number, the next version, and the same deadline."""
    call = await call_queries.call(actor, application["call"], application["company"])
    require(call.taking_at(at))
    version = await _next_version(application["id"])
    submission = await _freeze(actor, application, call, version=version, aware=aware, at=at)
    await _move(application, SEND[call.ladder.first.level])
    await clocks.start(application["id"], call.ladder.first)
    await audit.record(actor, "application submitted", application["id"], number=application["number"], version=version)
    await announce(ApplicationSubmitted(application["id"]))
    return submission


async def _next_version(application_id: UUID) -> int:
    found: int = await database.value("SELECT max(version) + 1 FROM submission WHERE application = $1", application_id)
    return found


async def _send_corrected(actor: Actor, application: asyncpg.Record, *, aware: bool, at: datetime) -> UUID:
    correction = await database.row(
        "SELECT id, level, due FROM correction WHERE application = $1 AND corrected_at IS NULL", application["id"]
    )
    if correction is None:
        raise Conflict(_("Nothing waits for a correction here. Reload the page to see where it stands."))
    require(permissions.in_time(due=correction["due"], today=at.date()))
    call = await call_queries.call(actor, application["call"], application["company"])
    version = await _next_version(application["id"])
    submission = await _freeze(actor, application, call, version=version, aware=aware, at=at)
    await database.execute("UPDATE correction SET corrected_at = parks_now() WHERE id = $1", correction["id"])
    level = Level(correction["level"])
    await _move(application, CORRECT[level])
    await clocks.go_on(application["id"], call.ladder.rung(level) or call.ladder.first)
    await audit.record(actor, "application corrected", application["id"], version=version, level=correction["level"])
    await announce(ApplicationCorrected(application["id"]))
    return submission


async def _freeze(
    actor: Actor, application: asyncpg.Record, call: call_queries.CallView, *, version: int, aware: bool, at: datetime
) -> UUID:
    """The version: answers, the company's record and the rules as they stand at this moment."""
    record = await evidence.record_of(application["company"], application["applicant"], await clock.today())
    await questionnaires.refresh_facts(application["sheet"], record.sheet_facts)
    found = await evidence.matches(
        application["id"], application["call"], record.facts.uscc, record.facts.applicant_fingerprint
    )
    sheet = await sheets.sheet(application["sheet"])
    known = evidence.evidence(record, sheet, found, programme=call.programme, cycle=call.cycle)
    findings = eligibility.with_waivers(
        eligibility.findings(call.rules, known), await waivers.waived(application["id"])
    )
    if lacking := materials.missing(call.materials, sheet):
        raise Invalid(fields={f"question-{one.material.question}": one.material.sentence for one in lacking})
    if call.certified and not await _signed_off(application["id"], mark_of(sheet)):
        raise Invalid(
            fields={
                "certified": _(
                    "This call wants a certifier's signature over what is sent. It is missing, or the"
                    " application was changed after it."
                )
            }
        )
    answers = await questionnaires.freeze(actor, application["sheet"])
    if eligibility.standing(findings) is not Standing.MET and not aware:
        raise Invalid(
            fields={
                "aware": _(
                    "Not every rule is met for certain. Read them, and tick this if people shall look at it anyway."
                )
            }
        )
    made = uuid7()
    await database.execute(
        "INSERT INTO submission (id, application, version, answers, facts, findings, aware, by, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        made,
        application["id"],
        version,
        answers,
        record.stored,
        [one.stored() for one in findings],
        aware,
        actor.id,
        at,
    )
    await database.execute(
        "UPDATE application SET company_name = $2, applicant_name = CASE WHEN applicant = $7 THEN $3"
        " ELSE applicant_name END, uscc = $4, person_mark = $5, field = $6 WHERE id = $1",
        application["id"],
        record.facts.name.zh,
        actor.name,
        record.facts.uscc,
        record.facts.applicant_fingerprint,
        proposals.field_of(answers)[:30],
        actor.id,
    )
    return made


async def _signed_off(application_id: UUID, mark: str) -> bool:
    """Whether the last sign-off is over exactly this."""
    last = await database.value(
        "SELECT mark FROM application_certification WHERE application = $1 ORDER BY id DESC LIMIT 1", application_id
    )
    return bool(last == mark)


async def certify(actor: Actor, application_id: UUID) -> None:
    """Sign off what would be sent now. It falls away with the least change of it."""
    async with tx():
        application = await _mine(actor, application_id, hand=Hand.CERTIFY)
        record = await evidence.record_of(application["company"], application["applicant"], await clock.today())
        await questionnaires.refresh_facts(application["sheet"], record.sheet_facts)
        mark = mark_of(await sheets.sheet(application["sheet"]))
        await database.execute(
            "INSERT INTO application_certification (id, application, mark, person, person_name, at)"
            " VALUES ($1, $2, $3, $4, $5, parks_now())",
            uuid7(),
            application_id,
            mark,
            actor.id,
            actor.name[:200],
        )
        await audit.record(actor, "application signed off", application_id, mark=mark[:12])


async def take_facts_anew(company_id: UUID) -> None:
    """The company's record has changed: what its open applications show of it is what it says now."""
    async with tx():
        waiting = await database.rows(
            "SELECT a.id, a.applicant, a.sheet FROM application a WHERE a.company = $1 AND a.sheet IS NOT NULL"
            " AND a.state = ANY($2::text[]) ORDER BY a.id FOR UPDATE OF a",
            company_id,
            [one.value for one in EDITABLE],
        )
        for one in waiting:
            record = await evidence.record_of(company_id, one["applicant"], await clock.today())
            await questionnaires.refresh_facts(one["sheet"], record.sheet_facts)


async def _move(application: asyncpg.Record, move: Move) -> None:
    after = LIFE.after(ApplicationState(application["state"]), move)
    await database.execute(
        "UPDATE application SET state = $2, moved_at = parks_now(),"
        " words = lower(concat_ws(' ', number, company_name, project_title, applicant_name, uscc)) WHERE id = $1",
        application["id"],
        after.value,
    )


async def take_back(actor: Actor, application_id: UUID) -> None:
    """Make what was sent a draft again, to change it: before the deadline, and while nobody has acted on it.

    The number stays and so does every version sent; what is not sent again by the deadline does not count.
    """
    async with tx():
        application = await _mine(actor, application_id, hand=Hand.SUBMIT, writing=False)
        call = await call_queries.call(actor, application["call"], application["company"])
        require(permissions.may_take_back(taking=call.taking))
        state = ApplicationState(application["state"])
        if LIFE.allows(state, Move.REVISE) and not await _just_sent(application, state):
            raise IllegalMove(
                _("An office has acted on it already. Write to its officer if something must be changed.")
            )
        await _move(application, Move.REVISE)
        await clocks.stop(application_id)
        await questionnaires.reopen(actor, application["sheet"])
        await audit.record(actor, "application taken back", application_id, number=application["number"])
        await announce(ApplicationTakenBack(application_id))


async def withdraw(actor: Actor, application_id: UUID, reason: str = "") -> None:
    """Take it back; a place that it held in a quota is free again. While the call is open, one may begin anew."""
    async with tx():
        application = await _mine(actor, application_id, hand=Hand.SUBMIT, writing=False)
        await _move(application, Move.WITHDRAW)
        await clocks.stop(application_id)
        await database.execute(
            "UPDATE call_quota SET used = used - 1 WHERE id IN (SELECT quota FROM recommendation_opinion"
            " WHERE application = $1 AND outcome = 'recommended' AND quota IS NOT NULL)",
            application_id,
        )
        await audit.record(actor, "application withdrawn", application_id, reason=reason)
        await announce(ApplicationWithdrawn(application_id))


async def _mine(actor: Actor, application_id: UUID, *, hand: Hand = Hand.EDIT, writing: bool = True) -> asyncpg.Record:
    """An application of the actor's side, locked where a transaction is open; Hidden (404) for everyone else.

    Forbidden (403) where this hand was not given to them.
    """
    found = await database.row(
        "SELECT a.id, a.call, a.company, a.applicant, a.path, a.sheet, a.state, a.number, a.declaration,"
        " a.submitted_at, (SELECT c.sealed FROM call c WHERE c.id = a.call) AS sealed,"
        f" {hands(1)} AS hands FROM application a WHERE a.id = $2 AND {on_side(1)} FOR UPDATE OF a",
        actor.id,
        application_id,
    )
    application: asyncpg.Record = found or hidden()
    require(permissions.may_lend(hand, rights=application["hands"]))
    if writing:
        require(permissions.may_write(state=application["state"]))
    return application
