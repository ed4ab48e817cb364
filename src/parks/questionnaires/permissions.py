"""What may be changed on a sheet as it stands (whose it is, its owner asks before), and who builds forms."""

from collections.abc import Collection

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _
from parks.questionnaires.states import SheetState


def may_change(state: SheetState, section: str, *, opened: Collection[str], waits: bool) -> Verdict:
    """`opened`: the sections that were sent back; `waits`: sections before this one come first."""
    if state is SheetState.FROZEN:
        return refused(
            _("This was handed in and can no longer be changed. It can be changed if it is returned to you.")
        )
    if state is SheetState.RETURNED and section not in opened:
        return refused(_("Only the sections that were returned to you can be changed; this one is not among them."))
    if waits:
        return refused(_("This section comes later: complete the sections before it first."))
    return allowed


EDITORS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)
"""Who builds forms: officers, for their own organisation and those under it."""

READERS = (*EDITORS, Role.AUDITOR)


def may_design(actor: Actor, path: str) -> Verdict:
    """Whether the actor builds forms of the organisation at this place."""
    if any(actor.holds(role, path) for role in EDITORS):
        return allowed
    return refused(_("Only officers of this organisation build its forms."))
