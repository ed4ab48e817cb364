"""A form as data: sections of questions in both languages. `rules.checking` refuses a broken one."""

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual, Text, _
from parks.questionnaires.rules.expressions import Expression, parse

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
    PERCENTAGE = "percentage"  # in per cent: 33.33
    PERSON = "person"  # a name with how to reach them; stored as a table of one row (PERSON)
    REGION = "region"  # six digits of GB/T 2260
    INDUSTRY = "industry"  # a code of GB/T 4754
    COMPUTED = "computed"  # reckoned out of other answers; never typed and stored nowhere but in taken versions
    FACT = "fact"  # taken from the owner's record and shown with its source; never typed here


FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE})
CODED = frozenset({Kind.REGION, Kind.INDUSTRY})
DATED = frozenset({Kind.DATE, Kind.MONTH})
IN_CELLS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.YES_NO} | FIGURES | CODED | DATED)
NOT_TYPED = frozenset({Kind.FILE, Kind.FACT, Kind.COMPUTED})
CAN_DECIDE = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
IN_ROWS = frozenset({Kind.TABLE, Kind.PERSON})
WORDED = frozenset({Kind.TEXT, Kind.LONG_TEXT})

MOST_SECTIONS = 60
MOST_QUESTIONS = 600
MOST_BYTES = 1_000_000  # of a definition as JSON
AMOUNT = Decimal(10) ** 15


YES_NO = (("yes", Bilingual("是", "Yes")), ("no", Bilingual("否", "No")))


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    value: str = Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")
    label: Bilingual


Formula = Annotated[str, Field(max_length=500)]
"""An expression (`rules.expressions`) as it was written."""


class Condition(_Frozen):
    """Holds where an earlier question was answered so (`choices`: where the value is among those ticked)."""

    question: str
    equals: str


class Asked(_Frozen):
    """What a question and a table's column share.

    `max` counts characters (text, long_text), ticks (choices), rows (table), files (file), or is the largest amount
    (number, money, percentage); `min` is the least amount; `places` how many decimals a number may have (a percentage
    two where it says none). `under`: the digits that a region's or industry's code begins with, such as 51.
    """

    key: str = Field(pattern=KEY)
    kind: Kind
    label: Bilingual
    required: bool = False
    max: int | None = Field(default=None, ge=1, le=10**15)
    min: Decimal | None = Field(default=None, ge=-AMOUNT, le=AMOUNT, allow_inf_nan=False, decimal_places=6)
    places: int = Field(default=0, ge=0, le=6)
    options: tuple[Option, ...] = Field(default=(), max_length=200)
    under: str = Field(default="", pattern=r"^([A-T]?[0-9]{0,6})$")

    @property
    def choices(self) -> tuple[tuple[str, Bilingual], ...]:
        """What can be chosen, as pairs of value and label; of yes and no too."""
        return YES_NO if self.kind is Kind.YES_NO else tuple((one.value, one.label) for one in self.options)

    @property
    def option_values(self) -> frozenset[str]:
        return frozenset(one.value for one in self.options)


class Column(Asked):
    """A column of a table question."""


PERSON = (
    Column(key="name", kind=Kind.TEXT, label=Bilingual("姓名", "Name"), required=True, max=60),
    Column(key="post", kind=Kind.TEXT, label=Bilingual("职务", "Position"), max=60),
    Column(key="phone", kind=Kind.TEXT, label=Bilingual("联系电话", "Telephone"), max=30),
    Column(key="email", kind=Kind.TEXT, label=Bilingual("电子邮箱", "E-mail"), max=120),
)
"""What a person question asks. Identity numbers stay in the company's record, locked (docs/adr/0031)."""


class Question(Asked):
    """`blind` = safe to show to experts who may not learn whose it is; `source` the owner's name of a fact.

    `when`: asked only where it holds, as a condition on one answer or as an expression. `expression` and `result` are a
    computed question's: what it comes to, and whether that is shown as number, money or percentage.
    """

    help: Bilingual | None = None
    blind: bool = False
    when: Condition | Formula | None = None
    columns: tuple[Column, ...] = Field(default=(), max_length=20)
    source: str = Field(default="", max_length=60)
    expression: Formula = ""
    result: Kind = Kind.NUMBER

    @property
    def typed(self) -> bool:
        """Whether people type or tick it on the page itself."""
        return self.kind not in NOT_TYPED

    @property
    def cells(self) -> tuple[Column, ...]:
        """The columns of what is stored as rows: a table's own, or those of a person."""
        return PERSON if self.kind is Kind.PERSON else self.columns


class Section(_Frozen):
    """`when`: not needed unless it holds; `after`: cannot be started before these sections are settled."""

    key: str = Field(pattern=KEY)
    title: Bilingual
    help: Bilingual | None = None
    questions: tuple[Question, ...] = Field(max_length=MOST_QUESTIONS)
    when: Condition | Formula | None = None
    after: tuple[str, ...] = ()


class Check(_Frozen):
    """What must hold between answers: `holds` is an expression, `sentence` says it kindly, `places` name the questions
    beside which it is said. Where it is not known yet, nothing is said.
    """

    key: str = Field(pattern=KEY)
    holds: Formula
    sentence: Bilingual
    places: tuple[str, ...] = Field(min_length=1, max_length=20)


class Definition(_Frozen):
    key: str = Field(pattern=KEY)
    title: Bilingual
    sections: tuple[Section, ...] = Field(max_length=MOST_SECTIONS)
    checks: tuple[Check, ...] = Field(default=(), max_length=100)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Section, Question]]:
        found: dict[str, tuple[Section, Question]] = {}
        for section in self.sections:
            for question in section.questions:
                found.setdefault(question.key, (section, question))
        return found

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The questions on which others, sections or sums hang."""
        found: set[str] = set()
        for section in self.sections:
            found |= names_in(section.when)
            for question in section.questions:
                found |= names_in(question.when) | names_in(question.expression)
        return frozenset(found)

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    def question(self, key: str) -> Question | None:
        found = self._by_key.get(key)
        return found[1] if found else None

    def section_of(self, question: str) -> Section | None:
        found = self._by_key.get(question)
        return found[0] if found else None

    def dependents(self, question: str) -> tuple[Question, ...]:
        """The questions that appear, go or come to something else with this one's answer, through others too."""
        found: set[str] = set()
        waiting = {question}
        while waiting:
            waiting = set().union(*(self._asked_by.get(one, ()) for one in waiting)) - found
            found |= waiting
        return tuple(one for one in self.questions if one.key in found)

    @cached_property
    def _asked_by(self) -> Mapping[str, set[str]]:
        """By question: those that name it themselves."""
        found: dict[str, set[str]] = {}
        for one in self.questions:
            for key in names_in(one.when) | names_in(one.expression):
                found.setdefault(key, set()).add(one.key)
        return found

    def before(self, keys: Collection[str], known: Collection[str] = ()) -> list[str]:
        """These questions and all that they hang on, what is asked for first before what asks for it.

        Reckoned in this order, a chain of 600 questions is no deep recursion. `known` needs no reckoning any more.
        """
        found: list[str] = []
        met: set[str] = set()
        waiting = [(key, False) for key in keys]
        while waiting:
            key, ready = waiting.pop()
            if ready:
                found.append(key)
            elif key not in met and key not in known:
                met.add(key)
                waiting.append((key, True))
                waiting += [(one, False) for one in self._asks.get(key, ())]
        return found

    @cached_property
    def _asks(self) -> Mapping[str, frozenset[str]]:
        return {
            key: names_in(section.when) | names_in(one.when) | names_in(one.expression)
            for key, (section, one) in self._by_key.items()
        }

    def stored(self) -> dict[str, Any]:
        """Plain JSON; what stands as it stands by default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def expression_of(text: str) -> Expression | None:
    """The expression, or None where it is none: a form that is still being built is shown all the same."""
    try:
        return parse(text)
    except Invalid:
        return None


def names_in(when: Condition | str | None) -> frozenset[str]:
    """The questions that a condition or an expression asks for."""
    if isinstance(when, Condition):
        return frozenset({when.question})
    found = expression_of(when) if when else None
    return found.keys if found else frozenset()


def load(stored: Mapping[str, Any]) -> Definition:
    """The definition out of its JSON form. Invalid (422) names the place, e.g. `sections.3.title.en`."""
    _storable(stored)
    try:
        return Definition.model_validate(dict(stored))
    except ValidationError as error:
        places = {".".join(str(part) for part in one["loc"]): _place(one["type"]) for one in error.errors()}
        raise Invalid(_("This is not a questionnaire that can be published."), places) from error


def _storable(stored: Mapping[str, Any]) -> None:
    """What PostgreSQL's JSON cannot hold is refused before it comes there; so is what nobody could read."""
    try:
        body = json.dumps(stored, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise Invalid(_("This text holds a character that cannot be stored.")) from error
    if len(body) > MOST_BYTES:
        raise Invalid(_("This form is too long. Make two of it."))
    if b"\\u0000" in body:
        raise Invalid(_("This text holds a character that cannot be stored."))


def _place(kind: str) -> Text:
    return _("This is needed.") if kind == "missing" else _("Check this: it cannot be taken as it is.")
