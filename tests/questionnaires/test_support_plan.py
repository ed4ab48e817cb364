"""The Support Plan's own form (domain.md §2.9): sixteen sections, and nothing that tells whose goes to experts."""

import json

from parks import paths
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import Kind, load
from parks.questionnaires.rules.sections import Filled, statuses
from parks.startups.rules.lines import SOURCES

PLAN = load(json.loads((paths.STORAGE / "questionnaires" / "support_plan_2027.json").read_text(encoding="utf-8")))

BLIND = {
    "ip_role",
    "project_title",
    "project_field",
    "project_stage",
    "project_summary",
    "technology",
    "market",
    "competition",
    "business_model",
    "milestones",
    "social_value",
    "team_roles",
    "finance_years",
    "finance_needs",
    "budget_total",
    "budget_items",
    "plan_blind_file",
}


def test_it_can_be_published() -> None:
    assert check(PLAN) == {}
    assert len(PLAN.sections) == 16


def test_experts_see_these_answers_and_no_others() -> None:
    """Changing a flag is a decision: it is made here too, in the same commit."""
    assert {one.key for one in PLAN.questions if one.blind} == BLIND
    assert not any(one.blind for one in PLAN.questions if one.kind is Kind.FACT)


def test_its_facts_are_ones_that_the_company_record_tells() -> None:
    sources = {one.source for one in PLAN.questions if one.kind is Kind.FACT}
    assert sources == SOURCES - {"company.figures"} | {"opinion.park", "opinion.city", "opinion.province"}


def test_an_empty_form_begins_where_it_should() -> None:
    stands = statuses(PLAN, Filled())
    assert {key: word.value for key, word in stands.items() if word.value != "not_started"} == {
        "declarations": "cannot_start",
        "opinions": "no_questions",
    }
