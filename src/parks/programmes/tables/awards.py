"""Awards, each with its letter and the code by which anyone can check it."""

from decimal import Decimal

from piccolo.columns import UUID, ForeignKey, Numeric, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.calls import CallTier
from parks.programmes.tables.notices import Notice


class Award(Table, tablename="award"):
    """What was granted to whom; never changed, only followed by other matters (a trigger keeps it)."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(
        Application, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True
    )
    notice = ForeignKey(Notice, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    tier = ForeignKey(CallTier, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = Varchar(length=30, null=False, default="", unique=True)
    code = Varchar(length=14, null=False, default="", unique=True)
    amount = Numeric(digits=(14, 2), null=False, default=Decimal(0))
    currency = Varchar(length=3, null=False, default="CNY")
    letter = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    award_amount = Check("amount > 0")
    award_code_shape = Check("code ~ '^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$'")
