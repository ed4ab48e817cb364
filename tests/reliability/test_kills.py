"""SIGKILL in the middle of acknowledged writes: none lost, none half-written, and all parts find together again."""

import asyncio
import hashlib
import itertools
import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from minio import Minio
from tests.make.notifications import mails
from tests.reliability.ground import Ground
from tests.reliability.writers import Writers

pytestmark = pytest.mark.slow

VICTIMS = ("postgres", "app", "store", "worker")

KILLS = int(os.environ.get("PARKS_KILLS", "4"))
"""Each part once in `make test`, twenty in `make kills`."""

WRITES_BETWEEN = 3
"""Of every kind, before the next blow."""


@pytest.fixture
def ground() -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="parks-kills-"))
    folder.chmod(0o755)
    made = Ground(folder)
    try:
        made.start("postgres")
        made.start("store")
        made.mailbox.start()
        made.run("migrate")
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


def test_no_acknowledged_write_is_lost_or_halved_by_sigkill(ground: Ground) -> None:
    writers = Writers(ground.address, json.loads(ground.module("tests.reliability.founding")))
    ground.start("app")
    ground.start("worker")
    ground.until(lambda: set(ground.ready().values()) == {"ok"}, "all parts ready at first")
    writers.start()
    try:
        for victim in itertools.islice(itertools.cycle(VICTIMS), KILLS):
            _wait_for_writes(ground, writers)
            time.sleep(random.random() / 5)  # noqa: S311 - anywhere within a write, no secret
            ground.kill(victim)
            if victim in {"postgres", "store"}:
                ground.until(partial(_names_as_away, ground, victim), f"/readyz names the {victim}")
            ground.start(victim)
            ground.until(lambda: set(ground.ready().values()) == {"ok"}, f"ready again after {victim} was killed")
        _wait_for_writes(ground, writers)
    finally:
        writers.stop()

    assert [one for kind in writers.written.values() for one in kind.surprises] == []
    for kind, written in writers.written.items():
        assert len(written.acknowledged) >= WRITES_BETWEEN * (KILLS + 1), kind
        assert set(written.answers) <= {200, 303, 503}
    _every_answer_was_one_version(ground, writers)
    _files_are_whole(ground, writers)
    _proofs_are_whole(ground, writers)
    _people_are_whole(ground, writers)
    _requests_are_whole_and_told(ground, writers)
    _lettings_are_whole(ground, writers)
    assert "the chain holds" in ground.run("audit", "verify")
    _tell(writers)


def _every_answer_was_one_version(ground: Ground, writers: Writers) -> None:
    """Each text was sent until it was kept: had one been written twice or lost, the versions would not count."""
    written = writers.written["answer"]
    ((value, version),) = _sql(
        ground, "SELECT value->>'v', version FROM questionnaire_answer WHERE question = 'summary'"
    )
    sure = len(written.acknowledged)
    assert written.acknowledged == written.tried[:sure]
    assert (value, version) in [(mark, number) for number, mark in enumerate(written.tried, 1) if number >= sure]


def _files_are_whole(ground: Ground, writers: Writers) -> None:
    found = _sql(
        ground,
        "SELECT a.name, v.key, v.sha256, v.size, d.id FROM document d JOIN document_version v ON v.document = d.id"
        " LEFT JOIN questionnaire_attachment a ON a.document_id = d.id AND a.size = v.size WHERE v.name LIKE 'file-%'",
    )
    _agrees(writers, "file", [str(one["name"]).removesuffix(".pdf") for one in found])
    for one in found:
        assert one["sha256"] == writers.sums[one["name"]]
        assert _sum(ground, one["key"]) == one["sha256"], f"{one['name']} is not what was sent"
    ids, sums = Counter(str(one["id"]) for one in found), Counter(one["sha256"] for one in found)
    assert Counter(str(one["subject_id"]) for one in _stored(ground, "file-")) == ids
    assert Counter(json.loads(one["detail"])["document"] for one in _lines(ground, "file attached")) == ids
    added = [json.loads(one["detail"]) for one in _lines(ground, "document added")]
    assert Counter(one["sha256"] for one in added if "row" not in one) == sums


def _proofs_are_whole(ground: Ground, writers: Writers) -> None:
    """The proof at its line, its document, its bytes and both lines of the trail: all of it, or nothing."""
    found = _sql(
        ground,
        "SELECT r.name, r.line, v.key, v.sha256, d.id FROM document d JOIN document_version v ON v.document = d.id"
        " LEFT JOIN record_document r ON r.document = d.id WHERE v.name LIKE 'proof-%'",
    )
    _agrees(writers, "proof", [str(one["name"]).removesuffix(".pdf") for one in found])
    for one in found:
        assert _sum(ground, one["key"]) == one["sha256"] == writers.sums[one["name"]], f"{one['name']} is not whole"
    ids = Counter(str(one["id"]) for one in found)
    assert Counter(str(one["subject_id"]) for one in _stored(ground, "proof-")) == ids
    added = [json.loads(one["detail"]) for one in _lines(ground, "document added")]
    assert Counter((one["row"], one["document"]) for one in added if "row" in one) == Counter(
        (str(one["line"]), str(one["id"])) for one in found
    )


def _stored(ground: Ground, names: str) -> list[Any]:
    """The trail's lines on stored documents whose name begins so, or that have no version at all."""
    return _sql(
        ground,
        "SELECT e.subject_id FROM audit_entry e LEFT JOIN document_version v ON v.document = e.subject_id"
        " WHERE e.act = 'document stored' AND (v.name IS NULL OR v.name ^@ $1)",
        names,
    )


def _lines(ground: Ground, act: str) -> list[Any]:
    return _sql(ground, "SELECT subject_id, detail FROM audit_entry WHERE act = $1", act)


def _people_are_whole(ground: Ground, writers: Writers) -> None:
    found = _sql(
        ground,
        "SELECT p.name, (SELECT count(*) FROM audit_entry e WHERE e.detail->>'row' = p.id::text) AS lines"
        " FROM company_person p WHERE p.name LIKE 'person-%'",
    )
    _agrees(writers, "person", [one["name"] for one in found])
    assert {one["lines"] for one in found} == {1}


def _requests_are_whole_and_told(ground: Ground, writers: Writers) -> None:
    """The request, its audit line, its message to the manager, and the mail: all of it, or nothing."""
    found = _sql(
        ground,
        "SELECT r.note, (SELECT count(*) FROM audit_entry e WHERE e.subject_id = r.id AND e.act = 'unit requested')"
        " AS lines FROM unit_request r",
    )
    _agrees(writers, "request", [one["note"] for one in found])
    assert {one["lines"] for one in found} == {1}
    _told(ground, "spaces/requested", len(found))


def _lettings_are_whole(ground: Ground, writers: Writers) -> None:
    found = _sql(
        ground,
        "SELECT a.note, a.ends - a.starts AS days, a.void,"
        " (SELECT count(*) FROM audit_entry e WHERE e.detail->>'allocation' = a.id::text) AS lines FROM allocation a",
    )
    _agrees(writers, "letting", [one["note"] for one in found])
    assert {(one["days"], one["void"], one["lines"]) for one in found} == {(1, False, 1)}
    _told(ground, "spaces/let", len(found))


def _agrees(writers: Writers, kind: str, found: list[str]) -> None:
    """Once each: all that was acknowledged, and nothing that was not tried."""
    written, there = writers.written[kind], Counter(found)
    assert set(written.acknowledged) - set(there) == set(), "acknowledged writes are lost"
    assert set(there) - set(written.tried) == set()
    assert set(there.values()) == {1}


def _told(ground: Ground, template: str, acts: int) -> None:
    """As many messages as acts, each of them delivered once the worker has caught up."""
    of = "SELECT id, sent_at FROM message WHERE template = $1"
    assert len(_sql(ground, of, template)) == acts
    ground.until(lambda: all(one["sent_at"] for one in _sql(ground, of, template)), f"{template} delivered")
    arrived = {str(mail["message-id"]) for mail in mails(ground.mailbox.folder)}
    missing = [one["id"] for one in _sql(ground, of, template) if not any(str(one["id"]) in known for known in arrived)]
    assert missing == []


def _names_as_away(ground: Ground, victim: str) -> bool:
    part = {"postgres": "database"}.get(victim, victim)
    return ground.ready().get(part) == "does not answer"


def _wait_for_writes(ground: Ground, writers: Writers) -> None:
    before = {kind: len(one.acknowledged) for kind, one in writers.written.items()}

    def enough() -> bool:
        return all(
            len(one.acknowledged) >= before[kind] + WRITES_BETWEEN or one.surprises
            for kind, one in writers.written.items()
        )

    ground.until(enough, "writes go on")


def _tell(writers: Writers) -> None:
    """The figures of a run, for whoever runs it with `-s`."""
    for kind, one in writers.written.items():
        print(f"{kind}: {len(one.tried)} tried, {len(one.acknowledged)} acknowledged, answers {dict(one.answers)}")


def _sql(ground: Ground, sql: str, *values: Any) -> list[Any]:
    async def ask() -> list[Any]:
        connection = await asyncpg.connect(ground.environment["PARKS_DATABASE_URL"])
        try:
            found: list[Any] = await connection.fetch(sql, *values)
            return found
        finally:
            await connection.close()

    return asyncio.run(ask())


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
