"""A wheel built from the tree carries all it needs, and runs far away from the checkout."""

import os
import shutil
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest
from tests.delivery.running import Demo, outside

from parks import paths

pytestmark = pytest.mark.slow

TREE = ("src", "templates", "migrations", "storage", "requirements")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md")
OLDEST_SETUPTOOLS = 77


def test_a_wheel_in_an_empty_environment_runs_the_demo(demo: Demo) -> None:
    wheel = _wheel(demo.place)
    home = demo.place / "venv"
    venv.create(home, with_pip=False)
    _pip("--python", str(home / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel))
    # The libraries are those of our own environment: nothing is downloaded, and nothing of the checkout is seen.
    libraries = [one for one in sys.path if one.endswith("site-packages")]
    site = next((home / "lib").glob("python*/site-packages"))
    (site / "libraries.pth").write_text("\n".join(libraries))

    root = subprocess.run(
        [str(home / "bin" / "python"), "-c", "from parks import paths; print(paths.ROOT)"],
        env=outside(PYTHONPATH=""),
        cwd=demo.place,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert Path(root) == (site / "parks" / "_bundle").resolve()
    assert _names(site / "parks" / "_bundle") == _names(paths.ROOT)

    demo.command = (str(home / "bin" / "parks"),)
    demo.environment = outside(PYTHONPATH="")
    address = demo.start()["address"]
    assert httpx.get(f"{address}/readyz").status_code == 200
    assert "</html>" in httpx.get(f"{address}/nowhere").text
    assert demo.end()[0] == 0


def _wheel(place: Path) -> Path:
    """Built from a copy, so that no build folder is left in the tree."""
    copy = place / "tree"
    for name in TREE:
        shutil.copytree(paths.ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in FILES:
        shutil.copy(paths.ROOT / name, copy / name)
    isolated = int(version("setuptools").split(".")[0]) < OLDEST_SETUPTOOLS
    _pip("wheel", "--no-deps", *([] if isolated else ["--no-build-isolation"]), "-w", str(place / "dist"), str(copy))
    (wheel,) = (place / "dist").glob("parks-*.whl")
    return wheel


def _pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        env={name: one for name, one in os.environ.items() if name != "PYTHONPATH"},
        check=True,
    )


def _names(root: Path) -> set[str]:
    return {
        str(path.relative_to(root))
        for folder in ("templates", "migrations", "storage")
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
