"""Everything an expert may read now as one PDF for a printer: neutral like the desk, with the reader's own name and the
time at the foot of each page (docs/adr/0080).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import anyio

from parks.adapters import typesetter
from parks.adapters.database import rows
from parks.adapters.typesetter import ReadProposal
from parks.documents import queries as documents
from parks.documents.queries import Located
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict
from parks.kernel.words import Bilingual, _
from parks.reviews.queries.conflicts import bars
from parks.reviews.rules import names
from parks.reviews.rules.proposal import Answer, Attachment, Proposal

MOST = 50
"""Proposals in one pack, the soonest first."""
MOST_BYTES = 200_000_000
"""Of attachments in one pack: it is bound in memory."""

Key = tuple[UUID, int]
"""A document and its version."""

_limiters: list[anyio.CapacityLimiter] = []


@dataclass(frozen=True, slots=True)
class Readable:
    code: str
    field: str
    round: Bilingual
    closes: datetime
    proposal: Proposal


async def readable(actor: Actor, seat_id: UUID | None = None) -> tuple[Sequence[Readable], datetime]:
    """The actor's declared seats of open rounds that nothing stands against, or the one named; and the time."""
    found = await rows(
        "SELECT a.code, a.field, r.title, r.closes, a.proposal, parks_now() AS now FROM seat s"
        " JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment"
        " JOIN review_round r ON r.id = a.review_round"
        " WHERE e.person = $1 AND s.state = 'declared' AND r.state = 'open' AND r.closes > parks_now()"
        f" AND ($2::uuid IS NULL OR s.id = $2) AND NOT {bars('s.expert')}"
        f" ORDER BY s.skipped_at IS NOT NULL, r.closes, a.number, s.id LIMIT {MOST}",
        actor.id,
        seat_id,
    )
    if not found:
        raise Conflict(_("There is no proposal to score now. Declare on the proposals that were offered to you first."))
    told = [
        Readable(one["code"], one["field"], Bilingual.of(one["title"]), one["closes"], Proposal.of(one["proposal"]))
        for one in found
    ]
    return told, found[0]["now"]


async def pack(actor: Actor, say: Callable[[Any], str], seat_id: UUID | None = None) -> bytes:
    """Two statements for any number of proposals. Conflict (409) where nothing waits, or where it is too much for one
    file. `say` puts the bookmarks into the reader's language.
    """
    told, now = await readable(actor, seat_id)
    wanted = {_key(one) for each in told for one in each.proposal.attachments}
    located = await documents.located(sorted(wanted))
    if sum(one.size for one in located.values()) > MOST_BYTES:
        raise Conflict(_("These attachments are too large for one file. Take the pack of each proposal from its page."))
    if not _limiters:
        _limiters.append(anyio.CapacityLimiter(1))  # each holds its attachments in memory
    async with _limiters[0]:
        clean = {key: await _neutral(one) for key, one in located.items()}
        values = {"proposals": [_set(one, clean, say) for one in told]}
        answers = await typesetter.pdf("reading", values)
        line = await typesetter.pdf("line", {"text": f"{actor.name} · {say(_('printed {at}', at=now))}"})
        return await anyio.to_thread.run_sync(partial(_bind, told, clean, answers, line, say))


async def _neutral(file: Located) -> bytes | None:
    """None for a file that cannot be shown without telling whose it is: the pack says so in its place."""
    from parks.adapters import neutral_pdf  # a PDF reader, which only this needs

    try:
        return await anyio.to_thread.run_sync(neutral_pdf.neutral, await file.read())
    except neutral_pdf.UnreadablePdfError:
        return None


def _set(one: Readable, clean: Mapping[Key, bytes | None], say: Callable[[Any], str]) -> ReadProposal:
    left_out = _("This file cannot be shown without telling whose it is. Score by the rest, and tell the officer.")
    return {
        "code": one.code,
        "facts": [
            (say(_("Field")), say(names.field_name(one.field))),
            (say(_("Round")), say(one.round)),
            (say(_("Deadline")), say(one.closes)),
        ],
        "sections": [
            {"title": section.title, "answers": [_answer(answer) for answer in section.answers]}
            for section in one.proposal.sections
        ],
        "notes": [
            f"{_title(number, each, say)}: {say(left_out)}"
            for number, each in enumerate(one.proposal.attachments, 1)
            if clean.get(_key(each)) is None
        ],
    }


def _title(number: int, each: Attachment, say: Callable[[Any], str]) -> str:
    return f"{say(_('Attachment {n}', n=number))} · {say(each.label)}"


def _key(each: Attachment) -> Key:
    """The door sets the version."""
    return each.document_id, each.version or 1


def _answer(answer: Answer) -> typesetter.Answer:
    if answer.lines:
        return {"question": answer.label, "heads": answer.heads, "rows": answer.lines}
    return {"question": answer.label, "answer": answer.text}


def _bind(
    told: Sequence[Readable],
    clean: Mapping[Key, bytes | None],
    answers: bytes,
    line: bytes,
    say: Callable[[Any], str],
) -> bytes:
    from parks.adapters import pdf_pack  # a PDF reader, as above

    pages = pdf_pack.pages_of(answers)
    starts = [*pdf_pack.starts(answers), len(pages)]
    chapters = []
    for place, one in enumerate(told):
        parts = [(say(_("What the application says")), pages[starts[place] : starts[place + 1]])]
        for number, each in enumerate(one.proposal.attachments, 1):
            if (body := clean.get(_key(each))) is not None:
                parts.append((_title(number, each, say), pdf_pack.pages_of(body)))
        chapters.append(pdf_pack.Chapter(f"{one.code} · {say(names.field_name(one.field))}", parts))
    return pdf_pack.bound(chapters, line)
