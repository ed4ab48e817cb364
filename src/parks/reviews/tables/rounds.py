"""Rounds with their assessments, seats and marks.

Triggers (migrations/reviews) keep submitted scores and their history as they are, and let marks change on a declared
seat alone.
"""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
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
from parks.identity.tables import Organisation
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rubrics import Criterion, Rubric


class Round(Table, tablename="review_round"):
    """A review round at one place: one rubric, so many seats an assessment, until `closes`."""

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=200, null=False, default="", index=True)
    rubric = ForeignKey(Rubric, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    title = JSONB(null=False, default="{}")
    seats = SmallInt(null=False, default=None)
    closes = Timestamptz(null=False, default=None)
    state = Varchar(length=20, null=False, default="open")
    scoring = JSONB(null=False, default="{}", help_text="rules.scoring.Policy, as it was chosen; a trigger keeps it")
    assessments = Integer(null=False, default=0, help_text="how many were opened: the last number given out")
    released_at = Timestamptz(null=True, default=None, help_text="when the result became public")

    review_round_state_known = Check("state IN ('open', 'closed')")
    review_round_seats_possible = Check("seats BETWEEN 1 AND 15")


class Assessment(Table, tablename="assessment"):
    """One subject before the panel. Experts know its `code` and `proposal`; the rest is for officers alone.

    `subject_id` has no foreign key: reviews know no programme. `barred` maps expert ids to lists of reasons; `parties`
    are the marks of the applicant's companies, `people` the accounts of its people (`rules/conflicts.py`).
    """

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = Integer(null=False, default=None)
    code = Varchar(length=20, null=False, default="")
    subject_kind = Varchar(length=40, null=False, default="")
    subject_id = UUID(null=False, default=None, index=True)
    subject_label = Varchar(length=300, null=False, default="")
    subject_url = Varchar(length=300, null=False, default="")
    field = Varchar(length=40, null=False, default="")
    proposal = JSONB(null=False, default="{}")
    barred = JSONB(null=False, default="{}")
    parties = Array(base_column=Varchar(length=200), null=False, default=list)
    people = Array(base_column=UUID(), null=False, default=list)
    checked_at = Timestamptz(null=False, default=None, help_text="when conflicts were last looked for")
    state = Varchar(length=20, null=False, default="open")
    plain = Numeric(digits=(5, 2), null=True, default=None)
    total = Numeric(digits=(5, 2), null=True, default=None)
    key_points = Numeric(digits=(5, 2), null=True, default=None)
    second_points = Numeric(digits=(5, 2), null=True, default=None)
    rank = Integer(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)

    assessment_one_per_number = Unique([review_round, number])
    assessment_one_per_subject = Unique([review_round, subject_kind, subject_id])
    assessment_state_known = Check("state IN ('open', 'closed')")
    assessment_closed_has_result = Check(
        "(state = 'closed') = (total IS NOT NULL) AND (total IS NULL) = (plain IS NULL)"
        " AND (total IS NULL) = (closed_at IS NULL) AND (rank IS NULL OR total IS NOT NULL)"
    )


class Seat(Table, tablename="seat"):
    """One expert's place at one assessment. `score` is set while it is scored, and kept, sealed, after a recusal."""

    id = UUID(primary_key=True, default=uuid7)
    assessment = ForeignKey(Assessment, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    state = Varchar(length=20, null=False, default="offered")
    offered_at = Timestamptz(null=False, default=None)
    declared_at = Timestamptz(null=True, default=None)
    scored_at = Timestamptz(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    reason = Text(null=False, default="")
    score = Numeric(digits=(5, 2), null=True, default=None)
    skipped_at = Timestamptz(
        null=True, default=None, help_text="put last in its expert's queue; opening it undoes that"
    )

    seat_one_per_expert = Unique([assessment, expert])
    seat_state_known = Check("state IN ('offered', 'declared', 'scored', 'recused', 'replaced')")
    seat_scored_has_score = Check(
        "state <> 'scored' OR (score IS NOT NULL AND scored_at IS NOT NULL AND declared_at IS NOT NULL)"
    )
    seat_declared_has_date = Check("state <> 'declared' OR (declared_at IS NOT NULL AND score IS NULL)")
    seat_left_has_reason = Check("(state IN ('recused', 'replaced')) = (left_at IS NOT NULL AND reason <> '')")
    seat_score_possible = Check("score IS NULL OR score BETWEEN 0 AND 100")


class Mark(Table, tablename="mark"):
    """One expert's mark on one criterion with its comment; `value` is empty while only the comment is written, and
    where the expert says that the criterion does not apply.
    """

    id = UUID(primary_key=True, default=uuid7)
    seat = ForeignKey(Seat, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    criterion = ForeignKey(Criterion, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    value = Numeric(digits=(6, 2), null=True, default=None)
    comment = Text(null=False, default="")
    saved_at = Timestamptz(null=False, default=None)
    not_applicable = Boolean(null=False, default=False)

    mark_one_per_criterion = Unique([seat, criterion])
    mark_not_negative = Check("value IS NULL OR value >= 0")
    mark_applies_or_not = Check("value IS NULL OR NOT not_applicable")


class SubmittedScore(Table, tablename="submitted_score"):
    """Every score as it was submitted, with its marks and comments: append-only, so that a reopened one stays known."""

    id = UUID(primary_key=True, default=uuid7)
    seat = ForeignKey(Seat, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(null=False, default=None)
    score = Numeric(digits=(5, 2), null=False, default=None)
    marks = JSONB(null=False, default="[]")
