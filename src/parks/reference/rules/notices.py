"""The State Council's notice of a year as it is typed: a day or a span a line, then the holiday."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from parks.kernel.errors import SaidError
from parks.kernel.words import _

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|~|to)\s*(\d{4}-\d{2}-\d{2}))?\s*(.*)")
LONGEST = 31  # days of one span


def read_days(text: str) -> dict[date, str]:
    """`2027-02-05 至 2027-02-11 春节` a line → each day with its holiday. SaidError names the line that is wrong."""
    found: dict[date, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = LINE.fullmatch(line.strip())
        if read is None:
            raise SaidError(_("Line {n}: write 2027-02-05 or 2027-02-05 至 2027-02-11, then the holiday.", n=number))
        try:
            first, last = date.fromisoformat(read[1]), date.fromisoformat(read[2] or read[1])
        except ValueError:
            raise SaidError(_("Line {n}: there is no such day.", n=number)) from None
        if not 0 <= (last - first).days < LONGEST:
            raise SaidError(_("Line {n}: the last day comes before the first, or a month after it.", n=number))
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if day in found:
                raise SaidError(_("Line {n}: {day} stands there twice.", n=number, day=day))
            found[day] = read[3].strip()[:60]
    return found


def written(days: Iterable[tuple[date, str]]) -> str:
    """The way back: neighbours of one name in one line."""
    spans: list[tuple[date, date, str]] = []
    for day, name in sorted(days):
        if spans and spans[-1][2] == name and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day, name)
        else:
            spans.append((day, day, name))
    return "\n".join(f"{first}{f' 至 {last}' if last > first else ''} {name}".strip() for first, last, name in spans)
