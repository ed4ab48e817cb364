"""Forms being built, published forms, the sheets filled in, their answers and files, and the versions taken of them.

Triggers (migrations/questionnaires) keep a published questionnaire and a taken version for ever, and refuse a change
of any answer while its sheet is frozen.
"""

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation


class Design(Table, tablename="questionnaire_design"):
    """A form as officers build it, published as often as they like; `version` counts its changes."""

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=400, null=False, default="")
    key = Varchar(length=60, null=False, default="")
    definition = JSONB(null=False, default="{}")
    version = Integer(null=False, default=1)
    by_id = UUID(null=False, default=None)
    by_name = Varchar(length=200, null=False, default="")
    made_at = Timestamptz(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)
    questionnaire_design_key = Unique([key])


class Questionnaire(Table, tablename="questionnaire"):
    """One published version of a form; never changed, for sheets point to it. `built_as`: its design.

    A rehearsal has its own row under the key `rehearsal.…`, which no form can have; that row can be wiped.
    """

    id = UUID(primary_key=True, default=uuid7)
    key = Varchar(length=60, null=False, default="")
    version = Integer(null=False, default=1)
    definition = JSONB(null=False, default="{}")
    published_at = Timestamptz(null=False, default=None)
    built_as = ForeignKey(Design, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    questionnaire_version_numbered = Unique([key, version])


class Sheet(Table, tablename="questionnaire_sheet"):
    """One subject's answers to one questionnaire. `facts`: what the owner handed in, by its source (`Fact.stored`)."""

    id = UUID(primary_key=True, default=uuid7)
    questionnaire = ForeignKey(Questionnaire, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    subject_kind = Varchar(length=40, null=False, default="")
    subject_id = UUID(null=False, default=None)
    state = Varchar(length=10, null=False, default="open")
    facts = JSONB(null=False, default="{}")
    opened_at = Timestamptz(null=False, default=None)
    questionnaire_sheet_once = Unique([subject_kind, subject_id, questionnaire])
    questionnaire_sheet_state = Check("state IN ('open', 'frozen', 'returned')")


class SheetSection(Table, tablename="questionnaire_section"):
    """What people said of a section: that it is completed; what an officer found lacking (`gap`)."""

    id = UUID(primary_key=True, default=uuid7)
    sheet = ForeignKey(Sheet, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    section = Varchar(length=60, null=False, default="")
    completed = Boolean(null=False, default=False)
    gap = JSONB(null=True, default=None)
    questionnaire_section_once = Unique([sheet, section])


class Answer(Table, tablename="questionnaire_answer"):
    """What was typed, as `{"v": …}`; `version` counts its changes, so that two editors never overwrite each other."""

    id = UUID(primary_key=True, default=uuid7)
    sheet = ForeignKey(Sheet, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    question = Varchar(length=60, null=False, default="")
    value = JSONB(null=False, default="{}")
    version = Integer(null=False, default=1)
    by_id = UUID(null=False, default=None)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    questionnaire_answer_once = Unique([sheet, question])


class Attachment(Table, tablename="questionnaire_attachment"):
    """A document that answers a file question. The document is the owner's; here are its id and how it is called."""

    id = UUID(primary_key=True, default=uuid7)
    sheet = ForeignKey(Sheet, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    question = Varchar(length=60, null=False, default="")
    document_id = UUID(null=False, default=None)
    name = Varchar(length=255, null=False, default="")
    size = Integer(null=False, default=0)
    by_id = UUID(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    questionnaire_attachment_once = Unique([sheet, question, document_id])


class SheetVersion(Table, tablename="questionnaire_version"):
    """What was frozen, whole; number 1, 2, 3 … of its sheet."""

    id = UUID(primary_key=True, default=uuid7)
    sheet = ForeignKey(Sheet, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = Integer(null=False, default=1)
    snapshot = JSONB(null=False, default="{}")
    by_id = UUID(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    questionnaire_snapshot_numbered = Unique([sheet, number])
