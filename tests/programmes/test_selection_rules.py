"""Tiers against ranks, and the code on a letter."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel import verification
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.rules import selection
from parks.programmes.rules.selection import Proposal, Ranked, Tier

KEY = Tier("key", Bilingual("重点类", "Key tier"), Money(Decimal(500_000)), 2)
EXCELLENT = Tier("excellent", Bilingual("优秀类", "Excellent tier"), Money(Decimal(200_000)), 5)
TIERS = (KEY, EXCELLENT)
RANKED = [Ranked(UUID(int=n), f"ISP-2026-{n:04}", n, Decimal(100 - n)) for n in range(1, 12)]


def test_by_rank_alone_the_tiers_fill_from_the_top_and_cost_two_million() -> None:
    chosen = selection.suggested(RANKED, TIERS)
    assert [chosen.get(one.application_id) for one in RANKED] == ["key"] * 2 + ["excellent"] * 5 + [None] * 4
    proposal = Proposal(chosen, {})
    assert selection.problems(RANKED, TIERS, proposal) == []
    assert selection.cost(TIERS, proposal) == Money(Decimal(2_000_000))


def test_a_tier_holds_no_more_than_its_places() -> None:
    proposal = Proposal({one.application_id: "key" for one in RANKED[:3]}, {})
    assert "has 2 places; 3 are chosen" in str(selection.problems(RANKED, TIERS, proposal)[0])


def test_passing_over_a_better_rank_needs_its_reason() -> None:
    skipping = {RANKED[0].application_id: "key", RANKED[2].application_id: "key"}
    problems = selection.problems(RANKED, TIERS, Proposal(skipping, {}))
    assert [str(one) for one in problems] == ["ISP-2026-0002 ranks 2 and is passed over by a lower rank: say why."]
    said = {RANKED[1].application_id: "Withdrawn by the park on 3 March."}
    assert selection.problems(RANKED, TIERS, Proposal(skipping, said)) == []


def test_equal_ranks_may_be_parted_without_a_reason() -> None:
    twins = [Ranked(UUID(int=n), f"N{n}", 1, Decimal(90)) for n in (1, 2)]
    assert selection.problems(twins, TIERS, Proposal({UUID(int=2): "key"}, {})) == []


@pytest.mark.parametrize("tiers", [{UUID(int=99): "key"}, {UUID(int=1): "gold"}, {}])
def test_what_was_never_ranked_or_named_cannot_be_proposed(tiers: dict[UUID, str]) -> None:
    assert selection.problems(RANKED, TIERS, Proposal(tiers, {}))


@given(st.integers(0, 30), st.integers(0, 8), st.integers(0, 8))
def test_whatever_the_numbers_the_suggestion_may_be_published(ranked: int, first: int, second: int) -> None:
    ranks = [Ranked(UUID(int=n), f"N{n}", n, Decimal(50)) for n in range(1, ranked + 1)]
    tiers = (
        Tier("key", KEY.name, KEY.amount, first),
        Tier("excellent", EXCELLENT.name, EXCELLENT.amount, second),
    )
    chosen = selection.suggested(ranks, tiers)
    assert len(chosen) == min(ranked, first + second)
    assert selection.problems(ranks, tiers, Proposal(chosen, {})) == [] or not chosen


def test_a_code_survives_being_read_out() -> None:
    code = verification.new_code()
    assert verification.normalised(f" {code.lower().replace('-', ' ')} ".replace("0", "o").replace("1", "l")) == code
    assert len({verification.new_code() for _each in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-3XTA-9PD4-X", "K7QM-3XTA-9P!4", "园创园创园创园创园创园创"])
def test_what_cannot_be_a_code_is_told_at_once(typed: str) -> None:
    assert verification.normalised(typed) is None
