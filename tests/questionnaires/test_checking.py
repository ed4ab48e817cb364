"""A form that asks what nobody can be asked is refused in words: which condition, and what it runs into."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.questionnaires import OPTIONS, both, question, section

from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import load
from parks.questionnaires.rules.reachability import Space
from parks.questionnaires.rules.saying import in_words
from parks.questionnaires.rules.sections import Filled, Standing

PERCENT = [
    {"key": "holder", "kind": "text", "label": both("Holder")},
    {"key": "percent", "kind": "percentage", "label": both("Per cent")},
]
FORM: dict[str, Any] = {
    "key": "fund",
    "title": both("Fund"),
    "sections": [
        section(
            "project",
            question("field", "choice", options=[*OPTIONS, {"value": "biology", "label": both("Biology")}]),
            question("funded", "yes_no"),
            question("amount", "money", max=1_000_000),
            question("heads", "number"),
            question("born", "date"),
            question("topics", "choices", options=OPTIONS, max=1),
            question("shares", "table", columns=PERCENT),
            question("total", "computed", expression="sum(shares.percent)", result="percentage", places=2),
            question("licence", "fact", source="company.licence"),
        ),
        section("more", question("energy_only", "long_text", when="field == 'energy'"), question("end")),
    ],
    "checks": [
        {"key": "hundred", "holds": "total == 100", "sentence": both("Shares add up to 100 %."), "places": ["shares"]}
    ],
}


def _form(**last: Any) -> dict[str, Any]:
    form = copy.deepcopy(FORM)
    form["sections"][1]["questions"][1] |= last
    return form


def _found(form: dict[str, Any]) -> dict[str, str]:
    return {place: str(text) for place, text in check(load(form)).items()}


def test_the_form_is_in_order() -> None:
    assert _found(FORM) == {}


@pytest.mark.parametrize(
    "when",
    [
        "amount > 0 and amount < 0.02",
        "heads > 1 and heads < 3",
        "amount == 1000000",
        "funded and field != 'energy'",
        "'optics' in topics or 'energy' in topics",
        "born >= '1980-01-01' and born < '1980-01-02'",
        "sum(shares.percent) > 99.5 and count(shares) == 2",
        "total <= 100 and total >= 100",
        "years_between(born, '2026-01-01') < 40",
        "energy_only != 'x'",
        "amount + heads > 5 and amount < 1",
    ],
)
def test_what_can_hold_is_let_through(when: str) -> None:
    assert _found(_form(when=when)) == {}


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("amount > 5 and amount < 5", "Nobody can ever be asked this: “"),
        ("amount > 1000000", "Nobody can ever be asked this: “"),
        ("amount < 0", "Nobody can ever be asked this: “"),
        ("heads > 1 and heads < 2", "Nobody can ever be asked this: “"),  # no whole number lies between
        ("born > '1980-01-01' and born < '1980-01-02'", "Nobody can ever be asked this: “"),
        ("field == 'optics' and field == 'energy'", "Nobody can ever be asked this: “"),
        ("field not in ('optics', 'energy', 'biology')", "Nobody can ever be asked this: “"),
        ("funded and not funded", "Nobody can ever be asked this: “"),
        ("'optics' in topics and 'energy' in topics", "Nobody can ever be asked this: “"),  # one tick at most
        ("sum(shares.percent) > 100 and sum(shares.percent) <= 100", "Nobody can ever be asked this: “"),
        ("amount + 1 < 1", "Nobody can ever be asked this: “"),
        (
            "energy_only == 'x' and field == 'optics'",
            "Nobody can ever be asked this: it needs “",
        ),
        ("no_such > 1", "There is no question “no_such”."),
        ("end == 'x'", "This goes round in a circle: end → end."),
        ("amount", "This comes to no yes or no."),
        ("licence == 'x'", "“licence” comes from the record"),
        ("field == 'poetry'", "“poetry” is none of the options of “field”."),
        ("shares.colour == 3", "“shares” has no column “colour”."),
        ("shares == 3", "“3” does not fit here"),
        ("amount == 'much'", "“'much'” does not fit here"),
        ("born > 'soon'", "“'soon'” is not a date."),
        ("sum(amount) > 3", "sum takes a column of numbers"),
        ("amount >", "Character "),
    ],
)
def test_what_can_never_hold_is_refused_in_words(when: str, sentence: str) -> None:
    assert _found(_form(when=when))["questions.end.when"].startswith(sentence)


def test_the_sentence_names_both_sides_in_both_languages() -> None:
    form = _form(when="energy_only == 'x' and field == 'optics'")
    text = check(load(form))["questions.end.when"]
    assert text.values["question"].zh == "energy_only（中）"
    assert text.values["other"].zh == "“field（中）” = Energy（中）"
    assert text.values["condition"].en == "“energy_only” = x and “field” = Optics"
    assert in_words("not funded or amount >= 5", load(form)).en == "not “funded” or “amount” ≥ 5"


def test_a_condition_looks_back() -> None:
    form = _form()
    form["sections"][1]["questions"][0]["when"] = "end == 'x'"
    assert _found(form)["questions.energy_only.when"].startswith("“end” is asked later.")


def test_a_section_and_its_question_may_not_exclude_each_other() -> None:
    form = _form(when="not funded")
    form["sections"][1]["when"] = "funded"
    assert "its section is asked only where" in _found(form)["questions.end.when"]


@pytest.mark.parametrize(
    ("sums", "place"),
    [
        ({"a": "a + 1"}, "questions.a.expression"),
        ({"a": "b + 1", "b": "c", "c": "a"}, "questions.a.expression"),
        ({"a": ""}, "questions.a.expression"),
        ({"a": "funded"}, "questions.a.expression"),
    ],
)
def test_sums_that_go_round_or_come_to_nothing_are_refused(sums: dict[str, str], place: str) -> None:
    form = copy.deepcopy(FORM)
    form["sections"][0]["questions"] += [question(key, "computed", expression=text) for key, text in sums.items()]
    assert place in _found(form)
    if len(sums) == 3:
        assert _found(form)[place] == "This goes round in a circle: a → b → c → a."
    Standing(load(form), Filled()).statuses  # noqa: B018 - nothing turns for ever while it is still a draft


def test_a_check_that_no_answers_fulfil_is_refused() -> None:
    form = copy.deepcopy(FORM)
    form["checks"].append(
        {"key": "never", "holds": "amount > 1000000", "sentence": both("Ask for more."), "places": ["amount", "x"]}
    )
    assert set(_found(form)) == {"checks.never.places"}
    form["checks"][1]["places"] = ["amount"]
    assert _found(form) == {"checks.never.holds": "No answers can ever fulfil this."}


@pytest.mark.parametrize("key", ["sum", "yes", "and", "class", "match"])
def test_a_key_that_expressions_could_not_read_is_refused(key: str) -> None:
    form = copy.deepcopy(FORM)
    form["sections"][1]["questions"].append(question(key))
    assert f"questions.{key}" in _found(form)


ATOMS = st.sampled_from(
    [
        "funded", "not funded", "field == 'optics'", "field in ('energy', 'biology')", "'optics' in topics",
        "heads > 2", "heads <= 4", "heads == 3", "heads < 3", "amount > 5", "amount <= 5",
    ]
)  # fmt: skip
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"({a}) and ({b})", inner, inner),
        st.builds(lambda a, b: f"({a}) or ({b})", inner, inner),
        st.builds(lambda a: f"not ({a})", inner),
    ),
    max_leaves=5,
)
SOME = st.fixed_dictionaries(
    {},
    optional={
        "funded": st.sampled_from(["yes", "no"]),
        "field": st.sampled_from(["optics", "energy", "biology"]),
        "heads": st.sampled_from(["0", "2", "3", "4", "5"]),
        "topics": st.sampled_from([["optics"], ["energy"]]),
        "amount": st.sampled_from(["0.00", "5.00", "5.01"]),
    },
)


@settings(max_examples=200)
@given(TEXTS, TEXTS, SOME)
def test_what_somebody_reaches_is_never_called_unreachable(first: str, second: str, answers: dict[str, Any]) -> None:
    """The other reader: the form filled in. Whoever sees a question has proved that it can be reached."""
    form = _form(when=f"{second} and energy_only == 'x'")
    form["sections"][1]["questions"][0]["when"] = first
    definition = load(form)
    end = definition.question("end")
    assert end is not None
    assert end.when is not None
    if Standing(definition, Filled({**answers, "energy_only": "x"})).applies(end):
        assert Space(definition).possible(end.when)
