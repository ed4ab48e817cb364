"""Reports of use fall due by the calendar of policy, and the company is reminded once before and once after."""

from datetime import date, timedelta

from tests.make import funds as make

from parks.adapters import clock, database
from parks.funds.actions import reports


async def _told() -> list[str]:
    found = await database.rows("SELECT template FROM message WHERE template LIKE 'funds/%' ORDER BY id")
    return [one["template"] for one in found]


async def test_each_half_year_has_its_report_and_its_reminders(db: None) -> None:
    of = await make.purse()
    commitment = await make.commitment(of)
    (tranche,) = await make.tranches(commitment)
    await make.paid(of, tranche)
    first: date = await database.value("SELECT due FROM fund_use_report")
    assert (first.month, first.day) in {(6, 15), (12, 15)}
    assert first >= await clock.today() + timedelta(days=60)
    assert await reports.sweep() == 0
    await clock.move(await clock.shift() + (first - await clock.today()) - timedelta(days=15))
    assert await reports.sweep() == 1
    assert await reports.sweep() == 0
    await clock.move(await clock.shift() + timedelta(days=16))
    assert await reports.sweep() == 1
    assert await _told() == ["funds/paid", "funds/report_due", "funds/report_due"]
    assert await database.value("SELECT count(*) FROM fund_use_report") == 2
