"""The work list costs a page, not a table: its plans at 20,000 rows, for every office and for what people look for."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.bench import scene as scenes

from parks.adapters import database
from parks.adapters.database import tx
from parks.kernel.actor import Actor, Held, Role
from parks.programmes.queries import work_list
from parks.web.paging import ListState

ROWS = 20_000
MOST = 2_500
"""Pages of 8 KB that one statement may touch. The dearest is a province's list: of the index by day it walks past the
rows of the other 29 provinces, some 1,500, however many more there are."""

PLACES = {Role.PROGRAMME_OFFICER: "/cn/", Role.PROVINCE_OFFICER: "/cn/p7/", Role.PARK_MANAGER: "/cn/p7/c2/k1/"}
VIEWS: tuple[Mapping[str, Any], ...] = (
    {},
    {"q": "星海"},
    {"q": "公司"},
    {"q": "B0004711"},
    {"chosen": {"state": "city_review"}},
    {"chosen": {"place": "/cn/p7/c2/"}},
    {"sort": "company", "descending": False},
)


def state(**asked: Any) -> ListState:
    given: dict[str, Any] = {"q": "", "chosen": {}, "sort": "submitted", "descending": True} | asked
    return ListState(grid=work_list.GRID, path="/applications", columns=("number",), size=50, **given)


async def plan(actor: Actor, asked: ListState, kept: str) -> Any:
    """PostgreSQL's own account of the list's statement: the page, the count and the choices.

    By the plan made for these values, or by the one `kept` for all of them: which of the two runs, PostgreSQL chooses.
    """
    seen: list[Any] = []
    async with tx() as connection:
        connection.add_query_logger(seen.append)
        await work_list.one_page(actor, asked)
        await asyncio.sleep(0)  # the logger is called by the loop
        connection.remove_query_logger(seen.append)
        [one] = seen
        await connection.execute(f"SET LOCAL plan_cache_mode = {kept}")
        await connection.execute(f"PREPARE listed AS {one.query}")
        given = ", ".join(map(literal, one.args))
        told = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE listed ({given})")
        await connection.execute("DEALLOCATE listed")
    return (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def literal(value: Any) -> str:
    return f"ARRAY[{', '.join(map(literal, value))}]::text[]" if isinstance(value, list) else f"'{value}'"


def read_whole(plan: Mapping[str, Any]) -> set[str]:
    """The tables that a plan reads from one end to the other; the count may, for it ends at its cap."""
    if plan.get("Subplan Name") in {"CTE offered", "CTE hits"} or not plan["Actual Loops"]:
        return set()
    found = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    return found.union(*(read_whole(one) for one in plan.get("Plans", ())))


@pytest.mark.slow
async def test_the_work_list_touches_as_little_whoever_asks_and_for_what(db: None) -> None:
    scene = await scenes.build()
    async with database.connection() as connection:
        await scenes.multiply(connection, scene, 0, ROWS)
    for role, path in PLACES.items():
        office = Held(role, scene.nation.held[0].organisation_id, path)
        actor = Actor(scene.nation.id, "周部", held=(office,))
        for view in VIEWS:
            for kept in ("force_custom_plan", "force_generic_plan"):
                found = await plan(actor, state(**view), kept)
                touched = found["Shared Hit Blocks"] + found["Shared Read Blocks"]
                assert "application" not in read_whole(found), (role, view, kept)
                assert touched < MOST, (role, view, kept, touched)
