"""Parks side by side: each figure by hand, thresholds that are data, and no park beyond the officer's place."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Role
from parks.spaces import queries
from parks.spaces.rules.comparison import THRESHOLDS, Figures

NOTHING = Figures(0, 0, Decimal(0), Decimal(0), 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (NOTHING, (None, None, None, None)),
        (Figures(56, 41, Decimal(1000), Decimal(500), 2, 731, 3, 2), ("73.2", "50.0", "12.0", "66.7")),
        (Figures(3, 0, Decimal(90), Decimal(0), 0, 0, 1, 0), ("0.0", "0.0", None, "0.0")),
    ],
)
def test_a_figure_is_none_where_there_is_nothing_to_reckon_from(figures: Figures, told: tuple[str | None, ...]) -> None:
    found = (figures.rate, figures.area_rate, figures.stay, figures.in_time)
    assert found == tuple(None if one is None else Decimal(one) for one in told)


def test_a_threshold_is_missed_on_its_own_side_alone() -> None:
    figures = Figures(56, 41, Decimal(1000), Decimal(500), 2, 731, 3, 2)
    rate, stay = THRESHOLDS["rate"], THRESHOLDS["stay"]
    assert [rate.missed(figures, Decimal(n)) for n in ("73.1", "73.2", "73.3")] == [False, False, True]
    assert [stay.missed(figures, Decimal(n)) for n in (11, 12, 13)] == [True, False, False]
    assert not rate.missed(figures, None)
    assert not rate.missed(NOTHING, Decimal(100))


async def test_an_officer_reads_the_parks_of_the_place_by_its_thresholds(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    other = await make.estate("park2")
    beyond = await make.estate("park9", city="lj")
    today = await clock.today()
    founder, company = await make.tenant(home)
    await make.units(home, 3, area=20)
    promised = await make.service(home, founder, company, closed=True)
    late = await make.service(home, founder, company)
    await make.service(home, founder, company)  # without a promised day it does not count
    still = await make.service(home, founder, company)  # due today: it can still be kept
    for made, ahead in ((promised, 0), (late, -3), (still, 1)):
        await database.execute(
            "UPDATE service_request SET due = $2, closed_at = closed_at - interval '2 days' WHERE id = $1",
            made,
            today + timedelta(days=ahead - 1),
        )
    await database.execute("UPDATE organisation SET region = '330100' WHERE path LIKE '/cn/xj/ch/park%'")
    for key, value in (("park.compared.units.percent", "50"), ("park.compared.area.percent", "70")):
        await database.execute(
            "INSERT INTO reference_policy_value (id, key, locality, value, since, source, clause, verified)"
            " VALUES ($1, $2, '330000', $3, '2020-01-01', '试行办法', '第三条', TRUE)",
            uuid7(),
            key,
            {"value": value},
        )
    async with counted() as seen:
        found = await queries.comparison(home.officer)
    assert len(seen) == 2
    first, second = found.parks
    assert (first.id, second.id) == (home.park_id, other.park_id)
    assert first.figures == Figures(4, 1, Decimal(240), Decimal(180), 1, 0, 2, 1)
    assert (first.figures.rate, first.figures.area_rate, first.figures.in_time) == tuple(map(Decimal, (25, 75, 50)))
    assert (first.missed, second.missed) == (["rate"], [])
    yesterday = await queries.comparison(home.officer, today - timedelta(days=1))
    assert (yesterday.parks[0].figures.leased, yesterday.parks[0].figures.firms) == (0, 0)
    assert [one.id for one in (await queries.comparison(beyond.officer)).parks] == [beyond.park_id]
    assert (await queries.comparison(home.manager)).parks == []

    city = await database.value("SELECT id FROM organisation WHERE path = '/cn/xj/ch/'")
    reader = await people.person("秦望", [(Role.CITY_OFFICER, city)], language="en")
    await people.signed_in(client, reader)
    async with counted() as seen:
        page = await client.get("/parks/comparison")
    assert (page.status_code, len(seen) <= 4) == (200, True)
    assert ("at least 50" in page.text, "at least 70" in page.text, str(beyond.park_id) in page.text) == (
        True,
        False,
        False,
    )
    told = (await client.get("/api/v1/parks/comparison")).json()["parks"][0]
    assert (told["rate"], told["missed"]) == ("25.0", ["rate"])
    assert "25.0" in (await client.get("/parks/comparison/export?kind=csv")).text
