"""What the first bytes say a file is, and the sentence for each that is not taken."""

from parks.kernel.words import Text, _

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG"}


def sniffed(head: bytes) -> str | None:
    """The media type by the file's own signature; None for what we do not know. A PDF begins at its first byte."""
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    return None


def problem(*, size: int, media_type: str | None, allowed: tuple[str, ...], locked: bool) -> Text | None:
    """Why the file is not taken, or None."""
    if size == 0:
        return _("This file is empty. Choose it again, or choose another.")
    if media_type is None or media_type not in allowed:
        kinds = ", ".join(NAMES[one] for one in allowed)
        return _("This is not a file of a kind that can be taken here: {kinds}.", kinds=kinds)
    if locked:
        return _("This PDF is locked with a password. Save it without one and send it again.")
    return None


def looks_locked(tail: bytes) -> bool:
    """A PDF that needs a password names its encryption in the trailer, near the end."""
    return b"/Encrypt" in tail
