"""Recusal: the three seeded conflicts of domain.md §11, the 36 months to the day, and names that only look alike."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.reviews.rules import conflicts
from parks.reviews.rules.conflicts import (
    Barred,
    Company,
    Employment,
    ExpertTies,
    Patent,
    Person,
    Shareholder,
    SubjectTies,
    Tie,
    months_before,
)
from parks.reviews.states import ConflictKind, TieKind, TieSource
from parks.web import language

ON = date(2026, 11, 22)
ACCOUNT = uuid4()
STARLIGHT = Company("澄湖市星阑光电（集团）有限公司", "91330100FAKE00013C")
SUBJECT = SubjectTies(
    companies=(STARLIGHT,),
    people=(Person("林知微", person_id=uuid4(), fingerprint="lin"),),
    shareholders=(Shareholder(Person("何屿", fingerprint="he"), Decimal(22)),),
    employments=(
        Employment("慕尼黑光子研究所", "", "林知微", date(2018, 1, 1), date(2023, 8, 1)),
        Employment("澄湖大学", "12330100FAKE009966", "何屿", date(2020, 9, 1)),
    ),
    patents=(Patent("ZL202319990001.1", (Person("林知微", fingerprint="lin"), Person("顾怀远"))),),
    mentors=(Person("周牧", person_id=ACCOUNT),),
)


def an_expert(*ties: Tie, **more: Any) -> ExpertTies:
    return ExpertTies(uuid4(), more.pop("person_id", uuid4()), "顾怀远", ties, **more)


def kinds(expert: ExpertTies, subject: SubjectTies = SUBJECT, on: date = ON) -> list[str]:
    return [one.kind.value for one in conflicts.conflicts(expert, subject, on)]


def test_an_expert_with_no_ties_is_free() -> None:
    assert conflicts.barred([an_expert()], SUBJECT, ON) == {}


def test_the_shareholder_of_one_point_two_per_cent_is_barred_with_the_figure() -> None:
    tie = Tie(
        TieKind.SHAREHOLDING,
        STARLIGHT.name,
        STARLIGHT.uscc,
        Decimal("1.20"),
        date(2024, 3, 18),
        None,
        TieSource.COMPANY_REGISTER,
    )
    (found,) = conflicts.conflicts(an_expert(tie), SUBJECT, ON)
    assert (found.kind, found.source) == (ConflictKind.SHAREHOLDER, TieSource.COMPANY_REGISTER)
    assert (found.evidence.key, found.evidence.since) == (STARLIGHT.uscc, date(2024, 3, 18))
    assert language.translate(found.reason, "en") == f"Holds 1.2 % of {STARLIGHT.name}."


def test_the_former_employer_of_twenty_months_ago_is_barred() -> None:
    left = months_before(ON, 20)
    (found,) = conflicts.conflicts(an_expert(Tie(TieKind.EMPLOYER, STARLIGHT.name, until=left)), SUBJECT, ON)
    assert (found.kind, found.evidence.until) == (ConflictKind.EMPLOYER, date(2025, 3, 22))
    assert "until Fri 21 Mar 2025" in language.translate(found.reason, "en")


def test_the_co_inventor_is_barred_by_the_patent_and_by_the_name_they_file_under() -> None:
    by_number = Tie(TieKind.INVENTOR, "一种光波导", "zl 202319990001.1", source=TieSource.PATENT_REGISTER)
    by_name = Tie(TieKind.INVENTOR, "顾怀远")
    assert kinds(an_expert(by_number)) == ["co_inventor"]
    assert kinds(an_expert(by_name)) == ["co_inventor"]
    assert kinds(an_expert(Tie(TieKind.INVENTOR, "顾怀远", "ZL202429990002.6"))) == []  # another patent, surely known


@pytest.mark.parametrize(
    ("until", "is_barred"),
    [
        (None, True),
        (date(2026, 11, 22), True),
        (date(2023, 11, 23), True),  # the last day was exactly 36 months ago
        (date(2023, 11, 22), False),  # a day longer
        (date(2019, 1, 1), False),
    ],
)
@pytest.mark.parametrize(
    ("kind", "conflict"),
    [
        (TieKind.EMPLOYER, "employer"),
        (TieKind.DIRECTOR, "director"),
        (TieKind.ADVISER, "adviser"),
        (TieKind.MENTOR, "mentor"),
    ],
)
def test_posts_bar_for_thirty_six_months_to_the_day(
    kind: TieKind, conflict: str, until: date | None, is_barred: bool
) -> None:
    assert kinds(an_expert(Tie(kind, STARLIGHT.name, STARLIGHT.uscc, until=until))) == [conflict] * is_barred


def test_colleagues_of_the_applicants_people_are_barred_while_both_are_recent() -> None:
    assert kinds(an_expert(Tie(TieKind.EMPLOYER, "澄湖大学"))) == ["employer"]
    assert kinds(an_expert(Tie(TieKind.EMPLOYER, "慕尼黑光子研究所"))) == []  # she left 39 months ago
    assert kinds(an_expert(Tie(TieKind.EMPLOYER, "慕尼黑光子研究所")), on=date(2026, 7, 31)) == ["employer"]


def test_shares_that_were_sold_and_companies_of_another_number_do_not_bar() -> None:
    sold = Tie(TieKind.SHAREHOLDING, STARLIGHT.name, STARLIGHT.uscc, Decimal(5), until=ON)
    namesake = Tie(TieKind.DIRECTOR, STARLIGHT.name, "91330100FAKE000217")
    assert kinds(an_expert(sold, namesake)) == []


def test_a_name_is_the_same_with_other_brackets_and_spaces() -> None:
    tie = Tie(TieKind.ADVISER, "澄湖市星阑光电 (集团) 有限公司")
    assert kinds(an_expert(tie)) == ["adviser"]


def test_the_applicants_own_people_shareholders_and_mentors_are_known_by_account_or_identity() -> None:
    assert kinds(an_expert(fingerprint="lin")) == ["self", "co_inventor"]
    assert kinds(an_expert(fingerprint="he")) == ["shareholder"]
    assert kinds(an_expert(person_id=ACCOUNT)) == ["mentor"]
    assert kinds(an_expert(fingerprint="gu")) == []


def test_kin_and_teachers_are_known_by_identity_and_else_by_name() -> None:
    assert kinds(an_expert(Tie(TieKind.KIN, "林先生", "lin"))) == ["kin"]
    assert kinds(an_expert(Tie(TieKind.TEACHER, "何屿"))) == ["teacher"]
    assert kinds(an_expert(Tie(TieKind.TEACHER, "何屿", "another"))) == []


every_kind = st.sampled_from(ConflictKind)
days = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(
    every_kind,
    st.sampled_from(TieSource),
    st.text(min_size=1, max_size=20),
    st.none() | st.decimals(0, 100, places=2),
    days,
    days,
)
def test_what_is_stored_comes_back_and_has_a_sentence_in_both_languages(
    kind: ConflictKind, source: TieSource, party: str, percent: Decimal | None, since: date | None, until: date | None
) -> None:
    found = Barred(kind, source, conflicts.Evidence(party, "key", percent, since, until))
    assert Barred.of(found.stored()) == found
    assert language.translate(found.reason, "en") != language.translate(found.reason, "zh")


@given(st.dates(date(2000, 3, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_months_before_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or (earlier.day < day.day and (earlier + timedelta(days=1)).day == 1)
