"""What a server runs: `uvicorn parks.asgi:application`."""

from litestar import Litestar
from litestar.types import ASGIApp

from parks.adapters import logs
from parks.app import create_app
from parks.settings import settings
from parks.web.journal import Journal
from parks.web.security import Door


def wrap(app: Litestar) -> ASGIApp:
    return Journal(Door(app))


def __getattr__(name: str) -> ASGIApp:
    if name == "application":
        logs.configure(human=settings().demo)
        return wrap(create_app())
    raise AttributeError(name)
