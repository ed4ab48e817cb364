"""Two tables: what happened, and its place in the chain. Triggers (migrations/audit) keep both append-only."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from parks.adapters.ids import uuid7


class AuditEntry(Table, tablename="audit_entry"):
    """One act of one actor on one subject. No foreign keys: the trail outlives what it tells of."""

    id = UUID(primary_key=True, default=uuid7)
    at = Timestamptz(null=False, default=None)
    actor_id = UUID(null=False, default=None)
    actor_label = Varchar(length=200, null=False, default="")
    via = Varchar(length=20, null=False, default="")
    act = Varchar(length=80, null=False, default="")
    subject_id = UUID(null=False, default=None, index=True)
    request_id = Varchar(length=32, null=False, default="")
    detail = JSONB(null=False, default="{}")


class AuditLink(Table, tablename="audit_link"):
    """The chain: each entry's digest over itself and the link before it, in the order of commits."""

    position = BigInt(primary_key=True, default=0)
    entry_id = UUID(null=False, default=None, unique=True)
    digest = Bytea(null=False, default=b"")
