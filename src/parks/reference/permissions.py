"""Who settles what is published."""

from collections.abc import Container

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _


def may_settle(actor: Actor) -> Verdict:
    """The calendar is the whole country's: officers of a province's or a city's own programmes read it."""
    if actor.has(Role.SYSTEM_ADMIN) or any(path.count("/") == 2 for path in actor.paths(Role.PROGRAMME_OFFICER)):
        return allowed
    return refused(_("Only the programme's officer or an administrator enters the working calendar."))


ENTERING = (Role.PROGRAMME_OFFICER, Role.PROVINCE_OFFICER)


def may_enter_policy(locality: str, places: Container[str]) -> Verdict:
    """`places`: where the actor is an officer, "CN" or the codes of provinces (`queries.enters_for`). The nation's
    officers enter for every place, a province's for its own and the cities and counties in it.
    """
    if "CN" in places or (locality != "CN" and f"{locality[:2]}0000" in places):
        return allowed
    if locality == "CN":
        return refused(_("Only a programme officer of the whole country enters what counts everywhere."))
    return refused(_("Only an officer of this province or of the whole country enters what counts here."))
