"""A form of 200 questions: opened in one request, saved field by field, as fast as a small one would be.

Time is the process's own by default, for a test's machine may be busy; `PARKS_SPEED=1` takes the clock on the wall.
"""

import os
import statistics
import time
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import programmes as make
from tests.make.questionnaires import OPTIONS, both, question, section

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor, Role
from parks.kernel.subject import SubjectRef
from parks.questionnaires import actions, queries
from parks.questionnaires.actions import designs, rehearsals
from parks.questionnaires.rules import designing
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import Definition, load
from parks.questionnaires.rules.sections import Filled, Standing
from parks.web import rendering

AUTOSAVE = 0.015  # seconds of server time at the median
clock = time.perf_counter if os.environ.get("PARKS_SPEED") else time.process_time


def large() -> Definition:
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
    form = large()
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
    assert check(large()) == {}
    assert clock() - start < 2


async def test_an_autosave_in_a_form_of_200_questions_takes_few_milliseconds(db: None) -> None:
    lin = Actor(id=uuid7(), name="林知微")
    sheet_id: UUID = await actions.open_sheet(
        await actions.publish(lin, large()), SubjectRef("application", uuid7(), "x"), {}
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


async def test_the_whole_request_of_an_autosave_reads_the_sheet_once(client: httpx.AsyncClient, db: None) -> None:
    """From the cookie to the answered field: the session, whose application, its form, and the four that save."""
    of = await make.world(sheet=large().stored())
    draft = await make.draft(of)
    await identity.signed_in(client, of.founders[draft])
    url = f"/applications/{draft}/sections/all/answers"
    await client.put(f"{url}/first", data={"first": "yes"})
    took = []
    for turn in range(40):
        start = clock()
        answer = await client.put(f"{url}/text_1", data={"text_1": f"第 {turn} 句。", "seen.text_1": f"{turn}."})
        took.append(clock() - start)
        assert answer.status_code == 200
    async with counted() as seen:
        await client.put(f"{url}/text_1", data={"text_1": "最后一句。", "seen.text_1": "40."})
    assert len(seen) == 7
    assert sum("FROM questionnaire_answer" in one for one in seen) == 1
    assert statistics.median(took) < AUTOSAVE, f"{statistics.median(took) * 1000:.1f} ms"


def _chain(kind: str) -> Definition:
    """More questions than Python likes to go deep, each hanging twice on the next or on the one before."""
    numbers = range(300)
    asked: list[dict[str, Any]] = {
        "sums ahead": [
            *(question(f"q{n}", "computed", expression=f"q{n + 1} + q{n + 1} - 1", result="number") for n in numbers),
            question("q300", "number"),
        ],
        "sums behind": [
            question("q0", "number"),
            *(question(f"q{n + 1}", "computed", expression=f"q{n} + q{n} - 1", result="number") for n in numbers),
        ],
        "conditions": [
            question("q0", "yes_no"),
            *(question(f"q{n + 1}", "yes_no", when=f"q{n} and not (not q{n})") for n in numbers),
        ],
    }[kind]
    return load({"key": "chain", "title": both("Chain"), "sections": [section("all", *asked)], "checks": []})


@pytest.mark.parametrize("kind", ["sums ahead", "sums behind", "conditions"])
def test_a_chain_through_all_questions_is_checked_and_read_from_either_end(kind: str) -> None:
    """Neither too deep for Python nor twice the work with every link: nobody's form stops the house."""
    form = _chain(kind)
    start = clock()
    assert check(form) == {}
    for key in ("q0", "q300"):
        given = "yes" if kind == "conditions" else "1"
        standing = Standing(form, Filled(answers={one.key: given for one in form.questions if one.typed}))
        asked = form.question(key)
        assert asked is not None
        assert standing.applies(asked)
        assert standing.value(key) == (True if kind == "conditions" else 1)
    assert clock() - start < 10
