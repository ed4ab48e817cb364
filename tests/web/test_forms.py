"""What people type: kept as typed, told in sentences, and never an error of ours."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.web import forms
from parks.web.rendering import Choice, environment


class Kind(StrEnum):
    OFFICE = "office"
    LABORATORY = "laboratory"


def _not_a_test(value: str) -> str:
    if value == "test":
        raise forms.SaidError(_("Write the real name."))
    return value


class Room(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=2, max_length=5), AfterValidator(_not_a_test)]
    area: Annotated[Decimal, Field(gt=0, le=500)] = Decimal(1)
    desks: int = 1
    kind: Kind = Kind.OFFICE
    free_on: date | None = None
    building: UUID | None = None
    quiet: bool = False
    tags: list[str] = []


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "name", "This is needed."),
        ({"name": ""}, "name", "This is needed."),
        ({"name": "一"}, "name", "Use at least 2 characters."),
        ({"name": "一二三四五六"}, "name", "Use at most 5 characters."),
        ({"name": "test"}, "name", "Write the real name."),
        ({"area": "0"}, "area", "This is too small: the least is 0."),
        ({"area": "501"}, "area", "This is too large: the most is 500."),
        ({"area": "wide"}, "area", "This is not a number."),
        ({"desks": "1.5"}, "desks", "This is not a number."),
        ({"kind": "castle"}, "kind", "Choose one of the options."),
        ({"free_on": "soon"}, "free_on", "This is not a date. Write it as 2026-11-22."),
        ({"free_on": "2026-02-30"}, "free_on", "This is not a date. Write it as 2026-11-22."),
        ({"building": "7"}, "building", "Choose one of the options."),
        ({"quiet": "perhaps"}, "quiet", "Answer yes or no."),
        ({"window": "south"}, "window", "This is not asked for."),
        ({"name": "一\x00二"}, "name", "This text holds a character that cannot be stored."),
        ({"tags": ["a", "\x00"]}, "tags", "This text holds a character that cannot be stored."),
    ],
)
def test_each_mistake_has_its_sentence(typed: dict[str, Any], field: str, sentence: str) -> None:
    form = forms.parse(Room, typed if "name" in typed or field == "name" else {"name": "东厅", **typed})
    assert not form.ok
    assert {name: str(said) for name, said in form.errors.items()} == {field: sentence}
    assert form.values.items() >= typed.items()


def test_a_form_in_order_is_read_into_its_shape() -> None:
    form = forms.parse(Room, {"name": "东厅", "area": "80.5", "kind": "laboratory", "free_on": "", "tags": ["a", "b"]})
    assert form.ok
    assert form.data == Room(name="东厅", area=Decimal("80.5"), kind=Kind.LABORATORY, tags=["a", "b"])


def test_a_form_with_mistakes_gives_no_data() -> None:
    with pytest.raises(Invalid) as refused:
        _data = forms.parse(Room, {}).data
    assert list(refused.value.fields) == ["name"]


def test_an_actions_refusal_goes_beside_the_fields_or_above_the_form() -> None:
    form = forms.blank({"name": "东厅"})
    form.refuse(Invalid(fields={"name": _("This is needed.")}))
    form.refuse(Conflict(_("Things have changed")))
    assert {name: str(said) for name, said in form.errors.items()} == {
        "name": "This is needed.",
        "": "Things have changed",
    }
    assert not form.ok


@given(st.dictionaries(st.sampled_from(list(Room.model_fields)), st.text(max_size=20)))
def test_nothing_that_is_typed_is_ever_an_error_of_ours_or_lost(typed: dict[str, str]) -> None:
    form = forms.parse(Room, dict(typed))
    assert form.ok == (not form.errors)
    assert form.values == typed


FIELD = '{% from "ui/forms.html" import summary, text, radios, select, tick %}'


def test_the_summary_and_the_field_say_the_same_and_are_tied() -> None:
    form = forms.parse(Room, {"name": "一二三四五六"})
    page = environment("zh").from_string(
        FIELD + "{{ summary(form) }}{{ text(form, 'name', '名称', hint='如门牌所示', required=true) }}"
    )
    html = page.render(form=form)
    assert '<a href="#f-name">最多 5 个字。</a>' in html
    assert 'id="f-name" name="name" type="text" value="一二三四五六"' in html
    assert 'aria-describedby="f-name-hint f-name-error" aria-invalid="true" aria-required="true"' in html
    assert html.count("最多 5 个字。") == 2


def test_a_password_is_never_written_back() -> None:
    page = environment("zh").from_string(FIELD + "{{ text(form, 'password', '密码', type='password') }}")
    assert "secret words" not in page.render(form=forms.blank({"password": "secret words"}))


@pytest.mark.parametrize(
    ("given", "proposed", "shown"),
    [
        ({"kind": "laboratory"}, "office", "laboratory"),
        ({}, "office", "office"),
        ({"kind": ""}, "office", ""),
        ({"kind": Kind.OFFICE}, "", "office"),
    ],
)
def test_a_choice_shows_what_was_typed_and_else_what_is_proposed(
    given: dict[str, Any], proposed: str, shown: str
) -> None:
    choices = [Choice(one.value, one.value, selected=one.value == proposed) for one in Kind]
    for macro, mark in (("select", " selected"), ("radios", " checked")):
        page = environment("en").from_string(FIELD + f"{{{{ {macro}(form, 'kind', 'Kind', choices) }}}}")
        html = page.render(form=forms.blank(given), choices=choices)
        marked = [one.value for one in Kind if f'value="{one.value}"{mark}' in html]
        assert marked == ([shown] if shown else [])


def test_what_was_typed_is_shown_and_never_run() -> None:
    page = environment("en").from_string(FIELD + "{{ text(form, 'name', 'Name') }}")
    assert "<script>" not in page.render(form=forms.blank({"name": '"><script>alert(1)</script>'}))
