"""Told in the caller's transaction, sent after it: undone together, and never lost between the two.

The row is locked while its mail is handed over and marked in the same transaction, so two workers never send it
twice; a worker killed in between sends it again under the same Message-ID, which mailboxes drop.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog

from parks.adapters import jobs, mailer, vault
from parks.adapters.database import execute, row, rows, tx
from parks.adapters.ids import uuid7
from parks.identity import queries as identity
from parks.kernel.errors import Unavailable
from parks.notifications.actions.wording import mail, merged, words
from parks.notifications.queries import letters
from parks.notifications.queries.letters import Words
from parks.notifications.queries.preferences import channels as channels_of
from parks.notifications.rules.kinds import Channel, kind_of

DELIVER, SWEEP = "deliver message", "sweep messages"
LANGUAGES = ("zh", "en")
AT_ONCE = 4  # each holds a database connection while the mail server answers

log = structlog.get_logger()


async def tell(
    to: UUID | Sequence[UUID], template: str, url: str = "", *, secret: bool = False, **values: Any
) -> list[UUID]:
    """Tell one person or several, in the open transaction; answers the messages' ids.

    `template` is `context/name` under templates/emails; `url` the page it is about (a path of ours); `secret` keeps
    its words out of the inbox and out of the table once the mail is gone. Values are Text, Bilingual, dates, money
    and plain texts. People who are no more are passed over, and those who chose not to hear of this kind.
    """
    people = await identity.people([to] if isinstance(to, UUID) else list(dict.fromkeys(to)))
    channels = await channels_of(kind_of(template), list(people))
    made = []
    async with tx():
        for person in people.values():
            if not secret and channels[person.id] is Channel.NONE:
                continue
            told = {lang: words(template, {"name": person.name, **values}, lang) for lang in LANGUAGES}
            by_mail = secret or channels[person.id] is Channel.MAIL
            made.append(await post(person.id, template, told, url, secret=secret, by_mail=by_mail))
    return made


async def tell_of(application_id: UUID, to: UUID, template: str, url: str, **values: Any) -> list[UUID]:
    """Tell an applicant of their application: in the call's own words where it has some for this letter."""
    own = await letters.own_wording(application_id, template)
    if own is None:
        return await tell(to, template, url, **values)
    channel = (await channels_of(kind_of(template), [to]))[to]
    if channel is Channel.NONE:
        return []
    known = own.recipient.values() | values
    told = {lang: merged(own.words[lang], known, lang) for lang in LANGUAGES}
    async with tx():
        return [await post(to, template, told, url, by_mail=channel is Channel.MAIL)]


async def post(
    person_id: UUID,
    template: str,
    told: Mapping[str, Words],
    url: str,
    *,
    secret: bool = False,
    by_mail: bool = True,
) -> UUID:
    """One message into the inbox, and its mail into the queue where it goes by mail; answers its id."""
    message_id = uuid7()
    await execute(
        "INSERT INTO message (id, person, template, subject_zh, subject_en, body_zh, body_en, url, sealed, by_mail,"
        " told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now())",
        message_id,
        person_id,
        template,
        told["zh"].subject,
        told["en"].subject,
        "" if secret else told["zh"].body,
        "" if secret else told["en"].body,
        url,
        vault.lock(json.dumps({lang: told[lang].body for lang in LANGUAGES})) if secret else "",
        by_mail,
    )
    if by_mail:
        await _ask_for_delivery(message_id)
    return message_id


async def _ask_for_delivery(message_id: UUID) -> None:
    await jobs.enqueue(DELIVER, {"id": str(message_id)}, once=f"message:{message_id}")


_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def deliver_job(payload: Mapping[str, Any]) -> None:
    """The job: `{"id": message}`."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with turn:
        await deliver(UUID(payload["id"]))


async def deliver(message_id: UUID) -> bool:
    """Hand the mail over if that is still to be done; True if it was this call that did it.

    Unavailable (503) where the mail server does not take it: the try and the reason are noted, the job comes again.
    """
    try:
        async with tx():
            found = await row(
                "SELECT m.id, m.subject_zh, m.subject_en, m.body_zh, m.body_en, m.sealed, m.url, m.sent_at, m.by_mail,"
                " p.email, p.name, p.language FROM message m JOIN person p ON p.id = m.person WHERE m.id = $1"
                " FOR UPDATE OF m SKIP LOCKED",
                message_id,
            )
            if found is None or found["sent_at"] is not None or not found["by_mail"]:
                return False
            bodies = json.loads(vault.unlock(found["sealed"])) if found["sealed"] else None
            told = {
                lang: Words(found[f"subject_{lang}"], bodies[lang] if bodies else found[f"body_{lang}"])
                for lang in LANGUAGES
            }
            subject, text = mail(found["language"], told, found["url"])
            await mailer.send(found["email"], subject, text, message_id=str(found["id"]), to_name=found["name"])
            await execute(
                "UPDATE message SET sent_at = parks_now(), sealed = '', tries = tries + 1, problem = '' WHERE id = $1",
                message_id,
            )
    except Unavailable as refusal:
        await execute(
            "UPDATE message SET tries = LEAST(tries + 1, 30000), problem = $2 WHERE id = $1 AND sent_at IS NULL",
            message_id,
            str(refusal.__cause__ or refusal)[:300],
        )
        raise
    return True


async def sweep() -> int:
    """Ask again for what nobody sent: jobs that gave up while the mail server was away for hours, or that a person
    removed. After three days a message stays in the inbox alone. Answers how many were asked for.
    """
    found = await rows(
        "SELECT id FROM message WHERE sent_at IS NULL AND by_mail AND told_at < parks_now() - interval '10 minutes'"
        " AND told_at > parks_now() - interval '3 days' ORDER BY told_at LIMIT 500"
    )
    for one in found:
        await _ask_for_delivery(one["id"])
    if found:
        log.warning("undelivered messages asked for again", messages=len(found))
    return len(found)
