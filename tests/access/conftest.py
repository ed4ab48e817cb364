from typing import Any

import pytest


@pytest.fixture(scope="module")
async def scene(world: Any) -> Any:
    """The world that all doors are tried in; each try is undone, so one serves them all."""
    from tests.access.scene import build  # settings are read once, at the first import of Parks

    return await build()
