"""`parks demo`: PostgreSQL, the S3 server, a mail sink, the app and its worker under one supervisor.

Everything lies in one folder: the second start finds what the first one left. A first start that was cut short
is begun anew, for half a world helps nobody.
"""

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from parks.adapters import embedded
from parks.adapters.supervisor import (
    PartFailedError,
    StoppedError,
    Supervisor,
    alone,
    child,
    ending_on_signals,
    own,
)

USUAL_PORT = 8000
MARK = ".parks-demo"
"""Stands in every folder that a demo made: `--fresh` empties no other."""


@dataclass(frozen=True, slots=True)
class Demo:
    folder: Path
    port: int | None = None
    fresh: bool = False
    ready_file: Path | None = None
    bare: bool = False

    def run(self) -> int:
        """Run until Ctrl-C (0) or until a part fails (1). What cannot begin at all is told in one line (2)."""
        if self.ready_file:
            self.ready_file.unlink(missing_ok=True)
        try:
            folder = self._folder()
            port = _free(self.port)
            with alone(folder), ending_on_signals():
                return self._supervise(folder, port)
        except StoppedError:
            return 0
        except (RuntimeError, OSError) as error:
            _say(f"parks demo: {error}", error=True)
            return 2

    def _folder(self) -> Path:
        """The data folder, marked as ours and reachable by PostgreSQL's account."""
        wished = self.folder.resolve()
        wished.mkdir(parents=True, exist_ok=True)
        folder = embedded.reachable_folder(wished)
        if folder != wished:
            _say(f"PostgreSQL may not run as root, and its account cannot reach {wished}: the data lies in {folder}")
        mark = folder / MARK
        if not mark.exists() and any(folder.iterdir()):
            raise RuntimeError(f"{folder} holds files that are not a demo's: choose another folder with --data")
        mark.touch()
        return folder

    def _supervise(self, folder: Path, port: int) -> int:
        if self.fresh:
            _empty(folder)
        logs = folder / "logs"
        logs.mkdir(exist_ok=True)
        parts = Supervisor(logs, _say)
        try:
            self._start(parts, folder, port)
            parts.watch()
        except PartFailedError as error:
            _say(f"parks demo: {error}; stopping the rest", error=True)
            return 1
        except StoppedError:
            _say("\nStopping ...")
            return 0
        finally:
            if self.ready_file:
                self.ready_file.unlink(missing_ok=True)
            parts.stop()
        return 0

    def _start(self, parts: Supervisor, folder: Path, port: int) -> None:
        with _telling("PostgreSQL"):
            database = embedded.postgres(folder / "postgres")
            parts.launch("postgres", database.launch, stop_with=signal.SIGINT)
            first = not (folder / "built").exists()
            with_world = first and not self.bare
            _make_database(database, anew=first)
        with _telling("document store"):
            store = embedded.store(folder / "store")
            parts.launch("store", store.launch)
        environment = _environment(folder, database, store, port)
        mail = [sys.executable, "-m", "parks.adapters.mail_sink", environment["PARKS_SMTP_PORT"], str(folder / "mail")]
        parts.launch("mail", lambda log: child(mail, environment, log))
        with _telling("the demo world, about a minute the first time" if with_world else "migrations"):
            logins = folder / "logins.json"
            prepare = own("prepare-demo", "--logins", str(logins), *(["--first"] if with_world else []))
            parts.once("prepare", prepare, environment)
            (folder / "built").touch()
        with _telling("the app"):
            serve = own("serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1")
            parts.launch("app", lambda log: child(serve, environment, log))
            parts.launch("worker", lambda log: child(own("worker"), environment, log))
            parts.until(lambda: _ready(environment["PARKS_BASE_URL"]), "the app", 60)
        self._announce(environment["PARKS_BASE_URL"], json.loads(logins.read_text(encoding="utf-8")))

    def _announce(self, address: str, logins: list[dict[str, str]]) -> None:
        _say(f"\n  Parks (园创) is ready:  {address}/\n")
        for one in logins:
            _say(f"  {one['role']:<20} {one['email']:<36} {one['password']:<24} {one['name']}")
        _say(
            "\n  Ctrl-C stops everything; the data stay.\n" if logins else "  Ctrl-C stops everything; the data stay.\n"
        )
        if self.ready_file:
            half = self.ready_file.with_name(self.ready_file.name + ".part")
            half.write_text(json.dumps({"address": address, "logins": logins}, ensure_ascii=False), encoding="utf-8")
            half.rename(self.ready_file)


def _environment(folder: Path, database: embedded.Postgres, store: embedded.Store, port: int) -> dict[str, str]:
    """What the app reads; nothing of the caller's own PARKS_* gets in."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PARKS_")}
    return outside | {
        "PYTHONUNBUFFERED": "1",
        "PARKS_DATABASE_URL": database.url(),
        "PARKS_S3_ENDPOINT": store.endpoint,
        "PARKS_S3_ACCESS_KEY": store.access_key,
        "PARKS_S3_SECRET_KEY": store.secret,
        "PARKS_SMTP_HOST": "127.0.0.1",
        "PARKS_SMTP_PORT": str(embedded.free_port()),
        "PARKS_MAIL_FROM": "Parks <parks@demo.invalid>",
        "PARKS_BASE_URL": f"http://127.0.0.1:{port}",
        "PARKS_SECRET_KEY": _kept_secret(folder / "secret.key"),
        "PARKS_TEMPLATE_CACHE": str(folder / "pages"),
        "PARKS_DEMO": "1",
        "PARKS_DEMO_MAIL_FOLDER": str(folder / "mail"),
    }


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _make_database(server: embedded.Postgres, *, anew: bool) -> None:
    """The demo's database; made anew where the world was not finished the last time."""

    async def make() -> None:
        connection = await asyncpg.connect(server.url("postgres"))
        try:
            await connection.execute("DROP DATABASE IF EXISTS parks WITH (FORCE)")
            await connection.execute("CREATE DATABASE parks")
        finally:
            await connection.close()

    if anew:
        asyncio.run(make())


def _empty(folder: Path) -> None:
    """`--fresh`: everything of the former demo goes, its running PostgreSQL included."""
    if (folder / "postgres" / "postgres.password").exists():
        embedded.postgres(folder / "postgres").clear()
    for one in folder.iterdir():
        if one.name in {MARK, "lock"}:
            continue
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def _free(port: int | None) -> int:
    """The asked port, or the usual one, or any: only a port that was asked for must be free."""
    if port == 0:
        return embedded.free_port()
    wished = port or USUAL_PORT
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wished))
        except OSError as error:
            if port is not None:
                raise RuntimeError(f"port {port} is in use; choose another with --port") from error
            return embedded.free_port()
    return wished


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def _telling(what: str) -> Any:
    _say(f"Starting {what} ...")
    yield


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def logins_as_json(logins: tuple[Any, ...]) -> list[Mapping[str, str]]:
    return [{"role": one.role, "name": one.name, "email": one.email, "password": one.password} for one in logins]
