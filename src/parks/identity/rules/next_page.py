"""Where to go after signing in: a page of ours, whatever the address said."""

from urllib.parse import urlsplit


def safe_next(asked: str, otherwise: str = "/") -> str:
    """The path if it is a plain path of this site, else `otherwise`: never another host, scheme, or a trick of either.

    Browsers drop tabs and line ends and read a backslash as a slash, so none may stand anywhere.
    """
    plain = asked.isascii() and asked.isprintable() and "\\" not in asked and " " not in asked and len(asked) <= 2000
    if not plain or not asked.startswith("/") or asked.startswith("//"):
        return otherwise
    try:
        found = urlsplit(asked)
    except ValueError:
        return otherwise
    return otherwise if found.scheme or found.netloc or found.path.startswith("/session") else asked
