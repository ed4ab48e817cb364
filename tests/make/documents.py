"""Files, stored by the actions themselves."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

from parks.documents import actions
from parks.documents.queries import DocumentView
from parks.kernel.actor import Actor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def flow(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


def incoming(name: str = "证明.pdf", body: bytes = PDF) -> actions.Incoming:
    return actions.Incoming(name, flow(body))


async def stored(
    actor: Actor,
    name: str,
    body: bytes,
    *,
    declaration: UUID | None = None,
    limit: int | None = None,
    document_id: UUID | None = None,
) -> DocumentView:
    """A file that nobody holds yet; `document_id` makes it the next version of one."""
    declaration = declaration or await actions.declare(actor, uuid4())
    async with actions.brought(actor, incoming(name, body), declaration_id=declaration, limit=limit) as taken:
        return await actions.keep(actor, taken, document_id)


async def pdf(actor: Actor, name: str = "商业计划书.pdf", body: bytes = PDF) -> DocumentView:
    return await stored(actor, name, body)


async def taken(actor: Actor, name: str = "发票.pdf", body: bytes = PDF) -> actions.Taken:
    """Bytes in the store that nobody keeps yet."""
    declaration = await actions.declare(actor, uuid4())
    async with actions.brought(actor, incoming(name, body), declaration_id=declaration) as found:
        return found
