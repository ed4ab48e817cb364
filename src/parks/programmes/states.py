"""The chain of domain.md §2.4, from the draft to the last yuan: every legal move, and who holds the matter where.

A state says at whose desk an application lies. `submitted` and `park_review` both lie with the park: the first has
just come in, the second has been there before (it was returned and corrected).
"""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class CallState(StrEnum):
    """`open` is the officer's word; whether applications are taken now, the dates decide as well."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class CallMove(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"


CALL_LIFE = Lifecycle(
    {
        (CallState.DRAFT, CallMove.OPEN): CallState.OPEN,
        (CallState.OPEN, CallMove.CLOSE): CallState.CLOSED,
        (CallState.OPEN, CallMove.REOPEN): CallState.OPEN,  # its time was over, nobody had closed it by hand
        (CallState.CLOSED, CallMove.REOPEN): CallState.OPEN,
    }
)


class Level(StrEnum):
    """The levels that a ladder can have; which of them a call has is data (rules/ladder.py)."""

    PARK = "park"
    CITY = "city"
    PROVINCE = "province"


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PARK_REVIEW = "park_review"
    CITY_REVIEW = "city_review"
    PROVINCE_REVIEW = "province_review"
    RECOMMENDED = "recommended"
    MINISTRY_REVIEW = "ministry_review"  # with the experts
    RANKED = "ranked"
    PROPOSED = "proposed"
    PUBLICITY = "publicity"
    OBJECTION = "objection"
    AWARDED = "awarded"
    AGREEMENT = "agreement"  # signed by both: the money is bound
    DISBURSED = "disbursed"
    TRACKING = "tracking"  # the company has reported at least once
    RECTIFY = "rectify"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    CLAWED_BACK = "clawed_back"
    NOT_SELECTED = "not_selected"
    NOT_RECOMMENDED = "not_recommended"
    RETURNED_FOR_CORRECTION = "returned_for_correction"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    SUBMIT = "submit"  # to the park; where a call has no rung there, to the first one it has
    SUBMIT_TO_CITY = "submit_to_city"
    SUBMIT_TO_PROVINCE = "submit_to_province"
    REVISE = "revise"  # the applicant takes it back to change it, before the deadline and before anyone acted
    RETURN = "return"
    CORRECT_AT_PARK = "correct_at_park"
    CORRECT_AT_CITY = "correct_at_city"
    CORRECT_AT_PROVINCE = "correct_at_province"
    RECOMMEND_TO_CITY = "recommend_to_city"
    RECOMMEND_TO_PROVINCE = "recommend_to_province"
    RECOMMEND = "recommend"  # off the last rung of the ladder, to the selection
    NOT_RECOMMEND = "not_recommend"
    RULE_OUT = "rule_out"  # a rule of the call is broken
    WITHDRAW = "withdraw"
    SEND_TO_EXPERTS = "send_to_experts"
    RANK = "rank"
    UNRANK = "unrank"  # a score was given back or sealed after the panel had closed
    PROPOSE = "propose"
    NOT_SELECT = "not_select"
    TAKE_BACK = "take_back"  # a proposal is drawn anew before its notice stands
    PUBLISH = "publish"
    OBJECT = "object"
    DISMISS_OBJECTION = "dismiss_objection"
    UPHOLD_OBJECTION = "uphold_objection"
    AWARD = "award"
    SIGN = "sign"  # the agreement, by the second of the two
    DISBURSE = "disburse"
    UNDISBURSE = "undisburse"  # the only payment came back
    TRACK = "track"
    REQUIRE_RECTIFICATION = "require_rectification"
    RECTIFIED = "rectified"
    ACCEPT = "accept"
    CLOSE = "close"
    CLAW_BACK = "claw_back"


S, M = ApplicationState, Move

LIFE = Lifecycle(
    {
        (S.DRAFT, M.SUBMIT): S.SUBMITTED,
        (S.DRAFT, M.SUBMIT_TO_CITY): S.CITY_REVIEW,
        (S.DRAFT, M.SUBMIT_TO_PROVINCE): S.PROVINCE_REVIEW,
        (S.DRAFT, M.WITHDRAW): S.WITHDRAWN,
        # the park
        (S.SUBMITTED, M.REVISE): S.DRAFT,
        (S.SUBMITTED, M.RETURN): S.RETURNED_FOR_CORRECTION,
        (S.SUBMITTED, M.RECOMMEND_TO_CITY): S.CITY_REVIEW,
        (S.SUBMITTED, M.RECOMMEND_TO_PROVINCE): S.PROVINCE_REVIEW,
        (S.SUBMITTED, M.RECOMMEND): S.RECOMMENDED,
        (S.SUBMITTED, M.NOT_RECOMMEND): S.NOT_RECOMMENDED,
        (S.SUBMITTED, M.RULE_OUT): S.INELIGIBLE,
        (S.SUBMITTED, M.WITHDRAW): S.WITHDRAWN,
        (S.PARK_REVIEW, M.RETURN): S.RETURNED_FOR_CORRECTION,  # the once-a-level rule refuses it, with its own words
        (S.PARK_REVIEW, M.RECOMMEND_TO_CITY): S.CITY_REVIEW,
        (S.PARK_REVIEW, M.RECOMMEND_TO_PROVINCE): S.PROVINCE_REVIEW,
        (S.PARK_REVIEW, M.RECOMMEND): S.RECOMMENDED,
        (S.PARK_REVIEW, M.NOT_RECOMMEND): S.NOT_RECOMMENDED,
        (S.PARK_REVIEW, M.RULE_OUT): S.INELIGIBLE,
        (S.PARK_REVIEW, M.WITHDRAW): S.WITHDRAWN,
        # the city; what was sent to it first can be taken back as from the park (`may_take_back` tells which was)
        (S.CITY_REVIEW, M.REVISE): S.DRAFT,
        (S.CITY_REVIEW, M.RETURN): S.RETURNED_FOR_CORRECTION,
        (S.CITY_REVIEW, M.RECOMMEND_TO_PROVINCE): S.PROVINCE_REVIEW,
        (S.CITY_REVIEW, M.RECOMMEND): S.RECOMMENDED,
        (S.CITY_REVIEW, M.NOT_RECOMMEND): S.NOT_RECOMMENDED,
        (S.CITY_REVIEW, M.RULE_OUT): S.INELIGIBLE,
        (S.CITY_REVIEW, M.WITHDRAW): S.WITHDRAWN,
        # the province
        (S.PROVINCE_REVIEW, M.REVISE): S.DRAFT,
        (S.PROVINCE_REVIEW, M.RETURN): S.RETURNED_FOR_CORRECTION,
        (S.PROVINCE_REVIEW, M.RECOMMEND): S.RECOMMENDED,
        (S.PROVINCE_REVIEW, M.NOT_RECOMMEND): S.NOT_RECOMMENDED,
        (S.PROVINCE_REVIEW, M.RULE_OUT): S.INELIGIBLE,
        (S.PROVINCE_REVIEW, M.WITHDRAW): S.WITHDRAWN,
        # with the founder once more; it goes back to the desk that returned it
        (S.RETURNED_FOR_CORRECTION, M.CORRECT_AT_PARK): S.PARK_REVIEW,
        (S.RETURNED_FOR_CORRECTION, M.CORRECT_AT_CITY): S.CITY_REVIEW,
        (S.RETURNED_FOR_CORRECTION, M.CORRECT_AT_PROVINCE): S.PROVINCE_REVIEW,
        (S.RETURNED_FOR_CORRECTION, M.NOT_RECOMMEND): S.NOT_RECOMMENDED,  # the correction never came
        (S.RETURNED_FOR_CORRECTION, M.WITHDRAW): S.WITHDRAWN,
        # the nation
        (S.RECOMMENDED, M.SEND_TO_EXPERTS): S.MINISTRY_REVIEW,
        (S.RECOMMENDED, M.RULE_OUT): S.INELIGIBLE,
        (S.RECOMMENDED, M.WITHDRAW): S.WITHDRAWN,
        (S.MINISTRY_REVIEW, M.RANK): S.RANKED,
        (S.RANKED, M.UNRANK): S.MINISTRY_REVIEW,
        (S.RANKED, M.PROPOSE): S.PROPOSED,
        (S.RANKED, M.NOT_SELECT): S.NOT_SELECTED,
        (S.PROPOSED, M.TAKE_BACK): S.RANKED,
        (S.PROPOSED, M.PUBLISH): S.PUBLICITY,
        # the public notice
        (S.PUBLICITY, M.OBJECT): S.OBJECTION,
        (S.OBJECTION, M.DISMISS_OBJECTION): S.PUBLICITY,
        (S.OBJECTION, M.UPHOLD_OBJECTION): S.NOT_SELECTED,
        (S.PUBLICITY, M.AWARD): S.AWARDED,
        # after the award: what funds tell moves it (reactions)
        (S.AWARDED, M.SIGN): S.AGREEMENT,
        (S.AGREEMENT, M.DISBURSE): S.DISBURSED,
        (S.AGREEMENT, M.CLOSE): S.CLOSED,  # what was bound is not paid after all
        (S.DISBURSED, M.DISBURSE): S.DISBURSED,
        (S.DISBURSED, M.UNDISBURSE): S.AGREEMENT,
        (S.DISBURSED, M.TRACK): S.TRACKING,
        (S.DISBURSED, M.REQUIRE_RECTIFICATION): S.RECTIFY,
        (S.DISBURSED, M.ACCEPT): S.ACCEPTED,
        (S.DISBURSED, M.CLAW_BACK): S.CLAWED_BACK,
        (S.TRACKING, M.DISBURSE): S.TRACKING,
        (S.TRACKING, M.UNDISBURSE): S.AGREEMENT,
        (S.TRACKING, M.TRACK): S.TRACKING,
        (S.TRACKING, M.REQUIRE_RECTIFICATION): S.RECTIFY,
        (S.TRACKING, M.ACCEPT): S.ACCEPTED,
        (S.TRACKING, M.CLAW_BACK): S.CLAWED_BACK,
        (S.RECTIFY, M.DISBURSE): S.RECTIFY,  # money that was on its way
        (S.RECTIFY, M.TRACK): S.RECTIFY,
        (S.RECTIFY, M.REQUIRE_RECTIFICATION): S.RECTIFY,
        (S.RECTIFY, M.RECTIFIED): S.TRACKING,
        (S.RECTIFY, M.CLAW_BACK): S.CLAWED_BACK,
        (S.ACCEPTED, M.DISBURSE): S.ACCEPTED,  # a last part that waited for the acceptance
        (S.ACCEPTED, M.TRACK): S.ACCEPTED,
        (S.ACCEPTED, M.CLOSE): S.CLOSED,
        (S.ACCEPTED, M.CLAW_BACK): S.CLAWED_BACK,
    }
)

SEND = {
    Level.PARK: Move.SUBMIT,
    Level.CITY: Move.SUBMIT_TO_CITY,
    Level.PROVINCE: Move.SUBMIT_TO_PROVINCE,
}
"""How an application that is sent comes to the first rung of its call's ladder."""

UP = {
    Level.CITY: Move.RECOMMEND_TO_CITY,
    Level.PROVINCE: Move.RECOMMEND_TO_PROVINCE,
}
"""How a recommended application comes to the next rung there is; from the last one it is `RECOMMEND`."""

CORRECT = {
    Level.PARK: Move.CORRECT_AT_PARK,
    Level.CITY: Move.CORRECT_AT_CITY,
    Level.PROVINCE: Move.CORRECT_AT_PROVINCE,
}
"""How a corrected application finds back to the level that returned it."""

AT_LEVEL = {
    ApplicationState.SUBMITTED: Level.PARK,
    ApplicationState.PARK_REVIEW: Level.PARK,
    ApplicationState.CITY_REVIEW: Level.CITY,
    ApplicationState.PROVINCE_REVIEW: Level.PROVINCE,
}
"""Whose turn it is; the other states wait for no level."""

EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED_FOR_CORRECTION})
"""Where the founder may write."""

OVER = frozenset(
    {
        ApplicationState.CLOSED,
        ApplicationState.CLAWED_BACK,
        ApplicationState.NOT_SELECTED,
        ApplicationState.NOT_RECOMMENDED,
        ApplicationState.INELIGIBLE,
        ApplicationState.WITHDRAWN,
    }
)
"""Where nothing more is to come."""

GRANTED = frozenset(
    {
        ApplicationState.AWARDED,
        ApplicationState.AGREEMENT,
        ApplicationState.DISBURSED,
        ApplicationState.TRACKING,
        ApplicationState.RECTIFY,
        ApplicationState.ACCEPTED,
        ApplicationState.CLOSED,
        ApplicationState.CLAWED_BACK,
    }
)
"""Supported, whatever became of it: what R-ONCE and the lists of awards ask for."""


class Outcome(StrEnum):
    """What an officer's signed opinion says."""

    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    INELIGIBLE = "ineligible"


OUTCOME_MOVE = {
    Outcome.RECOMMENDED: Move.RECOMMEND,
    Outcome.NOT_RECOMMENDED: Move.NOT_RECOMMEND,
    Outcome.INELIGIBLE: Move.RULE_OUT,
}
"""What an opinion moves; a recommendation by `RECOMMEND` where the ladder ends, else by `UP`."""


class ObjectionState(StrEnum):
    FILED = "filed"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


class AgreementState(StrEnum):
    """`drafted`: the company completes it and signs; `signed`: the officer countersigns; `in_force`: money is bound."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    IN_FORCE = "in_force"


class AgreementMove(StrEnum):
    SIGN = "sign"
    SEND_BACK = "send_back"  # the officer asks for other terms before countersigning
    COUNTERSIGN = "countersign"


AGREEMENT_LIFE = Lifecycle(
    {
        (AgreementState.DRAFTED, AgreementMove.SIGN): AgreementState.SIGNED,
        (AgreementState.SIGNED, AgreementMove.SEND_BACK): AgreementState.DRAFTED,
        (AgreementState.SIGNED, AgreementMove.COUNTERSIGN): AgreementState.IN_FORCE,
    }
)


class OutcomeState(StrEnum):
    """A year's outcomes (绩效跟踪): owed, reported by the company, verified by the park or returned by it."""

    DUE = "due"
    REPORTED = "reported"
    RETURNED = "returned"
    VERIFIED = "verified"


class OutcomeMove(StrEnum):
    REPORT = "report"
    RETURN = "return"
    VERIFY = "verify"


OUTCOME_LIFE = Lifecycle(
    {
        (OutcomeState.DUE, OutcomeMove.REPORT): OutcomeState.REPORTED,
        (OutcomeState.RETURNED, OutcomeMove.REPORT): OutcomeState.REPORTED,
        (OutcomeState.REPORTED, OutcomeMove.RETURN): OutcomeState.RETURNED,
        (OutcomeState.REPORTED, OutcomeMove.VERIFY): OutcomeState.VERIFIED,
    }
)


class Measure(StrEnum):
    """What a grant promises and is measured by each year."""

    HEADCOUNT = "headcount"
    REVENUE = "revenue"
    IP = "ip"
    TAX = "tax"
