"""What people type, what it means, and the sentence where it means nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.questionnaires import question, small

from parks.kernel.errors import Invalid
from parks.kernel.money import Money
from parks.questionnaires.rules.answers import keep, reading, shown
from parks.questionnaires.rules.definition import Question

MONEY = Question.model_validate(question("sum", "money", max=1_000_000))
NUMBER = Question.model_validate(question("heads", "number", places=1))
DAY = Question.model_validate(question("day", "date"))
MONTH = Question.model_validate(question("month", "month"))
TEXT = Question.model_validate(question("text", "text", max=5))
FORM = small()


def _asked(key: str) -> Question:
    found = FORM.question(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("asked", "typed", "kept", "value"),
    [
        (MONEY, "500000", "500000.00", Money(Decimal(500000))),
        (MONEY, "¥500,000.5 ", "500000.50", Money(Decimal("500000.50"))),
        (MONEY, "50万", "500000.00", Money(Decimal(500000))),
        (MONEY, "1.5 万元", "15000.00", Money(Decimal(15000))),
        (MONEY, "５００", "500.00", Money(Decimal(500))),
        (NUMBER, "12.5", "12.5", Decimal("12.5")),
        (NUMBER, "0012", "12", Decimal(12)),
        (DAY, "2026/3/5", "2026-03-05", date(2026, 3, 5)),
        (DAY, "2026年3月5日", "2026-03-05", date(2026, 3, 5)),
        (DAY, "20260305", "2026-03-05", date(2026, 3, 5)),
        (MONTH, "2026年3月", "2026-03", date(2026, 3, 1)),
        (TEXT, "  五个字刚好 ", "五个字刚好", "五个字刚好"),
        (_asked("funded"), "yes", "yes", True),
        (_asked("funded"), "no", "no", False),
        (_asked("honest"), "on", "yes", True),
        (_asked("topics"), ["optics", "optics"], ["optics"], ("optics",)),
        (
            _asked("members"),
            [{"name": "何屿", "since": "2024年3月"}, {"name": "", "since": ""}],
            [{"name": "何屿", "since": "2024-03"}],
            ({"name": "何屿", "since": date(2024, 3, 1)},),
        ),
    ],
)
def test_what_people_type_is_understood_and_kept_in_one_way(asked: Question, typed: Any, kept: Any, value: Any) -> None:
    assert keep(asked, typed) == kept
    assert reading(asked, kept).value == value
    assert reading(asked, kept).problem is None


@pytest.mark.parametrize(
    ("asked", "typed", "sentence"),
    [
        (MONEY, "half a million", "This is not a number. Write figures alone, such as 500000."),
        (MONEY, "12.345", "Use at most 2 decimals."),
        (MONEY, "-1", "This is too small: the least is 0."),
        (MONEY, "1000001", "This is too large: the most is 1,000,000."),
        (NUMBER, "1.25", "Use at most 1 decimals."),
        (_asked("heads"), "1.5", "Write a whole number."),
        (DAY, "2026-02-30", "This is not a date. Write it as 2026-11-22."),
        (DAY, "tomorrow", "This is not a date. Write it as 2026-11-22."),
        (MONTH, "2026-13", "This is not a month. Write it as 2026-11."),
        (TEXT, "六个字就太多", "Use at most 5 characters; there are 6 now."),
        (_asked("topics"), ["optics", "energy"], "Choose at most 1."),
        (_asked("members"), [{"name": "", "since": "2024-03"}], "Row 1, "),
        (_asked("members"), [{"name": "何屿", "since": "soon"}], "Row 1, "),
        (_asked("members"), [{"name": str(n)} for n in range(4)], "Use at most 3 rows."),
    ],
)
def test_what_cannot_be_taken_is_kept_as_typed_with_a_sentence(asked: Question, typed: Any, sentence: str) -> None:
    kept = keep(asked, typed)
    read = reading(asked, kept)
    assert read.value is None
    assert str(read.problem).startswith(sentence)
    assert keep(asked, kept) == kept


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (TEXT, "a\x00b"),
        (TEXT, "\ud800"),
        (TEXT, "x" * 20_001),
        (TEXT, {"a": 1}),
        (_asked("field"), "poetry"),
        (_asked("topics"), ["poetry"]),
        (_asked("topics"), {"optics": True}),
        (_asked("members"), "何屿"),
        (_asked("members"), [{"name": "何屿", "salary": "1"}]),
        (_asked("members"), [{"name": "x"}] * 101),
        (_asked("plan"), "plan.pdf"),
        (_asked("applicant"), "somebody else"),
    ],
)
def test_what_no_person_types_is_refused(asked: Question, typed: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        keep(asked, typed)
    assert asked.key in refusal.value.fields


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(key=st.sampled_from([one.key for one in FORM.questions]), typed=ANY_JSON)
def test_nothing_that_is_sent_is_a_crash_and_keeping_twice_changes_nothing(key: str, typed: Any) -> None:
    asked = _asked(key)
    try:
        kept = keep(asked, typed)
    except Invalid:
        return
    assert keep(asked, kept) == kept
    reading(asked, kept)
    shown(asked, kept)


@given(st.decimals(min_value=0, max_value=1_000_000, places=2))
def test_every_amount_comes_back_to_the_cent(amount: Decimal) -> None:
    assert reading(MONEY, keep(MONEY, f"{amount:,}")).value == Money(amount)
