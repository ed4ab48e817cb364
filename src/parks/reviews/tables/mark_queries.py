"""Questions about a mark, asked by an officer and answered by its expert."""

from piccolo.columns import UUID, ForeignKey, Numeric, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.rounds import Seat
from parks.reviews.tables.rubrics import Criterion


class MarkQuery(Table, tablename="mark_query"):
    """One question on one criterion. `mark` is what stood when it was asked, `mark_after` once it was answered (the
    same where the expert kept it). Triggers (migrations/reviews) keep the question, and the answer once given; one open
    question a seat and criterion.
    """

    id = UUID(primary_key=True, default=uuid7)
    seat = ForeignKey(Seat, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    criterion = ForeignKey(Criterion, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    kind = Varchar(length=20, null=False, default="")
    words = Text(null=False, default="")
    mark = Numeric(digits=(6, 2), null=False, default=None)
    asked_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    asked_at = Timestamptz(null=False, default=None)
    answer = Text(null=False, default="")
    mark_after = Numeric(digits=(6, 2), null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)

    mark_query_kind_known = Check("kind IN ('reason', 'second_look')")
    mark_query_has_words = Check("words <> ''")
    mark_query_answered_whole = Check(
        "(answered_at IS NULL) = (answer = '') AND (answered_at IS NULL) = (mark_after IS NULL)"
    )
