"""An estate comes in from a sheet after a look: wrong cells are named, all rows or none; what goes out comes in."""

import html
import io
import json
import re

import httpx
import pytest
import xlsxwriter
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import database
from parks.adapters.sheets import Row, rows_of
from parks.kernel.actor import Role
from parks.kernel.errors import Forbidden, Hidden, Invalid
from parks.kernel.words import Text
from parks.spaces import actions, queries
from parks.spaces.queries.estate import COLUMNS
from parks.spaces.rules.estate_sheet import HEADS, listed

GOOD = {
    "unit.code": "B201",
    "building.code": "B",
    "building.name_zh": "B 座",
    "building.name_en": "Building B",
    "floor.level": "2",
    "floor.name_zh": "二层",
    "floor.name_en": "2nd floor",
    "floor.width": "40",
    "floor.height": "20",
    "unit.kind": "wet_laboratory",
    "unit.gross_area": "120.5",
    "unit.usable_area": "90",
    "unit.seats": "8",
    "unit.features": "fume_hood； water",
    "unit.price": "62",
    "unit.valid_from": "2027-01-01",
    "unit.last_day": "",
    "unit.x": "0",
    "unit.y": "0",
    "unit.w": "12",
    "unit.h": "14",
}
SECOND = GOOD | {"unit.code": "B202", "unit.x": "13"}


def sheet(*rows: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, column in enumerate(HEADS):
            page.write_string(0, place, column)
            for number, cells in enumerate(rows, start=1):
                page.write_string(number, place, cells.get(column, ""))
    return out.getvalue()


def test_a_row_tells_a_unit() -> None:
    told, wrong = listed(GOOD)
    assert wrong == {}
    assert told is not None
    assert (told.code, told.level, told.features, str(told.price)) == ("B201", 2, ("fume_hood", "water"), "62")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("unit.code", ""),
        ("unit.code", "x" * 21),
        ("unit.gross_area", "-1"),
        ("unit.gross_area", "NaN"),
        ("unit.gross_area", "12.345"),
        ("unit.gross_area", "1e400"),
        ("floor.level", "1.5"),
        ("unit.kind", "castle"),
        ("unit.features", "water; moat"),
        ("unit.valid_from", "soon"),
        ("unit.last_day", "2026-12-31"),
        ("building.name_zh", "\x00"),
        ("unit.price", "infinity"),
    ],
)
def test_each_cell_that_cannot_be_taken_has_its_own_sentence(column: str, text: str) -> None:
    told, wrong = listed(GOOD | {column: text})
    assert told is None
    assert list(wrong) == [column]
    assert isinstance(wrong[column], Text)


async def test_a_manager_looks_at_a_file_corrects_it_and_brings_it_in(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    await make.units(home, 1)
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    await people.signed_in(client, manager)
    where = f"/parks/{home.park_id}/estate"
    assert where in (await client.get(f"/parks/{home.park_id}")).text

    upon = SECOND | {"unit.code": "A301", "unit.x": "5"}  # a code of this park, and on the plan over B201
    tight = SECOND | {"unit.usable_area": "500"}
    bad = await client.post(where, files={"file": ("units.xlsx", sheet(GOOD, upon, tight, GOOD))})
    assert bad.status_code == 422
    told = re.findall(r'<tr><th scope="row" class="cell-number">(\d+)</th><td>([^<]+)</td>', bad.text)
    assert [int(number) for number, _column in told] == [3, 4, 5]
    assert await database.value("SELECT count(*) FROM unit") == 1

    good = await client.post(where, files={"file": ("units.xlsx", sheet(GOOD, SECOND))})
    assert good.status_code == 200
    assert await database.value("SELECT count(*) FROM unit") == 1  # looked at, not written
    assert await database.value("SELECT count(*) FROM building") == 1
    carried = re.search(r'<textarea name="rows" hidden>(.*?)</textarea>', good.text, re.DOTALL)
    assert carried is not None
    done = await client.put(where, data={"rows": html.unescape(carried[1])})
    assert (done.status_code, done.headers["location"]) == (303, f"/parks/{home.park_id}")
    found = await database.rows(
        "SELECT u.code, u.features, b.code AS building, f.level FROM unit u JOIN floor f ON f.id = u.floor"
        " JOIN building b ON b.id = f.building ORDER BY u.code DESC LIMIT 2"
    )
    assert [(one["code"], one["building"], one["level"]) for one in found] == [("B202", "B", 2), ("B201", "B", 2)]
    assert found[0]["features"] == ["fume_hood", "water"]
    again = await client.put(where, data={"rows": html.unescape(carried[1])})  # sent twice: nothing twice
    assert again.status_code == 422
    assert await database.value("SELECT count(*) FROM unit") == 3
    for broken in ("", "[", "[[1]]", json.dumps([{"number": "x", "cells": {}}])):
        assert (await client.put(where, data={"rows": broken})).status_code == 422


async def test_what_goes_out_comes_into_another_park_and_is_the_same(db: None, client: httpx.AsyncClient) -> None:
    home, far = await make.estate(), await make.estate("park2")
    await make.units(home, 3, features=("water",))
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    await people.signed_in(client, manager)
    file = await client.get(f"/parks/{home.park_id}/estate/export")
    found = rows_of(file.content, COLUMNS)
    with pytest.raises(Forbidden):
        await actions.bring_in_estate(home.manager, far.park_id, found)
    with pytest.raises(Hidden):
        await queries.estate(home.manager, far.park_id)
    outcome = await actions.bring_in_estate(far.manager, far.park_id, found)
    assert (outcome.buildings, outcome.floors, outcome.units) == (0, 0, 3)
    mine, theirs = await queries.estate(home.manager, home.park_id), await queries.estate(far.manager, far.park_id)
    assert [one.cells for one in mine.rows] == [one.cells for one in theirs.rows]


async def test_one_wrong_row_keeps_all_out(db: None) -> None:
    home = await make.estate()
    rows = [Row(3, GOOD), Row(4, SECOND | {"unit.x": "39"})]  # beyond the plan's forty metres
    with pytest.raises(Invalid):
        await actions.bring_in_estate(home.manager, home.park_id, rows)
    assert list(rows[1].problems) == ["unit.x"]
    assert await database.value("SELECT count(*) FROM unit") == 0
    assert await database.value("SELECT count(*) FROM building") == 1
