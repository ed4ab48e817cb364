"""A person takes their own data along."""

from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden
from parks.kernel.words import _
from parks.privacy.queries import Part, own_data


async def take_own_data(actor: Actor) -> list[Part]:
    """Everything about the actor, noted in the trail. Keys take nothing: a lost key must not empty an account."""
    if actor.via == "api-key":
        raise Forbidden(_("Your own data are given to you in a session, not to a key."))
    async with tx():
        found = await own_data(actor)
        await audit.record(actor, "own data taken", actor.id, records=sum(one.count for one in found))
    return found
