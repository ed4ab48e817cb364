"""How long records are kept: a policy value of years (`3`) or of months (`6m`)."""

import calendar
from datetime import date


def before(today: date, term: str) -> date:
    """The day of that many years or months ago: what is older is due. ValueError for what is no term.

    29 February falls back to the 28th, and a month's last day to the last day there is.
    """
    text = term.strip()
    months = int(text[:-1]) if text.endswith("m") else int(text) * 12
    if months < 1:
        raise ValueError(term)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
