"""What a person can agree to, purpose by purpose, each with the version of its text (PIPL art. 14, 15, 23, 29).

A new version asks again. Public bodies act on their statutory duty in what was filed with them (PIPL art. 13 (3)):
that goes on after a withdrawal, and the page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from parks.identity.rules.limits import PRIVACY_NOTICE
from parks.kernel.words import Text, _


@dataclass(frozen=True, slots=True)
class Purpose:
    """`slug` in addresses, `key` in the table. `needed`: nothing can be done here without it."""

    slug: str
    key: str
    version: str
    needed: bool
    title: Text
    text: Text
    consequence: Text


NOTICE = Purpose(
    "privacy",
    "privacy notice",
    PRIVACY_NOTICE,
    True,
    _("Using Parks, as the privacy notice says"),
    _("Your data are used to sign you in, to handle what you file, and for nothing else."),
    _(
        "You can read, download and take away your data, and nothing else until you agree again. What you have filed"
        " goes on: the bodies that decide on it act on their duty by law, and keep it as long as the law asks."
    ),
)
NEWS = Purpose(
    "news",
    "news",
    "2026-11-01",
    False,
    _("News and invitations"),
    _("You are written to about events and new calls, by the channel you choose."),
    _("No more news is sent. Decisions and formal letters come as before."),
)
PURPOSES: Mapping[str, Purpose] = {one.slug: one for one in (NOTICE, NEWS)}
