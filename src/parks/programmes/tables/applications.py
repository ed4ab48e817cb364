"""An application and what was sent of it: versions, opinions, corrections. What was sent or signed never changes.

Documents are ids of a context below, as everywhere (startups, questionnaires).
"""

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Date,
    ForeignKey,
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
from parks.programmes.tables.calls import Call, CallQuota
from parks.questionnaires.tables import Sheet
from parks.startups.tables import Company


class Application(Table, tablename="application"):
    """One company's application to one call.

    `path` is its park's place in the tree: what the one scope predicate reads. `words` is what the work list searches
    (number, company, project, applicant), kept beside it so that no search joins. `person_mark` and `uscc` are what
    R-ONCE compares across regions, `field` (of its newest version) what statistics count. Raw indexes
    (migrations/programmes): one live application per company and call and per person and call; bigrams of `words`; the
    orders of the work list.

    The clock of the office that has it (rules/queue.py), reckoned once at each move so that no list reckons:
    `decide_days` working days after `decide_from` are full on `decide_by`, and from `decide_soon` on it presses. While
    the applicant corrects, the days that are left stand in `decide_days` alone. `assigned_to`: the colleague who reads
    it; it is the office's all the same.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    applicant = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    park = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=400, null=False, default="")
    sheet = ForeignKey(Sheet, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=30, null=False, default="draft")
    number = Varchar(length=20, null=True, default=None, unique=True)
    applicant_name = Varchar(length=200, null=False, default="")
    company_name = Varchar(length=200, null=False, default="")
    project_title = Varchar(length=300, null=False, default="")
    words = Text(null=False, default="")
    uscc = Varchar(length=18, null=False, default="", index=True)
    person_mark = Varchar(length=64, null=False, default="", index=True)
    field = Varchar(length=30, null=False, default="")
    declaration = UUID(null=True, default=None)
    begun_at = Timestamptz(null=False, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    moved_at = Timestamptz(null=False, default=None)
    decide_from = Date(null=True, default=None)
    decide_days = SmallInt(null=True, default=None)
    decide_by = Date(null=True, default=None)
    decide_soon = Date(null=True, default=None)
    decide_provisional = Boolean(null=False, default=False)
    assigned_to = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    application_clock = Check(
        "(decide_from IS NULL) = (decide_by IS NULL) AND (decide_by IS NULL) = (decide_soon IS NULL)"
        " AND (decide_from IS NULL OR decide_days IS NOT NULL) AND decide_soon <= decide_by"
    )
    application_state = Check(
        "state IN ('draft', 'submitted', 'park_review', 'city_review', 'province_review', 'recommended',"
        " 'ministry_review', 'ranked', 'proposed', 'publicity', 'objection', 'awarded', 'not_selected',"
        " 'not_recommended', 'returned_for_correction', 'ineligible', 'withdrawn', 'agreement', 'disbursed',"
        " 'tracking', 'rectify', 'accepted', 'closed', 'clawed_back')"
    )
    application_path = Check("path LIKE '/%/'")
    application_numbered_when_sent = Check(
        "(number IS NULL) = (submitted_at IS NULL) AND (state IN ('draft', 'withdrawn') OR number IS NOT NULL)"
    )


class ApplicationHand(Table, tablename="application_hand"):
    """Somebody who lends a hand with this one application; company members do by their membership."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    may_edit = Boolean(null=False, default=False)
    may_certify = Boolean(null=False, default=False)
    may_submit = Boolean(null=False, default=False)
    since = Timestamptz(null=False, default=None)
    application_hand_once = Unique([application, person])
    application_hand_holds_something = Check("may_edit OR may_certify OR may_submit")


class Certified(Table, tablename="application_certification"):
    """A certifier signed off what would be sent, by its `mark`; never changed (a trigger), the newest counts."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    mark = Varchar(length=64, null=False, default="")
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    person_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)


class Submission(Table, tablename="submission"):
    """What was sent, whole and for ever: version 1 is the application, each later one a correction.

    `answers` is the questionnaire's snapshot, `facts` the company's record, `findings` the rules as they stood.
    `aware`: the applicant was told that a rule is not met or not known, and sent it to be looked at by people.
    """

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    version = SmallInt(null=False, default=1)
    answers = JSONB(null=False, default="{}")
    facts = JSONB(null=False, default="{}")
    findings = JSONB(null=False, default="[]")
    aware = Boolean(null=False, default=False)
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    at = Timestamptz(null=False, default=None)
    submission_version_once = Unique([application, version])


class Receipt(Table, tablename="submission_receipt"):
    """The PDF of a submission. A row of its own: a document store that is away must not cost anyone a deadline."""

    id = UUID(primary_key=True, default=uuid7)
    submission = ForeignKey(Submission, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    document_id = UUID(null=False, default=None, index=True)


class Opinion(Table, tablename="recommendation_opinion"):
    """What an officer signed: by name and time, over one version. `rule` is the broken one of an ineligible, `score`
    what a level that scores has given.
    """

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    submission = ForeignKey(Submission, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    level = Varchar(length=10, null=False, default="")
    outcome = Varchar(length=20, null=False, default="")
    text = Text(null=False, default="")
    score = Numeric(digits=(5, 2), null=True, default=None)
    rule = Varchar(length=20, null=False, default="")
    quota = ForeignKey(CallQuota, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    recommendation_opinion_one_a_level = Unique([application, level])
    recommendation_opinion_level = Check("level IN ('park', 'city', 'province')")
    recommendation_opinion_outcome = Check("outcome IN ('recommended', 'not_recommended', 'ineligible')")
    recommendation_opinion_score = Check("score IS NULL OR (score >= 0 AND score <= 100)")
    recommendation_opinion_rule_named = Check("(outcome = 'ineligible') = (rule <> '')")


class Correction(Table, tablename="correction"):
    """一次性告知: one letter of a level with every gap, section by section, and only one a level."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    level = Varchar(length=10, null=False, default="")
    number = Varchar(length=30, null=False, default="", unique=True)
    gaps = JSONB(null=False, default="{}")
    due = Date(null=False, default=None)
    provisional = Boolean(null=False, default=False)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    corrected_at = Timestamptz(null=True, default=None)
    document_id = UUID(null=True, default=None, index=True)
    correction_once_a_level = Unique([application, level])
    correction_level = Check("level IN ('park', 'city', 'province')")
