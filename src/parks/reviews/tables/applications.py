"""People who ask to judge, before they are experts."""

from piccolo.columns import JSONB, UUID, Array, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Organisation, Person
from parks.reviews.tables.pool import Expert


class ExpertApplication(Table, tablename="expert_application"):
    """An application to the pool of one place. `posts` as they were typed; at most one waits a person (an index)."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    path = Varchar(length=200, null=False, default="", index=True)
    kind = Varchar(length=20, null=False, default="")
    fields = Array(base_column=Varchar(length=40), null=False, default=list)
    title = Varchar(length=100, null=False, default="")
    employer = Varchar(length=200, null=False, default="")
    region = Varchar(length=100, null=False, default="")
    languages = Array(base_column=Varchar(length=10), null=False, default=list)
    capacity = SmallInt(null=True, default=None)
    posts = JSONB(null=False, default="[]")
    words = Text(null=False, default="")
    cv = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=20, null=False, default="submitted")
    submitted_at = Timestamptz(null=False, default=None)
    decided_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=False, default="")
    expert = ForeignKey(Expert, null=True, default=None, on_delete=OnDelete.restrict, index=True)

    expert_application_kind_known = Check("kind IN ('technical', 'investor', 'finance', 'management')")
    expert_application_state_known = Check("state IN ('submitted', 'withdrawn', 'appointed', 'refused')")
    expert_application_two_eyes = Check("decided_by IS NULL OR decided_by <> person")
    expert_application_decided = Check(
        "(state IN ('appointed', 'refused')) = (decided_by IS NOT NULL AND decided_at IS NOT NULL)"
    )
    expert_application_refusal_says_why = Check("(state = 'refused') = (reason <> '')")
    expert_application_appointed_is_expert = Check("(state = 'appointed') = (expert IS NOT NULL)")
