"""A criterion that does not apply, and a bonus beside the 100: published, marked, added up, sent away, replayed."""

import copy
import io
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.make import reviews as make
from tests.make.identity import signed_in
from tests.reviews.test_offline_form import workbook

from parks.adapters import database
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.queries import replay as file
from parks.reviews.rules import replay
from parks.reviews.rules.rubric import NewCriterion, problems
from parks.reviews.states import QueryKind

pytestmark = pytest.mark.usefixtures("db")
WHY = "该项目尚无出口业务。"
TITLE = Bilingual("指标", "Criterion")
FOUR = (
    NewCriterion(TITLE, Decimal(50), tie_break=1),
    NewCriterion(TITLE, Decimal(30), tie_break=2),
    NewCriterion(TITLE, Decimal(20), may_not_apply=True),
    NewCriterion(Bilingual("出口", "Export"), Decimal(0), maximum=Decimal(5), bonus=True, may_not_apply=True),
)


@dataclass
class Scene:
    """One proposal, two experts declared on it, by a rubric of 50, 30, 20 (may not apply) and a bonus of five."""

    pool: make.Pool
    round_id: UUID
    assessment_id: UUID
    seats: dict[UUID, Actor]

    async def mark(self, place: int, *marks: str) -> UUID:
        """`-` does not apply; answers the seat."""
        seat_id, expert = list(self.seats.items())[place]
        lines = (await queries.my_seat(expert, seat_id)).lines
        sheet = [
            actions.NewMark(line.criterion_id, None if mark == "-" else Decimal(mark), WHY, None, mark == "-")
            for line, mark in zip(lines, marks, strict=False)
        ]
        await actions.save_marks(expert, seat_id, sheet)
        return seat_id


@pytest.fixture
async def at(db: None) -> Scene:
    pool = await make.pool(experts=2)
    pool.rubric_id = await actions.publish_rubric(
        pool.officer, organisation_id=pool.organisation_id, key="four", title=TITLE, criteria=FOUR, comment_min=4
    )
    round_id = await make.review_round(pool, seats=2)
    assessment_id = await make.assessment(pool, round_id)
    return Scene(pool, round_id, assessment_id, await make.panel(pool, assessment_id))


def test_what_tells_equals_apart_is_marked_by_everybody_and_a_bonus_weighs_nothing() -> None:
    assert problems(FOUR) == []
    for wrong in (replace(FOUR[0], may_not_apply=True), replace(FOUR[0], bonus=True)):
        assert problems([wrong, *FOUR[1:]])
    assert problems([*FOUR[:3], replace(FOUR[3], weight=Decimal(5))])
    assert problems([*FOUR[:2], replace(FOUR[2], weight=Decimal(0)), FOUR[3]])


async def test_a_rubric_is_published_with_both_by_its_form(at: Scene, client: httpx.AsyncClient) -> None:
    officer = await signed_in(client, at.pool.officer)
    form = {"organisation": str(at.pool.organisation_id), "title_zh": "标准", "title_en": "Rubric", "comment_min": "4"}
    form |= {"first": "1", "second": "2"}
    for n, weight in ((1, "60"), (2, "40"), (3, "")):
        form |= {f"title_zh-{n}": f"指标{n}", f"title_en-{n}": f"C{n}", f"weight-{n}": weight}
        form |= {f"maximum-{n}": "10", f"step-{n}": "0.5"}
    refused = await officer.post("/rubrics", data=form)
    assert refused.status_code == 422
    assert "勾选为附加指标" in refused.text
    key = await officer.post("/rubrics", data=form | {"bonus-3": "true", "may_not_apply-1": "true"})
    assert key.status_code == 422
    assert "不能设为附加指标" in key.text
    done = await officer.post("/rubrics", data=form | {"bonus-3": "true", "may_not_apply-3": "true"})
    assert done.status_code == 303
    page = (await officer.get("/rubrics")).text
    assert "附加指标：单独列示" in page
    assert "判定不适用" in page
    (made,) = [one for one in await queries.rubrics_in_full(at.pool.officer) if one.title.zh == "标准"]
    again = (await officer.get(f"/rubrics/new?after={made.id}")).text
    assert re.search(r'name="bonus-3" value="true" checked', again)


async def test_the_desk_takes_either_a_mark_or_that_it_does_not_apply(at: Scene, client: httpx.AsyncClient) -> None:
    (seat_id, expert), *_ = at.seats.items()
    desk = await signed_in(client, expert)
    lines = (await queries.my_seat(expert, seat_id)).lines
    page = (await desk.get(f"/seats/{seat_id}")).text
    assert page.count("data-waives") == 2
    export, key = lines[2].criterion_id, lines[0].criterion_id
    sent = {f"mark-{export}": "8", f"waived-{export}": "true", f"comment-{export}": WHY, f"seen.{export}": ""}
    both = await desk.put(f"/seats/{seat_id}/marks", data=sent)
    assert both.status_code == 422
    assert "请只保留一项" in both.text
    assert 'value="8"' in both.text  # nothing typed is lost
    assert (await desk.put(f"/seats/{seat_id}/marks", data=sent | {f"mark-{export}": ""})).status_code in {200, 303}
    view = await queries.my_seat(expert, seat_id)
    assert (view.lines[2].mark, view.lines[2].not_applicable, view.lines[2].comment) == (None, True, WHY)
    assert "本指标不适用于该项目" in (await desk.get(f"/seats/{seat_id}")).text
    # the other window does not know of it, and replaces nothing
    late = await desk.put(f"/seats/{seat_id}/marks", data=sent | {f"mark-{export}": "8"} | {f"comment-{export}": "晚"})
    assert late.status_code in {409, 422}
    with pytest.raises(Invalid):
        await actions.save_marks(expert, seat_id, [actions.NewMark(key, None, WHY, None, not_applicable=True)])
    with pytest.raises(asyncpg.CheckViolationError):
        await database.execute(
            "INSERT INTO mark (id, seat, criterion, comment, not_applicable, saved_at)"
            " VALUES (gen_random_uuid(), $1, $2, '', TRUE, parks_now())",
            seat_id,
            key,
        )
    told = (await desk.get(f"/api/v1/seats/{seat_id}")).json()["lines"]
    assert [(one["bonus"], one["may_not_apply"], one["not_applicable"]) for one in told][2:] == [
        (False, True, True),
        (True, True, False),
    ]
    back = {"criterion_id": str(export), "mark": "6", "comment": WHY, "seen": told[2]["version"]}
    assert (await desk.put(f"/api/v1/seats/{seat_id}/marks", json={"marks": [back]})).status_code < 300
    assert (await queries.my_seat(expert, seat_id)).lines[2].mark == 6


async def test_its_weight_goes_to_the_others_and_the_bonus_stands_beside(at: Scene, client: httpx.AsyncClient) -> None:
    first = await at.mark(0, "8", "6", "-")
    expert = at.seats[first]
    with pytest.raises(Invalid):  # the bonus is asked for as well
        await actions.submit_score(expert, first)
    await at.mark(0, "8", "6", "-", "4")
    view = await queries.my_seat(expert, first)
    assert view.total == Decimal("72.50")  # (0.8 × 50 + 0.6 × 30) / 80; as a nought it would have been 58
    assert [str(view.weight_of(one)) for one in view.lines[:2]] == ["62.5", "37.5"]
    await actions.submit_score(expert, first)
    second = await at.mark(1, "8", "6", "9", "-")
    await actions.submit_score(at.seats[second], second)
    summary = await queries.summary(at.assessment_id)
    assert summary.total == Decimal("74.25")  # of 72.50 and 76.00
    officer = await signed_in(client, at.pool.officer)
    told = (await officer.get(f"/api/v1/rounds/{at.round_id}/results")).json()["results"]
    assert (told[0]["score"], [one["mark"] for one in told[0]["bonus"]]) == ("74.25", ["4.00"])
    assert "第4项“出口”：4.00分（满分5）" in (await officer.get(f"/rounds/{at.round_id}/results")).text
    export = await officer.get(f"/rounds/{at.round_id}/results/export?kind=csv")
    assert "第4项“出口”：4.00分（满分5）" in export.content.decode("utf-8-sig")
    with pytest.raises(Conflict):  # there is no mark to ask about
        criterion = view.lines[2].criterion_id
        await actions.ask_about_mark(at.pool.officer, first, criterion, QueryKind.REASON, "为什么不适用？")
    await forged(await file.sections(at.round_id, lambda kind, one: f"{kind}-{one.hex[:16]}"))


async def forged(sections: dict[str, list[dict[str, Any]]]) -> None:
    """The file says both, follows from itself, and says so of no change."""
    assert verified(sections) is None
    assert [one.get("bonus") for one in sections["rubric"][0]["criteria"]] == [None, None, None, True]
    sheets = [one["marks"] for one in sections["marks"]]
    assert sorted(sheet["3"] or "" for sheet in sheets) == ["", "9.00"]
    assert [one["bonus"] for one in sections["results"]] == [{"4": "4.00"}]
    waived = next(place for place, sheet in enumerate(sheets) if sheet["3"] is None)
    for section, place, way, value in (
        ("marks", waived, ("marks", "3"), "0.00"),
        ("marks", 1 - waived, ("marks", "3"), None),
        ("marks", waived, ("marks", "1"), None),
        ("marks", waived, ("marks", "4"), "5.00"),
        ("results", 0, ("bonus", "4"), "5.00"),
        ("results", 0, ("bonus",), {}),
        ("rubric", 0, ("criteria", 2, "may_not_apply"), False),
        ("rubric", 0, ("criteria", 2, "may_not_apply"), 1),
        ("rubric", 0, ("criteria", 0, "may_not_apply"), True),
        ("rubric", 0, ("criteria", 3, "bonus"), False),
        ("rubric", 0, ("criteria", 3, "weight"), "5.00"),
    ):
        changed = copy.deepcopy(sections)
        *before, last = way
        record: Any = changed[section][place]
        for step in before:
            record = record[step]
        record[last] = value
        assert verified(changed) is not None, (section, way, value)


def verified(sections: dict[str, list[dict[str, Any]]]) -> replay.Problem | replay.Difference | None:
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in replay.SECTIONS} | dict(sections)
    return replay.verify(replay.write({"part": None}, told), replay.Book(), replay.CHECKS, replay.AFTER).difference


async def test_a_form_without_network_says_so_in_a_word(at: Scene, client: httpx.AsyncClient) -> None:
    (seat_id, expert), *_ = at.seats.items()
    desk = await signed_in(client, expert)
    out = (await desk.get("/desk/form/file?kind=txt")).content.decode("utf-8-sig")
    assert out.count("不适用时填") == 2
    parts = out.split("评分:")
    body = "评分: 不适用".join(["评分:".join(parts[:3]), *parts[3:4]]) + "评分:" + parts[4]
    read = await desk.post("/api/v1/desk/form", content=body.encode())
    assert [one["typed"]["not_applicable"] for one in read.json()["changes"]] == [True], read.text
    assert (await desk.put("/api/v1/desk/form", content=body.encode())).status_code < 300
    assert (await queries.my_seat(expert, seat_id)).lines[2].not_applicable
    sheet = (await desk.get("/desk/form/file?kind=xlsx")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[3] for row in rows[2:]] == ["", "", "不适用", ""]
    rows[2][3], rows[5][3] = "n/a", "N/A"
    wrong = (await desk.post("/api/v1/desk/form", content=workbook(rows))).json()
    assert [(one["at"], "打分" in one["sentence"]) for one in wrong["problems"]] == [("单元格 D3", True)]
    assert [one["typed"]["not_applicable"] for one in wrong["changes"]] == [True]
