"""What programmes do when others tell them a fact: one of our own actions, nothing else."""

from parks.programmes.actions import clocks, selections
from parks.reference.events import DaySettled
from parks.reviews.events import AssessmentClosed, AssessmentReopened


async def on_assessment_closed(event: AssessmentClosed) -> None:
    await selections.rank(event.assessment_id)


async def on_assessment_reopened(event: AssessmentReopened) -> None:
    await selections.unrank(event.assessment_id)


async def on_day_settled(event: DaySettled) -> None:
    await clocks.reckon_anew(event.day)
