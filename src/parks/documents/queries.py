"""Reading files: their rows, and their bytes piece by piece. The caller has asked its own permission."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from parks.adapters import object_store
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.records import Own


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document by its latest version. `size` in bytes, `sha256` in hex."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A file on its way out: `stream` yields its bytes in pieces."""

    name: str
    media_type: str
    size: int
    sha256: str
    stream: AsyncIterator[bytes]


LATEST = """
SELECT DISTINCT ON (d.id) d.id, v.name, v.media_type, v.size, v.sha256, v.number, v.at, v.bucket, v.key
FROM document d JOIN document_version v ON v.document = d.id
WHERE d.id = ANY($1) AND ($2 OR d.discarded_at IS NULL) ORDER BY d.id, v.number DESC
"""


async def document(document_id: UUID) -> DocumentView:
    return _view(await row(LATEST, [document_id], False) or hidden())


async def several(document_ids: Sequence[UUID]) -> dict[UUID, DocumentView]:
    """The documents of these ids that are in use, by id, in one statement."""
    return {one["id"]: _view(one) for one in await rows(LATEST, list(document_ids), False)}


async def opened(document_id: UUID, version: int | None = None) -> Opened:
    """The latest version, or an earlier one (also of a discarded document). Hidden (404), Unavailable (503)."""
    if version is None:
        found = await row(LATEST, [document_id], False) or hidden()
    else:
        found = (
            await row(
                "SELECT name, media_type, size, sha256, bucket, key FROM document_version"
                " WHERE document = $1 AND number = $2",
                document_id,
                version,
            )
            or hidden()
        )
    stream = await object_store.get(found["bucket"], found["key"])
    return Opened(found["name"], found["media_type"], found["size"], found["sha256"], stream)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a version of a file lies; `size` in bytes."""

    size: int
    bucket: str
    key: str

    async def read(self) -> bytes:
        """All of it. Unavailable (503) where the store does not answer."""
        return await object_store.get_bytes(self.bucket, self.key)


async def located(wanted: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], Located]:
    """The files of these documents' versions, also of discarded ones, in one statement."""
    found = await rows(
        "SELECT v.document, v.number, v.size, v.bucket, v.key FROM document_version v"
        " JOIN unnest($1::uuid[], $2::int[]) AS w(document, number) ON w.document = v.document AND w.number = v.number",
        [document_id for document_id, _number in wanted],
        [number for _document_id, number in wanted],
    )
    return {(one["document"], one["number"]): Located(one["size"], one["bucket"], one["key"]) for one in found}


def _view(one: asyncpg.Record) -> DocumentView:
    return DocumentView(one["id"], one["name"], one["media_type"], one["size"], one["sha256"], one["number"], one["at"])


async def own_data(actor: Actor) -> Own:
    """The files that a person sent: names, sizes and sums; the bytes are downloaded where they belong."""
    found = await rows(
        "SELECT to_jsonb(x) AS line FROM (SELECT v.name, v.media_type, v.size, v.sha256, v.at, d.discarded_at"
        " FROM document_version v JOIN document d ON d.id = v.document WHERE v.uploaded_by = $1 ORDER BY v.at) x",
        actor.id,
    )
    return {"files": [one["line"] for one in found]}
