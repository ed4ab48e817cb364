"""The front door: a visitor reads what Parks is, a signed-in person goes straight to their work."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from parks.kernel.actor import Actor, Role
from parks.web import access
from parks.web.rendering import screen, see_other


def page(landings: Sequence[tuple[Role, str]], otherwise: str) -> HTTPRouteHandler:
    """`landings` in order of weight; `otherwise` for those who hold no role, the founders."""

    @get(
        "/",
        opt={"access": access.public("says what Parks is; shows nothing that is anybody's")},
        include_in_schema=False,
        name="home:show",
    )
    async def show(request: Request[Any, Any, Any]) -> Response[Any]:
        actor: Actor = request.user
        if actor.via == "anonymous":
            return screen(request, "home/show.html")
        return see_other(request, next((url for role, url in landings if actor.has(role)), otherwise))

    return show
