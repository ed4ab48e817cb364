"""Which waiting request gets which free unit, all at once: the greatest sum of worth, by an exact model on HiGHS.

A column is an option (request, unit, days), 0 or 1. A request takes at most one option. Of one unit at most one option
holds any day: spans conflict exactly where one of them begins inside the other, so a row for each first day says all.
These rows are the cliques of an interval graph; the bound is HiGHS' own, and whether it was reached is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import floor
from uuid import UUID

import highspy
import numpy as np

from parks.kernel.period import Period
from parks.spaces.rules.fits import Reason, against

SECONDS = 2.0
SEED = 93
PLACED = 1000
"""What it is worth that a request is placed at all: more than every reason and wait together can take off or add."""
MISS = 60
LONGEST = 365


@dataclass(frozen=True, slots=True)
class Option:
    """A request, or a lease that stands, in a unit for its days; `worth` counts in whole points, so that a bound is
    rounded down, and is below nought for a move.
    """

    request_id: UUID
    unit_id: UUID
    period: Period
    worth: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`bound`: no plan of these options is worth more. `proven` where `worth` reaches it."""

    chosen: Sequence[Option]
    worth: int
    bound: int

    @property
    def proven(self) -> bool:
        return self.worth == self.bound


def worth(told: Iterable[Reason], days: int) -> int | None:
    """Of placing a request here: less for each reason against, more for who waits longer (up to a year).

    None where a must is missed: only a person gives such a unit, with a reason (docs/adr/0093).
    """
    musts, others = against(told)
    return None if musts else PLACED - MISS * others + min(days, LONGEST) * 100 // LONGEST


def best(
    options: Sequence[Option],
    seconds: float = SECONDS,
    *,
    settled: Collection[UUID] = (),
    start: Sequence[Option] = (),
) -> Plan:
    """The plan of greatest worth. The order of the options decides nothing but between equals.

    Who is `settled` is in every plan: a company that has a lease stays somewhere. `start` is a plan of these options to
    set out from, today's; none worse is answered, however soon the time is up.
    """
    if not options:
        return Plan((), 0, 0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs type the methods, not the constructor
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", SEED), ("time_limit", seconds)):
        solver.setOptionValue(name, value)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)  # worths are whole
    ones = np.ones(len(options))
    solver.addVars(len(options), np.zeros(len(options)), ones)
    numbers = np.arange(len(options), dtype=np.int32)
    solver.changeColsCost(len(options), numbers, np.array([float(one.worth) for one in options]))
    solver.changeColsIntegrality(len(options), numbers, np.full(len(options), highspy.HighsVarType.kInteger))
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for members, least in _rows(options, settled):
        solver.addRow(least, 1.0, len(members), np.array(members, dtype=np.int32), np.ones(len(members)))
    if start:
        known = highspy.HighsSolution()
        known.col_value = [float(one in start) for one in options]
        solver.setSolution(known)
    solver.run()
    info = solver.getInfo()
    values = solver.getSolution().col_value
    chosen = [one for one, value in zip(options, values, strict=False) if value > 0.5]
    total = sum(one.worth for one in chosen)
    if len(chosen) < len(start) or total < sum(one.worth for one in start):  # the time was up before anything better
        chosen, total = list(start), sum(one.worth for one in start)
    most = sum(max(one.worth, 0) for one in options)
    return Plan(chosen, total, max(total, floor(min(info.mip_dual_bound, most) + 1e-6)))


def _rows(options: Sequence[Option], settled: Collection[UUID]) -> Iterable[tuple[list[int], float]]:
    """Options of which at most one is taken, as places in the sequence, and how many at least."""
    requests, units = defaultdict(list), defaultdict(list)
    for place, one in enumerate(options):
        requests[one.request_id].append(place)
        units[one.unit_id].append(place)
    for request_id, places in requests.items():
        if request_id in settled:
            yield places, 1.0
        elif len(places) > 1:
            yield places, 0.0
    for places in units.values():
        for first in sorted({options[place].period.start for place in places}):
            held = [place for place in places if first in options[place].period]
            if len(held) > 1:
                yield held, 0.0
