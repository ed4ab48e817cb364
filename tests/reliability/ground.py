"""Parks as it runs for real, part by part, so that each can be killed and started again on its own port."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx
from tests.make.notifications import Mailbox

from parks.adapters import embedded

SECRET = "a key for the kill test alone, long enough to sign"
PATIENCE = 120
"""Seconds; only a failure waits so long, and on a busy machine a start takes most of a minute."""

Start = Callable[[IO[bytes]], subprocess.Popen[bytes]]


@dataclass
class Ground:
    """PostgreSQL with fsync on, the store, `parks serve`, the worker, and a mailbox."""

    folder: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.postgres = embedded.postgres(self.folder / "postgres")
        self.store = embedded.store(self.folder / "store")
        self.port = embedded.free_port()
        (self.folder / "mail").mkdir()
        self.mailbox = Mailbox(self.folder / "mail", embedded.free_port())
        self.environment = {
            **{name: one for name, one in os.environ.items() if not name.startswith("PARKS_")},
            "PARKS_DATABASE_URL": self.postgres.url("postgres"),
            "PARKS_S3_ENDPOINT": self.store.endpoint,
            "PARKS_S3_SECRET_KEY": self.store.secret,
            "PARKS_SECRET_KEY": SECRET,
            "PARKS_BASE_URL": self.address,
            "PARKS_SMTP_PORT": str(self.mailbox.port),
        }
        self.starts: dict[str, Start] = {
            "postgres": self.postgres.launch,
            "store": self.store.launch,
            "app": self._command("parks.cli", "serve", "--port", str(self.port), "--workers", "1"),
            "worker": self._command("tests.reliability.worker"),
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _command(self, *arguments: str) -> Start:
        def start(log: IO[bytes]) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

        return start

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.children[name] = self.starts[name](log)

    def run(self, *arguments: str) -> str:
        """A `parks` command to its end."""
        return self.module("parks.cli", *arguments)

    def module(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill(self, name: str) -> None:
        self.children[name].kill()
        self.children[name].wait()

    def ready(self) -> dict[str, str]:
        """What /readyz says; empty where the app itself is away."""
        try:
            told: dict[str, str] = httpx.get(f"{self.address}/readyz", timeout=10).json()
        except httpx.HTTPError:
            return {}
        return told

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"not within {PATIENCE} s: {what}\n{self._last_words()}"
            time.sleep(0.1)

    def _last_words(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in self.folder.glob("*.log"))

    def stop(self) -> None:
        for name in ("worker", "app", "store", "postgres"):
            child = self.children.get(name)
            if child is not None and child.poll() is None:
                child.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
                child.wait(PATIENCE)
        self.mailbox.stop()
