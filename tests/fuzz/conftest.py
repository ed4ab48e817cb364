from typing import Any

import pytest


@pytest.fixture(scope="module")
async def scene(world: Any) -> Any:
    """The same world as the doors are tried in (tests/access)."""
    from tests.access.scene import build  # settings are read once, at the first import of Parks

    return await build()
