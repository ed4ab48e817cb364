"""Scoring without network: the form out, filled in, looked at, taken over whole; nothing replaced unseen."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.kernel.actor import Actor
from parks.reviews import actions, queries
from parks.reviews.queries.desk import Line

ELSEWHERE = "另一台电脑上写的理由"
FILLED = "离线写下的理由。\n\\第二段\n=== 不是标题\n--- 也不是"


@dataclass
class Away:
    """Two open seats of one expert, and a third that was offered only; the first holds 6 with a comment on its first
    criterion.
    """

    client: httpx.AsyncClient
    actor: Actor
    pool: make.Pool
    seats: list[UUID]

    async def lines(self, seat: int = 0) -> tuple[Line, ...]:
        return (await queries.my_seat(self.actor, self.seats[seat])).lines

    async def form(self, kind: str, **more: str) -> bytes:
        answer = await self.client.get("/desk/form/file", params={"kind": kind, **more})
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        return answer.content

    async def look(self, body: bytes) -> httpx.Response:
        return await self.client.post("/desk/form", files={"file": ("评分.txt", body)})

    async def take(self, page: str, **choices: str) -> httpx.Response:
        return await self.client.post("/desk/form/marks?_method=PUT", data={"text": carried(page)} | choices)


def carried(page: str) -> str:
    """What the looking page sends on, as a browser would."""
    found = re.search(r'name="text" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"').replace("&amp;", "&").replace("\n", "\r\n")


def filled(form: str, places: dict[int, tuple[str, str]]) -> str:
    """The text with mark and comment of its n-th criteria (from 0) as somebody writes them into it."""
    head, *parts = re.split(r"(?m)^(?=--- )", form)
    for place, (mark, comment) in places.items():
        escaped = re.sub(r"(?m)^(?=\\|===|---)", lambda _found: "\\", comment)
        top = re.sub(r"(?m)^评分:.*$", f"评分： {mark}", parts[place].partition("评语:")[0])
        rest = re.search(r"(?ms)^=== .*", parts[place])
        parts[place] = f"{top}评语:\n{escaped}\n" + (rest[0] if rest else "")
    return head + "".join(parts)


@pytest.fixture
async def away(db: None, client: httpx.AsyncClient) -> Away:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    [actor] = pool.experts.values()
    seats: list[UUID] = []
    for declared in (True, True, False):
        seats += list(await make.panel(pool, await make.assessment(pool, round_id), declared=declared))
    first = (await queries.my_seat(actor, seats[0])).lines[0].criterion_id
    await actions.save_marks(actor, seats[0], [actions.NewMark(first, Decimal(6), "先前的理由", "")])
    await identity.signed_in(client, actor)
    return Away(client, actor, pool, seats)


async def test_a_text_form_is_filled_in_anywhere_looked_at_and_taken_over_whole(away: Away) -> None:
    out = (await away.form("txt")).decode("utf-8-sig")
    assert out.count("\n=== ") == 2  # what was only offered is not in it
    assert "先前的理由" in out
    back = filled(out, {0: ("7.5", FILLED), 5: ("9", "第二份的理由")})
    page = await away.look(back.encode("gb18030"))  # as an old Windows saves it
    assert page.status_code == 200
    assert "2 项将变更，8 项不变，0 项" in page.text
    assert "先前的理由" in page.text
    assert (await away.lines())[0].mark == 6  # looking writes nothing
    answer = await away.take(page.text)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    line = (await away.lines())[0]
    assert (line.mark, line.comment) == (Decimal("7.5"), FILLED)
    assert [one.mark for one in await away.lines(1)] == [Decimal(9), None, None, None, None]
    again = await away.look(await away.form("txt"))
    assert "与系统中的完全一致" in again.text


async def test_an_excel_form_comes_back_and_its_wrong_cells_are_named(away: Away) -> None:
    body = await away.form("xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[0] for row in rows[2:]] == ["A-001"] * 5 + ["A-002"] * 5
    assert (rows[2][3], rows[2][4]) == ("6", "先前的理由")
    rows[3][3], rows[3][4] = "8", "表格里写的理由"
    page = await away.look(workbook(rows))
    assert page.status_code == 200, page.text
    assert (await away.take(page.text)).status_code == 303
    assert [(one.mark, one.comment) for one in (await away.lines())[:2]] == [
        (Decimal(6), "先前的理由"),
        (Decimal(8), "表格里写的理由"),
    ]
    rows[4][3], rows[5][4], rows[6][5], rows[7][5] = "10.3", "长" * 2001, rows[5][5], f"{away.seats[2]}/{UUID(int=1)}/"
    wrong = await away.look(workbook(rows))
    assert wrong.status_code == 422
    for told in ("单元格 D5", "0.5", "单元格 E6", "2000", "单元格 F7", "出现了两次", "单元格 F8", "不能由您评分"):
        assert told in wrong.text
    assert 'name="text"' not in wrong.text  # nothing of it can be taken over


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """The sheet as an office program would save it, ids first."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(("choice", "expected"), [("mine", (Decimal(9), "离线")), ("theirs", (Decimal(5), ELSEWHERE))])
async def test_what_was_saved_since_is_shown_with_both_values_and_the_expert_chooses(
    away: Away, choice: str, expected: tuple[Decimal, str]
) -> None:
    out = (await away.form("txt")).decode("utf-8-sig")
    first = (await away.lines())[0]
    since = [actions.NewMark(first.criterion_id, Decimal(5), ELSEWHERE, first.version)]
    await actions.save_marks(away.actor, away.seats[0], since)
    back = filled(out, {0: ("9", "离线"), 1: ("8", "别的")})
    page = await away.look(back.encode())
    assert (page.status_code, ELSEWHERE in page.text, "离线" in page.text) == (200, True, True)
    unchosen = await away.take(page.text)
    assert (unchosen.status_code, ELSEWHERE in unchosen.text) == (409, True)
    assert [one.mark for one in (await away.lines())[:2]] == [Decimal(5), None]  # all or none
    version = (await away.lines())[0].version
    key = f"choose.{away.seats[0]}.{first.criterion_id}"
    answer = await away.take(page.text, **{key: version if choice == "mine" else "theirs"})
    assert answer.status_code == 303
    found = await away.lines()
    assert (found[0].mark, found[0].comment) == expected
    assert (found[1].mark, found[1].comment) == (Decimal(8), "别的")


async def test_a_choice_over_what_nobody_has_seen_is_asked_again(away: Away) -> None:
    out = (await away.form("txt")).decode("utf-8-sig")
    first = (await away.lines())[0]
    page = await away.look(filled(out, {0: ("9", "离线"), 5: ("8", "别的")}).encode())
    # between looking and taking over
    since = [actions.NewMark(first.criterion_id, Decimal(5), ELSEWHERE, first.version)]
    await actions.save_marks(away.actor, away.seats[0], since)
    answer = await away.take(page.text)
    assert (answer.status_code, ELSEWHERE in answer.text, "离线" in answer.text) == (409, True, True)
    assert (await away.lines(1))[0].mark is None


async def test_wrong_lines_are_told_by_their_number_in_the_readers_language(away: Away) -> None:
    out = (await away.form("txt")).decode("utf-8-sig")
    lines = filled(out, {0: ("八", "理由")}).split("\n")
    number = lines.index("评分： 八") + 1
    lines.insert(1, "随手写的一行")
    page = await away.look("\n".join(lines).encode())
    assert page.status_code == 422
    assert "第 2 行" in page.text
    assert f"第 {number + 1} 行" in page.text
    await away.client.post("/preferences", data={"lang": "en"})
    english = await away.look("\n".join(lines).encode())
    assert f"Line {number + 1}" in english.text
    assert (await away.form("txt")).decode("utf-8-sig").count("\nmark: ") == 10
    for body, told in ((b"", 422), (b"\xff\x00\xff", 422), (b"PK\x03\x04 no", 422), (b"x" * 3_000_001, 413)):
        assert (await away.look(body)).status_code == told
    assert (await away.client.post("/desk/form", data={})).status_code == 422
    assert (await away.client.post("/desk/form/marks?_method=PUT", data={})).status_code == 422


async def test_somebody_elses_seat_is_neither_asked_nor_written(away: Away) -> None:
    mine = (await away.form("txt")).decode("utf-8-sig")
    other = await make.expert(away.pool)
    stranger = away.pool.experts[other]
    await identity.signed_in(away.client, stranger)
    assert (await away.client.get("/desk/form/file")).status_code == 409  # nothing waits for them
    refused = await away.look(filled(mine, {0: ("9", "离线")}).encode())
    assert (refused.status_code, "不能由您评分" in refused.text) == (422, True)
    assert (await away.client.get("/desk/form/file", params={"seat": str(away.seats[0])})).status_code == 409
    for one in make.CANARIES:
        assert one not in mine


async def test_programs_take_the_same_form_over_all_or_none(away: Away) -> None:
    api = "/api/v1/desk/form"
    out = (await away.client.get(api, params={"kind": "txt", "seat": str(away.seats[1])})).content.decode("utf-8-sig")
    assert out.count("\n=== ") == 1
    back = filled(out, {0: ("9", "离线"), 1: ("8", "别的")}).encode()
    looked = (await away.client.post(api, content=back)).json()
    assert ([one["typed"]["mark"] for one in looked["changes"]], looked["same"]) == (["9", "8"], 3)
    await actions.save_mark(away.actor, away.seats[1], (await away.lines(1))[0].criterion_id, Decimal(3), ELSEWHERE)
    refused = await away.client.put(api, content=back)
    assert refused.status_code == 409
    assert refused.json()["conflict"]["marks"][0]["here"]["comment"] == ELSEWHERE
    assert (await away.lines(1))[1].mark is None
    wrong = await away.client.put(api, content=filled(out, {1: ("11", "别的")}).encode())
    assert wrong.status_code == 422
    fine = await away.client.put(api, content=filled(out, {1: ("8", "别的")}).encode())
    assert fine.status_code == 200
    assert (await away.lines(1))[1].mark == 8


async def test_the_form_takes_one_statement_for_any_number_of_proposals(away: Away) -> None:
    counts = []
    for params in ({"seat": str(away.seats[0])}, {}):
        async with counted() as seen:
            await away.client.get("/desk/form/file", params={"kind": "txt", **params})
        counts.append(len(seen))
    assert counts == [2, 2]
