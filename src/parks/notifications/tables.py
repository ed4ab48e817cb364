"""What people are told: the outbox and the inbox as one table, in whose words, to whom, and how each wants to hear."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.calls import Call


class Message(Table, tablename="message"):
    """One message to one person. `sealed` holds a message that carries a code: encrypted, for the mail alone, and
    emptied once it is sent; such a message has no words in the inbox. `by_mail` is false where its reader chose the
    inbox alone; `corrected_at` tells that its words were mended after it was told.
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
    by_mail = Boolean(null=False, default=True)
    corrected_at = Timestamptz(null=True, default=None)
    message_url_is_ours = Check("url = '' OR (url LIKE '/%' AND url NOT LIKE '//%')")
    message_secret_unread = Check("sealed = '' OR (body_zh = '' AND body_en = '')")


class Preference(Table, tablename="notification_preference"):
    """How a person hears of one kind of message (rules/kinds.py); without a row, by the kind's own default."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    kind = Varchar(length=10, null=False, default="")
    channel = Varchar(length=5, null=False, default="")
    notification_preference_once = Unique([person, kind])
    notification_preference_channel = Check("channel IN ('mail', 'inbox', 'none')")


class ReminderRule(Table, tablename="reminder_rule"):
    """So many working days before a deadline of this call. A call without any goes by the policy value
    `reminder_days`; `days` 0 says that nobody is reminded.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    about = Varchar(length=10, null=False, default="")
    days = SmallInt(null=False, default=0)
    reminder_rule_once = Unique([call, about, days])
    reminder_rule_about = Check("about IN ('closing', 'correction')")
    reminder_rule_days = Check("days >= 0 AND days <= 60")


class Reminder(Table, tablename="reminder"):
    """That it was sent: once for each application, deadline and rule, however many workers look."""

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    about = Varchar(length=10, null=False, default="")
    until = Date(null=False, default=None)
    days = SmallInt(null=False, default=0)
    at = Timestamptz(null=False, default=None)
    reminder_once = Unique([application, about, until, days])


class MessageTemplate(Table, tablename="message_template"):
    """A call's own wording of one letter, with merge fields; a change is a new version, the newest counts.

    An empty wording says that the letter goes by the house's own words again.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    key = Varchar(length=60, null=False, default="")
    version = SmallInt(null=False, default=1)
    subject_zh = Varchar(length=200, null=False, default="")
    subject_en = Varchar(length=200, null=False, default="")
    body_zh = Text(null=False, default="")
    body_en = Text(null=False, default="")
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    message_template_version_once = Unique([call, key, version])


class Campaign(Table, tablename="campaign"):
    """One letter to many applicants of a call. `view` is the list view that chose them; they are rows of their own.

    `news`: an invitation that nobody has a duty to hear; only those who asked for news get it.
    """

    id = UUID(primary_key=True, default=uuid7)
    call = ForeignKey(Call, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    view = Varchar(length=500, null=False, default="")
    subject_zh = Varchar(length=200, null=False, default="")
    subject_en = Varchar(length=200, null=False, default="")
    body_zh = Text(null=False, default="")
    body_en = Text(null=False, default="")
    news = Boolean(null=False, default=False)
    state = Varchar(length=10, null=False, default="draft")
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    sent_at = Timestamptz(null=True, default=None)
    corrected_at = Timestamptz(null=True, default=None)
    campaign_state = Check("state IN ('draft', 'sending', 'sent')")
    campaign_sent_has_time = Check("(state = 'draft') = (sent_at IS NULL)")


class CampaignRecipient(Table, tablename="campaign_recipient"):
    """One application written to; `message` the last that went out for it; `passed_over` who asked for no news."""

    id = UUID(primary_key=True, default=uuid7)
    campaign = ForeignKey(Campaign, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    application = ForeignKey(Application, null=False, default=None, on_delete=OnDelete.cascade, index=True)
    message = ForeignKey(Message, null=True, default=None, on_delete=OnDelete.set_null, index=True)
    passed_over = Boolean(null=False, default=False)
    campaign_recipient_once = Unique([campaign, application])
