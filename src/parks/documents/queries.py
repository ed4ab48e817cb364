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
