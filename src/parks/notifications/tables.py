"""The outbox and the inbox are one table: what a person was told, in both languages, and how its mail fared."""

from piccolo.columns import UUID, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person


class Message(Table, tablename="message"):
    """One message to one person. `sealed` holds a message that carries a code: encrypted, for the mail alone, and
    emptied once it is sent; such a message has no words in the inbox.
    """

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    template = Varchar(length=60, null=False, default="")
    subject_zh = Varchar(length=300, null=False, default="")
    subject_en = Varchar(length=300, null=False, default="")
    body_zh = Text(null=False, default="")
    body_en = Text(null=False, default="")
    url = Varchar(length=300, null=False, default="")
    sealed = Text(null=False, default="")
    told_at = Timestamptz(null=False, default=None)
    sent_at = Timestamptz(null=True, default=None)
    read_at = Timestamptz(null=True, default=None)
    tries = SmallInt(null=False, default=0)
    problem = Varchar(length=300, null=False, default="")
    message_url_is_ours = Check("url = '' OR (url LIKE '/%' AND url NOT LIKE '//%')")
    message_secret_unread = Check("sealed = '' OR (body_zh = '' AND body_en = '')")
