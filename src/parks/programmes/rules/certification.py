"""What a sign-off is over: a mark of all that would be sent, so that it falls away with the least change. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def mark_of(told: Iterable[Any]) -> str:
    """SHA-256, in hex, of what would be sent: every answer that applies, its files and the facts beside it."""
    return hashlib.sha256(json.dumps(list(told), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
