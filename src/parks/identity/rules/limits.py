"""How long things live and how often one may try."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from parks.identity.states import Purpose

CODE_LIVES = {
    Purpose.CONFIRM: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=14),
}

FAILURES = 10
WINDOW = timedelta(minutes=5)
IN_FLIGHT_PER_IP = 20
"""Tries of one address on the net whose passwords are still being checked, over and above the failures that are
known: a park's whole office shares one address, and many sign in at nine."""

LETTERS = 3
"""So many sign-ups and forgotten passwords for one address are answered by a letter within a window; what comes
over and above is answered on the screen as always, but nothing is sent."""

ENTRIES = 50
"""Sign-ups and forgotten passwords from one address on the net in a window."""

EVEN_SECONDS = 0.3
"""An answer about an address takes at least so long, whether the address is known or not."""

SEEN = timedelta(minutes=1)
"""A session's last use is noted at most so often."""

INVITATION_LIFE = timedelta(days=30)
INVITATIONS_OPEN = 20
"""So many may wait for an answer about one thing."""

INVITATIONS_A_DAY = 30
"""So many may one person send in a day: an invitation is a letter to an address that somebody typed."""

KEY_LIVES_MOST = 366
KEYS_MOST = 20
PRIVACY_NOTICE = "2026-11-01"
"""The version of the privacy notice that people agree to now (templates/identity/privacy/show.html)."""


def too_many(*, failed: int, pending: int, spare: int = 0) -> bool:
    """Whether the next try is refused. Pending tries count too, or a burst would slip past the limit."""
    return failed >= FAILURES or failed + pending >= FAILURES + spare


def household(ip: str) -> str:
    """What counts as one address on the net: of IPv6 the /64, for whoever has one address there has all of them."""
    try:
        found = ip_address(ip)
    except ValueError:
        return ip[:45]
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else ip
