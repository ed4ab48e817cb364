"""Static files under names that hold their content's hash, so that a browser keeps them for ever.

Our own css and js lie in `static/css` and `static/js`; htmx comes out of an installed package and is checked
against the sum below before it is served (docs/adr/0004).
"""

import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parks import paths
from parks.web.sprite import sprite

HTMX_SHA256 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    name: str
    body: bytes
    media_type: str


@cache
def all_assets() -> dict[str, Asset]:
    """Logical name (`parks.css`) → what is served. All css files are one, in the order of their names."""
    css = b"\n".join(_lean(path.read_bytes()) for path in sorted((paths.STATIC / "css").glob("*.css")))
    found = {"parks.css": css, "htmx.js": _htmx(), "icons.svg": sprite()}
    for path in sorted((paths.STATIC / "js").glob("*.js")) + sorted((paths.STATIC / "img").glob("*.svg")):
        found[path.name] = path.read_bytes()
    made = {}
    for name, body in found.items():
        stem, ending = Path(name).stem, Path(name).suffix
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}{ending}"
        made[name] = Asset(hashed, body, TYPES[ending])
    return made


def _lean(css: bytes) -> bytes:
    """Without comments and indentation: they are for who reads the source, and weigh a fifth on a slow line."""
    return b"\n".join(
        line.strip() for line in re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL).splitlines() if line.strip()
    )


def _htmx() -> bytes:
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package that carries htmx (django-htmx) is not installed")
    for path in Path(spec.submodule_search_locations[0]).rglob("*.js"):
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() == HTMX_SHA256:
            return body
    raise RuntimeError("no file of django-htmx is the htmx we have read (HTMX_SHA256)")


def url(name: str) -> str:
    return f"/static/{all_assets()[name].name}"


@cache
def by_hashed_name() -> dict[str, Asset]:
    return {asset.name: asset for asset in all_assets().values()}
