"""What a question about a mark must not tell."""

from collections.abc import Iterable

SHORTEST = 2
"""A single character is no name."""


def names_told(words: str, names: Iterable[str]) -> bool:
    """Whether words hold a name out of `names` (labels may hold several, by blanks), however it is spaced or cased."""
    plain = "".join(words.split()).casefold()
    parts = {part.casefold() for name in names for part in [*name.split(), "".join(name.split())]}
    return any(part in plain for part in parts if len(part) >= SHORTEST)
