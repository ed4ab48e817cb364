"""A sheet of applications on its way in: what was read of it stands here until it is confirmed or given up.

What the rows held is personal data and no longer needed once the applications stand: it is emptied then.
"""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.calls import Call


class ImportRun(Table, tablename="import_run"):
    """One file. `done` counts the rows written so far, for whoever waits; `companies` and `people` those that are new.

    `columns` are the ids in the order of the file, so that a problem can be told by its letters.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    file_name = Varchar(length=255, null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    columns = JSONB(null=False, default="[]")
    rows = SmallInt(null=False, default=0)
    companies = SmallInt(null=False, default=0)
    people = SmallInt(null=False, default=0)
    problems = Integer(null=False, default=0)
    done = SmallInt(null=False, default=0)
    state = Varchar(length=10, null=False, default="checked")
    confirmed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    import_run_state = Check("state IN ('checked', 'queued', 'done', 'failed', 'given_up')")
    import_run_counts = Check("rows BETWEEN 1 AND 5000 AND done BETWEEN 0 AND rows")
    import_run_clean_when_confirmed = Check("problems = 0 OR state IN ('checked', 'failed', 'given_up')")


class ImportRow(Table, tablename="import_row"):
    """A row by the sheet's own number: `cells` text by column, `problems` a sentence by column."""

    id = UUID(primary_key=True, default=uuid7)
    run = ForeignKey(ImportRun, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    number = Integer(null=False, default=0)
    cells = JSONB(null=False, default="{}")
    problems = JSONB(null=False, default="{}")
    application = ForeignKey(Application, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    import_row_once = Unique([run, number])
