"""Jobs: wanted together with the change that wants them, done once it is committed, tried again when they fail."""

import asyncio
import os
import signal
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from parks.adapters import database, jobs
from parks.adapters.database import tx


async def test_a_job_is_undone_with_its_transaction_and_done_after_the_commit(db: None) -> None:
    done: list[Any] = []

    async def note(payload: Mapping[str, Any]) -> None:
        done.append(payload["id"])

    with pytest.raises(ZeroDivisionError):
        async with tx():
            await jobs.enqueue("note", {"id": "undone"})
            raise ZeroDivisionError
    async with tx():
        await jobs.enqueue("note", {"id": "苏州"})
        await jobs.enqueue("note", {"id": "twice"}, once="key")
        await jobs.enqueue("note", {"id": "twice"}, once="key")
    assert await jobs.waiting() == 2
    await jobs.drain({"note": note})
    assert sorted(done) == ["twice", "苏州"]
    assert await jobs.waiting() == 0


async def test_the_worker_tries_a_failed_job_again_and_ends_on_sigterm_with_the_job_in_hand_done(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "FIRST_PAUSE", timedelta(milliseconds=50))
    tries, long_done, begun, again = [], [], asyncio.Event(), asyncio.Event()

    async def fail_once(payload: Mapping[str, Any]) -> None:
        tries.append(payload["id"])
        if len(tries) == 1:
            raise ConnectionResetError("the mail server hung up")
        again.set()

    async def take_long(_payload: Mapping[str, Any]) -> None:
        begun.set()
        await asyncio.sleep(0.5)
        long_done.append(True)

    worker = asyncio.create_task(jobs.work({"fail once": fail_once, "take long": take_long}))
    try:
        await jobs.enqueue("fail once", {"id": 7})
        async with asyncio.timeout(20):
            await again.wait()
        await jobs.enqueue("take long", {})
        async with asyncio.timeout(20):
            await begun.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(20):
            await worker
    finally:
        worker.cancel()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().remove_signal_handler(one)
    assert tries == [7, 7]
    assert long_done == [True]
    assert await jobs.waiting() == 0


async def test_a_job_that_fails_for_good_is_held_for_somebody_to_see(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_payload: Mapping[str, Any]) -> None:
        raise ValueError("always")

    await jobs.enqueue("fail", {})
    with pytest.raises(ExceptionGroup):
        await jobs.drain({"fail": fail})
    monkeypatch.setattr(jobs, "TRIES", 1)
    await jobs.enqueue("fail", {})
    worker = asyncio.create_task(jobs.work({"fail": fail}))
    try:
        for _attempt in range(200):
            if held := await database.value("SELECT count(*) FROM pgqueuer WHERE status = 'failed'"):
                break
            await asyncio.sleep(0.05)
        assert held == 1
        os.kill(os.getpid(), signal.SIGTERM)
        await worker
    finally:
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().remove_signal_handler(one)


async def test_what_is_regular_comes_round_also_after_it_failed(db: None) -> None:
    rounds: list[int] = []
    again = asyncio.Event()

    async def look_after() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise ConnectionResetError("away for a moment")
        again.set()
        return 7

    worker = asyncio.create_task(jobs.work({}, {"look after": ("* * * * * *", look_after)}))  # each second
    try:
        await asyncio.wait_for(again.wait(), 30)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(worker, 20)
    assert len(rounds) >= 2
