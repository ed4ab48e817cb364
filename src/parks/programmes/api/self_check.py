"""`/api/v1/calls/{id}/self-check`: can I apply? For everyone, without an account; nothing that is sent is kept."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.adapters.clock import BEIJING
from parks.kernel.errors import Invalid
from parks.programmes.queries import calls
from parks.programmes.rules import eligibility, self_check
from parks.programmes.rules.eligibility import Finding
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of

OPEN = {"access": access.public("whoever thinks of applying checks the published rules; nothing is kept")}
ASKING = {**OPEN, "changes_nothing": True}


@dataclass(frozen=True, slots=True)
class QuestionOut:
    """`kind`: yes_no, level, whole, percent, amount, day or kinds. A question left open is "not known yet"."""

    key: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class FindingOut:
    """`standing`: met, not_met or not_known; `gate` false for a bonus that never shuts anyone out."""

    rule: str
    clause: str
    source: str
    gate: bool
    standing: str
    fact: str
    advice: str


@dataclass(frozen=True, slots=True)
class OutcomeOut:
    standing: str
    findings: list[FindingOut]


class Answers(BaseModel):
    """By the question's key, as on the page: yes or no, a level, a number, a day like 2024-05-01; several for kinds."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, str | list[str]] = Field(max_length=60)


class SelfCheckApi(Controller):
    path = "/api/v1/calls/{call_id:uuid}/self-check"
    tags = ("calls",)

    @get(name="api:self-check:show", opt=OPEN, summary="What the rules of a call ask")
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> list[QuestionOut]:
        found = await calls.call(request.user, call_id)
        lang = language_of(request)
        return [QuestionOut(one.key, translate(one.text, lang), one.kind) for one in self_check.questions(found.rules)]

    @post(name="api:self-check:post", opt=ASKING, status_code=200, summary="What they say of these answers")
    async def check(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[Answers]) -> OutcomeOut:
        found = await calls.call(request.user, call_id)
        sent = {key: [one] if isinstance(one, str) else one for key, one in data.answers.items()}
        today = found.now.astimezone(BEIJING).date()
        findings, wrong = self_check.look(found.rules, sent, today, found.cycle)
        if wrong:
            raise Invalid(fields=wrong)
        lang = language_of(request)
        return OutcomeOut(eligibility.standing(findings).value, [_finding(one, lang) for one in findings])


def _finding(one: Finding, lang: str) -> FindingOut:
    return FindingOut(
        one.rule.id,
        translate(one.rule.clause, lang),
        one.rule.source,
        one.rule.gate,
        one.standing.value,
        translate(one.fact, lang),
        translate(one.advice, lang) if one.advice else "",
    )
