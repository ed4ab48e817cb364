"""The first locks: header contract, request id, form mark, origin, method override, body limits."""

import re
import secrets
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from parks.adapters import tokens
from parks.kernel.errors import Forbidden
from parks.kernel.words import _
from parks.settings import settings

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
}
"""On every answer of every route, errors and static files included; tests hold it (tests/web/test_security.py)."""

HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")
"""What a Host header looks like; no address can be made of anything else."""

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
VISIT = "parks_visit"


def session_cookie() -> str:
    """`__Host-` where there is https: no other host and no plain page can set it. The demo on loopback has none."""
    return "__Host-parks" if settings().https else "parks_session"


def keep_session(answer: Response[Any], token: str) -> None:
    """The token in the browser until it is closed; scripts cannot read it, other sites' forms do not send it."""
    answer.set_cookie(session_cookie(), token, path="/", httponly=True, samesite="lax", secure=settings().https)


def drop_session(answer: Response[Any]) -> None:
    answer.set_cookie(session_cookie(), "", path="/", max_age=0, httponly=True, samesite="lax", secure=settings().https)


@cache
def _contract() -> tuple[tuple[bytes, bytes], ...]:
    """The headers that every answer carries unless it says otherwise itself, ready to send."""
    lines = HEADERS | {"cache-control": "no-store"}
    if settings().https:
        lines["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return tuple((name.encode(), value.encode()) for name, value in lines.items())


async def seal_answer(message: Message, scope: Scope) -> None:
    """Litestar's before_send: the header contract on whatever leaves."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    there = {name.lower() for name, _value in headers.headers}
    headers.headers.extend(line for line in _contract() if line[0] not in there)
    state = scope.get("state") or {}
    headers["x-request-id"] = str(state.get("request_id", ""))
    visit = state.get("new_visit")
    if visit and headers.get("content-type", "").startswith("text/html"):
        secure = "; Secure" if settings().https else ""
        headers.add("set-cookie", f"{VISIT}={visit}; Path=/; HttpOnly; SameSite=Lax{secure}")


def _named(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """The header as it came; a Host that is none gives way to our own name."""
    if header[0] == b"host" and not HOST.fullmatch(header[1]):
        return header[0], urlsplit(settings().base_url).netloc.encode()
    return header


class Door:
    """The outermost layer: a request id, and forms that mean PUT or DELETE (`?_method=`) with JavaScript off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            state = scope.setdefault("state", {})
            state["request_id"] = secrets.token_hex(8)
            scope["headers"] = [_named(header) for header in scope["headers"]]
            if scope["method"] == "POST" and b"_method=" in scope["query_string"]:
                meant = parse_qs(scope["query_string"].decode("latin-1")).get("_method", [""])[0].upper()
                if meant in {"PUT", "PATCH", "DELETE"}:
                    scope["method"] = meant  # type: ignore[typeddict-item]
        await self.app(scope, receive, send)


def form_mark(bound_to: str) -> str:
    """What a form must bring back: bound to the session, or to the visit before there is one."""
    return tokens.seal("form", bound_to)


async def form_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """CSRF: a change needs our own origin and the mark of this very session. API keys carry no cookie and no risk;
    a door that `changes_nothing` has nothing to be forged, so programs without an account may ask it.
    """
    if connection.scope["type"] != ScopeType.HTTP or handler.opt.get("changes_nothing"):
        return
    request: Request[Any, Any, Any] = Request(connection.scope, connection.receive)
    if request.method in SAFE or connection.scope.get("state", {}).get("by_key"):
        return
    if not _own_origin(request):
        raise Forbidden(_("This request came from another site and was stopped."))
    wanted = str(connection.scope["state"].get("form_mark", ""))
    given = request.headers.get("x-csrf-token", "")
    kind = request.headers.get("content-type", "")
    sent = FormMultiDict()
    if not given and kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        sent = await request.form()
        given = str(sent.get("_csrf", ""))
    if not wanted or not secrets.compare_digest(given.encode(), wanted.encode()):
        await sent.close()  # Litestar closes uploads once a handler has had them: none will
        raise Forbidden(_("This page was open for too long. Go back, reload it and send it again; your text is kept."))


def _own_origin(request: Request[Any, Any, Any]) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return origin is None
    return _host_of(origin) in {request.headers.get("host", ""), _host_of(settings().base_url)}


def _host_of(address: str) -> str | None:
    """What stands between `//` and the next `/`; None where it is no address (`http://[`)."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None
