"""A list of experts on its way in: what was read of it stands here until it is confirmed or forgotten."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation, Person


class PoolImport(Table, tablename="pool_import"):
    """One file for the pool of one place. `lines`: {number, cells, problems, fingerprint} a row, emptied at the end.

    Identity numbers are never in `cells` but masked; `fingerprint` is the keyed hash that experts are known by.
    """

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    path = Varchar(length=200, null=False, default="")
    by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    by_name = Varchar(length=100, null=False, default="")
    at = Timestamptz(null=False, default=None)
    file_name = Varchar(length=255, null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    rows = SmallInt(null=False, default=0)
    people = SmallInt(null=False, default=0, help_text="who has no account yet and will be invited")
    problems = Integer(null=False, default=0)
    lines = JSONB(null=False, default="[]")
    state = Varchar(length=10, null=False, default="checked")
    ended_at = Timestamptz(null=True, default=None)

    pool_import_state_known = Check("state IN ('checked', 'done', 'given_up')")
    pool_import_clean_when_done = Check("problems = 0 OR state <> 'done'")
    pool_import_ended = Check("(state = 'checked') = (ended_at IS NULL)")
    pool_import_emptied = Check("state = 'checked' OR lines = '[]'::jsonb")
