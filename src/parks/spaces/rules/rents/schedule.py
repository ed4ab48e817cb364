"""The schedule of a lease: a line a calendar month with list price, what is rent-free, relief, and what is to be paid.

A part of a month counts by its days among the days of that calendar month; each figure of a line is exact until it is
rounded to the cent, half up, once; what is to be paid is their difference, so a line always adds up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from parks.kernel.money import CENT, Money
from parks.kernel.period import Period
from parks.spaces.rules.rents.relief import Relief
from parks.spaces.rules.rents.terms import Terms, share_of_month


@dataclass(frozen=True, slots=True)
class Line:
    """One month of a lease, or the part of it that the lease holds. `net` = `listed` - `free` - Σ `reliefs`."""

    period: Period
    listed: Money
    free: Money
    reliefs: tuple[Money, ...]

    @property
    def relief(self) -> Money:
        return added(self.reliefs, self.listed.currency)

    @property
    def net(self) -> Money:
        return self.listed - self.free - self.relief


def schedule(terms: Terms, reliefs: Sequence[Relief] = ()) -> list[Line]:
    """All lines, the first month first. Reliefs count in the order given; together they never exceed the rent, and
    none exceeds its ceiling.
    """
    left: list[Fraction | None] = [None if one.ceiling is None else Fraction(one.ceiling.amount) for one in reliefs]
    lines = []
    for period, pieces in _months(terms):
        listed = free = Fraction(0)
        given = [Fraction(0)] * len(reliefs)
        for start, until in pieces:
            year = terms.year_of(start)
            part = share_of_month(start, until)
            price = terms.price(year)
            rent = Fraction(terms.area) * Fraction(price) * part
            listed += rent
            if terms.is_free(start):
                free += rent
                continue
            for number, one in enumerate(reliefs):
                granted = min(one.monthly(year, terms.area, price) * part, rent)
                given[number] += granted
                rent -= granted
        lines.append(_line(period, listed, free, given, left, terms.currency))
    return lines


def _line(  # noqa: PLR0917 - a line's own figures, in the order of its columns
    period: Period,
    listed: Fraction,
    free: Fraction,
    given: Sequence[Fraction],
    left: list[Fraction | None],
    currency: str,
) -> Line:
    """Rounds, each figure once; takes what was given off what each ceiling leaves."""
    whole, freed = _cents(listed), _cents(free)
    rest = whole - freed
    rounded = []
    for number, one in enumerate(given):
        ceiling = left[number]
        amount = min(_cents(one), rest)
        if ceiling is not None:
            amount = min(amount, _cents(ceiling))
            left[number] = ceiling - Fraction(amount)
        rest -= amount
        rounded.append(Money(amount, currency))
    return Line(period, Money(whole, currency), Money(freed, currency), tuple(rounded))


def _months(terms: Terms) -> Iterator[tuple[Period, list[tuple[date, date]]]]:
    """The lease's calendar months, each with the pieces in which nothing changes."""
    cuts = terms.cuts()
    pieces: list[tuple[date, date]] = []
    for start, until in pairwise(cuts):
        if pieces and (start.year, start.month) != (pieces[0][0].year, pieces[0][0].month):
            yield Period(pieces[0][0], pieces[-1][1]), pieces
            pieces = []
        pieces.append((start, until))
    if pieces:
        yield Period(pieces[0][0], pieces[-1][1]), pieces


def _cents(exact: Fraction) -> Decimal:
    """Half up, from the exact fraction: never by way of a Decimal that is rounded already."""
    hundredths = (exact * 200 + 1) // 2
    return (Decimal(int(hundredths)) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def added(amounts: Iterable[Money], currency: str = "CNY") -> Money:
    return sum(amounts, start=Money(Decimal(0), currency))
