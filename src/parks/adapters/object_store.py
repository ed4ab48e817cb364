"""The object store behind seven calls; nothing else of S3 may be used (`nanio` destroys objects on tag calls).

Keys are flat UUIDs; names, sizes and SHA-256 are PostgreSQL's. Buckets are declared in `storage/buckets.toml`.
"""

import hashlib
import io
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import BinaryIO, TypeVar, cast
from urllib.parse import urlsplit

import anyio
import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from parks import paths
from parks.kernel.errors import Conflict, TooLarge, Unavailable
from parks.kernel.words import _
from parks.settings import settings

T = TypeVar("T")

PART = 5 * 2**20
AWAY = _("The document store does not answer just now. Nothing was changed; please try again in a minute.")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: `size` in bytes, `sha256` in hex, `head` the first bytes for telling the type."""

    key: str
    size: int
    sha256: str
    head: bytes


@cache
def _client() -> Minio:
    at = urlsplit(settings().s3_endpoint)
    return Minio(
        endpoint=at.netloc,
        access_key=settings().s3_access_key,
        secret_key=settings().s3_secret_key,
        secure=at.scheme == "https",
        region=settings().s3_region,
        http_client=urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=20), retries=urllib3.Retry(1)),
    )


@cache
def declared() -> dict[str, dict[str, object]]:
    """The buckets of storage/buckets.toml by name."""
    with (paths.STORAGE / "buckets.toml").open("rb") as file:
        found: dict[str, dict[str, object]] = tomllib.load(file)
    return found


def _bucket(name: str) -> str:
    if name not in declared():
        raise KeyError(f"bucket {name!r} is not declared in storage/buckets.toml")
    return settings().s3_bucket_prefix + name


_limiters: list[anyio.CapacityLimiter] = []


async def _run(work: Callable[[], T]) -> T:
    if not _limiters:
        _limiters.append(anyio.CapacityLimiter(8))
    try:
        return await anyio.to_thread.run_sync(work, limiter=_limiters[0])
    except S3Error as error:
        if error.code in {"NoSuchKey", "NoSuchBucket"}:
            raise Conflict(_("This file is no longer in the document store.")) from error
        raise Unavailable(AWAY) from error
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Unavailable(AWAY) from error


class _Incoming(io.RawIOBase):
    """Bytes from the event loop, read by the store's thread: counted, hashed and bounded on the way."""

    def __init__(self, stream: AsyncIterator[bytes], limit: int) -> None:
        self._stream, self._limit, self._held = stream, limit, b""
        self.size, self.sha256, self.head = 0, hashlib.sha256(), b""

    def readable(self) -> bool:
        return True

    async def _next(self) -> bytes:
        return await self._stream.__anext__()

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            try:
                chunk: bytes = anyio.from_thread.run(self._next)
            except StopAsyncIteration:
                break
            self.size += len(chunk)
            if self.size > self._limit:
                raise TooLarge(_("This file is larger than {limit} MB.", limit=self._limit // 2**20))
            self.sha256.update(chunk)
            self.head += chunk[: max(0, 8192 - len(self.head))]
            self._held += chunk
        size = len(self._held) if size < 0 else size
        given, self._held = self._held[:size], self._held[size:]
        return given


async def put(bucket: str, key: str, stream: AsyncIterator[bytes], limit: int) -> Stored:
    """Write a stream of at most `limit` bytes. TooLarge (413) past it, Unavailable (503) where the store is away."""
    incoming = _Incoming(stream, limit)
    await _run(
        lambda: _client().put_object(
            bucket_name=_bucket(bucket),
            object_name=key,
            data=cast("BinaryIO", incoming),
            length=-1,
            part_size=PART,
        )
    )
    return Stored(key, incoming.size, incoming.sha256.hexdigest(), incoming.head)


async def put_bytes(bucket: str, key: str, data: bytes) -> Stored:
    async def once() -> AsyncIterator[bytes]:
        yield data

    return await put(bucket, key, once(), len(data))


async def get(bucket: str, key: str) -> AsyncIterator[bytes]:
    """The object in pieces of 256 KB. The first piece is asked for before this returns, so that errors come early."""
    response = await _run(lambda: _client().get_object(bucket_name=_bucket(bucket), object_name=key))
    pieces: Iterator[bytes] = response.stream(256 * 1024)

    async def flow() -> AsyncIterator[bytes]:
        try:
            while piece := await _run(lambda: next(pieces, b"")):
                yield piece
        finally:
            response.close()
            response.release_conn()

    return flow()


async def get_bytes(bucket: str, key: str) -> bytes:
    return b"".join([piece async for piece in await get(bucket, key)])


async def stat(bucket: str, key: str) -> int | None:
    """The size in bytes, or None where there is no such object."""
    try:
        found = await _run(lambda: _client().stat_object(bucket_name=_bucket(bucket), object_name=key))
    except Conflict:
        return None
    return found.size


async def delete(bucket: str, key: str) -> None:
    await _run(lambda: _client().remove_object(bucket_name=_bucket(bucket), object_name=key))


async def keys(bucket: str) -> list[str]:
    """All keys; the unfinished ones of a killed upload (`.tmp.…`) are left out."""

    def walk() -> list[str]:
        found = _client().list_objects(bucket_name=_bucket(bucket))
        return [one.object_name for one in found if one.object_name and not one.object_name.startswith(".tmp.")]

    return await _run(walk)


async def link(bucket: str, key: str, lifetime: timedelta = timedelta(minutes=5)) -> str:
    """A presigned GET, made without asking the store."""
    return await _run(
        lambda: _client().presigned_get_object(bucket_name=_bucket(bucket), object_name=key, expires=lifetime)
    )


async def prepare() -> None:
    """Make the declared buckets that are missing."""

    def make() -> None:
        for name in declared():
            if not _client().bucket_exists(bucket_name=_bucket(name)):
                _client().make_bucket(bucket_name=_bucket(name))

    await _run(make)


async def answers() -> bool:
    """Whether the store is there and holds our buckets (for /readyz)."""
    try:
        return await _run(lambda: all(_client().bucket_exists(bucket_name=_bucket(name)) for name in declared()))
    except Unavailable:
        return False
