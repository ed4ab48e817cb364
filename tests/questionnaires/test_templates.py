"""The fragments that owners include: every question as a field, what a page sends back, the check, the task list."""

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from litestar.datastructures import FormMultiDict
from tests.make import questionnaires as make

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.questionnaires import actions, forms, queries
from parks.questionnaires.rules.answers import AnswerConflict
from parks.questionnaires.rules.handed_in import Sent
from parks.web import rendering

LIN = Actor(id=uuid7(), name="林知微")
HE = Actor(id=uuid7(), name="何屿")
AROUND = {"csrf": "", "save_url": "/x/sections/s", "sections_url": "/x/sections", "files_url": "/x/files", "now": None}


class Fields(HTMLParser):
    """What a browser would send of a page, and every id on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.roots = 0
        self._depth = 0
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if "id" in told:
            self.ids.append(str(told["id"]))
        if self._depth == 0:
            self.roots += 1
        if tag not in {"input", "br", "img"}:
            self._depth += 1
        name = told.get("name")
        if tag == "textarea":
            self._area = name
            self.sent.append((str(name), ""))
        if tag == "select":
            self._select = name
            self.sent.append((str(name), ""))
        if tag == "option" and "selected" in told:
            self.sent[-1] = (str(self._select), str(told["value"]))
        picked = told.get("type") not in {"radio", "checkbox", "file"} or "checked" in told
        if tag == "input" and name and picked and "form" not in told:
            self.sent.append((name, str(told.get("value") or "")))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[-1] = (self._area, self.sent[-1][1] + data.removeprefix("\n"))


def _render(name: str, lang: str = "zh", **context: Any) -> str:
    return rendering.environment(lang).get_template(f"questionnaires/{name}").render(AROUND | context)


async def _page(sheet_id: UUID, key: str, **more: Any) -> str:
    return _render("_section.html", section=(await queries.sheet(sheet_id)).section(key), **more)


@pytest.mark.parametrize("key", [one.key for one in make.small().sections])
async def test_a_page_that_nobody_touched_changes_nothing(db: None, key: str) -> None:
    sheet_id = await make.filled(LIN)
    await actions.save_answers(
        LIN,
        sheet_id,
        {
            "members": Sent([{"name": "何屿", "since": "2024-03"}], 0),
            "topics": Sent(["optics"], 0),
            "heads": Sent("a few", 0),
            "started": Sent("2026-03-05", 0),
        },
    )
    page = Fields(await _page(sheet_id, key))
    section = (await queries.sheet(sheet_id)).section(key).section
    assert forms.sent(section, FormMultiDict(page.sent)) == {}
    assert len(page.ids) == len(set(page.ids))
    assert page.roots == 1


async def test_what_was_touched_is_sent_with_the_version_that_was_seen(db: None) -> None:
    sheet_id = await make.filled(LIN)
    page = Fields(await _page(sheet_id, "project"))
    changed = [(name, "energy" if name == "field" else value) for name, value in page.sent]
    section = (await queries.sheet(sheet_id)).section("project").section
    assert forms.sent(section, FormMultiDict(changed)) == {"field": Sent("energy", 1)}


async def test_a_page_opened_before_another_saved_overwrites_only_what_it_changed(db: None) -> None:
    sheet_id = await make.filled(LIN)
    page = Fields(await _page(sheet_id, "project"))
    await actions.save_answers(HE, sheet_id, {"summary": Sent("Lenses.", 1), "title": Sent("He's", 1)})
    changed = [(name, "Mine" if name == "title" else value) for name, value in page.sent]
    section = (await queries.sheet(sheet_id)).section("project").section
    saved = await actions.save_answers(LIN, sheet_id, forms.sent(section, FormMultiDict(changed)))
    assert [one.question for one in saved.conflicts] == ["title"]
    assert saved.sheet.question("summary").kept == "Lenses."

    shown = await _page(sheet_id, "project", conflicts={one.question: one for one in saved.conflicts})
    assert "He&#39;s" in shown
    assert 'value="Mine"' in shown
    again = Fields(shown)
    stubborn = await actions.save_answers(LIN, sheet_id, forms.sent(section, FormMultiDict(again.sent)))
    assert [one.question for one in stubborn.conflicts] == ["title"]  # typing on does not overwrite: a person chooses
    mine = [*again.sent, ("mine.title", stubborn.sheet.question("title").seen)]
    assert (await actions.save_answers(LIN, sheet_id, forms.sent(section, FormMultiDict(mine)))).conflicts == ()
    assert (await queries.sheet(sheet_id)).question("title").kept == "Mine"


async def test_autosave_answers_with_the_state_of_one_field_and_what_appears_with_it(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    saved = await actions.save_answer(LIN, sheet_id, "funded", "yes", 0)
    html = _render("_saved.html", question=saved.question, conflict=None, dependents=saved.dependents)
    page = Fields(html)
    assert (page.ids[0], page.roots) == ("saved-funded", 1)
    assert "question-amount" in page.ids
    assert 'hx-swap-oob="true"' in html
    assert ("seen.funded", saved.question.seen) in page.sent


async def test_what_cannot_be_taken_is_said_beside_the_field(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "heads", "a few", 0)
    html = await _page(sheet_id, "team")
    assert "a few" in html
    assert 'id="f-heads-error"' in html
    assert 'aria-invalid="true"' in html


async def test_a_conflict_shows_the_other_answer(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(HE, sheet_id, "title", "He's", 0)
    with pytest.raises(AnswerConflict) as refusal:
        await actions.save_answer(LIN, sheet_id, "title", "Mine", 0)
    question = (await queries.sheet(sheet_id)).question("title")
    html = _render("_saved.html", question=question, conflict=refusal.value)
    assert "He&#39;s" in html
    assert f'name="mine.title" value="{question.seen}"' in html


async def test_a_sheet_that_cannot_be_changed_shows_answers_and_no_fields(db: None) -> None:
    sheet_id = await make.filled(LIN)
    snapshot = await actions.freeze(LIN, sheet_id)
    page = await _page(sheet_id, "project")
    assert Fields(page).sent == []
    assert "Star lens" in page
    version = _render("_version.html", snapshot=snapshot)
    assert "林知微-商业计划书.pdf" in version
    assert 'class="faint"' in version


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_task_list_and_check_tell_what_is_left(db: None, lang: str) -> None:
    sheet = await queries.sheet(await make.sheet(LIN))
    tasks = _render("_task_list.html", lang, sheet=sheet)
    assert tasks.count('class="task"') == 7
    assert ("暂不能填写" if lang == "zh" else "Cannot start yet") in tasks
    assert "/x/sections/declarations" not in tasks
    check = _render("_answers.html", lang, sheet=sheet)
    assert check.count('class="error"') == 6
    assert "/x/sections/project?back=check#question-title" in check


async def test_a_file_is_sent_by_a_form_of_its_own(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    plan = await make.plan(LIN, sheet_id)
    html = await _page(sheet_id, "files")
    assert 'action="/x/sections/s/files/plan" enctype="multipart/form-data"' in html
    assert f'action="/x/sections/s/files/plan/{plan.document_id}?_method=DELETE"' in html
    assert f'href="/x/files/{plan.document_id}"' in html


async def test_foreign_text_is_shown_as_text(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "summary", "</textarea><script>alert(1)</script>", 0)
    sheet = await queries.sheet(sheet_id)
    for html in (await _page(sheet_id, "project"), _render("_answers.html", sheet=sheet)):
        assert "<script>" not in html
