"""What pyproject.toml cannot say: a wheel carries the folders beside `src` as `parks/_bundle` (see paths.py)."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

BUNDLED = ("templates", "migrations", "storage")


class Bundle(build_py):
    """Copies the bundled folders into the package; an editable install reads them where they lie."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        bundle = Path(self.build_lib) / "parks" / "_bundle"
        shutil.rmtree(bundle, ignore_errors=True)
        for name in BUNDLED:
            shutil.copytree(name, bundle / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))


setup(cmdclass={"build_py": Bundle})
