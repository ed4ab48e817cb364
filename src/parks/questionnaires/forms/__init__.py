"""What pages send, a file a noun. The sheets' stand here too: their owners call them by this name."""

from parks.questionnaires.forms.sheets import COMPLETED, completed, sent, sent_one

__all__ = ["COMPLETED", "completed", "sent", "sent_one"]
