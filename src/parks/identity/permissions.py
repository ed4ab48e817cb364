"""Who may found, appoint, dismiss, invite, suspend; who may look at the register of roles."""

from collections.abc import Collection
from uuid import UUID

from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _

OFFICES = frozenset(
    {
        Role.PARK_MANAGER,
        Role.CITY_OFFICER,
        Role.PROVINCE_OFFICER,
        Role.PROGRAMME_OFFICER,
        Role.AUDITOR,
        Role.SYSTEM_ADMIN,
    }
)
"""Who sees the organisations, and who holds roles, at their own place and below."""


def is_system(actor: Actor) -> bool:
    """A command, a job or the building of a world: no person's session or key ever carries this id."""
    return actor.id == SYSTEM.id


def may_administer(actor: Actor, path: str) -> Verdict:
    """Found organisations and appoint people at this place."""
    if is_system(actor) or actor.holds(Role.SYSTEM_ADMIN, path):
        return allowed
    return refused(_("Only a system administrator of this place or of one above it can do this."))


def may_appoint(actor: Actor, *, person_id: UUID, role: Role, path: str) -> Verdict:
    """Nobody appoints themselves. Experts are also called by the programme officers of the place."""
    if actor.id == person_id:
        return refused(_("You cannot appoint yourself. Ask another administrator."))
    if role is Role.EXPERT and actor.holds(Role.PROGRAMME_OFFICER, path):
        return allowed
    return may_administer(actor, path)


def may_invite(actor: Actor) -> Verdict:
    if is_system(actor) or actor.has(Role.SYSTEM_ADMIN, Role.PROGRAMME_OFFICER):
        return allowed
    return refused(_("Only an administrator or a programme officer can invite people."))


def may_suspend(actor: Actor, *, person_id: UUID, places: Collection[str]) -> Verdict:
    """Those with roles: who administers every place of theirs. Those without: an administrator of the nation."""
    if is_system(actor):
        return allowed
    if person_id == actor.id:
        return refused(_("You cannot suspend your own account. Ask another administrator."))
    if not places:
        whole = any(one.role is Role.SYSTEM_ADMIN and one.path.count("/") == 2 for one in actor.held)
        return allowed if whole else refused(_("Only an administrator of the whole country can do this."))
    if all(actor.holds(Role.SYSTEM_ADMIN, path) for path in places):
        return allowed
    return refused(_("This person also holds roles outside your part of the country."))


def may_dismiss(actor: Actor, *, person_id: UUID, role: Role, path: str) -> Verdict:
    """An administrator does not take away the own administration: nobody might be left to give it back."""
    if role is Role.SYSTEM_ADMIN and person_id == actor.id:
        return refused(_("You cannot end your own administration. Ask another administrator."))
    return may_administer(actor, path)


def may_see_offices(actor: Actor, path: str) -> bool:
    """Whether who holds roles at this place is theirs to see."""
    return is_system(actor) or any(actor.holds(role, path) for role in OFFICES)


def may_make_keys(actor: Actor) -> Verdict:
    """A key that could make keys would outlive its revocation."""
    if actor.via == "api-key":
        return refused(_("Keys are made and revoked by people, in a session, not by keys."))
    return allowed
