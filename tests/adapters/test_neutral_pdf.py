"""Hostile and locked files are refused by name, never passed on and never a crash."""

import io

import pytest
from pypdf import PdfWriter

from parks.adapters.neutral_pdf import UnreadablePdfError, neutral


def _locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"", b"not a pdf", b"%PDF-1.7\n" + b"\x00" * 500, b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF\n", _locked()],
)
def test_what_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadablePdfError):
        neutral(body)
