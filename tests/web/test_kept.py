"""What is kept between readings hangs on its values alone: another value, column or language is drawn anew."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from jinja2 import nodes

from parks import paths
from parks.kernel.words import Bilingual
from parks.programmes.queries.work_list import GRID, Row
from parks.programmes.states import ApplicationState
from parks.web.paging import ListState, Page
from parks.web.rendering import environment

COLUMNS = ("number", "company", "park", "state", "due", "submitted")
MOMENT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
READERS_OWN = {"me", "nav", "csrf", "csrf_mark", "flash", "roles", "place", "density", "request_id", "here", "now"}
"""What only the page's own context knows: a macro that asked for one of them would show a hole, or another's."""


def row(**values: Any) -> Row:
    given: dict[str, Any] = {
        "id": UUID(int=7),
        "number": "ISP-2027-000007",
        "company": "星海 <光电>",
        "project": "激光雷达",
        "applicant": "林知微",
        "park": Bilingual("澄湖留学人员创业园", "Chenghu Park"),
        "call": Bilingual("2027 年", "2027"),
        "state": ApplicationState.RECOMMENDED,
        "submitted_at": MOMENT,
        "moved_at": MOMENT,
        "decide_by": date(2026, 12, 1),
        "decide_soon": date(2026, 11, 28),
        "decide_days": 10,
        "decide_provisional": False,
        "today": date(2026, 11, 23),
        "assigned": "",
    }
    return Row(**(given | values))


def line(of: Row, lang: str = "zh", columns: tuple[str, ...] = COLUMNS, *, choosing: bool = False) -> str:
    drawing: Any = environment(lang).globals["line"]
    return str(drawing("programmes/applications/line.html", of, columns, choosing))


def test_the_same_row_is_the_same_line_and_a_changed_one_is_not() -> None:
    first = line(row())
    assert line(row()) == first
    assert "星海 &lt;光电&gt;" in first
    assert "澄湖留学人员创业园" in first
    assert "Chenghu Park" in line(row(), "en")
    assert "另一家" in line(row(company="另一家"))
    assert line(row(state=ApplicationState.WITHDRAWN)) != first
    assert line(row(today=date(2026, 12, 2))) != first, "the same day seen later is overdue"
    assert "星海" not in line(row(), columns=("number",))
    assert "checkbox" in line(row(), choosing=True)
    assert "checkbox" not in first


def test_a_search_bar_is_kept_by_all_that_was_asked_and_all_that_is_offered() -> None:
    def bar(total: int = 3, **more: Any) -> str:
        asked: dict[str, Any] = {"q": "", "chosen": {}, "sort": "submitted", "descending": True, "columns": COLUMNS}
        view = ListState(grid=GRID, path="/applications", size=50, **(asked | more))
        drawing: Any = environment("zh").globals["drawn"]
        return str(drawing("toolbar", Page([], view, "", total), "/applications/export"))

    first = bar()
    assert bar() == first
    assert bar(total=4) != first
    assert 'value="星海"' in bar(q="星海")
    assert 'value="withdrawn" selected' in bar(chosen={"state": "withdrawn"})
    assert bar(columns=("number",)) != first


def test_what_is_kept_asks_nothing_of_the_reader() -> None:
    for name in ("programmes/applications/line.html", "ui/list_head.html"):
        source = environment("zh").parse((paths.TEMPLATES / name).read_text("utf-8"))
        asked = {one.name for one in source.find_all(nodes.Name) if one.ctx == "load"}
        assert not asked & READERS_OWN, name
