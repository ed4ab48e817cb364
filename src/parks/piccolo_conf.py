"""Piccolo's entry: the engine, and the apps whose migrations make the schema (sorted by their dependencies)."""

from piccolo.conf.apps import AppRegistry

from parks.adapters.database import DB
from parks.paths import PACKAGE

APPS = sorted(f"parks.{path.parent.name}.piccolo_app" for path in PACKAGE.glob("*/piccolo_app.py"))

APP_REGISTRY = AppRegistry(apps=APPS)

__all__ = ["APPS", "APP_REGISTRY", "DB"]
