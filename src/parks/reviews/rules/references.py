"""Pages that a comment names: `#1:12`, 附件1第12页, attachment 1, page 12. They stand in the words themselves: so they
are kept, versioned, exported and read by officers like the rest of the comment, and need no field of their own.
"""

import re
from dataclasses import dataclass

NAMED = re.compile(
    r"#(\d{1,2})[:：](\d{1,4})(?!\d)"
    r"|附件\s*(\d{1,2})\s*[,，]?\s*第\s*(\d{1,4})\s*页"
    r"|\battachment\s+(\d{1,2})\s*,?\s*(?:page|p\.)\s*(\d{1,4})\b",
    re.IGNORECASE,
)
MOST = 20
"""Links beside one comment."""


@dataclass(frozen=True, slots=True, order=True)
class PageRef:
    """Attachment and page, both from 1."""

    document: int
    page: int


def named_pages(comment: str, attachments: int) -> tuple[PageRef, ...]:
    """Each page once, as they come, of so many attachments alone; whether there is such a page shows its reader."""
    found: dict[PageRef, None] = {}
    for one in NAMED.finditer(comment):
        document, page = (int(part) for part in one.groups() if part)
        if 1 <= document <= attachments and page >= 1:
            found[PageRef(document, page)] = None
    return tuple(found)[:MOST]
