"""Sentences for people, kept apart from the language they are read in.

`_("…")` marks an English sentence and its values; the reader's language is chosen when it is shown
(`parks.web.language`). Content that people write in both languages is a `Bilingual`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the catalogue: English as its key, `{name}` slots for values."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format(**self.values) if self.values else self.msgid

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((key, str(value)) for key, value in self.values.items()))))


def _(msgid: str, /, **values: Any) -> Text:
    return Text(msgid, values)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Words that somebody wrote in both languages: a question, a criterion, a call's title."""

    zh: str
    en: str

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "Bilingual":
        return cls(zh=stored["zh"], en=stored["en"])

    def stored(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh
