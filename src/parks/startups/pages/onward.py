"""Where a correction of the record goes on: the form from which somebody came to make it, or the record."""

from typing import Any

from litestar import Request

from parks.identity.rules.next_page import safe_next


def onward(request: Request[Any, Any, Any], otherwise: str) -> str:
    """`?back=` names a page of ours; whatever else it says is left aside."""
    return safe_next(request.query_params.get("back", ""), otherwise)
