"""Who holds records back, proposes their end, and carries it out: never one person alone."""

from uuid import UUID

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _

KEEPERS = (Role.SYSTEM_ADMIN, Role.PROGRAMME_OFFICER)
READERS = (*KEEPERS, Role.AUDITOR)


def _of_the_country(actor: Actor, *roles: Role) -> bool:
    return any(one.role in roles and one.path.count("/") == 2 for one in actor.held)


def may_read(actor: Actor) -> Verdict:
    if _of_the_country(actor, *READERS):
        return allowed
    return refused(_("Only those who keep the records of the whole country read this, and its auditors."))


def may_keep(actor: Actor) -> Verdict:
    """Place and lift holds, propose a deletion."""
    if _of_the_country(actor, *KEEPERS):
        return allowed
    return refused(_("Only an administrator or a programme officer of the whole country can do this."))


def may_carry_out(actor: Actor, *, proposed_by: UUID) -> Verdict:
    if actor.id == proposed_by:
        return refused(_("You proposed this deletion: a second person looks at it and carries it out."))
    return may_keep(actor)
