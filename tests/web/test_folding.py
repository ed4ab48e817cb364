"""Pages settled at compile time read as Jinja's own would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from parks.web.folding import FoldingEnvironment, put

ASKED: list[str] = []


def sentence(text: str) -> str:
    return text.upper()


def say(text: str, **values: Any) -> str:
    """A catalogue of one language, which notes what it was asked."""
    ASKED.append(text)
    return sentence(text).format(**values)


def made(**options: Any) -> FoldingEnvironment:
    environment = FoldingEnvironment(fold={"_": say}, sentence=sentence, autoescape=True, **options)
    environment.filters["say"] = lambda value: value
    return environment


PAGES = {
    "plain": '{{ _("save") }}',
    "hostile sentence": '<p title="{{ _("a & b") }}">{{ _("<b>") }}</p>',
    "constant slot": '{{ _("{n} rows", n=3) }}'.replace("{n}", "{N}").replace("n=3", "N=3"),
    "slot of the page": '{{ _("{N} rows", N=name) }}',
    "slots, braces and signs": '<p title="{{ _("<{N}> & {{x}} {M}", N=name, M=3) }}">{{ _("{N}", N=name) | length }}',
    "in a loop": "{% for n in [1, 2] %}{% for m in [3] if n %}{{ n }}{{ name }}{% else %}-{% endfor %}{% endfor %}",
    "what a loop knows": "{% for n in [1, 2] %}{{ loop.index }}{{ loop.last }}{% endfor %}",
    "a loop in a macro": "{% macro m(x) %}{% for n in x %}{{ n }}{% endfor %}{% endmacro %}{{ m([1, 2]) }}{{ m([]) }}",
    "a macro in a loop": "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{% for y in [[1], []] %}{{ m(y) }}{% endfor %}",
    "a loop around a block": "{% for n in [1, 2] %}{% block b scoped %}{{ n }}{{ name }}{% endblock %}{% endfor %}",
    "a loop of itself": "{% for n in [[[]], []] recursive %}{{ n | length }}{{ loop(n) }}{% endfor %}",
    "sentence of the page": "{{ _(name) }}",
    "in a macro": '{% macro m(x) %}<i>{{ x }}{{ _("ok") }}</i>{% endmacro %}{{ m(name) }}{{ m(mark) }}',
    "in an attribute of a call": '{% set t = _("<x>") %}{{ t }}{{ t | upper }}{{ t | safe }}',
    "chosen": '{{ _("yes") if name else _("no") }}',
    "other values": "{{ 3 }}{{ none }}{{ name }}{{ mark }}{{ 2.5 }}{{ name | length }}",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_as_with_jinja_alone(page: str) -> None:
    ours = made(loader=DictLoader(PAGES))
    plain = Environment(loader=DictLoader(PAGES), autoescape=True)
    plain.globals["_"] = say
    values = {"name": "<script>&'\"", "mark": Markup("<b>bold</b>")}
    assert ours.get_template(page).render(values) == plain.get_template(page).render(values)


def test_the_indentation_of_a_page_is_not_sent_and_values_keep_theirs() -> None:
    page = made(loader=DictLoader({"a.html": "<p>\n    <b>\n\n  {{ x }}</b> c  d\n</p>", "a.txt": "a\n    b"}))
    assert page.get_template("a.html").render(x="1\n    2") == "<p>\n<b>\n1\n    2</b> c  d\n</p>"
    assert page.get_template("a.txt").render() == "a\n    b"


def test_a_sentence_is_looked_up_once_however_often_the_page_is_drawn() -> None:
    ASKED.clear()
    page = made().from_string('{% for n in range(9) %}{{ _("save") }}{% endfor %}')
    for _turn in range(3):
        page.render()
    assert ASKED == ["save"]


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.decimals(allow_nan=False)))
def test_what_is_put_into_a_page_is_what_markupsafe_makes_of_it(value: Any) -> None:
    assert put(value) == str(escape(value))
