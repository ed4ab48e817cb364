"""A JPEG without its origin: no EXIF, XMP, IPTC, thumbnail or comment. The picture's own bytes stay as they are.

ITU-T T.81 annex B: a marker is 0xFF and a code; a segment has a length of two bytes that counts itself; within a scan
0xFF is followed by 0x00 or by the code of a restart.
"""

import re

APP0, APP14, APP15, COMMENT, SCAN, END = 0xE0, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9
MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)


def neutral(body: bytes) -> bytes:
    """Without APP1 to APP15, comments and whatever follows the image's end.

    JFIF stays, and APP14, which tells how the colours were turned round. ValueError for what is no JPEG: it may hide
    anything.
    """
    if not body.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = [b"\xff\xd8"], 2
    while (found := MARKER.search(body, at)) is not None:
        if at == 2 and found.start() > at:
            raise ValueError("no segment")
        kept.append(body[at : found.start()])  # of a scan: between two segments stands nothing
        mark, start = body[found.end() - 1], found.end()
        if mark == END:
            return b"".join([*kept, b"\xff\xd9"])
        at = start + int.from_bytes(body[start : start + 2], "big")
        if at < start + 2 or at > len(body):
            raise ValueError("no segment")
        if not tells(mark):
            kept.append(bytes((0xFF, mark)) + body[start:at])
    raise ValueError("no end")


def tells(mark: int) -> bool:
    return mark == COMMENT or (APP0 < mark <= APP15 and mark != APP14)
