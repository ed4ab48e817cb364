"""Publishing forms, filling in sheets, freezing and reopening them. Rights are the owner's: it asks, then calls.

Saving an answer writes no audit line: a draft is saved many times a minute, and who wrote what last stands on the
answer itself. Handing in, sending back and completing are acts, and each leaves its line (docs/adr/0030).
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from parks.adapters import clock, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.questionnaires import queries
from parks.questionnaires.rules import exchange
from parks.questionnaires.rules.answers import AnswerConflict, Typed, keep
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import NOT_TYPED, Definition, Kind, Question, Section, load
from parks.questionnaires.rules.handed_in import Fact, FileRef, Sent, gap_stored
from parks.questionnaires.rules.snapshots import taken
from parks.questionnaires.states import LIFE, SheetMove, SheetState


async def publish(actor: Actor, definition: Definition, *, design_id: UUID | None = None) -> UUID:
    """The definition as a new version under its key; the same definition again is the version it already is.

    Invalid (422) names each place that keeps it from being published.
    """
    if lacking := check(definition):
        raise Invalid(_("This is not a questionnaire that can be published."), lacking)
    async with tx():
        await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"questionnaire {definition.key}")
        last = await database.row(
            "SELECT id, version, definition FROM questionnaire WHERE key = $1 ORDER BY version DESC LIMIT 1",
            definition.key,
        )
        if last is not None and load(last["definition"]) == definition:
            known: UUID = last["id"]
            return known
        made = uuid7()
        number = last["version"] + 1 if last is not None else 1
        await database.execute(
            "INSERT INTO questionnaire (id, key, version, definition, published_at, built_as)"
            " VALUES ($1, $2, $3, $4, parks_now(), $5)",
            made,
            definition.key,
            number,
            definition.stored(),
            design_id,
        )
        await audit.record(actor, "questionnaire published", made, key=definition.key, version=number)
    return made


async def open_sheet(questionnaire_id: UUID, subject: SubjectRef, facts: Mapping[str, Fact]) -> UUID:
    """A sheet for this subject; the one it already has, if so."""
    async with tx():
        made: UUID = await database.value(
            "INSERT INTO questionnaire_sheet (id, questionnaire, subject_kind, subject_id, state, facts, opened_at)"
            " VALUES ($1, $2, $3, $4, 'open', $5, parks_now())"
            " ON CONFLICT (subject_kind, subject_id, questionnaire) DO UPDATE SET subject_kind = EXCLUDED.subject_kind"
            " RETURNING id",
            uuid7(),
            questionnaire_id,
            subject.kind,
            subject.id,
            _stored(facts),
        )
    return made


def _stored(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {source: fact.stored() for source, fact in facts.items()}


async def refresh_facts(sheet_id: UUID, facts: Mapping[str, Fact]) -> None:
    """What the owner's record says today; a frozen sheet keeps what it said then."""
    async with tx():
        await database.execute(
            "UPDATE questionnaire_sheet SET facts = $2 WHERE id = $1 AND state <> 'frozen' AND facts <> $2::jsonb",
            sheet_id,
            _stored(facts),
        )


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """`question` as it stands now: `version`, `at`, `problem`. `dependents` come and go with its answer."""

    question: queries.QuestionView
    dependents: tuple[queries.QuestionView, ...]
    saved: "Saved"

    @property
    def sheet(self) -> queries.Sheet:
        return self.saved.sheet


@dataclass(frozen=True)
class Saved:
    """The sheet as it stands now, and the answers where somebody else was faster."""

    held: queries.Held
    conflicts: tuple[AnswerConflict, ...]

    @cached_property
    def sheet(self) -> queries.Sheet:
        """Made when it is asked for: an autosave shows one question and what hangs on it."""
        return queries.seen(self.held)


async def save_answer(actor: Actor, sheet_id: UUID, question: str, value: Any, seen_version: int) -> SavedAnswer:
    """Keep one answer as it was typed. AnswerConflict (409) with both values where somebody was faster."""
    saved = await save_answers(actor, sheet_id, {question: Sent(value, seen_version)})
    if saved.conflicts:
        raise saved.conflicts[0]
    of = saved.held
    dependents = tuple(queries.view(of, one) for one in of.definition.dependents(question))
    return SavedAnswer(queries.view(of, of.definition.question(question) or hidden()), dependents, saved)


async def save_answers(actor: Actor, sheet_id: UUID, sent: Mapping[str, Sent]) -> Saved:
    """Keep several answers in one statement: what a whole page posts with JavaScript off.

    Where somebody else was faster on one of them the others are kept, and that one comes back as a conflict.
    """
    async with tx():
        of = await _locked(sheet_id)
        asked = {key: of.definition.question(key) or hidden() for key in sent}
        for section in {_section_of(of.definition, key).key for key in sent}:
            _require_open(of, section)
        kept = {key: keep(question, sent[key].value) for key, question in asked.items()}
        conflicts = tuple(found for key in kept if (found := _conflict(of, key, kept[key], sent[key].seen_version)))
        refused = {one.question for one in conflicts}
        changed = {key: one for key, one in kept.items() if key not in refused and one != _now(of, key)}
        written = await _write(actor, sheet_id, changed)
    return Saved(of.answered(written), conflicts)


async def take_answers(actor: Actor, sheet_id: UUID, lines: Iterable[Sequence[Any]]) -> Saved:
    """Answers out of a spreadsheet's lines (`rules.exchange`), all or none; each replaces what stands there."""
    async with tx():
        of = await _locked(sheet_id)
        given = exchange.answers_of(of.definition, lines)
        known = of.row["answers"]
        return await save_answers(
            actor,
            sheet_id,
            {key: Sent(one, known[key]["version"] if key in known else 0) for key, one in given.items()},
        )


async def _locked(sheet_id: UUID) -> queries.Held:
    # Two statements on purpose: the second sees what the former holder of the lock has written.
    await database.value("SELECT id FROM questionnaire_sheet WHERE id = $1 FOR UPDATE", sheet_id)
    return await queries.held(sheet_id)


def _section_of(definition: Definition, question: str) -> Section:
    return definition.section_of(question) or hidden()


def _require_open(of: queries.Held, section: str) -> None:
    require(queries.may_change(of, of.definition.section(section) or hidden()))


def _now(of: queries.Held, question: str) -> Typed:
    return of.filled.answers.get(question, "")


def _conflict(of: queries.Held, question: str, mine: Typed, seen: int) -> AnswerConflict | None:
    current = of.row["answers"].get(question)
    if current is None or current["version"] == seen or current["v"] == mine:
        return None
    return AnswerConflict(question, mine, current["v"], current["by"], current["version"])


async def _write(actor: Actor, sheet_id: UUID, changed: Mapping[str, Typed]) -> dict[str, Any]:
    """What was written, in the shape of `queries.WHOLE`."""
    if not changed:
        return {}
    found = await database.rows(
        "INSERT INTO questionnaire_answer AS a (id, sheet, question, value, version, by_id, by_name, at)"
        " SELECT u.id, $1, u.question, u.value, 1, $2, $3, parks_now()"
        " FROM unnest($4::uuid[], $5::text[], $6::jsonb[]) AS u(id, question, value)"
        " ON CONFLICT (sheet, question) DO UPDATE SET value = EXCLUDED.value, version = a.version + 1,"
        " by_id = EXCLUDED.by_id, by_name = EXCLUDED.by_name, at = EXCLUDED.at"
        " RETURNING question, version, at",
        sheet_id,
        actor.id,
        actor.name[:200],
        [uuid7() for _one in changed],
        list(changed),
        [{"v": one} for one in changed.values()],
    )
    return {
        one["question"]: {
            "v": changed[one["question"]],
            "version": one["version"],
            "by": actor.name,
            "by_id": str(actor.id),
            "at": one["at"].isoformat(),
        }
        for one in found
    }


async def take_over(actor: Actor, earlier_sheet: UUID, sheet_id: UUID) -> dict[str, Typed]:
    """Bring what was typed in an earlier sheet into a new one, wherever both ask the same; answers what was brought.

    The same is: the same key, the same kind, and a value that the new question takes. Declarations are made anew.
    Answers that the new sheet holds already stay.
    """
    async with tx():
        of = await _locked(sheet_id)
        former = await queries.held(earlier_sheet)
        brought: dict[str, Typed] = {}
        for question in of.definition.questions:
            asked = former.definition.question(question.key)
            typed = former.filled.answers.get(question.key)
            same = asked is not None and asked.kind is question.kind and question.kind not in ANEW
            if not same or not typed or question.key in of.filled.answers:
                continue
            with contextlib.suppress(Invalid):  # an option that is no longer offered is asked anew
                brought[question.key] = keep(question, typed)
        await _write(actor, sheet_id, brought)
        await audit.record(actor, "answers taken over", sheet_id, of=earlier_sheet, answers=len(brought))
    return brought


ANEW = NOT_TYPED | {Kind.DECLARATION}
"""What is never taken over: facts and files stand elsewhere, and a declaration is a person's word of the day."""


async def attach(actor: Actor, sheet_id: UUID, question: str, file: FileRef) -> None:
    """Answer a file question with a document that the owner has stored. Conflict (409) when there are enough."""
    async with tx():
        of = await _locked(sheet_id)
        asked = _file_question(of, question)
        if asked.max is not None and len(of.files.get(question, ())) >= asked.max:
            raise Conflict(_("There are {n} files here already. Remove one first.", n=asked.max))
        await database.execute(
            "INSERT INTO questionnaire_attachment (id, sheet, question, document_id, name, size, by_id, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now()) ON CONFLICT (sheet, question, document_id) DO NOTHING",
            uuid7(),
            sheet_id,
            question,
            file.document_id,
            file.name[:255],
            file.size,
            actor.id,
        )
        await audit.record(actor, "file attached", sheet_id, question=question, document=file.document_id)


async def detach(actor: Actor, sheet_id: UUID, question: str, document_id: UUID) -> None:
    """Take a document off a file question. Versions already taken keep theirs."""
    async with tx():
        of = await _locked(sheet_id)
        _file_question(of, question)
        if all(one.document_id != document_id for one in of.files.get(question, ())):
            hidden()
        await database.execute(
            "DELETE FROM questionnaire_attachment WHERE sheet = $1 AND question = $2 AND document_id = $3",
            sheet_id,
            question,
            document_id,
        )
        await audit.record(actor, "file detached", sheet_id, question=question, document=document_id)


def _file_question(of: queries.Held, question: str) -> Question:
    asked = of.definition.question(question)
    if asked is None or asked.kind is not Kind.FILE:
        hidden()
    _require_open(of, _section_of(of.definition, question).key)
    return asked


async def complete_section(actor: Actor, sheet_id: UUID, section: str, *, completed: bool) -> None:
    """The answer to "Have you completed this section?". A yes with gaps is Invalid (422), a sentence a question."""
    async with tx():
        of = await _locked(sheet_id)
        asked = of.definition.section(section) or hidden()
        _require_open(of, section)
        if completed and (gaps := of.standing.gaps_of(asked)):
            raise Invalid(
                _("This section is not complete yet. What you typed is saved."),
                {one.question: one.text for one in gaps},
            )
        await database.execute(
            "INSERT INTO questionnaire_section (id, sheet, section, completed) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (sheet, section) DO UPDATE SET completed = EXCLUDED.completed",
            uuid7(),
            sheet_id,
            section,
            completed,
        )
        act = "section completed" if completed else "section taken up again"
        await audit.record(actor, act, sheet_id, section=section)


async def freeze(actor: Actor, sheet_id: UUID) -> dict[str, Any]:
    """Take the next version, whole, and close the sheet. Invalid (422) names every gap, by question or section."""
    async with tx():
        of = await _locked(sheet_id)
        after = LIFE.after(of.state, SheetMove.FREEZE)
        if gaps := of.standing.problems:
            raise Invalid(
                _("Not everything is filled in yet. The list says what is left."),
                {one.question or one.section: one.text for one in gaps},
            )
        number = of.row["number"] + 1
        snapshot = taken(
            of.standing,
            files={key: [_told(one) for one in several] for key, several in of.files.items()},
            facts=of.row["facts"],
            number=number,
            at=(await clock.now()).isoformat(timespec="seconds"),
        )
        await database.execute(
            "INSERT INTO questionnaire_version (id, sheet, number, snapshot, by_id, at)"
            " VALUES ($1, $2, $3, $4, $5, parks_now())",
            uuid7(),
            sheet_id,
            number,
            snapshot,
            actor.id,
        )
        await _move(sheet_id, after)
        await audit.record(actor, "sheet frozen", sheet_id, number=number)
    return snapshot


def _told(file: FileRef) -> dict[str, Any]:
    return {"id": str(file.document_id), "name": file.name, "size": file.size}


async def _move(sheet_id: UUID, after: SheetState) -> None:
    await database.execute("UPDATE questionnaire_sheet SET state = $2 WHERE id = $1", sheet_id, after.value)


async def open_for_changes(actor: Actor, sheet_id: UUID, gaps: Mapping[str, Text | str]) -> None:
    """Send back: these sections, each with what is lacking, can be changed, and no others."""
    async with tx():
        of = await _locked(sheet_id)
        after = LIFE.after(of.state, SheetMove.RETURN)
        known = {one.key for one in of.definition.sections}
        if not gaps or set(gaps) - known:
            raise Invalid(_("Name at least one section, and what is lacking in it."))
        await _forget_gaps(sheet_id)
        await database.execute_many(
            "INSERT INTO questionnaire_section (id, sheet, section, completed, gap) VALUES ($1, $2, $3, FALSE, $4)"
            " ON CONFLICT (sheet, section) DO UPDATE SET completed = FALSE, gap = EXCLUDED.gap",
            [(uuid7(), sheet_id, section, gap_stored(gap)) for section, gap in gaps.items()],
        )
        await _move(sheet_id, after)
        await audit.record(actor, "sheet opened for changes", sheet_id, sections=sorted(gaps))


async def reopen(actor: Actor, sheet_id: UUID) -> None:
    """Open the whole sheet again, e.g. after a withdrawal before the deadline; the versions taken stay."""
    async with tx():
        of = await _locked(sheet_id)
        after = LIFE.after(of.state, SheetMove.REOPEN)
        await _forget_gaps(sheet_id)
        await _move(sheet_id, after)
        await audit.record(actor, "sheet reopened", sheet_id)


async def _forget_gaps(sheet_id: UUID) -> None:
    await database.execute("UPDATE questionnaire_section SET gap = NULL WHERE sheet = $1 AND gap IS NOT NULL", sheet_id)
