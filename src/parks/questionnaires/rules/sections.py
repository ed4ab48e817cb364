"""Where each section stands, from the answers alone; what applies, what lacks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from parks.kernel.words import Text, _
from parks.questionnaires.rules.answers import Typed, reading
from parks.questionnaires.rules.definition import Condition, Definition, Kind, Question, Section
from parks.questionnaires.states import SETTLED, SectionStatus


@dataclass(frozen=True, slots=True)
class Filled:
    """All that a sheet holds. `files` how many a question has, `facts` the sources that are known, `confirmed` the
    sections somebody has said to be completed, `gaps` those that were sent back.
    """

    answers: Mapping[str, Typed] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    facts: Collection[str] = ()
    confirmed: Collection[str] = ()
    gaps: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One gap of 填写检查; `question` is empty where the section as a whole is meant."""

    section: str
    question: str
    text: Text


def applying(definition: Definition, filled: Filled) -> frozenset[str]:
    """The keys of all that applies (sections as `section:key`). What hangs on one that does not, neither."""
    questions: set[str] = set()
    sections: set[str] = set()
    for section in definition.sections:
        if not _holds(section.when, filled, questions):
            continue
        sections.add(f"section:{section.key}")
        for question in section.questions:
            if _holds(question.when, filled, questions):
                questions.add(question.key)
    return frozenset(questions | sections)


def _holds(when: Condition | None, filled: Filled, questions: Collection[str]) -> bool:
    if when is None:
        return True
    if when.question not in questions:
        return False
    given = filled.answers.get(when.question)
    return when.equals in given if isinstance(given, list) else given == when.equals


def lacks(question: Question, filled: Filled) -> Text | None:
    """What is wrong with one question that applies, or None."""
    if question.kind is Kind.FILE:
        count = filled.files.get(question.key, 0)
        if question.required and not count:
            return _("Add this file.")
        return _("Keep at most {n} files.", n=question.max) if question.max and count > question.max else None
    if question.kind is Kind.FACT:
        unknown = question.required and question.source not in filled.facts
        return _("Your record does not say this yet. Add it there; it will appear here.") if unknown else None
    read = reading(question, filled.answers.get(question.key))
    if read.problem is not None:
        return read.problem
    if not question.required or read.value is not None:
        return None
    match question.kind:
        case Kind.DECLARATION:
            return _("Read this and tick the box.")
        case Kind.YES_NO:
            return _("Answer yes or no.")
        case Kind.CHOICE | Kind.CHOICES:
            return _("Choose one of the options.")
        case _:
            return _("This is needed.")


def gaps_of(section: Section, applies: Collection[str], filled: Filled) -> list[Problem]:
    if f"section:{section.key}" not in applies:
        return []
    return [
        Problem(section.key, question.key, lacking)
        for question in section.questions
        if question.key in applies and (lacking := lacks(question, filled)) is not None
    ]


def statuses(definition: Definition, filled: Filled) -> dict[str, SectionStatus]:
    """The eight words, in the order of the sections."""
    applies = applying(definition, filled)
    found: dict[str, SectionStatus] = {}
    for section in definition.sections:
        found[section.key] = _status(section, applies, filled, found)
    return found


def _status(
    section: Section, applies: Collection[str], filled: Filled, before: Mapping[str, SectionStatus]
) -> SectionStatus:
    asked = [one for one in section.questions if one.key in applies and (one.kind is not Kind.FACT or one.required)]
    if f"section:{section.key}" not in applies:
        return SectionStatus.NOT_NEEDED
    if not asked:
        return SectionStatus.NO_QUESTIONS
    done = section.key in filled.confirmed and not gaps_of(section, applies, filled)
    if section.key in filled.gaps:
        return SectionStatus.CHANGES_MADE if done else SectionStatus.CHANGES_REQUESTED
    if any(before[one] not in SETTLED for one in section.after):
        return SectionStatus.CANNOT_START
    if done:
        return SectionStatus.COMPLETED
    if section.key in filled.confirmed or any(_begun(one, filled) for one in asked):
        return SectionStatus.IN_PROGRESS
    return SectionStatus.NOT_STARTED


def _begun(question: Question, filled: Filled) -> bool:
    return bool(filled.answers.get(question.key)) or filled.files.get(question.key, 0) > 0


def problems(definition: Definition, filled: Filled) -> list[Problem]:
    """填写检查: every gap, in order; a section without gaps still has to be said completed."""
    applies = applying(definition, filled)
    stands = statuses(definition, filled)
    found: list[Problem] = []
    for section in definition.sections:
        gaps = gaps_of(section, applies, filled)
        found += gaps
        if not gaps and stands[section.key] not in SETTLED:
            found.append(Problem(section.key, "", _("Say that you have completed this section.")))
    return found
