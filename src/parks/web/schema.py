"""The schema of `/api/v1`, out of the code: `/api/v1/schema/openapi.json`. No viewer: they load from elsewhere."""

from litestar import Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import BaseRoute
from litestar.types import ControllerRouterHandler

from parks.web import access

OPEN = access.public("describes the doors of the API, which every installation has alike, and nothing behind them")


class _SchemaRouter(Router):
    """Litestar adds a page of its own for what is not there; ours, in the reader's language, stands instead."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        if isinstance(value, HTTPRouteHandler) and "/{path:str}" in value.paths:
            return []
        return super().register(value)


def config() -> OpenAPIConfig:
    """A new one for each app: the router belongs to the app that takes it."""
    return OpenAPIConfig(
        title="Parks",
        version="1",
        openapi_router=_SchemaRouter(
            "/api/v1/schema", route_handlers=[], opt={"access": OPEN}, include_in_schema=False
        ),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )
