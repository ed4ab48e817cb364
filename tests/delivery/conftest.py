"""A folder and a demo for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.delivery.running import Demo


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account can walk into; pytest's own tmp_path is closed to PostgreSQL's."""
    made = Path(tempfile.mkdtemp(prefix="parks-delivery-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def demo(place: Path) -> Iterator[Demo]:
    made = Demo(place)
    yield made
    if made.child is not None and made.child.poll() is None:
        made.child.kill()
        made.child.communicate()
