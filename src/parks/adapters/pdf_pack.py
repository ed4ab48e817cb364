"""Several PDFs bound into one: bookmarks, a line at the foot of each page that says whose copy it is, nothing else."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

MARGIN = 8.0
"""Points between the page's edge and the line."""
USUAL_WIDTH = 595.0
"""Points of an A4 page's width: for others the line grows or shrinks with the page."""
WIDEST = 0.8
"""Of the page's width, so that the number beside the line has room."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`title` is its bookmark; `parts` hang below it, each a bookmark and the pages it leads to."""

    title: str
    parts: Sequence[tuple[str, Sequence[PageObject]]]


def pages_of(body: bytes) -> Sequence[PageObject]:
    return PdfReader(io.BytesIO(body)).pages


def bound(chapters: Sequence[Chapter], line: bytes) -> bytes:
    """`line` is a PDF of one page as large as what stands on it. What is bound must be neutral already (`neutral_pdf`).

    Blocking: call it in a thread.
    """
    writer = PdfWriter()
    marks: list[tuple[str, int, list[tuple[str, int]]]] = []
    for chapter in chapters:
        first = len(writer.pages)
        below: list[tuple[str, int]] = []
        for title, pages in chapter.parts:
            below.append((title, len(writer.pages)))
            for page in pages:
                writer.add_page(page)
        marks.append((chapter.title, first, below))
    for title, first, below in marks:
        parent = writer.add_outline_item(title=title, page_number=first)
        for name, start in below:
            writer.add_outline_item(title=name, page_number=start, parent=parent)
    _stamp(writer, line)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stamp(writer: PdfWriter, line: bytes) -> None:
    """The line stands in the file once, as a form that each page draws: a page's own content is not read for it."""
    drawn = pages_of(line)[0]
    box = drawn.mediabox
    width = float(box.width)
    form = DecodedStreamObject()
    content = drawn.get_contents()
    form.set_data(b"" if content is None else content.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(one) for one in box),
            NameObject("/Resources"): drawn["/Resources"].clone(writer),
        }
    )
    kept = writer._add_object(form)  # noqa: SLF001 - pypdf has no public way to add a form
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    before = writer._add_object(_stream("q\n"))  # noqa: SLF001 - as above
    total = len(writer.pages)
    for number, page in enumerate(writer.pages, 1):
        resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
        for kind, name, what in (("/XObject", "/ParksLine", kept), ("/Font", "/ParksNumber", font)):
            known = DictionaryObject(resources.get(kind, DictionaryObject()).get_object())
            known[NameObject(name)] = what
            resources[NameObject(kind)] = known
        page[NameObject("/Resources")] = resources
        after = writer._add_object(_stream(f"\nQ\n{_drawing(page, width, f'{number} / {total}')}"))  # noqa: SLF001
        told = page.get("/Contents")
        own = told.get_object() if told is not None else ArrayObject()
        own = list(own) if isinstance(own, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([before, *own, after])


def _stream(text: str) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(text.encode())
    return made


def _drawing(page: PageObject, width: float, number: str) -> str:
    """The line at the foot of the page as a reader sees it, however the page is turned."""
    left, bottom, right, top = (float(one) for one in page.cropbox)
    turned = page.rotation % 360
    seen = top - bottom if turned in {90, 270} else right - left
    scale = min(seen / USUAL_WIDTH, seen * WIDEST / width)
    across, up = {
        0: ("1 0 0 1", (left, bottom)),
        90: ("0 1 -1 0", (right, bottom)),
        180: ("-1 0 0 -1", (right, top)),
        270: ("0 -1 1 0", (left, top)),
    }[turned]
    place = f"{across} {up[0]:.2f} {up[1]:.2f} cm"
    edge = MARGIN * seen / USUAL_WIDTH
    size = 7 * seen / USUAL_WIDTH
    return (
        f"q {place} q {scale:.4f} 0 0 {scale:.4f} {edge:.2f} {edge:.2f} cm /ParksLine Do Q"
        f" BT 0.33 g /ParksNumber {size:.2f} Tf {seen * 0.9:.2f} {edge:.2f} Td ({number}) Tj ET Q\n"
    )


def starts(body: bytes) -> Sequence[int]:
    """The pages, from 0, on which the file's own headings of the first level stand."""
    reader = PdfReader(io.BytesIO(body))
    found = (reader.get_destination_page_number(one) for one in reader.outline if not isinstance(one, list))
    return [one for one in found if one is not None]
