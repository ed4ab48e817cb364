"""Demos as strangers start them: processes of their own in a folder of their own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 90


def outside(**more: str) -> dict[str, str]:
    """The environment of somebody who never heard of our tests."""
    return {name: one for name, one in os.environ.items() if not name.startswith(("PARKS_", "PICCOLO_"))} | more


@dataclass
class Demo:
    """One `parks demo`; `command` is what stands before its arguments."""

    place: Path
    command: Sequence[str] = (sys.executable, "-m", "parks.cli")
    arguments: Sequence[str] = ("--bare",)
    environment: dict[str, str] = field(default_factory=outside)
    data: Path | None = None
    moved: Path | None = None
    """Where the data lie in truth, if not where they were asked for."""
    patience: float = PATIENCE
    child: Any = None

    def start(self) -> dict[str, Any]:
        """What the ready-file says, once it is there."""
        ready = self.place / "ready.json"
        ready.unlink(missing_ok=True)  # of a supervisor that was killed
        self.child = subprocess.Popen(
            [
                *self.command,
                *("demo", "--port", "0", "--data", str(self.data or self.place / "data")),
                *("--ready-file", str(ready), *self.arguments),
            ],
            cwd=self.place,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        end = time.monotonic() + self.patience
        while not ready.exists():
            if self.child.poll() is not None:
                raise AssertionError(self.end(None)[1])
            assert time.monotonic() < end, "the demo was not ready in time"
            time.sleep(0.05)
        told: dict[str, Any] = json.loads(ready.read_text())
        return told

    def end(self, how: signal.Signals | None = signal.SIGINT) -> tuple[int, str]:
        """Exit code and all it printed; `None` waits for an end that has another cause."""
        if how is not None:
            self.child.send_signal(how)
        printed, _none = self.child.communicate(timeout=PATIENCE)
        return self.child.returncode, printed

    def parts(self) -> dict[int, str]:
        """Processes that belong to this demo, by their command lines or by their parents."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environ = (folder / "environ").read_bytes().decode(errors="replace")
                folders = [str(one) for one in (self.place, self.moved) if one]
                mine = any(one in line or f"PARKS_DEMO_MAIL_FOLDER={one}" in environ for one in folders)
                if mine and int(folder.name) != getattr(self.child, "pid", 0):
                    found[int(folder.name)] = line
        return found

    def part(self, words: str) -> int:
        return next(pid for pid, line in self.parts().items() if words in line)
