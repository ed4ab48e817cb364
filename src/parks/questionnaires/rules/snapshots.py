"""What a frozen version holds: plain JSON that can be read without the definition, the catalogue or the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from parks.questionnaires.rules.answers import both, shown
from parks.questionnaires.rules.definition import Kind, Question
from parks.questionnaires.rules.sections import Standing

Snapshot = dict[str, Any]


def taken(
    of: Standing,
    *,
    files: Mapping[str, Sequence[Mapping[str, Any]]],
    facts: Mapping[str, Mapping[str, Any]],
    number: int,
    at: str,
) -> Snapshot:
    """Every question that applies, in order, with its answer as stored (`value`) and as people read it (`lines`).

    `lines` is a list of `{"zh", "en"}`; of a table, a list of such lists. Files as they were handed in; facts as they
    stood at that moment.
    """
    definition, applies = of.definition, of.applying
    return {
        "questionnaire": definition.key,
        "title": definition.title.stored(),
        "number": number,
        "at": at,
        "sections": [
            {
                "key": section.key,
                "title": section.title.stored(),
                "questions": [_answered(one, of, files, facts) for one in section.questions if one.key in applies],
            }
            for section in definition.sections
            if f"section:{section.key}" in applies
        ],
    }


def _answered(
    question: Question,
    of: Standing,
    files: Mapping[str, Sequence[Mapping[str, Any]]],
    facts: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    kept = of.filled.answers.get(question.key)
    told: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind.value,
        "label": question.label.stored(),
        "blind": question.blind,
        "value": kept or None,
    }
    match question.kind:
        case Kind.FILE:
            return told | {"lines": [], "files": [dict(one) for one in files.get(question.key, ())]}
        case Kind.FACT:
            fact = facts.get(question.source, {})
            return told | {"lines": list(fact.get("lines", [])), "source": fact.get("source"), "at": fact.get("at")}
        case Kind.TABLE:
            columns = [{"key": one.key, "label": one.label.stored()} for one in question.columns]
            rows = shown(question, kept, of.filled.names)
            return told | {"columns": columns, "lines": [[both(cell).stored() for cell in row] for row in rows]}
        case Kind.COMPUTED:
            found = of.shown(question)
            return told | {
                "value": None if found is None else str(of.value(question.key)),
                "lines": [] if found is None else [both(found).stored()],
            }
        case _:
            return told | {"lines": [both(one).stored() for one in shown(question, kept, of.filled.names)]}


def blind(snapshot: Snapshot) -> Snapshot:
    """The same version without whatever could tell whose it is: only questions marked `blind`, no empty sections.

    Files keep their id and size and lose their name, which people like to put their own name into.
    """
    sections = [
        {**section, "questions": [_unnamed(one) for one in section["questions"] if one["blind"]]}
        for section in snapshot["sections"]
    ]
    return {**snapshot, "sections": [one for one in sections if one["questions"]]}


def _unnamed(question: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(question)
    if "files" in told:
        told["files"] = [{k: v for k, v in one.items() if k != "name"} for one in told["files"]]
    told.pop("source", None)
    return told
