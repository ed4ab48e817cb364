"""The small icons in one file that a browser keeps for ever: out of the heroicons package, no font, no foreign host.

Drawn in every page they were a third of its bytes: the menu alone shows twenty of them, twice.
"""

import re

from heroicons.jinja import heroicon_mini

NAMES = frozenset(
    """
    academic-cap adjustments-horizontal archive-box arrow-down arrow-down-tray arrow-left arrow-right
    arrow-right-start-on-rectangle arrow-up arrow-uturn-left banknotes bell building-office building-office-2 chart-bar
    chat-bubble-left check check-badge check-circle chevron-double-left chevron-down chevron-left chevron-right
    chevron-up chevron-up-down clipboard-document clipboard-document-check clipboard-document-list clock cog-6-tooth
    computer-desktop credit-card document-text envelope exclamation-circle exclamation-triangle eye hand-raised inbox
    inbox-arrow-down information-circle key map map-pin megaphone moon newspaper pencil-square question-mark-circle
    queue-list receipt-percent rectangle-group scale shield-check sun trophy user user-circle user-group users
    view-columns wrench-screwdriver x-circle x-mark
    """.split()  # noqa: SIM905 - a block of words is read at a glance, seventy lines of one are not
)
"""Every small icon that a page may show; a page that asks for another one is not drawn."""

_DRAWN = re.compile(r'<svg [^>]*?viewBox="(?P<box>[^"]+)"[^>]*>(?P<inside>.*)</svg>', re.DOTALL)


def sprite() -> bytes:
    """An SVG of one symbol a name. They take the colour of the text that they stand in."""
    symbols = []
    for name in sorted(NAMES):
        found = _DRAWN.fullmatch(str(heroicon_mini(name)).strip())
        if found is None:
            raise RuntimeError(f"heroicons draws {name!r} in a way we cannot read")
        inside = " ".join(found["inside"].split())
        symbols.append(f'<symbol id="{name}" viewBox="{found["box"]}" fill="currentColor">{inside}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()
