"""Draws of a round's panel, and who was drawn.

Triggers (migrations/reviews) keep what was committed to, and what was revealed, as it is; an index allows one live draw
a round.
"""

from piccolo.columns import JSONB, UUID, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Round


class ExpertDraw(Table, tablename="expert_draw"):
    """One random draw (随机抽取): `snapshot`, `constraints` as `rules/draw.py` spells them, `marks`: whose is which.

    `locked` is the secret under the house's key until it is revealed as `secret` (hex); `words` are the witness's.
    """

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = SmallInt(null=False, default=None)
    state = Varchar(length=20, null=False, default="committed")
    snapshot = JSONB(null=False, default="[]")
    constraints = JSONB(null=False, default="{}")
    terms = JSONB(null=False, default="{}")
    left_out = JSONB(null=False, default="{}", help_text="how many of the pool could not be drawn, by reason")
    marks = JSONB(null=False, default="{}")
    commitment = Varchar(length=64, null=False, default="")
    locked = Varchar(length=300, null=False, default="")
    secret = Varchar(length=64, null=True, default=None)
    words = Varchar(length=100, null=False, default="")
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    officer_name = Varchar(length=100, null=False, default="")
    witness = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    witness_name = Varchar(length=100, null=False, default="")
    committed_at = Timestamptz(null=False, default=None)
    witnessed_at = Timestamptz(null=True, default=None)
    revealed_at = Timestamptz(null=True, default=None)
    replaced_at = Timestamptz(null=True, default=None)
    reason = Text(null=False, default="", help_text="why it was set aside")

    expert_draw_one_per_number = Unique([review_round, number])
    expert_draw_state_known = Check("state IN ('committed', 'witnessed', 'revealed', 'replaced')")
    expert_draw_two_people = Check("officer <> witness")
    expert_draw_witnessed_first = Check(
        "(state <> 'witnessed' OR witnessed_at IS NOT NULL) AND (witnessed_at IS NULL) = (words = '')"
        " AND (state <> 'revealed' OR revealed_at IS NOT NULL) AND (revealed_at IS NULL) = (secret IS NULL)"
        " AND (revealed_at IS NULL OR witnessed_at IS NOT NULL)"
    )
    expert_draw_replaced_has_reason = Check("(state = 'replaced') = (replaced_at IS NOT NULL AND reason <> '')")


class DrawnExpert(Table, tablename="drawn_expert"):
    """One expert of a revealed draw: `place` in the drawn order, panel first, then backups. Turns count departures:
    `left_turn` the how-manieth left, `called_turn` in whose stead this backup came.
    """

    id = UUID(primary_key=True, default=uuid7)
    draw = ForeignKey(ExpertDraw, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    place = SmallInt(null=False, default=None)
    state = Varchar(length=20, null=False, default="backup")
    left_turn = SmallInt(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    called_turn = SmallInt(null=True, default=None)
    called_at = Timestamptz(null=True, default=None)
    reason = Text(null=False, default="", help_text="why they left, or why an administrator took them onto the panel")

    drawn_expert_one_per_expert = Unique([draw, expert])
    drawn_expert_one_per_place = Unique([draw, place])
    drawn_expert_state_known = Check("state IN ('seated', 'backup', 'left', 'admitted')")
    drawn_expert_left_has_reason = Check(
        "(state = 'left') = (left_turn IS NOT NULL AND left_at IS NOT NULL)"
        " AND (state NOT IN ('left', 'admitted') OR reason <> '') AND (called_turn IS NULL) = (called_at IS NULL)"
    )
