"""A call's own words for its letters: a change is a new version, and what was sent stays as it was."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from parks.adapters.database import execute, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, SaidError
from parks.kernel.words import Text, _
from parks.notifications.queries import letters
from parks.notifications.rules.merging import ALWAYS, LETTERS, fields_of

TEXTS = ("subject_zh", "body_zh", "subject_en", "body_en")


def check_texts(texts: Mapping[str, str], offered: Sequence[str] = ALWAYS) -> None:
    """Every text is there in both languages, and names no field that is not offered. Invalid (422) beside each."""
    wrong: dict[str, Text] = {}
    for name in TEXTS:
        if not texts.get(name, "").strip():
            wrong[name] = _("Write it in both languages: the reader's own comes first, the other below it.")
            continue
        try:
            fields_of(texts[name], offered)
        except SaidError as error:
            wrong[name] = error.text
    if wrong:
        raise Invalid(fields=wrong)


async def word_letter(actor: Actor, call_id: UUID, slug: str, texts: Mapping[str, str], seen: int) -> int:
    """A new version of one letter; answers its number. `seen` is the version that was being changed: Conflict (409)
    where somebody else was quicker.
    """
    async with tx():
        await letters.run_by(actor, call_id)
        letter = await letters.letter(call_id, slug)
        check_texts(texts, LETTERS[letter.key])
        return await _version(actor, call_id, letter, [texts[name].strip() for name in TEXTS], seen)


async def unword_letter(actor: Actor, call_id: UUID, slug: str) -> None:
    """Back to the house's own words, from the next letter on."""
    async with tx():
        await letters.run_by(actor, call_id)
        letter = await letters.letter(call_id, slug)
        if letter.own:
            await _version(actor, call_id, letter, ["", "", "", ""], letter.version)


async def _version(actor: Actor, call_id: UUID, letter: letters.LetterView, texts: Sequence[str], seen: int) -> int:
    done = await execute(
        "INSERT INTO message_template (id, call, key, version, subject_zh, body_zh, subject_en, body_en, made_by,"
        " made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now()) ON CONFLICT DO NOTHING",
        uuid7(),
        call_id,
        letter.key,
        seen + 1,
        *texts,
        actor.id,
    )
    if done == "INSERT 0 0" or letter.version != seen:
        raise Conflict(_("Somebody else has changed this letter. Yours is kept below: compare, then save again."))
    await audit.record(actor, "letter worded", call_id, letter=letter.key, version=seen + 1)
    return seen + 1
