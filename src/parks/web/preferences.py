"""How a reader wants the pages: language, colours, size of print, shortcuts. Plain cookies, without JavaScript."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, post

from parks.settings import settings
from parks.web import access
from parks.web.rendering import see_other

KNOWN: Mapping[str, tuple[str, ...]] = {
    "lang": ("zh", "en"),
    "theme": ("auto", "light", "dark"),
    "print": ("normal", "large"),
    "keys": ("on", "off"),
}
YEAR = 31_536_000


@post(
    "/preferences",
    opt={"access": access.public("language and size of print are chosen before anyone signs in; only cookies change")},
    include_in_schema=False,
    name="preferences:post",
)
async def choose(request: Request[Any, Any, Any]) -> Response[Any]:
    """Keep what is known of the sent choices in cookies and go back to the page they were made on."""
    sent = await request.form()
    answer = see_other(request, came_from(request))
    for name, allowed in KNOWN.items():
        value = sent.get(name)
        if value in allowed:
            answer.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True, secure=settings().https)
    return answer


def came_from(request: Request[Any, Any, Any]) -> str:
    """The path of the page that sent this, if it is one of ours; `/` otherwise. Never another host."""
    found = urlsplit(request.headers.get("referer", ""))
    ours = found.netloc in {request.headers.get("host", ""), urlsplit(settings().base_url).netloc}
    if not ours or not found.path.startswith("/") or found.path.startswith(("//", "/\\")):
        return "/"
    return found.path + (f"?{found.query}" if found.query else "")
