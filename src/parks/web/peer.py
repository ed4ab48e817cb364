"""Where a request comes from. Behind a proxy that is what the proxy says, if `PARKS_TRUSTED_PROXIES` names it.

The server (uvicorn) has put the visitor's address in the place of a trusted proxy's before any of this runs; a header
from anyone else is not believed. Limits of tries, sessions and the audit trail all rest on this one address.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any

import structlog
from litestar.connection import ASGIConnection

log = structlog.get_logger()


def address(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The visitor's address as PostgreSQL and people write it; empty where there is none that could be one."""
    peer = connection.client.host if connection.client else ""
    forwarded = connection.headers.get("x-forwarded-for", "")
    if forwarded and not any(_names(one.strip(), peer) for one in forwarded.split(",")):
        _not_trusted(peer)
    try:
        found = ip_address(peer)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def _names(said: str, peer: str) -> bool:
    """Whether one entry of the header is this address, with or without its port."""
    return said == peer or said.startswith((f"[{peer}]", f"{peer}:"))


@lru_cache(maxsize=64)
def _not_trusted(peer: str) -> None:
    """Told once for each peer: all of a proxy's visitors share its limit of tries until this is set right."""
    log.warning("a proxy is not trusted, its visitors count as one", peer=peer, setting="PARKS_TRUSTED_PROXIES")
