"""Conflicts of interest: one answer asked at five moments, and officials who are kept from their own matters."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import clock, database
from parks.app import VEILS
from parks.audit import queries as trail
from parks.identity import queries as people
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.kernel.subject import SubjectRef
from parks.reviews import actions, queries
from parks.reviews.actions import assignments
from parks.reviews.queries import assignments as assignment_queries
from parks.reviews.queries import draws as draw_queries
from parks.reviews.queries.draws import Terms
from parks.reviews.rules.conflicts import Barred, Company, Evidence, Person, SubjectTies, mark, parties
from parks.reviews.states import ConflictKind, ConflictSource, LeftOut, TieSource

FIRM = Company("澄湖市星阑光电科技有限公司", "91330100FAKE00013C")
SHARES = actions.NewConflict(ConflictKind.SHAREHOLDER, FIRM.name, "工商登记截图，2026年10月")


async def matter(pool: make.Pool, round_id: UUID, *, owner: UUID | None = None) -> UUID:
    """An assessment whose applicant's company and people are known."""
    subject = SubjectRef("application", uuid4(), "澄湖市星阑光电科技有限公司 林知微", "/applications/x")
    ties = SubjectTies(companies=(FIRM,), people=(Person("林知微", owner),) if owner else ())
    return await actions.open_assessment(pool.officer, round_id, subject, make.proposal(), {}, ties=ties)


@dataclass
class Table:
    """A panel at one assessment: three seats, its experts in their order."""

    pool: make.Pool
    round_id: UUID
    assessment_id: UUID
    seats: dict[UUID, Actor]

    @property
    def first(self) -> tuple[UUID, UUID, Actor]:
        """The first seat, its expert's id, and the expert as an actor."""
        (seat_id, actor), expert_id = next(iter(self.seats.items())), next(iter(self.pool.experts))
        return seat_id, expert_id, actor


async def panel(*, experts: int = 3, size: int | None = None, declared: bool = True) -> Table:
    pool = await make.pool(experts=experts)
    round_id = await make.review_round(pool)
    assessment_id = await matter(pool, round_id)
    return Table(pool, round_id, assessment_id, await make.panel(pool, assessment_id, declared=declared, size=size))


async def from_tomorrow(at: Table, expert_id: UUID) -> None:
    """A conflict that begins tomorrow, and then it is tomorrow: nobody looked at the seats in between."""
    tomorrow = await clock.today() + timedelta(days=1)
    new = actions.NewConflict(ConflictKind.ADVISER, FIRM.name, "聘书", since=tomorrow)
    await actions.enter_conflict(at.pool.officer, at.assessment_id, new, expert_id=expert_id)
    assert await queries.standing(at.assessment_id, expert_id) == ()
    await clock.move(timedelta(days=1))


async def state(seat_id: UUID) -> str:
    found: str = await database.value("SELECT state FROM seat WHERE id = $1", seat_id)
    return found


async def test_what_was_found_and_what_was_written_down_are_one_answer(db: None) -> None:
    pool = await make.pool(experts=2)
    round_id = await make.review_round(pool)
    first, second = pool.experts
    found = Barred(ConflictKind.KIN, TieSource.DECLARED, Evidence("林知微"))
    assessment_id = await make.assessment(pool, round_id, barred={first: [found]})
    await actions.enter_conflict(pool.officer, assessment_id, SHARES, expert_id=first, source=ConflictSource.NAMED)
    written = Barred(ConflictKind.SHAREHOLDER, ConflictSource.NAMED, Evidence(FIRM.name))
    assert await queries.standing(assessment_id, first) == (found, written)
    assert await queries.standing(assessment_id, second) == ()
    assert await queries.standing_in(round_id) == {(assessment_id, first): (found, written)}


async def test_at_the_draw_and_the_assignment_a_whole_round_is_answered_and_a_company_stands_for_its_matters(
    db: None,
) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool)
    (expert_id, expert), *_none = pool.experts.items()
    theirs, other = await matter(pool, round_id), await make.assessment(pool, round_id)
    await actions.declare_interest(expert, actions.NewConflict(ConflictKind.DIRECTOR, " 澄湖市星阑光电科技有限公司 "))
    assert set(await queries.standing_in(round_id)) == {(theirs, expert_id)}
    later = await matter(pool, await make.review_round(pool))
    assert [one.kind for one in await queries.standing(later, expert_id)] == [ConflictKind.DIRECTOR]
    assert await queries.standing(other, expert_id) == ()


async def test_the_draw_leaves_out_whom_conflicts_of_any_source_keep_from_too_much(db: None) -> None:
    pool = await make.pool(experts=4)
    round_id = await make.review_round(pool)
    ids = [await matter(pool, round_id) for _each in range(2)] + [
        await make.assessment(pool, round_id) for _each in range(2)
    ]
    named, whole, later, free = pool.experts
    await actions.enter_conflict(pool.officer, ids[3], SHARES, expert_id=named, source=ConflictSource.NAMED)
    await actions.declare_interest(
        pool.experts[whole], actions.NewConflict(ConflictKind.DIRECTOR, FIRM.name), FIRM.uscc
    )
    tomorrow = await clock.today() + timedelta(days=1)
    new = actions.NewConflict(ConflictKind.ADVISER, FIRM.name, "聘书", since=tomorrow)
    await actions.enter_conflict(pool.officer, ids[0], new, expert_id=later)

    async def seen(terms: Terms) -> tuple[dict[UUID, int], int]:
        found = await draw_queries.pooled(round_id, terms, [])
        barred = {found.marks[one.id]: one.barred for one in found.snapshot.candidates}
        return barred, found.left_out.get(LeftOut.BARRED, 0)

    assert await seen(Terms(most_barred=50)) == ({named: 1, whole: 2, later: 0, free: 0}, 0)
    assert await seen(Terms(most_barred=25)) == ({named: 1, later: 0, free: 0}, 1)
    await clock.move(timedelta(days=1))
    assert await seen(Terms(most_barred=24)) == ({free: 0}, 3)


async def test_the_assignment_gives_no_seat_to_whom_a_conflict_of_any_source_keeps_away(db: None) -> None:
    pool = await make.pool(experts=0)
    for employer in ("岚江大学", "澄湖研究院", "云州工学院"):  # a panel takes one of each
        await make.expert(pool, employer=employer)
    round_id = await make.review_round(pool)
    theirs, other = await matter(pool, round_id), await make.assessment(pool, round_id)
    named, whole, free = pool.experts
    taken_back = await actions.enter_conflict(pool.officer, theirs, SHARES, expert_id=free)
    await actions.end_conflict(pool.officer, taken_back, "误登")
    await actions.enter_conflict(pool.officer, theirs, SHARES, expert_id=named, source=ConflictSource.NAMED)
    await actions.declare_interest(pool.experts[whole], actions.NewConflict(ConflictKind.INVESTOR, FIRM.name))
    run_id = await assignments.propose(pool.officer, round_id, max_load=5)
    run = (await assignment_queries.assignment(pool.officer, round_id)).run
    assert run is not None
    got = {one.assessment_id: {pair.expert_id for pair in one.pairs} for one in run.panels}
    assert got == {theirs: {free}, other: {named, whole, free}}
    with pytest.raises(Invalid) as refusal:
        await assignments.edit(pool.officer, round_id, run_id, theirs, into=named)
    assert list(refusal.value.fields) == ["into"]
    await actions.enter_conflict(pool.officer, other, SHARES, expert_id=named)  # after the proposal was made
    with pytest.raises(Conflict, match="Holds shares of"):
        await assignments.apply(pool.officer, round_id, run_id)


async def test_who_leaves_for_a_conflict_is_replaced_by_the_cheapest_who_has_none_and_the_others_stay(
    db: None,
) -> None:
    at = await panel(size=2)
    await make.expert(at.pool, fields=("electronics",), title="激光雷达教授", employer="岚江光学所")
    await make.expert(at.pool, fields=("electronics",), title="激光雷达工程师", employer="澄湖光学所")
    best, second = list(at.pool.experts)[3:]
    # they came into the pool after the look for conflicts
    await actions.check_conflicts(at.pool.officer, at.assessment_id, {})

    async def offered() -> UUID | None:
        found = await queries.assessment(at.pool.officer, at.assessment_id)
        one = assignment_queries.suggested(found, await queries.candidates(at.pool.officer, at.assessment_id))
        return one.expert_id if one else None

    assert await offered() is None
    await actions.enter_conflict(at.pool.officer, at.assessment_id, SHARES, expert_id=at.first[1])
    now = await offered()
    assert now in {best, second}
    await actions.enter_conflict(at.pool.officer, at.assessment_id, SHARES, expert_id=now)
    assert {now, await offered()} == {best, second}
    assert [await state(one) for one in at.seats] == ["recused", "declared"]


async def test_at_the_assignment_who_is_in_conflict_gets_no_seat(db: None) -> None:
    at = await panel(experts=1, size=0)
    (expert_id,) = at.pool.experts
    await actions.enter_conflict(at.pool.officer, at.assessment_id, SHARES, expert_id=expert_id)
    with pytest.raises(Forbidden, match="Holds shares of"):
        await actions.seat(at.pool.officer, at.assessment_id, expert_id)


async def test_at_the_opening_the_proposal_is_closed_and_the_kind_alone_is_told(db: None) -> None:
    at = await panel(declared=False)
    seat_id, expert_id, expert = at.first
    await from_tomorrow(at, expert_id)
    for ask in (
        queries.my_seat(expert, seat_id),
        queries.attachment(expert, seat_id, 1),
        actions.declare(expert, seat_id, conflict=False),
    ):
        with pytest.raises(Forbidden, match="Adviser") as refusal:
            await ask
        assert "星阑" not in str(refusal.value)


async def test_at_the_scoring_nothing_is_kept_and_nothing_submitted(db: None) -> None:
    at = await panel()
    seat_id, expert_id, expert = at.first
    line = (await queries.my_seat(expert, seat_id)).lines[0]
    await make.fill(expert, seat_id, "8")
    await from_tomorrow(at, expert_id)
    for ask in (
        actions.save_mark(expert, seat_id, line.criterion_id, Decimal(1), "改一改"),
        actions.submit_score(expert, seat_id),
    ):
        with pytest.raises(Forbidden, match="stands against you"):
            await ask
    assert await database.value("SELECT value FROM mark WHERE criterion = $1", line.criterion_id) == 8


async def test_at_the_decision_a_score_in_conflict_does_not_count_and_its_seat_is_free(db: None) -> None:
    at = await panel()
    (first, a), (_second, b), (third, c) = at.seats.items()
    for seat_id, expert in ((first, a), (_second, b)):
        await make.score(expert, seat_id, "8")
    await from_tomorrow(at, at.first[1])
    assert await make.score(c, third, "9") is False
    assert (await queries.summary(at.assessment_id)).total is None
    assert await state(first) == "recused"


async def test_a_round_does_not_close_on_a_score_in_conflict(db: None) -> None:
    at = await panel()
    for seat_id, expert in at.seats.items():
        await make.score(expert, seat_id, "8")
    await from_tomorrow(at, at.first[1])
    with pytest.raises(Conflict, match="wait for scores"):
        await actions.close_round(at.pool.officer, at.round_id)
    assert await state(at.first[0]) == "recused"
    assert (await queries.summary(at.assessment_id)).rank is None


async def test_a_conflict_that_is_found_late_closes_the_content_and_seals_the_score_at_once(db: None) -> None:
    at = await panel()
    for seat_id, expert in at.seats.items():
        await make.score(expert, seat_id, "8")
    seat_id, expert_id, expert = at.first
    conflict_id = await actions.enter_conflict(at.pool.officer, at.assessment_id, SHARES, expert_id=expert_id)
    with pytest.raises(Forbidden, match="Shareholding"):
        await queries.my_seat(expert, seat_id)
    sealed = await database.row("SELECT state, reason, score FROM seat WHERE id = $1", seat_id)
    assert sealed is not None
    assert tuple(sealed.values()) == ("recused", "conflict", Decimal(80))
    board = await queries.board(at.pool.officer, at.assessment_id)
    assert (board.vacant, [one.reason for one in board.left]) == (1, ["conflict"])
    assert [one.id for one in board.noted if one.live] == [conflict_id]
    with pytest.raises(Conflict):  # a seat that was left blocks another one, even after the conflict is taken back
        await actions.end_conflict(at.pool.officer, conflict_id, "误登")
        await actions.seat(at.pool.officer, at.assessment_id, expert_id)
    with pytest.raises(Hidden):
        await queries.my_seat(expert, seat_id)


async def test_an_interest_in_a_company_closes_every_seat_at_it_and_no_other(db: None) -> None:
    at = await panel()
    other = await make.panel(at.pool, await make.assessment(at.pool, at.round_id), size=1)
    seat_id, _expert_id, expert = at.first
    await actions.declare_interest(expert, actions.NewConflict(ConflictKind.INVESTOR, "旧称"), FIRM.uscc.lower())
    assert [await state(one) for one in (seat_id, *other)] == ["recused", "declared"]


async def test_a_pinned_conflict_is_ended_by_nobody_until_an_administrator_lets_it_go(db: None) -> None:
    at = await panel(experts=1, size=0)
    (expert_id,) = at.pool.experts
    admin = await identity.person("郑维", [(Role.SYSTEM_ADMIN, at.pool.organisation_id)])
    officer = at.pool.officer
    conflict_id = await actions.enter_conflict(officer, at.assessment_id, SHARES, expert_id=expert_id)
    with pytest.raises(Forbidden, match="Only an administrator"):
        await actions.pin_conflict(officer, conflict_id, "重大")
    with pytest.raises(Invalid):
        await actions.pin_conflict(admin, conflict_id, " ")
    await actions.pin_conflict(admin, conflict_id, "纪检要求")
    with pytest.raises(Conflict, match="pinned"):
        await actions.end_conflict(officer, conflict_id, "误登")
    await actions.pin_conflict(admin, conflict_id, "核查完毕", pinned=False)
    await actions.end_conflict(officer, conflict_id, "误登")
    assert await queries.standing(at.assessment_id, expert_id) == ()
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE conflict SET party = '别人' WHERE id = $1", conflict_id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("DELETE FROM conflict")


async def test_a_conflict_needs_its_evidence_its_person_and_days_in_order(db: None) -> None:
    at = await panel(experts=1, size=0)
    (expert_id,) = at.pool.experts
    today = await clock.today()
    bad = (
        (actions.NewConflict(ConflictKind.KIN, "林知微"), expert_id, "evidence"),
        (actions.NewConflict(ConflictKind.KIN, " ", "户口簿"), expert_id, "party"),
        (actions.NewConflict(ConflictKind.KIN, "林知微", "户口簿"), uuid4(), "expert"),
        (actions.NewConflict(ConflictKind.KIN, "林知微", "户口簿"), None, "expert"),
        (actions.NewConflict(ConflictKind.KIN, "林知微", "户口簿", today, today), expert_id, "until"),
    )
    for new, whose, field in bad:
        with pytest.raises(Invalid) as refusal:
            await actions.enter_conflict(at.pool.officer, at.assessment_id, new, expert_id=whose)
        assert list(refusal.value.fields) == [field]


async def conflicted(at: Table, role: Role = Role.PROGRAMME_OFFICER) -> Actor:
    """An official with a declared interest in the company of the matter."""
    made = await identity.person("陆行之", [(role, at.pool.organisation_id)])
    new = actions.NewConflict(ConflictKind.EMPLOYER, "旧雇主", since=await clock.today())
    await actions.declare_interest(made, new, FIRM.uscc)
    return made


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.AUDITOR])
async def test_a_conflicted_official_sees_neither_scores_counts_ranks_nor_log_until_release(
    db: None, role: Role
) -> None:
    at = await panel()
    best = await make.assessment(at.pool, at.round_id)
    last = await make.assessment(at.pool, at.round_id)
    for assessment_id, each in ((best, "9"), (last, "5")):
        for seat_id, expert in (await make.panel(at.pool, assessment_id)).items():
            await make.score(expert, seat_id, each)
    for seat_id, expert in at.seats.items():
        await make.score(expert, seat_id, "7")
    free, official = at.pool.officer, await conflicted(at, role)
    lists = {
        queries.assessments: queries.ASSESSMENT_LIST.view("sort=rank", "/x"),
        queries.standings: queries.RANK_LIST.view("sort=rank", "/x"),
    }

    async def ranks(reader: Actor) -> list[list[int | None]]:
        shown = [[one.rank for one in (await ask(reader, at.round_id, view)).rows] for ask, view in lists.items()]
        return [*shown, [one.rank for one in await queries.ranking(at.round_id, reader)]]

    async def counts(reader: Actor) -> tuple[int, int, int]:
        found = await queries.review_round(reader, at.round_id)
        return found.assessments, found.closed, (await queries.summary(last, reader)).of

    assert await ranks(free) == [[1, 2, 3]] * 3
    assert await ranks(official) == [[1, 2]] * 3  # without a gap where the hidden one stands
    assert (await counts(free), await counts(official)) == ((3, 3, 3), (2, 2, 2))
    assert (await queries.assessment(official, last)).rank == 2
    for ask in (
        queries.assessment(official, at.assessment_id),
        queries.summary(at.assessment_id, official),
        queries.assessment_of(official, at.first[0]),
        queries.board(official, at.assessment_id),
        actions.seat(official, at.assessment_id, at.first[1]),
        actions.reopen_score(official, at.first[0], "再看"),
        actions.enter_conflict(official, at.assessment_id, SHARES, expert_id=at.first[1]),
    ):
        with pytest.raises(Hidden):
            await ask
    assert await queries.candidates(official, at.assessment_id) == []
    assert await queries.official(official, [at.assessment_id, best]) == {at.assessment_id}
    if role is Role.AUDITOR:
        trail.furnish(VEILS)
        about = {one.subject_id for one in (await trail.trail(official, trail.GRID.view("size=200", "/x"))).rows}
        assert best in about
        assert not about & {at.assessment_id, *at.seats}
    else:
        with pytest.raises(Forbidden, match="Another officer"):
            await actions.close_round(official, at.round_id)
    await actions.release_round(free, at.round_id)
    assert await ranks(official) == [[1, 2, 3]] * 3
    assert (await queries.assessment(official, at.assessment_id)).total == Decimal(70)


async def test_the_applicants_own_people_never_see_their_matter_from_within(db: None) -> None:
    at = await panel(experts=1, size=0)
    insider = await identity.person("林知微", [(Role.PROGRAMME_OFFICER, at.pool.organisation_id)])
    own = await matter(at.pool, await make.review_round(at.pool), owner=insider.id)
    insider = await people.actor(insider.id)
    with pytest.raises(Hidden):
        await queries.assessment(insider, own)
    assert (await queries.assessment(at.pool.officer, own)).id == own


def test_a_company_is_known_by_its_number_and_by_its_name() -> None:
    assert parties(SubjectTies(companies=(FIRM,))) == (FIRM.uscc, FIRM.name)
    assert mark("x", " 9133 0100fake00013c") == FIRM.uscc
    assert mark("澄湖（市）", "") == mark("澄湖(市) ")
