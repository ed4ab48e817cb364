"""/api/v1 of forms: the same definitions that the builder writes, whole; published in versions that calls pin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.questionnaires.actions import designs as actions
from parks.questionnaires.permissions import EDITORS, READERS
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.rules.definition import MOST_BYTES
from parks.questionnaires.rules.designing import written
from parks.web import access

READ, BUILD = {"access": access.only(*READERS)}, {"access": access.only(*EDITORS)}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class DesignOut:
    """A form in the builder; `published` counts its versions."""

    id: UUID
    key: str
    title: dict[str, str]
    sections: int
    changed_at: datetime
    published: int


@dataclass(frozen=True, slots=True)
class PublishedOut:
    """A version that a call can pin."""

    id: UUID
    key: str
    version: int
    title: dict[str, str]


class DesignApi(Controller):
    path = "/api/v1/forms"
    tags = ("forms",)

    @get(name="api:form:index", opt=READ, summary="Forms of one's organisations")
    async def index(self, request: HTMXRequest) -> list[DesignOut]:
        return [
            DesignOut(one.id, one.key, one.title.stored(), one.sections, one.changed_at, one.published)
            for one in await queries.designs(request.user)
        ]

    @get("/published", name="api:form:published", opt=READ, summary="Versions that a call can be set up with")
    async def published(self, request: HTMXRequest) -> list[PublishedOut]:
        return [
            PublishedOut(one.id, one.key, one.version, one.title.stored())
            for one in await queries.published(request.user)
        ]

    @post(
        name="api:form:import",
        opt=BUILD,
        request_max_body_size=2 * MOST_BYTES,
        summary="A form out of its JSON, the raw body: ?organisation=… holds it",
    )
    async def take(self, request: HTMXRequest, organisation: FromQuery[UUID]) -> Made:
        return Made(await actions.import_json(request.user, organisation, await request.body()))

    @get(
        "/{design_id:uuid}",
        name="api:form:show",
        opt=READ,
        media_type="application/json",
        summary="Its definition as JSON, which can be read in again byte for byte",
    )
    async def show(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.design(request.user, design_id)
        return Response(written(found.definition), media_type="application/json")

    @put("/{design_id:uuid}/publication", name="api:form:publish", opt=BUILD, summary="Publish the next version")
    async def publish(self, request: HTMXRequest, design_id: FromPath[UUID]) -> Made:
        """Answers the id that a call pins. 422 where the checker refuses it."""
        return Made(await actions.publish_design(request.user, design_id))
