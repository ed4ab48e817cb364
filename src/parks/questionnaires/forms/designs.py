"""What the builder's pages send: plain fields in, a section, a question or a check out; and the other way round.

Options and columns come as numbered rows (`option-zh-1`); three empty ones are offered, empty ones are left out.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from parks.kernel.errors import Invalid, SaidError
from parks.kernel.words import Bilingual, _
from parks.questionnaires.rules.definition import (
    KEY,
    Check,
    Column,
    Condition,
    Definition,
    Kind,
    Question,
    Section,
)
from parks.questionnaires.rules.designing import Piece, key_of, options_of
from parks.questionnaires.rules.expressions import parse
from parks.web.forms import Form, sentences

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Key = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
SPARE = 3  # empty rows for options and columns
MOST_ROWS = 203


class _Keyed(BaseModel):
    """`key` may be left empty: it is made out of the English words."""

    model_config = ConfigDict(extra="ignore")
    key: Key = ""
    mark: Annotated[str, StringConstraints(max_length=64)] = ""

    @field_validator("key")
    @classmethod
    def _readable(cls, key: str) -> str:
        if key and not re.fullmatch(KEY, key):
            raise SaidError(_("Use small Latin letters, figures and _, such as amount_asked."))
        return key


class NewForm(_Keyed):
    """A new form; with `source` a copy of that one."""

    organisation: UUID
    title_zh: Words
    title_en: Words
    source: UUID | None = None

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_zh, self.title_en)


class Titled(BaseModel):
    title_zh: Words
    title_en: Words


class Whole(BaseModel):
    """A form as a program changes it: the whole definition, and the version that was seen."""

    definition: dict[str, Any]
    seen: int = Field(ge=0, le=2**31 - 1)


class Step(BaseModel):
    step: int = Field(ge=-1, le=1)


class _Conditional(_Keyed):
    when_choice: Annotated[str, StringConstraints(max_length=130)] = ""
    when_text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @field_validator("when_text")
    @classmethod
    def _readable_condition(cls, text: str) -> str:
        return _expression(text)

    @property
    def when(self) -> Condition | str | None:
        """The expression where there is one, else the answer that was chosen."""
        if self.when_text:
            return self.when_text
        question, _equals, value = self.when_choice.partition("=")
        return Condition(question=question, equals=value) if value else None


def _expression(text: str) -> str:
    if text:
        try:
            parse(text)
        except Invalid as refusal:
            raise SaidError(refusal.reason) from refusal
    return text


class SectionIn(_Conditional):
    title_zh: Words = ""
    title_en: Words = ""
    help_zh: Words = ""
    help_en: Words = ""
    after: list[str] = Field(default=[], max_length=60)


class QuestionIn(_Conditional):
    section: Key
    kind: Kind
    label_zh: Words = ""
    label_en: Words = ""
    help_zh: Words = ""
    help_en: Words = ""
    required: bool = False
    blind: bool = False
    max: int | None = None
    min: str | None = None
    places: int = 0
    source: Key = ""
    under: Key = ""
    expression: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    result: Kind = Kind.NUMBER

    @field_validator("expression")
    @classmethod
    def _readable_expression(cls, text: str) -> str:
        return _expression(text)


class CheckIn(_Keyed):
    holds: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
    sentence_zh: Words = ""
    sentence_en: Words = ""
    places: list[str] = Field(min_length=1, max_length=20)

    @field_validator("holds")
    @classmethod
    def _readable_check(cls, text: str) -> str:
        return _expression(text)


def section_of(form: Form[SectionIn], definition: Definition) -> Section | None:
    """The section as it was sent, without questions; None where the form's errors say why."""
    if form.parsed is None:
        return None
    data = form.data
    title = Bilingual(data.title_zh, data.title_en)
    key = data.key or key_of(title, [one.key for one in definition.sections], "section")
    given = {"key": key, "title": title, "help": _help(data.help_zh, data.help_en), "when": data.when}
    return _shaped(form, Section, given | {"after": tuple(data.after), "questions": ()})


def question_of(form: Form[QuestionIn], definition: Definition, former: Question | None) -> Question | None:
    """The question as it was sent. What this page does not ask of a column (its limits) stays as it was."""
    if form.parsed is None:
        return None
    data = form.data
    label = Bilingual(data.label_zh, data.label_en)
    key = data.key or key_of(label, [one.key for one in definition.questions], "question")
    given: dict[str, Any] = {
        "key": key,
        "kind": data.kind,
        "label": label,
        "help": _help(data.help_zh, data.help_en),
        "required": data.required,
        "blind": data.blind,
        "max": data.max,
        "min": data.min,
        "places": data.places,
        "source": data.source if data.kind is Kind.FACT else "",
        "under": data.under if data.kind in {Kind.REGION, Kind.INDUSTRY} else "",
        "when": data.when,
        "expression": data.expression if data.kind is Kind.COMPUTED else "",
        "result": data.result if data.kind is Kind.COMPUTED else Kind.NUMBER,
    }
    try:
        if data.kind in {Kind.CHOICE, Kind.CHOICES}:
            rows = _rows(form.values, "option", ("value", "zh", "en"))
            given["options"] = options_of([(row["value"], row["zh"], row["en"]) for row in rows])
        if data.kind is Kind.TABLE:
            given["columns"] = _columns(_rows(form.values, "column", ("key", "kind", "zh", "en", "required")), former)
    except ValidationError as error:
        form.errors |= {"rows": next(iter(sentences(error).values()))}
        return None
    return _shaped(form, Question, given)


def check_of(form: Form[CheckIn], definition: Definition) -> Check | None:
    if form.parsed is None:
        return None
    data = form.data
    sentence = Bilingual(data.sentence_zh, data.sentence_en)
    key = data.key or key_of(Bilingual("", "check"), [one.key for one in definition.checks], "check")
    given = {"key": key, "holds": data.holds, "sentence": sentence, "places": tuple(data.places)}
    return _shaped(form, Check, given)


def _help(zh: str, en: str) -> Bilingual | None:
    return Bilingual(zh, en) if zh or en else None


P = TypeVar("P", Section, Question, Check)


def _shaped(form: Form[Any], shape: type[P], given: Mapping[str, Any]) -> P | None:
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        form.errors |= {name.partition(".")[0]: text for name, text in sentences(error).items()}
        return None


def _rows(values: Mapping[str, Any], stem: str, fields: Sequence[str]) -> list[dict[str, str]]:
    """The numbered rows that hold anything."""
    found = []
    for number in range(1, MOST_ROWS + 1):
        row = {field: str(values.get(f"{stem}-{field}-{number}", "") or "").strip() for field in fields}
        if any(row[field] for field in ("zh", "en")):
            found.append(row)
    return found


def _columns(rows: Sequence[Mapping[str, str]], former: Question | None) -> tuple[Column, ...]:
    known = {one.key: one for one in former.columns} if former else {}
    found: list[Column] = []
    for row in rows:
        label = Bilingual(row["zh"], row["en"])
        key = row["key"] or key_of(label, [one.key for one in found], "column")
        kind = row["kind"] or Kind.TEXT
        before = known.get(key)
        kept = before.model_dump() if before is not None and before.kind == kind else {}
        changed = {"key": key, "kind": kind, "label": label, "required": bool(row["required"])}
        found.append(Column.model_validate(kept | changed))
    return tuple(found)


def typed(piece: Piece, section: str = "") -> dict[str, Any]:
    """A part as the values of its form."""
    match piece:
        case Section():
            return {
                "key": piece.key,
                **_both("title", piece.title),
                **_both("help", piece.help),
                **_condition(piece.when),
                "after": list(piece.after),
            }
        case Check():
            return {
                "key": piece.key,
                "holds": piece.holds,
                **_both("sentence", piece.sentence),
                "places": list(piece.places),
            }
    values: dict[str, Any] = {
        "key": piece.key,
        "section": section,
        "kind": piece.kind.value,
        **_both("label", piece.label),
        **_both("help", piece.help),
        **_condition(piece.when),
        "required": "true" if piece.required else "",
        "blind": "true" if piece.blind else "",
        "max": "" if piece.max is None else str(piece.max),
        "min": "" if piece.min is None else f"{piece.min:f}",
        "places": str(piece.places),
        "source": piece.source,
        "under": piece.under,
        "expression": piece.expression,
        "result": piece.result.value,
    }
    for number, option in enumerate(piece.options, start=1):
        values |= {f"option-value-{number}": option.value}
        values |= {f"option-zh-{number}": option.label.zh, f"option-en-{number}": option.label.en}
    for number, column in enumerate(piece.columns, start=1):
        values |= {f"column-key-{number}": column.key, f"column-kind-{number}": column.kind.value}
        values |= {f"column-zh-{number}": column.label.zh, f"column-en-{number}": column.label.en}
        values |= {f"column-required-{number}": "true" if column.required else ""}
    return values


def _both(name: str, words: Bilingual | None) -> dict[str, str]:
    return {f"{name}_zh": words.zh if words else "", f"{name}_en": words.en if words else ""}


def _condition(when: Condition | str | None) -> dict[str, str]:
    if isinstance(when, Condition):
        return {"when_choice": f"{when.question}={when.equals}", "when_text": ""}
    return {"when_choice": "", "when_text": when or ""}


def rows_shown(values: Mapping[str, Any], stem: str) -> range:
    """The numbers of the rows that the page shows: those that hold something, and a few empty ones."""
    filled = [number for number in range(1, MOST_ROWS + 1) if values.get(f"{stem}-zh-{number}") or values.get(f"{stem}-en-{number}")]  # fmt: skip  # noqa: E501 - one thought
    return range(1, (max(filled) if filled else 0) + SPARE + 1)
