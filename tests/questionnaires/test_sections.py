"""The eight words against a second, independent reading of the rules: hundreds of random fills, equal lists."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.questionnaires import small

from parks.questionnaires.rules.sections import Filled, problems, statuses
from parks.questionnaires.states import SectionStatus

FORM = small()
TITLE = st.sampled_from(["", "Star lens", "much too long for ten characters"])
FILLS = st.fixed_dictionaries(
    {
        "title": TITLE,
        "summary": st.sampled_from(["", "Light."]),
        "field": st.sampled_from(["", "optics", "energy"]),
        "funded": st.sampled_from(["", "yes", "no"]),
        "amount": st.sampled_from(["", "100.00", "a lot"]),
        "members": st.sampled_from([[], [{"name": "He Yu", "since": ""}], [{"name": "", "since": "2024-03"}]]),
        "started": st.sampled_from(["", "2026-01-01", "soon"]),
        "heads": st.sampled_from(["", "3"]),
        "purpose": st.sampled_from(["", "R&D"]),
        "safety": st.sampled_from(["", "permit"]),
        "topics": st.sampled_from([[], ["optics"], ["optics", "energy"]]),
        "honest": st.sampled_from(["", "yes"]),
    }
)
KEYS = [one.key for one in FORM.sections]
MARKS = st.sets(st.sampled_from(KEYS))


def _model(a: Mapping[str, Any], plans: int, fact: bool, confirmed: set[str], gaps: set[str]) -> dict[str, str]:
    """The same rules once more, by hand for this very form: facts in, words out, no code shared."""
    funded = a["funded"] == "yes"
    clean = {
        "project": a["title"] == "Star lens" and a["field"] and a["funded"] and (not funded or a["amount"] == "100.00"),
        "team": fact and a["members"] != [{"name": "", "since": "2024-03"}] and a["started"] != "soon",
        "earlier": bool(a["purpose"]),
        "lab": bool(a["safety"]),
        "files": plans in {1, 2} and len(a["topics"]) < 2,
        "declarations": a["honest"] == "yes",
    }
    begun = {
        "project": any(a[key] for key in ("title", "summary", "field", "funded")) or (funded and a["amount"]),
        "team": a["members"] or a["started"] or a["heads"],
        "earlier": a["purpose"],
        "lab": a["safety"],
        "files": plans or a["topics"],
        "declarations": a["honest"],
    }
    words: dict[str, str] = {}
    for key in KEYS:
        if key == "earlier" and not funded:
            words[key] = "not_needed"
        elif key == "opinion" or (key == "lab" and a["field"] != "energy"):
            words[key] = "no_questions"
        elif key in gaps:
            words[key] = "changes_made" if clean[key] and key in confirmed else "changes_requested"
        elif key == "declarations" and not {words["project"], words["files"]} <= {"completed", "changes_made"}:
            words[key] = "cannot_start"
        elif clean[key] and key in confirmed:
            words[key] = "completed"
        else:
            words[key] = "in_progress" if begun[key] or key in confirmed else "not_started"
    return words


@settings(max_examples=400)
@given(FILLS, st.integers(0, 3), st.booleans(), MARKS, MARKS)
def test_the_list_equals_the_model(
    answers: dict[str, Any], plans: int, fact: bool, confirmed: set[str], gaps: set[str]
) -> None:
    filled = Filled(answers, {"plan": plans}, {"applicant"} if fact else set(), confirmed, gaps)
    stands = statuses(FORM, filled)
    assert {key: word.value for key, word in stands.items()} == _model(answers, plans, fact, confirmed, gaps)
    unsettled = {"cannot_start", "not_started", "in_progress", "changes_requested"}
    assert {one.section for one in problems(FORM, filled)} == {key for key, word in stands.items() if word in unsettled}


@pytest.mark.parametrize("confirmed", [set(), {"team"}])
def test_a_section_with_optional_questions_never_completes_by_itself(confirmed: set[str]) -> None:
    filled = Filled({"heads": "3"}, {}, {"applicant"}, confirmed)
    expected = SectionStatus.COMPLETED if confirmed else SectionStatus.IN_PROGRESS
    assert statuses(FORM, filled)["team"] is expected


def test_the_check_names_every_gap_with_its_question() -> None:
    found = problems(FORM, Filled({"title": "much too long for ten characters"}))
    assert [(one.section, one.question) for one in found] == [
        ("project", "title"),
        ("project", "field"),
        ("project", "funded"),
        ("team", "applicant"),
        ("files", "plan"),
        ("declarations", "honest"),
    ]
