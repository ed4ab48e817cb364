"""What is rehearsed is seen by who builds the form, and by nobody else anywhere: every page, export and search, as
everyone, with a rehearsal that was filled in, given a file and sent.
"""

import io
import re
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from tests.access import calls
from tests.access.calls import Door
from tests.access.scene import COLUMNS, Scene
from tests.access.test_statements import pages
from tests.access.test_table import lines

from parks.adapters import database
from parks.questionnaires.actions import rehearsals
from parks.questionnaires.rules.handed_in import Sent

CANARY = "演练金丝雀"
ANSWERS: Mapping[str, Any] = {
    "title": CANARY,
    "summary": f"{CANARY}的简介",
    "field": "energy",
    "funded": "yes",
    "amount": "777777.00",
    "purpose": f"{CANARY}的用途",
    "safety": f"{CANARY}的安全",
    "members": [{"name": CANARY}],
}
SECTIONS = ("project", "team", "earlier", "lab", "files", "opinion")
BUILDERS = {"rehearsal:show", "rehearsal:section"}
"""The doors that show it, to those who build the form (tests/access/table.csv)."""
COUNTING = {"statistics:show", "statistics:results", "statistics:public", "applications:index"}
LISTS = re.compile(r"^/(applications|companies|forms|calls|experts|rounds|appointments|audit|inbox|units|requests)")


@asynccontextmanager
async def rehearsed(scene: Scene) -> AsyncIterator[tuple[str, ...]]:
    """A rehearsal of the scene's form, filled in and sent; afterwards all is as it was. Answers what gives it away:
    its words, and the ids of its sheet and of the form that it stands on.
    """
    async with calls.undone():
        manager, design = scene.people["manager"], scene.ids["design_id"]
        await rehearsals.attach(manager, design, "plan", f"{CANARY}.pdf", 3)
        for answers, sections in ((ANSWERS, SECTIONS), ({"honest": True}, ("declarations",))):
            sent = {key: Sent(one, 0) for key, one in answers.items()}
            assert not (await rehearsals.save_answers(manager, design, sent)).conflicts
            for section in sections:
                await rehearsals.complete_section(manager, design, section, completed=True)
        await rehearsals.send(manager, design)
        sheet = await database.row(
            "SELECT s.id, s.questionnaire FROM questionnaire_sheet s JOIN questionnaire_version v ON v.sheet = s.id"
            " WHERE s.subject_kind = 'rehearsal'"
        )
        assert sheet is not None
        yield CANARY, str(sheet["id"]), str(sheet["questionnaire"])


@pytest.mark.parametrize("column", COLUMNS)
async def test_nothing_rehearsed_is_read_anywhere_else_as(
    column: str, house: Any, client: httpx.AsyncClient, scene: Scene
) -> None:
    known = {door.key: door for door in calls.doors(house)}
    found, asked = [], 0
    async with rehearsed(scene) as marks:
        for one in lines():
            door = known[one["method"], one["path"]]
            if one[column] != "ok" or not (door.safe or door.name == "own-data:take"):
                continue
            for path in _asked_for(door, scene.of(column) | scene.own.get(one["case"], {})):
                async with calls.undone():  # opening a message or a receipt leaves its mark
                    answer = await client.request(door.method, path, headers=scene.headers[column])
                client.cookies.clear()
                asked += 1
                if door.name not in BUILDERS and any(mark in _text(answer) for mark in marks):
                    found.append(path)
    assert found == []
    assert asked > 10


async def test_the_canary_is_found_where_it_may_be_read(house: Any, client: httpx.AsyncClient, scene: Scene) -> None:
    door = next(one for one in calls.doors(house) if one.name == "rehearsal:section")
    async with rehearsed(scene):
        assert CANARY in _text(await calls.ask(client, scene, "manager", door))


@pytest.mark.parametrize("column", ["manager", "programme", "auditor"])
async def test_no_figure_and_no_list_of_the_api_counts_it(
    column: str, house: Any, client: httpx.AsyncClient, scene: Scene
) -> None:
    """The same answers with the rehearsal and after it was wiped."""
    doors = [door for door in calls.doors(house) if door.safe and door.path.startswith("/api/v1/")]
    pages = [door for door in calls.doors(house) if door.name in COUNTING]

    async def told() -> dict[str, Any]:
        answers = {door.path: await calls.ask(client, scene, column, door) for door in (*doors, *pages)}
        return {path: _told(one) for path, one in answers.items()}

    async with rehearsed(scene):
        before = await told()
        await rehearsals.wipe(scene.people["manager"], scene.ids["design_id"])
        after = await told()
    assert {path for path, one in before.items() if one != after[path]} == set()
    assert len(doors) > 40


def _asked_for(door: Door, ids: Mapping[str, Any]) -> Iterator[str]:
    """The door's pages; lists and exports once more with what was rehearsed as the words to search for."""
    yield from pages(door, ids)
    if "{" not in door.path and LISTS.match(door.path.removeprefix("/api/v1")):
        yield f"{door.path}?q={CANARY}"


def _text(answer: httpx.Response) -> str:
    """All that can be read in it, packed or not; what was searched for stands in its own field and is no find."""
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/pdf") and b"startxref" in answer.content:  # what was sent in has no pages to read
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    text = answer.content.decode("utf-8", "replace")
    query = answer.request.url.query.decode()
    if "q=" not in query:
        return text
    return "".join(re.findall(r"<tbody.*?</tbody>", text, re.DOTALL)) if "html" in kind else text


def _told(answer: httpx.Response) -> Any:
    """The numbers of a page; an answer of the API without the number of its request, which problems carry."""
    if answer.headers.get("content-type", "").startswith("text/html"):
        return re.findall(r">\s*([\d,.]+)\s*<", answer.text.partition("<main")[2])
    return re.sub(rb'"request_id":\s*"[^"]*"', b"", answer.content)
