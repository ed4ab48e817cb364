"""Who may write a company's record, and who may look at a number behind its mask."""

from collections.abc import Collection

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _
from parks.startups.states import Hand

READERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)
"""Officers who see the companies of the places they are responsible for."""


def may_write(*, rights: Collection[str]) -> Verdict:
    if Hand.EDIT in rights:
        return allowed
    if rights:
        return refused(_("You can read this record, but were not asked to change it. Its owner can give you a hand."))
    return refused(_("Only the company's own people can change its record. You can read it."))


def may_share(*, owner: bool) -> Verdict:
    """Who may invite people to the company, and end what they were given."""
    if owner:
        return allowed
    return refused(_("Only the owner of the record says who may lend a hand with it."))


def may_check(actor: Actor, *, member: bool, path: str) -> Verdict:
    """Officers of the places the company lies in; nobody checks a record of their own."""
    if member:
        return refused(_("Nobody checks a record of their own."))
    if any(actor.holds(role, path) for role in READERS):
        return allowed
    return refused(_("Only the park and the offices above it can check a record against its documents."))


def may_unmask(actor: Actor, *, member: bool, path: str) -> Verdict:
    """Members of the company; officers while the company sits in a place of theirs."""
    if member or any(actor.holds(role, path) for role in READERS):
        return allowed
    return refused(_("Only the company's own people and the officers of its park can see this number."))
