"""What experts may read of an application: the blind version of what was sent last, and nothing beside it."""

from uuid import UUID

from parks.programmes.queries import applications
from parks.programmes.rules import proposals
from parks.reviews.rules.proposal import Proposal


async def proposal(application_id: UUID) -> Proposal:
    """For `reviews.actions.open_assessment`. Hidden (404) where nothing was sent."""
    return proposals.blind((await applications.submission(application_id)).answers)
