"""Who may move public money: by office at the budget's place, and never one person alone."""

from collections.abc import Collection
from uuid import UUID

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _

KEEPERS = (Role.PROGRAMME_OFFICER, Role.PROVINCE_OFFICER, Role.CITY_OFFICER)
"""Found budgets, bind, propose, approve, pay and check, at the budget's place in the tree or above it: the nation's
officer everywhere, a province's or a city's for the money of their own place and what lies below it."""

READERS = (*KEEPERS, Role.AUDITOR)


def may_keep(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only the officers of this budget's place keep it."))


def may_read(actor: Actor, *, path: str) -> bool:
    return any(actor.holds(role, path) for role in READERS)


def may_approve(actor: Actor, *, path: str, proposed_by: UUID | None, members: Collection[UUID]) -> Verdict:
    """Two persons: whoever proposed it never approves it, and nobody pays their own company."""
    kept = may_keep(actor, path=path)
    if not kept:
        return kept
    if actor.id == proposed_by:
        return refused(_("You proposed this release yourself. Another officer approves it."))
    if actor.id in members:
        return refused(_("This is your own company. Another officer approves it."))
    return allowed


def may_act_for(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    """Reports and answers come from those who keep the company's record."""
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can do this."))


def not_own(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    if actor.id in members:
        return refused(_("This is your own company. Another officer decides on it."))
    return allowed
