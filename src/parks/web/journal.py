"""One line of log a request: id, method, path, status, milliseconds. No query, no body, no header, no person."""

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from parks.adapters import clock

QUIET = ("/static/", "/healthz", "/readyz")
LONGEST_SEGMENT = 36
"""A UUID. Longer pieces of a path are codes out of letters, which open something, and stay out of the log."""

log = structlog.get_logger()


class Journal:
    """Outermost, so that it sees what really left."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        asked: HTTPScope = scope
        began, status = clock.tick(), 0
        scope.setdefault("state", {})["arrived"] = began

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            tell = log.debug if scope["path"].startswith(QUIET) and status < 400 else log.info
            tell(
                "request",
                request_id=(scope.get("state") or {}).get("request_id", ""),
                method=asked["method"],
                path=without_codes(scope["path"]),
                status=status,
                ms=round((clock.tick() - began) * 1000, 1),
            )


def without_codes(path: str) -> str:
    """The path with every piece that may be a code replaced by an ellipsis."""
    return "/".join("…" if len(piece) > LONGEST_SEGMENT else piece for piece in path.split("/"))[:200]
