"""Who may write a company's record, and who may look at a number behind its mask."""

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _

READERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)
"""Officers who see the companies of the places they are responsible for."""


def may_write(*, member: bool) -> Verdict:
    if member:
        return allowed
    return refused(_("Only the company's own people can change its record. You can read it."))


def may_unmask(actor: Actor, *, member: bool, path: str) -> Verdict:
    """Members of the company; officers while the company sits in a place of theirs."""
    if member or any(actor.holds(role, path) for role in READERS):
        return allowed
    return refused(_("Only the company's own people and the officers of its park can see this number."))
