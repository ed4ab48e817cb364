"""The score form as a file of either kind: told apart by its first bytes, not by its name."""

from collections.abc import Callable, Sequence
from typing import Any

from parks.adapters import sheets
from parks.kernel.errors import Invalid, SaidError, TooLarge
from parks.kernel.words import _
from parks.reviews.rules.offline import sheet, text
from parks.reviews.rules.offline.model import Asked, Read

MOST_BYTES = sheets.MOST_BYTES
ZIP = b"PK\x03\x04"
"""What an xlsx begins with."""


def written(asked: Sequence[Asked], kind: str, lang: str, say: Callable[[Any], str]) -> bytes:
    """`kind` txt or xlsx; blocking, call it in a thread. Text carries the mark of its encoding, which Windows needs."""
    if kind == "txt":
        return text.written(asked, lang, say).encode("utf-8-sig")
    return sheet.written(asked, say)


def read(data: bytes) -> Read:
    """Blocking. TooLarge (413); Invalid (422) beside `file` where the file as a whole cannot be read."""
    if data.startswith(ZIP):
        return sheet.read(data)
    if len(data) > text.MOST_BYTES:
        raise TooLarge(_("This file is larger than {n} MB. Make several files of it.", n=text.MOST_BYTES // 10**6))
    try:
        return text.read(text.decoded(data))
    except SaidError as refused:
        raise Invalid(fields={"file": refused.text}) from refused
