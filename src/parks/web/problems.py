"""Errors as people and programs need them: one page a status in both languages, or application/problem+json."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from pydantic import ValidationError

from parks.kernel.errors import Conflict, Invalid, NoticeFirst, Refusal, TooMany, Unavailable
from parks.kernel.words import Text, _
from parks.web import forms, language
from parks.web.rendering import language_of, screen
from parks.web.security import SAFE

log = structlog.get_logger()

HEADINGS: dict[int, Text] = {
    400: _("This request could not be read"),
    401: _("Please sign in"),
    403: _("This is not open to you"),
    404: _("There is nothing here"),
    405: _("This cannot be done at this address"),
    409: _("Things have changed"),
    413: _("That is too large"),
    422: _("There is a problem"),
    429: _("Too many tries"),
    500: _("Something went wrong on our side"),
    503: _("A part of Parks is not answering"),
}
OURS = _(
    "It is our fault, and it has been noted. Nothing was half-written. Please try again; if it happens again,"
    " tell us the number below."
)


FRAMES = frozenset({"iframe", "frame", "embed", "object"})
"""What browsers name as the destination of a document inside a page: it gets the sentence alone, no second masthead."""


def for_api(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/")


def refusal(request: Request[Any, Any, Any], error: Refusal) -> Response[Any]:
    """A refusal of ours: its status, its reason, and beside it what each field lacks."""
    if error.status == 401 and not for_api(request) and request.method == "GET":
        return _to_sign_in(request)
    if isinstance(error, NoticeFirst) and not for_api(request):
        return _to_notice(request)
    fields = error.fields if isinstance(error, Invalid) else {}
    shown = error.shown if isinstance(error, Conflict) else {}
    retry = isinstance(error, (Unavailable, TooMany))
    return _told(request, error.status, error.reason, fields, retry=retry, shown=shown)


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar's own: unknown paths, wrong methods, bodies too large, parameters that do not parse."""
    if isinstance(error, ValidationException) or error.status_code == 400:
        fields = _validation_fields(error)
        if fields:
            return _told(request, 422, _("There is a problem with what was sent."), fields)
    status = 404 if error.status_code == 404 else error.status_code
    reason = {
        404: _("There is nothing here, or it is not for you to see."),
        405: _("This address does not take that kind of request."),
        413: _("What was sent is larger than this page takes."),
    }.get(status, _("The request could not be read. Check what was sent."))
    return _told(request, status, reason, {})


def crash(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What nobody foresaw: a 500 that shows nothing of the inside; the log has it under the request's id."""
    log.error("crash", path=request.url.path, method=request.method, request_id=_id(request), exc_info=error)
    return _told(request, 500, OURS, {})


def _validation_fields(error: HTTPException) -> dict[str, Text]:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ValidationError):
        return forms.sentences(cause)
    found: dict[str, Text] = {}
    for one in error.extra if isinstance(error.extra, list) else []:
        if isinstance(one, dict):
            found[str(one.get("key", "")).removeprefix("data.")] = _("Check this: it cannot be taken as it is.")
    return found or {"": _("The request could not be read. Check what was sent.")}


def _id(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))


def _to_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("hx-request"):
        return Response("", status_code=200, headers={"hx-redirect": "/session/new"})
    return Redirect("/session/new", query_params={"next": path}, status_code=303)


def _to_notice(request: Request[Any, Any, Any]) -> Response[Any]:
    """To the page that asks for agreement, and back again after it."""
    if request.headers.get("hx-request"):
        return Response("", status_code=200, headers={"hx-redirect": "/account/consents/notice"})
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Redirect("/account/consents/notice", query_params={"next": path}, status_code=303)


def _sign_in_again(request: Request[Any, Any, Any]) -> str:
    """The door that leads back to the page on which somebody was typing when their session ended.

    What they typed waits in their browser (static/js/sheets.js) and is sent from that page once they are back.
    """
    try:
        on = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "")
    except ValueError:
        return "/session/new"
    page = on.path + (f"?{on.query}" if on.query else "")
    return f"/session/new?{urlencode({'next': page})}" if page else "/session/new"


def _told(
    request: Request[Any, Any, Any],
    status: int,
    reason: Text,
    fields: dict[str, Text],
    *,
    retry: bool = False,
    shown: Mapping[str, Any] | None = None,
) -> Response[Any]:
    headers = {"retry-after": "30"} if retry else {}
    lang = language_of(request)
    heading = HEADINGS.get(status, HEADINGS[400])
    if for_api(request):
        return Response(
            {
                "type": "about:blank",
                "title": language.translate(heading, lang),
                "status": status,
                "detail": language.translate(reason, lang),
                "instance": request.url.path,
                "request_id": _id(request),
                **({"fields": {k: language.translate(v, lang) for k, v in fields.items()}} if fields else {}),
                **({"conflict": dict(shown)} if shown else {}),
            },
            status_code=status,
            media_type="application/problem+json",
            headers=headers,
        )
    try:
        return screen(
            request,
            "errors/embedded.html" if request.headers.get("sec-fetch-dest") in FRAMES else "errors/show.html",
            "errors/_problem.html",
            status=status,
            headers=headers,
            heading=heading,
            reason=reason,
            fields=fields,
            error_status=status,
            sent=request.method not in SAFE,
            sign_in=_sign_in_again(request),
        )
    except Exception:
        log.exception("error page", request_id=_id(request))
        return Response(
            f"{status} {language.translate(heading, lang)}",
            status_code=status,
            media_type=MediaType.TEXT,
            headers=headers,
        )
