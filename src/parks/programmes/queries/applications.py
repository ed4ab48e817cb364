"""Applications as their readers see them: the work list, one application, what was sent of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries.evidence import MATCHES, Match, matches_of
from parks.programmes.queries.scope import hands, on_side, shares, under, visible_to
from parks.programmes.queries.waivers import WAIVERS, WaiverView, granted, waivers_of
from parks.programmes.rules.eligibility import Rule, Waived
from parks.programmes.rules.ladder import READERS, Ladder
from parks.programmes.rules.queue import PRESSURE_NAMES, PRESSURE_TONES, Pressure, pressure
from parks.programmes.states import AT_LEVEL, EDITABLE, GRANTED, LIFE, ApplicationState, Level, Move, Outcome
from parks.questionnaires import queries as questionnaires
from parks.startups.states import Hand
from parks.web import paging
from parks.web.paging import CAP, Column, Filter, Grid, ListState, Page

STATE_NAMES: Mapping[ApplicationState, Text] = {
    ApplicationState.DRAFT: _("Draft"),
    ApplicationState.SUBMITTED: _("Sent, waiting for the park"),
    ApplicationState.PARK_REVIEW: _("With the park"),
    ApplicationState.CITY_REVIEW: _("With the city"),
    ApplicationState.PROVINCE_REVIEW: _("With the province"),
    ApplicationState.RECOMMENDED: _("Recommended for selection"),
    ApplicationState.MINISTRY_REVIEW: _("In expert review"),
    ApplicationState.RANKED: _("Reviewed and ranked"),
    ApplicationState.PROPOSED: _("Proposed"),
    ApplicationState.PUBLICITY: _("In public notice"),
    ApplicationState.OBJECTION: _("Objection being looked into"),
    ApplicationState.AWARDED: _("Selected"),
    ApplicationState.AGREEMENT: _("Agreement signed"),
    ApplicationState.DISBURSED: _("Grant paid"),
    ApplicationState.TRACKING: _("In tracking"),
    ApplicationState.RECTIFY: _("To be rectified"),
    ApplicationState.ACCEPTED: _("Accepted at the end"),
    ApplicationState.CLOSED: _("Closed and settled"),
    ApplicationState.CLAWED_BACK: _("Claimed back"),
    ApplicationState.NOT_SELECTED: _("Not selected"),
    ApplicationState.NOT_RECOMMENDED: _("Not recommended"),
    ApplicationState.RETURNED_FOR_CORRECTION: _("Returned for correction"),
    ApplicationState.INELIGIBLE: _("Not eligible"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
}

TONES: Mapping[ApplicationState, str] = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.RETURNED_FOR_CORRECTION: "warning",
    ApplicationState.OBJECTION: "warning",
    ApplicationState.AWARDED: "success",
    ApplicationState.AGREEMENT: "success",
    ApplicationState.DISBURSED: "success",
    ApplicationState.RECTIFY: "warning",
    ApplicationState.ACCEPTED: "success",
    ApplicationState.CLOSED: "neutral",
    ApplicationState.CLAWED_BACK: "danger",
    ApplicationState.RECOMMENDED: "success",
    ApplicationState.INELIGIBLE: "danger",
    ApplicationState.NOT_RECOMMENDED: "neutral",
    ApplicationState.NOT_SELECTED: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
}

LEVEL_NAMES: Mapping[Level, Text] = {Level.PARK: _("Park"), Level.CITY: _("City"), Level.PROVINCE: _("Province")}


UNTOLD = {
    ApplicationState.RANKED: ApplicationState.MINISTRY_REVIEW,
    ApplicationState.PROPOSED: ApplicationState.MINISTRY_REVIEW,
}
"""What applicants learn of a selection before its notice: that experts review it, and no more."""


NEVER = date(2999, 12, 31)
"""Where the order by due date puts what waits for no office; the same day stands in the index."""


class _Stands:
    """What a state is called, how it is coloured and how it presses; shared by every view of an application."""

    state: ApplicationState

    @property
    def shown_state(self) -> ApplicationState:
        return self.state

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.shown_state]

    @property
    def tone(self) -> str:
        return TONES.get(self.shown_state, "info")

    @property
    def level(self) -> Level | None:
        return AT_LEVEL.get(self.state)

    @property
    def granted(self) -> bool:
        """Awarded, whatever became of it since."""
        return self.state in GRANTED


class _Pressed:
    """The clock of the office that has it."""

    decide_by: date | None
    decide_soon: date | None
    decide_days: int | None
    decide_provisional: bool
    today: date

    @property
    def pressure(self) -> Pressure:
        return pressure(by=self.decide_by, soon=self.decide_soon, days=self.decide_days, today=self.today)

    @property
    def pressure_name(self) -> Text:
        return PRESSURE_NAMES[self.pressure]

    @property
    def pressure_tone(self) -> str:
        return PRESSURE_TONES[self.pressure]


# The work list -----------------------------------------------------------------------------------------------------

SORTS: Mapping[str, tuple[str, Any]] = {
    "submitted": ("a.submitted_at", datetime.fromisoformat),
    "due": ("COALESCE(a.decide_by, DATE '2999-12-31')", date.fromisoformat),
    "moved": ("a.moved_at", datetime.fromisoformat),
    "number": ("a.number", str),
    "company": ("a.company_name", str),
}
"""What the work list can be ordered by: the column (each has its index) and how its value is read out of a URL."""

GRID = Grid(
    columns=(
        Column("number", _("Number"), sort="number"),
        Column("company", _("Company"), sort="company"),
        Column("project", _("Project")),
        Column("applicant", _("Applicant")),
        Column("park", _("Park")),
        Column("call", _("Call"), shown=False),
        Column("state", _("State")),
        Column("due", _("Decide by"), sort="due"),
        Column("assigned", _("Read by"), shown=False),
        Column("submitted", _("Sent"), sort="submitted"),
        Column("moved", _("Last step"), sort="moved", shown=False),
    ),
    sorts=("-submitted", *(name for name in SORTS if name != "submitted")),
    filters=(
        Filter(
            "state",
            _("State"),
            tuple((state.value, name) for state, name in STATE_NAMES.items() if state is not ApplicationState.DRAFT),
        ),
        Filter("level", _("Waiting for"), tuple((level.value, name) for level, name in LEVEL_NAMES.items())),
        Filter("due", _("Due"), tuple((one.value, name) for one, name in PRESSURE_NAMES.items())),
        Filter("hand", _("Who reads it"), (("mine", _("I do")), ("nobody", _("No colleague yet")))),
        Filter("call", _("Call")),
        Filter("place", _("Region")),
    ),
)


_named = lru_cache(maxsize=2_000)(Bilingual)
"""The names of the few parks and calls that stand on every row."""


class _Columns(NamedTuple):  # fifty a page: a named tuple is made in a tenth of a frozen dataclass's time
    id: UUID
    number: str
    company: str
    project: str
    applicant: str
    park: Bilingual
    call: Bilingual
    state: ApplicationState
    submitted_at: datetime
    moved_at: datetime
    decide_by: date | None
    decide_soon: date | None
    decide_days: int | None
    decide_provisional: bool
    today: date
    assigned: str


class Row(_Stands, _Pressed, _Columns):
    __slots__ = ()

    @property
    def url(self) -> str:
        return f"/applications/{self.id}"

    def place(self, sort: str) -> Any:
        """Where the row stands in an order: what the next page begins after."""
        return (self.decide_by or NEVER) if sort == "due" else self.cells()[sort]

    def cells(self) -> dict[str, Any]:
        """Each column's value, for the export."""
        return {
            "number": self.number,
            "company": self.company,
            "project": self.project,
            "applicant": self.applicant,
            "park": self.park,
            "call": self.call,
            "state": self.state_name,
            "due": self.decide_by,
            "assigned": self.assigned,
            "submitted": self.submitted_at,
            "moved": self.moved_at,
        }


PRESSED: Mapping[Pressure, str] = {
    Pressure.RUNNING: "a.decide_soon > parks_today()",
    Pressure.SOON: "a.decide_soon <= parks_today() AND a.decide_by >= parks_today()",
    Pressure.OVERDUE: "a.decide_by < parks_today()",
    Pressure.PAUSED: "(a.decide_by IS NULL AND a.decide_days IS NOT NULL)",
}
"""The filter by due date: `rules.queue.pressure` as SQL."""


async def work_list(actor: Actor, state: ListState) -> Page:
    """What lies under the actor's offices, in two statements whatever it holds: a page, and what can be chosen."""
    where, values = _where(actor, state)
    found = await _rows(state, where, values)
    offices = actor.paths(*READERS)
    below, places = under(offices, len(values) + 1)
    steps = len(values) + len(places) + 1
    extra: Mapping[str, Any] = (
        await row(
            f"SELECT (SELECT count(*) FROM (SELECT FROM application a WHERE {where} LIMIT {CAP + 1}) x) AS total,"
            " (SELECT COALESCE(json_agg(json_build_array(c.id, c.title_zh, c.title_en) ORDER BY c.cycle DESC), '[]')"
            " FROM call c WHERE c.state <> 'draft') AS calls,"
            " (SELECT COALESCE(json_agg(json_build_array(a.path, a.name_zh, a.name_en) ORDER BY a.path), '[]')"
            f" FROM organisation a WHERE a.kind IN ('park', 'city', 'province') AND {below}"
            f" AND (a.path = ANY(${steps + 1}) OR a.parent = ANY(ARRAY("
            f"SELECT o.id FROM organisation o WHERE o.path = ANY(${steps}))))) AS places",
            *values,
            *places,
            [*offices, *_way_to(state.chosen.get("place", ""))],
            offices,
        )
        or {}
    )
    choices = {name: tuple((one, Bilingual(zh, en)) for one, zh, en in extra[f"{name}s"]) for name in ("call", "place")}
    filters = tuple(replace(one, choices=choices.get(one.name, one.choices)) for one in GRID.filters)
    offered = replace(state, grid=replace(state.grid, filters=filters))
    return paging.page(offered, found, extra["total"], key=lambda one: (one.place(state.sort), one.id))


async def work_list_rows(actor: Actor, state: ListState) -> list[Row]:
    """The same rows without what can be chosen: for exports and the API."""
    return await _rows(state, *_where(actor, state))


def _where(actor: Actor, state: ListState) -> tuple[str, list[Any]]:
    seen, values = visible_to(actor)
    parts = [seen, "a.submitted_at IS NOT NULL AND a.state <> 'draft'"]

    def bound(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    if chosen := state.chosen.get("state"):
        parts.append(f"a.state = {bound(chosen)}")
    if chosen := state.chosen.get("level"):
        parts.append(
            f"a.state = ANY({bound([one.value for one, level in AT_LEVEL.items() if level == chosen])}::text[])"
        )
    if chosen := state.chosen.get("due"):
        parts.append(PRESSED[Pressure(chosen)])
    if state.chosen.get("hand") == "mine":
        parts.append(f"a.assigned_to = {bound(actor.id)}")
    elif state.chosen.get("hand") == "nobody":
        parts.append(f"a.assigned_to IS NULL AND a.state = ANY({bound([one.value for one in AT_LEVEL])}::text[])")
    if chosen := state.chosen.get("call"):
        parts.append(f"a.call = {bound(_uuid(chosen))}")
    if chosen := state.chosen.get("place"):
        inside, ends = under([chosen if chosen.endswith("/") else f"{chosen}/"], len(values) + 1)
        values.extend(ends)
        parts.append(inside)
    if state.q:
        wanted = bound(state.q.lower())
        if len(state.q) > 1:  # one sign alone is in no pair: it is looked for in the rows that are left
            parts.append(f"bigrams(a.words) @> bigrams({wanted})")
        parts.append(f"position({wanted} IN a.words) > 0")
    return " AND ".join(parts), values


def _way_to(place: str) -> list[str]:
    """The places on the way to one, itself included: `/cn/xj/` → `/cn/`, `/cn/xj/`. Each offers what lies below it, so
    that a nation's officer chooses among thirty provinces, then among one's cities, and not among all parks.
    """
    pieces = place.strip("/").split("/")
    return [f"/{'/'.join(pieces[:end])}/" for end in range(1, len(pieces) + 1)]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


async def _rows(state: ListState, where: str, values: list[Any]) -> list[Row]:
    column, read = SORTS[state.sort]
    turn, sign = ("DESC", "<") if state.descending else ("ASC", ">")
    given = list(values)
    after = _place(state, read)
    if after is not None:
        where = f"{where} AND ({column}, a.id) {sign} (${len(given) + 1}, ${len(given) + 2})"
        given += after
    found = await rows(
        "WITH page AS (SELECT a.id, a.number, a.company_name, a.project_title, a.applicant_name, a.park, a.call,"
        " a.state, a.submitted_at, a.moved_at, a.decide_by, a.decide_soon, a.decide_days, a.decide_provisional,"
        f" a.assigned_to FROM application a WHERE {where}"
        f" ORDER BY {column} {turn}, a.id {turn} LIMIT ${len(given) + 1})"
        " SELECT a.*, o.name_zh AS park_zh, o.name_en AS park_en, c.title_zh, c.title_en,"
        " parks_today() AS today, COALESCE(p.name, '') AS assigned"
        " FROM page a JOIN organisation o ON o.id = a.park JOIN call c ON c.id = a.call"
        " LEFT JOIN person p ON p.id = a.assigned_to"
        f" ORDER BY {column} {turn}, a.id {turn}",
        *given,
        state.limit,
    )
    return [
        Row(
            id=one["id"],
            number=one["number"],
            company=one["company_name"],
            project=one["project_title"],
            applicant=one["applicant_name"],
            park=_named(one["park_zh"], one["park_en"]),
            call=_named(one["title_zh"], one["title_en"]),
            state=ApplicationState(one["state"]),
            submitted_at=one["submitted_at"],
            moved_at=one["moved_at"],
            decide_by=one["decide_by"],
            decide_soon=one["decide_soon"],
            decide_days=one["decide_days"],
            decide_provisional=one["decide_provisional"],
            today=one["today"],
            assigned=one["assigned"],
        )
        for one in found
    ]


def _place(state: ListState, read: Any) -> list[Any] | None:
    """Where the page before ended; a torn URL begins at the first page."""
    if state.after is None:
        return None
    try:
        return [read(state.after[0]), UUID(state.after[1])]
    except (ValueError, TypeError):
        return None


# A founder's own ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card(_Stands):
    """One of my applications: where it stands, what is left, by when."""

    id: UUID
    number: str | None
    company: str
    call: Bilingual
    call_id: UUID
    closes_at: datetime
    due: date | None
    sheet_id: UUID
    state: ApplicationState
    moved_at: datetime
    now: datetime
    settled: int = 0
    total: int = 0

    @property
    def shown_state(self) -> ApplicationState:
        return UNTOLD.get(self.state, self.state)

    @property
    def mine_to_do(self) -> bool:
        return self.state in EDITABLE


async def mine(actor: Actor) -> list[Card]:
    """The actor's own applications, what waits for them first, with how much is done. At most 100; two statements."""
    found = await rows(
        "SELECT a.id, a.number, a.company_name, c.title_zh, c.title_en, a.call,"
        " call_deadline(a.call, a.company) AS closes_at, a.sheet, a.state,"
        " a.moved_at, parks_now() AS now, (SELECT k.due FROM correction k"
        " WHERE k.application = a.id AND k.corrected_at IS NULL) AS due"
        f" FROM application a JOIN call c ON c.id = a.call WHERE {on_side(1)}"
        " ORDER BY a.state NOT IN ('draft', 'returned_for_correction'), a.moved_at DESC, a.id LIMIT 100",
        actor.id,
    )
    sheets = await questionnaires.several([one["sheet"] for one in found if one["state"] in EDITABLE])
    return [
        Card(
            id=one["id"],
            number=one["number"],
            company=one["company_name"],
            call=Bilingual(one["title_zh"], one["title_en"]),
            call_id=one["call"],
            closes_at=one["closes_at"],
            due=one["due"],
            sheet_id=one["sheet"],
            state=ApplicationState(one["state"]),
            moved_at=one["moved_at"],
            now=one["now"],
            settled=sheets[one["sheet"]].settled if one["sheet"] in sheets else 0,
            total=sheets[one["sheet"]].total if one["sheet"] in sheets else 0,
        )
        for one in found
    ]


# One application ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SentVersion:
    version: int
    at: datetime
    receipt_id: UUID | None


@dataclass(frozen=True, slots=True)
class OpinionView:
    id: UUID
    level: Level
    outcome: Outcome
    text: str
    rule: str
    officer: str
    organisation: Bilingual
    at: datetime

    @property
    def level_name(self) -> Text:
        return LEVEL_NAMES[self.level]


@dataclass(frozen=True, slots=True)
class ScanView:
    """Signed paper of a level that came back."""

    level: Level
    version: int
    document_id: UUID
    pages: int
    matched: int
    officer: str
    at: datetime

    @property
    def level_name(self) -> Text:
        return LEVEL_NAMES[self.level]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    id: UUID
    level: Level
    number: str
    gaps: Mapping[str, str]
    due: date
    provisional: bool
    officer: str
    at: datetime
    corrected_at: datetime | None
    document_id: UUID | None

    @property
    def level_name(self) -> Text:
        return LEVEL_NAMES[self.level]


@dataclass(frozen=True, slots=True)
class Certification:
    """Who signed it off last, over answers of which mark (rules/certification.py)."""

    mark: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationView(_Stands, _Pressed):
    """One application, found for its reader. `sent` newest first.

    `own`: the reader is on the applicant's side, with these `rights`; `shares`: they say who else is.
    """

    id: UUID
    call_id: UUID
    company_id: UUID
    applicant_id: UUID
    park_id: UUID
    park: Bilingual
    path: str
    sheet_id: UUID
    state: ApplicationState
    number: str | None
    applicant: str
    company: str
    project: str
    uscc: str
    person_mark: str
    declaration: UUID | None
    begun_at: datetime
    submitted_at: datetime | None
    moved_at: datetime
    now: datetime
    own: bool
    rights: frozenset[Hand]
    shares: bool
    wants_certification: bool
    certification: Certification | None
    call_title: Bilingual
    cycle: int
    closes_at: datetime
    contact: str
    programme: Bilingual
    rules: tuple[Rule, ...]
    ladder: Ladder
    matches: tuple[Match, ...]
    waivers: tuple[WaiverView, ...]
    sent: tuple[SentVersion, ...]
    opinions: tuple[OpinionView, ...]
    corrections: tuple[CorrectionView, ...]
    scans: tuple[ScanView, ...]
    decide_by: date | None
    decide_soon: date | None
    decide_days: int | None
    decide_provisional: bool
    today: date
    assigned_to: UUID | None
    assigned: str

    @property
    def url(self) -> str:
        return f"/applications/{self.id}"

    @property
    def shown_state(self) -> ApplicationState:
        return UNTOLD.get(self.state, self.state) if self.own else self.state

    @property
    def opinions_shown(self) -> tuple[OpinionView, ...]:
        """Officers read them all; an applicant reads why it was refused, and not what one office wrote to another."""
        if not self.own:
            return self.opinions
        return tuple(one for one in self.opinions if one.outcome is not Outcome.RECOMMENDED)

    @property
    def waived(self) -> Mapping[str, Waived]:
        """By rule: the decision that stands beside its finding."""
        return granted(self.waivers)

    @property
    def label(self) -> str:
        return f"{self.number} {self.company}" if self.number else self.company

    @property
    def can_withdraw(self) -> bool:
        return Hand.SUBMIT in self.rights and LIFE.allows(self.state, Move.WITHDRAW)

    @property
    def can_take_back(self) -> bool:
        """Whether what was sent can still be changed: until the call closes, and while nobody has acted on it."""
        untouched = self.level is self.ladder.first.level and not self.opinions and not self.corrections
        return (
            Hand.SUBMIT in self.rights
            and untouched
            and LIFE.allows(self.state, Move.REVISE)
            and self.now < self.closes_at
        )

    @property
    def taken_back(self) -> bool:
        """It was sent, and is a draft again: it does not count unless it is sent once more."""
        return self.state is ApplicationState.DRAFT and self.number is not None

    @property
    def open_correction(self) -> CorrectionView | None:
        """The letter that waits for an answer, if one does."""
        return next((one for one in self.corrections if one.corrected_at is None), None)

    @property
    def due(self) -> date | None:
        """The last day for the correction that is asked for."""
        return self.open_correction.due if self.open_correction else None


ONE = """
SELECT a.*, o.name_zh AS park_zh, o.name_en AS park_en, c.title_zh, c.title_en, c.cycle,
  call_deadline(a.call, a.company) AS closes_at, c.contact,
  c.rules, c.ladder, p.name_zh AS programme_zh, p.name_en AS programme_en, parks_now() AS now,
  parks_today() AS today, COALESCE((SELECT w.name FROM person w WHERE w.id = a.assigned_to), '') AS assigned,
  ({matches}) AS matches, {waivers},
  {hands} AS hands, {shares} AS shares, c.certified AS wants_certification,
  (SELECT json_build_array(t.mark, t.person_name, t.at) FROM application_certification t WHERE t.application = a.id
    ORDER BY t.id DESC LIMIT 1) AS certification,
  (SELECT COALESCE(json_agg(json_build_array(s.version, s.at, r.document_id) ORDER BY s.version DESC), '[]')
    FROM submission s LEFT JOIN submission_receipt r ON r.submission = s.id WHERE s.application = a.id) AS sent,
  (SELECT COALESCE(json_agg(json_build_object('id', p.id, 'level', p.level, 'outcome', p.outcome, 'text', p.text,
      'rule', p.rule, 'officer', p.officer_name, 'zh', b.name_zh, 'en', b.name_en, 'at', p.at) ORDER BY p.at), '[]')
    FROM recommendation_opinion p JOIN organisation b ON b.id = p.organisation WHERE p.application = a.id) AS opinions,
  (SELECT COALESCE(json_agg(json_build_object('id', k.id, 'level', k.level, 'number', k.number, 'gaps', k.gaps,
      'due', k.due, 'provisional', k.provisional, 'officer', k.officer_name, 'at', k.at, 'corrected_at', k.corrected_at,
      'document_id', k.document_id) ORDER BY k.at), '[]')
    FROM correction k WHERE k.application = a.id) AS corrections,
  (SELECT COALESCE(json_agg(json_build_object('level', g.level, 'version', s.version, 'document_id', g.document_id,
      'pages', g.pages, 'matched', g.matched, 'officer', g.officer_name, 'at', g.at) ORDER BY g.at), '[]')
    FROM signed_scan g JOIN submission s ON s.id = g.submission WHERE g.application = a.id) AS scans
FROM application a JOIN organisation o ON o.id = a.park JOIN call c ON c.id = a.call
JOIN programme p ON p.id = c.programme
""".format(
    matches=MATCHES.format(id="a.id", call="a.call", uscc="a.uscc", mark="a.person_mark"),
    waivers=WAIVERS,
    hands=hands(1),
    shares=shares(1),
)


async def application(actor: Actor, application_id: UUID) -> ApplicationView:
    """Found for this reader, or Hidden (404)."""
    seen, values = visible_to(actor)
    found = await row(f"{ONE} WHERE {seen} AND a.id = ${len(values) + 1}", *values, application_id)
    return _view(found or hidden(), actor)


def _view(one: Mapping[str, Any], actor: Actor) -> ApplicationView:
    return ApplicationView(
        id=one["id"],
        call_id=one["call"],
        company_id=one["company"],
        applicant_id=one["applicant"],
        park_id=one["park"],
        park=Bilingual(one["park_zh"], one["park_en"]),
        path=one["path"],
        sheet_id=one["sheet"],
        state=ApplicationState(one["state"]),
        number=one["number"],
        applicant=one["applicant_name"],
        company=one["company_name"],
        project=one["project_title"],
        uscc=one["uscc"],
        person_mark=one["person_mark"],
        declaration=one["declaration"],
        begun_at=one["begun_at"],
        submitted_at=one["submitted_at"],
        moved_at=one["moved_at"],
        now=one["now"],
        own=bool(one["hands"]),
        rights=frozenset(Hand(each) for each in one["hands"]),
        shares=one["shares"],
        wants_certification=one["wants_certification"],
        certification=_certification(one["certification"]),
        call_title=Bilingual(one["title_zh"], one["title_en"]),
        cycle=one["cycle"],
        closes_at=one["closes_at"],
        contact=one["contact"],
        programme=Bilingual(one["programme_zh"], one["programme_en"]),
        rules=tuple(Rule.of(rule) for rule in one["rules"]),
        ladder=Ladder.of(one["ladder"]),
        matches=matches_of(one["matches"]),
        waivers=waivers_of(actor, one),
        sent=tuple(
            SentVersion(version, datetime.fromisoformat(at), UUID(document) if document else None)
            for version, at, document in one["sent"]
        ),
        opinions=tuple(_opinion(each) for each in one["opinions"]),
        corrections=tuple(_correction(each) for each in one["corrections"]),
        scans=tuple(_scan(each) for each in one["scans"]),
        decide_by=one["decide_by"],
        decide_soon=one["decide_soon"],
        decide_days=one["decide_days"],
        decide_provisional=one["decide_provisional"],
        today=one["today"],
        assigned_to=one["assigned_to"],
        assigned=one["assigned"],
    )


def _certification(found: Sequence[str] | None) -> Certification | None:
    return Certification(found[0], found[1], datetime.fromisoformat(found[2])) if found else None


def _opinion(one: Mapping[str, Any]) -> OpinionView:
    return OpinionView(
        id=UUID(one["id"]),
        level=Level(one["level"]),
        outcome=Outcome(one["outcome"]),
        text=one["text"],
        rule=one["rule"],
        officer=one["officer"],
        organisation=Bilingual(one["zh"], one["en"]),
        at=datetime.fromisoformat(one["at"]),
    )


def _scan(one: Mapping[str, Any]) -> ScanView:
    return ScanView(
        level=Level(one["level"]),
        version=one["version"],
        document_id=UUID(one["document_id"]),
        pages=one["pages"],
        matched=one["matched"],
        officer=one["officer"],
        at=datetime.fromisoformat(one["at"]),
    )


def _correction(one: Mapping[str, Any]) -> CorrectionView:
    return CorrectionView(
        id=UUID(one["id"]),
        level=Level(one["level"]),
        number=one["number"],
        gaps=one["gaps"],
        due=date.fromisoformat(one["due"]),
        provisional=one["provisional"],
        officer=one["officer"],
        at=datetime.fromisoformat(one["at"]),
        corrected_at=datetime.fromisoformat(one["corrected_at"]) if one["corrected_at"] else None,
        document_id=UUID(one["document_id"]) if one["document_id"] else None,
    )


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One version as it was sent."""

    id: UUID
    version: int
    at: datetime
    by: str
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    receipt_id: UUID | None


async def submission(application_id: UUID, version: int | None = None) -> SubmissionView:
    """The newest version, or the one of that number. The caller has found the application for its reader."""
    found = await row(
        "SELECT s.id, s.version, s.at, p.name, s.answers, s.facts, s.findings, r.document_id FROM submission s"
        " JOIN person p ON p.id = s.by LEFT JOIN submission_receipt r ON r.submission = s.id"
        " WHERE s.application = $1 AND ($2::int IS NULL OR s.version = $2) ORDER BY s.version DESC LIMIT 1",
        application_id,
        version,
    )
    one = found or hidden()
    return SubmissionView(
        id=one["id"],
        version=one["version"],
        at=one["at"],
        by=one["name"],
        answers=one["answers"],
        facts=one["facts"],
        findings=tuple(one["findings"]),
        receipt_id=one["document_id"],
    )
