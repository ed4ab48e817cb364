"""E-mail addresses in one form, so that one mailbox is one account."""

import re
import unicodedata

LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def normalised(text: str) -> str | None:
    """The address in lower case, full-width signs made plain, the domain in its ASCII form; None if it is none.

    Local parts outside ASCII are refused: the mail servers of many public bodies cannot deliver to them, and two that
    look alike would be two accounts.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    local, at, domain = address.rpartition("@")
    if not at or len(local) > 64 or not LOCAL.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(LABEL.fullmatch(one) for one in labels) or labels[-1].isdigit():
        return None
    whole = f"{local}@{domain}"
    return whole if len(whole) <= 254 else None
