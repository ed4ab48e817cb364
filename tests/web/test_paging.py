"""A list's view stands in its URL: what is read from a URL and written again is the same view."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request
from litestar.testing import RequestFactory

from parks.kernel.words import _
from parks.web import paging
from parks.web.paging import Column, Filter, Grid

GRID = Grid(
    columns=(
        Column("number", _("Number")),
        Column("name", _("Name"), sort="name"),
        Column("amount", _("Amount"), sort="amount", numeric=True),
        Column("city", _("City"), shown=False),
    ),
    sorts=("-sent", "name", "amount", "sent"),
    filters=(Filter("state", _("State"), (("open", _("Open")), ("closed", _("Closed")))), Filter("city", _("City"))),
)
TEXT = st.text(max_size=30)


def asked(url: str) -> Request[Any, Any, Any]:
    parts = urlsplit(url)
    return RequestFactory().get(parts.path, query_params=dict(parse_qs(parts.query)))


@given(
    q=TEXT,
    state=st.sampled_from(["", "open", "closed"]),
    city=TEXT,
    sort=st.sampled_from([sign + name for name in ("sent", "name", "amount") for sign in ("", "-")]),
    col=st.lists(st.sampled_from(["number", "name", "amount", "city"]), unique=True),
    size=st.sampled_from([20, 50, 100]),
)
def test_a_view_survives_its_url(q: str, state: str, city: str, sort: str, col: list[str], size: int) -> None:
    request = RequestFactory().get(
        "/rooms", query_params={"q": q, "state": state, "city": city, "sort": sort, "col": col, "size": str(size)}
    )
    first = GRID.read(request)
    again = GRID.read(asked(first.url()))
    assert again == first
    assert again.url() == first.url()
    assert (again.q, again.descending, again.sort) == (
        q.replace("\x00", "").strip(),
        sort.startswith("-"),
        sort.lstrip("-"),
    )
    assert set(again.columns) == (set(col) or {"number", "name", "amount"})


@given(st.dictionaries(st.sampled_from(["q", "state", "city", "sort", "col", "size", "after", "x"]), TEXT))
def test_whatever_stands_in_a_url_is_a_view_and_never_an_error(query: dict[str, Any]) -> None:
    state = GRID.read(RequestFactory().get("/rooms", query_params=query))
    assert state.size in paging.SIZES
    assert state.sort in {"sent", "name", "amount"}
    assert state.columns
    assert "\x00" not in state.q + "".join(state.chosen.values())
    assert state.after is None or isinstance(state.after[1], str)


def test_the_plain_view_has_a_plain_url() -> None:
    assert GRID.read(asked("/rooms")).url() == "/rooms"
    assert GRID.read(asked("/rooms?sort=-sent&size=50&col=number&col=name&col=amount")).url() == "/rooms"


def test_a_head_sorts_up_then_down_and_starts_at_the_first_page() -> None:
    state = GRID.read(asked("/rooms?q=东&after=WyJhIiwiYiJd"))
    assert state.after == ("a", "b")
    assert state.sorted_url("name") == "/rooms?q=%E4%B8%9C&sort=name"
    assert GRID.read(asked(state.sorted_url("name"))).sorted_url("name") == "/rooms?q=%E4%B8%9C&sort=-name"


@given(
    value=st.one_of(st.integers(-(2**53), 2**53), st.none(), TEXT, st.floats(allow_nan=False, allow_infinity=False)),
    row=st.uuids(),
)
def test_the_place_where_a_page_ended_comes_back_as_it_was(value: Any, row: Any) -> None:
    state = GRID.read(asked("/rooms?size=20"))
    page = paging.page(state, [value] * 21, 99, key=lambda one: (one, row))
    assert len(page.rows) == 20
    assert GRID.read(asked(page.next)).after == (value, str(row))


def test_the_last_page_has_no_next() -> None:
    state = GRID.read(asked("/rooms?size=20"))
    assert paging.page(state, list(range(20)), 20, key=lambda one: (one, one)).next == ""


def test_past_the_cap_the_count_says_more() -> None:
    state = GRID.read(asked("/rooms"))
    assert not paging.page(state, [], paging.CAP).more
    assert paging.page(state, [], paging.CAP + 1).more


def test_what_the_page_fixes_cannot_be_asked_away() -> None:
    assert GRID.read(asked("/rooms?state=closed"), state="open").chosen == {"state": "open"}


@pytest.mark.parametrize(
    ("place", "number"),
    [(7, 7), ("7", 7), ("²", None), ("٣", None), (-1, None), (None, None), (True, None), (10**30, None)],
)
def test_a_page_of_a_numbered_list_follows_a_number_or_begins(place: Any, number: int | None) -> None:
    after = base64.urlsafe_b64encode(json.dumps([place, ""]).encode()).decode()
    assert GRID.read(RequestFactory().get("/rooms", query_params={"after": after})).number_after == number


@pytest.mark.parametrize("size", ["²", "٢٠", "020", "20.0", "21"])
def test_a_size_is_one_of_those_offered(size: str) -> None:
    assert GRID.read(RequestFactory().get("/rooms", query_params={"size": size})).size == 50
