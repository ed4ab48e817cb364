"""Facts that contexts tell each other: frozen, in the past tense, ids only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """The root of all facts; `parks.adapters.bus` carries them within the transaction."""
