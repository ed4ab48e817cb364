"""A round's results with what tells how sure they are, for its officers and auditors."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import Text
from parks.reviews import queries
from parks.reviews.permissions import READERS
from parks.reviews.rules import names
from parks.reviews.states import AssessmentState
from parks.web import access, exports
from parks.web.language import translate
from parks.web.rendering import language_of, screen

READ = access.only(*READERS)


class ResultPages(Controller):
    path = "/rounds/{round_id:uuid}/results"
    include_in_schema = False

    @get(name="results:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        of = await queries.review_round(request.user, round_id)
        found = await queries.results(request.user, of, queries.RESULT_LIST.read(request))
        page, fragment = "reviews/rounds/results.html", "reviews/rounds/_results.html"
        return screen(request, page, fragment, round=of, results=found, page=found.page, names=names)

    @get("/export", name="results:export", opt={"access": READ})
    async def export(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[bytes]:
        """What the list shows, and below it how it was added up and what the figures can say."""
        of = await queries.review_round(request.user, round_id)
        found = await queries.results(request.user, of, queries.RESULT_LIST.read(request).everything())
        state = found.page.state
        shown = [column for column in state.grid.columns if column.name in state.columns]
        language = language_of(request)
        lines: list[list[Any]] = [[_cell(line, column.name, language) for column in shown] for line in found.page.rows]
        said = (*of.adds_up, *found.agreement.sentences, *found.beside.sentences)
        lines += [[], *([sentence] for sentence in said)]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "results", [column.label for column in shown], lines, language)


def _cell(line: queries.ResultRow, column: str, language: str) -> Any:
    match column:
        case "field":
            return names.field_name(line.field)
        case "state":
            return names.ASSESSMENT_STATES[AssessmentState(line.state)]
        case "dropped":
            return _joined(line.dropped, language)
        case "apart" | "asked" | "bonus":
            return _joined([one.said for one in getattr(line, column)], language)
        case _:
            return getattr(line, column)


def _joined(texts: Any, language: str) -> str:
    sentences: list[Text] = list(texts)
    return "; ".join(translate(one, language) for one in sentences)
