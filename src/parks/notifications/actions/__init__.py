"""Telling people: a message in the transaction that gives the reason, its mail after the commit."""

from parks.notifications.actions.inbox import open_message, read_all
from parks.notifications.actions.outbox import DELIVER, SWEEP, deliver, deliver_job, sweep, tell

__all__ = ["DELIVER", "SWEEP", "deliver", "deliver_job", "open_message", "read_all", "sweep", "tell"]
