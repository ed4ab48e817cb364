"""Rule sets as data: groups, the checker, the local variants of domain.md §2.2, §2.3, §2.8, and versions that stay."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make import programmes as make
from tests.programmes.test_eligibility_rules import FIGURES, LIN, evidence

from parks.adapters import database
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import Bilingual
from parks.programmes.actions import calls
from parks.programmes.actions import rule_sets as sets
from parks.programmes.queries import calls as call_queries
from parks.programmes.queries import rule_sets as queries
from parks.programmes.rules import eligibility, rule_sets
from parks.programmes.rules.eligibility import Degree, Elsewhere, Evidence, Rule, Share, Standing
from parks.programmes.rules.predicates import LISTED, PREDICATES
from parks.programmes.rules.published_sets import CHONGQING, PUBLISHED, RETURNEE, SICHUAN, SUPPORT_PLAN
from parks.programmes.rules.rule_sets import Figure, Needed, RuleDef, RuleSetDef, TermDef, Words

MET, NOT, OPEN = Standing.MET, Standing.NOT_MET, Standing.NOT_KNOWN
TODAY = date(2026, 11, 22)
KNOWN = {Needed(key): one for key, one in FIGURES.items()} | {
    Needed("isp.capital.cash"): Figure("500000.00", "四川省申报通知（转载）", "v20")
}


def rule(rule_id: str, check: str = "", **more: Any) -> RuleDef:
    words = Words(zh="条款", en="A clause")
    return RuleDef(id=rule_id, title=words, clause=words, check=check, source="本地通知", **more)


def frozen(definition: RuleSetDef, on: date = TODAY) -> list[Rule]:
    return rule_sets.frozen(definition, 2027, on, KNOWN, "local 1")


def of(definition: RuleSetDef, rule_id: str, known: Evidence) -> Standing:
    return next(one.standing for one in eligibility.findings(frozen(definition), known) if one.rule.id == rule_id)


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda one: one.key)
def test_what_comes_with_parks_passes_its_own_checker(published: Any) -> None:
    assert rule_sets.gaps(published.definition) == []
    assert RuleSetDef.model_validate(published.definition.stored()) == published.definition


@pytest.mark.parametrize("parts", list(product(Standing, repeat=3)))
def test_groups_follow_kleene(parts: tuple[Standing, ...]) -> None:
    order = {NOT: 0, OPEN: 1, MET: 2}
    assert eligibility.all_of(parts) is min(parts, key=order.__getitem__)
    assert eligibility.any_of(parts) is max(parts, key=order.__getitem__)


@pytest.mark.parametrize(
    ("cash", "standing"),
    [(None, OPEN), (Decimal("499999.99"), NOT), (Decimal(500_000), MET), (Decimal(2_300_000), MET)],
)
def test_sichuan_asks_for_capital_in_cash_without_a_line_of_code(cash: Decimal | None, standing: Standing) -> None:
    assert of(SICHUAN, "R-CAPITAL", replace(LIN, cash_capital=cash)) is standing
    rules = {one.id: one for one in frozen(SICHUAN)}
    assert rules["R-CAPITAL"].clause.zh == "企业货币出资不低于500,000元。"
    assert rules["R-CAPITAL"].source == "四川省申报通知（转载）"
    assert "R-CAPITAL" not in {one.id for one in frozen(SUPPORT_PLAN)}


@pytest.mark.parametrize(
    ("elsewhere", "standing"),
    [
        ([], MET),
        ([("award", 2024)], MET),
        ([("award", 2022), ("award", 2024)], NOT),
        ([("award", 2024), ("filing", 2027)], NOT),
    ],
)
def test_chongqing_supports_a_person_twice_over_a_lifetime(
    elsewhere: list[tuple[str, int]], standing: Standing
) -> None:
    found = tuple(Elsewhere(kind, year, Bilingual("澄湖市", "Chenghu")) for kind, year in elsewhere)
    assert of(CHONGQING, "R-ONCE", replace(LIN, elsewhere=found)) is standing
    assert of(SUPPORT_PLAN, "R-ONCE", replace(LIN, elsewhere=found)) is (NOT if found else MET)


MASTER, BACHELOR = Degree("master", "X", country="DE"), Degree("bachelor", "X", country="DE")


@pytest.mark.parametrize(
    ("known", "standing"),
    [
        (Evidence(degrees=(MASTER,)), MET),
        (Evidence(degrees=(Degree("bachelor", "香港大学", country="HK"),)), MET),
        (Evidence(degrees=(), domestic_degrees=(Degree("master", "Y"),), months_abroad=12), MET),
        (Evidence(degrees=(BACHELOR,)), OPEN),  # people look up the university's rank
        (Evidence(degrees=(), domestic_degrees=(Degree("master", "Y"),), months_abroad=11), OPEN),
        (Evidence(), OPEN),
    ],
)
def test_who_counts_as_a_returnee_is_a_group_of_alternatives(known: Evidence, standing: Standing) -> None:
    """§2.8: permanent residence abroad is looked at by people, so nobody is shut out by machine alone."""
    assert of(RETURNEE, "R-RETURNEE", known) is standing


def test_without_what_people_check_the_same_group_does_shut_out() -> None:
    (returnee,) = RETURNEE.rules
    by_machine = RuleSetDef(rules=(returnee.model_copy(update={"parts": (returnee.parts[0], returnee.parts[2])}),))
    short = Evidence(degrees=(BACHELOR,), domestic_degrees=(Degree("master", "Y"),), months_abroad=11)
    assert of(by_machine, "R-RETURNEE", short) is NOT
    assert of(by_machine, "R-RETURNEE", replace(short, months_abroad=12)) is MET


EVERYTHING = RuleSetDef(
    rules=tuple(
        rule(
            f"R-{place:02}",
            one.key,
            gate=not one.never_gate,
            terms={
                term.name: TermDef(
                    value={"level": "master", "kinds": "", "percent": "50", "amount": "300000"}.get(term.kind, "3")
                )
                for term in one.terms
            },
        )
        for place, one in enumerate(LISTED)
    )
)


def test_every_listed_predicate_can_be_published_with_its_figures() -> None:
    assert rule_sets.gaps(EVERYTHING) == []


@given(evidence, st.sets(st.sampled_from([one for one in Evidence.__slots__ if one not in {"urls", "elsewhere"}])))
def test_no_predicate_turns_round_when_more_is_learnt(known: Evidence, forgotten: set[str]) -> None:
    blanks: dict[str, Any] = dict.fromkeys(forgotten) | ({"person_known": False} if "person_known" in forgotten else {})
    rules = frozen(EVERYTHING)
    more = eligibility.findings(rules, known)
    for less, one in zip(eligibility.findings(rules, replace(known, **blanks)), more, strict=True):
        assert less.standing in {one.standing, OPEN}, one.rule.check


@pytest.mark.parametrize(
    ("check", "terms", "known", "standing"),
    [
        ("company_age", {"least": "6", "most": "36"}, Evidence(registered_on=date(2026, 5, 22), on=TODAY), MET),
        ("company_age", {"least": "6", "most": "36"}, Evidence(registered_on=date(2026, 5, 23), on=TODAY), NOT),
        ("company_age", {"least": "6", "most": "36"}, Evidence(registered_on=date(2023, 10, 22), on=TODAY), NOT),
        ("contribution", {"amount": "300000"}, LIN, MET),
        ("contribution", {"amount": "1740000.01"}, LIN, NOT),
        (
            "share_of_returnees",
            {"percent": "50"},
            Evidence(shares=(Share("A", True, Decimal(1), True), Share("B", False, Decimal(1)))),
            MET,
        ),
        ("ip", {"count": "2"}, LIN, NOT),
        (
            "ip",
            {"count": "1", "kinds": "trademark"},
            replace(LIN, ip_assets=(eligibility.Asset("Z", "trademark"),)),
            MET,
        ),
        (
            "ip",
            {"count": "1", "kinds": "trademark"},
            replace(LIN, ip_assets=(eligibility.Asset("Z", "utility_model"),)),
            NOT,
        ),
    ],
)
def test_the_local_predicates_at_their_edges(
    check: str, terms: dict[str, str], known: Evidence, standing: Standing
) -> None:
    assert PREDICATES[check].look(terms, known)[0] is standing


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (RuleSetDef(), "There is no condition yet"),
        (RuleSetDef(rules=(rule("R-A", "ip", terms={"count": TermDef(value="1")}),) * 2), "given twice"),
        (RuleSetDef(rules=(rule("R-A", "in_park"),)), "never a condition"),
        (RuleSetDef(rules=(rule("R-A", "share", terms={"percent": TermDef(value="101")}),)), "no such figure"),
        (RuleSetDef(rules=(rule("R-A", "share"),)), "write the figure"),
        (
            RuleSetDef(
                rules=(rule("R-A", "share", terms={"percent": TermDef(value="5", policy="isp.share.percent")}),)
            ),
            "not both",
        ),
        (RuleSetDef(rules=(rule("R-A", parts=(rule("R-B", "clean"),)),)), "at least two parts"),
        (RuleSetDef(rules=(rule("R-A", "clean", since=TODAY, until=TODAY),)), "ends after it begins"),
        (
            RuleSetDef(
                rules=(
                    rule("R-A", "clean").model_copy(update={"clause": Words(zh="不少于{amount}", en="Least {amount}")}),
                )
            ),
            "no figure of this rule",
        ),
        (RuleSetDef(rules=(rule("R-A", "clean").model_copy(update={"title": Words(zh="题")}),)), "missing in English"),
        (RuleSetDef(rules=(rule("R-A", "clean").model_copy(update={"source": ""}),)), "Name the source"),
        (RuleSetDef(rules=(rule("R-A", "unheard_of"),)), "Say what this rule checks"),
    ],
)
def test_the_checker_says_what_keeps_a_set_from_being_published(wrong: RuleSetDef, said: str) -> None:
    assert any(said in str(one.text) for one in rule_sets.gaps(wrong))


def test_words_are_filled_by_name_and_never_run() -> None:
    sly = rule("R-A", "clean").model_copy(update={"clause": Words(zh="{0.__class__}{x!r}", en="{{percent}}")})
    (made,) = frozen(RuleSetDef(rules=(sly,)))
    assert (made.clause.zh, made.clause.en) == ("{0.__class__}{x!r}", "{{percent}}")


def test_a_rule_counts_from_its_first_day_up_to_its_last() -> None:
    dated = RuleSetDef(rules=(rule("R-A", "clean", since=date(2026, 1, 1), until=date(2027, 1, 1)), rule("R-B", "ip")))
    assert [one.id for one in frozen(dated, date(2025, 12, 31))] == ["R-B"]
    assert [one.id for one in frozen(dated, date(2026, 12, 31))] == ["R-A", "R-B"]
    assert [one.id for one in frozen(dated, date(2027, 1, 1))] == ["R-B"]


def test_a_call_opened_before_rule_sets_were_data_reads_as_it_did() -> None:
    words = {"zh": "条款", "en": "A clause"}
    old = {"title": words, "clause": words, "source": "s", "version": "v", "gate": True}
    degree = Rule.of(old | {"id": "R-DEGREE", "terms": {"level": "master", "postdoc_months": "12"}})
    age = Rule.of(old | {"id": "R-AGE", "terms": {"years": "3", "since": "2023-01-01"}})
    found = eligibility.findings([degree, age], replace(LIN, degrees=(BACHELOR,), postdoc_months=12))
    assert [one.standing for one in found] == [MET, MET]
    found = eligibility.findings([degree, age], replace(LIN, degrees=(BACHELOR,), postdoc_months=11))
    assert [one.standing for one in found] == [NOT, MET]
    assert Rule.of(degree.stored()) == degree


@pytest.mark.usefixtures("db")
async def test_an_officer_copies_a_set_changes_it_and_a_call_pins_the_version() -> None:
    world = await make.world()
    await sets.load()
    assert await sets.load() == 0
    by_key = {one.key: one for one in await queries.rule_sets_of(world.nation)}
    national = await queries.rule_set(world.nation, by_key["isp"].id)
    assert not national.can_write
    with pytest.raises(Forbidden):
        await sets.remove_rule(world.nation, national.id, "R-IP", seen=national.revision)
    mine = await sets.copy(
        world.nation, national.id, world.tree.province.id, "lanjiang", Bilingual("岚江条件", "Lanjiang")
    )
    await sets.put_rule(world.nation, mine, rule("R-TIME", "abroad", terms={"months": TermDef(value="36")}), seen=1)
    with pytest.raises(Conflict):
        await sets.remove_rule(world.nation, mine, "R-IP", seen=1)
    await sets.remove_rule(world.nation, mine, "R-IP", seen=2)
    await sets.move_rule(world.nation, mine, "R-TIME", seen=3)
    with pytest.raises(Invalid, match="mended"):
        half = rule("R-HALF", "share")
        await sets.put_rule(world.nation, mine, half, seen=4)
        await sets.publish(world.nation, mine, seen=5)
    await sets.remove_rule(world.nation, mine, "R-HALF", seen=5)
    version = await sets.publish(world.nation, mine, seen=6)
    ids = [one.id for one in (await queries.rule_set(world.nation, mine)).definition.rules]
    assert ids == ["R-LEGAL", "R-DEGREE", "R-AGE", "R-SHARE", "R-FULLTIME", "R-ONCE", "R-CLEAN", "R-TIME", "P-PARK"]

    call_id = await make.call(world, cycle=2028, opened=False, rule_set_version_id=version)
    await sets.remove_rule(world.nation, mine, "R-TIME", seen=6)
    await sets.publish(world.nation, mine, seen=7)
    await calls.open_call(world.nation, call_id)
    opened = await call_queries.call(world.nation, call_id)
    assert [one.id for one in opened.rules] == ids
    assert opened.rules[-2].source == "本地通知"
    assert opened.rules[-2].version == "lanjiang 1"


@pytest.mark.usefixtures("db")
async def test_a_published_version_stays_and_strangers_write_nothing() -> None:
    world = await make.world()
    standard: UUID = await sets.standard()
    with pytest.raises(Exception, match="never changes"):
        await database.execute("UPDATE rule_set_version SET number = 9 WHERE id = $1", standard)
    with pytest.raises(Forbidden):
        await sets.draft(world.manager, world.tree.park.id, "park_rules", Bilingual("园区条件", "Park"))
    with pytest.raises(Invalid):
        await sets.draft(world.nation, world.tree.nation.id, "Not plain", Bilingual("甲", "A"))
    with pytest.raises(Invalid):
        await sets.import_json(world.nation, world.tree.nation.id, "torn", Bilingual("甲", "A"), {"rules": [{"id": 1}]})
    exported = SICHUAN.stored()
    made = await sets.import_json(world.nation, world.tree.nation.id, "sichuan_b", Bilingual("甲", "A"), exported)
    assert (await queries.rule_set(world.nation, made)).definition == SICHUAN
