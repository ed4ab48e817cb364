"""Programme, call, tiers, quotas, and who was supported before this house was built."""

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation, Person
from parks.programmes.tables.rule_sets import RuleSetVersion
from parks.questionnaires.tables import Questionnaire
from parks.reviews.tables.rubrics import Rubric
from parks.startups.tables import Company


class Programme(Table, tablename="programme"):
    """A programme that opens a call each cycle; `code` as its reference numbers begin (isp → ISP-2027-000123)."""

    id = UUID(primary_key=True, default=uuid7)
    code = Varchar(length=10, null=False, default="", unique=True)
    name_zh = Varchar(length=200, null=False, default="")
    name_en = Varchar(length=200, null=False, default="")
    programme_code_plain = Check("code ~ '^[a-z]{2,10}$'")


class Call(Table, tablename="call"):
    """One cycle of a programme. A trigger (migrations/programmes) keeps rules, sources and dates as they were opened.

    `rules`: the frozen rule set as a list (rules/eligibility.py Rule.stored). `ladder`: its rungs, the lowest first
    (rules/ladder.py Ladder.stored; never empty, by a CHECK in migrations/programmes). `numbered` counts the reference
    numbers given out: it is raised in the transaction that submits, so that no number is given twice and none is
    skipped. `settled` are the parts of the task list that an officer has saved; `reopened_until` the later closing of
    a call that was reopened; `sealed`: nobody of the staff sees what is applied for until it closes; `certified`: a
    certifier of the applicant's side signs off what is sent. `budget` is an id of `funds`, which stands below.
    """

    id = UUID(primary_key=True, default=uuid7)
    programme = ForeignKey(Programme, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    cycle = SmallInt(null=False, default=0)
    title_zh = Varchar(length=200, null=False, default="")
    title_en = Varchar(length=200, null=False, default="")
    opens_at = Timestamptz(null=False, default=None)
    closes_at = Timestamptz(null=False, default=None)
    questionnaire = ForeignKey(Questionnaire, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    rule_set_version = ForeignKey(RuleSetVersion, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    rubric = ForeignKey(Rubric, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    budget = UUID(null=True, default=None)
    rules = JSONB(null=False, default="[]")
    ladder = JSONB(null=False, default="[]")
    locality = Varchar(length=20, null=False, default="")
    notice_days = SmallInt(null=False, default=5)
    include_start_day = Boolean(null=False, default=True)
    correction_days = SmallInt(null=False, default=5)
    minutes_needed = SmallInt(null=False, default=120)
    contact = Varchar(length=200, null=False, default="")
    state = Varchar(length=10, null=False, default="draft")
    sealed = Boolean(null=False, default=False)
    certified = Boolean(null=False, default=False)
    settled = JSONB(null=False, default="[]")
    letters = JSONB(null=False, default="{}")
    reopened_until = Timestamptz(null=True, default=None)
    numbered = Integer(null=False, default=0)
    call_one_a_cycle = Unique([programme, cycle])
    call_state = Check("state IN ('draft', 'open', 'closed')")
    call_closes_after_it_opens = Check("closes_at > opens_at")
    call_days = Check("notice_days > 0 AND correction_days > 0 AND minutes_needed > 0")
    call_whole_when_open = Check("state = 'draft' OR questionnaire IS NOT NULL")


class CallTier(Table, tablename="call_tier"):
    """A tier and its grant; `places` null for no limit of its own; `position` 1 is the highest."""

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    position = SmallInt(null=False, default=1)
    key = Varchar(length=30, null=False, default="")
    name_zh = Varchar(length=60, null=False, default="")
    name_en = Varchar(length=60, null=False, default="")
    amount = Numeric(digits=(14, 2), null=False, default=None)
    currency = Varchar(length=3, null=False, default="CNY")
    places = SmallInt(null=True, default=None)
    tranches = JSONB(null=False, default="[]")
    call_tier_key_once = Unique([call, key])
    call_tier_position_once = Unique([call, position])
    call_tier_amount = Check("amount > 0 AND (places IS NULL OR places >= 0)")


class CallMaterial(Table, tablename="call_material"):
    """A document that the call asks for: of a kind, for one tier (`tier` its key) or for all; shown in its order.

    `question`: the file question of the call's form by which it is handed in; empty where it comes otherwise.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    position = SmallInt(null=False, default=1)
    kind = Varchar(length=30, null=False, default="")
    tier = Varchar(length=30, null=False, default="")
    title_zh = Varchar(length=200, null=False, default="")
    title_en = Varchar(length=200, null=False, default="")
    required = Boolean(null=False, default=True)
    question = Varchar(length=60, null=False, default="")
    call_material_position_once = Unique([call, position])


class CallExtension(Table, tablename="call_extension"):
    """More time for one company, with the reason. Rows are added and never changed; the latest moment counts."""

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    until = Timestamptz(null=False, default=None)
    reason = Text(null=False, default="")
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    call_extension_once = Unique([call, company, until])
    call_extension_reasoned = Check("reason <> ''")


class CallPeek(Table, tablename="call_peek"):
    """A look into a sealed call before it closes: who, why, and until when it is open to them."""

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    reason = Text(null=False, default="")
    at = Timestamptz(null=False, default=None)
    until = Timestamptz(null=False, default=None)
    call_peek_reasoned = Check("reason <> '' AND until > at")


class CallQuota(Table, tablename="call_quota"):
    """How many one organisation may recommend; `used` can never pass `places`, whoever writes and however many."""

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    level = Varchar(length=10, null=False, default="")
    places = SmallInt(null=False, default=0)
    used = SmallInt(null=False, default=0)
    call_quota_one_each = Unique([call, organisation])
    call_quota_level = Check("level IN ('park', 'city', 'province')")
    call_quota_never_exceeded = Check("used >= 0 AND used <= places")


class EarlierAward(Table, tablename="earlier_award"):
    """Who was supported in cycles that this house did not run: what R-ONCE is compared with.

    `person_mark` is the keyed fingerprint of an identity number (the same as `startups` makes), never the number.
    """

    id = UUID(primary_key=True, default=uuid7)
    programme = ForeignKey(Programme, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    cycle = SmallInt(null=False, default=0)
    person_name = Varchar(length=200, null=False, default="")
    person_mark = Varchar(length=64, null=False, default="", index=True)
    company_name = Varchar(length=200, null=False, default="")
    uscc = Varchar(length=18, null=False, default="", index=True)
    place_zh = Varchar(length=100, null=False, default="")
    place_en = Varchar(length=100, null=False, default="")
    source = Varchar(length=300, null=False, default="")
    earlier_award_once = Unique([programme, cycle, uscc, person_mark])
    earlier_award_names_somebody = Check("uscc <> '' OR person_mark <> ''")
