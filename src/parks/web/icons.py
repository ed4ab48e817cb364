"""Icons by name: small ones out of the sprite (`sprite.py`), large ones drawn in the page."""

from functools import cache

from heroicons.jinja import heroicon_outline
from markupsafe import Markup

from parks.web import assets
from parks.web.sprite import NAMES

SMALL = 20


@cache
def icon(name: str, label: str = "", size: int = SMALL) -> Markup:
    """An icon; hidden from screen readers unless it carries a label of its own."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    if size > SMALL:
        drawn = " ".join(str(heroicon_outline(name, size=size, **{"class": "icon"})).split())
        return Markup(drawn.replace('aria-hidden="true"', said))
    if name not in NAMES:
        raise LookupError(f"no icon {name!r} in parks.web.sprite.NAMES")
    return Markup('<svg class="icon" width="{0}" height="{0}" {1}><use href="{2}#{3}"/></svg>').format(
        size, said, assets.url("icons.svg"), name
    )
