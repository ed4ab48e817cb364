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
from parks.audit import queries as audit_queries
from parks.audit.pages import TrailPages
from parks.demo.pages import clock as clock_page
from parks.demo.pages import mail as mail_pages
from parks.demo.pages import parts as parts_page
from parks.demo.pages import tour as tour_page
from parks.documents import actions as documents
from parks.documents import queries as document_queries
from parks.funds import api as funds_api
from parks.funds import events as money
from parks.funds import pages as funds_pages
from parks.funds import queries as funds_queries
from parks.funds.actions import commitments
from parks.funds.actions import reports as use_reports
from parks.funds.permissions import KEEPERS as MONEY_KEEPERS
from parks.funds.permissions import READERS as MONEY_READERS
from parks.funds.queries import erasure as funds_due
from parks.funds.queries import own_data as funds_own
from parks.identity import actions as people
from parks.identity import api as identity_api
from parks.identity import pages as identity_pages
from parks.identity import queries as people_queries
from parks.identity.actions import erasure as people_erasure
from parks.identity.events import HandGiven, PersonDismissed
from parks.identity.permissions import OFFICES
from parks.identity.queries import erasure as people_due
from parks.identity.queries import own_data as people_own
from parks.kernel.actor import ANONYMOUS, Actor, Role
from parks.kernel.errors import Forbidden, Refusal, Unauthenticated
from parks.kernel.events import Event
from parks.kernel.records import OwnData, RecordClass
from parks.kernel.to_do import Asking
from parks.kernel.words import _
from parks.notifications import actions as messages
from parks.notifications import api as inbox_api
from parks.notifications import pages as inbox_pages
from parks.notifications import queries as messages_queries
from parks.notifications import reactions as letters_of_money
from parks.notifications.actions import erasure as messages_erasure
from parks.notifications.queries import erasure as messages_due
from parks.notifications.queries import own_data as messages_own
from parks.notifications.reactions import HEARD
from parks.privacy import api as privacy_api
from parks.privacy import pages as privacy_pages
from parks.privacy import queries as privacy
from parks.programmes import api as programme_api
from parks.programmes import pages as programme_pages
from parks.programmes import reactions as programme_reactions
from parks.programmes.actions import calls, deadlines, imports, rule_sets
from parks.programmes.actions import erasure as applications_erasure
from parks.programmes.queries import erasure as applications_due
from parks.programmes.queries import own_data as applications_own
from parks.programmes.queries import to_do as programme_to_do
from parks.programmes.queries.scope import of_a_sealed_call
from parks.programmes.rules.ladder import READERS as APPLICATION_READERS
from parks.questionnaires import api as form_api
from parks.questionnaires import pages as form_pages
from parks.questionnaires.permissions import READERS as FORM_READERS
from parks.reference import actions as reference
from parks.reference import api as reference_api
from parks.reference import pages as reference_pages
from parks.reference.events import DaySettled, YearSettled
from parks.reviews import actions as reviews
from parks.reviews import api as reviews_api
from parks.reviews import pages as reviews_pages
from parks.reviews import queries as reviews_queries
from parks.reviews.events import AssessmentClosed, AssessmentReopened
from parks.reviews.permissions import READERS as REVIEW_READERS
from parks.reviews.queries import own_data as reviews_own
from parks.settings import settings
from parks.spaces import actions as spaces_actions
from parks.spaces import api as spaces_api
from parks.spaces import pages as spaces
from parks.spaces import queries as spaces_queries
from parks.spaces.queries import own_data as spaces_own
from parks.startups import actions as companies
from parks.startups import api as company_api
from parks.startups import pages as company_pages
from parks.startups import reactions as company_reactions
from parks.startups.events import RecordChanged
from parks.startups.permissions import READERS
from parks.startups.queries import own_data as companies_own
from parks.web import access, assets, home, language, preferences, problems, rendering, schema, security
from parks.web.health import HEALTH
from parks.web.rendering import NavItem

REACTIONS: Mapping[type[Event], Sequence[bus.Reaction]] = {
    AssessmentClosed: (programme_reactions.on_assessment_closed,),
    AssessmentReopened: (programme_reactions.on_assessment_reopened,),
    DaySettled: (programme_reactions.on_day_settled,),
    money.TranchePaid: (programme_reactions.on_tranche_paid, letters_of_money.on_tranche_paid),
    money.PaymentReversed: (programme_reactions.on_payment_reversed,),
    money.UseReported: (programme_reactions.on_use_reported,),
    money.RectificationRequired: (
        programme_reactions.on_rectification_required,
        letters_of_money.on_rectification_required,
    ),
    money.Rectified: (programme_reactions.on_rectified,),
    money.CommitmentAccepted: (programme_reactions.on_commitment_accepted,),
    money.CommitmentClosed: (programme_reactions.on_commitment_ended,),
    money.CommitmentCancelled: (programme_reactions.on_commitment_ended,),
    money.ClawedBack: (programme_reactions.on_clawed_back, letters_of_money.on_clawed_back),
    HandGiven: (company_reactions.on_hand_given, programme_reactions.on_hand_given),
    RecordChanged: (programme_reactions.on_record_changed,),
    YearSettled: (programme_reactions.on_year_settled,),
    **{fact: (react,) for fact, react in HEARD.items()},
    PersonDismissed: (programme_reactions.on_dismissed, HEARD[PersonDismissed]),
}
"""Who listens to which fact, in order, in the same transaction."""

JOBS: Mapping[str, jobs.Work] = {
    messages.DELIVER: messages.deliver_job,
    messages.SEND: messages.send_job,
    imports.CARRY_OUT: imports.carry_out,
}
"""What the worker does, by the name that `adapters.jobs.enqueue` calls it; every job is idempotent."""

REGULAR: Mapping[str, jobs.Regular] = {
    messages.SWEEP: ("*/10 * * * *", messages.sweep),
    messages.REMIND: ("*/15 * * * *", messages.remind),
    "sweep documents": ("17 * * * *", documents.sweep),
    use_reports.SWEEP: ("23 1 * * *", use_reports.sweep),
    "sweep offers": ("*/5 * * * *", spaces_actions.sweep_offers),
    "offer in turn": ("*/5 * * * *", spaces_actions.offer_in_turn),
    "reckon deadlines": ("23 * * * *", deadlines.reckon),
}
"""What the worker looks after by the clock (crontab lines, in UTC)."""

ESTATE = frozenset({Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER, Role.AUDITOR})
"""Who reads a park's requests and units (spaces.permissions.READERS)."""

COMPANY_READERS = frozenset(READERS)

PERSONAL_DATA: Sequence[OwnData] = (
    OwnData("account", _("Account, roles, agreements, sessions"), people_own.own_data),
    OwnData("companies", _("Companies and what is on record of you"), companies_own.own_data),
    OwnData(
        "applications",
        _("Applications, drafts, corrections, awards, objections, hands, imports"),
        applications_own.own_data,
    ),
    OwnData("funds", _("Grants, accounts they go to, reports of use"), funds_own.own_data),
    OwnData("reviews", _("Your part in reviews"), reviews_own.own_data),
    OwnData("space", _("Requests for space, bookings of rooms, visitors, services asked for"), spaces_own.own_data),
    OwnData("files", _("Files that you sent"), document_queries.own_data),
    OwnData("messages", _("Messages, and how you are told"), messages_own.own_data),
)
"""What a person's download holds: a part a context."""

RETENTION: Sequence[RecordClass] = (
    RecordClass(
        "drafts",
        _("Drafts that were never sent"),
        _("PIPL art. 19: no longer than needed"),
        "retention.draft",
        applications_due.drafts_due,
        applications_erasure.erase_applications,
    ),
    RecordClass(
        "unselected",
        _("Applications that were not selected"),
        _("PIPL art. 19, after the time for questions and audits"),
        "retention.unselected",
        applications_due.unselected_due,
        applications_erasure.erase_applications,
    ),
    RecordClass(
        "hands",
        _("Hands lent with applications that are over"),
        _("PIPL art. 19: no longer than needed"),
        "retention.hand",
        applications_due.hands_due,
        applications_erasure.end_hands,
    ),
    RecordClass(
        "company_hands",
        _("Hands lent with companies that nothing is under way for"),
        _("PIPL art. 19: no longer than needed"),
        "retention.hand",
        applications_due.company_hands_due,
        applications_erasure.end_company_hands,
    ),
    RecordClass(
        "invitations",
        _("Invitations to lend a hand, answered or lapsed"),
        _("PIPL art. 19: no longer than needed"),
        "retention.hand",
        people_due.invitations_due,
        people_erasure.erase_invitations,
    ),
    RecordClass(
        "imports",
        _("Sheets of applications that nobody confirmed"),
        _("PIPL art. 19: no longer than needed"),
        "retention.import",
        applications_due.imports_due,
        applications_erasure.empty_imports,
    ),
    RecordClass(
        "pool_imports",
        _("Lists of experts that nobody confirmed"),
        _("PIPL art. 19: no longer than needed"),
        "retention.import",
        reviews_queries.imports_due,
        reviews.erase_lists,
    ),
    RecordClass(
        "commitments",
        _("Grants: commitments, tranches, accounts, payments"),
        _("Accounting archives: thirty years, then looked through by people"),
        "retention.fund",
        funds_due.commitments_due,
        None,
    ),
    RecordClass(
        "use_reports",
        _("Reports of use and their vouchers"),
        _("Accounting archives: thirty years, then looked through by people"),
        "retention.fund",
        funds_due.reports_due,
        None,
    ),
    RecordClass(
        "awards",
        _("Awards, contracts and payments"),
        _("Accounting archives: ten years at least, the lists for ever"),
        "retention.award",
        applications_due.awards_due,
        None,
    ),
    RecordClass(
        "messages",
        _("Messages in inboxes"),
        _("PIPL art. 19: no longer than needed"),
        "retention.message",
        messages_due.messages_due,
        messages_erasure.erase_messages,
    ),
    RecordClass(
        "visitors",
        _("Visitors who were announced"),
        _("PIPL art. 19: no longer than needed"),
        "retention.visitor",
        spaces_queries.visitors_due,
        spaces_actions.erase_visitors,
    ),
    RecordClass(
        "sessions",
        _("Sessions and tries to sign in"),
        _("Cybersecurity Law art. 21: six months at least"),
        "retention.log",
        people_due.sessions_due,
        people_erasure.erase_sessions,
    ),
)
"""How long each class of records is kept, and how it goes; children before what they hang on."""

VEILS: Sequence[audit_queries.Veil] = (of_a_sealed_call, reviews_queries.veil)
"""What the trail's readers do not see yet."""

TO_DO: Sequence[Asking] = (programme_to_do.to_do, funds_queries.to_do, reviews_queries.to_do, spaces_queries.to_do)
"""Whom `/to-do` asks what waits for a person."""

APPLYING, JUDGING, MONEY = _("Applications and calls"), _("Review and decision"), _("Grants and payments")
PLACES, HOUSE = _("Companies and space"), _("This house")
"""What the doors of the menu are grouped by, where there are many (templates/layouts/doors.html)."""

NAV: Sequence[NavItem] = (
    NavItem(_("To do"), "/to-do", "queue-list"),
    NavItem(_("My applications"), "/applications", "document-text", founders_only=True),
    NavItem(_("Applications"), "/applications", "document-text", frozenset(APPLICATION_READERS), group=APPLYING),
    NavItem(_("Calls"), "/calls", "megaphone", group=APPLYING),
    NavItem(_("Forms"), "/forms", "clipboard-document-list", frozenset(FORM_READERS), group=APPLYING),
    NavItem(_("Figures"), "/statistics", "chart-bar", frozenset(APPLICATION_READERS), group=APPLYING),
    NavItem(_("My reviews"), "/desk", "clipboard-document-check", frozenset({Role.EXPERT}), group=JUDGING),
    NavItem(_("My meetings"), "/meetings", "user-group", frozenset({Role.EXPERT, *REVIEW_READERS}), group=JUDGING),
    NavItem(_("Review rounds"), "/rounds", "scale", frozenset(REVIEW_READERS), group=JUDGING),
    NavItem(_("Expert pool"), "/experts", "academic-cap", frozenset(REVIEW_READERS), group=JUDGING),
    NavItem(_("Public notices"), "/notices", "newspaper", group=JUDGING),
    NavItem(
        _("Objections"),
        "/objections",
        "hand-raised",
        frozenset({Role.PROGRAMME_OFFICER, Role.AUDITOR}),
        group=JUDGING,
    ),
    NavItem(_("My grants"), "/grants", "banknotes", founders_only=True),
    NavItem(_("Budgets"), "/budgets", "banknotes", frozenset(MONEY_READERS), group=MONEY),
    NavItem(_("Releases"), "/releases", "check-badge", frozenset(MONEY_KEEPERS), group=MONEY),
    NavItem(_("Payment batches"), "/payments", "credit-card", frozenset(MONEY_READERS), group=MONEY),
    NavItem(_("Reports of use"), "/use-reports", "receipt-percent", frozenset(MONEY_READERS), group=MONEY),
    NavItem(_("My companies"), "/companies", "building-office", founders_only=True),
    NavItem(_("Invitations"), "/invitations", "users", founders_only=True),
    NavItem(_("Companies"), "/companies", "building-office", COMPANY_READERS, group=PLACES),
    NavItem(_("Our space"), "/space", "building-office-2", founders_only=True),
    NavItem(_("Stays in parks"), "/incubations", "academic-cap", founders_only=True),
    NavItem(_("Stays in parks"), "/incubations", "academic-cap", ESTATE, group=PLACES),
    NavItem(_("Requests for space"), "/requests", "inbox-arrow-down", ESTATE, group=PLACES),
    NavItem(_("Units"), "/units", "key", ESTATE, group=PLACES),
    NavItem(_("Rooms"), "/rooms", "clock", founders_only=True),
    NavItem(_("Rooms"), "/rooms", "clock", ESTATE, group=PLACES),
    NavItem(_("Repairs and services"), "/services", "wrench-screwdriver", founders_only=True),
    NavItem(_("Repairs and services"), "/services", "wrench-screwdriver", ESTATE, group=PLACES),
    NavItem(_("Visitors"), "/visits", "user-group", founders_only=True),
    NavItem(_("Visitors"), "/visits", "user-group", frozenset({Role.PARK_MANAGER}), group=PLACES),
    NavItem(_("Parks"), "/parks", "map", group=PLACES),
    NavItem(_("Parks side by side"), "/parks/comparison", "scale", ESTATE - {Role.PARK_MANAGER}, group=PLACES),
    NavItem(_("Audit trail"), "/audit", "shield-check", frozenset({Role.AUDITOR}), group=HOUSE),
    NavItem(_("Organisations"), "/organisations", "rectangle-group", OFFICES, group=HOUSE),
    NavItem(_("Who holds which role"), "/appointments", "user-group", OFFICES, group=HOUSE),
    NavItem(_("Policy values"), "/policies", "adjustments-horizontal", OFFICES, group=HOUSE),
    NavItem(
        _("Keeping and erasing"),
        "/retention",
        "archive-box",
        frozenset({Role.SYSTEM_ADMIN, Role.PROGRAMME_OFFICER, Role.AUDITOR}),
        group=HOUSE,
    ),
)
"""The side navigation, in its order."""

LANDINGS: Sequence[tuple[Role, str]] = (
    (Role.EXPERT, "/desk"),
    (Role.PARK_MANAGER, "/to-do"),
    (Role.CITY_OFFICER, "/to-do"),
    (Role.PROVINCE_OFFICER, "/to-do"),
    (Role.PROGRAMME_OFFICER, "/to-do"),
    (Role.AUDITOR, "/applications"),
    (Role.SYSTEM_ADMIN, "/organisations"),
)
"""Where `/` takes a signed-in person: by the first of these roles they hold; everyone else is a founder."""


async def remember_keys(actor: Actor, on: bool) -> None:
    """The switch in the head of every page is the expert's own on each machine; to others it is their browser's."""
    if actor.has(Role.EXPERT):
        await reviews.keep_layout(actor, keys=on)


# What each context brings: its controllers, one block a context so that two hands rarely meet.
AUDIT: list[ControllerRouterHandler] = [TrailPages]

IDENTITY: list[ControllerRouterHandler] = [*identity_pages.HANDLERS, *identity_api.HANDLERS]

REFERENCE: list[ControllerRouterHandler] = [
    reference_pages.CalendarPages,
    reference_pages.RegionPages,
    reference_pages.PolicyPages,
    reference_api.ReferenceApi,
]

DOCUMENTS: list[ControllerRouterHandler] = []

STARTUPS: list[ControllerRouterHandler] = [*company_pages.HANDLERS, *company_api.HANDLERS]

QUESTIONNAIRES: list[ControllerRouterHandler] = [*form_pages.HANDLERS, form_api.DesignApi]

REVIEWS: list[ControllerRouterHandler] = [*reviews_pages.CONTROLLERS, *reviews_api.CONTROLLERS]

SPACES: list[ControllerRouterHandler] = [
    spaces.ParkPages,
    spaces.ComparisonPages,
    spaces.EstatePages,
    spaces.OccupancyPages,
    spaces.StackPages,
    spaces.TimelinePages,
    spaces.PlanningPages,
    spaces.ScenarioListPages,
    spaces.ScenarioPages,
    spaces.WaitingPages,
    spaces.FloorPages,
    spaces.IncubationPages,
    spaces.LeasePages,
    spaces.UnitPages,
    spaces.AllocationPages,
    spaces.MovePages,
    spaces.DivisionPages,
    spaces.RequestPages,
    spaces.SpacePages,
    spaces.OfferPages,
    spaces.RoomPages,
    spaces.RoomSettingPages,
    spaces.RoomCalendars,
    spaces.BookingPages,
    spaces.VisitPages,
    spaces.ServicePages,
    spaces.PromisePages,
    *spaces_api.CONTROLLERS,
]

FUNDS: list[ControllerRouterHandler] = [*funds_pages.HANDLERS, *funds_api.HANDLERS]

PROGRAMMES: list[ControllerRouterHandler] = [*programme_pages.HANDLERS, *programme_api.HANDLERS]

NOTIFICATIONS: list[ControllerRouterHandler] = [*inbox_pages.HANDLERS, *inbox_api.HANDLERS]

PRIVACY: list[ControllerRouterHandler] = [*privacy_pages.HANDLERS, *privacy_api.HANDLERS]

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
        if connection.scope["method"] not in security.SAFE:  # type: ignore[typeddict-item]  # HTTP alone comes here
            database.patience.set(database.SENDING)
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
        state["now"], state["place"], state["agreed"] = signed.now, signed.place, signed.agreed
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
    """Migrate, and load what the state publishes and the rule sets of ours; answers the migrations that were run."""
    done = await database.migrate()
    await reference.load()
    await rule_sets.load()
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
        await commitments.reseal()
        await reviews.reseal_accounts()
    return Resealed(len(marks), stayed)


ROUTES: list[ControllerRouterHandler] = [
    static,
    home.page(LANDINGS, otherwise="/to-do"),
    preferences.page(people.choose_language, remember_keys),
    *HEALTH,
    *AUDIT,
    *IDENTITY,
    *REFERENCE,
    *DOCUMENTS,
    *STARTUPS,
    *QUESTIONNAIRES,
    *REVIEWS,
    *SPACES,
    *FUNDS,
    *PROGRAMMES,
    *NOTIFICATIONS,
    *PRIVACY,
    *DEMO,
]


def create_app() -> Litestar:
    rendering.furnish(NAV)
    messages_queries.furnish(TO_DO)
    audit_queries.furnish(VEILS)
    privacy.furnish(PERSONAL_DATA, RETENTION)
    return Litestar(
        route_handlers=ROUTES,
        request_class=HTMXRequest,
        middleware=[DefineMiddleware(Who)],
        guards=[access.guard, security.form_guard],  # whose session has ended is asked to sign in, not told of a form
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
