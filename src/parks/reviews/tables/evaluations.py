"""The yearly evaluation of an expert: what the house counted, and an officer's grade and words."""

from piccolo.columns import JSONB, UUID, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert


class ExpertEvaluation(Table, tablename="expert_evaluation"):
    """`figures` as they stood when it was graded (`rules.evaluation.Figures.stored`); graded anew, they are new too."""

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    year = SmallInt(null=False, default=None)
    figures = JSONB(null=False, default="{}")
    grade = Varchar(length=10, null=False, default="")
    words = Text(null=False, default="")
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    at = Timestamptz(null=False, default=None)

    expert_evaluation_one_a_year = Unique([expert, year])
    expert_evaluation_grade_known = Check("grade IN ('excellent', 'competent', 'poor')")
    expert_evaluation_poor_says_why = Check("grade <> 'poor' OR words <> ''")
    expert_evaluation_year_possible = Check("year BETWEEN 2000 AND 2199")
