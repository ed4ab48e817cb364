"""One letter to many: drafted for the applications that a list view shows, looked at one by one, then sent.

Sending is a job in steps, so that five thousand letters hold no page and no lock; each step is one transaction and a
recipient whose message stands is passed over, whoever does it and however often.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from parks.adapters import jobs
from parks.adapters.database import execute, execute_many, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.words import _
from parks.notifications.actions.letters import TEXTS, check_texts
from parks.notifications.actions.outbox import LANGUAGES, post
from parks.notifications.actions.wording import merged
from parks.notifications.queries import campaigns, letters
from parks.notifications.queries.letters import Words
from parks.notifications.queries.preferences import channels as channels_of
from parks.notifications.rules.kinds import Channel, kind_of
from parks.programmes.queries import recipients
from parks.web.paging import ListState

SEND = "send campaign"
LETTER, NEWS = "notifications/letter", "notifications/news"
STEP = 100


async def draft_campaign(
    actor: Actor, call_id: UUID, state: ListState, texts: Mapping[str, str], *, news: bool = False
) -> UUID:
    """A letter to everyone whom the view shows, not sent yet; `news` goes to those alone who asked for it.

    Invalid (422) where it shows nobody, or would tell applicants of a phase that they cannot see.
    """
    async with tx():
        await letters.run_by(actor, call_id)
        check_texts(texts)
        chosen = await campaigns.chosen(actor, call_id, state)
        if not chosen.ids:
            raise Invalid(_("This view shows no application of the call. Choose another, then try again."))
        made = uuid7()
        await execute(
            "INSERT INTO campaign (id, call, view, subject_zh, body_zh, subject_en, body_en, made_by, news, made_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now())",
            made,
            call_id,
            state.query[:500],
            *[texts[name].strip() for name in TEXTS],
            actor.id,
            news,
        )
        await execute_many(
            "INSERT INTO campaign_recipient (id, campaign, application) VALUES ($1, $2, $3)",
            [(uuid7(), made, one) for one in chosen.ids],
        )
        await audit.record(actor, "campaign drafted", made, call=call_id, recipients=len(chosen.ids))
    return made


async def reword_campaign(actor: Actor, campaign_id: UUID, texts: Mapping[str, str]) -> None:
    """Other words for a campaign. Once it is sent this is the silent correction: what stands in the inboxes is
    replaced and says so, mails that are not out yet go with the new words, and nobody is mailed again.
    """
    async with tx():
        one = await _locked(actor, campaign_id)
        check_texts(texts)
        await execute(
            "UPDATE campaign SET subject_zh = $2, body_zh = $3, subject_en = $4, body_en = $5,"
            " corrected_at = CASE WHEN state = 'draft' THEN NULL ELSE parks_now() END WHERE id = $1",
            campaign_id,
            *[texts[name].strip() for name in TEXTS],
        )
        corrected = 0
        if one["state"] != "draft":
            corrected = await _correct(campaign_id, _words(texts))
        await audit.record(
            actor, "campaign corrected" if one["state"] != "draft" else "campaign reworded", campaign_id,
            messages=corrected,
        )  # fmt: skip


async def _correct(campaign_id: UUID, words: Mapping[str, Words]) -> int:
    found = await rows(
        "SELECT r.application, r.message FROM campaign_recipient r WHERE r.campaign = $1 AND r.message IS NOT NULL",
        campaign_id,
    )
    known = await recipients.recipients([one["application"] for one in found])
    lines = []
    for one in found:
        values = known[one["application"]].values()
        told = {lang: merged(words[lang], values, lang) for lang in LANGUAGES}
        lines.append((one["message"], told["zh"].subject, told["en"].subject, told["zh"].body, told["en"].body))
    await execute_many(
        "UPDATE message SET subject_zh = $2, subject_en = $3, body_zh = $4, body_en = $5, corrected_at = parks_now()"
        " WHERE id = $1",
        lines,
    )
    return len(lines)


async def drop_recipient(actor: Actor, campaign_id: UUID, recipient_id: UUID) -> None:
    """Leave one out, before it is sent."""
    async with tx():
        one = await _locked(actor, campaign_id)
        if one["state"] != "draft":
            raise Conflict(_("This letter is on its way: nobody can be left out any more."))
        dropped = await row(
            "DELETE FROM campaign_recipient WHERE id = $1 AND campaign = $2 RETURNING application",
            recipient_id,
            campaign_id,
        )
        await audit.record(actor, "recipient left out", campaign_id, application=(dropped or hidden())["application"])


async def send_campaign(actor: Actor, campaign_id: UUID) -> None:
    """Off it goes: the worker writes to each. Conflict (409) the second time."""
    async with tx():
        one = await _locked(actor, campaign_id)
        if one["state"] != "draft":
            raise Conflict(_("This letter is on its way already."))
        if not one["recipients"]:
            raise Conflict(_("Nobody is left to write to. Choose the recipients anew."))
        await execute("UPDATE campaign SET state = 'sending', sent_at = parks_now() WHERE id = $1", campaign_id)
        await jobs.enqueue(SEND, {"id": str(campaign_id)}, once=f"campaign:{campaign_id}")
        await audit.record(actor, "campaign sent", campaign_id, recipients=one["recipients"])


async def send_job(payload: Mapping[str, Any]) -> None:
    """The job: `{"id": campaign}`."""
    campaign_id = UUID(payload["id"])
    while await _step(campaign_id):
        pass


async def _step(campaign_id: UUID) -> bool:
    """The next recipients; False once nobody is left."""
    async with tx():
        one = await row("SELECT * FROM campaign WHERE id = $1 AND state = 'sending' FOR UPDATE", campaign_id)
        if one is None:
            return False
        waiting = await rows(
            "SELECT id, application FROM campaign_recipient WHERE campaign = $1 AND message IS NULL AND NOT passed_over"
            " ORDER BY id LIMIT $2",
            campaign_id,
            STEP,
        )
        if not waiting:
            await execute("UPDATE campaign SET state = 'sent' WHERE id = $1", campaign_id)
            return False
        await _write(one, waiting)
        return True


async def _write(campaign: Any, waiting: Sequence[Any]) -> None:
    words, template = _words(campaign), NEWS if campaign["news"] else LETTER
    known = await recipients.recipients([one["application"] for one in waiting])
    channels = await channels_of(kind_of(template), [one.person_id for one in known.values()])
    for one in waiting:
        about = known[one["application"]]
        if channels[about.person_id] is Channel.NONE:
            await execute("UPDATE campaign_recipient SET passed_over = TRUE WHERE id = $1", one["id"])
            continue
        told = {lang: merged(words[lang], about.values(), lang) for lang in LANGUAGES}
        by_mail = channels[about.person_id] is Channel.MAIL
        message = await post(about.person_id, template, told, about.url, by_mail=by_mail)
        await execute("UPDATE campaign_recipient SET message = $2 WHERE id = $1", one["id"], message)


async def resend(actor: Actor, campaign_id: UUID, recipient_id: UUID) -> None:
    """Once more to one recipient, as the letter reads now: for a mail that was lost."""
    async with tx():
        one = await _locked(actor, campaign_id)
        found = await row(
            "SELECT id, application, message FROM campaign_recipient WHERE id = $1 AND campaign = $2",
            recipient_id,
            campaign_id,
        )
        if found is None:
            hidden()
        if found["message"] is None:
            raise Conflict(_("This recipient has not been written to yet: the letter is not sent, or on its way."))
        await _write(one, [found])
        await audit.record(actor, "campaign resent", campaign_id, application=found["application"])


def _words(one: Mapping[str, str]) -> dict[str, Words]:
    return {lang: Words(one[f"subject_{lang}"].strip(), one[f"body_{lang}"].strip()) for lang in LANGUAGES}


async def _locked(actor: Actor, campaign_id: UUID) -> Any:
    found = await row(
        "SELECT c.*, (SELECT count(*) FROM campaign_recipient r WHERE r.campaign = c.id) AS recipients"
        " FROM campaign c WHERE c.id = $1 FOR UPDATE OF c",
        campaign_id,
    )
    if found is None:
        hidden()
    await letters.run_by(actor, found["call"], inner=True)
    return found
