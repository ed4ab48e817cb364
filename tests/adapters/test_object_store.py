"""The store keeps what it acknowledged, refuses what is too large, and says so when it is away."""

import hashlib
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from parks.adapters import object_store
from parks.kernel.errors import Conflict, TooLarge, Unavailable
from parks.settings import Settings


async def _pieces(size: int) -> AsyncIterator[bytes]:
    while size > 0:
        yield b"x" * min(size, 65_536)
        size -= 65_536


async def test_what_goes_in_comes_out(house: object) -> None:
    key, size = str(uuid4()), 12 * 2**20 + 17
    kept = await object_store.put("documents", key, _pieces(size), limit=20 * 2**20)
    body = await object_store.get_bytes("documents", key)
    assert (kept.size, len(body)) == (size, size)
    assert kept.sha256 == hashlib.sha256(body).hexdigest()
    assert await object_store.stat("documents", key) == size
    await object_store.delete("documents", key)
    assert await object_store.stat("documents", key) is None
    with pytest.raises(Conflict):
        await object_store.get("documents", key)


async def test_more_than_the_limit_is_refused_and_leaves_nothing(house: object) -> None:
    key = str(uuid4())
    with pytest.raises(TooLarge):
        await object_store.put("documents", key, _pieces(2**20 + 1), limit=2**20)
    assert await object_store.stat("documents", key) is None


async def test_a_store_that_is_away_is_told_apart_from_a_missing_file(
    house: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Settings(s3_endpoint="http://127.0.0.1:9", s3_secret_key="x" * 16)
    object_store._client.cache_clear()
    monkeypatch.setattr(object_store, "settings", lambda: away)
    try:
        with pytest.raises(Unavailable):
            await object_store.put_bytes("documents", str(uuid4()), b"x")
        assert not await object_store.answers()
    finally:
        object_store._client.cache_clear()


def test_nothing_but_the_seven_calls_of_s3_is_used() -> None:
    from parks import paths

    text = (paths.PACKAGE / "adapters" / "object_store.py").read_text(encoding="utf-8")
    forbidden = ("tags", "retention", "legal_hold", "versioning", "lifecycle", "copy_object", "post_policy")
    assert not [word for word in forbidden if f"_{word}" in text or f".{word}" in text]
