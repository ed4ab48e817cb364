"""A form as data: sections of questions in both languages, and the checker that refuses a broken one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual, Text, _

KEY = r"^[a-z][a-z0-9_]{0,59}$"


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TABLE = "table"
    FILE = "file"
    DECLARATION = "declaration"
    FACT = "fact"  # taken from the owner's record and shown with its source; never typed here


IN_CELLS = frozenset({Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MONTH, Kind.CHOICE, Kind.YES_NO})
NOT_TYPED = frozenset({Kind.FILE, Kind.FACT})
CAN_DECIDE = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})


YES_NO = (("yes", Bilingual("是", "Yes")), ("no", Bilingual("否", "No")))


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    value: str = Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")
    label: Bilingual


class Condition(_Frozen):
    """Holds where an earlier question was answered so (`choices`: where the value is among those ticked)."""

    question: str
    equals: str


class Asked(_Frozen):
    """What a question and a table's column share.

    `max` counts characters (text, long_text), ticks (choices), rows (table), files (file), or is the largest amount
    (number, money); `min` is the least amount; `places` how many decimals a number may have.
    """

    key: str = Field(pattern=KEY)
    kind: Kind
    label: Bilingual
    required: bool = False
    max: int | None = Field(default=None, ge=1)
    min: Decimal | None = None
    places: int = Field(default=0, ge=0, le=6)
    options: tuple[Option, ...] = ()

    @property
    def choices(self) -> tuple[tuple[str, Bilingual], ...]:
        """What can be chosen, as pairs of value and label; of yes and no too."""
        return YES_NO if self.kind is Kind.YES_NO else tuple((one.value, one.label) for one in self.options)

    @property
    def option_values(self) -> frozenset[str]:
        return frozenset(one.value for one in self.options)


class Column(Asked):
    """A column of a table question."""


class Question(Asked):
    """`blind` = safe to show to experts who may not learn whose it is; `source` the owner's name of a fact."""

    help: Bilingual | None = None
    blind: bool = False
    when: Condition | None = None
    columns: tuple[Column, ...] = ()
    source: str = ""

    @property
    def typed(self) -> bool:
        """Whether people type or tick it on the page itself."""
        return self.kind not in NOT_TYPED


class Section(_Frozen):
    """`when`: not needed unless it holds; `after`: cannot be started before these sections are settled."""

    key: str = Field(pattern=KEY)
    title: Bilingual
    help: Bilingual | None = None
    questions: tuple[Question, ...]
    when: Condition | None = None
    after: tuple[str, ...] = ()


class Definition(_Frozen):
    key: str = Field(pattern=KEY)
    title: Bilingual
    sections: tuple[Section, ...]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def section_of(self, question: str) -> Section | None:
        return next((one for one in self.sections if any(each.key == question for each in one.questions)), None)

    def dependents(self, question: str) -> tuple[Question, ...]:
        """The questions that appear or go with this one's answer, through others too."""
        found: list[Question] = []
        deciding = {question}
        for one in self.questions:
            if one.when is not None and one.when.question in deciding:
                found.append(one)
                deciding.add(one.key)
        return tuple(found)


def load(stored: Mapping[str, Any]) -> Definition:
    """The definition out of its JSON form. Invalid (422) names the place, e.g. `sections.3.title.en`."""
    try:
        return Definition.model_validate(dict(stored))
    except ValidationError as error:
        places = {".".join(str(part) for part in one["loc"]): _place(one["type"]) for one in error.errors()}
        raise Invalid(_("This is not a questionnaire that can be published."), places) from error


def _place(kind: str) -> Text:
    return _("This is needed.") if kind == "missing" else _("Check this: it cannot be taken as it is.")


def check(definition: Definition) -> dict[str, Text]:
    """What keeps it from being published: a sentence a place; empty where all is well."""
    found: dict[str, Text] = {}
    if not definition.sections:
        found["sections"] = _("A questionnaire needs at least one section.")
    for place, words in _words(definition):
        if not words.zh.strip() or not words.en.strip():
            found[place] = _("Write this in both languages.")
    for key, times in Counter(one.key for one in definition.sections).items():
        if times > 1:
            found[f"sections.{key}"] = _("Two sections have this key.")
    for key, times in Counter(one.key for one in definition.questions).items():
        if times > 1:
            found[f"questions.{key}"] = _("Two questions have this key.")
    return found | _references(definition) | _shapes(definition)


def _words(definition: Definition) -> Iterator[tuple[str, Bilingual]]:
    yield "title", definition.title
    for section in definition.sections:
        yield f"sections.{section.key}.title", section.title
        if section.help is not None:
            yield f"sections.{section.key}.help", section.help
        for question in section.questions:
            place = f"questions.{question.key}"
            yield f"{place}.label", question.label
            if question.help is not None:
                yield f"{place}.help", question.help
            for field in (question, *question.columns):
                yield f"{place}.{field.key}.label", field.label
                for option in field.options:
                    yield f"{place}.{field.key}.options.{option.value}", option.label


def _references(definition: Definition) -> dict[str, Text]:
    """Conditions look back alone, so that no circle is possible; `after` too."""
    found: dict[str, Text] = {}
    seen: dict[str, Question] = {}
    sections: set[str] = set()
    for section in definition.sections:
        if section.when is not None and not _answerable(section.when, seen):
            found[f"sections.{section.key}.when"] = _("This asks for an answer that no earlier question can give.")
        if set(section.after) - sections:
            found[f"sections.{section.key}.after"] = _("This waits for a section that does not come before it.")
        for question in section.questions:
            if question.when is not None and not _answerable(question.when, seen):
                found[f"questions.{question.key}.when"] = _(
                    "This asks for an answer that no earlier question can give."
                )
            seen[question.key] = question
        sections.add(section.key)
    return found


def _answerable(when: Condition, seen: Mapping[str, Question]) -> bool:
    asked = seen.get(when.question)
    if asked is None or asked.kind not in CAN_DECIDE:
        return False
    return when.equals in ({"yes", "no"} if asked.kind is Kind.YES_NO else asked.option_values)


def _shapes(definition: Definition) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for section in definition.sections:
        if not section.questions:
            found[f"sections.{section.key}"] = _("This section asks nothing.")
    for question in definition.questions:
        place = f"questions.{question.key}"
        if question.kind is Kind.TABLE and not question.columns:
            found[place] = _("A table needs columns.")
        if question.kind is not Kind.TABLE and question.columns:
            found[place] = _("Only a table has columns.")
        if question.kind is Kind.FACT and not question.source:
            found[place] = _("Say which fact of the record is shown here.")
        if len({one.key for one in question.columns}) < len(question.columns):
            found[place] = _("Two columns have the same key.")
        for field in (question, *question.columns):
            if field.kind in {Kind.CHOICE, Kind.CHOICES} and len(field.option_values) < 2:
                found[place] = _("Offer at least two options to choose from.")
            if field is not question and field.kind not in IN_CELLS:
                found[place] = _("A column cannot be of this kind.")
    return found
