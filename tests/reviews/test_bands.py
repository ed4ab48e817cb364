"""Bands of a criterion: typed a line each, published with the rubric, read at the mark, in the file and recomputed."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.make import reviews as make
from tests.make.identity import signed_in

from parks.adapters import database
from parks.reviews import queries
from parks.reviews.queries import replay as file
from parks.reviews.rules import bands, replay
from parks.reviews.rules.scoring import Scale

ZH = "9 优 指标领先，有第三方检测\n7.5 良\n6 中 有欠缺\n0 差"
EN = "9 Excellent leading figures, tested by others\n7.5 Good\n6 Fair with gaps\n0 Poor"
SCALE = Scale(Decimal(30), Decimal(10), Decimal("0.5"))


def test_what_was_typed_comes_back_as_it_was_and_covers_every_mark_once() -> None:
    made = bands.typed(ZH, EN)
    assert (bands.written(made, "zh"), bands.written(made, "en")) == (ZH, EN)
    assert bands.problem(made, SCALE) is None
    assert tuple(map(bands.Band.of, [one.stored() for one in made])) == made
    reached = bands.reaches(made, SCALE)
    assert [(str(one.low), str(one.high)) for one in reached] == [
        ("9", "10"),
        ("7.5", "8.5"),
        ("6", "7.0"),
        ("0", "5.5"),
    ]
    every = [SCALE.step * n for n in range(21)]
    assert all(sum(one.low <= mark <= one.high for one in reached) == 1 for mark in every)
    assert bands.typed("0 及格", "")[0].title.en == "及格"
    assert bands.typed("", "") == ()


@pytest.mark.parametrize(
    ("zh", "en"), [("优 9", ""), ("9 优\n0 差", "8 Good\n0 Poor"), ("-1 差", ""), ("9", ""), ("0 差\n" * 9, "")]
)
def test_what_is_no_band_is_refused(zh: str, en: str) -> None:
    with pytest.raises(ValueError, match=r"band|same marks"):
        bands.typed(zh, en)


@pytest.mark.parametrize("zh", ["9 优", "6 中\n9 优\n0 差", "9 优\n9 良\n0 差", "9.3 优\n0 差", "11 优\n0 差"])
def test_bands_that_leave_marks_out_are_no_bands(zh: str) -> None:
    assert bands.problem(bands.typed(zh, ""), SCALE) is not None


async def test_published_by_the_form_read_on_the_desk_and_kept_in_the_file(db: None, client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=1)
    officer = await signed_in(client, pool.officer)
    form = {"organisation": str(pool.organisation_id), "title_zh": "标准", "title_en": "Rubric", "comment_min": "4"}
    form |= {"first": "1", "second": "2"}
    for n, weight in ((1, "60"), (2, "40")):
        form |= {f"title_zh-{n}": f"指标{n}", f"title_en-{n}": f"C{n}", f"weight-{n}": weight}
        form |= {f"maximum-{n}": "10", f"step-{n}": "0.5"}
    for wrong, said in (({"bands_zh-1": "优"}, "每行填写一个档次"), ({"bands_zh-1": "9 优"}, "直至0分")):
        answer = await officer.post("/rubrics", data=form | wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert wrong["bands_zh-1"] in answer.text  # nothing typed is lost
    assert (await officer.post("/rubrics", data=form | {"bands_zh-1": ZH, "bands_en-1": EN})).status_code == 303
    rubric_id = await database.value("SELECT id FROM rubric ORDER BY published_at DESC, id DESC LIMIT 1")
    assert "优（9至10分）：指标领先，有第三方检测" in (await officer.get("/rubrics")).text
    assert "7.5 良" in (await officer.get(f"/rubrics/new?after={rubric_id}")).text
    pool.rubric_id = rubric_id
    round_id = await make.review_round(pool, seats=1)
    ((seat_id, expert),) = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    desk = await signed_in(client, expert)
    assert "良（7.5至8.5分）" in (await desk.get(f"/seats/{seat_id}")).text
    told = (await desk.get(f"/api/v1/seats/{seat_id}")).json()["lines"]
    assert [len(one["bands"]) for one in told] == [4, 0]
    assert told[0]["bands"][0]["title"] == {"zh": "优", "en": "Excellent"}
    await make.score(expert, seat_id, "8")
    sections = await file.sections(round_id, lambda kind, one: f"{kind}-{one.hex[:16]}")
    assert (await verified(sections)).difference is None
    (record,) = sections["rubric"]
    for least in ("1.00", "9.3", "x"):  # a band that leaves marks out, that lies off the scale, that is none
        record["criteria"][0]["bands"][-1]["least"] = least
        assert (await verified(sections)).difference is not None, least
    assert (await queries.my_seat(expert, seat_id)).lines[0].bands[0].words.en == "leading figures, tested by others"


async def verified(sections: dict[str, list[dict[str, Any]]]) -> replay.Report:
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in replay.SECTIONS} | dict(sections)
    return replay.verify(replay.write({"part": None}, told), replay.Book(), replay.CHECKS, replay.AFTER)
