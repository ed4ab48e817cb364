"""The one language of conditions, checks and sums: what it says, what it refuses, what it never takes for known."""

import contextlib
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel.errors import Invalid
from parks.kernel.money import Money
from parks.questionnaires.rules.expressions import DEEPEST, LONGEST, Name, NotAnExpressionError, parse

D = Decimal
SHARES = ({"holder": "Lin", "percent": D("33.33")}, {"holder": "He", "percent": D("66.67")}, {"holder": "?"})
ANSWERS: dict[str, Any] = {
    "funded": True,
    "bank": False,
    "amount": Money(D(600_000)),
    "share": D("0.1"),
    "field": "optics",
    "topics": ("optics", "energy"),
    "started": date(2020, 2, 29),
    "shares": SHARES,
    "plan": ("file", "file"),
    "nothing": D(0),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("funded and amount > 500000", True),
        ("not bank and funded == yes", True),
        ("amount >= 500_000.00 and amount <= 1e6", True),
        ("share + 0.2 == 0.3", True),  # Decimal throughout
        ("share * 3", D("0.3")),
        ("-share - 1", D("-1.1")),
        ("sum(shares.percent) == 100", True),  # an empty cell is left out
        ("count(shares)", D(3)),
        ("count(shares.percent)", D(2)),
        ("count(topics) + count(plan)", D(4)),
        ("max(shares.percent)", D("66.67")),
        ("min(amount, 5, share)", D("0.1")),
        ("round_half_up(2.345, 2)", D("2.35")),
        ("round_half_up(-2.5)", D(-3)),
        ("years_between(started, '2025-02-28')", D(4)),  # 29 February comes on 1 March
        ("years_between(started, '2025-03-01')", D(5)),
        ("started < '2020-03-01'", True),
        ("field in ('optics', 'energy')", True),
        ("field not in ['energy']", True),
        ("'energy' in topics", True),
        ("1 < count(shares) <= 3", True),
        ("amount if funded else 0", D(600_000)),
        # what cannot be reckoned with
        ("round_half_up(field)", None),
        ("years_between(1, 2)", None),
        ("field.percent", None),
        ("sum(topics)", None),
        # not known yet
        ("later > 1", None),
        ("later + 1", None),
        ("not later", None),
        ("bank and later > 1", False),  # a no decides an and, whatever comes
        ("funded or later > 1", True),
        ("funded and later > 1", None),
        ("sum(later.percent)", None),
        ("1 if later else 2", None),
        ("later in ('a', 'b')", None),
        ("amount / nothing", None),
        ("field > 3", None),
        ("started == 3", None),
        ("years_between(started, 'soon')", None),
    ],
)
def test_what_an_expression_comes_to(text: str, value: Any) -> None:
    found = parse(text).value(ANSWERS)
    assert found == value
    assert type(found) is type(value)


def test_an_expression_tells_what_it_asks_for_in_its_order() -> None:
    expression = parse("sum(shares.percent) == 100 and funded or shares.percent == 1 or yes")
    assert expression.names == (Name("shares", "percent"), Name("funded"))
    assert expression.keys == {"shares", "funded"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "amount >",
        "amount = 3",
        "a; b",
        "a, b",
        "amount ** 9",
        "9 // 2",
        "amount % 2",
        "1 << 9",
        "a is b",
        "lambda: 1",
        "[x for x in shares]",
        "{1: 2}",
        "shares[0]",
        "f'{amount}'",
        "'x'.upper()",
        "shares.percent.real",
        "().__class__",
        "amount.__class__.__mro__",
        "__import__('os').system('true')",
        "print(1)",
        "sum",
        "sum()",
        "sum(a, b)",
        "sum(x=1)",
        "max(*shares)",
        "round_half_up(1, 2, 3)",
        "0x10",
        "1e999",
        "1j",
        "b'x'",
        "None",
        "...",
        "(a := 3)",
        "a in 'abc'",
        "a in ()",
        "a in (b, c)",
        "a # b",
        "a\n+ b",
        "1if a else 2",
        "9" * 16,
        "0." + "1" * 40,
        "a" * (LONGEST + 1),
        "not " * (DEEPEST + 1) + "a",
        "+".join("a" * 100),
        "(" * 240 + "1" + ")" * 240,
        "\x00",
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(NotAnExpressionError) as refusal:
        parse(text)
    assert 1 <= refusal.value.at <= LONGEST + 1
    assert str(refusal.value.reason).startswith(f"Character {refusal.value.at}: ")


def test_the_longest_expression_is_reckoned_in_no_time() -> None:
    text = " * ".join(["999999999999999.999999"] * 20)
    assert len(text) <= LONGEST
    expression = parse(text)
    start = time.perf_counter()
    for _turn in range(100):
        expression.value({})
    assert time.perf_counter() - start < 1


@given(st.text(max_size=60))
def test_no_text_is_a_crash(text: str) -> None:
    with contextlib.suppress(Invalid):
        parse(text).value(ANSWERS)


PARTS = st.sampled_from(["a", "b", "c", "a > 1", "b == 'x'", "not c", "yes", "no"])
TRUTHS = st.fixed_dictionaries(
    {},
    optional={"a": st.sampled_from([D(0), D(2)]), "b": st.sampled_from(["x", "y"]), "c": st.booleans()},
)


@given(st.lists(st.tuples(PARTS, st.sampled_from(["and", "or"])), min_size=1, max_size=6), PARTS, TRUTHS, TRUTHS)
def test_learning_more_never_takes_back_what_was_known(
    parts: list[tuple[str, str]], last: str, known: dict[str, Any], more: dict[str, Any]
) -> None:
    text = " ".join(f"({part}) {joined}" for part, joined in parts) + f" ({last})"
    before = parse(text).holds(known)
    after = parse(text).holds({**more, **known})
    assert before is None or before is after
