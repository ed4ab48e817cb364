"""Letters of appointment (聘书) as they were issued."""

from piccolo.columns import UUID, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert


class ExpertLetter(Table, tablename="expert_letter"):
    """A letter with its number, the code it is checked by, and the term it names (half-open). A trigger keeps it."""

    id = UUID(primary_key=True, default=uuid7)
    expert = ForeignKey(Expert, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=60, null=False, default="")
    code = Varchar(length=14, null=False, default="", unique=True)
    term_from = Date(null=False, default=None)
    term_until = Date(null=False, default=None)
    document = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)

    expert_letter_term_in_order = Check("term_from < term_until")
