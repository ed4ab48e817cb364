"""A broken form is refused with the place that breaks it, before anyone fills it in."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.make.questionnaires import OPTIONS, SMALL, both, question, section, small

from parks.kernel.errors import Invalid
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import load

HONEST = {"question": "honest", "equals": "yes"}
FUNDED = {"question": "funded", "equals": "yes"}
MAYBE = {"question": "funded", "equals": "maybe"}
Change = Callable[[dict[str, Any]], Any]


def test_the_small_form_is_in_order() -> None:
    assert check(small()) == {}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda form: form.update(sections=[]), "sections"),
        (lambda form: form.update(title={"zh": "表", "en": " "}), "title"),
        (lambda form: form["sections"][0]["title"].update(zh=""), "sections.project.title"),
        (lambda form: form["sections"][0]["questions"][0]["label"].update(en=""), "questions.title.label"),
        (
            lambda form: form["sections"][1]["questions"][1]["columns"][0].update(label={"zh": "姓名", "en": ""}),
            "questions.members.name.label",
        ),
        (
            lambda form: form["sections"][0]["questions"][2]["options"][0]["label"].update(en=""),
            "questions.field.field.options.optics",
        ),
        (lambda form: form["sections"][1]["questions"].append(question("title")), "questions.title"),
        (lambda form: form["sections"].append(section("team", question("more"))), "sections.team"),
        (lambda form: form["sections"].append(section("void")), "sections.void"),
        (
            lambda form: form["sections"][0].update(when=HONEST),
            "sections.project.when",
        ),
        (
            lambda form: form["sections"][2].update(when=MAYBE),
            "sections.earlier.when",
        ),
        (lambda form: form["sections"][2].update(when={"question": "title", "equals": "x"}), "sections.earlier.when"),
        (lambda form: form["sections"][0].update(after=["declarations"]), "sections.project.after"),
        (
            lambda form: form["sections"][0]["questions"][0].update(when=FUNDED),
            "questions.title.when",
        ),
        (lambda form: form["sections"][1]["questions"][1].update(columns=[]), "questions.members"),
        (lambda form: form["sections"][1]["questions"][0].update(source=""), "questions.applicant"),
        (lambda form: form["sections"][0]["questions"][2].update(options=OPTIONS[:1]), "questions.field"),
        (lambda form: form["sections"][1]["questions"][1]["columns"][0].update(kind="long_text"), "questions.members"),
    ],
)
def test_a_broken_form_names_the_place(change: Change, place: str) -> None:
    form = copy.deepcopy(SMALL)
    change(form)
    assert place in check(load(form))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda form: form["title"].pop("en"), "title.en"),
        (lambda form: form["sections"][0]["questions"][0].update(kind="rating"), "sections.0.questions.0.kind"),
        (lambda form: form["sections"][0]["questions"][0].update(colour="red"), "sections.0.questions.0.colour"),
        (lambda form: form["sections"][0].update(key="Über"), "sections.0.key"),
    ],
)
def test_what_is_no_form_at_all_names_the_place_too(change: Change, place: str) -> None:
    form = copy.deepcopy(SMALL)
    change(form)
    with pytest.raises(Invalid) as refusal:
        load(form)
    assert place in refusal.value.fields


def test_what_hangs_on_an_answer_is_found_through_others_too() -> None:
    form = copy.deepcopy(SMALL)
    form["sections"][2]["questions"] += [
        question("again", "yes_no", when=FUNDED),
        question("when_again", "date", when={"question": "again", "equals": "yes"}),
    ]
    assert [one.key for one in load(form).dependents("funded")] == ["amount", "again", "when_again"]
    assert both("x") == {"zh": "x（中）", "en": "x"}
