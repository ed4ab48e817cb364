"""The draw as people do it: committed to, witnessed, revealed; the panel that follows; what the database keeps."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from tests.make import draws as make
from tests.make import identity, reviews
from tests.reviews.rules.test_draw import anew

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.reviews import actions
from parks.reviews.actions import draws
from parks.reviews.queries import candidates
from parks.reviews.queries import draws as queries
from parks.reviews.queries.draws import Terms
from parks.reviews.rules import draw as rule
from parks.reviews.rules.conflicts import Barred, Evidence
from parks.reviews.rules.draw import Constraints
from parks.reviews.states import ConflictKind, LeftOut, TieSource

pytestmark = pytest.mark.usefixtures("db")

WORDS = "六个骰子：3 1 4 1 5 2"


async def test_a_panel_is_committed_to_witnessed_and_revealed_and_anyone_can_replay_it() -> None:
    of = await make.drawing()
    asked = Constraints(5, {"electronics": 2}, {"investor": 1})
    draw_id = await draws.commit(of.at.officer, of.round_id, asked, of.auditor.id)
    (view,) = (await queries.draws(of.second, of.round_id)).draws
    assert (view.number, view.state, view.candidates, view.witness) == (1, "committed", 12, "郑守拙")
    assert (view.secret, view.words, view.panel, await queries.panel(of.round_id)) == ("", "", (), [])
    trail = await database.row("SELECT detail FROM audit_entry WHERE act = 'draw committed to'")
    assert trail is not None
    assert trail["detail"]["commitment"] == view.commitment
    with pytest.raises(Conflict, match="not revealed"):
        await queries.record(of.second, draw_id)

    await draws.witness(of.auditor, draw_id, WORDS)
    await draws.reveal(of.at.officer, draw_id)

    record = await queries.record(of.auditor, draw_id)
    assert record["commitment"] == view.commitment, "what is revealed is what was committed to"
    assert rule.first_difference(record) is None
    secret = bytes.fromhex(record["secret"])
    told = anew(record["candidates"], record["constraints"], secret, record["words"])
    assert told == (record["commitment"], record["seated"], record["backups"])
    panel = await queries.panel(of.round_id)
    assert panel is not None
    assert [queries.expert_mark(of.round_id, one) for one in panel] == record["seated"]
    assert {str(one) for one in of.at.experts}.isdisjoint(str(record)), "the record names nobody"
    assert "研究所" not in str(record)
    live = (await queries.draws(of.auditor, of.round_id)).live
    assert live is not None
    assert [one.expert_id for one in live.panel] == panel
    assert len(live.backups) == 7
    assert sum("electronics" in one.fields for one in live.panel) >= 2
    assert any(one.kind == "investor" for one in live.panel)


async def test_nobody_learns_the_secret_before_it_is_revealed() -> None:
    of = await make.drawing()
    draw_id = await make.committed(of)
    kept = await database.row("SELECT * FROM expert_draw WHERE id = $1", draw_id)
    assert kept is not None
    snapshot, constraints = rule.Snapshot.of(kept["snapshot"]), rule.Constraints.of(kept["constraints"])
    await draws.witness(of.auditor, draw_id, WORDS)
    await draws.reveal(of.second, draw_id)
    secret = (await queries.record(of.second, draw_id))["secret"]
    assert rule.commitment(snapshot, constraints, bytes.fromhex(secret)) == kept["commitment"]
    assert secret not in str(dict(kept)), "at rest it was locked"
    before = await database.rows("SELECT detail FROM audit_entry WHERE act IN ('draw committed to', 'draw witnessed')")
    assert secret not in str([one["detail"] for one in before])
    # the outcome hangs on the witness's words too: the officer's side could not have chosen it
    seeds = {rule.seeded(bytes.fromhex(secret), words) for words in (WORDS, "others")}
    assert len(seeds) == 2


async def test_who_may_do_what() -> None:
    of = await make.drawing()
    for witness_id, sentence in (
        (of.at.officer.id, "somebody else"),
        (next(iter(of.at.experts.values())).id, "Choose"),
    ):
        with pytest.raises(Invalid) as refused:
            await draws.commit(of.at.officer, of.round_id, Constraints(5), witness_id)
        assert sentence in str(refused.value.fields["witness"])
    with pytest.raises(Forbidden):
        await draws.commit(of.auditor, of.round_id, Constraints(5), of.second.id)
    with pytest.raises(Hidden):
        await draws.commit(next(iter(of.at.experts.values())), of.round_id, Constraints(5), of.auditor.id)
    draw_id = await draws.commit(of.at.officer, of.round_id, Constraints(5), of.second.id)
    with pytest.raises(Conflict):  # nothing is revealed without its witness
        await draws.reveal(of.at.officer, draw_id)
    for other in (of.at.officer, of.auditor):
        with pytest.raises(Forbidden, match="Only the witness"):
            await draws.witness(other, draw_id, WORDS)
    by_key = Actor(of.second.id, of.second.name, held=of.second.held, via="api-key")
    with pytest.raises(Forbidden, match="in person"):
        await draws.witness(by_key, draw_id, WORDS)
    with pytest.raises(Invalid):
        await draws.witness(of.second, draw_id, " 31 ")
    await draws.witness(of.second, draw_id, WORDS)
    with pytest.raises(Conflict):  # once
        await draws.witness(of.second, draw_id, "5 5 5 5")
    with pytest.raises(Forbidden, match="another officer"):
        await draws.reveal(of.second, draw_id)
    with pytest.raises(Forbidden):
        await draws.reveal(of.auditor, draw_id)
    await draws.reveal(of.at.officer, draw_id)
    with pytest.raises(Conflict):
        await draws.reveal(of.at.officer, draw_id)


async def test_two_officers_at_once_one_wins() -> None:
    of = await make.drawing()
    tried = await asyncio.gather(
        *(draws.commit(who, of.round_id, Constraints(5), of.auditor.id) for who in (of.at.officer, of.second)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in tried) == ["Conflict", "UUID"]
    draw_id = next(one for one in tried if not isinstance(one, BaseException))
    await draws.witness(of.auditor, draw_id, WORDS)
    tried_ = await asyncio.gather(
        *(draws.reveal(who, draw_id) for who in (of.at.officer, of.second)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in tried_) == ["IllegalMove", "NoneType"]
    assert await database.value("SELECT count(*) FROM drawn_expert") == 12


async def test_a_redraw_asks_for_a_reason_and_is_counted() -> None:
    of = await make.drawing()
    first, panel = await make.revealed(of)
    with pytest.raises(Conflict, match="number 1"):
        await make.committed(of)
    with pytest.raises(Invalid) as refused:
        await draws.redraw(of.at.officer, first, "  ")
    assert "reason" in refused.value.fields
    second = await draws.redraw(of.at.officer, first, "两名专家与申报企业有关联", constraints=Constraints(7))
    seen = await queries.draws(of.auditor, of.round_id)
    assert [(one.number, one.state, one.reason) for one in seen.draws] == [
        (2, "committed", ""),
        (1, "replaced", "两名专家与申报企业有关联"),
    ]
    assert [one.expert_id for one in seen.former[0].panel] == panel, "the first draw stays to be seen"
    assert seen.live is not None
    assert (seen.live.id, seen.live.constraints.seats, seen.live.witness) == (second, 7, "郑守拙")
    assert seen.draws[0].commitment != seen.draws[1].commitment
    assert rule.first_difference(await queries.record(of.auditor, first)) is None
    exported = await queries.records(of.round_id)
    assert [(one["number"], one["secret"] is None, one["seated"] == []) for one in exported] == [
        (1, False, False),
        (2, True, True),
    ]


async def test_no_redraw_while_the_drawn_experts_hold_seats() -> None:
    of = await make.drawing()
    proposal = await reviews.assessment(of.at, of.round_id)
    draw_id, panel = await make.revealed(of)
    seat_id = await actions.seat(of.at.officer, proposal, panel[0])
    with pytest.raises(Conflict, match="1 seats are held"):
        await draws.redraw(of.at.officer, draw_id, "重抽")
    await actions.replace(of.at.officer, seat_id, "重新抽取")
    await draws.redraw(of.at.officer, draw_id, "重抽")


async def test_seats_respect_the_panel_and_an_administrator_may_add_to_it_on_record() -> None:
    of = await make.drawing()
    proposal = await reviews.assessment(of.at, of.round_id)
    draw_id = await make.committed(of)
    anybody = next(iter(of.at.experts))
    with pytest.raises(Forbidden, match="being drawn"):
        await actions.seat(of.at.officer, proposal, anybody)
    await draws.witness(of.auditor, draw_id, WORDS)
    await draws.reveal(of.at.officer, draw_id)
    panel = await queries.panel(of.round_id) or []
    late = await reviews.expert(of.at, name="江晚舟", employer="云州研究院")
    await actions.check_conflicts(of.at.officer, proposal, {})
    backup = next(one for one in of.at.experts if one not in (*panel, late))
    for outsider in (backup, late):
        with pytest.raises(Forbidden, match="was not drawn"):
            await actions.seat(of.at.officer, proposal, outsider)
    shown = await candidates(of.at.officer, proposal)
    assert {one.id for one in shown if one.why_not is None} == set(panel)
    assert {one.id for one in shown[:5]} == set(panel), "the panel stands first"

    admin = await identity.person("系统管理员", [(Role.SYSTEM_ADMIN, of.at.organisation_id)])
    with pytest.raises(Hidden):  # no officer admits
        await draws.admit(of.at.officer, draw_id, late, "补充光学专家")
    with pytest.raises(Invalid):
        await draws.admit(admin, draw_id, late, "")
    with pytest.raises(Conflict, match="called in order"):
        await draws.admit(admin, draw_id, backup, "补充光学专家")
    await draws.admit(admin, draw_id, late, "补充光学专家")
    await actions.seat(of.at.officer, proposal, late)
    assert await queries.panel(of.round_id) == [*panel, late]
    record = await queries.record(of.auditor, draw_id)
    assert rule.first_difference(record) is None, "who was taken on was not drawn, and stands apart"
    assert record["admitted"] == [queries.expert_mark(of.round_id, late)]
    told = await database.row("SELECT actor_label, detail FROM audit_entry WHERE act = 'expert taken onto the panel'")
    assert told is not None
    assert (told["actor_label"], told["detail"]["reason"]) == ("系统管理员", "补充光学专家")


async def test_backups_are_called_in_order_with_the_reason() -> None:
    of = await make.drawing()
    draw_id, panel = await make.revealed(of, Constraints(5, kinds={"finance": 1}))
    before = await queries.record(of.auditor, draw_id)
    for turn in range(3):
        leaving = (await queries.panel(of.round_id) or [])[0]
        follower = await draws.call_backup(of.at.officer, draw_id, leaving, f"第{turn}位因出差不能参加")
        assert follower in (await queries.panel(of.round_id) or [])
        assert leaving not in (await queries.panel(of.round_id) or [])
    record = await queries.record(of.auditor, draw_id)
    assert (record["seated"], record["backups"]) == (before["seated"], before["backups"])
    assert rule.first_difference(record) is None
    assert record["left"] == [queries.expert_mark(of.round_id, one) for one in panel[:3]]
    live = (await queries.draws(of.auditor, of.round_id)).live
    assert live is not None
    assert [one.reason for one in live.left] == [f"第{turn}位因出差不能参加" for turn in range(3)]
    assert (len(live.panel), live.empty) == (5, 0)
    assert any(one.kind == "finance" for one in live.panel)
    for wrong in (panel[0], live.backups[-1].expert_id):
        with pytest.raises(Invalid):
            await draws.call_backup(of.at.officer, draw_id, wrong, "已离开")


async def test_where_no_backup_fits_the_place_stays_empty_and_is_seen() -> None:
    of = await make.drawing(5)
    draw_id, panel = await make.revealed(of)
    assert await draws.call_backup(of.at.officer, draw_id, panel[0], "生病") is None
    live = (await queries.draws(of.auditor, of.round_id)).live
    assert live is not None
    assert (len(live.panel), live.empty) == (4, 1)
    assert rule.first_difference(await queries.record(of.auditor, draw_id)) is None


async def test_who_cannot_be_drawn_is_counted_with_the_reason() -> None:
    of = await make.drawing(12)
    ids = list(of.at.experts)
    reason = Barred(ConflictKind.EMPLOYER, TieSource.DECLARED, Evidence("澄湖星阑光电"))
    for n in range(4):  # ids[0] is barred from all four, ids[1] from one: a quarter
        await reviews.assessment(of.at, of.round_id, barred={ids[0]: [reason]} | ({ids[1]: [reason]} if n == 0 else {}))
    await actions.let_rest(of.at.officer, ids[2], "出国")
    await reviews.expert(of.at, employer="新入库单位")  # newer than the look for conflicts
    elsewhere = await reviews.review_round(of.at, seats=1)
    for _each in range(2):
        proposal = await reviews.assessment(of.at, elsewhere)
        await actions.seat(of.at.officer, proposal, ids[3])
    found = await queries.pooled(of.round_id, Terms(most_barred=25, most_open=1), [of.at.experts[ids[4]].id])
    assert found.left_out == {
        LeftOut.RESTING: 1,
        LeftOut.OFFICIAL: 1,
        LeftOut.UNCHECKED: 1,
        LeftOut.BARRED: 1,
        LeftOut.BUSY: 1,
    }
    assert {found.marks[one.id]: one.barred for one in found.snapshot.candidates if one.barred} == {ids[1]: 1}
    assert not {ids[0], ids[2], ids[3], ids[4]} & set(found.marks.values())
    stricter = await queries.pooled(of.round_id, Terms(most_barred=24), [])
    assert stricter.left_out[LeftOut.BARRED] == 2
    with pytest.raises(Invalid) as refused:
        await draws.commit(of.at.officer, of.round_id, Constraints(11), of.auditor.id, Terms(25, 1))
    assert "2 experts are lacking" in str(refused.value.fields["seats"])


async def test_the_cooldown_counts_from_the_last_panel() -> None:
    of = await make.drawing(12)
    _draw, panel = await make.revealed(of)
    await clock.move(timedelta(days=40))
    next_round = await reviews.review_round(of.at, seats=3)
    pool = await queries.pooled(next_round, Terms(), [])
    recent = {pool.marks[one.id]: one.recent for one in pool.snapshot.candidates}
    assert {one for one, days in recent.items() if days is not None} == set(panel)
    assert set(recent.values()) == {None, 40}
    of.round_id = next_round
    _draw, later = await make.revealed(of, Constraints(5, cooldown=41))
    assert not set(later) & set(panel)
    await clock.move(timedelta(0))


async def test_what_the_database_keeps() -> None:
    of = await make.drawing()
    draw_id, panel = await make.revealed(of)
    tampered: list[tuple[str, tuple[Any, ...]]] = [
        ("UPDATE expert_draw SET commitment = $2 WHERE id = $1", (draw_id, hashlib.sha256(b"x").hexdigest())),
        ("UPDATE expert_draw SET words = 'others' WHERE id = $1", (draw_id,)),
        ("UPDATE expert_draw SET state = 'committed', secret = NULL, revealed_at = NULL WHERE id = $1", (draw_id,)),
        ("UPDATE expert_draw SET marks = '{}' WHERE id = $1", (draw_id,)),
        (
            "UPDATE expert_draw SET state = 'replaced', reason = 'x', replaced_at = now(), secret = '' WHERE id = $1",
            (draw_id,),
        ),
        ("DELETE FROM expert_draw WHERE id = $1", (draw_id,)),
        ("DELETE FROM drawn_expert WHERE draw = $1", (draw_id,)),
        ("UPDATE drawn_expert SET place = 99 WHERE draw = $1 AND expert = $2", (draw_id, panel[0])),
        ("UPDATE drawn_expert SET state = 'backup' WHERE draw = $1 AND expert = $2", (draw_id, panel[0])),
        ("UPDATE drawn_expert SET state = 'seated' WHERE draw = $1 AND state = 'backup'", (draw_id,)),
    ]
    for sql, values in tampered:
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql, *values)
    with pytest.raises(asyncpg.UniqueViolationError, match="expert_draw_one_live"):
        await database.execute(
            "INSERT INTO expert_draw (id, review_round, number, state, snapshot, constraints, terms, left_out, marks,"
            " commitment, locked, words, officer, officer_name, witness, witness_name, committed_at, reason)"
            " SELECT gen_random_uuid(), review_round, 2, 'committed', snapshot, constraints, terms, left_out, marks,"
            " commitment, locked, '', officer, officer_name, witness, witness_name, committed_at, '' FROM expert_draw"
        )
    assert rule.first_difference(await queries.record(of.auditor, draw_id)) is None


async def test_a_closed_or_smaller_round() -> None:
    of = await make.drawing(seats=5)
    with pytest.raises(Invalid) as refused:
        await draws.commit(of.at.officer, of.round_id, Constraints(3), of.auditor.id)
    assert "5 experts at least" in str(refused.value.fields["seats"])
