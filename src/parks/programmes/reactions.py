"""What programmes do when others tell them a fact: one of our own actions, nothing else."""

from datetime import date

from parks.funds import events as funds
from parks.identity.events import HandGiven, PersonDismissed
from parks.programmes.actions import applications, clocks, deadlines, handling, hands, outcomes, selections
from parks.programmes.states import Move
from parks.reference.events import DaySettled, YearSettled
from parks.reviews.events import AssessmentClosed, AssessmentReopened
from parks.startups.events import RecordChanged


async def on_assessment_closed(event: AssessmentClosed) -> None:
    await selections.rank(event.assessment_id)


async def on_assessment_reopened(event: AssessmentReopened) -> None:
    await selections.unrank(event.assessment_id)


async def on_day_settled(event: DaySettled) -> None:
    await clocks.reckon_anew(event.day)
    await deadlines.reckon()


async def on_year_settled(event: YearSettled) -> None:
    await clocks.reckon_anew(date(event.year, 1, 1), date(event.year, 12, 31))
    await deadlines.reckon()


async def on_tranche_paid(event: funds.TranchePaid) -> None:
    await outcomes.follow(event.subject_id, Move.DISBURSE)


async def on_payment_reversed(event: funds.PaymentReversed) -> None:
    if event.nothing_paid:
        await outcomes.follow(event.subject_id, Move.UNDISBURSE)


async def on_use_reported(event: funds.UseReported) -> None:
    await outcomes.follow(event.subject_id, Move.TRACK)


async def on_rectification_required(event: funds.RectificationRequired) -> None:
    await outcomes.follow(event.subject_id, Move.REQUIRE_RECTIFICATION)


async def on_rectified(event: funds.Rectified) -> None:
    await outcomes.follow(event.subject_id, Move.RECTIFIED)


async def on_commitment_accepted(event: funds.CommitmentAccepted) -> None:
    await outcomes.follow(event.subject_id, Move.ACCEPT)


async def on_commitment_ended(event: funds.CommitmentClosed | funds.CommitmentCancelled) -> None:
    await outcomes.follow(event.subject_id, Move.CLOSE)


async def on_clawed_back(event: funds.ClawedBack) -> None:
    await outcomes.follow(event.subject_id, Move.CLAW_BACK)


async def on_dismissed(event: PersonDismissed) -> None:
    await handling.hand_over(event.person_id, event.organisation_id)


async def on_hand_given(event: HandGiven) -> None:
    if event.subject_kind == hands.SUBJECT:
        await hands.join(event.subject_id, event.person_id, event.rights)


async def on_record_changed(event: RecordChanged) -> None:
    await applications.take_facts_anew(event.company_id)
