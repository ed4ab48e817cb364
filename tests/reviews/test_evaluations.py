"""A year of an expert in figures, graded by an officer: the expert reads their own, and nothing of the others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import Forbidden, Hidden, Invalid
from parks.reviews import actions, queries
from parks.reviews.queries.draws import Terms, pooled
from parks.reviews.queries.own_data import own_data
from parks.reviews.rules.evaluation import Figures, SeatLine, figures, suggests_rest
from parks.reviews.states import Grade, LeftOut

NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def seat(
    state: str = "scored", *, days: float | None = 2, score: str = "80", closes: int = 5, **more: object
) -> SeatLine:
    """Offered on 1 March at nine; `days` until it was scored, `closes` days until the round's end."""
    start = datetime(2027, 3, 1, 9, tzinfo=UTC)
    given = {"comment": Decimal(40), "round_state": "closed"} | more
    scored = state == "scored" and days is not None
    return SeatLine(
        state,
        start,
        start + days * DAY if scored and days is not None else None,
        start + closes * DAY,
        score=Decimal(score) if scored else None,
        **given,  # type: ignore[arg-type]  # the fields that a case names
    )


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        ([], Figures(0, 0, 0, 0, 0, None, None, None, 0)),
        ([seat(), seat(days=4.5)], Figures(2, 2, 0, 0, 1, Decimal("3.3"), Decimal("40.0"), None, 0)),
        ([seat("recused"), seat("replaced")], Figures(1, 0, 1, 0, 0, None, None, None, 0)),
        ([seat("offered"), seat("declared", round_state="open")], Figures(2, 0, 0, 2, 0, None, None, None, 0)),
        ([seat("declared", round_state="open", closes=90)], Figures(1, 0, 0, 0, 0, None, None, None, 0)),
        (
            [
                seat(others=(Decimal(70), Decimal(75)), comment=None),
                seat(score="60", others=(Decimal(75), Decimal(75)), comment=Decimal(20)),
                seat(score="60", others=(Decimal("75.01"),), comment=Decimal(25)),
            ],
            Figures(3, 3, 0, 0, 0, Decimal("2.0"), Decimal("22.5"), Decimal("12.5"), 1),
        ),
    ],
)
def test_a_year_is_counted(seats: list[SeatLine], told: Figures) -> None:
    """7.5, 15 and 15.01 points from the others: only the last lies further than 15."""
    assert figures(seats, NOW) == told
    assert Figures.of(told.stored()) == told


@pytest.mark.parametrize(
    ("grades", "rests"),
    [
        ({}, False),
        ({2026: "poor"}, False),
        ({2025: "poor", 2026: "poor"}, True),
        ({2024: "poor", 2026: "poor"}, False),
        ({2025: "poor", 2026: "poor", 2027: "competent"}, False),
        ({2024: "excellent", 2025: "poor", 2026: "poor"}, True),
    ],
)
def test_two_poor_years_in_a_row_suggest_rest(grades: dict[int, str], rests: bool) -> None:
    assert suggests_rest(grades) is rests


async def panel(at: make.Pool, marks: list[str]) -> UUID:
    """A round of one proposal that every expert has scored; answers the round."""
    round_id = await make.review_round(at, seats=len(marks))
    seats = await make.panel(at, await make.assessment(at, round_id))
    for (seat_id, expert), mark in zip(seats.items(), marks, strict=True):
        await make.score(expert, seat_id, mark)
    return round_id


async def test_the_figures_come_from_the_seats_and_the_expert_reads_nothing_of_the_others(
    db: None, client: httpx.AsyncClient
) -> None:
    at = await make.pool(experts=3)
    await panel(at, ["9", "5", "5"])
    expert_id, expert = next(iter(at.experts.items()))
    years = await queries.expert_years(at.officer, expert_id)
    (year,) = years.years
    assert (year.now.scored, year.now.off, year.now.far, year.now.comment) == (1, Decimal("40.0"), 1, Decimal("15.0"))
    await actions.evaluate_expert(at.officer, expert_id, year.year, Grade.EXCELLENT, "评语详实")
    assert (await queries.expert_years(at.officer, expert_id)).years[0].graded == year.now
    (mine,) = await queries.my_years(expert)
    assert (mine.now.scored, mine.grade, mine.words) == (1, "excellent", "评语详实")
    assert (mine.now.off, mine.now.far, mine.graded, mine.by) == (None, 0, None, ""), "it tells of the others' scores"
    await identity.signed_in(client, expert)
    page = await client.get("/desk/figures")
    assert ("评语详实" in page.text, "40.0" in page.text, at.officer.name in page.text) == (True, False, False)
    told = (await client.get("/api/v1/desk/figures")).text
    assert ('"off"' in told, '"far"' in told) == (False, False)
    assert (await own_data(expert))["years"][0]["words"] == "评语详实"
    others = list(at.experts.values())[1]
    assert [one.words for one in await queries.my_years(others)] == [""]


async def test_two_poor_years_suggest_rest_and_only_an_officer_lets_rest(db: None) -> None:
    at = await make.pool(experts=4)
    round_id = await panel(at, ["8"] * 4)
    expert_id = next(iter(at.experts))
    year = (await clock.today()).year
    with pytest.raises(Invalid) as refused:
        await actions.evaluate_expert(at.officer, expert_id, year, Grade.POOR, " ")
    assert set(refused.value.fields) == {"words"}
    with pytest.raises(Invalid):
        await actions.evaluate_expert(at.officer, expert_id, year + 1, Grade.COMPETENT, "")
    for one in (year - 1, year):
        await actions.evaluate_expert(at.officer, expert_id, one, Grade.POOR, "多次逾期")
    assert (await queries.expert_years(at.officer, expert_id)).rest
    assert expert_id in await queries.who_serves(round_id), "a grade bars nobody"
    await actions.let_rest(at.officer, expert_id, "连续两年考核不合格")
    assert expert_id not in await queries.who_serves(round_id)
    assert (await pooled(await make.review_round(at), Terms(), [])).left_out == {LeftOut.RESTING: 1}
    await actions.evaluate_expert(at.officer, expert_id, year, Grade.COMPETENT, "申诉后更正")
    assert not (await queries.expert_years(at.officer, expert_id)).rest
    assert await database.value("SELECT count(*) FROM audit_entry WHERE act = 'expert evaluated'") == 3


async def test_grades_are_the_places_officers_own_and_nobody_grades_themselves(db: None) -> None:
    at = await make.pool(experts=1)
    expert_id, expert = next(iter(at.experts.items()))
    year = (await clock.today()).year
    with pytest.raises(Hidden):
        await actions.evaluate_expert(expert, expert_id, year, Grade.EXCELLENT, "")
    city = await identity.person(
        "城市", [(Role.CITY_OFFICER, await database.value("SELECT id FROM organisation WHERE path = '/cn/xj/ch/'"))]
    )
    with pytest.raises(Forbidden):
        await actions.evaluate_expert(city, expert_id, year, Grade.POOR, "x")
    with pytest.raises(Hidden):
        await queries.expert_years(expert, expert_id)


@pytest.mark.parametrize("rows", [1, 3])
async def test_the_pages_take_the_same_statements_and_keep_what_was_typed(
    rows: int, db: None, client: httpx.AsyncClient
) -> None:
    at = await make.pool(experts=1)
    expert_id = next(iter(at.experts))
    year = (await clock.today()).year
    for one in range(rows):
        await actions.evaluate_expert(at.officer, expert_id, year - one, Grade.COMPETENT, "按时")
    await identity.signed_in(client, at.officer)
    async with counted() as seen:
        page = await client.get(f"/experts/{expert_id}/evaluations")
    assert (page.status_code, len(seen), page.text.count("<section")) == (200, 4, rows)
    answer = await client.put(f"/experts/{expert_id}/evaluations/{year}", data={"grade": "poor"})
    assert (answer.status_code, 'value="poor" checked' in answer.text) == (422, True)
    answer = await client.put(f"/experts/{expert_id}/evaluations/999999999", data={"grade": "poor", "words": "x"})
    assert answer.status_code == 422
    answer = await client.put(f"/experts/{expert_id}/evaluations/{year}", data={"grade": "poor", "words": "多次逾期"})
    assert answer.status_code == 303
    await identity.signed_in(client, next(iter(at.experts.values())))
    async with counted() as seen:
        page = await client.get("/desk/figures")
    assert (page.status_code, len(seen)) == (200, 4)
