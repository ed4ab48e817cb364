"""/api/v1 of rule sets: as JSON out, in, and published in versions that calls pin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.kernel.actor import Role
from parks.kernel.words import Bilingual
from parks.programmes import forms
from parks.programmes.actions import rule_sets as actions
from parks.programmes.queries import rule_sets as queries
from parks.programmes.queries.rule_sets import SetView
from parks.web import access

READING = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class SetLineOut:
    id: UUID
    key: str
    title: dict[str, str]
    rules: int
    versions: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class VersionOut:
    """A published version: what a call pins. `calls` have done so."""

    id: UUID
    number: int
    at: datetime
    calls: int


@dataclass(frozen=True, slots=True)
class RuleSetOut:
    """The draft with its `revision`, and what was published of it."""

    id: UUID
    key: str
    title: dict[str, str]
    definition: dict[str, Any]
    revision: int
    gaps: int
    versions: list[VersionOut]


class NewRuleSet(BaseModel):
    """Empty, a copy of `source`, or out of an exported `definition`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    organisation: UUID
    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)
    source: UUID | None = None
    definition: dict[str, Any] | None = None


class RuleSetApi(Controller):
    path = "/api/v1/rule-sets"
    tags = ("rule sets",)

    @get(name="api:rule-set:index", opt=READING, summary="Rule sets of one's places, and those that come with Parks")
    async def index(self, request: HTMXRequest) -> list[SetLineOut]:
        return [
            SetLineOut(one.id, one.key, one.title.stored(), one.rules, one.versions, one.changed_at)
            for one in await queries.rule_sets_of(request.user)
        ]

    @post(name="api:rule-set:post", opt=OFFICER, summary="Begin one: empty, as a copy, or out of JSON")
    async def begin(self, request: HTMXRequest, data: JSONBody[NewRuleSet]) -> Made:
        title = Bilingual(data.title_zh, data.title_en)
        if data.definition is not None:
            return Made(await actions.import_json(request.user, data.organisation, data.key, title, data.definition))
        if data.source is not None:
            return Made(await actions.copy(request.user, data.source, data.organisation, data.key, title))
        return Made(await actions.draft(request.user, data.organisation, data.key, title))

    @get("/{rule_set_id:uuid}", name="api:rule-set:show", opt=READING, summary="One with its definition")
    async def show(self, request: HTMXRequest, rule_set_id: FromPath[UUID]) -> RuleSetOut:
        return _set(await queries.rule_set(request.user, rule_set_id))

    @put("/{rule_set_id:uuid}/publication", name="api:rule-set:publish", opt=OFFICER, summary="Publish the draft")
    async def publish(self, request: HTMXRequest, rule_set_id: FromPath[UUID], data: JSONBody[forms.Seen]) -> Made:
        """`seen`: the revision that was read. Answers the version's id."""
        await queries.rule_set(request.user, rule_set_id)
        return Made(await actions.publish(request.user, rule_set_id, seen=data.seen))


def _set(one: SetView) -> RuleSetOut:
    return RuleSetOut(
        one.id,
        one.key,
        one.title.stored(),
        one.definition.stored(),
        one.revision,
        len(one.gaps),
        [VersionOut(each.id, each.number, each.at, each.calls) for each in one.versions],
    )
