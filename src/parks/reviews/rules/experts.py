"""What an expert offers the pool: where they work, how much they take, how long they are appointed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.reviews.states import TieSource

LANGUAGES = {"zh": _("Chinese"), "en": _("English"), "de": _("German"), "fr": _("French"), "ja": _("Japanese")}
"""The languages that proposals and their papers come in."""

MOST = 500


@dataclass(frozen=True, slots=True)
class Post:
    """Where an expert works or worked (half-open days); `key` the employer's credit code where it is known."""

    employer: str
    key: str = ""
    title: str = ""
    since: date | None = None
    until: date | None = None
    source: TieSource = TieSource.DECLARED


@dataclass(frozen=True, slots=True)
class Service:
    """`capacity` in proposals a round (None: no limit); the term is half-open, None where none was set."""

    region: str = ""
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    term_from: date | None = None
    term_until: date | None = None

    def check(self) -> None:
        """Invalid (422) beside the field that cannot be."""
        if not set(self.languages) <= set(LANGUAGES):
            raise Invalid(fields={"languages": _("Choose one of the options.")})
        if self.capacity is not None and not 1 <= self.capacity <= MOST:
            raise Invalid(fields={"capacity": _("Between 1 and {n} proposals a round.", n=MOST)})
        if self.term_until is not None and self.term_from is None:
            raise Invalid(fields={"term_from": _("A term that ends begins on a day too.")})
        if self.term_from and self.term_until and self.term_until <= self.term_from:
            raise Invalid(fields={"term_until": _("The end comes after the beginning.")})

    def stored(self) -> tuple[Any, ...]:
        """As the columns region, languages, capacity, term_from, term_until take it."""
        return (self.region, sorted(set(self.languages)), self.capacity, self.term_from, self.term_until)


ANYTHING = Service()
"""No limit and no term: how experts stood before either was asked for."""
