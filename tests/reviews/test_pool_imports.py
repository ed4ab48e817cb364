"""Experts out of a sheet: each cell as the page would say, all rows or none, nobody twice, no identity number kept."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import database, vault
from parks.adapters.sheets import NO_XLSX, Row, rows_of, template
from parks.identity import queries as people
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.reviews import actions, queries
from parks.reviews.queries.imports import codes, imports_due
from parks.reviews.rules.pool_sheet import COLUMNS, listed
from parks.reviews.states import ExpertKind

NUMBER = "330106199001010018"
"""An identity number whose last sign fits the others."""


def good(number: int, **more: Any) -> dict[str, Any]:
    """A row that can be taken; `more` by what follows `expert.` in the column's id."""
    row: dict[str, Any] = {
        "email": f"Expert{number}@Parks.test",
        "name": f"新专家{number}",
        "kind": "技术" if number % 2 else "finance",
        "fields": "electronics；Materials",
        "employer": "岚江大学",
        "title": "教授",
        "employed_since": "2019/03/01",
        "languages": "zh; English",
        "capacity": 30,
        "term_from": "2026-01-01",
        "term_last": "2028-12-31",
    }
    return row | more


def sheet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [one.id for one in COLUMNS])
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(COLUMNS):
                if (value := row.get(column.id.removeprefix("expert."))) is not None:
                    page.write(number, place, value)
    return out.getvalue()


async def read(at: make.Pool, rows: Sequence[Mapping[str, Any]]) -> UUID:
    return await actions.read_experts(at.officer, at.organisation_id, "专家库.xlsx", sheet(rows))


async def wrong_in(at: make.Pool, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    run = await queries.pool_import(at.officer, await read(at, rows))
    return {one.place: str(one.sentence) for one in run.wrong}


async def test_a_list_is_read_looked_at_and_taken_in_whole(db: None) -> None:
    at = await make.pool(experts=0)
    known = await identity.person("老账号", email="known@parks.test")
    rows = [good(1, kind="technical", identity=NUMBER), good(2), good(3, email="known@parks.test", name="老 账号")]
    rows[2]["kind"] = "Investor"
    made = await read(at, rows)
    run = await queries.pool_import(at.officer, made)
    assert (run.rows, run.people, run.problems, run.can_confirm) == (3, 2, 0, True)
    assert await database.value("SELECT count(*) FROM expert") == 0, "looking is not taking in"
    assert await actions.take_in(at.officer, made) == 3
    assert await actions.take_in(at.officer, made) == 0, "asked twice, it is done once"
    found = {one["name"]: one for one in await database.rows("SELECT * FROM expert")}
    assert {name: one["kind"] for name, one in found.items()} == {
        "新专家1": "technical",
        "新专家2": "finance",
        "老账号": "investor",
    }
    first = await queries.expert(at.officer, found["新专家1"]["id"])
    assert (first.fields, first.serves.languages, first.serves.capacity) == (
        ("electronics", "materials"),
        ("en", "zh"),
        30,
    )
    assert (str(first.serves.term_until), str(first.posts[0].since)) == ("2029-01-01", "2019-03-01")
    assert found["新专家1"]["fingerprint"] == vault.fingerprint("identity", NUMBER)
    assert found["老账号"]["person"] == known.id
    assert (await people.actor(known.id)).has(Role.EXPERT)
    assert await database.value("SELECT lines FROM pool_import WHERE id = $1", made) == []
    with pytest.raises(Conflict):
        await actions.forget_list(at.officer, made)


async def test_every_wrong_cell_is_told_by_its_place_and_then_nobody_is_taken_in(db: None) -> None:
    at = await make.pool(experts=1)
    expert_id, expert = next(iter(at.experts.items()))
    mark = vault.fingerprint("identity", NUMBER)
    await database.execute("UPDATE expert SET fingerprint = $2 WHERE id = $1", expert_id, mark)
    email = (await people.person(expert.id)).email
    told = await wrong_in(
        at,
        [
            good(1, email="nobody", kind="astronaut"),
            good(2, email=email),
            good(3, identity=NUMBER),
            good(4, email="EXPERT4@parks.test", capacity="0"),
            good(5, email="expert9@parks.test", term_from=None),
            good(6, email="expert9@parks.test"),
            good(7, email="expert9@parks.test"),
            good(8, email=(await people.person(at.officer.id)).email),
            good(9, email="nine@parks.test", identity="33010*********0015", fields="", employed_since="1.3.2019"),
        ],
    )
    assert {place: told[place].split(".")[0] for place in told} == {
        "A2": "Write the address like name@example",
        "D2": "There is no option “astronaut”",
        "A3": f"{expert.name} is in the expert pool already",
        "C4": f"{expert.name} is in the expert pool already, with this very number",
        "K5": "Between 1 and 500 proposals a round",
        "L6": "A term that ends begins on a day too",
        "A8": "Row 7 holds the same person",
        "A9": "You cannot take yourself into the expert pool",
        "C10": "This number is masked",
        "E10": "This is needed",
        "H10": "Write the day like 2026-11-22",
    }
    (run,) = await queries.pool_imports(at.officer)
    with pytest.raises(Conflict):
        await actions.take_in(at.officer, run.id)
    assert await database.value("SELECT count(*) FROM expert") == 1


async def test_who_became_an_expert_meanwhile_stops_the_whole_list(db: None) -> None:
    at = await make.pool(experts=0)
    made = await read(at, [good(1), good(2)])
    await actions.invite_expert(
        at.officer,
        email="expert2@parks.test",
        name="新专家2",
        organisation_id=at.organisation_id,
        kind=ExpertKind.FINANCE,
        fields=["materials"],
        employer="岚江大学",
    )
    with pytest.raises(Conflict, match=r"Row 3: 新专家2 is in the expert pool already\. Nobody was taken in\."):
        await actions.take_in(at.officer, made)
    assert await database.value("SELECT count(*) FROM expert") == 1
    assert await database.value("SELECT count(*) FROM person WHERE email = 'expert1@parks.test'") == 0
    run = await queries.pool_import(at.officer, made)
    assert run.waits, "what was read is still there, to be corrected"


async def test_an_identity_number_is_nowhere_but_in_the_keyed_mark(db: None) -> None:
    at = await make.pool(experts=0)
    made = await read(at, [good(1, identity=NUMBER)])
    kept = str(await database.value("SELECT lines::text FROM pool_import WHERE id = $1", made))
    assert vault.fingerprint("identity", NUMBER) in kept
    assert NUMBER not in kept
    await actions.forget_list(at.officer, made)
    assert await database.value("SELECT lines FROM pool_import WHERE id = $1", made) == []


async def test_a_list_is_its_places_officers_alone_and_goes_in_time(db: None) -> None:
    at = await make.pool(experts=0)
    made = await read(at, [good(1)])
    city = await identity.person(
        "城市", [(Role.CITY_OFFICER, await database.value("SELECT id FROM organisation WHERE path = '/cn/xj/ch/'"))]
    )
    with pytest.raises(Forbidden):
        await actions.read_experts(city, at.organisation_id, "a.xlsx", sheet([good(1)]))
    for act in (queries.pool_import, actions.take_in, actions.forget_list):
        with pytest.raises(Hidden):
            await act(city, made)
    with pytest.raises(Invalid):
        await actions.read_experts(at.officer, at.organisation_id, "a.xlsx", b"no sheet")
    tomorrow = await database.value("SELECT (parks_now() AT TIME ZONE 'Asia/Shanghai')::date + 1")
    assert [(one.id, one.subjects) for one in await imports_due(tomorrow, 9)] == [(made, (at.officer.id,))]
    assert await actions.erase_lists([made]) == 1
    assert await database.row("SELECT lines, file_name, state FROM pool_import") == ([], "", "given_up")


@given(st.dictionaries(st.sampled_from([one.id for one in COLUMNS]), st.text(max_size=40)))
def test_any_row_is_taken_or_told_why(cells: dict[str, str]) -> None:
    row = Row(2, cells)
    assert (listed(row, codes()) is None) == bool(row.problems)


def test_the_template_with_remarks_comes_back_as_it_went() -> None:
    rows = [Row(3, {"expert.email": "a@b.cn", "expert.name": "甲"}), Row(4, {"expert.email": "-", "expert.name": "乙"})]
    rows[1].say("expert.email", NO_XLSX)
    back = rows_of(template("专家 Experts", COLUMNS, codes(), rows), COLUMNS)
    assert [(one.number, one.cells["expert.name"]) for one in back] == [(3, "甲"), (4, "乙")]
    with pytest.raises(Invalid, match="no row below the head"):
        rows_of(template("专家 Experts", COLUMNS, codes()), COLUMNS)


@pytest.mark.parametrize("rows", [1, 3])
async def test_the_pages_say_it_in_the_readers_language_under_one_count(
    rows: int, db: None, client: httpx.AsyncClient
) -> None:
    at = await make.pool(experts=0)
    await identity.signed_in(client, at.officer)
    file = {"file": ("专家库.xlsx", sheet([good(n, kind="x") for n in range(rows)]), "application/octet-stream")}
    answer = await client.post("/experts/import", data={"organisation": str(at.organisation_id)}, files=file)
    assert answer.status_code == 303
    run = answer.headers["location"]
    async with counted() as seen:
        page = await client.get(run)
    assert (page.status_code, len(seen)) == (200, 2)
    assert page.text.count("没有“x”这个选项") == rows
    async with counted() as seen:
        page = await client.get("/experts/import")
    assert (page.status_code, len(seen)) == (200, 3)
    remarks = await client.get(f"{run}/sheet")
    assert remarks.status_code == 200
    answer = await client.put(f"{run}/confirmation")
    assert answer.status_code == 409
    answer = await client.post("/experts/import", data={"organisation": str(at.organisation_id)})
    assert (answer.status_code, "请先选择文件" in answer.text) == (422, True)


async def test_programs_bring_in_and_pages_take_away(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=0)
    await identity.signed_in(client, at.officer)
    query = {"organisation": str(at.organisation_id), "name": "pool.xlsx"}
    answer = await client.put("/api/v1/experts/import", params=query, content=sheet([good(1), good(2)]))
    assert (answer.status_code, answer.json()["problems"]) == (200, 0)
    made = answer.json()["id"]
    answer = await client.put(f"/api/v1/experts/import/{made}/confirmation")
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    answer = await client.get("/experts/export?kind=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert book[0][:3] == ["expert.name", "expert.kind", "expert.fields"]
    assert {line[0] for line in book[2:]} == {"新专家1", "新专家2"}
