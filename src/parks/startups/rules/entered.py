"""Where a fact stands on record, and how far it can be trusted: entered by whom, checked by whom, old since when."""

from dataclasses import dataclass
from datetime import date, datetime

from parks.kernel.words import Bilingual
from parks.startups.rules.views import CheckView, Noun


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a fact was entered, by whom and when: shown beside it, with the way there."""

    url: str
    by: str
    at: datetime
    checked: CheckView | None = None
    stale_from: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fact as people read it, with where it was entered."""

    text: Bilingual
    entered: Entered


def entered(line: Noun, url: str) -> Entered:
    return Entered(url, line.by_name, line.at, line.checked, line.stale_from)
