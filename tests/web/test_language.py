"""Dates, times, amounts and slots, in both languages to the letter."""

from datetime import UTC, date, datetime
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.web import language
from parks.web.rendering import environment

SUNDAY = date(2026, 11, 22)


def test_a_day_names_its_weekday() -> None:
    assert language.day(SUNDAY, "zh") == "2026年11月22日（周日）"
    assert language.day(SUNDAY, "en") == "Sun 22 Nov 2026"


def test_a_moment_is_beijing_time_and_english_says_so() -> None:
    evening_in_london = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert language.moment(evening_in_london, "zh") == "2026年11月22日（周日） 02:30"
    assert language.moment(evening_in_london, "en") == "Sun 22 Nov 2026, 02:30 (Beijing)"
    assert language.stamp(evening_in_london, "en") == "Sun 22 Nov 2026, 02:30"


@pytest.mark.parametrize(
    ("amount", "currency", "plain", "zh", "en"),
    [
        ("500000", "CNY", "¥500,000.00", "50 万元", "CNY 500k"),
        ("1000000", "CNY", "¥1,000,000.00", "100 万元", "CNY 1,000k"),
        ("1250000.50", "CNY", "¥1,250,000.50", "125 万元", "CNY 1,250k"),
        ("28470000", "CNY", "¥28,470,000.00", "2,847 万元", "CNY 28,470k"),
        ("10000", "CNY", "¥10,000.00", "1 万元", "CNY 10k"),
        ("9999.99", "CNY", "¥9,999.99", "", ""),
        ("-500000", "CNY", "-¥500,000.00", "-50 万元", "CNY -500k"),
        ("0", "CNY", "¥0.00", "", ""),
        ("120000", "EUR", "€120,000.00", "12 万 EUR", "EUR 120k"),
        ("100", "CHF", "CHF 100.00", "", ""),
    ],
)
def test_amounts_carry_separators_and_their_wan(amount: str, currency: str, plain: str, zh: str, en: str) -> None:
    money = Money(Decimal(amount), currency)
    assert language.money(money) == plain
    assert language.money_wan(money, "zh") == zh
    assert language.money_wan(money, "en") == en


def test_slots_are_filled_in_the_language_of_the_sentence() -> None:
    sentence = _(
        "{who} {when} {amount} {why} {day}",
        who=Bilingual("市级", "City"),
        when=datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
        amount=Money(Decimal(500_000)),
        why=_("This is needed."),
        day=SUNDAY,
    )
    assert language.translate(sentence, "zh") == (
        "市级 2026年11月22日（周日） 14:00 ¥500,000.00 此项必填。 2026年11月22日（周日）"
    )
    assert language.translate(sentence, "en") == (
        "City Sun 22 Nov 2026, 14:00 (Beijing) ¥500,000.00 This is needed. Sun 22 Nov 2026"
    )


def test_every_translation_has_the_slots_of_its_english() -> None:
    def slots(text: str) -> set[str | None]:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}

    wrong = {key: said for key, said in language.catalogue().items() if slots(key) != slots(said)}
    assert wrong == {}


def test_what_a_person_wrote_is_shown_as_written_even_where_it_is_a_sentence_of_ours() -> None:
    """A company may be called "Search": only what we say is translated."""
    assert environment("zh").from_string("{{ name | say }} {{ _('Search') }}").render(name="Search") == "Search 搜索"


@given(st.text(max_size=40))
def test_values_in_a_sentence_cannot_write_html(text: str) -> None:
    shown = environment("en").from_string("{{ _('Choose {name}', name=name) }}").render(name=f"<i>{text}")
    assert "<i>" not in shown
    assert shown.startswith("Choose &lt;i&gt;")
