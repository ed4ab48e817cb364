"""Lists in the URL: search, filters, sort, columns, size and the place, so that a view can be shared and saved.

Paging goes by key (`after=` the last row's sort value and id), so a page costs the same at 1,000 and 1,000,000
rows; counts stop at a cap.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar.connection import Request
from litestar.datastructures import MultiDict

from parks.kernel.words import Bilingual, Text

SIZES = (20, 50, 100)
CAP = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column people can choose. `sort` is the name of its order in `Grid.sorts`, empty where it has none."""

    name: str
    label: Text | Bilingual
    sort: str = ""
    numeric: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """`choices` pairs of value and label; without any it is a text field."""

    name: str
    label: Text | Bilingual
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The declaration of a list: what it may be searched, filtered and ordered by. Defaults first."""

    columns: tuple[Column, ...]
    sorts: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    searchable: bool = True

    def read(self, request: Request[Any, Any, Any], **fixed: str) -> "ListState":
        """What the URL asks for; anything unknown is left aside, never an error."""
        return self.asked(request.query_params, request.scope["path"], **fixed)

    def view(self, query: str, path: str) -> "ListState":
        """A view that was kept as its query (`ListState.query`): what a batch over all its pages is asked with."""
        return self.asked(MultiDict(parse_qsl(query.replace("\x00", ""))), path)

    def asked(self, asked: MultiDict[str], path: str, **fixed: str) -> "ListState":
        sort = asked.get("sort", "").lstrip("-")
        columns = {one.name for one in self.columns} & set(asked.getall("col", []))
        size = asked.get("size", "")
        return ListState(
            grid=self,
            path=path,
            q=asked.get("q", "").replace("\x00", "").strip()[:100],
            chosen={one.name: v for one in self.filters if (v := _known(one, asked.get(one.name, "")))} | fixed,
            sort=sort if sort in self.sorts else self.sorts[0].lstrip("-"),
            descending=asked.get("sort", self.sorts[0]).startswith("-"),
            columns=tuple(one.name for one in self.columns if (one.name in columns if columns else one.shown)),
            size=int(size) if size in {str(one) for one in SIZES} else 50,
            after=_unpacked(asked.get("after", "")),
        )


def _known(one: Filter, value: str) -> str:
    value = value.replace("\x00", "")[:100]
    return value if not one.choices or value in {choice for choice, _label in one.choices} else ""


@dataclass(frozen=True, slots=True)
class ListState:
    """What one reader asked of a list. Queries take `limit` rows: one more than shown tells that more follow."""

    grid: Grid
    path: str
    q: str
    chosen: Mapping[str, str]
    sort: str
    descending: bool
    columns: tuple[str, ...]
    size: int
    after: tuple[Any, str] | None = None

    def __hash__(self) -> int:
        """By what was asked and what is offered: views are what drawn parts of pages are kept by."""
        offered = tuple(value for one in self.grid.filters for value, _label in one.choices)
        asked = (self.path, self.q, *sorted(self.chosen.items()), self.sort, self.descending, self.columns, self.size)
        return hash((asked, offered))

    @property
    def limit(self) -> int:
        return self.size + 1

    @property
    def number_after(self) -> int | None:
        """The number that this page follows in a list ordered by one; None on its first page, or for anything else.

        A URL is anybody's: `isdigit` alone takes "²" for a number, and a number may be longer than a bigint.
        """
        text = str(self.after[0]) if self.after is not None else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None

    def url(self, **changes: Any) -> str:
        """The same view with something changed; a change of what is shown starts at the first page."""
        values: dict[str, Any] = {
            "q": self.q,
            **self.chosen,
            "sort": ("-" if self.descending else "") + self.sort,
            "col": list(self.columns),
            "size": self.size,
        }
        values |= changes
        if values["sort"] == self.grid.sorts[0]:
            values["sort"] = ""
        if values["col"] == [one.name for one in self.grid.columns if one.shown]:
            values["col"] = []
        if values["size"] == 50:
            values["size"] = ""
        text = urlencode({k: v for k, v in values.items() if v not in ("", None, [])}, doseq=True)
        return f"{self.path}?{text}" if text else self.path

    @property
    def query(self) -> str:
        """The view alone, without its path: what an export or a batch over all pages is asked with."""
        return self.url().partition("?")[2]

    def sorted_url(self, name: str) -> str:
        turned = self.sort == name and not self.descending
        return self.url(sort=("-" if turned else "") + name)

    def everything(self) -> "ListState":
        """The same view without pages, for an export."""
        return replace(self, after=None, size=100_000)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; `next` the URL of the following page, `total` counted up to CAP (`more` says past it)."""

    rows: Sequence[Any]
    state: ListState
    next: str = ""
    total: int = 0

    @property
    def more(self) -> bool:
        return self.total > CAP


def page(state: ListState, found: Sequence[Any], total: int, key: Any = None) -> Page:
    """Cut the extra row off; `key(row)` answers the pair (sort value, id) that the next page starts after."""
    shown = list(found[: state.size])
    following = ""
    if len(found) > state.size and key is not None:
        following = state.url(after=_packed(key(shown[-1])))
    return Page(shown, state, following, total)


def _packed(place: tuple[Any, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([_plain(place[0]), str(place[1])]).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, float, str, type(None))) else str(value)


def _unpacked(text: str) -> tuple[Any, str] | None:
    try:
        first, second = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError):
        return None
    return (first, second) if isinstance(second, str) else None
