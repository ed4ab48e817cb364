"""No page needs more than four SQL statements, the look-up of the session included: every page, as each who may see it.

The scene has rows in every list. That a list needs no more for three rows than for one is told beside each list
(tests/counting.py); here no page is forgotten, for the doors are those of the reviewed table.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from tests.access import calls
from tests.access.calls import Door
from tests.access.scene import Scene
from tests.access.test_table import lines
from tests.counting import counted

from parks.funds.pages import acts
from parks.programmes.rules.call_parts import PARTS
from parks.questionnaires.rules.designing import Part
from parks.startups.pages.rows import KINDS

MOST = 4
NOTED = ("UPDATE session SET seen_at", "UPDATE api_key SET used_at")
"""Once in some minutes, on whatever page comes then: a slow machine's walk takes that long."""
READERS = ("anonymous", "founder", "manager", "city", "province", "programme", "expert", "auditor", "admin")
"""The columns that differ in what their pages show; the others are strangers of the same rank."""
MANY: Mapping[str, Mapping[str, Any]] = {
    "call-setup:edit": {"part": PARTS},
    "part:new": {"part": Part},
    "company-row:new": {"noun": KINDS},
    "budget-act:new": {"noun": acts.BUDGETS},
    "commitment-act:new": {"noun": acts.COMMITMENTS},
    "tranche-act:new": {"noun": acts.TRANCHES},
    "check-act:new": {"noun": acts.CHECKS},
    "clawback-act:new": {"noun": acts.CLAWBACKS},
    "payment-line-act:new": {"noun": acts.LINES},
}
"""Doors that lead to many pages, by the part of their path that tells which."""


@pytest.mark.parametrize("column", READERS)
async def test_no_page_needs_more_than_four_statements_as(
    column: str, house: Any, client: httpx.AsyncClient, scene: Scene
) -> None:
    known = {door.key: door for door in calls.doors(house)}
    seen, wrong = 0, []
    for one in lines():
        door = known[one["method"], one["path"]]
        if not door.safe or one[column] != "ok" or door.path.startswith("/api/"):
            continue
        for path in pages(door, scene.of(column) | scene.own.get(one["case"], {})):
            async with counted() as statements:
                answer = await client.get(path, headers=scene.headers[column])
            client.cookies.clear()
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue  # a file, which is made or fetched
            seen += 1
            needed = [sql for sql in statements if not sql.startswith(NOTED)]
            if len(needed) > MOST:
                told = "\n    ".join(re.sub(r"\s+", " ", sql)[:110] for sql in needed)
                wrong.append(f"{door.path} {path} {one['case']}: {len(needed)}\n    {told}")
    assert wrong == [], "\n".join(["", *wrong])
    assert seen > MOST


def pages(door: Door, ids: Mapping[str, Any]) -> Iterator[str]:
    """The door's page; where it leads to many, each of them."""
    yield calls.address(door, ids)
    for slot, values in MANY.get(door.name, {}).items():
        for each in values:
            yield re.sub(r":(uuid|str)}", "}", door.path).format(**{**ids, slot: each})
