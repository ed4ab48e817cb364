"""A call's selection as one file: what it holds, that it is recomputed, and that no change of it stays unseen."""

import asyncio
import copy
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import selections as story
from tests.make.programmes import STORY

from parks import cli, paths
from parks.adapters import database
from parks.audit import queries as audit
from parks.kernel.errors import Conflict, Hidden
from parks.programmes.actions import notices, selections, substitutions
from parks.programmes.actions import replay as actions
from parks.programmes.queries import replay as queries
from parks.programmes.rules import replay
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews
from parks.reviews import queries as review_queries
from parks.reviews.actions import assignments, draws
from parks.reviews.queries import assignments as assigned
from parks.reviews.queries import draws as draw_queries
from parks.reviews.rules.draw import Constraints
from parks.reviews.rules.replay import Problem
from parks.reviews.rules.replay.files import chained

TAMPERINGS = 1_000
Record = dict[str, Any]


async def kept(notice_id: UUID) -> bytes:
    return bytes(await database.value("SELECT data FROM selection_export WHERE notice = $1", notice_id))


async def marked(at: story.Panel, application_id: UUID, marks: list[str]) -> None:
    """Every expert of the panel scores, each with a mark of their own throughout; the first gives it twice."""
    for place, (expert_id, actor) in enumerate(at.experts.items()):
        seat_id = await reviews.seat(at.of.nation, at.assessments[application_id], expert_id)
        await reviews.declare(actor, seat_id, conflict=False)
        lines = (await review_queries.my_seat(actor, seat_id)).lines
        for given in [str(Decimal(marks[place]) - 1), marks[place]] if place == 0 else [marks[place]]:
            for line in lines:
                await reviews.save_mark(
                    actor, seat_id, line.criterion_id, Decimal(given), "张评委：论证充分，团队完整。"
                )
            await reviews.submit_score(actor, seat_id)
            if given != marks[place]:
                await reviews.reopen_score(at.of.nation, seat_id, "录入错误，退回修改")


async def whole() -> tuple[story.Panel, list[UUID], UUID, UUID]:
    """Five experts, four applications (two of them equal), one passed over with a reason, one freed place filled."""
    of = await make.world()
    applications = [await make.application(of, State.RECOMMENDED) for _each in range(4)]
    at = await story.panel(of, experts=5, seats=5)
    sheets = ["9 8.5 9.5 7 8", "8 8 8 8 8", "8 8 8 8 8", "6 7 6.5 5 9"]
    for application_id, sheet in zip(applications, sheets, strict=True):
        await marked(at, application_id, sheet.split())
    first, second, third, fourth = applications
    await selections.propose(of.nation, of.call_id, {first: "key", third: "excellent"}, {second: "已获其他计划支持"})
    notice_id = await notices.publish_notice(of.nation, of.call_id)
    citizen = await people.person("郑直")
    objection = await notices.file_objection(
        citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds="出资比例与登记不符。"
    )
    await notices.decide_objection(of.nation, objection, upheld=True, answer="经核查，出资比例低于规定。")
    supplement = await substitutions.move_up(
        of.nation, of.call_id, first, application_id=second, tier="key", reason="名次在先，递补"
    )
    assert fourth in at.assessments
    return at, applications, notice_id, supplement


def records(data: bytes) -> list[tuple[str, Record]]:
    return [(line["section"], line["record"]) for line in map(json.loads, data.splitlines())]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a line."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from leaves(value[key], (*path, key))
    else:
        yield path


def kind_of(value: Any) -> str:
    """Which sort of value is changed: a figure, a hash, a truth, a number, a name, nothing."""
    if isinstance(value, str):
        if len(value) == 64:
            return "hash"
        return "figure" if value.replace(".", "").isdigit() else "text"
    return type(value).__name__


def changed(value: Any, dice: random.Random) -> Any:
    """Another value of the same kind, as a forger would choose it."""
    match value:
        case bool():
            return not value
        case int():
            return value + dice.choice([-1, 1, 7])
        case None:
            return dice.choice(["1.00", 1, "x"])
        case str() if kind_of(value) == "figure":
            return f"{Decimal(value) + dice.choice([Decimal('0.01'), Decimal('0.50'), Decimal(1)]):.2f}"
        case str() if len(value) == 64:
            return value[:-1] + ("0" if value[-1] != "0" else "1")
        case _:
            return value + "甲" if dice.random() < 0.5 else value[1:] or "x"


def put(tree: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = value


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


async def test_a_notice_is_published_with_its_file_and_both_files_of_a_call_can_be_recomputed(db: None) -> None:
    panel, applications, notice_id, supplement = await whole()
    first, second = await kept(notice_id), await kept(supplement)
    for data, hash_ in ((first, (await _hash(notice_id))), (second, await _hash(supplement))):
        report = replay.verify(data, hash_)
        assert (report.difference, report.hash) == (None, hash_)
        assert report.lines == len(data.splitlines())
    told = {one.name: (one.lines, one.values > one.lines) for one in replay.verify(second).sections}
    assert told["marks"] == (20, True)
    assert [told[one][0] for one in ("results", "ranking", "proposal", "notice")] == [4, 4, 4, 3]
    lines = records(second)
    assert lines[0][1]["earlier"] == [await _hash(notice_id)]
    ranks = sorted((one["rank"], one["shared"]) for section, one in lines if section == "ranking")
    assert ranks == [(1, False), (2, True), (2, True), (4, False)]
    best = max((one for section, one in lines if section == "results"), key=lambda one: Decimal(one["total"]))
    assert (best["dropped"], best["plain"], best["total"]) == (["70.00", "95.00"], "84.00", "85.00")
    assert sum(len(one["earlier"]) for section, one in lines if section == "marks") == 4
    freed = lines[-1][1]
    assert (freed["kind"], freed["part"], freed["chosen"] is not None) == ("freed", 1, True)
    acts = [one.act for one in await audit.timeline(supplement)]
    assert "selection file published" in acts
    assert len(applications) == len(panel.assessments)


async def _hash(notice_id: UUID) -> str:
    return str(await database.value("SELECT hash FROM selection_export WHERE notice = $1", notice_id))


async def test_no_name_of_a_person_or_company_and_no_comment_is_in_the_file(db: None) -> None:
    _panel, _applications, notice_id, supplement = await whole()
    names = {
        one["said"]
        for one in await database.rows(
            "SELECT name AS said FROM person UNION SELECT name FROM expert UNION SELECT employer FROM expert"
            " UNION SELECT company_name FROM application UNION SELECT project_title FROM application"
            " UNION SELECT applicant_name FROM application UNION SELECT number FROM application"
            " UNION SELECT comment FROM mark UNION SELECT reason FROM selection_candidate"
            " UNION SELECT reason FROM notice_substitution UNION SELECT real_name FROM objection"
            " UNION SELECT subject_label FROM assessment UNION SELECT email FROM person"
            " UNION SELECT id::text FROM application UNION SELECT id::text FROM expert"
            " UNION SELECT id::text FROM assessment"
        )
        if one["said"]
    } | {STORY, "录入错误，退回修改"}
    assert {"张评委：论证充分，团队完整。", "已获其他计划支持", "专家0", "郑直"} < names  # there to be found
    for data in (await kept(notice_id), await kept(supplement)):
        text = data.decode()
        assert [one for one in names if one in text] == []
        assert "单光子" not in text
        assert "key" in text  # the control: what is there is found


async def test_a_thousand_changes_of_one_value_are_all_found_on_their_line(db: None) -> None:
    """Every value of every line has its turn first (as often as it takes), then values by chance."""
    _panel, _applications, _notice_id, supplement = await whole()
    data = await kept(supplement)
    lines = [json.loads(one) for one in data.splitlines()]
    every = [(number, path) for number, line in enumerate(lines) for path in leaves(line)]
    dice = random.Random(72)  # noqa: S311 - no secret
    dice.shuffle(every)
    chosen = every[:TAMPERINGS] + dice.choices(every, k=max(0, TAMPERINGS - len(every)))
    kinds: Counter[str] = Counter()
    for number, path in chosen:
        forged = copy.deepcopy(lines[number])
        before = at(forged, path)
        put(forged, path, changed(before, dice))
        kinds[kind_of(before)] += 1
        raw = data.splitlines(keepends=True)
        raw[number] = json.dumps(forged, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
        found = replay.verify(b"".join(raw)).difference
        assert found is not None, (number + 1, path)
        assert found.line == number + 1, (number + 1, path, found)
    assert len(chosen) == TAMPERINGS
    assert set(kinds) == {"hash", "figure", "text", "bool", "int", "NoneType"}


async def test_a_forger_who_links_the_lines_anew_fails_where_a_value_does_not_follow_else_at_the_hash(
    db: None,
) -> None:
    _panel, _applications, _notice_id, supplement = await whole()
    data = await kept(supplement)
    hash_ = replay.verify(data).hash
    told = records(data)
    every = [(number, path) for number, (_section, record) in enumerate(told) for path in leaves(record)]
    dice = random.Random(9)  # noqa: S311 - no secret
    some = dice.sample(every, k=len(every) if os.environ.get("PARKS_TAMPERINGS") else 250)
    found: Counter[Problem] = Counter()
    unseen: set[tuple[str, Any]] = set()
    for number, path in some:
        forged = copy.deepcopy(told)
        put(forged[number][1], path, changed(at(forged[number][1], path), dice))
        report = replay.verify(chained(forged), hash_)
        assert report.difference is not None
        found[report.difference.problem] += 1
        if report.difference.problem is Problem.HASH:
            unseen.add((told[number][0], path[0]))
    assert found[Problem.VALUE] > found[Problem.HASH] > 0
    # nothing in the file follows from titles, codes, dates, or (without a draw) from whose pseudonym it is
    # ... nor from a way to add up under which the sums are the same
    assert {one for one in unseen if one[0] in {"marks", "results", "ranking"}} <= {("marks", "expert")}


async def drawn_and_assigned() -> tuple[story.Panel, bytes]:
    """A panel that was really drawn, seats by the solver with one changed by hand, scores, tiers, a notice."""
    of = await make.world()
    applications = [await make.application(of, State.RECOMMENDED) for _each in range(2)]
    pool = dict([await story.expert(of, f"专家{one}", employer=f"岚江第{one}研究所") for one in range(6)])
    panel = await story.panel(of, experts=0, seats=2)
    draw_id = await draws.commit(of.nation, panel.round_id, Constraints(5), of.auditor.id)
    await draws.witness(of.auditor, draw_id, "六个骰子：3 1 4 1 5 2")
    await draws.reveal(of.nation, draw_id)
    run_id = await assignments.propose(of.nation, panel.round_id, max_load=2)
    run = (await assigned.assignment(of.nation, panel.round_id)).run
    assert run is not None
    first = run.panels[0]
    drawn = await draw_queries.panel(panel.round_id) or []  # the sixth of the pool has no load either, and no seat
    free = next(one.expert_id for one in run.loads if one.load == 0 and one.expert_id in drawn)
    out = first.pairs[0].expert_id
    await assignments.edit(of.nation, panel.round_id, run_id, first.assessment_id, out=out, into=free)
    await assignments.apply(of.nation, panel.round_id, run_id)
    for seat in await database.rows("SELECT id, expert FROM seat ORDER BY id"):
        expert = pool[seat["expert"]]
        await reviews.declare(expert, seat["id"], conflict=False)
        for line in (await review_queries.my_seat(expert, seat["id"])).lines:
            await reviews.save_mark(
                pool[seat["expert"]], seat["id"], line.criterion_id, Decimal(8), "论证充分，团队完整，可行。"
            )
        await reviews.submit_score(pool[seat["expert"]], seat["id"])
    await selections.propose(of.nation, of.call_id, {applications[0]: "key", applications[1]: "key"}, {})
    return panel, await kept(await notices.publish_notice(of.nation, of.call_id))


RUN_FORGERIES: list[tuple[str, Callable[[dict[str, list[Record]]], object]]] = [
    ("draws: commitment", lambda of: of["draws"][0].update(secret="0" * 64)),
    ("draws: seated", lambda of: of["draws"][0]["seated"].reverse()),
    ("assignments: number", lambda of: of["assignments"][0].update(number=2)),
    ("assignments: seed", lambda of: of["assignments"][0].update(seed=1)),
    ("assignments: objective", lambda of: of["assignments"][0].update(objective="9.0000")),
    ("assignments: worst", lambda of: of["assignments"][0].update(worst="9.0000")),
    ("assignments: pairs", lambda of: of["assignments"][0]["pairs"].reverse()),
    ("assignments: into", lambda of: of["assignments"][0]["into"].append(of["assignments"][0]["pairs"][0])),
    ("assignments: out", lambda of: of["assignments"][0]["out"].append([0, 99])),
    ("assignments: conflicts", lambda of: _barred(of["assignments"][0])),
    ("marks: assigned", lambda of: of["assignments"][0]["out"].clear()),
]


def _barred(run: Record) -> None:
    proposal, expert = run["pairs"][0]
    run["affinity"][proposal][expert] = None


async def test_a_really_drawn_panel_and_its_assignment_are_recomputed_and_each_forgery_is_named(db: None) -> None:
    _panel, data = await drawn_and_assigned()
    assert replay.verify(data).difference is None
    told = records(data)
    (run,) = [record for section, record in told if section == "assignments"]
    assert (len(run["pairs"]), len(run["out"]), len(run["into"])) == (4, 1, 1)
    assert [len(record["seated"]) for section, record in told if section == "draws"] == [5]
    text = data.decode()
    assert [name for name in ("专家", "研究所") if name in text] == []
    for expected, forge in RUN_FORGERIES:
        sections: dict[str, list[Record]] = {one: [] for one in replay.CHECKS}
        head, *lines = copy.deepcopy(told)
        for name, record in lines:
            sections[name].append(record)
        forge(sections)
        forged = chained([head] + [(name, one) for name in sections for one in sections[name]])
        found = replay.verify(forged).difference
        assert found is not None, expected
        assert f"{found.section}: {found.field}" == expected


Forge = Callable[[dict[str, list[Record]]], object]


@pytest.mark.parametrize(
    ("forge", "section", "field"),
    [
        (lambda of: of["marks"][0]["marks"].update({"1": "9.00"}), "marks", "score"),
        (lambda of: of["marks"][0]["marks"].update({"1": "8.75"}), "marks", "mark 1"),
        (lambda of: of["marks"].pop(0), "results", "scores"),
        (lambda of: of["results"][0].update(total="99.00"), "results", "total"),
        (lambda of: of["results"][0].update(dropped=[]), "results", "dropped"),
        (lambda of: of["ranking"][0].update(rank=2), "ranking", "rank"),
        (lambda of: of["ranking"].pop(), "ranking", "proposals"),
        (
            lambda of: of["scoring"][0].update(drop_from=9),
            "results",
            "dropped",
        ),  # a lawful way, not the one the sums went
        (lambda of: of["rubric"][0]["criteria"][0].update(weight="31.00"), "rubric", "weights"),
        (lambda of: of["call"][0]["tiers"][0].update(places=0), "proposal", "tiers"),
        (
            lambda of: of["call"][0].update(budget={"free": "1.00", "currency": "CNY"}),
            "proposal",
            "lacking in the budget",
        ),
        (lambda of: of["notice"][0]["entries"].pop(), "notice", "entries"),
        (lambda of: of["notice"][0].update(commits="1.00"), "notice", "commits"),
        (lambda of: of["notice"][-1].update(chosen=_last(of)), "notice", "part"),
    ],
)
async def test_what_no_longer_follows_is_named_with_its_section_and_field(
    forge: Forge, section: str, field: str, forged_from: bytes
) -> None:
    sections: dict[str, list[Record]] = {one: [] for one in replay.CHECKS}
    head, *lines = records(forged_from)
    for name, record in lines:
        sections[name].append(record)
    forge(sections)
    counts = {name: len(each) for name, each in sections.items()}
    data = chained(
        [("file", head[1] | {"sections": counts})] + [(name, one) for name in sections for one in sections[name]]
    )
    found = replay.verify(data).difference
    assert found is not None
    assert (found.problem, found.section, found.field) == (Problem.VALUE, section, field)
    assert field in str(found.text)


def _last(of: dict[str, list[Record]]) -> str:
    return str(of["proposal"][-1]["proposal"])


@pytest.fixture
async def forged_from(db: None) -> bytes:
    _panel, _applications, _notice_id, supplement = await whole()
    return await kept(supplement)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\x00\xff\xfe", b"{}\n", b"[]", b'{"a": 1}\n', b"[" * 100_000, b'{"hash":NaN}\n', "名单\n".encode()],
)
def test_whatever_the_bytes_are_the_answer_is_a_line_and_a_sentence(data: bytes) -> None:
    report = replay.verify(data)
    assert report.difference is not None
    assert (report.difference.line, report.lines) == (1, 0)
    assert "Line 1" in str(report.difference.text)


async def test_a_cut_a_doubled_and_a_foreign_line_are_found_and_so_is_another_spelling(forged_from: bytes) -> None:
    lines = forged_from.splitlines(keepends=True)
    number = len(lines)

    def found(*parts: bytes) -> tuple[int, Problem] | None:
        one = replay.verify(b"".join(parts)).difference
        return None if one is None else (one.line, one.problem)

    assert found(*lines) is None
    assert found(*lines[:-1]) == (number, Problem.MISSING)
    assert found(*lines[:5], *lines[6:]) == (6, Problem.ORDER)
    assert found(*lines[:5], lines[4], *lines[5:]) == (6, Problem.ORDER)
    assert found(*lines, lines[-1]) == (number + 1, Problem.ORDER)
    assert found(*lines[:4], lines[4].replace(b":", b": ", 1), *lines[5:]) == (5, Problem.SPELLING)
    assert found(*lines[:4], lines[4].replace(b"{", b'{"n":5,', 1), *lines[5:]) == (5, Problem.SPELLING)
    assert found(b"".join(lines)[:-1]) == (number, Problem.SPELLING)


async def test_the_command_line_writes_the_published_file_and_recomputes_it_without_any_setting(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _panel, _applications, notice_id = await story.published()
    assert await actions.export("isp-2027") == await kept(notice_id)
    call_id = await database.value("SELECT call FROM selection")
    assert await actions.export(str(call_id)) == await kept(notice_id)
    with pytest.raises(Hidden):
        await actions.export("ISP-1999")
    path = tmp_path / "selection.jsonl"
    path.write_bytes(await kept(notice_id))
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(paths.PACKAGE.parent)}
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "parks.cli", "selection", "verify", str(path), "--expect", await _hash(notice_id)],
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "marks: 6 lines" in done.stdout
    assert cli.main(["selection", "verify", str(path), "--expect", "0" * 64]) == 1
    assert "not the published file" in capsys.readouterr().out
    before, _mark, _after = path.read_bytes().partition(b'"8.00"')
    line = before.count(b"\n") + 1  # which expert comes first lies in the pseudonyms
    path.write_bytes(path.read_bytes().replace(b'"8.00"', b'"9.00"', 1))
    assert cli.main(["selection", "verify", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"Line {line} was changed after it was written")
    assert cli.main(["selection", "verify", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().out


async def test_before_its_notice_a_call_is_exported_as_it_stands(db: None) -> None:
    at, _applications = await story.ranked()
    before = replay.verify(await queries.made(at.of.call_id))
    await selections.propose(at.of.nation, at.of.call_id, {_applications[0]: "key"}, {})
    data = await queries.made(at.of.call_id)
    assert (before.difference, replay.verify(data).difference) == (None, None)
    assert records(data)[0][1]["notice"] is None


async def test_a_notice_that_no_longer_follows_from_the_marks_is_not_published(db: None) -> None:
    panel, (first, second) = await story.ranked()
    nation, call_id = panel.of.nation, panel.of.call_id
    await selections.propose(nation, call_id, {first: "key"}, {})
    [seat] = await database.rows(
        "SELECT s.id, e.person FROM seat s JOIN expert e ON e.id = s.expert WHERE s.assessment = $1 LIMIT 1",
        panel.assessments[second],
    )
    expert = next(one for one in panel.experts.values() if one.id == seat["person"])
    await reviews.reopen_score(nation, seat["id"], "录入错误，退回修改")
    for line in (await review_queries.my_seat(expert, seat["id"])).lines:
        await reviews.save_mark(expert, seat["id"], line.criterion_id, Decimal("7.5"), "论证充分，路径清楚，团队完整。")
    await reviews.submit_score(expert, seat["id"])
    with pytest.raises(Conflict, match="Propose the tiers once more"):
        await notices.publish_notice(nation, call_id)
    assert await database.value("SELECT count(*) FROM public_notice") == 0
    await selections.propose(nation, call_id, {first: "key"}, {})
    report = replay.verify(await kept(await notices.publish_notice(nation, call_id)))
    assert report.difference is None


async def test_what_was_published_cannot_be_changed_or_taken_away(db: None) -> None:
    await story.published()
    for statement in ("UPDATE selection_export SET lines = 1", "DELETE FROM selection_export"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(statement)


async def test_officers_and_auditors_see_the_hash_take_the_file_and_recompute_it(
    db: None, client: httpx.AsyncClient
) -> None:
    panel, _applications, notice_id = await story.published()
    hash_, of = await _hash(notice_id), panel.of
    assert hash_ in (await client.get(f"/notices/{notice_id}")).text
    assert (await client.get(f"/api/v1/notices/{notice_id}")).json()["replay_hash"] == hash_
    report = await actions.check(of.nation, of.call_id, notice_id)
    assert (report.ok, report.hash) == (True, hash_)
    assert (await queries.file(of.auditor, of.call_id, notice_id)).data == await kept(notice_id)
    for stranger in (of.manager, next(iter(panel.experts.values()))):
        with pytest.raises(Hidden):
            await queries.file(stranger, of.call_id, notice_id)
        with pytest.raises(Hidden):
            await actions.check(stranger, of.call_id, notice_id)
    acts = [one.act for one in await audit.timeline(notice_id)]
    assert {"selection file published", "selection file verified"} <= set(acts)


@pytest.mark.parametrize("count", [1, 3])
async def test_the_file_is_read_in_ten_statements_however_many_applications(db: None, count: int) -> None:
    panel, _applications = await story.ranked(count)
    async with counted() as statements:
        await queries.made(panel.of.call_id)
    assert len(statements) == 10
