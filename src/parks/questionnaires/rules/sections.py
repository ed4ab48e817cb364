"""Where each section stands, from the answers alone; what applies, what it comes to, what lacks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from parks.kernel.words import Text, _
from parks.questionnaires.rules.answers import NOTHING, Names, Reading, Typed, reading, reckoned
from parks.questionnaires.rules.definition import (
    Condition,
    Definition,
    Kind,
    Question,
    Section,
    expression_of,
    names_in,
)
from parks.questionnaires.rules.expressions import Reckoner
from parks.questionnaires.states import SETTLED, SectionStatus


@dataclass(frozen=True, slots=True)
class Filled:
    """All that a sheet holds. `files` how many a question has, `facts` the sources that are known, `confirmed` the
    sections somebody has said to be completed, `gaps` those that were sent back, `names` those of codes.
    """

    answers: Mapping[str, Typed] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    facts: Collection[str] = ()
    confirmed: Collection[str] = ()
    gaps: Collection[str] = ()
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One gap of 填写检查; `question` is empty where the section as a whole is meant."""

    section: str
    question: str
    text: Text


class Known(Mapping[str, Any]):
    """The answers as expressions ask for them, each reckoned when it is first asked; None where it is not known."""

    def __init__(self, of: "Standing") -> None:
        self._of = of

    def __getitem__(self, key: str) -> Any:
        return self._of.value(key)

    def __iter__(self) -> Iterator[str]:
        return (one.key for one in self._of.definition.questions)

    def __len__(self) -> int:
        return sum(1 for _one in self)


class Standing:
    """One reading of a sheet: every question is read and every condition decided once, whoever asks how often.

    What hangs on a question that does not apply does not apply either. A circle, which the checker keeps from being
    published, is not known: nothing turns for ever.
    """

    def __init__(self, definition: Definition, filled: Filled) -> None:
        self.definition = definition
        self.filled = filled
        self.reckoner = Reckoner(Known(self))
        self._readings: dict[str, Reading] = {}
        self._values: dict[str, Any] = {}
        self._holds: dict[str, bool] = {}
        self._asking: set[str] = set()
        self._settling = False

    def reading(self, question: Question) -> Reading:
        found = self._readings.get(question.key)
        if found is None:
            kept = self.filled.answers.get(question.key)
            found = NOTHING if kept is None else reading(question, kept, self.filled.names)
            self._readings[question.key] = found
        return found

    def applies(self, question: Question) -> bool:
        section = self.definition.section_of(question.key)
        return section is not None and self.needed(section) and self._decided(f"?{question.key}", question.when)

    def needed(self, section: Section) -> bool:
        """Whether the section is asked for at all."""
        return self._decided(f"section:{section.key}", section.when)

    def _decided(self, mark: str, when: Condition | str | None) -> bool:
        if when is None or when == "":
            return True
        found = self._holds.get(mark)
        if found is None:
            if mark in self._asking:
                return False
            self._settle(names_in(when))
            self._asking.add(mark)
            found = self._holds[mark] = self.holds(when)
            self._asking.discard(mark)
        return found

    def holds(self, when: Condition | str) -> bool:
        if isinstance(when, Condition):
            asked = self.definition.question(when.question)
            if asked is None or not self.applies(asked):
                return False
            given = self.filled.answers.get(when.question)
            return when.equals in given if isinstance(given, list) else given == when.equals
        found = expression_of(when)
        return found is not None and self.reckoner.holds(found) is True

    def value(self, key: str) -> Any:
        """What an answer means to an expression; None where it is not known, cannot be read or does not apply."""
        if key not in self._values:
            if key in self._asking:
                return None
            self._settle((key,))
        if key not in self._values:
            self._asking.add(key)
            asked = self.definition.question(key)
            self._values[key] = self._value(asked) if asked is not None and self.applies(asked) else None
            self._asking.discard(key)
        return self._values[key]

    def _settle(self, keys: Collection[str]) -> None:
        """Reckon these, and before each of them what it hangs on."""
        if self._settling or self._asking:
            return
        self._settling = True
        for key in self.definition.before(keys, self._values):
            self.value(key)
        self._settling = False

    def _value(self, asked: Question) -> Any:
        match asked.kind:
            case Kind.COMPUTED:
                found = expression_of(asked.expression)
                return self.reckoner.value(found) if found is not None else None
            case Kind.FILE:
                return ("file",) * self.filled.files.get(asked.key, 0)
            case _:
                return self.reading(asked).value

    def shown(self, question: Question) -> Any:
        """What a computed question comes to, as people read it."""
        return reckoned(question, self.value(question.key))

    @cached_property
    def applying(self) -> frozenset[str]:
        """The keys of all that applies (sections as `section:key`)."""
        found: set[str] = set()
        for section in self.definition.sections:
            if self.needed(section):
                found.add(f"section:{section.key}")
                found |= {one.key for one in section.questions if self.applies(one)}
        return frozenset(found)

    @cached_property
    def broken(self) -> Mapping[str, Text]:
        """The sentences of the checks that do not hold, by the questions beside which they are said."""
        found: dict[str, Text] = {}
        for check in self.definition.checks:
            expression = expression_of(check.holds)
            if expression is not None and self.reckoner.holds(expression) is False:
                for place in check.places:
                    asked = self.definition.question(place)
                    if asked is not None and self.applies(asked):
                        found.setdefault(place, _("{sentence}", sentence=check.sentence))
        return found

    def lacks(self, question: Question) -> Text | None:
        """What is wrong with one question that applies, or None."""
        return self._lacks(question) or self.broken.get(question.key)

    def _lacks(self, question: Question) -> Text | None:
        if question.kind is Kind.FILE:
            count = self.filled.files.get(question.key, 0)
            if question.required and not count:
                return _("Add this file.")
            return _("Keep at most {n} files.", n=question.max) if question.max and count > question.max else None
        if question.kind is Kind.FACT:
            unknown = question.required and question.source not in self.filled.facts
            return _("Your record does not say this yet. Add it there; it will appear here.") if unknown else None
        if question.kind is Kind.COMPUTED:
            unknown = question.required and self.value(question.key) is None
            return _("This cannot be reckoned yet: an answer that it needs is missing.") if unknown else None
        read = self.reading(question)
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

    def gaps_of(self, section: Section) -> list[Problem]:
        if f"section:{section.key}" not in self.applying:
            return []
        return [
            Problem(section.key, question.key, lacking)
            for question in section.questions
            if question.key in self.applying and (lacking := self.lacks(question)) is not None
        ]

    @cached_property
    def gaps(self) -> Mapping[str, list[Problem]]:
        return {section.key: self.gaps_of(section) for section in self.definition.sections}

    @cached_property
    def statuses(self) -> Mapping[str, SectionStatus]:
        """The eight words, in the order of the sections."""
        found: dict[str, SectionStatus] = {}
        for section in self.definition.sections:
            found[section.key] = self._status(section, found)
        return found

    def _status(self, section: Section, before: Mapping[str, SectionStatus]) -> SectionStatus:
        asked = [
            one for one in section.questions if one.key in self.applying and (one.kind not in UNASKED or one.required)
        ]
        if f"section:{section.key}" not in self.applying:
            return SectionStatus.NOT_NEEDED
        if not asked:
            return SectionStatus.NO_QUESTIONS
        done = section.key in self.filled.confirmed and not self.gaps[section.key]
        if section.key in self.filled.gaps:
            return SectionStatus.CHANGES_MADE if done else SectionStatus.CHANGES_REQUESTED
        if any(before.get(one) not in SETTLED for one in section.after):
            return SectionStatus.CANNOT_START
        if done:
            return SectionStatus.COMPLETED
        if section.key in self.filled.confirmed or any(self._begun(one) for one in asked):
            return SectionStatus.IN_PROGRESS
        return SectionStatus.NOT_STARTED

    def waits(self, section: Section) -> bool:
        """Whether sections before it come first; where it stands after none, nothing has to be reckoned for that."""
        return bool(section.after) and self.statuses[section.key] is SectionStatus.CANNOT_START

    def _begun(self, question: Question) -> bool:
        return bool(self.filled.answers.get(question.key)) or self.filled.files.get(question.key, 0) > 0

    @cached_property
    def problems(self) -> list[Problem]:
        """填写检查: every gap, in order; a section without gaps still has to be said completed."""
        found: list[Problem] = []
        for section in self.definition.sections:
            gaps = self.gaps[section.key]
            found += gaps
            if not gaps and self.statuses[section.key] not in SETTLED:
                found.append(Problem(section.key, "", _("Say that you have completed this section.")))
        return found


UNASKED = frozenset({Kind.FACT, Kind.COMPUTED})
"""Shown, and wanted from nobody on this page."""


def statuses(definition: Definition, filled: Filled) -> dict[str, SectionStatus]:
    """The eight words, in the order of the sections."""
    return dict(Standing(definition, filled).statuses)


def problems(definition: Definition, filled: Filled) -> list[Problem]:
    """填写检查: every gap, in order; a section without gaps still has to be said completed."""
    return Standing(definition, filled).problems
