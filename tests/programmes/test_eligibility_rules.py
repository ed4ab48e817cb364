"""The rules of domain.md §2.2: the five seeded ineligibles, the edges of each rule, and Kleene's promise."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel.words import Bilingual
from parks.programmes.rules import eligibility, rule_sets
from parks.programmes.rules.eligibility import Asset, Degree, Elsewhere, Evidence, Rule, Share, Standing
from parks.programmes.rules.published_sets import SUPPORT_PLAN
from parks.programmes.rules.rule_sets import Figure, Needed

FIGURES = {
    "policy.isp.rules": Figure("2009", "人社部发〔2009〕112号", "v1"),
    "isp.degree.level": Figure("master", "人社厅函〔2025〕1号", "v7"),
    "isp.degree.postdoc_months": Figure("12", "人社厅函〔2025〕1号", "v8"),
    "isp.age.years": Figure("3", "人社厅函〔2025〕1号", "v9"),
    "isp.share.percent": Figure("50", "人社厅函〔2025〕1号", "v10"),
}


def frozen(cycle: int, figures: dict[str, Figure]) -> list[Rule]:
    given = {Needed(key): figure for key, figure in figures.items()}
    return rule_sets.frozen(SUPPORT_PLAN, cycle, date(2026, 11, 22), given, "isp 1")


RULES = frozen(2026, FIGURES)

LIN = Evidence(
    legal_representative=True,
    degrees=(Degree("doctor", "Technical University of Munich"),),
    postdoc_months=0,
    ip_assets=(Asset("ZL202319990001.1"),),
    registered_on=date(2024, 3, 18),
    shares=(
        Share("林知微", by_applicant=True, amount=Decimal(1540000)),
        Share("林知微 (ZL202319990001.1)", by_applicant=True, amount=Decimal(200000)),
        Share("何屿", by_applicant=False, amount=Decimal(660000)),
        Share("员工持股平台", by_applicant=False, amount=Decimal(600000)),
    ),
    full_time=True,
    person_known=True,
    clean_record=True,
    in_park=True,
)
"""林知微 of domain.md §11: 58 % with the technology contribution counted in."""


def standing_of(rule: str, evidence: Evidence, rules: list[Rule] = RULES) -> Standing:
    return next(one.standing for one in eligibility.findings(rules, evidence) if one.rule.id == rule)


def test_the_founder_of_the_demo_meets_every_rule_with_its_fact() -> None:
    found = {one.rule.id: one for one in eligibility.findings(RULES, LIN)}
    assert {one.standing for one in found.values()} == {Standing.MET}
    assert str(found["R-SHARE"].fact) == "The applicant contributes 58% of the registered capital"
    assert str(found["R-DEGREE"].fact) == "Doctorate, Technical University of Munich"
    assert eligibility.standing(list(found.values())) is Standing.MET


@pytest.mark.parametrize(
    ("rule", "evidence"),
    [
        (
            "R-SHARE",
            replace(
                LIN,
                shares=(
                    Share("A", by_applicant=True, amount=Decimal(45)),
                    Share("B", by_applicant=False, amount=Decimal(55)),
                ),
            ),
        ),
        ("R-AGE", replace(LIN, registered_on=date(2022, 12, 30))),
        ("R-LEGAL", replace(LIN, legal_representative=False)),
        ("R-ONCE", replace(LIN, elsewhere=(Elsewhere("award", 2024, Bilingual("澄湖市", "Chenghu")),))),
        ("R-ONCE", replace(LIN, elsewhere=(Elsewhere("filing", 2026, Bilingual("云州市", "Yunzhou")),))),
    ],
    ids=["45 percent", "registered 2022-12-30", "not legal representative", "funded 2024", "filed in another city"],
)
def test_each_of_the_five_seeded_ineligibles_breaks_one_rule(rule: str, evidence: Evidence) -> None:
    found = eligibility.findings(RULES, evidence)
    assert [one.rule.id for one in found if one.standing is Standing.NOT_MET] == [rule]
    assert eligibility.standing(found) is Standing.NOT_MET


@pytest.mark.parametrize(
    ("rule", "evidence", "standing"),
    [
        ("R-AGE", replace(LIN, registered_on=date(2023, 1, 1)), Standing.MET),
        ("R-AGE", replace(LIN, registered_on=date(2022, 12, 31)), Standing.NOT_MET),
        ("R-SHARE", replace(LIN, shares=(Share("A", True, Decimal(1)), Share("B", False, Decimal(1)))), Standing.MET),
        (
            "R-SHARE",
            replace(LIN, shares=(Share("A", True, Decimal("49.9999")), Share("B", False, Decimal("50.0001")))),
            Standing.NOT_MET,
        ),
        ("R-SHARE", replace(LIN, shares=(Share("A", True, Decimal(1)), Share("B", False, None))), Standing.NOT_KNOWN),
        ("R-SHARE", replace(LIN, shares=(Share("A", True, Decimal(0)),)), Standing.NOT_KNOWN),
        ("R-DEGREE", replace(LIN, degrees=(Degree("bachelor", "X"),)), Standing.NOT_MET),
        ("R-DEGREE", replace(LIN, degrees=(Degree("bachelor", "X"),), postdoc_months=12), Standing.MET),
        ("R-DEGREE", replace(LIN, degrees=(Degree("bachelor", "X"),), postdoc_months=11), Standing.NOT_MET),
        ("R-DEGREE", replace(LIN, degrees=(Degree("bachelor", "X"),), postdoc_months=None), Standing.NOT_KNOWN),
        ("R-DEGREE", replace(LIN, degrees=None, postdoc_months=12), Standing.MET),
        ("R-DEGREE", replace(LIN, degrees=(Degree("master", "X"),)), Standing.MET),
        ("R-IP", replace(LIN, ip_assets=()), Standing.NOT_KNOWN),
        ("R-ONCE", replace(LIN, person_known=False), Standing.NOT_KNOWN),
        ("R-CLEAN", replace(LIN, clean_record=False), Standing.NOT_MET),
        ("R-FULLTIME", replace(LIN, full_time=None), Standing.NOT_KNOWN),
    ],
)
def test_each_rule_at_its_edge(rule: str, evidence: Evidence, standing: Standing) -> None:
    assert standing_of(rule, evidence) is standing


def test_a_company_outside_the_parks_is_told_so_and_not_shut_out() -> None:
    found = eligibility.findings(RULES, replace(LIN, in_park=False))
    assert [one.rule.id for one in found if one.standing is Standing.NOT_MET] == ["P-PARK"]
    assert eligibility.standing(found) is Standing.MET


def test_nothing_known_is_nothing_met() -> None:
    assert {one.standing for one in eligibility.findings(RULES, Evidence())} == {Standing.NOT_KNOWN}


CAN_BE_UNKNOWN = ("legal_representative", "degrees", "postdoc_months", "ip_assets", "registered_on", "shares",
                  "full_time", "clean_record", "in_park", "domestic_degrees", "months_abroad", "on",
                  "cash_capital")  # fmt: skip
amounts = st.none() | st.decimals(0, 10_000, places=2)
evidence = st.builds(
    Evidence,
    legal_representative=st.none() | st.booleans(),
    degrees=st.none()
    | st.lists(st.builds(Degree, st.sampled_from(eligibility.LEVELS), st.just("X")), max_size=3).map(tuple),
    postdoc_months=st.none() | st.integers(0, 40),
    domestic_degrees=st.none()
    | st.lists(st.builds(Degree, st.sampled_from(eligibility.LEVELS), st.just("X")), max_size=2).map(tuple),
    months_abroad=st.none() | st.integers(0, 60),
    on=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ip_assets=st.none() | st.lists(st.just(Asset("ZL")), max_size=2).map(tuple),
    registered_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    shares=st.none()
    | st.lists(st.builds(Share, st.just("A"), st.booleans(), amounts, st.booleans()), max_size=4).map(tuple),
    cash_capital=amounts,
    full_time=st.none() | st.booleans(),
    elsewhere=st.lists(
        st.builds(Elsewhere, st.just("award"), st.just(2024), st.just(Bilingual("甲", "A"))), max_size=1
    ).map(tuple),
    person_known=st.booleans(),
    clean_record=st.none() | st.booleans(),
    in_park=st.none() | st.booleans(),
)


@given(evidence, st.sets(st.sampled_from(CAN_BE_UNKNOWN)), st.booleans())
def test_forgetting_a_fact_never_turns_a_rule_into_met(known: Evidence, forgotten: set[str], stranger: bool) -> None:
    """Kleene: whatever is said with less known is said with more known as well."""
    blanks: dict[str, Any] = dict.fromkeys(forgotten)
    less = replace(known, **blanks, person_known=known.person_known and not stranger)
    for with_less, with_more in zip(eligibility.findings(RULES, less), eligibility.findings(RULES, known), strict=True):
        assert with_less.standing in {with_more.standing, Standing.NOT_KNOWN}


@given(evidence)
def test_a_finding_comes_back_from_the_record_word_for_word(known: Evidence) -> None:
    for one in eligibility.findings(RULES, known):
        back = eligibility.stored_finding(one.stored(), RULES, one.url)
        assert back is not None
        assert (back.standing, str(back.fact), back.rule) == (one.standing, str(one.fact), one.rule)


def test_a_cycle_freezes_its_own_figures_with_their_source() -> None:
    rules = {one.id: one for one in frozen(2027, FIGURES)}
    assert rules["R-AGE"].terms["since"] == "2024-01-01"
    assert rules["R-AGE"].clause.en == "The company was registered on or after 2024-01-01."
    assert rules["R-SHARE"].clause.zh == "申报人个人出资须占企业注册资本的50%以上（含50%）。"
    assert (rules["R-SHARE"].source, rules["R-SHARE"].version) == ("人社厅函〔2025〕1号", "v10")
    assert Rule.of(rules["R-DEGREE"].stored()) == rules["R-DEGREE"]
    looser = frozen(2027, FIGURES | {"isp.share.percent": Figure("30", "local", "v11")})
    thirty = replace(LIN, shares=(Share("A", True, Decimal(30)), Share("B", False, Decimal(70))))
    assert standing_of("R-SHARE", thirty, looser) is Standing.MET


def test_a_call_without_one_of_its_figures_cannot_freeze() -> None:
    with pytest.raises(KeyError):
        frozen(2027, {key: value for key, value in FIGURES.items() if key != "isp.age.years"})
    assert {one.key for one in rule_sets.needed(SUPPORT_PLAN)} == set(FIGURES)


def test_a_rule_nobody_here_can_check_is_left_to_people() -> None:
    rule = replace(RULES[0], id="R-LOCAL", check="something newer")
    assert eligibility.findings([rule], LIN)[0].standing is Standing.NOT_KNOWN


def test_every_fact_of_the_evidence_is_used() -> None:
    assert {one.name for one in fields(Evidence)} == {*CAN_BE_UNKNOWN, "elsewhere", "person_known", "urls"}
