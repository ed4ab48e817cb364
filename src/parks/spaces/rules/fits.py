"""Which free unit fits a request, best first, with the reasons in words. The manager decides; this only sorts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Text, _
from parks.spaces.states import UnitKind

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Want:
    """What was asked for. Areas are gross m², as leases count them."""

    kind: UnitKind
    area_min: Decimal | None
    area_max: Decimal | None
    seats: int
    period: Period


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


@dataclass(frozen=True, slots=True)
class Reason:
    met: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Fit:
    candidate: Candidate
    reasons: Sequence[Reason]

    @property
    def whole(self) -> bool:
        return all(reason.met for reason in self.reasons)


def ranked(want: Want, candidates: Iterable[Candidate]) -> list[Fit]:
    """Best first: most reasons met, then nearest in area, then by code. At most SHOWN."""
    fits = [Fit(one, reasons(want, one)) for one in candidates if one.kind is want.kind]
    fits.sort(
        key=lambda fit: (
            sum(not reason.met for reason in fit.reasons),
            _area_off(want, fit.candidate.gross_area),
            fit.candidate.gross_area,
            fit.candidate.code,
        )
    )
    return fits[:SHOWN]


def reasons(want: Want, unit: Candidate) -> tuple[Reason, ...]:
    return (_kind(want, unit), _area(want, unit), _seats(want, unit), _free(want, unit))


def _kind(want: Want, unit: Candidate) -> Reason:
    if unit.kind is want.kind:
        return Reason(True, _("It is of the kind that was asked for."))
    return Reason(False, _("It is of another kind than was asked for."))


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
