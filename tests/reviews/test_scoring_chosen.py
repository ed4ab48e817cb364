"""How a round adds up is chosen when it is opened, said in words, kept by the database, recomputed from its file."""

from collections.abc import Mapping
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
from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.queries import replay as file
from parks.reviews.rules import replay

pytestmark = pytest.mark.usefixtures("db")


async def scored(scoring: Mapping[str, Any] | None, marks: tuple[str, ...]) -> tuple[UUID, UUID]:
    """A round whose one panel has given these marks on each criterion; answers the round and the assessment."""
    pool = await make.pool(experts=len(marks))
    round_id = await make.review_round(pool, seats=len(marks), scoring=scoring)
    assessment_id = await make.assessment(pool, round_id)
    seats = await make.panel(pool, assessment_id)
    for (seat_id, actor), mark in zip(seats.items(), marks, strict=True):
        await make.score(actor, seat_id, mark)
    return round_id, assessment_id


async def recomputed(round_id: UUID, **changed: Any) -> replay.Report:
    """The round's own sections as a file, verified; with `changed` in its `scoring`, linked anew as a forger would."""
    sections = await file.sections(round_id, lambda kind, one: f"{kind}-{one.hex[:16]}")
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in replay.SECTIONS} | dict(sections)
    told["scoring"] = [told["scoring"][0] | changed]
    return replay.verify(replay.write({"part": None}, told), replay.Book(), replay.CHECKS, replay.AFTER)


@pytest.mark.parametrize(
    ("scoring", "marks", "total", "plain", "trimmed"),
    [
        (None, ("6", "8", "9.5"), "78.33", "78.33", False),
        ({"drop_from": 3}, ("6", "8", "9.5"), "80.00", "78.33", True),
        ({"drop_from": 3, "round_panel": 0}, ("6", "8", "9.5"), "80.00", "78.00", True),
        ({"drop": "none"}, ("2", "8", "8", "8", "8.5"), "69.00", "69.00", False),
        (None, ("2", "8", "8", "8", "8.5"), "80.00", "69.00", True),
        ({"drop": "criterion"}, ("2", "8", "8", "8", "8.5"), "80.00", "69.00", False),
    ],
)
async def test_the_result_and_its_replay_follow_what_was_chosen(
    scoring: Mapping[str, Any] | None, marks: tuple[str, ...], total: str, plain: str, trimmed: bool
) -> None:
    round_id, assessment_id = await scored(scoring, marks)
    found = await queries.summary(assessment_id)
    assert (found.total, found.plain, found.trimmed) == (Decimal(total), Decimal(plain), trimmed)
    assert (await recomputed(round_id)).difference is None


async def test_a_file_that_tells_of_another_way_to_add_up_is_found() -> None:
    round_id, _assessment_id = await scored({"drop_from": 3}, ("6", "8", "9.5"))
    for changed in ({"drop_from": 4}, {"drop": "none"}, {"rounding": "half even"}, {"drop_from": 2}, {"sums": "mean"}):
        report = await recomputed(round_id, **changed)
        assert report.difference is not None, changed


async def test_nobody_changes_it_once_the_round_is_open() -> None:
    pool = await make.pool(experts=3)
    round_id = await make.review_round(pool)
    with pytest.raises(asyncpg.PostgresError, match="chosen when it is opened"):
        await database.execute('UPDATE review_round SET scoring = \'{"drop": "none"}\' WHERE id = $1', round_id)
    for wrong in ({"drop_from": 2}, {"drop": "all"}, {"written": "50"}, {"mean": "harmonic"}):
        with pytest.raises(Invalid):
            await actions.open_round(
                pool.officer,
                organisation_id=pool.organisation_id,
                title=Bilingual("轮次", "Round"),
                rubric_id=pool.rubric_id,
                seats=3,
                closes=await clock.now() + timedelta(days=3),
                scoring=wrong,
            )


async def test_an_officer_chooses_it_and_reads_it_in_words(client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=3)
    await signed_in(client, pool.officer)
    blank = await client.get("/rounds/new")
    assert 'value="5"' in blank.text
    sent = {
        "organisation": str(pool.organisation_id),
        "rubric": str(pool.rubric_id),
        "title_zh": "专家评审",
        "title_en": "Expert review",
        "seats": "5",
        "closes": str((await clock.now()).date() + timedelta(days=9)),
        "drop": "criterion",
        "drop_from": "2",
        "places": "1",
    }
    refused = await client.post("/rounds", data=sent)
    assert (refused.status_code, refused.text.count('aria-invalid="true"')) == (422, 1)
    assert 'value="criterion" selected' in refused.text
    made = await client.post("/rounds", data=sent | {"drop_from": "4"})
    page = (await client.get(made.headers["location"])).text
    assert "某项指标的打分达到4个" in page
    assert "保留1位小数" in page
