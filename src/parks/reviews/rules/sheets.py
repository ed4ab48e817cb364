"""The version of a mark: what it says, hashed. Whoever writes tells which version was read, so that of two windows
(or a form that was filled in without network) the later one cannot replace unseen what the earlier one saved.

A version follows from the content alone: the same mark with the same comment has the same version wherever it was
typed, so writing what already stands there is never a conflict, and no counter has to be kept or migrated.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

DIGITS = 16
"""Hexadecimal digits of a version: 64 bits, compared only among the few states of one mark."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a criterion of a sheet holds: either part may still be empty."""

    value: Decimal | None = None
    comment: str = ""

    @property
    def version(self) -> str:
        """Empty for a mark that holds nothing, so that a form which shows nothing has seen just that."""
        if self.value is None and not self.comment:
            return ""
        told = "" if self.value is None else f"{self.value.normalize():f}"
        return hashlib.sha256(f"{told}\n{self.comment}".encode()).hexdigest()[:DIGITS]


class Outcome(Enum):
    """What is done with a mark that was sent."""

    KEEP = "keep"
    NOTHING = "nothing"
    CONFLICT = "conflict"


def outcome(kept: Content, typed: Content, seen: str | None) -> Outcome:
    """`kept` stands on the server, `typed` was sent by one who read the version `seen` (None: asks for none).

    A form sends all its criteria: one that it has not changed takes nothing back that was saved meanwhile.
    """
    if typed.version in (kept.version, seen):
        return Outcome.NOTHING
    return Outcome.KEEP if seen is None or seen == kept.version else Outcome.CONFLICT
