"""A call in figures: right by hand, under the reader's scope, few statements, and nobody recognised by the public."""

import io
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make

from parks.kernel.errors import Hidden
from parks.kernel.words import Bilingual
from parks.programmes.actions import calls
from parks.programmes.queries import statistics as queries
from parks.programmes.queries.statistics import SMALL, Decisions, median, quantile, without_small
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Level, Outcome
from parks.reference.rules.working_days import Calendar
from parks.web.charts import Figure, bars


async def test_each_officer_counts_what_lies_under_the_own_office(db: None) -> None:
    of = await make.world()
    for state in (State.SUBMITTED, State.CITY_REVIEW, State.NOT_RECOMMENDED):
        await make.application(of, state)
    await make.application(of, State.SUBMITTED, park=of.far_park)
    await make.application(of, State.DRAFT)
    nation, park = [await queries.statistics(who, of.call_id) for who in (of.nation, of.manager)]
    assert (nation.applications, park.applications) == (4, 3)
    assert nation.states == {State.SUBMITTED: 2, State.CITY_REVIEW: 1, State.NOT_RECOMMENDED: 1}
    assert nation.fields == {"electronics": 4}
    assert [(one.path, one.applications) for one in nation.places] == [(of.tree.province.path, 4)]
    assert {one.path: one.applications for one in (await queries.statistics(of.province, None)).places} == {
        of.tree.city.path: 3,
        of.far_city.path: 1,
    }
    (step,) = park.steps
    assert step.outcomes == {Outcome.RECOMMENDED: 1, Outcome.NOT_RECOMMENDED: 1}
    assert (step.level, step.median, step.late) == (Level.PARK, Decimal(0), 0)
    with pytest.raises(Hidden):
        await queries.statistics(await people.person("林知微"), of.call_id)


async def test_a_page_of_figures_takes_as_many_statements_with_one_as_with_three(
    db: None, client: httpx.AsyncClient
) -> None:
    of = await make.world()
    await people.signed_in(client, of.nation)
    for _turn in range(2):
        await make.application(of, State.RECOMMENDED)
        async with counted() as seen:
            answer = await client.get("/statistics")
        assert (answer.status_code, len(seen)) == (200, 4), seen
        await make.application(of, State.NOT_RECOMMENDED)
    assert "电子信息" in answer.text
    book = CalamineWorkbook.from_filelike(io.BytesIO((await client.get("/statistics/export")).content))
    assert book.get_sheet_by_index(0).to_python()[1][1:] == ["", 4.0]


async def test_everyone_reads_of_closed_calls_alone_and_of_no_small_group(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    for _one in range(SMALL):
        await make.application(of, State.SUBMITTED)
    await make.application(of, State.INELIGIBLE)
    assert "电子信息" not in (await client.get("/statistics/public")).text
    await calls.close_call(of.nation, of.call_id)
    told = await client.get("/statistics/public")
    assert told.status_code == 200
    assert "电子信息" in told.text
    assert "不符合条件" not in told.text
    for name in (make.STORY, "林知微", "澄湖星阑"):
        assert name not in told.text


@given(st.dictionaries(st.sampled_from([one.value for one in State]), st.integers(1, 9), min_size=1))
def test_what_is_left_out_cannot_be_reckoned_from_the_total(groups: dict[str, int]) -> None:
    call = queries.CallName(uuid4(), Bilingual("一", "One"))
    states = {State(name): n for name, n in groups.items()}
    found = queries.Statistics(call, (), sum(groups.values()), states, {}, (), (), ())
    told = without_small(found).states
    assert all(n >= SMALL for n in told.values())
    left_out = sum(groups.values()) - sum(told.values())
    assert left_out == 0 or left_out >= SMALL or not told


@given(st.lists(st.integers(0, 30), min_size=1))
def test_median_and_nine_in_ten_are_those_of_the_list(days: list[int]) -> None:
    ordered = sorted(days)
    counted_days = Counter(days)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    assert median(counted_days) == Decimal(low + high) / 2
    ninth = quantile(counted_days, Decimal("0.9"))
    assert ninth is not None
    assert sum(one <= ninth for one in days) >= round(len(days) * 0.9 - 0.5)


def test_the_days_of_the_correction_are_not_the_offices() -> None:
    monday = date(2026, 11, 23)
    calendar = Calendar({monday + timedelta(days=n): n % 7 < 5 for n in range(40)}, frozenset())
    at_desk = Decisions(Level.PARK, Outcome.RECOMMENDED, monday, monday + timedelta(days=14), None, None, 1)
    corrected = Decisions(
        Level.PARK, Outcome.RECOMMENDED, monday, monday + timedelta(days=14), monday + timedelta(days=2),
        monday + timedelta(days=7), 1,
    )  # fmt: skip
    assert (at_desk.days(calendar), corrected.days(calendar)) == (10, 7)


def test_bars_share_one_scale_with_their_marks() -> None:
    found = bars([Figure("a", 5, mark=10), Figure("b", 20), Figure("c", 0, mark=20)])
    assert [one.length for one in found] == [25, 100, 0]
    assert [one.mark for one in found] == [50, None, 99]  # the last would lie outside of the picture
    assert [one.length for one in bars([Figure("nothing", 0)])] == [0]


async def test_programs_read_the_figures_of_the_pages(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    for state in (State.SUBMITTED, State.CITY_REVIEW, State.NOT_RECOMMENDED):
        await make.application(of, state)
    await make.application(of, State.SUBMITTED, park=of.far_park)
    await people.signed_in(client, of.manager)
    told = (await client.get(f"/api/v1/statistics?call={of.call_id}")).json()
    assert (told["applications"], told["states"]) == (3, {"submitted": 1, "city_review": 1, "not_recommended": 1})
    assert (told["steps"][0]["level"], told["steps"][0]["median"]) == ("park", "0")
    assert (await client.get("/api/v1/statistics/results")).json()["cohorts"] == []
    client.cookies.clear()
    assert (await client.get("/api/v1/statistics/public")).content in {b"null", b""}  # no call has closed
    await calls.close_call(of.nation, of.call_id)
    public = (await client.get("/api/v1/statistics/public")).json()
    assert (public["applications"], public["states"], public["steps"]) == (4, {}, [])  # each group is small
    assert (await client.get("/api/v1/statistics")).status_code == 401


async def test_programs_ask_the_rules_before_anyone_has_an_account(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    url = f"/api/v1/calls/{of.call_id}/self-check"
    asked = {one["key"]: one["kind"] for one in (await client.get(url)).json()}
    assert (asked["share"], asked["registered_on"]) == ("percent", "day")
    found = (await client.post(url, json={"answers": {"share": "58", "legal_representative": "no"}})).json()
    by_rule = {one["rule"]: one["standing"] for one in found["findings"]}
    assert (by_rule["R-SHARE"], by_rule["R-LEGAL"], by_rule["R-AGE"]) == ("met", "not_met", "not_known")
    assert found["standing"] == "not_met"
    wrong = await client.post(url, json={"answers": {"share": "most of it"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["share"])
