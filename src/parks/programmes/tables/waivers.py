"""Waivers: an officer's request that one rule shall not count for one application, and the decision on it."""

from piccolo.columns import UUID, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application


class Waiver(Table, tablename="waiver"):
    """`text` is the decision in words. A raw index (migrations/programmes) keeps one that is open or granted a rule."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    rule = Varchar(length=20, null=False, default="")
    reason = Text(null=False, default="")
    asked_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    asked_by_name = Varchar(length=200, null=False, default="")
    asked_at = Timestamptz(null=False, default=None)
    state = Varchar(length=10, null=False, default="asked")
    text = Text(null=False, default="")
    decided_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    decided_by_name = Varchar(length=200, null=False, default="")
    decided_at = Timestamptz(null=True, default=None)
    waiver_state = Check("state IN ('asked', 'granted', 'refused')")
    waiver_reasoned = Check("rule <> '' AND reason <> ''")
    waiver_decided_with_words = Check(
        "(state = 'asked') = (decided_at IS NULL) AND (state = 'asked' OR (text <> '' AND decided_by <> asked_by))"
    )
