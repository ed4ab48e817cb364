"""Hostile and locked files are refused by name, never passed on and never a crash."""

import io

import pytest
from PIL import Image
from pypdf import PdfWriter

from parks.adapters import neutral_jpeg
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


def _photograph(**more: object) -> bytes:
    out = io.BytesIO()
    picture = Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = "CANARY-ARTIST"
    picture.save(out, "JPEG", exif=exif, comment=b"CANARY-COMMENT", **more)
    return out.getvalue() + b"CANARY-BEHIND"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_every_pixel_and_nothing_of_its_camera(progressive: bool) -> None:
    told = _photograph(progressive=progressive)
    clean = neutral_jpeg.neutral(told)
    assert told.count(b"CANARY") == 3
    assert b"CANARY" not in clean
    with Image.open(io.BytesIO(told)) as before, Image.open(io.BytesIO(clean)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    "body", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\xff\xd8 hidden \xff\xd9"]
)
def test_what_is_no_photograph_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        neutral_jpeg.neutral(body)
