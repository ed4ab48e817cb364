"""Where the bundled folders lie: beside `src` in a checkout, inside the package in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BUNDLE = PACKAGE / "_bundle"
ROOT = _BUNDLE if _BUNDLE.is_dir() else PACKAGE.parents[1]

TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"
STORAGE = ROOT / "storage"
STATIC = PACKAGE / "web" / "static"
