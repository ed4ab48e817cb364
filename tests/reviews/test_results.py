"""A round's results: the raw result, and beside it what tells how sure it is; for whom, and in which shapes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make
from tests.make.identity import signed_in

from parks.adapters import clock
from parks.kernel.actor import Actor, Role
from parks.kernel.subject import SubjectRef
from parks.reviews import actions, queries
from parks.reviews.rules.conflicts import Company, SubjectTies
from parks.reviews.states import ConflictKind

pytestmark = pytest.mark.usefixtures("db")

FIRM = Company("澄湖市星阑光电科技有限公司", "91330100FAKE00013C")
GOOD = (["9"] * 5, ["8"] * 5, ["8", "8", "8", "8", "3"])
"""90, 80 and 75; on the fifth criterion 9, 8 and 3."""
FAIR = (["8"] * 5, ["7"] * 5, ["6"] * 5)
WEAK = (["7"] * 5, ["6"] * 5, ["6"] * 5)


@dataclass
class Scene:
    pool: make.Pool
    round_id: UUID
    good: UUID
    theirs: UUID
    weak: UUID
    waiting: UUID


async def judged(pool: make.Pool, round_id: UUID, marks: Sequence[Sequence[str]], label: str, *firms: Company) -> UUID:
    subject = SubjectRef("application", uuid4(), label, "/applications/x")
    made = await actions.open_assessment(
        pool.officer, round_id, subject, make.proposal(), {}, ties=SubjectTies(companies=firms)
    )
    seats = await make.panel(pool, made)
    for (seat_id, actor), each in zip(seats.items(), marks, strict=False):
        await make.score(actor, seat_id, each)
    return made


async def scene() -> Scene:
    """Three complete panels, and one that waits for its third score."""
    pool = await make.pool(experts=3)
    round_id = await make.review_round(pool, scoring={"drop_from": 3, "spread": "20"})
    return Scene(
        pool,
        round_id,
        await judged(pool, round_id, GOOD, "云州芯源半导体"),
        await judged(pool, round_id, FAIR, "星阑光电", FIRM),
        await judged(pool, round_id, WEAK, "岚江生物"),
        await judged(pool, round_id, WEAK[:2], "未评完公司"),
    )


async def found(actor: Actor, at: Scene, query: str = "") -> queries.Results:
    of = await queries.review_round(actor, at.round_id)
    return await queries.results(actor, of, queries.RESULT_LIST.view(query, "/x"))


async def test_the_raw_result_stands_first_and_the_rest_beside_it() -> None:
    at = await scene()
    told = await found(at.pool.officer, at, "places=1")
    lines = {one.id: one for one in told.page.rows}
    assert [one.id for one in told.page.rows] == [at.good, at.theirs, at.weak, at.waiting]
    assert [(one.rank, one.total, one.range) for one in told.page.rows] == [
        (1, Decimal("80.00"), Decimal("15.00")),
        (2, Decimal("70.00"), Decimal("20.00")),
        (3, Decimal("60.00"), Decimal("10.00")),
        (None, None, None),
    ]
    good, waiting = lines[at.good], lines[at.waiting]
    assert [str(one) for one in good.dropped] == ["75.00 and 90.00"]
    assert [(one.position, one.mark, one.others) for one in good.apart] == [(5, 9, (3, 8)), (5, 3, (8, 9))]
    assert lines[at.theirs].apart == lines[at.weak].apart == ()  # 20 points are not more than 20
    assert (waiting.dropped, waiting.apart, waiting.adjusted, waiting.above) == ((), (), None, None)
    assert [one.above for one in (good, lines[at.theirs], lines[at.weak])] == [1.0, 0.0, 0.0]
    assert told.beside.groups == 1
    assert told.agreement.same


async def test_the_list_is_ordered_searched_filtered_and_paged() -> None:
    at = await scene()

    async def shown(query: str) -> list[UUID]:
        return [one.id for one in (await found(at.pool.officer, at, query)).page.rows]

    assert await shown("sort=range") == [at.weak, at.good, at.theirs, at.waiting]
    assert await shown("sort=-range") == [at.theirs, at.good, at.weak, at.waiting]
    assert await shown("sort=-adjusted") == [at.good, at.theirs, at.weak, at.waiting]
    assert await shown("sort=above&places=99999999") == await shown("sort=above&places=x")
    assert await shown("q=星阑") == [at.theirs]
    assert await shown("state=open") == [at.waiting]
    of, state = await queries.review_round(at.pool.officer, at.round_id), queries.RESULT_LIST.view("", "/x")
    object.__setattr__(state, "size", 2)  # two a page, which no URL asks for
    first = (await queries.results(at.pool.officer, of, state)).page
    after = first.next.partition("?")[2]
    second = queries.RESULT_LIST.view(after, "/x")
    object.__setattr__(second, "size", 2)
    then = (await queries.results(at.pool.officer, of, second)).page
    assert [one.id for one in (*first.rows, *then.rows)] == [at.good, at.theirs, at.weak, at.waiting]
    assert then.next == ""


async def test_what_is_kept_from_an_official_is_in_none_of_the_figures() -> None:
    at = await scene()
    official = await identity.person("关涉员", [(Role.PROGRAMME_OFFICER, at.pool.organisation_id)])
    await actions.declare_interest(official, actions.NewConflict(ConflictKind.SHAREHOLDER, FIRM.name), FIRM.uscc)
    free, kept = await found(at.pool.officer, at, "places=2"), await found(official, at, "places=2")
    assert [one.label for one in free.page.rows] == ["云州芯源半导体", "星阑光电", "岚江生物", "未评完公司"]
    assert [one.label for one in kept.page.rows] == ["云州芯源半导体", "岚江生物", "未评完公司"]
    assert [one.rank for one in kept.page.rows] == [1, 2, None]  # closed up
    assert set(kept.beside.part) == {at.good, at.weak}
    assert [one.above for one in kept.page.rows] == [1.0, 1.0, None]
    assert free.agreement != kept.agreement


async def test_page_file_and_api_tell_the_same_to_whom_they_may(client: httpx.AsyncClient) -> None:
    at = await scene()
    url = f"/rounds/{at.round_id}/results"
    officer = await signed_in(client, at.pool.officer)
    page = (await officer.get(f"{url}?places=1")).text
    for part in ("第5项“社会与产业价值”打3分（满分10）", "75.00、90.00", "克里彭多夫", "100%", "入围概率"):
        assert part in page, part
    assert url in (await officer.get(f"/rounds/{at.round_id}")).text
    lines = list(csv.reader(io.StringIO((await officer.get(f"{url}/export?kind=csv&places=1")).text)))
    assert [line[:2] for line in lines[1:5]] == [["1", "A-001"], ["2", "A-002"], ["3", "A-003"], ["", "A-004"]]
    assert any("满3个评分" in line[0] or "3" in line[0] for line in lines[6:] if line)
    assert any("克里彭多夫" in line[0] for line in lines[6:] if line)
    assert (await officer.get(f"{url}/export?kind=xlsx")).content[:2] == b"PK"
    told = (await officer.get(f"/api/v1{url}?places=1")).json()
    assert [(one["code"], one["rank"], one["above_line"]) for one in told["results"]] == [
        ("A-001", 1, 1.0),
        ("A-002", 2, 0.0),
        ("A-003", 3, 0.0),
        ("A-004", None, None),
    ]
    assert [float(one["mark"]) for one in told["results"][0]["apart"]] == [9.0, 3.0]
    expert = await signed_in(client, next(iter(at.pool.experts.values())))
    for path in (url, f"{url}/export", f"/api/v1{url}"):
        assert (await expert.get(path)).status_code == 403


async def test_one_row_and_three_take_the_same_statements(client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=3)
    round_id = await make.review_round(pool, scoring={"spread": "5"})
    counts = []
    for more in (1, 2):
        for _each in range(more):
            await judged(pool, round_id, FAIR, "公司")
        officer = await signed_in(client, pool.officer)
        async with counted() as seen:
            assert (await officer.get(f"/rounds/{round_id}/results?places=1")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4


async def test_bounds_are_chosen_with_the_round_and_said_on_its_page(client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=1)
    officer = await signed_in(client, pool.officer)
    closes = (await clock.today() + timedelta(days=9)).isoformat()
    form = {"organisation": str(pool.organisation_id), "rubric": str(pool.rubric_id), "title_zh": "轮", "title_en": "R"}
    form |= {"seats": "3", "closes": closes, "drop": "total", "drop_from": "5", "places": "2", "sigmas": ""}
    for wrong in ("0", "-1", "x", "101"):
        assert (await officer.post("/rounds", data=form | {"spread": wrong})).status_code == 422
    made = await officer.post("/rounds", data=form | {"spread": "12.5"})
    assert made.status_code == 303
    assert "同组评分相差超过12.5分的" in (await officer.get(made.headers["location"])).text
