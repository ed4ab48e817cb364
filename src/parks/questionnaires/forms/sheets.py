"""What a section's page sends: fields by the question's key, cells as `key.row.column`, and what was seen before.

`seen.KEY` holds the version and a mark of the answer that the page showed (`QuestionView.seen`): a field that its
sender did not touch is left alone, so that a whole page sent with JavaScript off overwrites nobody. `mine.KEY` says
that the sender saw the other's answer and chose their own.
"""

import re
from typing import Any

from litestar.datastructures import FormMultiDict

from parks.questionnaires.queries import mark_of
from parks.questionnaires.rules.answers import keep
from parks.questionnaires.rules.definition import Kind, Question, Section
from parks.questionnaires.rules.handed_in import Sent

COMPLETED = "section.completed"
"""The field of "Have you completed this section?", `yes` or `no`."""


def sent(section: Section, fields: FormMultiDict) -> dict[str, Sent]:
    """What somebody changed on a page of this section. Invalid (422) for what no person types."""
    found: dict[str, Sent] = {}
    for question in section.questions:
        if not question.typed or f"seen.{question.key}" not in fields:
            continue
        one, touched = _one(question, fields)
        if touched:
            found[question.key] = one
    return found


def sent_one(question: Question, fields: FormMultiDict) -> Sent:
    """What autosave sends: one question's fields."""
    return _one(question, fields)[0]


def _one(question: Question, fields: FormMultiDict) -> tuple[Sent, bool]:
    value = _value(question, fields)
    chosen = str(fields.get(f"mine.{question.key}", ""))
    version, _dot, mark = (chosen or str(fields.get(f"seen.{question.key}", ""))).partition(".")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    return Sent(value, seen), bool(chosen) or mark_of(keep(question, value)) != mark


def _value(question: Question, fields: FormMultiDict) -> Any:
    match question.kind:
        case Kind.CHOICES:
            return [one for one in fields.getall(question.key, []) if isinstance(one, str)]
        case Kind.TABLE | Kind.PERSON:
            return _table(question, fields)
        case _:
            given = fields.get(question.key, "")
            return given if isinstance(given, str) else ""


def _table(question: Question, fields: FormMultiDict) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    cell = re.compile(rf"{question.key}\.(\d{{1,3}})\.([a-z0-9_]+)")
    for name in fields:
        if found := cell.fullmatch(name):
            given = fields.get(name, "")
            rows.setdefault(int(found[1]), {})[found[2]] = given if isinstance(given, str) else ""
    return [rows[number] for number in sorted(rows)]


def completed(fields: FormMultiDict) -> bool | None:
    """The answer to "Have you completed this section?"; None where it was not asked or not answered."""
    return {"yes": True, "no": False}.get(str(fields.get(COMPLETED, "")))
