"""Who was asked to judge in a round, and what they answered; and what each expert signed before a byte was opened."""

from piccolo.columns import UUID, Date, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Round, Seat


class RoundInvitation(Table, tablename="round_invitation"):
    """An expert asked to a round: `due` the last day to answer, `asked` how many times they were asked."""

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=20, null=False, default="invited")
    invited_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    invited_at = Timestamptz(null=False, default=None)
    due = Date(null=False, default=None)
    asked = SmallInt(null=False, default=1)
    answered_at = Timestamptz(null=True, default=None)
    reason = Text(null=False, default="")

    round_invitation_one_per_expert = Unique([review_round, expert])
    round_invitation_state_known = Check("state IN ('invited', 'accepted', 'declined')")
    round_invitation_answer_dated = Check("(state = 'invited') = (answered_at IS NULL)")
    round_invitation_declined_says_why = Check("(state = 'declined') = (reason <> '')")


class SeatPledge(Table, tablename="seat_pledge"):
    """The confidentiality pledge (保密承诺) as it was signed: which wording, and the SHA-256 of its very text.

    Append-only (a trigger): what was signed stays signed.
    """

    id = UUID(primary_key=True, default=uuid7)
    seat = ForeignKey(Seat, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=True)
    wording = Varchar(length=20, null=False, default="")
    language = Varchar(length=5, null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    at = Timestamptz(null=False, default=None)
