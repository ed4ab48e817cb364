"""Rubrics by key and version. Triggers (migrations/reviews) keep published ones as they are."""

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, Numeric, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation


class Rubric(Table, tablename="rubric"):
    """A rubric (评分标准), by key and version; once published it never changes, a new version takes its place."""

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=200, null=False, default="")
    key = Varchar(length=40, null=False, default="")
    version = Integer(null=False, default=1)
    title = JSONB(null=False, default="{}")
    comment_min = Integer(null=False, default=0)
    published_at = Timestamptz(null=True, default=None)

    rubric_one_per_version = Unique([organisation, key, version])


class Criterion(Table, tablename="criterion"):
    """One criterion (指标). `tie_break` 1 marks the key criterion, 2 the second; the others have none.

    A `bonus` (附加指标) has no weight and stands outside the 100; `may_not_apply`: an expert may say that it does not
    apply (不适用). Neither can tell equals apart.
    """

    id = UUID(primary_key=True, default=uuid7)
    rubric = ForeignKey(Rubric, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    position = SmallInt(null=False, default=0)
    title = JSONB(null=False, default="{}")
    hint = JSONB(null=False, default="{}")
    weight = Numeric(digits=(5, 2), null=False, default=None)
    maximum = Numeric(digits=(6, 2), null=False, default=None)
    step = Numeric(digits=(6, 2), null=False, default=None)
    tie_break = SmallInt(null=True, default=None)
    part = Varchar(length=200, null=False, default="", help_text="the title of the form's section that it concerns")
    bands = JSONB(null=False, default="[]", help_text="rules.bands.Band, the highest first")
    bonus = Boolean(null=False, default=False)
    may_not_apply = Boolean(null=False, default=False)

    criterion_one_per_position = Unique([rubric, position])
    criterion_one_per_tie_break = Unique([rubric, tie_break])
    criterion_figures_possible = Check("weight >= 0 AND weight <= 100 AND maximum > 0 AND step > 0 AND step <= maximum")
    criterion_weighs_unless_bonus = Check(
        "(weight = 0) = bonus AND (tie_break IS NULL OR NOT bonus AND NOT may_not_apply)"
    )
