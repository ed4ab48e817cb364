"""Every route × every role, over HTTP, against one reviewed table (tests/access/table.csv).

The table says who gets through: `ok` (the door opened, whatever the body was worth), `sign-in`, `403` (seen, not
allowed) or `404` (not there for this reader). A wrong cell is mended in the code. For new routes run with
`PARKS_ACCESS_OBSERVED=<folder>`, read what was found line by line, and copy what is right.
"""

import contextlib
import csv
import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.access import calls, state
from tests.access.calls import Door
from tests.access.contract import broken_headers
from tests.access.scene import COLUMNS, Scene

TABLE = Path(__file__).with_name("table.csv")
CASES = {"{application_id": ("", "draft", "won"), "/{call_id": ("", "unopened")}
"""What else a door is tried with than the thing of its parameter's name, by what its path holds."""
OBSERVED = os.environ.get("PARKS_ACCESS_OBSERVED")


def lines() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_route_stands_in_the_table_with_its_access_and_nothing_else_does(house: Any) -> None:
    real = {(door.method, door.path, door.name, door.access) for door in calls.doors(house)}
    told = {(one["method"], one["path"], one["name"], one["access"]) for one in lines()}
    assert real - told == set(), "routes without a line: read what they show to whom, then write it"
    assert told - real == set(), "lines without a route, or with another access than the route declares"


def test_everything_that_is_sent_is_sent_to_a_route(house: Any) -> None:
    names = {door.name for door in calls.doors(house)}
    assert {*calls.BODIES, *calls.RAW, *calls.FILES, *calls.PLACES, *calls.QUERIES} - names == set()


@pytest.mark.parametrize("column", COLUMNS)
async def test_every_door_as(column: str, house: Any, client: httpx.AsyncClient, scene: Scene) -> None:
    """And reading changes nothing: behind the last GET no table differs from what it was before the first."""
    wrong, found = [], []
    before, after = await state.of_the_world(), None
    for one, door in sorted(_tries(house), key=lambda tried: not tried[1].safe):
        if not door.safe and after is None:
            after = await state.of_the_world()
        async with contextlib.nullcontext() if door.safe else calls.undone():
            answer = await calls.ask(client, scene, column, door, one["case"])
        seen = calls.cell(answer)
        found.append([one["name"], one["case"], door.method, door.path, door.access, seen, answer.status_code])
        if seen != one[column]:
            wrong.append(f"{door.method} {door.path} {one['case']}: {seen} ({answer.status_code}), not {one[column]}")
        wrong += [f"{door.method} {door.path}: {what}" for what in broken_headers(answer)]
    if OBSERVED:
        (Path(OBSERVED) / f"{column}.json").write_text(json.dumps(found))
        return
    assert wrong == []
    assert after is not None
    assert {name for name in after if after[name] != before.get(name)} == set()


def _tries(app: Any) -> list[tuple[dict[str, str], Door]]:
    """The table's lines with their doors; while observing, every door with every case that it can have."""
    doors = calls.doors(app)
    if not OBSERVED:
        known = {door.key: door for door in doors}
        return [(one, known[one["method"], one["path"]]) for one in lines()]
    return [
        ({"name": door.name, "case": case} | dict.fromkeys(COLUMNS, ""), door)
        for door in doors
        for case in CASES.get(next((one for one in CASES if one in door.path), ""), ("",))
        if door.safe or case not in {"won", "unopened"}
    ]
