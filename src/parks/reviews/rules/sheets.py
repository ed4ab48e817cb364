"""The version of a mark: what it says, hashed. Whoever writes tells which version was read, so that of two windows
(or a form that was filled in without network) the later one cannot replace unseen what the earlier one saved.

A version follows from the content alone: the same mark with the same comment has the same version wherever it was
typed, so writing what already stands there is never a conflict, and no counter has to be kept or migrated.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from parks.kernel.errors import SaidError
from parks.kernel.words import Bilingual, Text, _
from parks.reviews.rules.scoring import Scale

COMMENT_MAX = 2000
NOT_APPLICABLE = Bilingual("不适用", "n/a").stored()
"""How it is written in place of a mark that a criterion does not apply."""
DIGITS = 16
"""Hexadecimal digits of a version: 64 bits, compared only among the few states of one mark."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a criterion of a sheet holds: either part may still be empty. One that is `not_applicable` has no value."""

    value: Decimal | None = None
    comment: str = ""
    not_applicable: bool = False

    @property
    def marked(self) -> bool:
        return self.value is not None or self.not_applicable

    @property
    def version(self) -> str:
        """Empty for a mark that holds nothing, so that a form which shows nothing has seen just that."""
        if not self.marked and not self.comment:
            return ""
        told = NOT_APPLICABLE["en"] if self.not_applicable else ""
        if self.value is not None:
            told += f"{self.value.normalize():f}"
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


def mark_of(typed: str) -> Decimal | None:
    """A mark as somebody typed it; SaidError for what is no number."""
    text = typed.strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise SaidError(_("This is not a number.")) from None
    if not value.is_finite() or abs(value) > 1000:
        raise SaidError(_("This is not a number."))
    return value


def comment_of(typed: str) -> str:
    """A comment as it is kept; SaidError for one that is too long or cannot be stored."""
    comment = typed.replace("\r\n", "\n")
    if "\x00" in comment:
        raise SaidError(_("This text holds a character that cannot be stored."))
    if len(comment) > COMMENT_MAX:
        raise SaidError(_("Use at most {n} characters.", n=COMMENT_MAX))
    return comment


def refused(scale: Scale, typed: Content) -> Text | None:
    """Why this cannot stand on the scale: a mark beside it, no mark where one is needed, or both at once."""
    if typed.not_applicable and typed.value is not None:
        return _("You gave a mark and said that the criterion does not apply. Take one of the two away.")
    if typed.not_applicable and not scale.may_not_apply:
        return _("This criterion applies to every proposal. Give a mark.")
    return None if typed.value is None else off_scale(scale, typed.value)


def off_scale(scale: Scale, value: Decimal) -> Text | None:
    """Why this mark is none of the scale's."""
    if scale.takes(value):
        return None
    return _(
        "Marks go from 0 to {maximum} in steps of {step}.",
        maximum=f"{scale.maximum.normalize():f}",
        step=f"{scale.step.normalize():f}",
    )
