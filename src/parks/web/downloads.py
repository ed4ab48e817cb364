"""Files over HTTP: streamed out with the right headers, and uploads taken in pieces."""

from collections.abc import AsyncIterator
from typing import Protocol

from litestar.datastructures import UploadFile
from litestar.response import Stream

from parks.web.exports import attachment

PIECE = 256 * 1024


class Opened(Protocol):
    """What a context hands over: a name, a kind, a size in bytes and the bytes themselves."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def stream(self) -> AsyncIterator[bytes]: ...


def send(opened: Opened, *, inline: bool = False, name: str | None = None) -> Stream:
    """The file as a download, or shown in the page's own frame; never kept by a cache."""
    return Stream(
        opened.stream,
        media_type=opened.media_type,
        headers={
            "content-disposition": attachment(name or opened.name, inline=inline),
            "content-length": str(opened.size),
            "cache-control": "private, no-store",
        },
    )


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    """An uploaded file (spooled to disk past one MB), piece by piece."""
    while piece := await file.read(PIECE):
        yield piece
