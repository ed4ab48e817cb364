"""The builder over HTTP, as a browser without JavaScript sends it: every kind, every refusal, both languages."""

import json
import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import questionnaires as make

from parks.adapters import database
from parks.identity.queries import OrganisationView
from parks.kernel.actor import Actor, Role
from parks.questionnaires import actions
from parks.questionnaires.queries import designs
from parks.questionnaires.rules import designing
from parks.questionnaires.rules.definition import Kind


@pytest.fixture
async def city(db: None) -> OrganisationView:
    return (await identity.nation_tree()).city


@pytest.fixture
async def chen(city: OrganisationView) -> Actor:
    return await identity.person("陈若岩", [(Role.CITY_OFFICER, city)])


async def _begun(client: httpx.AsyncClient, city: OrganisationView, chen: Actor) -> str:
    await identity.signed_in(client, chen)
    sent = {"organisation": str(city.id), "title_zh": "种子资金", "title_en": "Seed fund 2027"}
    answer = await client.post("/forms", data=sent)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def _stands(url: str, actor: Actor) -> designs.DesignView:
    return await designs.design(actor, UUID(url.rpartition("/")[2]))


def _question(kind: str, en: str, **more: str) -> dict[str, str]:
    return {"section": "project", "kind": kind, "shown": kind, "label_zh": f"{en}（中）", "label_en": en, **more}


OPTIONS = {"option-zh-1": "光学", "option-en-1": "Optics", "option-zh-3": "能源", "option-en-3": "Energy"}
COLUMNS = {
    "column-zh-1": "股东", "column-en-1": "Holder", "column-kind-1": "text", "column-required-1": "true",
    "column-zh-2": "比例", "column-en-2": "Percent", "column-kind-2": "percentage",
}  # fmt: skip
QUESTIONS = [
    _question("choice", "Field", required="true", **OPTIONS),
    _question("yes_no", "Funded"),
    _question("money", "Amount", max="1000000", when_choice="funded=yes"),
    _question("table", "Shares", **COLUMNS),
    _question("computed", "Total", expression="sum(shares.percent)", result="percentage", places="2"),
    _question("long_text", "Why so little", when_text="total < 50 and field == 'optics'", max="200"),
    *(_question(kind, f"A {kind}") for kind in Kind if kind not in {"choice", "choices", "table", "computed", "fact"}),
    _question("choices", "Topics", **OPTIONS),
    _question("fact", "Shareholders", source="company.shares"),
]


async def test_an_officer_builds_a_form_with_every_kind_and_publishes_it(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    url = await _begun(client, city, chen)
    section = {"title_zh": "项目", "title_en": "Project"}
    assert (await client.post(f"{url}/parts/sections", data=section)).status_code == 303
    for sent in QUESTIONS:
        assert (await client.get(f"{url}/parts/questions/new?section=project&kind={sent['kind']}")).status_code == 200
        answer = await client.post(f"{url}/parts/questions", data=sent)
        assert answer.status_code == 303, answer.text
    check = {"holds": "total == 100", "sentence_zh": "合计 100%", "sentence_en": "100 %", "places": ["shares", "total"]}
    assert (await client.post(f"{url}/parts/checks", data=check)).status_code == 303
    view = await _stands(url, chen)
    assert view.problems == {}
    assert view.key == "seed_fund_2027"
    kinds = {one.kind for one in view.definition.questions}
    assert kinds == set(Kind)
    shares, field = view.definition.question("shares"), view.definition.question("field")
    assert field is not None
    assert [one.value for one in field.options] == ["optics", "energy"]
    assert shares is not None
    assert [(one.key, one.kind, one.required) for one in shares.columns] == [
        ("holder", Kind.TEXT, True),
        ("percent", Kind.PERCENTAGE, False),
    ]
    page = (await client.get(url)).text
    assert "仅在以下情况下填写：“Funded（中）” = 是" in page
    assert (await client.put(f"{url}/publication")).status_code == 303
    assert len((await _stands(url, chen)).published) == 1


async def test_a_part_that_nobody_touched_is_saved_as_it_was(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    await identity.signed_in(client, chen)
    made = await actions.publish(chen, make.small())
    sent = {"organisation": str(city.id), "title_zh": "表", "title_en": "Copied", "source": str(made), "key": "copied"}
    url = (await client.post("/forms", data=sent)).headers["location"]
    before = (await _stands(url, chen)).definition
    parts = [("sections", one.key) for one in before.sections] + [("questions", one.key) for one in before.questions]
    for part, key in parts:
        fields = _fields((await client.get(f"{url}/parts/{part}/{key}")).text)
        answer = await client.put(f"{url}/parts/{part}/{key}", data=fields)
        assert answer.status_code == 303, (key, answer.text)
    assert (await _stands(url, chen)).definition == before
    assert (await _stands(url, chen)).version == 1


def _fields(page: str) -> dict[str, Any]:
    """What a browser would send of the part's form."""
    form = page[page.index('data-keep="/forms/') : page.index("</form>", page.index('data-keep="/forms/'))]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        found.setdefault(told["name"], []).append(told.get("value", "").replace("&#39;", "'").replace("&gt;", ">"))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = [body]
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = [chosen[1] if chosen else ""]
    return found


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (_question("text", "A", when_text="amount >"), "when_text"),
        (_question("text", "A", key="Größe"), "key"),
        (_question("text", "A", max="-1"), "max"),
        (_question("text", "A", max="many"), "max"),
        (_question("text", "A", section="nowhere"), "section"),
        (_question("computed", "A", expression="a **"), "expression"),
        (_question("region", "A", under="北京"), "under"),
        (_question("poem", "A"), "kind"),
        (_question("choice", "A", **{"option-zh-1": "光", "option-value-1": "no spaces here"}), "rows"),
        (_question("table", "A", **{"column-zh-1": "光", "column-kind-1": "poem"}), "rows"),
        (_question("number", "A", min="1e99999"), "min"),
        (_question("number", "A", min="NaN"), "min"),
    ],
)
async def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor, sent: dict[str, str], field: str
) -> None:
    url = await _begun(client, city, chen)
    await client.post(f"{url}/parts/sections", data={"title_zh": "项目", "title_en": "Project"})
    answer = await client.post(f"{url}/parts/questions", data=sent)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}"' in answer.text
    assert 'value="A（中）"' in answer.text
    assert [*(await _stands(url, chen)).definition.questions] == []


async def test_the_second_officer_sees_both_and_chooses(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    url = await _begun(client, city, chen)
    await client.post(f"{url}/parts/sections", data={"title_zh": "项目", "title_en": "Project"})
    await client.post(f"{url}/parts/questions", data=_question("money", "Amount"))
    mine = _fields((await client.get(f"{url}/parts/questions/amount")).text)
    theirs = mine | {"label_en": ["Sum asked for"]}
    assert (await client.put(f"{url}/parts/questions/amount", data=theirs)).status_code == 303
    shown = await client.put(f"{url}/parts/questions/amount", data=mine | {"label_en": ["Amount wanted"]})
    assert shown.status_code == 409
    assert "Sum asked for" in shown.text
    assert 'value="Amount wanted"' in shown.text
    again = await client.put(f"{url}/parts/questions/amount", data=_fields(shown.text))
    assert again.status_code == 303
    kept = (await _stands(url, chen)).definition.question("amount")
    assert kept is not None
    assert kept.label.en == "Amount wanted"


async def test_order_changes_by_buttons_that_keep_the_focus(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    url = await _begun(client, city, chen)
    await client.post(f"{url}/parts/sections", data={"title_zh": "项目", "title_en": "Project"})
    for name in ("A", "B"):
        await client.post(f"{url}/parts/questions", data=_question("text", name))
    answer = await client.post(f"{url}/parts/questions/b/place?_method=PUT", data={"step": "-1"})
    assert answer.headers["location"] == f"{url}#up-questions-b"
    page = (await client.get(url)).text
    assert page.index('id="questions-b"') < page.index('id="questions-a"')
    assert 'id="up-questions-b"' in page
    assert (await client.delete(f"{url}/parts/questions/b")).status_code == 303
    assert 'id="questions-b"' not in (await client.get(url)).text


async def test_the_file_goes_out_and_in_and_the_preview_speaks_both_languages(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    await identity.signed_in(client, chen)
    body = designing.written(make.small())
    sent = {"organisation": str(city.id)}
    made = await client.post("/forms/import", data=sent, files={"file": ("small.json", body, "application/json")})
    url = made.headers["location"]
    answer = await client.get(f"{url}/file")
    assert answer.content == body
    assert json.loads(answer.content)["key"] == "small"
    again = await client.post("/forms/import", data=sent, files={"file": ("small.json", body, "application/json")})
    assert again.status_code == 422
    for wrong in (b"no form", b"", b"x" * 1_500_000):
        refused = await client.post("/forms/import", data=sent, files={"file": ("a.json", wrong, "application/json")})
        assert refused.status_code == 422
    assert 'href="#f-file"' in (await client.post("/forms/import", data=sent)).text
    assert (await client.get(f"{url}/preview")).text.count("<iframe") == 2
    for lang, words in (("zh", "仅在以下情况下填写"), ("en", "Asked only where")):
        frame = await client.get(f"{url}/preview/{lang}")
        assert words in frame.text
        assert "purpose" in frame.text  # also what is asked only sometimes
        assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in frame.text
    assert (await client.get(f"{url}/preview/fr")).status_code == 404


async def test_a_rehearsal_is_filled_in_sent_and_wiped(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    url = await _begun(client, city, chen)
    assert (await client.post(f"{url}/rehearsal")).headers["location"] == f"{url}#problems"  # nothing is asked yet
    await client.post(f"{url}/parts/sections", data={"title_zh": "项目", "title_en": "Project"})
    await client.post(f"{url}/parts/questions", data=_question("money", "Amount", required="true"))
    await client.post(f"{url}/parts/questions", data=_question("file", "Plan"))
    assert (await client.post(f"{url}/rehearsal")).status_code == 303
    here = f"{url}/rehearsal/sections/project"
    assert "演练" in (await client.get(here)).text
    saved = await client.put(f"{here}/answers/amount", data={"amount": "50万", "seen.amount": "0."})
    assert saved.status_code == 200
    assert 'name="seen.amount" value="1.' in saved.text
    other = await client.put(f"{here}/answers/amount", data={"amount": "60万", "seen.amount": "0."})
    assert other.status_code == 409
    assert "¥500,000.00" in other.text
    assert (await client.put(f"{url}/rehearsal/submission")).status_code == 422
    file = {"file": ("计划.pdf", b"%PDF-", "application/pdf")}
    assert (await client.post(f"{here}/files/plan", files=file)).status_code == 303
    assert (await client.post(f"{here}/files/plan", data={"x": "y"})).status_code == 422
    assert (await client.put(here, data={"section.completed": "yes"})).status_code == 303
    assert (await client.put(f"{url}/rehearsal/submission")).status_code == 303
    assert "计划.pdf" in (await client.get(f"{url}/rehearsal")).text
    assert (await client.delete(f"{url}/rehearsal")).status_code == 303
    assert await database.value("SELECT count(*) FROM questionnaire_sheet") == 0
    assert (await client.get(here)).status_code == 404


async def test_every_page_of_the_builder_takes_at_most_four_statements(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    url = await _begun(client, city, chen)
    await client.post(f"{url}/parts/sections", data={"title_zh": "项目", "title_en": "Project"})
    for number in range(3):
        await client.post(f"{url}/parts/questions", data=_question("region", f"Region {number}"))
    await client.post(f"{url}/rehearsal")
    for path in (
        "/forms",
        "/forms/new",
        url,
        f"{url}/preview/zh",
        f"{url}/parts/questions/region_1",
        f"{url}/rehearsal",
    ):
        async with counted() as seen:
            assert (await client.get(path)).status_code == 200
        assert len(seen) <= 4, path


async def test_a_question_that_is_always_asked_is_shown_so(
    client: httpx.AsyncClient, city: OrganisationView, chen: Actor
) -> None:
    """The list of conditions begins with none, or saving the page as it stands would add the first."""
    url = await _begun(client, city, chen)
    await client.post(f"{url}/parts/sections", data={"key": "project", "title_zh": "项目", "title_en": "Project"})
    await client.post(f"{url}/parts/questions", data=_question("choice", "Field", required="true", **OPTIONS))
    await client.post(f"{url}/parts/questions", data=_question("text", "Name"))
    shown = (await client.get(f"{url}/parts/questions/name")).text
    offered = re.search(r'<select[^>]*name="when_choice".*?</select>', shown, re.DOTALL)
    assert offered
    assert re.search(r'<option value="">[^<]+</option>\s*<optgroup', offered[0]), offered[0]
