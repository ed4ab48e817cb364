"""Which free unit fits a request, best first, with the reasons in words. The manager decides; this only sorts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Text, _
from parks.spaces.rules.names import FEATURES
from parks.spaces.rules.occupancy import monthly_rent
from parks.spaces.states import UnitKind

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Want:
    """What was asked for. Areas are gross m², as leases count them; `must` and `prefer` are names of features.

    `budget` is a month's rent by the list: what relief takes off is agreed later, so none is counted here.
    """

    kind: UnitKind
    area_min: Decimal | None
    area_max: Decimal | None
    seats: int
    period: Period
    must: Sequence[str] = ()
    prefer: Sequence[str] = ()
    budget: Money | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of the kind that is free on the first day; `free_until` is the first day when it is not, if any."""

    unit_id: UUID
    floor_id: UUID
    code: str
    place: str
    kind: UnitKind
    gross_area: Decimal
    usable_area: Decimal
    seats: int
    price: Money | None
    free_until: date | None
    features: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """`must`: the company cannot do without it. One that is not met is told and weighs first; it hides no unit.

    `soft`: where it is not met, a list that acts offers the unit all the same (`rules.turns`).
    """

    met: bool
    text: Text
    must: bool = False
    soft: bool = False


def against(told: Iterable[Reason]) -> tuple[int, int]:
    """How many musts are missed, and how much else: the order of every list of fits, least first."""
    missed = [reason.must for reason in told if not reason.met]
    return sum(missed), len(missed) - sum(missed)


@dataclass(frozen=True, slots=True)
class Fit:
    candidate: Candidate
    reasons: Sequence[Reason]

    @property
    def whole(self) -> bool:
        return all(reason.met for reason in self.reasons)

    @property
    def lacks_must(self) -> bool:
        return against(self.reasons)[0] > 0


def missing(must: Iterable[str], features: Iterable[str]) -> list[str]:
    """What a request must have and the unit has not, in the order of the catalogue."""
    lacking = set(must) - set(features)
    return [one for one in FEATURES if one in lacking]


def ranked(want: Want, candidates: Iterable[Candidate]) -> list[Fit]:
    """Best first: fewest musts missed, then fewest other reasons, then nearest in area, then by code. At most SHOWN."""
    fits = [Fit(one, reasons(want, one)) for one in candidates if one.kind is want.kind]
    fits.sort(
        key=lambda fit: (
            against(fit.reasons),
            _area_off(want, fit.candidate.gross_area),
            fit.candidate.gross_area,
            fit.candidate.code,
        )
    )
    return fits[:SHOWN]


def reasons(want: Want, unit: Candidate) -> tuple[Reason, ...]:
    return (
        _kind(want, unit),
        *_features(want, unit),
        _area(want, unit),
        _seats(want, unit),
        *_budget(want, unit),
        _free(want, unit),
    )


def _kind(want: Want, unit: Candidate) -> Reason:
    if unit.kind is want.kind:
        return Reason(True, _("It is of the kind that was asked for."))
    return Reason(False, _("It is of another kind than was asked for."))


def _features(want: Want, unit: Candidate) -> list[Reason]:
    """A reason each. What must be there is not asked for a second time as a preference."""
    has = set(unit.features)
    told = []
    for name, label in FEATURES.items():
        if name in want.must and name in has:
            told.append(Reason(True, _("{feature}: it is there, as it must be.", feature=label), must=True))
        elif name in want.must:
            told.append(Reason(False, _("{feature}: it must be there and is missing.", feature=label), must=True))
        elif name in want.prefer and name in has:
            told.append(Reason(True, _("{feature}: it is there, as preferred.", feature=label)))
        elif name in want.prefer:
            told.append(Reason(False, _("{feature}: it is preferred and is missing.", feature=label), soft=True))
    return told


def _budget(want: Want, unit: Candidate) -> list[Reason]:
    """By list price and gross area, in the currency of the budget. Nothing where no budget was named."""
    if want.budget is None:
        return []
    rent = monthly_rent(unit.gross_area, unit.price)
    if rent is None or rent.currency != want.budget.currency:
        return [Reason(False, _("It has no list price to hold against the budget of {budget}.", budget=want.budget))]
    if rent <= want.budget:
        return [Reason(True, _("{rent} a month before relief is within the budget.", rent=rent))]
    return [
        Reason(False, _("{rent} a month before relief is {over} above the budget.", rent=rent, over=rent - want.budget))
    ]


def _area_off(want: Want, area: Decimal) -> Decimal:
    """How many m² the unit lies outside what was asked for; 0 inside."""
    if want.area_min is not None and area < want.area_min:
        return want.area_min - area
    if want.area_max is not None and area > want.area_max:
        return area - want.area_max
    return Decimal(0)


def _area(want: Want, unit: Candidate) -> Reason:
    off = _area_off(want, unit.gross_area)
    if not off:
        return Reason(True, _("{area} m² is as large as asked for.", area=unit.gross_area))
    if want.area_min is not None and unit.gross_area < want.area_min:
        return Reason(False, _("{area} m² is {off} m² smaller than asked for.", area=unit.gross_area, off=off))
    return Reason(False, _("{area} m² is {off} m² larger than asked for.", area=unit.gross_area, off=off))


def _seats(want: Want, unit: Candidate) -> Reason:
    if unit.seats >= want.seats:
        return Reason(True, _("It seats {n}, enough for {wanted}.", n=unit.seats, wanted=want.seats))
    return Reason(False, _("It seats {n}; {wanted} were asked for.", n=unit.seats, wanted=want.seats))


def _free(want: Want, unit: Candidate) -> Reason:
    if unit.free_until is None or (want.period.until is not None and want.period.until <= unit.free_until):
        return Reason(True, _("It is free for the whole time."))
    return Reason(False, _("It is free only until {day}.", day=unit.free_until - timedelta(days=1)))
