"""One acceptance everywhere: what a page takes, the API takes and an import takes are the same, and nothing is lost
on the way through JSON, a spreadsheet and a PDF. Random forms, random answers; `PARKS_FORMS=1000` runs a thousand.
"""

import io
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.make.questionnaires import both, question, section

from parks.adapters import typesetter
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.programmes.forms import Answer
from parks.programmes.queries import letters
from parks.questionnaires import actions, forms, queries
from parks.questionnaires.rules.answers import Typed, keep, reading
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import IN_CELLS, NOT_TYPED, PERSON, Definition, Kind, Question, load
from parks.questionnaires.rules.exchange import HEAD, answers_of, lines
from parks.questionnaires.rules.handed_in import Sent
from parks.questionnaires.rules.sections import Filled, Standing
from parks.questionnaires.rules.snapshots import taken
from parks.web.exports import as_xlsx

FORMS = int(os.environ.get("PARKS_FORMS", "60"))
THOROUGH = settings(max_examples=FORMS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
OPTIONS = [{"value": value, "label": both(value)} for value in ("optics", "energy", "a.b+c-1")]
CELLS = sorted(IN_CELLS - {Kind.CHOICE})
TYPED = (
    "", " ", "=1+1", "-1", "+86", "@x", "_x0041_", "12.50", "00012", "１２", "1e5", "a\r\nb", "a\rb", "TRUE", "yes",
    "no",     "50万", "¥1,000.5", "33.3%", "99", "2026年3月", "2026-11-22", "optics", "x" * 201, "None", "\ufeffa",
    "\x0b", "\x85",
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(TYPED)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Forms of up to twelve questions of all kinds, with conditions, sums and checks over what comes before."""
    deciding: list[str] = []
    figures: list[str] = []
    sections = []
    for part in range(draw(st.integers(1, 3))):
        asked = []
        for number in range(draw(st.integers(1, 4))):
            key = f"q{part}_{number}"
            kind = draw(st.sampled_from(sorted(Kind)))
            more: dict[str, Any] = {"required": draw(st.booleans())}
            if kind in {Kind.CHOICE, Kind.CHOICES}:
                more["options"] = OPTIONS
            if kind is Kind.TABLE:
                kinds = draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=3))
                more["columns"] = [{"key": f"c{n}", "kind": one, "label": both(f"c{n}")} for n, one in enumerate(kinds)]
            if kind is Kind.FACT:
                more["source"] = "company.basics"
            if kind is Kind.COMPUTED:
                more |= {
                    "expression": " + ".join(figures[:3]) or "1 + 1",
                    "result": draw(st.sampled_from(["number", "money"])),
                }
            if kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.PERCENTAGE, Kind.CHOICES, Kind.TABLE}:
                more["max"] = draw(st.none() | st.integers(1, 40))
            if draw(st.booleans()) and deciding:
                one = draw(st.sampled_from(deciding))
                more["when"] = draw(st.sampled_from([{"question": one, "equals": "yes"}, one, f"not {one} or {one}"]))
            asked.append(question(key, kind.value, **more))
            if kind is Kind.YES_NO:
                deciding.append(key)
            if kind in {Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE} and "when" not in more:
                figures.append(key)
        sections.append(section(f"s{part}", *asked))
    checks = (
        [{"key": "much", "holds": f"{figures[0]} > 0", "sentence": both("More"), "places": figures[:1]}]
        if figures
        else []
    )
    return load({"key": "random", "title": both("Random"), "sections": sections, "checks": checks})


def _typing(asked: Question) -> st.SearchStrategy[Any]:
    """What somebody, or somebody's program, might send for a question."""
    match asked.kind:
        case Kind.CHOICES:
            return st.lists(st.sampled_from(["optics", "energy", "a.b+c-1", "poetry"]), max_size=3)
        case Kind.CHOICE:
            return st.sampled_from(["", "optics", "energy", "poetry"])
        case Kind.YES_NO:
            return st.sampled_from(["", "yes", "no", "maybe"])
        case Kind.DECLARATION:
            return st.sampled_from(["", "yes", "on", "perhaps"])
        case Kind.TABLE | Kind.PERSON:
            columns = PERSON if asked.kind is Kind.PERSON else asked.columns
            row = st.fixed_dictionaries({one.key: WORDS for one in columns})
            return st.lists(row, max_size=1 if asked.kind is Kind.PERSON else 3)
        case _:
            return WORDS


@st.composite
def filled(draw: st.DrawFn) -> tuple[Definition, dict[str, Any]]:
    definition = draw(definitions())
    return definition, {
        one.key: draw(_typing(one)) for one in definition.questions if one.typed and draw(st.integers(0, 4))
    }


Outcome = tuple[str, Any]


def _outcome(asked: Question, value: Any) -> Outcome:
    """Kept as what, with which sentence beside it; or refused."""
    try:
        kept = keep(asked, value)
    except Invalid:
        return "refused", None
    problem = reading(asked, kept).problem
    return "kept", (kept, str(problem) if problem else "")


def _by_page(asked: Question, typed: Any) -> Any:
    """As a browser sends the fields of a section's page."""
    fields: list[tuple[str, str]] = [(f"seen.{asked.key}", "0.")]
    if isinstance(typed, str):
        fields.append((asked.key, typed))
    for number, one in enumerate(typed if isinstance(typed, list) else []):
        if isinstance(one, str):
            fields.append((asked.key, one))
        else:
            fields += [(f"{asked.key}.{number}.{column}", text) for column, text in one.items()]
    return forms.sent_one(asked, FormMultiDict(fields)).value


def _page_outcome(asked: Question, typed: Any) -> Outcome:
    try:
        return _outcome(asked, _by_page(asked, typed))
    except Invalid:
        return "refused", None


def _by_api(typed: Any) -> Any:
    """As JSON, through the API's own shape."""
    body = json.dumps({"value": typed, "seen_version": 0})
    return Answer.model_validate_json(body).value


def _by_import(definition: Definition, typed: Mapping[str, Any]) -> dict[str, Any]:
    """As a spreadsheet that a program or a person filled in."""
    told = []
    for key, value in typed.items():
        several = value if isinstance(value, list) else [value]
        for number, one in enumerate(several, start=1):
            cells = [("", one)] if isinstance(one, str) else list(one.items())
            told += [(key, str(number), column, text, "", "") for column, text in cells]
    return answers_of(definition, _through_xlsx(told))


def _through_xlsx(told: list[Any]) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(HEAD, told, "zh")))
    return [list(one) for one in book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]]


def _sendable(typed: Any) -> bool:
    """Whether a spreadsheet's cell can hold it at all."""
    texts = (
        [typed]
        if isinstance(typed, str)
        else [t for one in typed for t in ([one] if isinstance(one, str) else one.values())]
    )
    return not any(re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", one) for one in texts)


@THOROUGH
@given(filled())
def test_page_api_and_import_take_the_same(given_: tuple[Definition, dict[str, Any]]) -> None:
    definition, typed = given_
    imported = _by_import(definition, {key: one for key, one in typed.items() if _sendable(one)})
    for asked in definition.questions:
        if asked.key not in typed:
            continue
        page = _page_outcome(asked, typed[asked.key])
        assert page == _outcome(asked, _by_api(typed[asked.key])), asked
        if _sendable(typed[asked.key]):
            assert page == _outcome(asked, imported.get(asked.key, "")), asked


def _kept(definition: Definition, typed: Mapping[str, Any]) -> dict[str, Typed]:
    found = {}
    for key, value in typed.items():
        asked = definition.question(key)
        assert asked is not None
        outcome, kept = _outcome(asked, value)
        if outcome == "kept":
            found[key] = kept[0]
    return found


@THOROUGH
@given(filled())
def test_a_version_goes_through_json_and_a_spreadsheet_and_loses_nothing(
    given_: tuple[Definition, dict[str, Any]],
) -> None:
    definition, typed = given_
    assert load(json.loads(json.dumps(definition.stored()))) == definition
    kept = _kept(definition, typed)
    standing = Standing(definition, Filled(kept))
    snapshot = taken(standing, files={}, facts={}, number=1, at="2026-11-22")
    assert json.loads(json.dumps(snapshot)) == snapshot
    back = answers_of(definition, _through_xlsx(list(lines(snapshot))))
    asked = {one.key: one for one in definition.questions if one.key in standing.applying and one.kind not in NOT_TYPED}
    assert {key: keep(asked[key], one) for key, one in back.items()} == {
        key: one for key, one in kept.items() if one and key in asked
    }


PRINTED = st.text(st.sampled_from("园区星阑光电研制干涉测量ABCxyz0189=+@%_-（）《》"), min_size=1, max_size=60)


@settings(max_examples=max(2, FORMS // 50), deadline=None)
@given(st.lists(PRINTED, min_size=1, max_size=8), st.lists(PRINTED, min_size=1, max_size=3))
async def test_a_version_is_printed_whole(texts: list[str], cells: list[str]) -> None:
    columns = [{"key": "name", "kind": "text", "label": both("Name")}]
    asked = [question(f"q{n}", "long_text") for n in range(len(texts))]
    definition = load(
        {
            "key": "printed",
            "title": both("Printed"),
            "sections": [section("one", *asked, question("t", "table", columns=columns))],
        }
    )
    answers: dict[str, Typed] = {f"q{n}": one for n, one in enumerate(texts)}
    answers["t"] = [{"name": one} for one in cells]
    snapshot = taken(Standing(definition, Filled(answers)), files={}, facts={}, number=1, at="2026-11-22")
    letter = typesetter.Receipt(
        issuer=Bilingual("园创", "Parks"),
        title=Bilingual("回执", "Receipt"),
        number="1",
        day=date(2026, 11, 22),
        facts=[],
        sections=[letters.section(one) for one in snapshot["sections"]],
    )
    pages = PdfReader(io.BytesIO(await typesetter.pdf("receipt", letter))).pages
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for one in (*texts, *cells):
        assert re.sub(r"\s", "", one) in printed


async def test_a_spreadsheet_is_taken_whole_or_not_at_all(db: None) -> None:
    lin = Actor(id=uuid7(), name="林知微")
    form = load(
        {"key": "taken", "title": both("T"), "sections": [section("s", question("a"), question("n", "number"))]}
    )
    sheet_id = await actions.open_sheet(await actions.publish(lin, form), SubjectRef("application", uuid7(), "x"), {})
    await actions.save_answers(lin, sheet_id, {"a": Sent("before", 0)})
    with pytest.raises(Invalid):
        await actions.take_answers(lin, sheet_id, [("a", "", "", "after"), ("nowhere", "", "", "x")])
    assert (await queries.sheet(sheet_id)).question("a").kept == "before"
    saved = await actions.take_answers(lin, sheet_id, [("a", "", "", "after"), ("n", "", "", 12.0)])
    assert [(one.key, one.kept, one.version) for one in saved.sheet.questions] == [("a", "after", 2), ("n", "12", 1)]


@pytest.mark.parametrize(
    ("sent", "kept"), [(12, "12"), (12.5, "12.5"), (1e-3, "0.001"), (10**30, ""), (float("nan"), "")]
)
def test_a_number_of_json_is_what_a_person_would_type(sent: float, kept: str) -> None:
    assert keep(Question.model_validate(question("n", "number", places=3)), sent) == kept


@THOROUGH
@given(definitions())
def test_random_forms_are_told_what_is_wrong_and_never_crash_the_checker(definition: Definition) -> None:
    for place, sentence in check(definition).items():
        assert place.startswith(("questions.", "sections", "checks."))
        assert str(sentence)
