"""Several processes as one: started in order, watched, and stopped in the opposite order.

Each part lives in a session of its own, so that Ctrl-C in a terminal reaches the supervisor alone and the rest
is stopped one after the other. A part that ends by itself is told in one line, and ends the whole.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from parks.adapters.embedded import die_with_parent

PATIENCE = 20.0
"""Seconds that a part gets to end by itself before it is killed."""

Tell = Callable[[str], None]


class PartFailedError(RuntimeError):
    """A part did not start or ended by itself; the text is the one line for the terminal."""


class StoppedError(Exception):
    """Somebody asked the whole to end (Ctrl-C, SIGTERM)."""


@dataclass
class Supervisor:
    """`logs` is a folder that gets one file a part; `tell` prints a line for the person at the terminal."""

    logs: Path
    tell: Tell
    _running: list["_Part"] = field(default_factory=list)

    def launch(
        self,
        name: str,
        start: Callable[[IO[bytes]], subprocess.Popen[bytes]],
        stop_with: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start one part. `start` gets the part's log and answers the child, best once it is ready."""
        log = self.logs / f"{name}.log"
        try:
            with log.open("ab") as file:
                child = start(file)
        except (OSError, RuntimeError) as error:
            raise PartFailedError(f"{name} did not start: {error} (log: {log})") from error
        self._running.append(_Part(name, child, stop_with, log))

    def once(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run a command to its end while the parts are watched."""
        self.launch(name, lambda log: child(command, environment, log))
        part = self._running[-1]
        while (code := part.child.poll()) is None:
            self._check(but=part)
            time.sleep(0.05)
        self._running.remove(part)
        if code != 0:
            raise PartFailedError(f"{name} failed {_how(code)} (log: {part.log})")

    def until(self, ready: Callable[[], bool], name: str, seconds: float) -> None:
        """Wait until `ready` while the parts are watched."""
        end = time.monotonic() + seconds
        while not ready():
            self._check()
            if time.monotonic() > end:
                raise PartFailedError(f"{name} was not ready within {seconds:.0f} seconds (logs: {self.logs})")
            time.sleep(0.05)

    def watch(self) -> None:
        """Stay until a part ends (PartFailedError) or somebody asks for the end (StoppedError)."""
        while True:
            self._check()
            time.sleep(0.25)

    def _check(self, but: "_Part | None" = None) -> None:
        for part in self._running:
            code = part.child.poll()
            if code is not None and part is not but:
                self._running.remove(part)
                raise PartFailedError(f"{part.name} ended unexpectedly {_how(code)} (log: {part.log})")

    def stop(self) -> None:
        """Stop what runs, last come first. A second Ctrl-C changes nothing: an orderly end is under way."""
        for part in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                part.child.send_signal(part.stop_with)
            try:
                part.child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.tell(f"{part.name} did not end within {PATIENCE:.0f} seconds and was killed")
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(part.child.pid, signal.SIGKILL)
                part.child.wait()
        self._running.clear()


@dataclass(frozen=True)
class _Part:
    name: str
    child: subprocess.Popen[bytes]
    stop_with: signal.Signals
    log: Path


def child(command: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """A process of its own session that ends when we are killed."""
    return subprocess.Popen(  # noqa: S603 - commands are our own
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one thread, and the call is one prctl
    )


def own(*arguments: str) -> list[str]:
    """Our own command line, with this very interpreter."""
    return [sys.executable, "-m", "parks.cli", *arguments]


def _how(code: int) -> str:
    return f"(signal {signal.Signals(-code).name})" if code < 0 else f"(exit code {code})"


@contextlib.contextmanager
def ending_on_signals() -> Iterator[None]:
    """SIGINT and SIGTERM raise StoppedError once; what comes after that is ignored, for the end is under way."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise StoppedError

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One supervisor a folder. RuntimeError where another one is at work in it."""
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RuntimeError(f"another parks demo is running on {folder}") from error
        yield
