"""Choosing how to hear of each kind of message. What the law asks for is not offered, so it cannot be chosen away."""

from collections.abc import Mapping
from uuid import UUID

from parks.adapters.database import execute, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import actions as identity
from parks.identity.rules.purposes import NEWS
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid
from parks.kernel.words import Text, _
from parks.notifications.rules.kinds import CHOICES, Channel, Kind


async def choose(actor: Actor, wanted: Mapping[str, str]) -> None:
    """Kind → channel. Invalid (422) beside what is not offered; kinds that are not named stay as they are."""
    wrong: dict[str, Text] = {}
    for kind, channel in wanted.items():
        offered = CHOICES[Kind(kind)].channels if kind in set(Kind) else ()
        if len(offered) == 1:
            wrong[kind] = _("This always comes by e-mail and inbox: the law asks for it. It cannot be switched off.")
        elif channel not in offered:
            wrong[kind] = _("Choose one of the options.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        for kind, channel in wanted.items():
            await execute(
                "INSERT INTO notification_preference (id, person, kind, channel) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (person, kind) DO UPDATE SET channel = EXCLUDED.channel",
                uuid7(),
                actor.id,
                kind,
                channel,
            )
        if Kind.NEWS in wanted:
            await _agree_to_news(actor, Channel(wanted[Kind.NEWS]))
        await audit.record(actor, "messages chosen", actor.id, **wanted)


async def _agree_to_news(actor: Actor, channel: Channel) -> None:
    """Asking for news is the agreement to it; asking for none takes it back."""
    if channel is Channel.NONE:
        await identity.withdraw_consent(actor, NEWS.slug)
    else:
        await identity.agree(actor, NEWS.slug, NEWS.version)


async def stop_news(person_id: UUID) -> None:
    """The agreement was taken back elsewhere: the choice follows."""
    await execute(
        "UPDATE notification_preference SET channel = 'none' WHERE person = $1 AND kind = $2",
        person_id,
        Kind.NEWS.value,
    )
