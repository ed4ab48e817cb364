"""The record as one piece, for the page that shows it and for the forms that open inside it (docs/adr/0087)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response

from parks.kernel.words import Text
from parks.reference import queries as reference
from parks.reference.rules.countries import name_of
from parks.startups import permissions, queries
from parks.startups.rules import words
from parks.startups.rules.views import CompanyView
from parks.web.rendering import screen, see_other

SHOW, RECORD = "startups/companies/show.html", "startups/companies/_record.html"


def in_place(request: Request[Any, Any, Any]) -> bool:
    """Whether a form was opened inside the record: htmx asks, and gets the record with or without the form in it."""
    return bool(request.headers.get("hx-request")) and not request.headers.get("hx-history-restore-request")


async def context(request: Request[Any, Any, Any], company: CompanyView) -> dict[str, Any]:
    region, industry = await reference.named(company.region, company.industry)
    return {
        "company": company,
        "region": region,
        "industry": industry,
        "words": words,
        "country": name_of,
        "today": request.scope["state"]["now"].date(),
        "can_check": bool(permissions.may_check(request.user, member=company.member, path=company.path)),
    }


async def whole(
    request: Request[Any, Any, Any], company_id: UUID, part: str = "", said: Text | None = None
) -> Response[Any]:
    """The record; as a piece, its `part` is where the reader goes on."""
    company = await queries.company(request.user, company_id)
    return screen(request, SHOW, RECORD, here_again=part, said=said, **await context(request, company))


async def done(request: Request[Any, Any, Any], company_id: UUID, part: str, url: str, said: Text) -> Response[Any]:
    """After a change: the record again where it was made inside it, else the page that follows."""
    if in_place(request):
        return await whole(request, company_id, part, said)
    return see_other(request, url, said)
