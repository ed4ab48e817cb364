"""SIGKILL in the middle of acknowledged writes: none lost, none half-written, and all parts find together again."""

import asyncio
import hashlib
import itertools
import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from minio import Minio
from tests.reliability.ground import Ground
from tests.reliability.writer import ACT, JOB

pytestmark = pytest.mark.slow

VICTIMS = {"postgres": ["postgres"], "app": ["app", "writer"], "store": ["store"], "worker": ["worker"]}
"""Whom each blow hits; the writer is a process of the app's kind, and dies with it."""

KILLS = int(os.environ.get("PARKS_KILLS", "4"))
"""Each part once in `make test`, twenty in `make kills`."""

WRITES_BETWEEN = 15


@pytest.fixture
def ground() -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="parks-kills-"))
    folder.chmod(0o755)
    made = Ground(folder)
    made.start("postgres")
    made.start("store")
    made.run("migrate")
    _sql(made, "CREATE TABLE kill_test (id uuid PRIMARY KEY, runs int NOT NULL DEFAULT 1)")
    for name in ("app", "worker", "writer"):
        made.start(name)
    yield made
    made.stop()
    shutil.rmtree(folder)


def test_no_acknowledged_write_is_lost_or_halved_by_sigkill(ground: Ground) -> None:
    ground.until(lambda: set(ground.ready().values()) == {"ok"}, "all parts ready at first")
    for victim in itertools.islice(itertools.cycle(VICTIMS), KILLS):
        _wait_for_writes(ground)
        for part in VICTIMS[victim]:
            ground.kill(part)
        if victim in {"postgres", "store"}:
            ground.until(partial(_names_as_away, ground, victim), f"/readyz names the {victim}")
        for part in VICTIMS[victim]:
            ground.start(part)
        ground.until(lambda: set(ground.ready().values()) == {"ok"}, f"ready again after {victim} was killed")
    _wait_for_writes(ground)
    ground.children["writer"].send_signal(signal.SIGTERM)
    ground.children["writer"].wait()

    matters = {line[1] for line in ground.lines() if line[0] == "matter"}
    files = {line[1]: line[2] for line in ground.lines() if line[0] == "file"}
    assert len(matters) > WRITES_BETWEEN
    assert len(files) > KILLS

    written = Counter(_column(ground, "SELECT subject_id::text FROM audit_entry WHERE act = $1", ACT))
    assert matters - set(written) == set(), "acknowledged acts are lost"
    assert set(written.values()) == {1}
    assert "the chain holds" in ground.run("audit", "verify")

    queued = "SELECT convert_from(payload, 'UTF8')::json->>'id' FROM pgqueuer WHERE entrypoint = $1"
    ground.until(lambda: not _column(ground, queued, JOB), "all jobs done")
    assert set(_column(ground, "SELECT id::text FROM kill_test")) == set(written), (
        "an act without its job, or a job without"
    )

    kept = {key: _sum(ground, key) for key in files}
    assert kept == files, "acknowledged files are lost or changed"


def _names_as_away(ground: Ground, victim: str) -> bool:
    part = {"postgres": "database"}.get(victim, victim)
    return ground.ready().get(part) == "does not answer"


def _wait_for_writes(ground: Ground) -> None:
    before = Counter(line[0] for line in ground.lines())

    def enough() -> bool:
        now = Counter(line[0] for line in ground.lines())
        return now["matter"] >= before["matter"] + WRITES_BETWEEN and now["file"] >= before["file"] + 2

    ground.until(enough, "writes go on")


def _sql(ground: Ground, sql: str, *values: Any) -> list[Any]:
    async def ask() -> list[Any]:
        connection = await asyncpg.connect(ground.environment["PARKS_DATABASE_URL"])
        try:
            found: list[Any] = await connection.fetch(sql, *values)
            return found
        finally:
            await connection.close()

    return asyncio.run(ask())


def _column(ground: Ground, sql: str, *values: Any) -> list[str]:
    return [one[0] for one in _sql(ground, sql, *values)]


def _sum(ground: Ground, key: str) -> str:
    client = Minio(
        endpoint=ground.store.endpoint.removeprefix("http://"),
        access_key=ground.store.access_key,
        secret_key=ground.store.secret,
        secure=False,
        region="us-east-1",
    )
    answer = client.get_object(bucket_name="parks-documents", object_name=key)
    try:
        return hashlib.sha256(answer.read()).hexdigest()
    finally:
        answer.close()
        answer.release_conn()
