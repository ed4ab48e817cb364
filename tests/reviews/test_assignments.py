"""An assignment as it is asked for, read, changed and applied; and who replaces somebody who left."""

import json
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import database
from parks.kernel.errors import Conflict, Hidden, Invalid
from parks.reviews import actions
from parks.reviews import queries as rounds
from parks.reviews.actions import assignments
from parks.reviews.queries import assignments as queries
from parks.reviews.rules.assignment import Question
from parks.reviews.rules.conflicts import Barred, Evidence, Tie
from parks.reviews.states import ConflictKind, ExpertKind, TieKind, TieSource

BAR = Barred(ConflictKind.KIN, TieSource.DECLARED, Evidence("林知微"))


async def place(*employers: str, proposals: int = 2, seats: int = 2) -> tuple[make.Pool, UUID, list[UUID], list[UUID]]:
    """A pool with an expert of each employer (the first one of optics, the others of farming), and a round."""
    at = await make.pool(experts=0)
    experts = []
    for number, employer in enumerate(employers):
        fields, title = (("electronics",), "激光雷达教授") if number == 0 else (("agriculture",), "农艺师")
        kind = ExpertKind.TECHNICAL if number < 2 else ExpertKind.INVESTOR
        experts.append(await make.expert(at, fields=fields, title=title, employer=employer, kind=kind))
    round_id = await make.review_round(at, seats=seats)
    return at, round_id, experts, [await make.assessment(at, round_id) for _each in range(proposals)]


async def seats() -> set[tuple[UUID, UUID]]:
    found = await database.rows("SELECT assessment, expert FROM seat WHERE state IN ('offered', 'declared', 'scored')")
    return {(one["assessment"], one["expert"]) for one in found}


async def test_proposed_read_changed_and_applied_in_one_go(db: None) -> None:
    at, round_id, experts, (first, second) = await place("甲大学", "乙所", "丙公司")
    await actions.seat(at.officer, first, experts[1])
    run_id = await assignments.propose(at.officer, round_id, max_load=2, mix={ExpertKind.INVESTOR: 1})
    run = (await queries.assignment(at.officer, round_id)).run
    assert run is not None
    assert (run.id, run.proven, run.short, await seats()) == (run_id, True, (), {(first, experts[1])})
    panels = {one.assessment_id: {pair.expert_id: pair for pair in one.pairs} for one in run.panels}
    assert (set(panels[first]), set(panels[second])) == ({experts[1], experts[2]}, {experts[0], experts[2]})
    assert panels[first][experts[1]].kept
    known = panels[second][experts[0]]
    assert known.affinity > Decimal("0.6")
    assert {"激光", "雷达"} <= set(known.terms)
    assert (run.objective, run.worst) == (sum(one.total for one in run.panels), min(one.total for one in run.panels))
    assert {one.load for one in run.loads} == {1, 2}

    await assignments.edit(at.officer, round_id, run_id, second, out=experts[2], into=experts[1])
    changed = (await queries.assignment(at.officer, round_id)).run
    assert changed is not None
    assert changed.edited == 1
    assert await assignments.apply(at.officer, round_id, run_id) == 3
    assert await seats() == {(first, experts[1]), (first, experts[2]), (second, experts[0]), (second, experts[1])}
    with pytest.raises(Conflict, match="applied or put aside"):
        await assignments.apply(at.officer, round_id, run_id)


async def test_the_stored_run_gives_the_same_bytes_again_and_never_changes(db: None) -> None:
    at, round_id, _experts, _opened = await place("甲", "乙", "丙", proposals=3)
    stored = []
    for _each in range(2):
        run_id = await assignments.propose(at.officer, round_id, max_load=3)
        found = await database.row("SELECT inputs, inputs_hash, pairs, seed FROM assignment_run WHERE id = $1", run_id)
        assert found is not None
        stored.append(dict(found))
    assert stored[0] == stored[1]
    again = Question.of(stored[0]["inputs"])
    assert again.stored() == stored[0]["inputs"]
    assert json.loads(stored[0]["pairs"]) == [list(one) for one in again.answered().pairs]
    states = await database.rows("SELECT state FROM assignment_run ORDER BY made_at, id")
    assert [one["state"] for one in states] == ["discarded", "proposed"]
    with pytest.raises(Exception, match="never changes"):
        await database.execute("UPDATE assignment_run SET objective = 9 WHERE id = $1", run_id)


async def test_what_has_changed_since_refuses_the_whole(db: None) -> None:
    at, round_id, experts, (first, second) = await place("甲", "乙")
    run_id = await assignments.propose(at.officer, round_id, max_load=2)
    await actions.check_conflicts(at.officer, second, {experts[1]: [BAR]})
    with pytest.raises(Conflict, match=r"A-002, .*must be recused"):
        await assignments.apply(at.officer, round_id, run_id)
    assert await seats() == set(), "the first panel's seats are undone with it"
    await actions.check_conflicts(at.officer, second, {})
    await actions.seat(at.officer, first, experts[0])
    with pytest.raises(Conflict, match="The panel of A-001 has changed since"):
        await assignments.apply(at.officer, round_id, run_id)


async def test_who_is_barred_left_rests_or_was_not_looked_at_is_not_assigned_and_it_is_said(db: None) -> None:
    at, round_id, experts, (first, second) = await place("甲", "乙", "丙", "丁", seats=3)
    await actions.check_conflicts(at.officer, first, {experts[0]: [BAR]})
    seat_id = await actions.seat(at.officer, first, experts[1])
    await actions.recuse(at.experts[experts[1]], seat_id, "曾共事")
    await actions.let_rest(at.officer, experts[2], "出国")
    await assignments.propose(at.officer, round_id, max_load=5)
    run = (await queries.assignment(at.officer, round_id)).run
    assert run is not None
    got = {one.assessment_id: {pair.expert_id for pair in one.pairs} for one in run.panels}
    assert got == {first: {experts[3]}, second: {experts[0], experts[1], experts[3]}}
    assert [str(one) for one in run.short] == ["A-001 lacks 2 experts: too few are free of conflicts with it."]
    await actions.add_tie(at.officer, experts[3], Tie(TieKind.KIN, "某人"))
    await assignments.propose(at.officer, round_id, max_load=5)
    later = (await queries.assignment(at.officer, round_id)).run
    assert later is not None
    assert later.unchecked == 1
    assert all(one.expert_id != experts[3] for panel in later.panels for one in panel.pairs)


async def test_an_edit_keeps_the_rules(db: None) -> None:
    at, round_id, experts, (first, second) = await place("甲", "甲", "乙", "丙", seats=2)
    await actions.check_conflicts(at.officer, second, {experts[3]: [BAR]})
    await actions.seat(at.officer, first, experts[0])
    run_id = await assignments.propose(at.officer, round_id, max_load=2)
    edit = assignments.edit
    for wrong, field in (
        ({}, "into"),
        ({"out": experts[0]}, "out"),
        ({"into": experts[3]}, "into"),
        ({"out": experts[2], "into": experts[1]}, "into"),
    ):
        with pytest.raises(Invalid) as refused:
            await edit(at.officer, round_id, run_id, first, **wrong)
        assert field in refused.value.fields
    with pytest.raises(Invalid):
        await edit(at.officer, round_id, run_id, second, out=experts[0], into=experts[3])
    with pytest.raises(Hidden):
        await edit(next(iter(at.experts.values())), round_id, run_id, second, out=experts[0])


@pytest.mark.parametrize("proposals", [1, 3])
async def test_the_page_takes_three_statements_however_many_panels(proposals: int, db: None) -> None:
    at, round_id, _experts, opened = await place("甲", "乙", proposals=proposals)
    await assignments.propose(at.officer, round_id, max_load=3)
    async with counted() as seen:
        found = await queries.assignment(at.officer, round_id, edits=opened[0])
    assert found.run is not None
    assert (len(found.run.panels), len(found.choice), len(seen)) == (proposals, 2, 3)


async def test_somebody_steps_back_and_the_page_offers_the_cheapest_replacement(
    db: None, client: httpx.AsyncClient
) -> None:
    at, _round, experts, (first, _second) = await place("甲", "乙", "乙", "丙", seats=2)
    seat_id = await actions.seat(at.officer, first, experts[0])
    await actions.seat(at.officer, first, experts[1])

    async def suggestion() -> queries.Suggestion | None:
        found = await rounds.assessment(at.officer, first)
        return queries.suggested(found, await rounds.candidates(at.officer, first, limit=400))

    assert await suggestion() is None, "nobody has left"
    await actions.recuse(at.experts[experts[0]], seat_id, "曾共事")
    offered = await suggestion()
    assert offered is not None
    assert offered.expert_id == experts[3], "2 is of the employer that sits there"
    await actions.seat(at.officer, first, offered.expert_id)
    assert await suggestion() is None
    await actions.recuse(at.experts[experts[1]], await seat_of(first, experts[1]), "曾任顾问")
    desk = await identity.signed_in(client, at.officer)
    page = await desk.get(f"/assessments/{first}")
    assert "代价最小的替补" in page.text
    assert f'value="{experts[2]}"' in page.text


async def seat_of(assessment_id: UUID, expert_id: UUID) -> UUID:
    found: UUID = await database.value(
        "SELECT id FROM seat WHERE assessment = $1 AND expert = $2", assessment_id, expert_id
    )
    return found


async def test_the_officer_does_it_all_on_the_page_and_a_program_by_the_api(
    db: None, client: httpx.AsyncClient
) -> None:
    at, round_id, experts, (_first, second) = await place("甲", "乙", "丙")
    desk = await identity.signed_in(client, at.officer)
    url = f"/rounds/{round_id}/assignment"
    assert "还没有分配方案" in (await desk.get(url)).text
    assert (await desk.get(f"/api/v1{url}")).json() is None
    for wrong in (
        {"max_load": "0"},
        {"max_load": "x"},
        {"max_load": "2", "min_load": "3"},
        {"max_load": "2", "floor": "99"},
    ):
        refused = await desk.post(url, data=wrong)
        assert refused.status_code == 422, wrong
        assert f'value="{wrong["max_load"]}"' in refused.text, "what was typed stays"
    made = await desk.post(url, data={"max_load": "2", "floor": "auto", "min_load": "0", "every_panel": ""})
    assert (made.status_code, made.headers["location"]) == (303, url)
    page = await desk.get(url)
    assert "已证明最优" in page.text
    assert "HiGHS" in page.text
    told = (await desk.get(f"/api/v1{url}")).json()
    panel = next(one for one in told["panels"] if one["assessment_id"] == str(second))
    out = panel["pairs"][0]["expert_id"]
    spare = next(str(one) for one in experts if str(one) not in {pair["expert_id"] for pair in panel["pairs"]})
    editing = await desk.get(f"{url}?edit={second}")
    assert f'value="{spare}"' in editing.text
    sent = {"run": told["run"], "assessment": str(second), "out": out, "into": spare}
    changed = await desk.put(f"{url}/pairs", data=sent)
    if changed.status_code == 422:  # the spare one has a full load: said beside the field
        assert "最大评审量" in changed.text
    else:
        assert changed.status_code == 303
    assert (await desk.put(f"/api/v1{url}/pairs", json=sent | {"into": str(round_id)})).status_code == 422
    applied = await desk.put(f"/api/v1{url}/application", json={"run": told["run"]})
    assert (applied.status_code, applied.json()) == (200, {"seats": 4})
    again = await desk.put(f"{url}/application", data={"run": told["run"]})
    assert again.status_code == 409
    assert "已经执行或搁置" in again.text
    assert len(await seats()) == 4
    assert (await desk.delete(url)).status_code == 303
