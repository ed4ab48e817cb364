"""Who may call a route. Deny by default: a route that declares nothing is closed to everyone.

`opt={"access": SIGNED_IN}` on the handler; one app-level guard reads it. What a caller may *see* is the query's
business and what they may *do* the action's: this is the outermost door alone.
"""

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Forbidden, NoticeFirst, Unauthenticated
from parks.kernel.words import _


@dataclass(frozen=True, slots=True)
class Access:
    """`why` tells a reviewer the reason of a public door; `roles` empty and not public = any signed-in person."""

    public: bool = False
    why: str = ""
    roles: frozenset[Role] = frozenset()

    def __str__(self) -> str:
        if self.public:
            return "public"
        return " ".join(sorted(self.roles)) or "signed in"


SIGNED_IN = Access()


def public(why: str) -> Access:
    return Access(public=True, why=why)


def only(*roles: Role) -> Access:
    return Access(roles=frozenset(roles))


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    found = connection.scope.get("user")
    if not isinstance(found, Actor):
        raise Unauthenticated(_("Please sign in first."))
    return found


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The one guard of the house."""
    access = handler.opt.get("access")
    if not isinstance(access, Access):
        raise Forbidden(_("This door has not been opened to anyone."))
    if access.public:
        return
    actor = actor_of(connection)
    if actor.via == "anonymous":
        raise Unauthenticated(_("Please sign in first."))
    if not _informed(connection, handler):
        raise NoticeFirst(_("Please read the privacy notice and agree to it first."))
    if access.roles and not actor.has(*access.roles):
        raise Forbidden(_("Your account has no role that opens this page. Your administrator can grant one."))


def _informed(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> bool:
    """Pages are read after the notice of today was agreed to, but for those that are `before_notice`.

    Only reading waits: a form that was open when the notice changed is still taken, so nothing typed is lost.
    """
    agreed = connection.scope.get("state", {}).get("agreed", True)
    reading = connection.scope.get("method") in ("GET", "HEAD")
    return agreed or not reading or bool(handler.opt.get("before_notice"))
