"""One application as its reader sees it, and what was sent of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.programmes.queries.evidence import MATCHES, Match, matches_of
from parks.programmes.queries.materials import material_of
from parks.programmes.queries.scope import hands, shares, visible_to
from parks.programmes.queries.standing import LEVEL_NAMES, UNTOLD, Pressed, Stands
from parks.programmes.queries.waivers import WAIVERS, WaiverView, granted, waivers_of
from parks.programmes.rules.call_parts import Material
from parks.programmes.rules.eligibility import Rule, Waived
from parks.programmes.rules.ladder import Ladder
from parks.programmes.states import LIFE, ApplicationState, Level, Move, Outcome
from parks.startups.states import Hand


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
class ApplicationView(Stands, Pressed):
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
    materials: tuple[Material, ...]
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
  (SELECT COALESCE(json_agg(json_build_object('kind', m.kind, 'tier', m.tier, 'zh', m.title_zh, 'en', m.title_en,
      'required', m.required, 'question', m.question) ORDER BY m.position), '[]') FROM call_material m
    WHERE m.call = a.call AND m.question <> '') AS materials,
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
        materials=tuple(material_of(each) for each in one["materials"]),
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
