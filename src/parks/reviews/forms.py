"""What experts and officers type, and what programs send. Every text refuses what PostgreSQL cannot keep."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from parks.adapters.ids import uuid7
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.reference.rules import identifiers
from parks.reviews.actions.applications import NewApplication
from parks.reviews.actions.conflicts import NewConflict
from parks.reviews.actions.meetings import Plan
from parks.reviews.actions.scores import NewMark
from parks.reviews.queries.draws import Terms
from parks.reviews.rules import bands, draw, names
from parks.reviews.rules.conflicts import Tie
from parks.reviews.rules.experts import Post, Service
from parks.reviews.rules.fees import Account
from parks.reviews.rules.layout import LEAST, MOST
from parks.reviews.rules.meeting import Count
from parks.reviews.rules.rubric import NewCriterion
from parks.reviews.rules.scoring import FEWEST_TO_DROP, TRIM_FROM, Drop
from parks.reviews.rules.sheets import COMMENT_MAX, comment_of, mark_of
from parks.reviews.states import (
    ConflictKind,
    ConflictSource,
    ExpertKind,
    Grade,
    MeetingMove,
    MeetingRole,
    QueryKind,
    Resolution,
    TieKind,
    TieSource,
)
from parks.web.forms import SaidError, parse

BEIJING = ZoneInfo("Asia/Shanghai")


def _storable(text: str) -> str:
    if "\x00" in text:
        raise SaidError(_("This text holds a character that cannot be stored."))
    return text.strip()


Line = Annotated[str, AfterValidator(_storable), Field(max_length=200)]
Paragraph = Annotated[str, AfterValidator(_storable), Field(max_length=500)]


FARTHEST = date(9000, 1, 1)


def _countable(day: date) -> date:
    """A term's end is the day after its last: the calendar itself has to have one."""
    if day > FARTHEST:
        raise SaidError(_("This day is too far away."))
    return day


LastDay = Annotated[date, AfterValidator(_countable)]


class Reason(BaseModel):
    reason: Paragraph = ""


class Pledge(BaseModel):
    """Both are ticked, or the seat does not open."""

    confidential: bool = False
    no_conflict: bool = False

    @field_validator("confidential", "no_conflict")
    @classmethod
    def _given(cls, value: bool) -> bool:
        if not value:
            raise SaidError(_("Tick this to go on; or declare a conflict below."))
        return value

    model_config = ConfigDict(validate_default=True)


class MarkQueryIn(BaseModel):
    """An officer's question about a mark; the expert reads `words`, never who asks."""

    criterion: UUID
    kind: QueryKind
    words: Paragraph = ""


class MarkAnswerIn(BaseModel):
    """`mark` left out keeps the mark."""

    words: Annotated[str, AfterValidator(_storable), Field(max_length=COMMENT_MAX)] = ""
    mark: Decimal | None = Field(default=None, ge=0, le=1000)


class SeatOffer(BaseModel):
    expert: UUID


class DeskLayout(BaseModel):
    """What is left out stays as it is."""

    split: int | None = Field(
        default=None, ge=LEAST, le=MOST, description="The proposal's share of the desk's width, in per cent."
    )
    keys: Literal["on", "off"] | None = Field(default=None, description="The switch of the single keys.")

    @property
    def switch(self) -> bool | None:
        return None if self.keys is None else self.keys == "on"


class MarkIn(BaseModel):
    """One criterion as a program sends it."""

    criterion_id: UUID
    mark: Decimal | None = None
    comment: Annotated[str, AfterValidator(_storable), Field(max_length=COMMENT_MAX)] = ""
    seen: str = Field(
        default="",
        max_length=64,
        description="The `version` that was read; left out, the mark was empty. Another one by now is a 409.",
    )


class MarksIn(BaseModel):
    marks: list[MarkIn] = Field(min_length=1, max_length=50)


class Adding(BaseModel):
    """How a round's scores are added up; what nobody asks for is as in domain.md §6.3."""

    drop: Drop = "total"
    drop_from: int = Field(default=TRIM_FROM, ge=FEWEST_TO_DROP, le=15)
    places: int = Field(default=2, ge=0, le=2)
    spread: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2, description="In points of 100.")
    sigmas: Decimal | None = Field(default=None, gt=0, le=5, decimal_places=2, description="Standard deviations.")

    @property
    def scoring(self) -> Mapping[str, Any]:
        """As `rules.scoring.Policy` is stored."""
        bounds = {name: getattr(self, name) for name in ("spread", "sigmas")}
        return {
            "drop": self.drop,
            "drop_from": self.drop_from,
            "round_panel": self.places,
            **{name: None if one is None else str(one) for name, one in bounds.items()},
        }


class NewRound(Adding):
    """`closes` is a day; the round closes at its end in Beijing."""

    organisation: UUID
    rubric: UUID
    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    seats: int = Field(ge=1, le=15)
    closes: date

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_zh, self.title_en)

    @property
    def deadline(self) -> datetime:
        return end_of(self.closes)


CRITERIA_MAX = 12


class NewRubric(BaseModel):
    """The head of a rubric. `first` and `second` number the criteria by which equals are told apart."""

    organisation: UUID
    key: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")] | None = None
    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    comment_min: int = Field(ge=0, le=500)
    first: int = Field(ge=1, le=CRITERIA_MAX)
    second: int = Field(ge=1, le=CRITERIA_MAX)

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_zh, self.title_en)

    @property
    def series(self) -> str:
        """The key under which its versions follow one another: the former version's, or one of its own."""
        return self.key or uuid7().hex


class CriterionIn(BaseModel):
    """One row of the rubric's form."""

    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    hint_zh: Line = ""
    hint_en: Line = ""
    part: Line = ""
    bands_zh: Annotated[str, AfterValidator(_storable), Field(max_length=1000)] = ""
    bands_en: Annotated[str, AfterValidator(_storable), Field(max_length=1000)] = ""
    weight: Decimal = Field(gt=0, le=100, decimal_places=2)
    maximum: Decimal = Field(gt=0, le=1000, decimal_places=2)
    step: Decimal = Field(gt=0, le=1000, decimal_places=2)


def criteria_of(values: Mapping[str, Any], head: NewRubric | None) -> tuple[list[NewCriterion], dict[str, Text]]:
    """The criteria out of `title_zh-1`, `weight-1` and so on, and what cannot be read of them.

    A row without title and weight is left out; the figures of the whole are `rules.rubric.problems`' to judge.
    """
    found: list[NewCriterion] = []
    errors: dict[str, Text] = {}
    ties = {head.first: 1, head.second: 2} if head else {}
    for number in range(1, CRITERIA_MAX + 1):
        row = {name: str(values.get(f"{name}-{number}", "")) for name in CriterionIn.model_fields}
        if not any(row[name].strip() for name in ("title_zh", "title_en", "weight")):
            continue
        form = parse(CriterionIn, row)
        errors |= {f"{name}-{number}": sentence for name, sentence in form.errors.items()}
        if (one := form.parsed) is not None:
            hint = Bilingual(one.hint_zh, one.hint_en or one.hint_zh)
            title = Bilingual(one.title_zh, one.title_en)
            try:
                named = bands.typed(one.bands_zh, one.bands_en)
            except ValueError:
                errors[f"bands_zh-{number}"] = _(
                    "Write a band a line: lowest mark, name, what it means; the same marks in both languages."
                )
                named = ()
            found.append(
                NewCriterion(title, one.weight, hint, one.maximum, one.step, ties.get(number), one.part, named)
            )
    return found, errors


class AssignmentAsked(BaseModel):
    """What an assignment is asked for. `floor`: auto, none, or the least sum of a proposal."""

    max_load: int = Field(ge=1, le=1000)
    min_load: int = Field(default=0, ge=0, le=1000)
    floor: Literal["auto", "none"] | Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = "auto"
    every_panel: ExpertKind | Literal[""] = ""

    @property
    def mix(self) -> dict[ExpertKind, int]:
        return {self.every_panel: 1} if self.every_panel else {}


class AssignmentRunNamed(BaseModel):
    """The run that was read: another one may have taken its place since."""

    run: UUID


class AssignmentEdit(AssignmentRunNamed):
    assessment: UUID
    out: UUID | None = None
    into: UUID | None = None

    @field_validator("out", "into", mode="before")
    @classmethod
    def _nobody(cls, value: Any) -> Any:
        return None if value == "" else value


def end_of(day: date) -> datetime:
    """23:59 of that day in Beijing."""
    return datetime.combine(day, time(23, 59), BEIJING)


class NewDeadline(BaseModel):
    closes: date
    reason: Paragraph = Field(min_length=1)


def _of_the_twelve(field: str) -> str:
    if field not in names.FIELDS:
        raise SaidError(_("Choose one of the options."))
    return field


class _DrawTerms(BaseModel):
    """What a draw asks beside its quotas; days, percent of the round's proposals, open seats."""

    seats: int = Field(ge=1, le=draw.SEATS_MOST)
    odd: bool = False
    one_per_employer: bool = False
    cooldown: int = Field(default=0, ge=0, le=3650)
    most_barred: int = Field(default=Terms().most_barred, ge=0, le=100)
    most_open: int = Field(default=Terms().most_open, ge=0, le=500)
    witness: UUID
    reason: Paragraph = ""

    @property
    def terms(self) -> Terms:
        return Terms(self.most_barred, self.most_open)


class NewDraw(_DrawTerms):
    """The form of a draw; its quotas are read by `quotas_of`. `instead_of`: the live draw that it sets aside."""

    instead_of: UUID | None = None

    def constraints(self, quotas: Mapping[str, Mapping[str, int]]) -> draw.Constraints:
        return draw.Constraints(
            self.seats, quotas["domain"], quotas["kind"], self.one_per_employer, self.cooldown, self.odd
        )


Quota = Annotated[int, Field(ge=0, le=draw.SEATS_MOST)]


class DrawIn(_DrawTerms):
    """A draw as a program asks for it; the quotas are the least number of each field and kind."""

    odd: bool = True
    one_per_employer: bool = True
    domains: dict[Annotated[str, AfterValidator(_of_the_twelve)], Quota] = Field(default_factory=dict)
    kinds: dict[ExpertKind, Quota] = Field(default_factory=dict)

    @property
    def constraints(self) -> draw.Constraints:
        kinds = {kind.value: n for kind, n in self.kinds.items()}
        return draw.Constraints(self.seats, self.domains, kinds, self.one_per_employer, self.cooldown, self.odd)


def quotas_of(values: Mapping[str, Any]) -> tuple[dict[str, dict[str, int]], dict[str, Text]]:
    """The quotas out of `domain-<field>` and `kind-<kind>`, and what cannot be read of them; empty is none."""
    found: dict[str, dict[str, int]] = {"domain": {}, "kind": {}}
    errors: dict[str, Text] = {}
    for what, known in (("domain", names.FIELDS), ("kind", names.EXPERT_KINDS)):
        for name in known:
            typed = str(values.get(f"{what}-{name}", "")).strip()
            if not typed:
                continue
            if not (typed.isascii() and typed.isdigit() and int(typed[:9]) <= draw.SEATS_MOST):
                errors[f"{what}-{name}"] = _("Write a number from 0 to {n}.", n=draw.SEATS_MOST)
            elif int(typed):
                found[what][str(name)] = int(typed)
    return found, errors


class Words(BaseModel):
    """What is added to a draw by who confirms it; its length is the action's to judge."""

    words: Paragraph = ""


class Departure(BaseModel):
    """Who leaves a drawn panel, or (below) is taken onto it, and why."""

    expert: UUID
    reason: Paragraph = Field(min_length=1)


class Admission(Departure):
    """Somebody who was not drawn."""


Clock = time
"""The class, where a field is called so."""

Hundred = Annotated[str, AfterValidator(_storable), Field(max_length=100)]
MONTHS_OF_TERM = 120


class ExpertEntry(BaseModel):
    """What the pool keeps of an expert. `term_last` is the last day of the term."""

    kind: ExpertKind
    fields: list[Annotated[str, AfterValidator(_of_the_twelve)]] = Field(min_length=1)
    title: Hundred = ""
    employer: Line = Field(min_length=1)
    region: Hundred = ""
    languages: list[Literal["zh", "en", "de", "fr", "ja"]] = []
    capacity: int | None = Field(default=None, ge=1, le=500)
    term_from: date | None = None
    term_last: LastDay | None = None

    @property
    def serves(self) -> Service:
        return Service(
            self.region,
            tuple(self.languages),
            self.capacity,
            self.term_from,
            self.term_last + timedelta(days=1) if self.term_last else None,
        )


class NewExpert(ExpertEntry):
    organisation: UUID
    name: Hundred = Field(min_length=1)
    email: Line = Field(min_length=3)
    employed_since: date | None = None


class NewPost(BaseModel):
    """A post as it is typed: `until` is the first day on which it no longer held."""

    employed_by: Line = Field(min_length=1)
    key: Annotated[str, AfterValidator(_storable), Field(max_length=64)] = ""
    post: Hundred = ""
    since: date | None = None
    until: date | None = None

    @property
    def record(self) -> Post:
        return Post(self.employed_by, self.key, self.post, self.since, self.until)


class PoolList(BaseModel):
    """For whose pool a list of experts is read."""

    organisation: UUID


POSTS = 3
"""Posts that the application's form has rows for; more are noted after the appointment."""


class PoolApplication(BaseModel):
    """What a person types who asks to judge: `employer_1`, `title_1`, `since_1`, `until_1` and so on are posts."""

    organisation: UUID
    kind: ExpertKind
    fields: list[Annotated[str, AfterValidator(_of_the_twelve)]] = Field(min_length=1)
    title: Hundred = ""
    employer: Line = Field(min_length=1)
    region: Hundred = ""
    languages: list[Literal["zh", "en", "de", "fr", "ja"]] = []
    capacity: int | None = Field(default=None, ge=1, le=500)
    words: Annotated[str, AfterValidator(_storable), Field(max_length=2000)] = ""
    employer_1: Line = ""
    employer_2: Line = ""
    employer_3: Line = ""
    title_1: Hundred = ""
    title_2: Hundred = ""
    title_3: Hundred = ""
    since_1: date | None = None
    since_2: date | None = None
    since_3: date | None = None
    until_1: date | None = None
    until_2: date | None = None
    until_3: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "PoolApplication":
        for one in self.posts:
            if one.since and one.until and one.until <= one.since:
                raise SaidError(_("A post at {employer} ends before it begins.", employer=one.employer))
        return self

    @property
    def posts(self) -> tuple[Post, ...]:
        """The employer of today is one of them, since when is not asked twice."""
        rows = [
            Post(name, "", getattr(self, f"title_{n}"), getattr(self, f"since_{n}"), getattr(self, f"until_{n}"))
            for n in range(1, POSTS + 1)
            if (name := getattr(self, f"employer_{n}"))
        ]
        if all(one.employer != self.employer for one in rows):
            rows.insert(0, Post(self.employer, "", self.title))
        return tuple(rows)

    @property
    def told(self) -> NewApplication:
        return NewApplication(
            self.organisation,
            self.kind,
            tuple(self.fields),
            self.employer,
            self.title,
            Service(self.region, tuple(self.languages), self.capacity),
            self.posts,
            self.words,
        )


class PoolTerm(BaseModel):
    """The appointment: `last` is the last day of the term."""

    first: date
    last: LastDay
    capacity: int | None = Field(default=None, ge=1, le=500)

    @field_validator("last")
    @classmethod
    def _after(cls, value: date, info: ValidationInfo) -> date:
        if (first := info.data.get("first")) and value < first:
            raise SaidError(_("The end comes after the beginning."))
        return value

    @property
    def until(self) -> date:
        return self.last + timedelta(days=1)


class YearGrade(BaseModel):
    """An officer's grade of a year; a poor one says why."""

    grade: Grade
    words: Paragraph = ""


class FeeRate(BaseModel):
    """So much a review, in one currency."""

    amount: Decimal = Field(gt=0, le=1_000_000, decimal_places=2)
    currency: Literal["CNY", "USD", "EUR", "HKD"] = "CNY"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class FeeAct(BaseModel):
    """What an officer does with the fees of these experts: `on` and `reference` of a payment, `reason` of a refusal."""

    do: Literal["approve", "pay", "refuse"]
    experts: list[UUID] = Field(min_length=1, max_length=1000)
    on: date | None = None
    reference: Hundred = ""
    reason: Paragraph = ""

    @field_validator("on")
    @classmethod
    def _of_a_payment(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is None and info.data.get("do") == "pay":
            raise SaidError(_("Say on which day it was paid."))
        return day

    @property
    def paid_on(self) -> date:
        return self.on or date.min

    model_config = ConfigDict(validate_default=True)


def _account_number(text: str) -> str:
    return identifiers.bank_account(text) if text.strip() else ""


class AccountIn(BaseModel):
    """The account that an expert's fees go to; an empty number keeps the one on record."""

    holder: Hundred = Field(min_length=1)
    bank: Hundred = Field(min_length=1)
    branch: Hundred = Field(min_length=1)
    number: Annotated[str, Field(max_length=60), AfterValidator(_account_number)] = ""

    @property
    def account(self) -> Account:
        return Account(self.holder, self.bank, self.branch, self.number)


class PostEnd(BaseModel):
    until: date


class RoundInvitations(BaseModel):
    experts: list[UUID] = Field(min_length=1, max_length=200)
    due: date


class InvitationAnswer(BaseModel):
    accept: bool
    reason: Paragraph = ""


class NewTie(BaseModel):
    """A tie as it is typed: `last_day` is the last day on which it held."""

    kind: TieKind
    party: Line = Field(min_length=1)
    key: Annotated[str, AfterValidator(_storable), Field(max_length=64)] = ""
    percent: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2)
    since: date | None = None
    until: date | None = None
    source: TieSource = TieSource.DECLARED

    @property
    def tie(self) -> Tie:
        return Tie(self.kind, self.party, self.key, self.percent, self.since, self.until, self.source)


def sheet(values: Mapping[str, Any]) -> tuple[list[NewMark], dict[str, Text]]:
    """The marks out of a form's `mark-<criterion>`, `comment-<criterion>` and `seen.<criterion>`, and what cannot be
    read of it.
    """
    found: list[NewMark] = []
    errors: dict[str, Text] = {}
    for name, typed in values.items():
        kind, _dash, rest = name.partition("-")
        if kind != "comment" or not isinstance(typed, str):
            continue
        try:
            criterion = UUID(rest)
        except ValueError:
            continue
        try:
            comment = comment_of(typed)
        except SaidError as refused:
            errors[name] = refused.text
            continue
        try:
            mark = mark_of(str(values.get(f"mark-{rest}", "")))
        except SaidError as refused:
            errors[f"mark-{rest}"] = refused.text
            continue
        found.append(NewMark(criterion, mark, comment, str(values.get(f"seen.{rest}", ""))))
    return found, errors


class Spanned(BaseModel):
    """Days as they are typed: `last_day` is the last one on which the tie holds."""

    kind: ConflictKind
    party: Line = Field(min_length=1)
    since: date | None = None
    last_day: LastDay | None = None

    @field_validator("last_day")
    @classmethod
    def _in_order(cls, day: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if day and since and day < since:
            raise SaidError(_("The end comes after the beginning."))
        return day

    @property
    def until(self) -> date | None:
        return self.last_day + timedelta(days=1) if self.last_day else None


class ConflictIn(Spanned):
    """A conflict of an expert of the pool, as an officer notes it."""

    expert: UUID
    source: ConflictSource = ConflictSource.ENTERED
    evidence: Paragraph = ""

    @property
    def new(self) -> NewConflict:
        return NewConflict(self.kind, self.party, self.evidence, self.since, self.until)


class InterestIn(Spanned):
    """An interest in a whole company, as somebody declares it of themselves."""

    uscc: Annotated[str, AfterValidator(_storable), Field(max_length=18)] = ""

    @property
    def new(self) -> NewConflict:
        return NewConflict(self.kind, self.party, "", self.since, self.until)


class NewMeeting(BaseModel):
    """`day` and `time` are Beijing's; minutes of presentation and of questions."""

    place: Line = Field(min_length=1)
    day: LastDay
    time: Clock
    quorum: int = Field(ge=1, le=99)
    vote: Literal["approval", "score"] = "approval"
    majority: Literal["simple", "two_thirds"] = "simple"
    present: int = Field(default=8, ge=0, le=120)
    answer: int = Field(default=7, ge=0, le=120)
    by_lot: bool = False
    best: int | None = Field(default=None, ge=1, le=100_000)
    panel: bool = False

    @property
    def plan(self) -> Plan:
        return Plan(
            self.place,
            datetime.combine(self.day, self.time.replace(tzinfo=None), BEIJING),
            self.quorum,
            self.vote,
            self.majority,
            self.present * 60,
            self.answer * 60,
            self.by_lot,
            self.best,
            self.panel,
        )


class NewMember(BaseModel):
    person: UUID
    role: MeetingRole


class MeetingStep(BaseModel):
    move: MeetingMove


class ItemStep(BaseModel):
    move: Literal["call", "questions", "open vote", "close vote", "put back"]


class Presence(BaseModel):
    """`member` is left out by who signs in themselves."""

    member: UUID | None = None
    present: bool


class VoteIn(BaseModel):
    """Marks come as `mark-<criterion>` beside it."""

    choice: Literal["approve", "reject", "abstain"] | None = None


def marks_of(values: Mapping[str, Any]) -> tuple[dict[UUID, Decimal], dict[str, Text]]:
    """The marks of a slip, and what cannot be read of it."""
    marks: dict[UUID, Decimal] = {}
    errors: dict[str, Text] = {}
    for name, typed in values.items():
        kind, _dash, rest = name.partition("-")
        if kind != "mark":
            continue
        try:
            value = mark_of(str(typed))
        except SaidError as error:
            errors[name] = error.text
            continue
        try:
            criterion = UUID(rest)
        except ValueError:
            continue
        if value is not None:
            marks[criterion] = value
    return marks, errors


class CountIn(BaseModel):
    """What somebody counted of the slips."""

    approve: int = Field(default=0, ge=0, le=999)
    reject: int = Field(default=0, ge=0, le=999)
    abstain: int = Field(default=0, ge=0, le=999)
    scored: int = Field(default=0, ge=0, le=999)
    points: Decimal = Field(default=Decimal(0), ge=0, le=99_900, decimal_places=2)

    @property
    def count(self) -> Count:
        return Count(self.approve, self.reject, self.abstain, self.scored, self.points)


class ResolutionIn(BaseModel):
    resolution: Resolution
    reason: Annotated[str, AfterValidator(_storable), Field(max_length=1000)] = ""


class PinIn(BaseModel):
    reason: Paragraph = ""
    pinned: bool = True
