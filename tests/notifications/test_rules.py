"""Merge fields, kinds and days: pure, by tables and by Hypothesis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks import paths
from parks.kernel.errors import SaidError
from parks.notifications.actions.wording import suggestion
from parks.notifications.rules import merging
from parks.notifications.rules.kinds import CHOICES, Channel, Kind, channel, kind_of
from parks.notifications.rules.reminding import days_in, rule_due


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("您好", ()),
        ("{name}，{company} {name}", ("name", "company")),
        ("{姓名}，{ 企业名称 }", ("name", "company")),
    ],
)
def test_fields_are_named_in_either_language(text: str, used: tuple[str, ...]) -> None:
    assert merging.fields_of(text, merging.ALWAYS) == used


@pytest.mark.parametrize(
    "text",
    ["{salary}", "{name.__class__}", "{name!r}", "{name:>9}", "{0}", "{}", "{amount}", "a { b", "a } b", "{{name}}"],
)
def test_what_is_no_field_of_the_letter_is_refused(text: str) -> None:
    with pytest.raises(SaidError):
        merging.fields_of(text, merging.ALWAYS)


def test_a_value_that_looks_like_a_field_stays_text() -> None:
    assert merging.fill("{company}", {"company": "{code}", "code": "SECRET"}) == "{code}"
    assert merging.fill("{project}!", {"project": ""}) == "—!"
    assert merging.gaps("{project}{name}", {"name": "林"}) == ("project",)


@given(st.text(alphabet="ab{}甲 \n", max_size=40), st.text(max_size=20))
def test_a_text_is_refused_or_fills_without_a_brace_of_its_own(text: str, value: str) -> None:
    try:
        used = merging.fields_of(text, merging.ALWAYS)
    except SaidError:
        return
    filled = merging.fill(text, dict.fromkeys(used, value))
    assert filled.count("{") == sum(value.count("{") for _one in used)


@pytest.mark.parametrize("key", sorted(merging.LETTERS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_usual_words_are_a_letter_that_an_officer_could_have_saved(key: str, lang: str) -> None:
    said = suggestion(key, merging.LETTERS[key], lang)
    used = merging.fields_of(said.subject + said.body, merging.LETTERS[key])
    assert "name" in used
    assert said.subject


@pytest.mark.parametrize(
    ("left", "rules", "due"),
    [
        (11, (10, 3, 1), None),
        (10, (10, 3, 1), 10),
        (4, (10, 3, 1), 10),
        (3, (10, 3, 1), 3),
        (0, (10, 3, 1), 1),
        (0, (0,), None),
        (2, (), None),
    ],
)
def test_the_nearest_rule_that_is_reached_is_due(left: int, rules: tuple[int, ...], due: int | None) -> None:
    assert rule_due(left, rules) == due


def test_days_are_read_as_people_write_them() -> None:
    assert days_in("1，10、 3") == (10, 3, 1)
    assert days_in("") == ()
    for text in ("0", "61", "-1", "soon", "1.5"):
        with pytest.raises(ValueError, match=r".*"):
            days_in(text)


def test_what_the_law_asks_for_has_one_channel_and_no_stored_word_changes_it() -> None:
    for kind in (Kind.DECISION, Kind.ACCOUNT):
        assert CHOICES[kind].channels == (Channel.MAIL,)
        for chosen in ("none", "inbox", "junk", None):
            assert channel(kind, chosen) is Channel.MAIL
    assert channel(Kind.REMINDER, "none") is Channel.NONE
    assert channel(Kind.DESK, "none") is Channel.MAIL
    assert channel(Kind.NEWS, None) is Channel.NONE


def test_every_letter_of_the_house_has_a_kind_and_decisions_are_never_optional() -> None:
    kinds = {
        f"{path.parent.name}/{path.stem}": kind_of(f"{path.parent.name}/{path.stem}")
        for path in (paths.TEMPLATES / "emails").glob("*/*.txt")
    }
    for owed in ("submitted", "returned", "refused", "noticed", "awarded", "objection_answered"):
        assert kinds[f"programmes/{owed}"] is Kind.DECISION
    assert kinds["identity/reset"] is Kind.ACCOUNT
