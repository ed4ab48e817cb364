"""Materials of a call: read out of its rows, and compared with what an application has handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.kernel.words import Bilingual
from parks.programmes.rules import call_parts
from parks.programmes.rules.call_parts import Material
from parks.questionnaires import queries as questionnaires
from parks.questionnaires.queries import Sheet
from parks.questionnaires.rules.definition import Kind


def material_of(one: Mapping[str, Any]) -> Material:
    """Out of the JSON in which a call's materials are read."""
    return Material(one["kind"], Bilingual(one["zh"], one["en"]), one["tier"], one["required"], one["question"])


async def file_questions(questionnaire_id: UUID | None) -> dict[str, Bilingual]:
    """The questions of a form that ask for a file, by their keys: what materials can be handed in by."""
    if questionnaire_id is None:
        return {}
    form = await questionnaires.definition(questionnaire_id)
    return {one.key: one.label for one in form.questions if one.kind is Kind.FILE}


@dataclass(frozen=True, slots=True)
class Missing:
    """A material without its file, and the section in which it is handed in."""

    material: Material
    section: str


def missing(materials: Iterable[Material], sheet: Sheet) -> list[Missing]:
    """What the call demands of this application and the form does without; what the form demands it says itself.

    Of a single tier: where the form asks for a tier and its answer is that one.
    """
    asked = next((str(one.value or "") for one in sheet.questions if one.key == call_parts.TIER), "")
    said = {one.question for one in sheet.problems}
    without = {
        question.key: section.key
        for section in sheet.sections
        for question in section.questions
        if question.applies and not question.files and question.key not in said
    }
    return [Missing(one, without[one.question]) for one in call_parts.wanting(materials, without, asked)]
