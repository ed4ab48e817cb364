"""What the states, steps and reasons of a stay are called (domain.md §9)."""

from collections.abc import Mapping

from parks.kernel.words import Text, _
from parks.spaces.states import Assessment, Condition, Ground, IncubationMove, IncubationState

STATES: Mapping[IncubationState, Text] = {
    IncubationState.ENQUIRED: _("Enquiry"),
    IncubationState.APPLIED: _("Admission application"),
    IncubationState.QUALIFIED: _("Qualified, waits for the review"),
    IncubationState.REVIEWED: _("Reviewed, waits for the decision"),
    IncubationState.ADMITTED: _("Admitted"),
    IncubationState.NOTICED: _("Public notice"),
    IncubationState.PROPOSED: _("Agreement waits for the company"),
    IncubationState.AGREED: _("Agreed, waits for the deposit"),
    IncubationState.DEPOSITED: _("Waits for the hand-over"),
    IncubationState.HANDED_OVER: _("Hand-over waits for the company"),
    IncubationState.INCUBATING: _("Incubating"),
    IncubationState.GRADUATED: _("Graduate firm"),
    IncubationState.EXITED: _("Exit, waits for the inspection"),
    IncubationState.TERMINATED: _("Terminated, waits for the inspection"),
    IncubationState.INSPECTED: _("Inspected, waits for the settlement"),
    IncubationState.SETTLED: _("Settlement closed"),
    IncubationState.REFUSED: _("Not admitted"),
    IncubationState.WITHDRAWN: _("Withdrawn by the company"),
}
TONES: Mapping[IncubationState, str] = {
    **dict.fromkeys(IncubationState, "warning"),
    IncubationState.INCUBATING: "success",
    IncubationState.GRADUATED: "success",
    IncubationState.SETTLED: "neutral",
    IncubationState.REFUSED: "danger",
    IncubationState.WITHDRAWN: "neutral",
}
MOVES: Mapping[IncubationMove, Text] = {
    IncubationMove.ENQUIRE: _("Ask the park"),
    IncubationMove.ANSWER: _("Answer the enquiry"),
    IncubationMove.APPLY: _("Apply for admission"),
    IncubationMove.QUALIFY: _("Qualification check passed"),
    IncubationMove.REVIEW: _("Record the experts' opinion"),
    IncubationMove.ADMIT: _("Decide to admit"),
    IncubationMove.REFUSE: _("Decide not to admit"),
    IncubationMove.NOTICE: _("Give public notice"),
    IncubationMove.PROPOSE: _("Propose the tenancy agreement"),
    IncubationMove.ACCEPT: _("Accept the tenancy agreement"),
    IncubationMove.DEPOSIT: _("Note the deposit"),
    IncubationMove.HAND_OVER: _("Hand over"),
    IncubationMove.SIGN: _("Confirm the hand-over"),
    IncubationMove.EXTEND: _("Extend the incubation period"),
    IncubationMove.ASSESS: _("Yearly assessment"),
    IncubationMove.GRADUATE: _("Graduate"),
    IncubationMove.EXIT: _("Exit"),
    IncubationMove.TERMINATE: _("Terminate"),
    IncubationMove.INSPECT: _("Inspection done"),
    IncubationMove.SETTLE: _("Close the settlement"),
    IncubationMove.WITHDRAW: _("Withdraw the application"),
}
FIELDS: Mapping[str, Text] = {
    "words": _("In words"),
    "days": _("Working days"),
    "months": _("Months"),
    "amount": _("Amount in yuan"),
    "items": _("What is handed over"),
    "meters": _("Meter readings"),
    "keys": _("Keys"),
    "year": _("Year"),
    "result": _("Result"),
    "condition": _("Condition"),
    "ground": _("Ground"),
    "last_day": _("Last day in the park"),
    "until": _("Public until"),
}
"""What a step was given, beside its words; other keys of a step's detail are the house's own."""

HINTS: Mapping[str, Text] = {
    "items": _("One thing a line."),
    "meters": _("One meter a line: its name and its reading."),
    "amount": _("0 where nothing is due."),
    "months": _("The incubation period counts from the day of the hand-over; an extension counts from its end."),
}

VALUES: Mapping[str, Mapping[str, Text]] = {
    "result": {
        Assessment.EXCELLENT: _("Excellent"),
        Assessment.QUALIFIED: _("Qualified"),
        Assessment.UNQUALIFIED: _("Unqualified"),
    },
    "ground": {
        Ground.ILLEGALITY: _("Illegality"),
        Ground.FALSE_MATERIAL: _("False material"),
        Ground.REFUSING_MANAGEMENT: _("Refusing the park's management"),
        Ground.CEASED: _("Ceased or deregistered"),
        Ground.MOVED_AWAY: _("Address moved away"),
        Ground.ARREARS: _("Arrears after dunning"),
        Ground.SUB_LETTING: _("Sub-letting without consent"),
        Ground.OTHER: _("Another ground"),
    },
    "condition": {
        Condition.HIGH_TECH: _("High-tech enterprise"),
        Condition.FINANCED: _("Equity finance above the threshold of the rule"),
        Condition.REVENUE: _("Revenue above the threshold of the rule in two successive years"),
        Condition.LISTED: _("Acquired or listed"),
    },
}

NEXT: Mapping[IncubationState, Text] = {
    IncubationState.ENQUIRED: _("The park answers here; the company applies when it is ready."),
    IncubationState.APPLIED: _("The park checks the qualification."),
    IncubationState.QUALIFIED: _("Experts give their opinion, and the park records it."),
    IncubationState.REVIEWED: _("The park decides."),
    IncubationState.ADMITTED: _("The park gives public notice, or proposes the tenancy agreement."),
    IncubationState.NOTICED: _("When the public notice is over, the park proposes the tenancy agreement."),
    IncubationState.PROPOSED: _("The company reads the agreement and accepts it."),
    IncubationState.AGREED: _("The park notes the deposit once it is paid."),
    IncubationState.DEPOSITED: _("The park hands over the unit with its meters and keys."),
    IncubationState.HANDED_OVER: _("The company looks through the list and confirms it. Then the clock runs."),
    IncubationState.INCUBATING: _(
        "The clock runs. The park assesses every year, extends, or lets the company graduate."
    ),
    IncubationState.GRADUATED: _("The company may stay or leave."),
    IncubationState.EXITED: _("The park inspects the unit after the last day; until then it is closed."),
    IncubationState.TERMINATED: _("The park inspects the unit after the last day; until then it is closed."),
    IncubationState.INSPECTED: _("The unit is free again. The park closes the settlement."),
    IncubationState.SETTLED: _("Nothing more is to be done."),
    IncubationState.REFUSED: _("Nothing more is to be done. The company may apply anew."),
    IncubationState.WITHDRAWN: _("Nothing more is to be done. The company may apply anew."),
}
