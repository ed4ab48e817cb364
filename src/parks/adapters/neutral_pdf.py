"""A PDF without its origin: the pages as they are, nothing of who wrote it, when, or from which file.

Runs on what applicants send: whatever pypdf cannot read is refused, never passed on as it came.
"""

import io
import zlib
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from parks.adapters import neutral_jpeg

TELLING = ("/Metadata", "/PieceInfo", "/AF", "/LastModified", "/Collection", "/OpenAction", "/AA", "/CreatorInfo")
"""Keys that hold XMP, an editor's private data, attached files or actions: dropped wherever they stand."""
OF_NAMES = ("/EmbeddedFiles", "/JavaScript")
OF_NOTES = ("/T", "/NM", "/M", "/CreationDate")


class UnreadablePdfError(ValueError):
    """The bytes are not a PDF that can be read without a password."""


def neutral(body: bytes) -> bytes:
    """The same pages in a new file: no Info, XMP, attachments, authors of notes, makers of layers, or EXIF of pictures.

    Blocking: call it in a thread.
    """
    try:
        writer = PdfWriter(clone_from=_unlocked(body))
        for one in writer._objects:  # noqa: SLF001 - pypdf has no public walk over all objects
            _strip(one)
        # What was cut off still lies in the file, as objects that nothing leads to: a second copy leaves them behind.
        return _written(PdfWriter(clone_from=PdfReader(io.BytesIO(_written(writer)))))
    except UnreadablePdfError:
        raise
    except Exception as error:  # a file made to break parsers finds other errors than pypdf's own
        raise UnreadablePdfError(str(error)) from error


def _unlocked(body: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted:
        raise UnreadablePdfError("encrypted")
    return reader


def _written(writer: PdfWriter) -> bytes:
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip(one: Any) -> None:
    if isinstance(one, IndirectObject) or not isinstance(one, (DictionaryObject, ArrayObject)):
        return
    if isinstance(one, ArrayObject):
        for part in one:
            _strip(part)
        return
    for key in TELLING:
        one.pop(key, None)
    if one.get("/Type") == "/Annot" or ("/Subtype" in one and "/Rect" in one):  # a note need not say its type
        for key in OF_NOTES:
            one.pop(key, None)
    for key in OF_NAMES:
        one.pop(key, None)
    if one.get("/Type") in {"/Filespec", "/F"}:
        one.clear()
    if isinstance(one, StreamObject):
        _strip_picture(one)
    for part in one.values():
        _strip(part)


def _strip_picture(one: StreamObject) -> None:
    """A photograph keeps its camera's notes: place, time, owner. Filters before the JPEG's own are taken off by hand,
    as pypdf would decode the picture with them.
    """
    told = one.get("/Filter")
    filters = [str(name) for name in told] if isinstance(told, ArrayObject) else [str(told)]
    if filters[-1] not in {"/DCTDecode", "/DCT"}:
        return
    body = one._data  # noqa: SLF001 - pypdf has no public way to the bytes as they are stored
    for name in filters[:-1]:
        if name not in {"/FlateDecode", "/Fl"}:
            raise UnreadablePdfError(f"a picture behind {name}")
        body = zlib.decompress(body)
    one._data = neutral_jpeg.neutral(body)  # noqa: SLF001 - as above
    one[NameObject("/Filter")] = NameObject("/DCTDecode")
    if len(filters) > 1:  # parameters by filter: the JPEG's own are never needed
        one.pop("/DecodeParms", None)
