"""Files in and out of use: declared, stored, replaced, discarded, issued.

The object is written first, then its row, in the very transaction that hangs it onto something of its owner's. So a
crash leaves at most an object that nobody knows, which `sweep()` removes: never a row without its bytes, and never a
document that nobody holds (docs/adr/0014).
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from parks.adapters import object_store
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.adapters.object_store import Stored
from parks.audit import actions as audit
from parks.documents.queries import DocumentView
from parks.documents.rules import checks, names
from parks.documents.states import Origin
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Invalid, Refusal, Unavailable, hidden
from parks.kernel.words import _

UPLOADS, LETTERS = "documents", "letters"
WORDING = "2026-11"
"""The version of the declaration's text, kept with each."""

TAIL = 4096


async def declare(actor: Actor, subject_id: UUID) -> UUID:
    """That nothing sent for this matter contains state secrets; answers the declaration's id."""
    declaration_id = uuid7()
    async with tx():
        await execute(
            "INSERT INTO secrecy_declaration (id, person, subject_id, wording, at)"
            " VALUES ($1, $2, $3, $4, parks_now())",
            declaration_id,
            actor.id,
            subject_id,
            WORDING,
        )
        await audit.record(actor, "no secrets declared", subject_id, wording=WORDING)
    return declaration_id


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in: its name as it was sent, its bytes as they come."""

    name: str
    stream: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes that lie in the store and were found good, and no row yet: `keep` makes it."""

    stored: Stored
    name: str
    media_type: str
    declaration_id: UUID


@asynccontextmanager
async def brought(
    actor: Actor,
    file: Incoming,
    *,
    declaration_id: UUID,
    limit: int | None = None,
    types: Sequence[str] | None = None,
    field: str = "file",
) -> AsyncIterator[Taken]:
    """A file's bytes, stored before the block; the block opens its transaction, `keep`s them and hangs them up.

    No row is locked for as long as a slow line takes, and what the block refuses is taken back:

        async with documents.brought(actor, file, declaration_id=declared) as taken, tx():
            stored = await documents.keep(actor, taken)
            ...

    `limit` in bytes, at most the bucket's own. Forbidden (403) without the actor's own declaration; TooLarge (413);
    Invalid (422) beside `field` for empty, locked or unknown kinds; Unavailable (503) where the store is away.
    Nothing is kept of what is refused.
    """
    taken = await _take(actor, file, declaration_id=declaration_id, limit=limit, types=types, field=field)
    try:
        yield taken
    except Refusal as refusal:
        if refusal.status < 500:  # refused for certain; of a lost COMMIT nobody here knows whether it counted
            with contextlib.suppress(Unavailable):  # then `sweep` does it
                await object_store.delete(UPLOADS, taken.stored.key)
        raise


async def _take(
    actor: Actor,
    file: Incoming,
    *,
    declaration_id: UUID,
    limit: int | None,
    types: Sequence[str] | None,
    field: str,
) -> Taken:
    if not await value("SELECT 1 FROM secrecy_declaration WHERE id = $1 AND person = $2", declaration_id, actor.id):
        raise Forbidden(_("Declare first that what you send contains no state secrets."))
    most, allowed = _declared(UPLOADS)
    tail = _Tail(file.stream)
    stored = await object_store.put(UPLOADS, str(uuid4()), tail.flow(), min(limit or most, most))
    kind = checks.sniffed(stored.head)
    locked = kind == checks.PDF and checks.looks_locked(tail.last)
    wrong = checks.problem(size=stored.size, media_type=kind, allowed=tuple(types or allowed), locked=locked)
    if wrong is not None or kind is None:
        await object_store.delete(UPLOADS, stored.key)
        raise Invalid(wrong, {field: wrong or _("This file cannot be taken.")})
    return Taken(stored, names.shown(file.name, kind), kind, declaration_id)


async def keep(actor: Actor, taken: Taken, document_id: UUID | None = None) -> DocumentView:
    """The rows of what was brought, as a new document or as the next version of `document_id`."""
    return await _file(
        actor,
        taken.stored,
        bucket=UPLOADS,
        name=taken.name,
        media_type=taken.media_type,
        declaration_id=taken.declaration_id,
        document_id=document_id,
    )


async def content(taken: Taken) -> bytes:
    """The bytes that were brought, whole: for owners who look into a file before they keep it."""
    return await object_store.get_bytes(UPLOADS, taken.stored.key)


class _Tail:
    """Lets a stream through and remembers its last bytes."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self._stream, self.last = stream, b""

    async def flow(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self.last = (self.last + chunk)[-TAIL:]
            yield chunk


def _declared(bucket: str) -> tuple[int, tuple[str, ...]]:
    told = object_store.declared()[bucket]
    most, types = told["limit_mb"], told["types"]
    if not isinstance(most, int) or not isinstance(types, list):
        raise TypeError(f"storage/buckets.toml: limit_mb and types of {bucket}")
    return most * 2**20, tuple(types)


async def _file(
    actor: Actor | None,
    stored: Stored,
    *,
    bucket: str,
    name: str,
    media_type: str,
    declaration_id: UUID | None = None,
    document_id: UUID | None = None,
) -> DocumentView:
    async with tx():
        number = 1
        if document_id is None:
            document_id = uuid7()
            origin = Origin.UPLOADED if actor else Origin.ISSUED
            await execute(
                "INSERT INTO document (id, origin, made_at) VALUES ($1, $2, parks_now())", document_id, origin.value
            )
        else:
            known = await row("SELECT discarded_at FROM document WHERE id = $1 FOR UPDATE", document_id)
            if known is None or known["discarded_at"] is not None:
                hidden()
            number = 1 + await value("SELECT max(number) FROM document_version WHERE document = $1", document_id)
        at = await value(
            "INSERT INTO document_version (id, document, number, bucket, key, name, media_type, size, sha256,"
            " declaration, uploaded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, parks_now())"
            " RETURNING at",
            uuid7(),
            document_id,
            number,
            bucket,
            stored.key,
            name,
            media_type,
            stored.size,
            stored.sha256,
            declaration_id,
            actor.id if actor else None,
        )
        if actor is not None:
            await audit.record(actor, "document stored", document_id, version=number, sha256=stored.sha256)
    return DocumentView(document_id, name, media_type, stored.size, stored.sha256, number, at)


async def discard(actor: Actor, document_id: UUID) -> None:
    """Take a document out of use; its versions stay for the record until their term ends (domain.md §10)."""
    async with tx():
        await execute(
            "UPDATE document SET discarded_at = parks_now() WHERE id = $1 AND discarded_at IS NULL", document_id
        )
        await audit.record(actor, "document discarded", document_id)


async def file_letter(name: str, pdf: bytes) -> UUID:
    """Keep a PDF that Parks issued; answers the document's id."""
    stored = await object_store.put_bytes(LETTERS, str(uuid4()), pdf)
    view = await _file(None, stored, bucket=LETTERS, name=names.shown(name, checks.PDF), media_type=checks.PDF)
    return view.id


async def sweep() -> int:
    """Remove objects that no row knows: what a crash between object and row left. Answers how many.

    What may still be on its way is spared: the rows are read after the listing, and a second look comes later.
    """
    removed = 0
    for bucket in (UPLOADS, LETTERS):
        listed = set(await object_store.keys(bucket))
        known = {one["key"] for one in await rows("SELECT key FROM document_version WHERE bucket = $1", bucket)}
        suspects = listed - known
        former = _suspects.get(bucket, set())
        for key in suspects & former:
            await object_store.delete(bucket, key)
            removed += 1
        _suspects[bucket] = suspects - former
    return removed


_suspects: dict[str, set[str]] = {}
"""Keys without a row at the last sweep: removed at the next one if they still have none."""


async def erase(document_ids: Sequence[UUID]) -> int:
    """Documents whose time is over, with every version; within a deletion report that is carried out, or the database
    refuses. The bytes go with the next sweep, once no row knows them. Answers how many documents.
    """
    await execute("DELETE FROM document_version WHERE document = ANY($1)", list(document_ids))
    return len(await rows("DELETE FROM document WHERE id = ANY($1) RETURNING id", list(document_ids)))
