"""Rubrics: what stands, and the form that publishes the next one. A published rubric never changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.identity import queries as identity
from parks.kernel.errors import Forbidden, Invalid
from parks.kernel.words import Bilingual, _
from parks.reviews import actions, queries
from parks.reviews.forms import CRITERIA_MAX, NewRubric, criteria_of
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import bands
from parks.reviews.rules import rubric as rules
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

READ, RUN = access.only(*READERS), access.only(*OFFICERS)


class RubricPages(Controller):
    path = "/rubrics"
    include_in_schema = False

    @get(name="rubrics:list", opt={"access": READ})
    async def index(self, request: HTMXRequest) -> Response[str]:
        found = await queries.rubrics_in_full(request.user)
        return screen(request, "reviews/rubrics/index.html", rubrics=found, can_publish=request.user.has(*OFFICERS))

    @get("/new", name="rubric:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest, after: FromQuery[UUID | None] = None) -> Response[str]:
        """Filled with the rubric for startups, or with the one that a new version shall follow (`after`)."""
        if after is None:
            title = Bilingual("创业项目评分标准", "Rubric for startup projects")
            return await _form(request, forms.blank(_typed(title, 10, rules.STARTUP)))
        former = await queries.rubric(request.user, after)
        known = {"organisation": str(former.organisation_id), "key": former.key}
        return await _form(request, forms.blank(known | _typed(former.title, former.comment_min, former.criteria)))

    @post(name="rubrics:post", opt={"access": RUN})
    async def publish(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, NewRubric)
        criteria, errors = criteria_of(form.values, form.parsed)
        form.errors |= errors
        if not form.ok:
            return await _form(request, form, 422)
        try:
            await actions.publish_rubric(
                request.user,
                organisation_id=form.data.organisation,
                key=form.data.series,
                title=form.data.title,
                criteria=criteria,
                comment_min=form.data.comment_min,
            )
        except (Invalid, Forbidden) as refusal:
            return await _form(request, form.refuse(refusal), refusal.status)
        return see_other(request, "/rubrics", flash=_("The rubric is published. Rounds can be opened by it now."))


def _typed(title: Bilingual, comment_min: int, criteria: Sequence[rules.NewCriterion]) -> dict[str, str]:
    """The form's values for a rubric that is known."""
    values = {"title_zh": title.zh, "title_en": title.en, "comment_min": str(comment_min)}
    for number, one in enumerate(criteria, start=1):
        figures = {"weight": one.weight, "maximum": one.maximum, "step": one.step}
        values |= {f"{name}-{number}": f"{figure.normalize():f}" for name, figure in figures.items()}
        values |= {f"title_zh-{number}": one.title.zh, f"title_en-{number}": one.title.en}
        values |= {f"hint_zh-{number}": one.hint.zh, f"hint_en-{number}": one.hint.en}
        values[f"part-{number}"] = one.part
        values |= {f"bands_{each}-{number}": bands.written(one.bands, each) for each in ("zh", "en")}
        values |= {f"{name}-{number}": "true" for name in ("bonus", "may_not_apply") if getattr(one, name)}
        if one.tie_break:
            values["first" if one.tie_break == 1 else "second"] = str(number)
    return values


async def _form(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[str]:
    places = [await identity.organisation(one.organisation_id) for one in request.user.held if one.role in OFFICERS]
    filled = [number for number in range(1, CRITERIA_MAX + 1) if form[f"title_zh-{number}"]]
    return screen(
        request,
        "reviews/rubrics/new.html",
        status=status,
        form=form,
        places=[Choice(str(one.id), one.name, selected=len(places) == 1) for one in places],
        numbers=range(1, min(CRITERIA_MAX, max(filled, default=0) + 2) + 1),
        criteria=[Choice(str(one), _("Criterion {n}", n=one)) for one in range(1, CRITERIA_MAX + 1)],
    )
