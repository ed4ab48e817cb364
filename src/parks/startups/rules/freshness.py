"""When a line of the record grows old: by the day its paper bears, or by the day it was last said to be right.

How many months each noun stays fresh is a policy value (`record.fresh.months.<noun>`), never a constant. Pure.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta, timezone

from parks.startups.rules.views import FiguresView, Noun
from parks.startups.states import FiguresKind, Proven

KEY = "record.fresh.months."
BEIJING = timezone(timedelta(hours=8))  # whole days are counted there; no summer time since 1991


def stale_from(noun: Proven, line: Noun, months: Mapping[Proven, int]) -> date | None:
    """The first day on which the line counts as old; None where nothing says that it ever does.

    The newest paper's day counts; without a dated paper, the day the line was last written or said to be right. What
    is expected of a year is old once the year is over and its figures could be known.
    """
    fresh = months.get(noun)
    if isinstance(line, FiguresView):
        if fresh is None or line.kind != FiguresKind.FORECAST:
            return None
        return months_after(date(line.year + 1, 1, 1), fresh)
    days = []
    dated = [one.dated_on for one in line.proofs if one.dated_on is not None]
    if fresh is not None:
        days.append(months_after(max(dated) if dated else line.at.astimezone(BEIJING).date(), fresh))
    ends = [one.valid_until for one in line.proofs if one.valid_until is not None]
    if ends:
        days.append(max(ends) + timedelta(days=1))
    return min(days) if days else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
