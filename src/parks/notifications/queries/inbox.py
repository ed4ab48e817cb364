"""A person's own messages. Those that carried a code were for the mail alone and are not among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual, _
from parks.web import paging

INBOX = paging.Grid(
    columns=(
        paging.Column("subject", _("Message")),
        paging.Column("told_at", _("When"), sort="told_at"),
        paging.Column("state", _("State")),
    ),
    sorts=("-told_at", "told_at"),
    filters=(paging.Filter("state", _("State"), (("unread", _("Unread")), ("read", _("Read")))),),
)

SHOWN = "m.id, m.subject_zh, m.subject_en, m.body_zh, m.body_en, m.url, m.told_at, m.read_at, m.corrected_at"
MINE = """m.person = $1 AND m.body_zh <> ''
  AND ($2 = '' OR (m.subject_zh || ' ' || m.subject_en || ' ' || m.body_zh || ' ' || m.body_en) ILIKE '%' || $2 || '%')
  AND ($3 = '' OR (m.read_at IS NULL) = ($3 = 'unread'))"""


@dataclass(frozen=True, slots=True)
class MessageView:
    id: UUID
    subject: Bilingual
    body: Bilingual
    url: str
    told_at: datetime
    read_at: datetime | None
    corrected_at: datetime | None = None

    @property
    def unread(self) -> bool:
        return self.read_at is None


def view(one: Any) -> MessageView:
    return MessageView(
        one["id"],
        Bilingual(one["subject_zh"], one["subject_en"]),
        Bilingual(one["body_zh"], one["body_en"]),
        one["url"],
        one["told_at"],
        one["read_at"],
        one["corrected_at"],
    )


async def inbox(actor: Actor, state: paging.ListState) -> paging.Page:
    """One page of one's messages, newest first unless asked otherwise."""
    wanted = [actor.id, _plain(state.q), state.chosen.get("state", "")]
    way, sign = ("DESC", "<") if state.descending else ("ASC", ">")
    after = _place(state.after)
    found = await rows(
        f"SELECT {SHOWN} FROM message m WHERE {MINE}"
        f" AND ($4::timestamptz IS NULL OR (m.told_at, m.id) {sign} ($4, $5::uuid))"
        f" ORDER BY m.told_at {way}, m.id {way} LIMIT $6",
        *wanted,
        after[0] if after else None,
        after[1] if after else None,
        state.limit,
    )
    total = await value(
        f"SELECT count(*) FROM (SELECT 1 FROM message m WHERE {MINE} LIMIT {paging.CAP + 1}) AS found", *wanted
    )
    return paging.page(state, [view(one) for one in found], total, key=lambda one: (one.told_at.isoformat(), one.id))


async def lately(actor: Actor) -> list[MessageView]:
    """The last ten things one was told: the timeline beside what waits."""
    found = await rows(
        f"SELECT {SHOWN} FROM message m WHERE m.person = $1 AND m.body_zh <> ''"
        " ORDER BY m.told_at DESC, m.id DESC LIMIT 10",
        actor.id,
    )
    return [view(one) for one in found]


def _plain(asked: str) -> str:
    """The text itself: no wildcards."""
    return asked.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _place(after: tuple[Any, str] | None) -> tuple[datetime, UUID] | None:
    """Where the page starts; None for a place that somebody made up."""
    try:
        return (datetime.fromisoformat(after[0]), UUID(after[1])) if after else None
    except (TypeError, ValueError):
        return None


async def unread(actor: Actor) -> int:
    """How many messages are unread, counted up to 100."""
    found: int = await value(
        "SELECT count(*) FROM (SELECT 1 FROM message WHERE person = $1 AND read_at IS NULL AND body_zh <> ''"
        " LIMIT 100) AS found",
        actor.id,
    )
    return found
