"""Bands of a criterion (档次): named ranges of its marks with words on what each means, the highest first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parks.kernel.words import Bilingual, Text, _
from parks.reviews.rules.scoring import Scale

LINE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)\s+(\S{1,20})(?:\s+(.{1,200}))?")
"""As it is typed, a band a line: its lowest mark, its name, and if wished what it means."""
MOST = 8
NO_WORDS = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Band:
    """Marks from `least` up to the next band, or to the maximum."""

    least: Decimal
    title: Bilingual
    words: Bilingual = NO_WORDS

    def stored(self) -> dict[str, Any]:
        return {"least": f"{self.least:f}", "title": self.title.stored(), "words": self.words.stored()}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Band":
        return cls(Decimal(stored["least"]), Bilingual.of(stored["title"]), Bilingual.of(stored["words"]))


@dataclass(frozen=True, slots=True)
class Reach:
    """A band as it is shown: from `low` to `high`, both among its marks."""

    low: Decimal
    high: Decimal
    band: Band


def typed(zh: str, en: str) -> tuple[Band, ...]:
    """Read from a form, English like Chinese where it is left out. ValueError where a line is none, or the two
    languages do not name the same marks.
    """
    told = [_lines(zh), _lines(en.strip() or zh)]
    if [one[0] for one in told[0]] != [one[0] for one in told[1]]:
        raise ValueError("the same marks in both languages")
    return tuple(
        Band(least, Bilingual(title, title_en), Bilingual(words, words_en))
        for (least, title, words), (_same, title_en, words_en) in zip(*told, strict=True)
    )


def _lines(text: str) -> list[tuple[Decimal, str, str]]:
    found = [LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    if len(found) > MOST:
        raise ValueError("too many bands")
    lines = []
    for one in found:
        if one is None:
            raise ValueError("no band")
        lines.append((Decimal(one[1]), one[2], one[3] or ""))
    return lines


def written(bands: Iterable[Band], language: str) -> str:
    """As `typed` reads it."""
    told = [
        (f"{one.least.normalize():f}", one.title.in_language(language), one.words.in_language(language))
        for one in bands
    ]
    return "\n".join(" ".join(filter(None, parts)) for parts in told)


def problem(bands: Sequence[Band], scale: Scale) -> Text | None:
    """What keeps these bands from covering the scale, each mark in one of them; none at all is fine."""
    least = [one.least for one in bands]
    if not bands or (least[-1] == 0 and sorted(set(least), reverse=True) == least and all(map(scale.takes, least))):
        return None
    return _("Bands go from the highest down to 0, each at another mark of the scale.")


def reaches(bands: Sequence[Band], scale: Scale) -> tuple[Reach, ...]:
    tops = [scale.maximum, *(one.least - scale.step for one in bands[:-1])]
    return tuple(Reach(one.least, top, one) for one, top in zip(bands, tops, strict=False))
