"""Reading a sheet: one statement, whatever it holds. Who may see it, its owner has asked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zlib import crc32

from parks.adapters.database import row, rows, value
from parks.kernel.errors import hidden
from parks.kernel.verdict import Verdict
from parks.kernel.words import Bilingual, Text
from parks.questionnaires import permissions
from parks.questionnaires.rules.answers import Names, Typed, both, shown
from parks.questionnaires.rules.definition import CODED, Definition, Kind, Question, Section, load
from parks.questionnaires.rules.handed_in import Fact, FileRef, gap_of
from parks.questionnaires.rules.sections import UNASKED, Filled, Problem, Standing
from parks.questionnaires.rules.words import TONES, WORDS
from parks.questionnaires.states import SETTLED, SectionStatus, SheetState
from parks.reference import queries as reference

_published: dict[UUID, Definition] = {}
"""Published definitions never change (a trigger sees to it), so each is parsed once a process."""


async def definition(questionnaire_id: UUID) -> Definition:
    found = _published.get(questionnaire_id)
    if found is None:
        stored = await value("SELECT definition FROM questionnaire WHERE id = $1", questionnaire_id)
        found = _published[questionnaire_id] = load(stored if stored is not None else hidden())
    return found


def know(questionnaire_id: UUID, found: Definition) -> Definition:
    """A definition that was read along with something else."""
    return _published.setdefault(questionnaire_id, found)


_names: dict[str, Bilingual] = {}
"""What the state publishes is loaded when the house starts, so the names of its codes are read once a process."""


async def names(of: Definition) -> Names | None:
    """The names of regions and industries, where the form asks for any."""
    if not any(one.kind in CODED for question in of.questions for one in (question, *question.columns)):
        return None
    if not _names:
        _names.update(await reference.code_names())
    return _names


async def definition_of(sheet_id: UUID) -> Definition:
    """The form that a sheet fills in. Hidden (404) where there is no such sheet."""
    asked: UUID | None = await value("SELECT questionnaire FROM questionnaire_sheet WHERE id = $1", sheet_id)
    return await definition(asked or hidden())


async def latest(key: str) -> UUID | None:
    """The id of the newest published version of a form."""
    found: UUID | None = await value("SELECT id FROM questionnaire WHERE key = $1 ORDER BY version DESC LIMIT 1", key)
    return found


def mark_of(kept: Typed) -> str:
    """A short mark of an answer: equal for equal answers."""
    return f"{crc32(json.dumps(kept, ensure_ascii=False).encode()):08x}"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answer: `kept` as stored, `value` as meant, `lines` (rows of cells) as people read it."""

    question: Question
    applies: bool
    editable: bool
    kept: Typed = ""
    value: Any = None
    lines: tuple[tuple[Bilingual, ...], ...] = ()
    version: int = 0
    by: str = ""
    by_id: str = ""
    at: datetime | None = None
    problem: Text | None = None  # what is wrong with what was typed, shown beside the field at once
    lacking: Text | None = None  # the same or that it is missing, shown by 填写检查
    fact: Fact | None = None
    files: tuple[FileRef, ...] = ()
    decides: bool = False  # others appear, go or come to something else with its answer
    offers: tuple[tuple[str, Bilingual], ...] = ()  # codes to choose from, of a region or an industry

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def seen(self) -> str:
        """What a page sends back, so that its sender's changes are told from what others wrote meanwhile."""
        return f"{self.version}.{mark_of(self.kept)}"

    @property
    def given(self) -> bool:
        return bool(self.kept or self.files or (self.fact and self.fact.lines))

    def rows(self, kept: Typed) -> list[dict[str, str]]:
        """Rows of a table as the form shows them: what is there and up to two empty ones."""
        filled = [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
        most = 1 if self.question.kind is Kind.PERSON else self.question.max or 20
        room = most - len(filled)
        blank = {column.key: "" for column in self.question.cells}
        return filled + [dict(blank) for _number in range(max(0, min(2, room)))]


@dataclass(frozen=True, slots=True)
class SectionView:
    section: Section
    status: SectionStatus
    editable: bool
    completed: bool
    gap: Text | str | None
    questions: tuple[QuestionView, ...]
    problems: tuple[Problem, ...]

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def title(self) -> Bilingual:
        return self.section.title

    @property
    def word(self) -> Text:
        return WORDS[self.status]

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def typed(self) -> bool:
        """Whether there is anything on it that a person fills in."""
        return any(one.applies and one.question.kind not in UNASKED for one in self.questions)


@dataclass(frozen=True, slots=True)
class Sheet:
    id: UUID
    questionnaire_id: UUID
    subject_id: UUID
    title: Bilingual
    state: SheetState
    number: int  # of the newest version taken; 0 = none yet
    sections: tuple[SectionView, ...]
    problems: tuple[Problem, ...]

    @property
    def settled(self) -> int:
        return sum(one.status in SETTLED for one in self.sections)

    @property
    def total(self) -> int:
        return len(self.sections)

    @property
    def can_freeze(self) -> bool:
        return not self.problems and self.state is not SheetState.FROZEN

    @property
    def questions(self) -> Iterator[QuestionView]:
        return (one for section in self.sections for one in section.questions)

    @property
    def values(self) -> dict[str, Any]:
        """The answers of all questions that apply, as they are meant: text, Decimal, Money, date, bool, tuples."""
        return {one.key: one.value for one in self.questions if one.applies}

    def read_only(self) -> "Sheet":
        """The same for who may read it and no more."""
        return replace(
            self,
            sections=tuple(
                replace(one, editable=False, questions=tuple(replace(q, editable=False) for q in one.questions))
                for one in self.sections
            ),
        )

    def section(self, key: str) -> SectionView:
        """Hidden (404) where there is no such section."""
        return next((one for one in self.sections if one.key == key), None) or hidden()

    def question(self, key: str) -> QuestionView:
        return next((one for one in self.questions if one.key == key), None) or hidden()

    def after(self, key: str) -> SectionView | None:
        """The next section that still wants something, for the way on after this one."""
        keys = [one.key for one in self.sections]
        place = keys.index(key) + 1 if key in keys else 0
        order = (*self.sections[place:], *self.sections[:place])
        return next((one for one in order if one.key != key and one.status not in SETTLED and one.editable), None)


WHOLE = """
SELECT s.id, s.questionnaire, s.subject_id, s.state, s.facts,
  (SELECT COALESCE(json_object_agg(a.question,
      json_build_object('v', a.value -> 'v', 'version', a.version, 'by', a.by_name,
      'by_id', a.by_id, 'at', a.at)), '{}')
    FROM questionnaire_answer a WHERE a.sheet = s.id) AS answers,
  (SELECT COALESCE(json_agg(json_build_object(
      'question', f.question, 'id', f.document_id, 'name', f.name, 'size', f.size) ORDER BY f.id), '[]')
    FROM questionnaire_attachment f WHERE f.sheet = s.id) AS files,
  (SELECT COALESCE(json_object_agg(p.section, json_build_object('completed', p.completed, 'gap', p.gap)), '{}')
    FROM questionnaire_section p WHERE p.sheet = s.id) AS parts,
  (SELECT COALESCE(max(v.number), 0) FROM questionnaire_version v WHERE v.sheet = s.id) AS number
FROM questionnaire_sheet s WHERE s.id = ANY($1)
"""


@dataclass(frozen=True)
class Held:
    """A sheet as its rows tell it, before anything is derived."""

    row: Mapping[str, Any]
    definition: Definition
    filled: Filled
    files: Mapping[str, tuple[FileRef, ...]]

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.definition, self.filled)

    def answered(self, written: Mapping[str, Any]) -> "Held":
        """The same sheet with these answers, in the shape of WHOLE's `answers`."""
        answers = {**self.row["answers"], **written}
        typed = {key: one["v"] for key, one in answers.items()}
        return replace(self, row={**self.row, "answers": answers}, filled=replace(self.filled, answers=typed))

    @property
    def state(self) -> SheetState:
        return SheetState(self.row["state"])


async def held(sheet_id: UUID) -> Held:
    return await _held(await row(WHOLE, [sheet_id]) or hidden())


async def _held(found: Mapping[str, Any]) -> Held:
    files: dict[str, tuple[FileRef, ...]] = {}
    for one in found["files"]:
        files[one["question"]] = (
            *files.get(one["question"], ()),
            FileRef(UUID(one["id"]), one["name"], one["size"]),
        )
    form = await definition(found["questionnaire"])
    filled = Filled(
        answers={key: one["v"] for key, one in found["answers"].items()},
        files={key: len(several) for key, several in files.items()},
        facts={source for source, fact in found["facts"].items() if fact["lines"]},
        confirmed={key for key, one in found["parts"].items() if one["completed"]},
        gaps={key for key, one in found["parts"].items() if one["gap"] is not None},
        names=await names(form),
    )
    return Held(dict(found), form, filled, files)


async def sheet(sheet_id: UUID) -> Sheet:
    """The whole sheet with all that follows from it. Hidden (404) where there is none."""
    return seen(await held(sheet_id))


async def several(sheet_ids: Sequence[UUID]) -> dict[UUID, Sheet]:
    """These sheets by id, in one statement: for lists that tell how much is left of each."""
    return {one["id"]: seen(await _held(one)) for one in await rows(WHOLE, list(sheet_ids))}


def seen(of: Held) -> Sheet:
    stands, gaps, applies = of.standing.statuses, of.standing.problems, of.standing.applying
    deciding = of.definition.deciding
    sections = []
    for section in of.definition.sections:
        part = of.row["parts"].get(section.key, {"completed": False, "gap": None})
        editable = bool(may_change(of, section))
        views = tuple(
            _question(one, of, applies=one.key in applies, editable=editable, decides=one.key in deciding)
            for one in section.questions
        )
        sections.append(
            SectionView(
                section=section,
                status=stands[section.key],
                editable=editable,
                completed=part["completed"],
                gap=gap_of(part["gap"]) if part["gap"] is not None else None,
                questions=views,
                problems=tuple(one for one in gaps if one.section == section.key),
            )
        )
    return Sheet(
        id=of.row["id"],
        questionnaire_id=of.row["questionnaire"],
        subject_id=of.row["subject_id"],
        title=of.definition.title,
        state=of.state,
        number=of.row["number"],
        sections=tuple(sections),
        problems=tuple(gaps),
    )


def may_change(of: Held, section: Section) -> Verdict:
    waits = of.standing.waits(section)
    return permissions.may_change(of.state, section.key, opened=of.filled.gaps, waits=waits)


def view(of: Held, question: Question) -> QuestionView:
    """One question as `seen` would show it, without reckoning what the others come to."""
    section = of.definition.section_of(question.key) or hidden()
    return _question(
        question,
        of,
        applies=of.standing.applies(question),
        editable=bool(may_change(of, section)),
        decides=question.key in of.definition.deciding,
    )


def _question(question: Question, of: Held, *, applies: bool, editable: bool, decides: bool) -> QuestionView:
    answer = of.row["answers"].get(question.key, {"v": "", "version": 0, "by": "", "by_id": "", "at": None})
    read = of.standing.reading(question)
    fact = of.row["facts"].get(question.source) if question.kind is Kind.FACT else None
    computed = of.standing.shown(question) if question.kind is Kind.COMPUTED else None
    return QuestionView(
        question=question,
        applies=applies,
        editable=editable,
        kept=answer["v"],
        value=of.standing.value(question.key) if question.kind is Kind.COMPUTED else read.value,
        lines=((both(computed),),) if computed is not None else _lines(question, answer["v"], of.filled.names),
        version=answer["version"],
        by=answer["by"],
        by_id=answer["by_id"],
        at=datetime.fromisoformat(answer["at"]) if answer["at"] else None,
        problem=read.problem,
        lacking=of.standing.lacks(question) if applies else None,
        fact=Fact.of(fact) if fact else None,
        files=of.files.get(question.key, ()),
        decides=decides,
        offers=_offers(question, of.filled.names) if applies and editable and question.kind in CODED else (),
    )


def _offers(question: Question, known: Names | None) -> tuple[tuple[str, Bilingual], ...]:
    """The codes that the page's list proposes: all below `under`, else provinces and cities; any other can be typed."""
    wide = not question.under and question.kind is Kind.REGION
    letters = question.kind is Kind.INDUSTRY
    return tuple(
        (code, name)
        for code, name in (known or {}).items()
        if code[0].isalpha() is letters and code.startswith(question.under) and not (wide and not code.endswith("00"))
    )


def _lines(question: Question, kept: Typed, known: Names | None) -> tuple[tuple[Bilingual, ...], ...]:
    if not kept:
        return ()
    several = shown(question, kept, known)
    return tuple(tuple(both(cell) for cell in (one if question.kind is Kind.TABLE else (one,))) for one in several)


async def version(sheet_id: UUID, number: int | None = None) -> dict[str, Any]:
    """A version that was taken: the one of that number, or the newest. Hidden (404) where there is none."""
    found: dict[str, Any] | None = await value(
        "SELECT snapshot FROM questionnaire_version WHERE sheet = $1 AND ($2::int IS NULL OR number = $2)"
        " ORDER BY number DESC LIMIT 1",
        sheet_id,
        number,
    )
    return found if found is not None else hidden()


@dataclass(frozen=True, slots=True)
class Taken:
    number: int
    at: datetime


async def versions(sheet_id: UUID) -> list[Taken]:
    """The versions taken of a sheet, newest first."""
    found = await rows(
        "SELECT number, at FROM questionnaire_version WHERE sheet = $1 ORDER BY number DESC LIMIT 200", sheet_id
    )
    return [Taken(one["number"], one["at"]) for one in found]


async def holds(sheet_id: UUID, document_id: UUID) -> bool:
    """Whether the document answers a question of this sheet, now or in a version that was taken."""
    return bool(
        await value(
            "SELECT EXISTS (SELECT FROM questionnaire_attachment WHERE sheet = $1 AND document_id = $2::uuid)"
            " OR EXISTS (SELECT FROM questionnaire_version WHERE sheet = $1"
            " AND jsonb_path_exists(snapshot, '$.sections[*].questions[*].files[*] ? (@.id == $id)',"
            " jsonb_build_object('id', ($2::uuid)::text)))",
            sheet_id,
            document_id,
        )
    )
