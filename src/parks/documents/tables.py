"""A document, its versions, and the declaration that goes before any upload. A version never changes (a trigger)."""

from piccolo.columns import UUID, BigInt, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person


class Declaration(Table, tablename="secrecy_declaration"):
    """That what is sent holds no state secrets: who said so, of which matter, to which wording (domain.md §10)."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    subject_id = UUID(null=False, default=None, index=True)
    wording = Varchar(length=20, null=False, default="")
    at = Timestamptz(null=False, default=None)


class Document(Table, tablename="document"):
    """A file by its latest version; `discarded_at` once its owner has taken it away (the versions stay)."""

    id = UUID(primary_key=True, default=uuid7)
    origin = Varchar(length=10, null=False, default="uploaded")
    made_at = Timestamptz(null=False, default=None)
    discarded_at = Timestamptz(null=True, default=None)
    document_origin = Check("origin IN ('uploaded', 'issued')")


class Version(Table, tablename="document_version"):
    """The bytes of one version: their key in the bucket, what they are, and their sum."""

    id = UUID(primary_key=True, default=uuid7)
    document = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = SmallInt(null=False, default=1)
    bucket = Varchar(length=30, null=False, default="")
    key = Varchar(length=36, null=False, default="", unique=True)
    name = Varchar(length=200, null=False, default="")
    media_type = Varchar(length=100, null=False, default="")
    size = BigInt(null=False, default=0)
    sha256 = Varchar(length=64, null=False, default="")
    declaration = ForeignKey(Declaration, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    uploaded_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    at = Timestamptz(null=False, default=None)
    document_version_once = Unique([document, number])
    document_version_size = Check("size > 0")
    document_version_sum = Check("sha256 ~ '^[0-9a-f]{64}$'")
