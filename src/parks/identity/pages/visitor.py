"""What the pages read from a request beside the form."""

from typing import Any
from uuid import UUID

from litestar import Request

from parks.identity.actions import Device
from parks.identity.queries import Signed
from parks.web import language, peer
from parks.web.rendering import Choice


def device(request: Request[Any, Any, Any]) -> Device:
    """Where they come from and with what."""
    return Device(peer.address(request), request.headers.get("user-agent", ""))


def session_of(request: Request[Any, Any, Any]) -> UUID | None:
    return request.auth.session_id if isinstance(request.auth, Signed) else None


def chosen_language(request: Request[Any, Any, Any]) -> str | None:
    """The language chosen on this device with its switch, if any."""
    found = request.cookies.get("lang", "")
    return found if found in language.LANGUAGES else None


LANGUAGES = (Choice("zh", "中文"), Choice("en", "English"))
"""Each in its own words, so that whoever came to the wrong one finds the way back."""
