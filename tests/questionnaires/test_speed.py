"""A form of 200 questions: opened in one request, saved field by field, as fast as a small one would be.

Time is the process's own by default, for a test's machine may be busy; `PARKS_SPEED=1` takes the clock on the wall.
"""

import os
import statistics
import time
from typing import Any
from uuid import UUID

import httpx
from tests.counting import counted
from tests.make import identity
from tests.make.questionnaires import OPTIONS, both, question, section

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor, Role
from parks.kernel.subject import SubjectRef
from parks.questionnaires import actions, queries
from parks.questionnaires.actions import designs, rehearsals
from parks.questionnaires.rules import designing
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import Definition, load
from parks.web import rendering

AUTOSAVE = 0.015  # seconds of server time at the median
clock = time.perf_counter if os.environ.get("PARKS_SPEED") else time.process_time


def _large() -> Definition:
    asked: list[dict[str, Any]] = [question("first", "yes_no"), question("field", "choice", options=OPTIONS)]
    for number in range(48):
        asked += [
            question(f"text_{number}", "long_text", max=500, when="first" if number % 2 else None),
            question(f"sum_{number}", "money", when=f"field == 'optics' or sum_{number - 1} > 5" if number else None),
            question(f"day_{number}", "date"),
            question(f"twice_{number}", "computed", expression=f"sum_{number} * 2", result="money"),
        ]
    asked += [question(f"more_{number}") for number in range(6)]
    checks = [{"key": "much", "holds": "sum_0 < 1000000", "sentence": both("Too much"), "places": ["sum_0"]}]
    return load({"key": "large", "title": both("Large"), "sections": [section("all", *asked)], "checks": checks})


async def test_a_form_of_200_questions_opens_in_one_request_and_three_statements(
    client: httpx.AsyncClient, db: None
) -> None:
    tree = await identity.nation_tree()
    chen = await identity.person("陈若岩", [(Role.CITY_OFFICER, tree.city)])
    form = _large()
    assert sum(1 for _one in form.questions) == 200
    made = await designs.import_json(chen, tree.city.id, designing.written(form))
    await rehearsals.rehearse(chen, made)
    await identity.signed_in(client, chen)
    async with counted() as seen:
        page = await client.get(f"/forms/{made}/rehearsal/sections/all")
    assert page.status_code == 200
    assert page.text.count('class="question') == 200
    assert len(seen) < 4
    assert len(page.content) < 300_000


def test_a_large_form_is_checked_in_a_moment() -> None:
    start = clock()
    assert check(_large()) == {}
    assert clock() - start < 2


async def test_an_autosave_in_a_form_of_200_questions_takes_few_milliseconds(db: None) -> None:
    lin = Actor(id=uuid7(), name="林知微")
    sheet_id: UUID = await actions.open_sheet(
        await actions.publish(lin, _large()), SubjectRef("application", uuid7(), "x"), {}
    )
    await actions.save_answer(lin, sheet_id, "first", "yes", 0)
    template = rendering.environment("zh").get_template("questionnaires/_saved.html")
    took = []
    for turn in range(40):
        start = clock()
        saved = await actions.save_answer(lin, sheet_id, "text_1", f"第 {turn} 句。", turn)
        template.render(question=saved.question, conflict=None, dependents=saved.dependents, save_url="/x", csrf="")
        took.append(clock() - start)
    assert (await queries.sheet(sheet_id)).question("text_1").version == 40
    assert statistics.median(took) < AUTOSAVE, f"{statistics.median(took) * 1000:.1f} ms"
