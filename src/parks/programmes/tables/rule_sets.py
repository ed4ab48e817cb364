"""Rule sets: what officers write as a draft, and the published versions that calls pin."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation, Person


class RuleSet(Table, tablename="rule_set"):
    """A rule set and its draft (rules/rule_sets.py RuleSetDef.stored).

    `organisation` null: it comes with Parks, is read and copied by all officers and changed by none. `revision` counts
    the changes of the draft, so that of two officers who change one rule at once the second is told.
    """

    id = UUID(primary_key=True, default=uuid7)
    key = Varchar(length=40, null=False, default="", unique=True)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    title_zh = Varchar(length=200, null=False, default="")
    title_en = Varchar(length=200, null=False, default="")
    draft = JSONB(null=False, default="{}")
    revision = Integer(null=False, default=1)
    copied_from = UUID(null=True, default=None)
    changed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    changed_at = Timestamptz(null=False, default=None)
    rule_set_key_plain = Check("key ~ '^[a-z][a-z0-9_]{1,39}$'")


class RuleSetVersion(Table, tablename="rule_set_version"):
    """A version as it was published; a trigger (migrations/programmes) keeps it for ever."""

    id = UUID(primary_key=True, default=uuid7)
    rule_set = ForeignKey(RuleSet, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = SmallInt(null=False, default=1)
    definition = JSONB(null=False, default="{}")
    published_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    published_at = Timestamptz(null=False, default=None)
    rule_set_version_once = Unique([rule_set, number])
