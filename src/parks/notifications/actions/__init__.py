"""Telling people: a message in the transaction that gives the reason, its mail after the commit."""

from parks.notifications.actions.campaigns import (
    SEND,
    draft_campaign,
    drop_recipient,
    resend,
    reword_campaign,
    send_campaign,
    send_job,
)
from parks.notifications.actions.inbox import open_message, read_all
from parks.notifications.actions.letters import unword_letter, word_letter
from parks.notifications.actions.outbox import DELIVER, SWEEP, deliver, deliver_job, sweep, tell, tell_of
from parks.notifications.actions.preferences import choose, stop_news
from parks.notifications.actions.reminders import REMIND, remind, set_reminders

__all__ = [
    "DELIVER",
    "REMIND",
    "SEND",
    "SWEEP",
    "choose",
    "deliver",
    "deliver_job",
    "draft_campaign",
    "drop_recipient",
    "open_message",
    "read_all",
    "remind",
    "resend",
    "reword_campaign",
    "send_campaign",
    "send_job",
    "set_reminders",
    "stop_news",
    "sweep",
    "tell",
    "tell_of",
    "unword_letter",
    "word_letter",
]
