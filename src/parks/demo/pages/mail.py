"""`/demo/mail`: what the demo's mail server was given, newest first, so that a visitor can follow the links in it.

404 outside the demo. In the demo everyone reads everything: its people are invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery

from parks.kernel.errors import hidden
from parks.settings import settings
from parks.web import access
from parks.web.rendering import screen

SHOWN = 100
LINK = re.compile(r"https?://\S+")
IN_DEMO = access.public("mails of invented people; 404 outside the demo")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was sent; `parts` are the pieces of its text and whether each is a link of ours."""

    id: str
    to: str
    subject: str
    at: datetime | None
    parts: Sequence[tuple[str, bool]] = ()


class MailPages(Controller):
    path = "/demo/mail"
    include_in_schema = False

    @get(name="demo-mail:list", opt={"access": IN_DEMO})
    async def index(self, request: Request[Any, Any, Any], to: FromQuery[str] = "") -> Response[Any]:
        mails = await anyio.to_thread.run_sync(_newest, _folder(), to.strip()[:100].lower())
        return screen(request, "demo/mail.html", mails=mails, to=to)

    @get("/{mail_id:uuid}", name="demo-mail:show", opt={"access": IN_DEMO})
    async def show(self, request: Request[Any, Any, Any], mail_id: FromPath[UUID]) -> Response[Any]:
        path = _folder() / f"{mail_id}.eml"
        mail = await anyio.to_thread.run_sync(_read, path) or hidden()
        return screen(request, "demo/one_mail.html", mail=mail)


def _folder() -> Path:
    """Hidden (404) where there is no demo, or no mail server of its own."""
    folder = settings().demo_mail_folder
    if not settings().demo or folder is None:
        hidden()
    return folder


def _newest(folder: Path, to: str) -> list[Mail]:
    """Names sort by time: only as many files are read as are shown, unless one looks for an address."""
    found: list[Mail] = []
    for path in sorted(folder.glob("*.eml"), reverse=True):
        mail = _read(path)
        if mail is not None and to in mail.to.lower():
            found.append(mail)
        if len(found) == SHOWN:
            break
    return found


def _read(path: Path) -> Mail | None:
    try:
        sent: EmailMessage = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    body = sent.get_body(("plain",))
    text = "" if body is None else str(body.get_content())
    at = parsedate_to_datetime(str(sent["Date"])) if sent["Date"] else None
    return Mail(path.stem, str(sent["To"] or ""), str(sent["Subject"] or ""), at, tuple(_parts(text)))


def _parts(text: str) -> list[tuple[str, bool]]:
    """The text cut at links; only those to this very site are links on the page."""
    found, place = [], 0
    for link in LINK.finditer(text):
        if link[0].startswith(f"{settings().base_url}/"):
            found += [(text[place : link.start()], False), (link[0], True)]
            place = link.end()
    return [*found, (text[place:], False)]
