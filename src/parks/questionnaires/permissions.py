"""What may be changed on a sheet as it stands. Whose sheet it is, its owner asks before."""

from collections.abc import Collection

from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _
from parks.questionnaires.states import SectionStatus, SheetState


def may_change(state: SheetState, section: str, *, opened: Collection[str], status: SectionStatus) -> Verdict:
    """`opened`: the sections that were sent back."""
    if state is SheetState.FROZEN:
        return refused(
            _("This was handed in and can no longer be changed. It can be changed if it is returned to you.")
        )
    if state is SheetState.RETURNED and section not in opened:
        return refused(_("Only the sections that were returned to you can be changed; this one is not among them."))
    if status is SectionStatus.CANNOT_START:
        return refused(_("This section comes later: complete the sections before it first."))
    return allowed
