"""An officer asks about a mark, the expert answers, and may look again: both versions stay, the ranks follow."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.make import reviews as make
from tests.make.identity import signed_in

from parks.adapters import clock, database
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Hidden, IllegalMove, Invalid
from parks.reviews import actions, queries
from parks.reviews.queries import replay as file
from parks.reviews.rules import replay
from parks.reviews.rules.mark_queries import names_told
from parks.reviews.states import QueryKind

pytestmark = pytest.mark.usefixtures("db")

WHY = "实测数据不足，样机尚未定型，故给低分。"


@dataclass
class Scene:
    pool: make.Pool
    round_id: UUID
    assessment_id: UUID
    seat_id: UUID
    expert: Actor
    other: Actor
    criterion_id: UUID

    async def ask(self, words: str = "请说明该项评分依据。", kind: QueryKind = QueryKind.SECOND_LOOK) -> UUID:
        return await actions.ask_about_mark(self.pool.officer, self.seat_id, self.criterion_id, kind, words)

    async def results(self) -> queries.ResultRow:
        of = await queries.review_round(self.pool.officer, self.round_id)
        found = await queries.results(self.pool.officer, of, queries.RESULT_LIST.view("", "/x"))
        row: queries.ResultRow = found.page.rows[0]
        return row


async def scene() -> Scene:
    """A complete panel of two; the first expert's fifth mark is 3, the other's 8."""
    pool = await make.pool(experts=2)
    round_id = await make.review_round(pool, seats=2, scoring={"spread": "20"})
    assessment_id = await make.assessment(pool, round_id)
    (first, one), (second, two) = (await make.panel(pool, assessment_id)).items()
    await make.score(one, first, ["8", "8", "8", "8", "3"])
    await make.score(two, second, "8")
    criterion_id = (await queries.my_seat(one, first)).lines[4].criterion_id
    return Scene(pool, round_id, assessment_id, first, one, two, criterion_id)


async def test_the_expert_keeps_the_mark_with_words() -> None:
    at = await scene()
    query_id = await at.ask()
    (asked,) = (await at.results()).asked
    assert (asked.position, asked.mark, asked.after) == (5, Decimal(3), None)
    assert [str(one.label) for one in await queries.to_do(at.expert)] == ["Answer a question about your mark"]
    with pytest.raises(Invalid):
        await actions.answer_about_mark(at.expert, at.seat_id, query_id, "短")
    assert not await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY)
    row = await at.results()
    assert (row.total, row.asked[0].answer, row.asked[0].after) == (Decimal("77.50"), WHY, Decimal(3))
    assert await queries.to_do(at.expert) == []
    assert await database.value("SELECT count(*) FROM submitted_score WHERE seat = $1", at.seat_id) == 1
    with pytest.raises(Conflict):
        await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY, Decimal(9))


async def test_another_mark_is_a_second_version_and_the_rank_follows_even_past_the_deadline() -> None:
    at = await scene()
    query_id = await at.ask()
    await clock.move(timedelta(days=30))
    with pytest.raises(Invalid):
        await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY, Decimal("7.3"))
    assert await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY, Decimal("7.5"))
    row = await at.results()
    assert (row.state, row.rank, row.total, row.asked[0].after) == ("closed", 1, Decimal("79.75"), Decimal("7.5"))
    kept = await database.rows("SELECT score FROM submitted_score WHERE seat = $1 ORDER BY at, id", at.seat_id)
    assert [one["score"] for one in kept] == [Decimal("75.00"), Decimal("79.50")]
    seat = await queries.my_seat(at.expert, at.seat_id)
    assert [(one.mark, one.comment) for one in seat.lines[:4]] == [(Decimal(8), "技术先进，论证充分，风险可控。")] * 4
    sections = await file.sections(at.round_id, lambda kind, one: f"{kind}-{one.hex[:16]}")
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in replay.SECTIONS} | dict(sections)
    assert [len(one["earlier"]) for one in told["marks"]].count(1) == 1
    written = replay.write({"part": None}, told)
    assert replay.verify(written, replay.Book(), replay.CHECKS, replay.AFTER).difference is None


async def test_nothing_is_asked_too_early_twice_too_late_or_with_a_name() -> None:
    at = await scene()
    for words in ("   ", "林知微的项目为何给低分？", "另一位专家" + at.other.name + "打了8分", "林 知 微 的团队"):
        with pytest.raises(Invalid):
            await at.ask(words)
    await at.ask()
    with pytest.raises(Conflict):
        await at.ask()
    await actions.reopen_score(at.pool.officer, at.seat_id, "请补充评语")
    with pytest.raises(Conflict):
        await at.ask()
    await actions.submit_score(at.expert, at.seat_id)
    await actions.close_round(at.pool.officer, at.round_id)  # the page warns, the officer decides
    query_id = await database.value("SELECT id FROM mark_query")
    with pytest.raises(IllegalMove):
        await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY)


async def test_only_its_expert_answers_and_nobody_rewrites_it() -> None:
    at = await scene()
    query_id = await at.ask()
    others = next(one for one in (await database.rows("SELECT id FROM seat")) if one["id"] != at.seat_id)["id"]
    for actor, seat_id in ((at.other, at.seat_id), (at.other, others), (at.pool.officer, at.seat_id)):
        with pytest.raises(Hidden):
            await actions.answer_about_mark(actor, seat_id, query_id, WHY)
    for change in ("words = 'x'", "mark = 9", "asked_at = parks_now()"):
        with pytest.raises(asyncpg.PostgresError, match="stays as it was asked"):
            await database.execute(f"UPDATE mark_query SET {change}")
    await actions.answer_about_mark(at.expert, at.seat_id, query_id, WHY)
    with pytest.raises(asyncpg.PostgresError, match="as it was given"):
        await database.execute("UPDATE mark_query SET answer = 'x'")


async def test_over_http_the_question_stands_on_the_sheet_without_who_asks(client: httpx.AsyncClient) -> None:
    at = await scene()
    results, ask = f"/rounds/{at.round_id}/results", f"/seats/{at.seat_id}/queries"
    officer = await signed_in(client, at.pool.officer)
    page = (await officer.get(results)).text
    assert f"{ask}/new?criterion={at.criterion_id}" in page
    form = (await officer.get(f"{ask}/new?criterion={at.criterion_id}")).text
    assert f'value="{at.criterion_id}" selected' in form
    body = {"criterion": str(at.criterion_id), "kind": "reason", "words": "林知微"}
    assert (await officer.post(ask, data=body)).status_code == 422
    asked = await officer.post(ask, data=body | {"words": "请说明依据，谢谢。"})
    assert asked.headers["location"] == results
    assert (await officer.post(ask, data=body | {"words": "再问"})).status_code == 409
    assert "1项评分询问" in (await officer.get(f"/rounds/{at.round_id}")).text
    query_id = await database.value("SELECT id FROM mark_query")
    expert = await signed_in(client, at.expert)
    sheet = (await expert.get(f"/seats/{at.seat_id}")).text
    assert "请说明依据，谢谢。" in sheet
    assert at.pool.officer.name not in sheet
    answer = f"/seats/{at.seat_id}/queries/{query_id}/answer"
    short = await expert.put(answer, data={f"answer-{query_id}": "短", f"look-{query_id}": "99"})
    assert short.status_code == 422
    assert 'value="99"' in short.text  # nothing typed is lost
    sent = await expert.put(answer, data={f"answer-{query_id}": WHY, f"look-{query_id}": "6"})
    assert sent.status_code == 303
    assert WHY in (await expert.get(f"/seats/{at.seat_id}")).text
    told = (await expert.get(f"/api/v1/seats/{at.seat_id}")).json()["lines"][4]
    assert (told["mark"], told["asked"][0]["mark_after"]) == ("6.00", "6.00")
    officer = await signed_in(client, at.pool.officer)
    assert WHY in (await officer.get(results)).text
    (api,) = (await officer.get(f"/api/v1{results}")).json()["results"]
    assert [(one["mark"], one["mark_after"]) for one in api["questions"]] == [("3.00", "6.00")]


@pytest.mark.parametrize(
    ("words", "names", "told"),
    [
        ("请说明依据", ["星阑光电 林知微"], False),
        ("问林知微", ["星阑光电 林知微"], True),
        ("ZHIWEI lin", ["Zhiwei Lin"], True),
        ("线性规划", ["线"], False),
        ("", ["林知微"], False),
    ],
)
def test_a_name_is_found_however_it_is_spaced(words: str, names: list[str], told: bool) -> None:
    assert names_told(words, names) is told
