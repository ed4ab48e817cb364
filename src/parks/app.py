"""The one place that knows every context: routes, guards, who listens to what, error map, lifespan."""

import gc
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Litestar, Response, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXPlugin, HTMXRequest
from litestar.types import ControllerRouterHandler

from parks.adapters import bus, clock, database, jobs, logs, object_store, tokens
from parks.audit import actions as audit
from parks.audit.pages import TrailPages
from parks.demo.pages import clock as clock_page
from parks.demo.pages import mail as mail_pages
from parks.demo.pages import parts as parts_page
from parks.demo.pages import tour as tour_page
from parks.documents import actions as documents
from parks.identity import actions as people
from parks.identity import api as identity_api
from parks.identity import pages as identity_pages
from parks.identity import queries as people_queries
from parks.identity.permissions import OFFICES
from parks.kernel.actor import ANONYMOUS, Role
from parks.kernel.errors import Forbidden, Refusal, Unauthenticated
from parks.kernel.events import Event
from parks.kernel.words import _
from parks.notifications import actions as messages
from parks.notifications import api as inbox_api
from parks.notifications import pages as inbox_pages
from parks.notifications.reactions import HEARD
from parks.programmes import api as programme_api
from parks.programmes import pages as programme_pages
from parks.programmes import reactions as programme_reactions
from parks.programmes.actions import calls
from parks.programmes.rules.ladder import READERS as APPLICATION_READERS
from parks.reference import actions as reference
from parks.reference import api as reference_api
from parks.reference import pages as reference_pages
from parks.reviews import actions as reviews
from parks.reviews import api as reviews_api
from parks.reviews import pages as reviews_pages
from parks.reviews.events import AssessmentClosed, AssessmentReopened
from parks.reviews.permissions import READERS as REVIEW_READERS
from parks.settings import settings
from parks.spaces import pages as spaces
from parks.spaces.api import SpaceApi
from parks.startups import actions as companies
from parks.startups import api as company_api
from parks.startups import pages as company_pages
from parks.startups.permissions import READERS
from parks.web import access, assets, home, language, preferences, problems, rendering, schema, security
from parks.web.health import HEALTH
from parks.web.rendering import NavItem

REACTIONS: Mapping[type[Event], Sequence[bus.Reaction]] = {
    AssessmentClosed: (programme_reactions.on_assessment_closed,),
    AssessmentReopened: (programme_reactions.on_assessment_reopened,),
    **{fact: (react,) for fact, react in HEARD.items()},
}
"""Who listens to which fact, in order, in the same transaction."""

JOBS: Mapping[str, jobs.Work] = {messages.DELIVER: messages.deliver_job}
"""What the worker does, by the name that `adapters.jobs.enqueue` calls it; every job is idempotent."""

REGULAR: Mapping[str, jobs.Regular] = {
    messages.SWEEP: ("*/10 * * * *", messages.sweep),
    "sweep documents": ("17 * * * *", documents.sweep),
}
"""What the worker looks after by the clock (crontab lines, in UTC)."""

ESTATE = frozenset({Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER, Role.AUDITOR})
"""Who reads a park's requests and units (spaces.permissions.READERS)."""

COMPANY_READERS = frozenset(READERS)

NAV: Sequence[NavItem] = (
    NavItem(_("My applications"), "/applications", "document-text", founders_only=True),
    NavItem(_("Applications"), "/applications", "document-text", frozenset(APPLICATION_READERS)),
    NavItem(_("Calls"), "/calls", "megaphone"),
    NavItem(_("Objections"), "/objections", "hand-raised", frozenset({Role.PROGRAMME_OFFICER, Role.AUDITOR})),
    NavItem(_("Public notices"), "/notices", "newspaper"),
    NavItem(_("My companies"), "/companies", "building-office", founders_only=True),
    NavItem(_("Companies"), "/companies", "building-office", COMPANY_READERS),
    NavItem(_("My reviews"), "/desk", "clipboard-document-check", frozenset({Role.EXPERT})),
    NavItem(_("Review rounds"), "/rounds", "scale", frozenset(REVIEW_READERS)),
    NavItem(_("Expert pool"), "/experts", "academic-cap", frozenset(REVIEW_READERS)),
    NavItem(_("Our space"), "/space", "building-office-2", founders_only=True),
    NavItem(_("Requests for space"), "/requests", "inbox-arrow-down", ESTATE),
    NavItem(_("Units"), "/units", "key", ESTATE),
    NavItem(_("Parks"), "/parks", "map"),
    NavItem(_("Audit trail"), "/audit", "shield-check", frozenset({Role.AUDITOR})),
    NavItem(_("Organisations"), "/organisations", "rectangle-group", OFFICES),
    NavItem(_("Who holds which role"), "/appointments", "user-group", OFFICES),
)
"""The side navigation, in its order."""

LANDINGS: Sequence[tuple[Role, str]] = (
    (Role.EXPERT, "/desk"),
    (Role.PARK_MANAGER, "/requests"),
    (Role.CITY_OFFICER, "/applications"),
    (Role.PROVINCE_OFFICER, "/applications"),
    (Role.PROGRAMME_OFFICER, "/applications"),
    (Role.AUDITOR, "/applications"),
    (Role.SYSTEM_ADMIN, "/organisations"),
)
"""Where `/` takes a signed-in person: by the first of these roles they hold; everyone else is a founder."""

# What each context brings: its controllers, one block a context so that two hands rarely meet.
AUDIT: list[ControllerRouterHandler] = [TrailPages]

IDENTITY: list[ControllerRouterHandler] = [*identity_pages.HANDLERS, *identity_api.HANDLERS]

REFERENCE: list[ControllerRouterHandler] = [
    reference_pages.CalendarPages,
    reference_pages.RegionPages,
    reference_api.ReferenceApi,
]

DOCUMENTS: list[ControllerRouterHandler] = []

STARTUPS: list[ControllerRouterHandler] = [*company_pages.HANDLERS, *company_api.HANDLERS]

REVIEWS: list[ControllerRouterHandler] = [*reviews_pages.CONTROLLERS, *reviews_api.CONTROLLERS]

SPACES: list[ControllerRouterHandler] = [
    spaces.ParkPages,
    spaces.FloorPages,
    spaces.UnitPages,
    spaces.AllocationPages,
    spaces.RequestPages,
    spaces.SpacePages,
    SpaceApi,
]

PROGRAMMES: list[ControllerRouterHandler] = [*programme_pages.HANDLERS, *programme_api.HANDLERS]

NOTIFICATIONS: list[ControllerRouterHandler] = [inbox_pages.InboxPages, inbox_api.InboxApi]

DEMO: list[ControllerRouterHandler] = [
    parts_page.show,
    tour_page.DemoPages,
    clock_page.ClockPages,
    mail_pages.MailPages,
]


class Who(AbstractAuthenticationMiddleware):
    """Session cookie or API key → Actor on the request; the language; the mark that forms must bring back."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        state = connection.scope.setdefault("state", {})
        audit.request_id.set(str(state.get("request_id", "")))
        state["now"] = None
        state["language"] = chosen = _chosen_language(connection)
        if connection.scope["path"].startswith(NOBODY_ASKS):
            return AuthenticationResult(user=ANONYMOUS, auth=None)
        signed = await self._by_key(connection) or await self._by_session(connection)
        if signed is None:
            visit = connection.cookies.get(security.VISIT)
            if not visit:
                visit = state["new_visit"] = tokens.new_secret(12)
            state["form_mark"] = security.form_mark(f"visit:{visit}")
            return AuthenticationResult(user=ANONYMOUS, auth=None)
        state["now"], state["place"] = signed.now, signed.place
        if signed.session_id is not None:
            state["form_mark"] = security.form_mark(f"session:{signed.session_id}")
            state["language"] = signed.actor.language
        elif not chosen:
            state["language"] = signed.actor.language
        state["language"] = state["language"] or "zh"
        if signed.stale:
            await people.note_use(signed)
        return AuthenticationResult(user=signed.actor, auth=signed)

    async def _by_session(self, connection: ASGIConnection[Any, Any, Any, Any]) -> people_queries.Signed | None:
        """A forged, expired or ended session is no error: the visitor is simply nobody yet."""
        token = connection.cookies.get(security.session_cookie())
        claims = tokens.read("session", token) if token else None
        if claims is None:
            return None
        try:
            person_id, session_id = UUID(claims["sub"]), UUID(claims["jti"])
        except ValueError:
            return None
        signed = await people_queries.actor_of_session(session_id)
        return signed if signed is not None and signed.actor.id == person_id else None

    async def _by_key(self, connection: ASGIConnection[Any, Any, Any, Any]) -> people_queries.Signed | None:
        """Whoever shows a key means it: one that does not stand is 401, whatever cookie comes beside it.

        Keys open `/api/` alone; on pages the header is not looked at.
        """
        kind, _space, key = connection.headers.get("authorization", "").partition(" ")
        if not kind or not connection.scope["path"].startswith("/api/"):
            return None
        signed = await people_queries.actor_of_key(key.strip()) if kind.lower() == "bearer" else None
        if signed is None:
            raise Unauthenticated(_("This key is not known, has been revoked or is too old. Make a new one."))
        connection.scope["state"]["by_key"] = True
        if signed.read_only and connection.scope["method"] not in security.SAFE:  # type: ignore[typeddict-item]  # HTTP alone comes here
            raise Forbidden(_("This key may only read. Make one that may write."))
        return signed


NOBODY_ASKS = ("/static/", "/healthz", "/readyz")
"""Answered without looking anyone up: they must stand while the database is away."""


def _chosen_language(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """What this browser asks for: by its cookie, or by its own settings; empty where it says nothing of ours."""
    cookie = connection.cookies.get("lang", "")
    if cookie in language.LANGUAGES:
        return cookie
    asked = connection.headers.get("accept-language", "").split(",")[0].strip().lower()
    return next((one for one in language.LANGUAGES if asked.startswith(one)), "")


@get(
    "/static/{name:str}",
    opt={"access": access.public("css, js and pictures hold nothing private")},
    include_in_schema=False,
    name="static:show",
)
async def static(name: FromPath[str]) -> Response[bytes]:
    asset = assets.by_hashed_name().get(name)
    if asset is None:
        raise NotFoundException
    return Response(
        asset.body, media_type=asset.media_type, headers={"cache-control": "public, max-age=31536000, immutable"}
    )


async def prepare_database() -> list[str]:
    """Migrate, and load what the state publishes; answers the migrations that were run."""
    done = await database.migrate()
    await reference.load()
    return done


@asynccontextmanager
async def standing() -> AsyncIterator[None]:
    """The ground under everything that calls actions: the app, the worker, and commands."""
    tokens.check_keys()
    await database.open_pool()
    try:
        await clock.refuse_shift()
        await object_store.prepare()
        bus.wire(REACTIONS)
        yield
    finally:
        await database.close_pool()


@asynccontextmanager
async def lifespan(_app: Litestar) -> AsyncIterator[None]:
    async with standing():
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            gc.unfreeze()


async def work() -> None:
    """What `parks worker` runs."""
    logs.configure(human=settings().demo)
    async with standing():
        await jobs.work(JOBS, REGULAR)


@dataclass(frozen=True, slots=True)
class Resealed:
    """Numbers locked anew, and marks elsewhere that stayed because nobody knows their numbers."""

    people: int
    stayed: int


async def reseal() -> Resealed:
    """What `parks reseal` runs after a change of keys: numbers and every copy of their fingerprints, all or nothing."""
    async with standing(), database.tx():
        marks = await companies.reseal()
        stayed = await reviews.take_over_marks(marks) + await calls.take_over_marks(marks)
    return Resealed(len(marks), stayed)


ROUTES: list[ControllerRouterHandler] = [
    static,
    home.page(LANDINGS, otherwise="/applications"),
    preferences.page(people.choose_language),
    *HEALTH,
    *AUDIT,
    *IDENTITY,
    *REFERENCE,
    *DOCUMENTS,
    *STARTUPS,
    *REVIEWS,
    *SPACES,
    *PROGRAMMES,
    *NOTIFICATIONS,
    *DEMO,
]


def create_app() -> Litestar:
    rendering.furnish(NAV)
    return Litestar(
        route_handlers=ROUTES,
        request_class=HTMXRequest,
        middleware=[DefineMiddleware(Who)],
        guards=[security.form_guard, access.guard],
        before_send=[security.seal_answer],
        exception_handlers={
            Refusal: problems.refusal,
            HTTPException: problems.http_error,
            Exception: problems.crash,
        },
        lifespan=[lifespan],
        plugins=[HTMXPlugin()],
        request_max_body_size=1_000_000,
        openapi_config=schema.config(),
        state=State(),
        logging_config=None,  # adapters.logs sets one form for all
    )
