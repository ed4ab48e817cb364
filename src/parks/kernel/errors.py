"""The refusals of the house. `parks.app` maps each to its status, page and problem document."""

from collections.abc import Mapping
from typing import Any, Never

from parks.kernel.words import Text, _


class Refusal(Exception):
    """Something was asked that will not be done; `reason` says why in the reader's language."""

    status = 400

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Invalid(Refusal):
    """422: what was typed cannot be taken. `fields` holds a sentence for each field's name."""

    status = 422

    def __init__(self, reason: Text | None = None, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(reason or _("There is a problem with what was sent."))
        self.fields = dict(fields or {})


class Unauthenticated(Refusal):
    """401: signing in comes first."""

    status = 401


class Forbidden(Refusal):
    """403: seen, but not allowed; the reason is told."""

    status = 403


class NoticeFirst(Forbidden):
    """403, on pages a way to the notice: its present version has not been agreed to."""


class Hidden(Refusal):
    """404: it does not exist for this reader."""

    status = 404


class Conflict(Refusal):
    """409: the world has moved on (a state, a date, another writer). `shown` as JSON: what there is to choose from."""

    status = 409

    def __init__(self, reason: Text, /, **shown: Any) -> None:
        super().__init__(reason)
        self.shown = shown


class IllegalMove(Conflict):
    """409: the life cycle knows no such move from here."""


class TooLarge(Refusal):
    """413: more bytes than are taken."""

    status = 413


class TooMany(Refusal):
    """429: too often in too short a time."""

    status = 429


class Unavailable(Refusal):
    """503: a part we stand on does not answer; nothing was half-written."""

    status = 503


class SaidError(ValueError):
    """A value that cannot be taken, with the very sentence for whoever typed it; rules and validators raise it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def hidden() -> Never:
    raise Hidden(_("There is nothing here, or it is not for you to see."))
