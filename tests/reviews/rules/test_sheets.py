"""Whose mark counts: a table by hand, and what holds for any three states of a mark."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.reviews.rules.sheets import Content, Outcome, outcome

EIGHT, NINE, NONE = Content(Decimal(8), "论证充分"), Content(Decimal(9), "论证充分"), Content()
contents = st.builds(
    Content, st.none() | st.decimals(0, 10, places=1), st.text(st.characters(codec="utf-8"), max_size=20)
)


@pytest.mark.parametrize(
    ("kept", "typed", "seen", "expected"),
    [
        (NONE, EIGHT, "", Outcome.KEEP),
        (EIGHT, NINE, EIGHT.version, Outcome.KEEP),
        (EIGHT, EIGHT, "", Outcome.NOTHING),  # sent twice: its answer was lost
        (NINE, EIGHT, EIGHT.version, Outcome.NOTHING),  # this window has not changed it
        (NINE, EIGHT, "", Outcome.CONFLICT),
        (NINE, NONE, EIGHT.version, Outcome.CONFLICT),
        (NINE, EIGHT, None, Outcome.KEEP),
        (NINE, EIGHT, "no version", Outcome.CONFLICT),
    ],
)
def test_what_is_done_with_a_mark(kept: Content, typed: Content, seen: str | None, expected: Outcome) -> None:
    assert outcome(kept, typed, seen) is expected


def test_a_version_is_its_content_however_the_number_is_written() -> None:
    assert Content(Decimal("8.0"), "x").version == Content(Decimal(8), "x").version
    assert Content(None, "8\nx").version != Content(Decimal(8), "x").version
    assert NONE.version == ""


@given(contents, contents, contents)
def test_what_was_not_seen_is_never_replaced(kept: Content, typed: Content, seen: Content) -> None:
    if seen != kept:
        assert outcome(kept, typed, seen.version) is not Outcome.KEEP
    if typed not in (kept, seen):
        assert outcome(kept, typed, seen.version) is not Outcome.NOTHING
