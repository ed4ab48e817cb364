"""The expert pool: a person's place in it, and what ties them to others."""

from piccolo.columns import UUID, Array, Date, ForeignKey, Numeric, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation, Person


class Expert(Table, tablename="expert"):
    """A person of the expert pool (专家库) of one place. `name` as it stood at enrolment, `name_order` its pinyin.

    `capacity` is the most proposals a round (null: no limit); the term (聘期) is half-open, null where none is set.
    """

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=True)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=200, null=False, default="", index=True)
    name = Varchar(length=100, null=False, default="")
    name_order = Varchar(length=400, null=False, default="")
    kind = Varchar(length=20, null=False, default="")
    title = Varchar(length=100, null=False, default="")
    employer = Varchar(length=200, null=False, default="")
    fields = Array(base_column=Varchar(length=40), null=False, default=list)
    fingerprint = Varchar(length=64, null=False, default="")
    region = Varchar(length=100, null=False, default="")
    languages = Array(base_column=Varchar(length=10), null=False, default=list)
    capacity = SmallInt(null=True, default=None)
    term_from = Date(null=True, default=None)
    term_until = Date(null=True, default=None)
    state = Varchar(length=20, null=False, default="available")
    enrolled_at = Timestamptz(null=False, default=None)
    ties_at = Timestamptz(null=False, default=None, help_text="when the ties were last changed")

    expert_kind_known = Check("kind IN ('technical', 'investor', 'finance', 'management')")
    expert_state_known = Check("state IN ('available', 'resting')")
    expert_capacity_possible = Check("capacity IS NULL OR capacity BETWEEN 1 AND 500")
    expert_term_in_order = Check("term_until IS NULL OR (term_from IS NOT NULL AND term_from < term_until)")


class ExpertTie(Table, tablename="expert_tie"):
    """What binds an expert to a company, institution or person (half-open days); `rules/conflicts.py` weighs it."""

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    party = Varchar(length=200, null=False, default="")
    party_key = Varchar(length=64, null=False, default="")
    percent = Numeric(digits=(5, 2), null=True, default=None)
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    source = Varchar(length=20, null=False, default="declared")

    expert_tie_kind_known = Check(
        "kind IN ('employer', 'shareholding', 'director', 'adviser', 'inventor', 'mentor', 'teacher', 'kin')"
    )
    expert_tie_source_known = Check(
        "source IN ('declared', 'company_register', 'patent_register', 'park_record', 'application')"
    )
    expert_tie_percent_possible = Check("percent IS NULL OR (percent > 0 AND percent <= 100)")
    expert_tie_in_order = Check("until IS NULL OR since IS NULL OR since < until")


class ExpertPost(Table, tablename="expert_post"):
    """Where an expert works or worked (half-open days); conflicts are found by it as by a tie of kind employer."""

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    employer = Varchar(length=200, null=False, default="")
    employer_key = Varchar(length=64, null=False, default="")
    title = Varchar(length=100, null=False, default="")
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    source = Varchar(length=20, null=False, default="declared")

    expert_post_source_known = Check("source IN ('declared', 'park_record')")
    expert_post_in_order = Check("until IS NULL OR since IS NULL OR since < until")
