"""Files, stored by the actions themselves."""

from collections.abc import AsyncIterator
from uuid import uuid4

from parks.documents import actions
from parks.documents.queries import DocumentView
from parks.kernel.actor import Actor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def flow(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


async def pdf(actor: Actor, name: str = "商业计划书.pdf", body: bytes = PDF) -> DocumentView:
    declaration = await actions.declare(actor, uuid4())
    return await actions.store(actor, declaration_id=declaration, name=name, stream=flow(body))


async def taken(actor: Actor, name: str = "发票.pdf", body: bytes = PDF) -> actions.Taken:
    """Bytes in the store that nobody keeps yet."""
    declaration = await actions.declare(actor, uuid4())
    return await actions.take(actor, declaration_id=declaration, name=name, stream=flow(body))
