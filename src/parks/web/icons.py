"""Icons inline as SVG, out of the heroicons package: no font, no request, no foreign host."""

from functools import cache

from heroicons.jinja import heroicon_mini, heroicon_outline
from markupsafe import Markup, escape


@cache
def icon(name: str, label: str = "", size: int = 20) -> Markup:
    """An icon; hidden from screen readers unless it carries a label of its own."""
    draw = heroicon_mini if size <= 20 else heroicon_outline
    drawn = str(draw(name, size=size, **{"class": "icon"}))
    if label:  # heroicons hides every icon from screen readers
        drawn = drawn.replace('aria-hidden="true"', f'role="img" aria-label="{escape(label)}"')
    return Markup(" ".join(drawn.split()))
