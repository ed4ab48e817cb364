"""The clock: the database's, in Beijing's time, and movable in the demo alone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from parks.adapters import clock, database
from parks.kernel.errors import Hidden
from parks.settings import Settings


@pytest.fixture
async def still(db: None) -> AsyncIterator[None]:
    yield
    await database.execute("DELETE FROM clock_shift")


async def test_the_demo_moves_its_clock_forward(still: None) -> None:
    before = await clock.now()
    await clock.move(timedelta(days=5))
    after = await clock.now()
    assert timedelta(days=5) <= after - before < timedelta(days=5, minutes=1)
    assert str(after.tzinfo) == "Asia/Shanghai"


async def test_outside_the_demo_the_clock_stands_and_a_shifted_one_stops_the_start(
    still: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clock.move(timedelta(days=1))
    monkeypatch.setattr(clock, "settings", lambda: Settings(demo=False))
    with pytest.raises(Hidden):
        await clock.move(timedelta(days=2))
    with pytest.raises(RuntimeError, match="shifted"):
        await clock.refuse_shift()
