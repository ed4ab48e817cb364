"""Building a form: one change at a time, each a new definition. Parts are named by their keys, as people see them."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.words import Bilingual, _
from parks.questionnaires.rules.definition import KEY, Check, Definition, Option, Question, Section, load


class Part(StrEnum):
    """What a form is made of, in the words of its addresses."""

    SECTIONS = "sections"
    QUESTIONS = "questions"
    CHECKS = "checks"


Piece = Section | Question | Check


class DesignConflict(Conflict):
    """409: somebody else changed the same part since it was opened. Carries both, so that a person can choose."""

    def __init__(self, part: Part, key: str, mine: Piece, theirs: Piece | None, by: str) -> None:
        super().__init__(
            _("{name} changed this after you opened it. Both are shown: choose one.", name=by)
            if theirs is not None
            else _("{name} removed this after you opened it. Save again to put it back.", name=by),
            mine=mine.model_dump(mode="json", exclude_defaults=True),
            theirs=theirs.model_dump(mode="json", exclude_defaults=True) if theirs is not None else None,
        )
        self.part = part
        self.key = key
        self.mine = mine
        self.theirs = theirs
        self.by = by


def mark_of(piece: Piece | None) -> str:
    """A short mark of a part as it stands, so that a change made meanwhile is told. A section's is its own words'."""
    if piece is None:
        return ""
    body = piece.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


def find(definition: Definition, part: Part, key: str) -> Piece | None:
    match part:
        case Part.SECTIONS:
            return definition.section(key)
        case Part.QUESTIONS:
            return definition.question(key)
        case Part.CHECKS:
            return next((one for one in definition.checks if one.key == key), None)


def key_of(label: Bilingual, taken: Sequence[str], otherwise: str) -> str:
    """A key out of the English words, such as amount_asked; `otherwise` with a number where there are none."""
    stem = re.sub(r"[^a-z0-9]+", "_", label.en.lower()).strip("_")[:40].strip("_")
    if not re.match(KEY, stem):
        stem = otherwise
    names = [stem, *(f"{stem}_{number}" for number in range(2, 1_000))]
    return next(one for one in names if one not in taken)


def option_value(label: Bilingual, taken: Sequence[str]) -> str:
    return key_of(label, taken, "option")


def put_section(definition: Definition, key: str | None, section: Section) -> Definition:
    """The section with its words and conditions as given; a new one comes last. Its questions stay its own."""
    if key is None:
        return _made(definition, sections=[*definition.sections, section])
    sections = [
        section.model_copy(update={"questions": one.questions}) if one.key == key else one
        for one in definition.sections
    ]
    if section.key != key:
        sections = [
            one.model_copy(update={"after": tuple(section.key if each == key else each for each in one.after)})
            for one in sections
        ]
    return _made(definition, sections=sections)


def put_question(definition: Definition, key: str | None, section: str, question: Question) -> Definition:
    """The question in that section: in its place where it stands there already, else as the last of it."""
    if definition.section(section) is None:
        raise Invalid(fields={"section": _("Choose one of the options.")})
    sections = []
    for one in definition.sections:
        questions = list(one.questions)
        here = next((number for number, each in enumerate(questions) if each.key == key), None)
        if here is not None and one.key == section:
            questions[here] = question
        elif here is not None:
            del questions[here]
        elif one.key == section:
            questions.append(question)
        sections.append(one.model_copy(update={"questions": tuple(questions)}))
    return _made(definition, sections=sections)


def put_check(definition: Definition, key: str | None, check: Check) -> Definition:
    if key is None:
        return _made(definition, checks=[*definition.checks, check])
    return _made(definition, checks=[check if one.key == key else one for one in definition.checks])


def without(definition: Definition, part: Part, key: str) -> Definition:
    """The form without this part; a section goes with its questions."""
    match part:
        case Part.SECTIONS:
            return _made(definition, sections=[one for one in definition.sections if one.key != key])
        case Part.QUESTIONS:
            sections = [
                one.model_copy(update={"questions": tuple(each for each in one.questions if each.key != key)})
                for one in definition.sections
            ]
            return _made(definition, sections=sections)
        case Part.CHECKS:
            return _made(definition, checks=[one for one in definition.checks if one.key != key])


def moved(definition: Definition, part: Part, key: str, step: int) -> Definition:
    """One place up (-1) or down (1). A question at the end of its section goes on into the next one."""
    match part:
        case Part.SECTIONS:
            return _made(definition, sections=_stepped(definition.sections, key, step))
        case Part.CHECKS:
            return _made(definition, checks=_stepped(definition.checks, key, step))
        case Part.QUESTIONS:
            return _question_moved(definition, key, step)


def _stepped(several: Sequence[Any], key: str, step: int) -> list[Any]:
    found = list(several)
    here = next((number for number, one in enumerate(found) if one.key == key), None)
    if here is None:
        hidden()
    there = min(max(here + step, 0), len(found) - 1)
    found.insert(there, found.pop(here))
    return found


def _question_moved(definition: Definition, key: str, step: int) -> Definition:
    home = definition.section_of(key) or hidden()
    keys = [one.key for one in home.questions]
    place = keys.index(key) + step
    if 0 <= place < len(keys):
        stepped = home.model_copy(update={"questions": tuple(_stepped(home.questions, key, step))})
        return _made(definition, sections=[stepped if one.key == home.key else one for one in definition.sections])
    order = [one.key for one in definition.sections]
    near = order.index(home.key) + step
    if not 0 <= near < len(order):
        return definition
    question = definition.question(key) or hidden()
    sections = []
    for one in definition.sections:
        questions = [each for each in one.questions if each.key != key]
        if one.key == order[near]:
            questions = [question, *questions] if step > 0 else [*questions, question]
        sections.append(one.model_copy(update={"questions": tuple(questions)}))
    return _made(definition, sections=sections)


def _made(definition: Definition, **changed: Any) -> Definition:
    """Read anew, so that limits hold after every change."""
    return load(definition.model_copy(update={name: tuple(one) for name, one in changed.items()}).stored())


def empty(key: str, title: Bilingual) -> Definition:
    return load({"key": key, "title": title.stored(), "sections": []})


def renamed(definition: Definition, key: str, title: Bilingual) -> Definition:
    """A copy under another name: last year's form for this year."""
    return load(definition.stored() | {"key": key, "title": title.stored()})


def written(definition: Definition) -> bytes:
    """The form as a file. Read again and written again it is the same to the byte."""
    return (json.dumps(definition.stored(), ensure_ascii=False, indent=2) + "\n").encode()


def read(body: bytes) -> Definition:
    """The form of such a file. Invalid (422) where it is none."""
    try:
        stored = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This file is no form: it is not JSON.")) from error
    if not isinstance(stored, Mapping):
        raise Invalid(_("This file is no form: it is not JSON."))
    return load(stored)


def options_of(rows: Sequence[tuple[str, str, str]]) -> tuple[Option, ...]:
    """Options out of rows of value, Chinese and English; empty rows are left out, a missing value is made."""
    found: list[Option] = []
    for value, zh, en in rows:
        if zh or en or value:
            label = Bilingual(zh, en)
            given = value or option_value(label, [one.value for one in found])
            found.append(Option(value=given, label=label))
    return tuple(found)
