"""QR codes read off scanned pages: PDF by PDFium, pictures by Pillow, codes by ZXing (docs/adr/0062).

One file at a time and in a thread: PDFium is not made for several. Sizes are bounded before anything is drawn, since
what comes here was uploaded.
"""

import io
import warnings
from collections.abc import Iterator

import anyio
import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

DOTS = 200  # an inch: what office scanners make, and a QR code of 15 mm needs less than half of it
MOST_PAGES = 200
MOST_PIXELS = 40_000_000  # A3 at 300 dots is half of it

CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

_limiters: list[anyio.CapacityLimiter] = []


class UnreadableError(ValueError):
    """The file cannot be opened as what it says it is, or has too many or too large pages."""


async def read(data: bytes, media_type: str) -> list[list[str]]:
    """The texts of the QR codes of each page, in the order of pages; a picture is one page.

    UnreadableError for files that cannot be opened, or are past `MOST_PAGES` and `MOST_PIXELS`.
    """
    if not _limiters:
        _limiters.append(anyio.CapacityLimiter(1))
    return await anyio.to_thread.run_sync(_read, data, media_type, limiter=_limiters[0])


def _read(data: bytes, media_type: str) -> list[list[str]]:
    pages = _pages(data) if media_type == "application/pdf" else _picture(data)
    return [[one.text for one in zxingcpp.read_barcodes(page, formats=CODES)] for page in pages]


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError from error
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise UnreadableError
        for page in document:
            width, height = page.get_size()
            scale = DOTS / 72
            if width * height * scale**2 > MOST_PIXELS:
                scale = (MOST_PIXELS / (width * height)) ** 0.5
            yield page.render(scale=scale, grayscale=True).to_pil()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError from error
    finally:
        document.close()


def _picture(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below, by ourselves
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnreadableError
                yield picture.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise UnreadableError from error
