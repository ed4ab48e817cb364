"""Who settles what is published."""

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _


def may_settle(actor: Actor) -> Verdict:
    if actor.has(Role.PROGRAMME_OFFICER, Role.SYSTEM_ADMIN):
        return allowed
    return refused(_("Only the programme's officer or an administrator enters the working calendar."))
