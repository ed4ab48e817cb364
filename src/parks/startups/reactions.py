"""What companies do when others tell them a fact: one of our own actions, nothing else."""

from parks.identity.events import HandGiven
from parks.startups.actions import members


async def on_hand_given(event: HandGiven) -> None:
    if event.subject_kind == members.SUBJECT:
        await members.join(event.subject_id, event.person_id, event.rights)
