"""Who settles what is published."""

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _


def may_settle(actor: Actor) -> Verdict:
    """The calendar is the whole country's: officers of a province's or a city's own programmes read it."""
    if actor.has(Role.SYSTEM_ADMIN) or any(path.count("/") == 2 for path in actor.paths(Role.PROGRAMME_OFFICER)):
        return allowed
    return refused(_("Only the programme's officer or an administrator enters the working calendar."))
