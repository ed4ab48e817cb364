"""What people type and clients send about applications."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from parks.funds.states import Source
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.programmes.queries.consequences import Batch
from parks.programmes.states import Outcome
from parks.reviews.forms import Adding
from parks.web.forms import SaidError
from parks.web.language import BEIJING


def by_application(values: Mapping[str, Any], prefix: str) -> dict[UUID, str]:
    """The fields `PREFIX<application>` that hold something. Invalid (422) where one names no application."""
    found = {}
    for name, value in values.items():
        if name.startswith(prefix) and isinstance(value, str) and value:
            try:
                found[UUID(name.removeprefix(prefix))] = value
            except ValueError:
                raise Invalid(fields={name: _("Choose one of the options.")}) from None
    return found


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


def _ticked(value: bool) -> bool:
    if not value:
        raise SaidError(_("Tick this to go on. If it does contain state secrets, do not upload it: see the park."))
    return value


NoSecrets = Annotated[bool, AfterValidator(_ticked), Field(validate_default=True)]
"""The secrecy declaration. Its default is looked at too: a box that was not ticked is not sent at all."""


class Begin(_Sent):
    """Through which park the company applies; `take_over`: an earlier application whose answers are taken along."""

    park: UUID
    take_over: UUID | None = None


class Submit(_Sent):
    """`aware`: a rule is not met for certain, and people shall look at it all the same."""

    aware: bool = False


class Withdraw(_Sent):
    reason: str = Field(default="", max_length=500)


class Opinion(_Sent):
    """An officer's signed opinion; `rule` where it is found not eligible."""

    outcome: Outcome
    text: str = Field(min_length=1, max_length=4000)
    rule: str = Field(default="", max_length=20)
    score: Decimal | None = Field(default=None, ge=0, le=100)


class Assign(_Sent):
    """To whom an application is given to read; nobody named: to oneself."""

    person: UUID | None = None


class Chosen(_Sent):
    """What was chosen in the work list: `id` of each, or `all` rows of a `view`."""

    do: Batch
    id: list[UUID] = Field(default_factory=list, max_length=1000)
    all: bool = False
    view: str = Field(default="", max_length=2000)


class Signed(_Sent):
    """A batch as it is signed."""

    do: Batch
    id: list[UUID] = Field(min_length=1, max_length=1000)
    text: str = Field(default="", max_length=4000)


class Order(_Sent):
    """A ranked list that is being made: the chosen, best first; one `move`; the opinion that all of them share."""

    order: list[UUID] = Field(default_factory=list, max_length=1000)
    move: str = Field(default="", max_length=60)
    text: str = Field(default="", max_length=4000)


class Complete(_Sent):
    """Whether a section is completed: yes, or no, I'll come back to it."""

    completed: bool


class Declaration(_Sent):
    """The secrecy declaration has one answer that lets anyone go on."""

    no_secrets: NoSecrets = False


class SignedPaper(_Sent):
    """A scan of signed paper comes with its own declaration, each time."""

    no_secrets: NoSecrets = False


class Answer(_Sent):
    """One answer of a sheet: what was typed, and the version that was seen before (0: none yet)."""

    value: str | list[str] | list[dict[str, str]] | bool | int | float | None = None
    seen_version: int = Field(default=0, ge=0)


class Gaps(_Sent):
    """一次性告知: section → what is missing in it."""

    gaps: dict[str, str]


class RoundPlan(_Sent, Adding):
    """The round of experts that judges a call; scores are due at 18:00 in Beijing on `closes`."""

    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)
    rubric: UUID
    seats: int = Field(ge=1, le=15)
    closes: date


class TierMaterial(_Sent):
    """Which material of the tier the file beside it is."""

    material: UUID
    no_secrets: NoSecrets = False


class ObjectionInput(_Sent):
    """What a real-name objection must say. The evidence is a file beside it."""

    application: UUID
    real_name: str = Field(min_length=2, max_length=100)
    contact: str = Field(min_length=5, max_length=200)
    grounds: str = Field(min_length=10, max_length=2000)
    no_secrets: NoSecrets = False


class Unmasking(_Sent):
    """Why somebody needs to see what is masked; the trail keeps it."""

    reason: str = Field(default="", max_length=500)


class ObjectionDecision(_Sent):
    upheld: bool
    answer: str = Field(min_length=10, max_length=2000)


class SubstitutionDecision(_Sent):
    """Who moves up into a freed place, or nobody."""

    application: UUID | Literal["nobody"]
    tier: str = Field(default="", max_length=30)
    reason: str = Field(min_length=4, max_length=2000)


class WaiverRequest(_Sent):
    rule: str = Field(max_length=20)
    reason: str = Field(min_length=5, max_length=2000)


class WaiverDecision(_Sent):
    granted: bool
    text: str = Field(min_length=5, max_length=2000)


class Signature(_Sent):
    """One's own name, typed again."""

    name: str = Field(min_length=1, max_length=200)


class SentBack(_Sent):
    note: str = Field(min_length=2, max_length=2000)


class CallBudget(_Sent):
    """In yuan; `decision` names the document that it rests on."""

    amount: Decimal = Field(gt=0, lt=Decimal(10) ** 13, max_digits=16, decimal_places=2)
    source: Source
    decision: str = Field(min_length=2, max_length=500)


class YearFigures(_Sent):
    """A year's outcomes: people, yuan, number of rights, yuan."""

    headcount: int = Field(ge=0, le=10_000_000)
    revenue: Decimal = Field(ge=0, lt=Decimal(10) ** 13, max_digits=16, decimal_places=2)
    ip: int = Field(ge=0, le=1_000_000)
    tax: Decimal = Field(ge=0, lt=Decimal(10) ** 13, max_digits=16, decimal_places=2)
    operating: bool
    text: str = Field(default="", max_length=4000)


class Verification(_Sent):
    right: bool
    answer: str = Field(default="", max_length=2000)


class CallBegin(_Sent):
    """A call of a programme that there is, or of a new one (`new_code` and its names)."""

    programme: str = Field(default="", max_length=10)
    new_code: str = Field(default="", pattern=r"^([a-z]{2,10})?$")
    new_zh: str = Field(default="", max_length=200)
    new_en: str = Field(default="", max_length=200)
    organisation: UUID
    cycle: int = Field(ge=2000, le=2100)
    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)


class CallBasics(_Sent):
    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)
    locality: str = Field(default="CN", pattern=r"^(CN|\d{6})$")
    contact: str = Field(default="", max_length=200)
    minutes_needed: int = Field(ge=1, le=10_000)


class CallDates(_Sent):
    """Days and times of Beijing."""

    opens_day: date
    opens_time: time
    closes_day: date
    closes_time: time
    sealed: bool = False


class CallForm(_Sent):
    questionnaire: UUID
    certified: bool = False


class CallRules(_Sent):
    rule_set: UUID


class CallReview(_Sent):
    rubric: UUID | None = None


class CallNotice(_Sent):
    correction_days: int = Field(ge=1, le=60)
    notice_days: int = Field(ge=1, le=60)
    include_start_day: bool = False


class TierLine(_Sent):
    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")
    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)
    amount: Decimal = Field(gt=0, max_digits=14, decimal_places=2)
    places: int | None = Field(default=None, ge=0, le=10_000)


class Until(_Sent):
    """A moment in Beijing, and why."""

    day: date
    at: time
    reason: str = Field(min_length=2, max_length=1000)

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.at, BEIJING)


class MoreTime(Until):
    """Which company: chosen among those with a draft, or, where the call is sealed, by its credit code."""

    company: UUID | None = None
    uscc: str | None = Field(default=None, max_length=18)


class Reason(_Sent):
    reason: str = Field(min_length=2, max_length=1000)


class RuleSetBegin(_Sent):
    """A rule set by its key; `source` the one that is copied, `definition` exported JSON."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    organisation: UUID
    title_zh: str = Field(min_length=2, max_length=200)
    title_en: str = Field(min_length=2, max_length=200)
    source: UUID | None = None
    definition: str = Field(default="", max_length=200_000)


class Seen(_Sent):
    """The revision of a draft that was read."""

    seen: int = Field(ge=1)


class OneRule(Seen):
    rule: str = Field(max_length=20)


class RuleInput(Seen):
    """A rule as it is typed; its figures stand beside it (`value-…`, `policy-…`, `locality-…`)."""

    id: str = Field(pattern=r"^[A-Z]-[A-Z0-9.-]{1,18}$")
    title_zh: str = Field(default="", max_length=200)
    title_en: str = Field(default="", max_length=200)
    clause_zh: str = Field(default="", max_length=1000)
    clause_en: str = Field(default="", max_length=1000)
    source: str = Field(default="", max_length=300)
    source_key: str = Field(default="", max_length=60)
    since: date | None = None
    until: date | None = None
    gate: bool = False
    check: str = Field(max_length=40)
    was: str = Field(default="", max_length=20)
    within: str = Field(default="", max_length=20)
