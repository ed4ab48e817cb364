"""What a level leaves behind on paper: its frozen ranked list, and the signed and sealed sheets that came back."""

from piccolo.columns import UUID, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation, Person
from parks.programmes.tables.applications import Application, Opinion, Submission
from parks.programmes.tables.calls import Call


class RankedList(Table, tablename="ranked_list"):
    """What one office recommended of a call, in its order, frozen by a trigger when it was recommended.

    `number` 1 is the list; later ones add what came back from correction after it. Ranks go on from list to list.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    level = Varchar(length=10, null=False, default="")
    number = SmallInt(null=False, default=1)
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    ranked_list_number_once = Unique([call, organisation, number])
    ranked_list_level = Check("level IN ('park', 'city', 'province')")


class RankedPlace(Table, tablename="ranked_place"):
    """One line of a ranked list: the opinion that recommended it stands beside its rank."""

    id = UUID(primary_key=True, default=uuid7)
    ranked_list = ForeignKey(RankedList, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    rank = SmallInt(null=False, default=1)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    opinion = ForeignKey(Opinion, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    ranked_place_rank_once = Unique([ranked_list, rank])
    ranked_place_rank = Check("rank > 0")


class SignedScan(Table, tablename="signed_scan"):
    """Paper that came back with signature and seal, matched to its version by the code on its pages.

    `pages` how many the file has, `matched` on how many of them the code was read.
    """

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    submission = ForeignKey(Submission, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    level = Varchar(length=10, null=False, default="")
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    document_id = UUID(null=False, default=None, index=True)
    pages = SmallInt(null=False, default=1)
    matched = SmallInt(null=False, default=1)
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    officer_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    signed_scan_level = Check("level IN ('park', 'city', 'province')")
    signed_scan_pages = Check("matched > 0 AND matched <= pages")
