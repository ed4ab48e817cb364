"""How a reader wants the pages: language, colours, size of print, shortcuts. Plain cookies, without JavaScript."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from parks.kernel.actor import Actor
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


def page(
    remember_language: Callable[[Actor, str], Awaitable[None]], remember_keys: Callable[[Actor, bool], Awaitable[None]]
) -> HTTPRouteHandler:
    """`remember_language(actor, language)` keeps a signed-in person's language for pages and letters alike,
    `remember_keys(actor, on)` whether single keys work for them, on every machine.
    """

    @post(
        "/preferences",
        opt={"access": access.public("language and print size are chosen before anyone signs in; tells nothing")},
        include_in_schema=False,
        name="preferences:post",
    )
    async def choose(request: Request[Any, Any, Any]) -> Response[Any]:
        """Keep what is known of the sent choices in cookies and go back to the page they were made on."""
        sent = await request.form()
        chosen = {name: str(sent[name]) for name, allowed in KNOWN.items() if sent.get(name) in allowed}
        actor: Actor = request.user
        if "lang" in chosen and actor.via == "session":
            await remember_language(actor, chosen["lang"])
        if "keys" in chosen and actor.via == "session":
            await remember_keys(actor, chosen["keys"] == "on")
        answer = see_other(request, came_from(request))
        for name, value in chosen.items():
            answer.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True, secure=settings().https)
        return answer

    return choose


def keep_language(answer: Response[Any], language: str) -> None:
    """The same choice, made elsewhere: this browser speaks that language before the next sign-in, too."""
    answer.set_cookie("lang", language, max_age=YEAR, samesite="lax", httponly=True, secure=settings().https)


def keep_keys(answer: Response[Any], *, on: bool) -> None:
    """The switch of the single keys, chosen elsewhere: every page in this browser follows it."""
    value = "on" if on else "off"
    answer.set_cookie("keys", value, max_age=YEAR, samesite="lax", httponly=True, secure=settings().https)


def came_from(request: Request[Any, Any, Any]) -> str:
    """The path of the page that sent this, if it is one of ours; `/` otherwise. Never another host."""
    try:
        found = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # no address at all, e.g. `http://[`
        return "/"
    ours = found.netloc in {request.headers.get("host", ""), urlsplit(settings().base_url).netloc}
    if not ours or not found.path.startswith("/") or found.path.startswith(("//", "/\\")):
        return "/"
    return found.path + (f"?{found.query}" if found.query else "")
