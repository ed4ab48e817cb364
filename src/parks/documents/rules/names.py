"""File names as they may be shown: no path, no control or direction signs, at most 200 characters."""

import re
import unicodedata

LONGEST = 200
_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def shown(sent: str, media_type: str) -> str:
    """The name for people; its ending says what the bytes are, whatever was claimed."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", sent))[-1]
    clean = "".join(" " if char.isspace() else char for char in last if unicodedata.category(char) not in _HIDDEN)
    clean = " ".join(clean.split()).strip(". ")
    ending = _ENDINGS.get(media_type, "")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", clean) or "file"
    return f"{stem[: LONGEST - len(ending)]}{ending}"
