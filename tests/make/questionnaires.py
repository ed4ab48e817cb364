"""A small form with every kind and every status, and sheets of it, made by the actions themselves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.questionnaires import actions
from parks.questionnaires.rules.definition import Definition, load
from parks.questionnaires.rules.handed_in import Fact, FileRef, Sent


def both(text: str) -> dict[str, str]:
    return {"zh": f"{text}（中）", "en": text}


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": both(key), **more}


def section(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": both(key), "questions": list(questions), **more}


OPTIONS = [{"value": "optics", "label": both("Optics")}, {"value": "energy", "label": both("Energy")}]

SMALL: dict[str, Any] = {
    "key": "small",
    "title": both("Small form"),
    "sections": [
        section(
            "project",
            question("title", required=True, max=10, blind=True),
            question("summary", "long_text", max=50, blind=True),
            question("field", "choice", required=True, options=OPTIONS, blind=True),
            question("funded", "yes_no", required=True),
            question("amount", "money", required=True, max=1000000, when={"question": "funded", "equals": "yes"}),
        ),
        section(
            "team",
            question("applicant", "fact", required=True, source="applicant"),
            question(
                "members",
                "table",
                max=3,
                columns=[
                    {"key": "name", "kind": "text", "label": both("Name"), "required": True},
                    {"key": "since", "kind": "month", "label": both("Since")},
                ],
            ),
            question("started", "date"),
            question("heads", "number"),
        ),
        section("earlier", question("purpose", required=True), when={"question": "funded", "equals": "yes"}),
        section("lab", question("safety", required=True, when={"question": "field", "equals": "energy"})),
        section(
            "files",
            question("plan", "file", required=True, max=2, blind=True),
            question("topics", "choices", max=1, options=OPTIONS),
        ),
        section("opinion", question("said", "fact", source="opinion")),
        section("declarations", question("honest", "declaration", required=True), after=["project", "files"]),
    ],
}

RECORD = Bilingual("企业档案", "Company record")
LIN = Fact(lines=(Bilingual("林知微", "Lin Zhiwei"),), source=RECORD, url="/companies/1")


def small() -> Definition:
    return load(SMALL)


async def sheet(actor: Actor, facts: Mapping[str, Fact] | None = None) -> UUID:
    questionnaire = await actions.publish(actor, small())
    subject = SubjectRef("application", uuid7(), "An application")
    return await actions.open_sheet(questionnaire, subject, {"applicant": LIN} if facts is None else facts)


async def plan(actor: Actor, sheet_id: UUID) -> FileRef:
    file = FileRef(uuid7(), "林知微-商业计划书.pdf", 12345)
    await actions.attach(actor, sheet_id, "plan", file)
    return file


COMPLETE = {"title": "Star lens", "field": "optics", "funded": "no", "summary": "Light."}


async def filled(actor: Actor) -> UUID:
    """A sheet that can be frozen."""
    made = await sheet(actor)
    await actions.save_answers(actor, made, {key: Sent(value, 0) for key, value in COMPLETE.items()})
    await plan(actor, made)
    for key in ("project", "team", "files"):
        await actions.complete_section(actor, made, key, completed=True)
    await actions.save_answer(actor, made, "honest", "yes", 0)
    await actions.complete_section(actor, made, "declarations", completed=True)
    return made
