"""The verbs of privacy, a file a noun; callers take them from here."""

from parks.privacy.actions.own_data import take_own_data
from parks.privacy.actions.retention import carry_out, drop_report, lift_hold, place_hold, propose_deletion

__all__ = ["carry_out", "drop_report", "lift_hold", "place_hold", "propose_deletion", "take_own_data"]
