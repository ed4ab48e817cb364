"""From the offer to the rank: declared, marked, submitted, closed; and what the database refuses whoever asks."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.make import reviews as make

from parks.adapters import bus, clock, database
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.kernel.events import Event
from parks.reviews import actions, queries
from parks.reviews.events import AssessmentClosed, AssessmentReopened, ScoreSubmitted, SeatOffered, SeatRecused

Heard = list[Event]


@pytest.fixture
def heard() -> Any:
    """What is announced, in its order."""
    told: Heard = []

    async def listen(event: Event) -> None:
        told.append(event)

    kinds = (SeatOffered, SeatRecused, ScoreSubmitted, AssessmentClosed, AssessmentReopened)
    former = dict(bus._reactions)
    bus.wire(dict.fromkeys(kinds, (listen,)))
    yield told
    bus.wire(former)


async def ranks(round_id: UUID) -> dict[str, tuple[int | None, str]]:
    return {one.code: (one.rank, str(one.total)) for one in await queries.ranking(round_id)}


async def test_the_last_score_closes_the_assessment_and_ranks_it(db: None, heard: Heard) -> None:
    pool = await make.pool()
    round_id = await make.review_round(pool)
    assessment_id = await make.assessment(pool, round_id)
    seats = await make.panel(pool, assessment_id)
    closed = [
        await make.score(actor, seat_id, mark) for (seat_id, actor), mark in zip(seats.items(), "789", strict=True)
    ]
    assert closed == [False, False, True]
    summary = await queries.summary(assessment_id)
    assert (summary.total, summary.plain, summary.rank, summary.scored) == (Decimal(80), Decimal(80), 1, 3)
    assert heard[-2:] == [ScoreSubmitted(list(seats)[-1], assessment_id), AssessmentClosed(assessment_id)]
    assert heard.count(AssessmentClosed(assessment_id)) == 1


async def test_seven_scores_give_the_published_oracle(db: None) -> None:
    """domain.md §6.3: 88, 91, 79.5, 85, 93, 84, 90 → plain 87.21, trimmed 87.60."""
    pool = await make.pool(experts=7)
    round_id = await make.review_round(pool, seats=7)
    assessment_id = await make.assessment(pool, round_id)
    seats = await make.panel(pool, assessment_id)
    # technology 30, team 25, market 20, progress 15, value 10
    exact = [
        ("9", "8", "9.5", "9", "8.5"),  # 27 + 20 + 19 + 13.5 + 8.5 = 88
        ("9", "10", "9", "8", "9"),  # 27 + 25 + 18 + 12 + 9 = 91
        ("8", "8", "8", "8", "7.5"),  # 24 + 20 + 16 + 12 + 7.5 = 79.5
        ("8.5", "8", "9", "9", "8"),  # 25.5 + 20 + 18 + 13.5 + 8 = 85
        ("9.5", "10", "8.5", "9", "9"),  # 28.5 + 25 + 17 + 13.5 + 9 = 93
        ("8.5", "8", "8.5", "9", "8"),  # 25.5 + 20 + 17 + 13.5 + 8 = 84
        ("9", "10", "8.5", "8", "9"),  # 27 + 25 + 17 + 12 + 9 = 90
    ]
    for (seat_id, actor), marks in zip(seats.items(), exact, strict=True):
        await make.score(actor, seat_id, marks)
    scores = await database.rows("SELECT score FROM seat ORDER BY id")
    assert [str(one["score"]) for one in scores] == ["88.00", "91.00", "79.50", "85.00", "93.00", "84.00", "90.00"]
    summary = await queries.summary(assessment_id)
    assert (str(summary.plain), str(summary.total)) == ("87.21", "87.60")


async def test_equals_are_told_apart_by_the_key_criterion_and_else_share_their_rank(db: None) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    sheets = [
        ("8", "8", "8", "8", "8"),  # 80, key 24
        ("9", "8", "8", "6", "8"),  # 80, key 27
        ("8", "8", "8", "8", "8"),
        ("9", "9", "9", "9", "9"),
    ]
    for marks in sheets:
        ((seat_id, actor),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
        await make.score(actor, seat_id, marks)
    assert await ranks(round_id) == {
        "A-004": (1, "90.00"),
        "A-002": (2, "80.00"),
        "A-001": (3, "80.00"),
        "A-003": (3, "80.00"),
    }


async def test_nothing_is_marked_before_the_declaration_nor_after_the_submission(db: None) -> None:
    pool = await make.pool()
    assessment_id = await make.assessment(pool, await make.review_round(pool))
    seat_id, actor = next(iter((await make.panel(pool, assessment_id, declared=False)).items()))
    criterion = (await queries.my_seat(actor, seat_id)).lines[0].criterion_id
    with pytest.raises(Forbidden):
        await actions.save_mark(actor, seat_id, criterion, Decimal(8), "")
    await actions.declare(actor, seat_id, conflict=False)
    await make.score(actor, seat_id, "8")
    for again in (
        actions.save_mark(actor, seat_id, criterion, Decimal(9), "改"),
        actions.submit_score(actor, seat_id),
        actions.declare(actor, seat_id, conflict=False),
    ):
        with pytest.raises(IllegalMove):
            await again
    assert (await queries.my_seat(actor, seat_id)).score == Decimal(80)


async def test_a_sheet_with_holes_names_each_of_them(db: None) -> None:
    pool = await make.pool()
    assessment_id = await make.assessment(pool, await make.review_round(pool))
    seat_id, actor = next(iter((await make.panel(pool, assessment_id)).items()))
    lines = (await queries.my_seat(actor, seat_id)).lines
    await actions.save_mark(actor, seat_id, lines[0].criterion_id, Decimal(8), "技术先进，论证充分，可行。")
    await actions.save_mark(actor, seat_id, lines[1].criterion_id, Decimal(8), "太短")
    await actions.save_mark(actor, seat_id, lines[2].criterion_id, None, "市场清楚，但缺少客户的具体证据。")
    with pytest.raises(Invalid) as refused:
        await actions.submit_score(actor, seat_id)
    assert set(refused.value.fields) == {
        f"comment-{lines[1].criterion_id}",
        f"mark-{lines[2].criterion_id}",
        *(f"{kind}-{line.criterion_id}" for line in lines[3:] for kind in ("mark", "comment")),
    }


@pytest.mark.parametrize("mark", ["10.5", "-1", "7.3"])
async def test_a_mark_off_the_scale_is_refused_by_the_action_and_by_the_database(db: None, mark: str) -> None:
    pool = await make.pool()
    assessment_id = await make.assessment(pool, await make.review_round(pool))
    seat_id, actor = next(iter((await make.panel(pool, assessment_id)).items()))
    criterion = (await queries.my_seat(actor, seat_id)).lines[0].criterion_id
    with pytest.raises(Invalid):
        await actions.save_mark(actor, seat_id, criterion, Decimal(mark), "")
    with pytest.raises(asyncpg.CheckViolationError):
        await database.execute(
            "INSERT INTO mark (id, seat, criterion, value, comment, saved_at)"
            " VALUES (gen_random_uuid(), $1, $2, $3, '', now())",
            seat_id,
            criterion,
            Decimal(mark),
        )


async def test_two_last_scores_at_once_close_once_and_rank_right(db: None, heard: Heard) -> None:
    pool = await make.pool()
    round_id = await make.review_round(pool)
    for _ in range(6):
        assessment_id = await make.assessment(pool, round_id)
        seats = await make.panel(pool, assessment_id)
        for (seat_id, actor), mark in zip(seats.items(), "789", strict=True):
            await make.fill(actor, seat_id, mark)
        closed = await asyncio.gather(*(actions.submit_score(actor, seat_id) for seat_id, actor in seats.items()))
        assert sorted(closed) == [False, False, True]
        assert heard.count(AssessmentClosed(assessment_id)) == 1
    assert set((await ranks(round_id)).values()) == {(1, "80.00")}


async def test_panels_that_close_at_once_are_all_ranked(db: None) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    waiting = []
    for mark in ("6", "7", "8", "9", "10"):
        ((seat_id, actor),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
        await make.fill(actor, seat_id, mark)
        waiting.append((actor, seat_id))
    await asyncio.gather(*(actions.submit_score(actor, seat_id) for actor, seat_id in waiting))
    assert [rank for rank, _total in (await ranks(round_id)).values()] == [1, 2, 3, 4, 5]


async def test_a_late_recusal_seals_the_score_and_opens_the_assessment_again(db: None, heard: Heard) -> None:
    pool = await make.pool(experts=2)
    round_id = await make.review_round(pool, seats=1)
    better, worse = await make.assessment(pool, round_id), await make.assessment(pool, round_id)
    (first_id, first), (second_id, second) = pool.experts.items()
    seats = {}
    for assessment_id, mark in ((better, "9"), (worse, "6")):
        seats[assessment_id] = await actions.seat(pool.officer, assessment_id, first_id)
        await actions.declare(first, seats[assessment_id], conflict=False)
        await make.score(first, seats[assessment_id], mark)
    await actions.recuse(first, seats[better], "发现与申报方有投资关系")
    assert heard[-2:] == [AssessmentReopened(better), SeatRecused(seats[better], better)]
    assert await ranks(round_id) == {"A-002": (1, "60.00"), "A-001": (None, "None")}
    with pytest.raises(Hidden):
        await queries.my_seat(first, seats[better])
    with pytest.raises(Conflict):
        await actions.seat(pool.officer, better, first_id)
    new_seat = await actions.seat(pool.officer, better, second_id)
    await actions.declare(second, new_seat, conflict=False)
    assert await make.score(second, new_seat, "7")
    assert await ranks(round_id) == {"A-001": (1, "70.00"), "A-002": (2, "60.00")}


async def test_a_score_is_given_back_with_a_reason_and_the_former_one_stays_known(db: None) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    ((seat_id, actor),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    await make.score(actor, seat_id, "9")
    with pytest.raises(Invalid):
        await actions.reopen_score(pool.officer, seat_id, "  ")
    await actions.reopen_score(pool.officer, seat_id, "第三项评语与分数不符")
    assert (await queries.ranking(round_id))[0].rank is None
    assert await make.score(actor, seat_id, "8")
    history = await database.rows("SELECT score FROM submitted_score ORDER BY id")
    assert [str(one["score"]) for one in history] == ["90.00", "80.00"]


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE mark SET value = 10", "mark_stays"),
        ("DELETE FROM mark", "mark_stays"),
        ("UPDATE seat SET score = 99", "seat_stays"),
        ("DELETE FROM seat", "seat_stays"),
        ("UPDATE submitted_score SET score = 99", "submitted_score_stays"),
        ("DELETE FROM submitted_score", "submitted_score_stays"),
        ("TRUNCATE submitted_score", "submitted_score_stays"),
        ("UPDATE rubric SET comment_min = 0", "rubric_stays"),
        ("UPDATE criterion SET weight = 99", "rubric_stays"),
        ("DELETE FROM criterion", "rubric_stays"),
        ("UPDATE assessment SET proposal = '{}'", "assessment_stays"),
        ("UPDATE assessment SET subject_id = gen_random_uuid()", "assessment_stays"),
    ],
)
async def test_the_database_keeps_what_was_submitted_and_published(db: None, sql: str, constraint: str) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    ((seat_id, actor),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    await make.score(actor, seat_id, "9")
    with pytest.raises(asyncpg.RestrictViolationError) as refused:
        await database.execute(sql)
    assert refused.value.constraint_name == constraint


async def test_after_the_deadline_nothing_is_scored_until_the_officer_gives_more_time(db: None) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1, days=1)
    ((seat_id, actor),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    await make.fill(actor, seat_id, "8")
    deadline = await clock.now()
    await database.execute("UPDATE review_round SET closes = $1", deadline)
    with pytest.raises(Conflict):
        await actions.submit_score(actor, seat_id)
    await actions.extend_round(pool.officer, round_id, deadline.replace(year=deadline.year + 1), "专家出差")
    assert await actions.submit_score(actor, seat_id)


async def test_a_closed_round_is_final(db: None) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    with pytest.raises(Conflict):
        await actions.close_round(pool.officer, round_id)
    assessment_id = await make.assessment(pool, round_id)
    ((seat_id, actor),) = (await make.panel(pool, assessment_id)).items()
    with pytest.raises(Conflict):
        await actions.close_round(pool.officer, round_id)
    await make.score(actor, seat_id, "8")
    await actions.close_round(pool.officer, round_id)
    for late in (
        actions.recuse(actor, seat_id, "迟到的回避"),
        actions.reopen_score(pool.officer, seat_id, "再评"),
        actions.close_round(pool.officer, round_id),
        make.assessment(pool, round_id),
    ):
        with pytest.raises(IllegalMove):
            await late
    assert (await queries.my_seat(actor, seat_id)).proposal is None
