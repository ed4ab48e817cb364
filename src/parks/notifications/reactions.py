"""Which fact is told to whom, in which words. Recipients come from the context that knows them."""

from collections.abc import Mapping
from datetime import timedelta

from parks.adapters.bus import Reaction
from parks.funds import events as funds_events
from parks.funds.queries import hearing as hearing_of_money
from parks.identity import events as identity_events
from parks.identity import queries as identity
from parks.identity.rules import limits
from parks.identity.rules.purposes import NEWS
from parks.identity.states import Purpose
from parks.kernel.events import Event
from parks.notifications.actions import stop_news, tell, tell_of
from parks.programmes import events as programmes_events
from parks.programmes.queries import hearing, hearing_of_calls
from parks.reviews import events as reviews_events
from parks.reviews import queries as reviews
from parks.reviews.queries import meetings
from parks.reviews.rules.names import MEETING_ROLES
from parks.spaces import events as spaces_events
from parks.spaces import queries as spaces
from parks.web.rendering import ROLE_NAMES

# --- people

LETTERS = {
    Purpose.CONFIRM: "identity/confirm",
    Purpose.RESET: "identity/reset",
    Purpose.INVITE: "identity/invite",
}


async def on_code_issued(fact: identity_events.CodeIssued) -> None:
    """The one letter that carries a secret: by mail alone, never in the inbox."""
    life = limits.CODE_LIVES[fact.purpose]
    await tell(
        fact.person_id,
        LETTERS[fact.purpose],
        secret=True,
        code=fact.secret,
        days=life.days,
        hours=int(life.total_seconds() // 3600),
    )


async def on_sign_up_repeated(fact: identity_events.SignUpRepeated) -> None:
    await tell(fact.person_id, "identity/known", "/session/new")


async def on_password_changed(fact: identity_events.PasswordChanged) -> None:
    await tell(fact.person_id, "identity/password", "/account")


async def on_appointed(fact: identity_events.PersonAppointed) -> None:
    place = await identity.organisation(fact.organisation_id)
    await tell(fact.person_id, "identity/appointed", "/", role=ROLE_NAMES[fact.role], organisation=place.name)


async def on_dismissed(fact: identity_events.PersonDismissed) -> None:
    place = await identity.organisation(fact.organisation_id)
    await tell(fact.person_id, "identity/dismissed", "/account", role=ROLE_NAMES[fact.role], organisation=place.name)


async def on_hand_asked(fact: identity_events.HandAsked) -> None:
    asked = await identity.hand_asked(fact.invitation_id)
    await tell(
        asked.person_id,
        "identity/hand_asked",
        asked.url,
        label=asked.label,
        asked_by=asked.asked_by,
        until=asked.until,
    )


async def on_consent_withdrawn(fact: identity_events.ConsentWithdrawn) -> None:
    if fact.purpose == NEWS.slug:
        await stop_news(fact.person_id)


# --- space


async def on_unit_requested(fact: spaces_events.UnitRequested) -> None:
    _founder, managers = await spaces.who_hears_of_request(fact.request_id)
    await _tell_of_space(managers, "spaces/requested")


async def on_request_declined(fact: spaces_events.RequestDeclined) -> None:
    founder, _managers = await spaces.who_hears_of_request(fact.request_id)
    await _tell_of_space(founder, "spaces/declined")


async def on_request_withdrawn(fact: spaces_events.RequestWithdrawn) -> None:
    _founder, managers = await spaces.who_hears_of_request(fact.request_id)
    await _tell_of_space(managers, "spaces/withdrawn")


async def on_unit_let(fact: spaces_events.UnitLet) -> None:
    await _tell_of_space(await spaces.who_hears_of_letting(fact.allocation_id), "spaces/let")


async def on_unit_offered(fact: spaces_events.UnitOffered) -> None:
    founder, _managers = await spaces.who_hears_of_offer(fact.allocation_id)
    await _tell_of_space(founder, "spaces/offered")


async def on_offer_accepted(fact: spaces_events.OfferAccepted) -> None:
    _founder, managers = await spaces.who_hears_of_offer(fact.allocation_id)
    await _tell_of_space(managers, "spaces/offer_accepted")


async def on_offer_declined(fact: spaces_events.OfferDeclined) -> None:
    _founder, managers = await spaces.who_hears_of_offer(fact.allocation_id)
    await _tell_of_space(managers, "spaces/offer_declined")


async def on_offer_expired(fact: spaces_events.OfferExpired) -> None:
    for told in await spaces.who_hears_of_offer(fact.allocation_id):
        await _tell_of_space(told, "spaces/offer_expired")


async def on_offer_withdrawn(fact: spaces_events.OfferWithdrawn) -> None:
    founder, _managers = await spaces.who_hears_of_offer(fact.allocation_id)
    await _tell_of_space(founder, "spaces/offer_withdrawn")


async def _tell_of_space(told: spaces.Hearing, template: str) -> None:
    await tell(
        told.people,
        template,
        told.url,
        company=told.company,
        park=told.park,
        start=told.period.start,
        last=told.period.last_day,
        answer=told.answer,
        unit=told.unit_code,
        until=told.until,
    )


# --- reviews


async def on_seat_offered(fact: reviews_events.SeatOffered) -> None:
    offer = await reviews.offer(fact.seat_id)
    await tell(
        offer.person_id, "reviews/seat_offered", offer.url, title=offer.round, code=offer.code, closes=offer.closes
    )


async def on_expert_invited(fact: reviews_events.ExpertInvited) -> None:
    told = await reviews.invitation_told(fact.invitation_id)
    await tell(told.expert_person, "reviews/invited", "/desk/invitations", title=told.round, due=told.due)


async def on_mark_asked(fact: reviews_events.MarkAsked) -> None:
    told = await reviews.query_told(fact.query_id)
    url = f"/seats/{told.seat_id}"
    await tell(
        told.expert_person, "reviews/mark_asked", url, title=told.round, code=told.code, criterion=told.criterion
    )


async def on_place_given(fact: reviews_events.PlaceGiven) -> None:
    told = await meetings.place_told(fact.member_id)
    await tell(
        told.person_id,
        "reviews/place_given",
        told.url,
        title=told.round,
        number=told.number,
        role=MEETING_ROLES[told.role],
        starts=told.starts,
        place=told.place,
    )


async def on_meeting_moved(fact: reviews_events.MeetingMoved) -> None:
    told = await meetings.meeting_told(fact.meeting_id)
    await tell(
        told.people,
        "reviews/meeting_moved",
        told.url,
        title=told.round,
        number=told.number,
        starts=told.starts,
        place=told.place,
    )


async def on_meeting_called_off(fact: reviews_events.MeetingCalledOff) -> None:
    told = await meetings.meeting_told(fact.meeting_id)
    await tell(
        told.people,
        "reviews/meeting_called_off",
        told.url,
        title=told.round,
        number=told.number,
        starts=told.starts,
        place=told.place,
    )


async def on_mark_answered(fact: reviews_events.MarkAnswered) -> None:
    told = await reviews.query_told(fact.query_id)
    await tell(
        told.asked_by,
        "reviews/mark_answered",
        f"/rounds/{told.round_id}/results",
        expert=told.expert,
        code=told.code,
        criterion=told.criterion,
        changed=told.changed,
    )


async def on_expert_applied(fact: reviews_events.ExpertApplied) -> None:
    told = await reviews.application_told(fact.application_id)
    url = f"/experts/applications/{fact.application_id}"
    await tell(told.officers, "reviews/pool_applied", url, applicant=told.name, organisation=told.organisation)


async def on_expert_taken_in(fact: reviews_events.ExpertTakenIn) -> None:
    told = await reviews.application_told(fact.application_id)
    last = told.until - timedelta(days=1) if told.until else None
    await tell(
        told.person, "reviews/pool_appointed", "/desk", organisation=told.organisation, first=told.first, last=last
    )


async def on_letter_issued(fact: reviews_events.LetterIssued) -> None:
    told = await reviews.letter_told(fact.letter_id)
    await tell(
        told.person, "reviews/letter_issued", "/desk/invitations", organisation=told.organisation, number=told.number
    )


async def on_expert_refused(fact: reviews_events.ExpertRefused) -> None:
    told = await reviews.application_told(fact.application_id)
    await tell(
        told.person, "reviews/pool_refused", "/experts/apply", organisation=told.organisation, reason=told.reason
    )


async def on_invitation_answered(fact: reviews_events.InvitationAnswered) -> None:
    told = await reviews.invitation_told(fact.invitation_id)
    await tell(
        told.invited_by,
        "reviews/invitation_answered",
        f"/rounds/{told.round_id}/invitations",
        title=told.round,
        expert=told.expert,
        accepted=told.accepted,
        reason=told.reason,
    )


# --- programmes


async def on_submitted(fact: programmes_events.ApplicationSubmitted) -> None:
    told = await hearing.application(fact.application_id)
    await tell_of(
        fact.application_id,
        told.applicant_id,
        "programmes/submitted",
        told.url,
        number=told.number,
        call=told.call,
        company=told.company,
    )
    await _for_review(told)


async def on_corrected(fact: programmes_events.ApplicationCorrected) -> None:
    await _for_review(await hearing.application(fact.application_id))


async def _for_review(told: hearing.Hearing) -> None:
    await tell(
        told.officers,
        "programmes/to_review",
        told.url,
        number=told.number,
        call=told.call,
        company=told.company,
        project=told.project,
    )


async def on_returned(fact: programmes_events.ApplicationReturned) -> None:
    told = await hearing.application(fact.application_id)
    letter = await hearing.correction(fact.correction_id)
    await tell_of(
        fact.application_id,
        told.applicant_id,
        "programmes/returned",
        told.url,
        number=told.number,
        company=told.company,
        letter=letter.letter,
        due=letter.due,
        provisional=letter.provisional,
    )


async def on_recommended(fact: programmes_events.ApplicationRecommended) -> None:
    told = await hearing.application(fact.application_id)
    signed = await hearing.opinion(fact.opinion_id)
    await tell_of(
        fact.application_id,
        told.applicant_id,
        "programmes/moved_up",
        told.url,
        number=told.number,
        company=told.company,
        office=signed.office,
    )
    await _for_review(told)


async def on_refused(fact: programmes_events.ApplicationRefused) -> None:
    told = await hearing.application(fact.application_id)
    signed = await hearing.opinion(fact.opinion_id)
    await tell_of(
        fact.application_id,
        told.applicant_id,
        "programmes/refused",
        told.url,
        number=told.number,
        company=told.company,
        office=signed.office,
        reason=signed.text,
        rule=signed.rule,
    )


async def on_withdrawn(fact: programmes_events.ApplicationWithdrawn) -> None:
    """A draft was nobody's but the founder's: nobody is told."""
    told = await hearing.application(fact.application_id)
    if told.number:
        await tell(
            await hearing.park_managers(fact.application_id),
            "programmes/withdrawn",
            told.url,
            number=told.number,
            call=told.call,
            company=told.company,
        )


async def on_brought_in(fact: programmes_events.ApplicationBroughtIn) -> None:
    told = await hearing.application(fact.application_id)
    await tell(
        told.applicant_id,
        "programmes/brought_in",
        told.url,
        call=told.call,
        company=told.company,
        closes=told.closes_at,
    )


async def on_taken_back(fact: programmes_events.ApplicationTakenBack) -> None:
    """The park, which heard of it, and the applicant, for whom a deadline hangs on it."""
    told = await hearing.application(fact.application_id)
    managers = await hearing.park_managers(fact.application_id)
    await tell(
        managers, "programmes/taken_back", "/applications", number=told.number, call=told.call, company=told.company
    )
    await tell(
        told.applicant_id,
        "programmes/draft_again",
        told.url,
        number=told.number,
        call=told.call,
        company=told.company,
        closes=told.closes_at,
    )


async def on_notice_published(fact: programmes_events.NoticePublished) -> None:
    for one in await hearing.notice(fact.notice_id):
        await tell_of(
            one.application_id,
            one.applicant_id,
            "programmes/substituted" if one.supplement else "programmes/noticed",
            one.url,
            number=one.number,
            company=one.company,
            tier=one.tier,
            notice=one.notice,
            last=one.last_day,
        )


async def on_objection_filed(fact: programmes_events.ObjectionFiled) -> None:
    told = await hearing.objection(fact.objection_id)
    await tell(told.filed_by, "programmes/objection_received", told.url, number=told.number)
    await tell(told.officers, "programmes/objection_to_decide", told.url, number=told.number, company=told.company)
    await tell(
        told.applicant_id,
        "programmes/objection_about",
        told.application_url,
        number=told.application_number,
        company=told.company,
    )


async def on_objection_decided(fact: programmes_events.ObjectionDecided) -> None:
    told = await hearing.objection(fact.objection_id)
    await tell(
        told.filed_by,
        "programmes/objection_answered",
        told.url,
        number=told.number,
        upheld=told.upheld,
        answer=told.answer,
    )
    await tell(
        told.applicant_id,
        "programmes/objection_closed",
        told.application_url,
        number=told.application_number,
        company=told.company,
        upheld=told.upheld,
    )


async def on_award_made(fact: programmes_events.AwardMade) -> None:
    told = await hearing.award(fact.award_id)
    await tell_of(
        told.application_id,
        told.applicant_id,
        "programmes/awarded",
        told.url,
        number=told.number,
        company=told.company,
        tier=told.tier,
        amount=told.amount,
        code=told.code,
    )


async def on_extended(fact: programmes_events.CallExtended) -> None:
    told = await hearing_of_calls.extension(fact.call_id, fact.company_id)
    await tell(told.people, "programmes/extended", told.url, call=told.call, until=told.until)


async def on_reopened(fact: programmes_events.CallReopened) -> None:
    told = await hearing_of_calls.reopening(fact.call_id)
    await tell(told.people, "programmes/reopened", told.url, call=told.call, until=told.until)


async def on_peeked(fact: programmes_events.CallPeeked) -> None:
    told = await hearing_of_calls.peek(fact.peek_id)
    await tell(
        told.people, "programmes/peeked", told.url, call=told.call, who=told.who, reason=told.reason, until=told.until
    )


async def on_deadline_moved(fact: programmes_events.DeadlineMoved) -> None:
    told = await hearing_of_calls.moved(fact.subject, fact.subject_id)
    await tell(
        told.people,
        "programmes/day_moved",
        told.url,
        notice=fact.subject == "notice",
        number=told.number,
        before=fact.before,
        day=told.day,
        provisional=told.provisional,
    )


async def on_waiver_asked(fact: programmes_events.WaiverAsked) -> None:
    told = await hearing_of_calls.waiver(fact.waiver_id)
    await tell(
        told.officers, "programmes/waiver_asked", told.url, number=told.number, rule=told.rule, reason=told.reason
    )


async def on_waiver_decided(fact: programmes_events.WaiverDecided) -> None:
    told = await hearing_of_calls.waiver(fact.waiver_id)
    await tell(
        told.asked_by,
        "programmes/waiver_decided",
        told.url,
        number=told.number,
        rule=told.rule,
        granted=told.granted,
        text=told.text,
    )


# --- money


async def on_report_due(fact: funds_events.ReportDue) -> None:
    told = await hearing_of_money.report(fact.report_id)
    await tell(told.people, "funds/report_due", told.url, subject=told.subject, due=told.due, overdue=fact.overdue)


async def on_use_returned(fact: funds_events.UseReturned) -> None:
    told = await hearing_of_money.report(fact.report_id)
    await tell(told.people, "funds/report_returned", told.url, subject=told.subject, text=told.text)


async def on_rectification_required(fact: funds_events.RectificationRequired) -> None:
    told = await hearing_of_money.rectification(fact.check_id)
    await tell(told.people, "funds/rectify", told.url, subject=told.subject, due=told.due, text=told.text)


async def on_tranche_paid(fact: funds_events.TranchePaid) -> None:
    told = await hearing_of_money.tranche(fact.tranche_id)
    await tell(told.people, "funds/paid", told.url, subject=told.subject, due=told.due, amount=told.amount)


async def on_clawed_back(fact: funds_events.ClawedBack) -> None:
    told = await hearing_of_money.clawback(fact.clawback_id)
    await tell(
        told.people,
        "funds/claimed_back",
        told.url,
        subject=told.subject,
        due=told.due,
        amount=told.amount,
        text=told.text,
    )


HEARD: Mapping[type[Event], Reaction] = {
    funds_events.ReportDue: on_report_due,
    funds_events.UseReturned: on_use_returned,
    identity_events.CodeIssued: on_code_issued,
    identity_events.SignUpRepeated: on_sign_up_repeated,
    identity_events.PasswordChanged: on_password_changed,
    identity_events.PersonAppointed: on_appointed,
    identity_events.PersonDismissed: on_dismissed,
    identity_events.HandAsked: on_hand_asked,
    identity_events.ConsentWithdrawn: on_consent_withdrawn,
    spaces_events.UnitRequested: on_unit_requested,
    spaces_events.RequestDeclined: on_request_declined,
    spaces_events.RequestWithdrawn: on_request_withdrawn,
    spaces_events.UnitLet: on_unit_let,
    spaces_events.UnitOffered: on_unit_offered,
    spaces_events.OfferAccepted: on_offer_accepted,
    spaces_events.OfferDeclined: on_offer_declined,
    spaces_events.OfferExpired: on_offer_expired,
    spaces_events.OfferWithdrawn: on_offer_withdrawn,
    reviews_events.SeatOffered: on_seat_offered,
    reviews_events.ExpertInvited: on_expert_invited,
    reviews_events.ExpertApplied: on_expert_applied,
    reviews_events.ExpertTakenIn: on_expert_taken_in,
    reviews_events.LetterIssued: on_letter_issued,
    reviews_events.ExpertRefused: on_expert_refused,
    reviews_events.InvitationAnswered: on_invitation_answered,
    reviews_events.MarkAsked: on_mark_asked,
    reviews_events.MarkAnswered: on_mark_answered,
    reviews_events.PlaceGiven: on_place_given,
    reviews_events.MeetingMoved: on_meeting_moved,
    reviews_events.MeetingCalledOff: on_meeting_called_off,
    programmes_events.ApplicationSubmitted: on_submitted,
    programmes_events.ApplicationCorrected: on_corrected,
    programmes_events.ApplicationReturned: on_returned,
    programmes_events.ApplicationRecommended: on_recommended,
    programmes_events.ApplicationRefused: on_refused,
    programmes_events.ApplicationWithdrawn: on_withdrawn,
    programmes_events.ApplicationBroughtIn: on_brought_in,
    programmes_events.ApplicationTakenBack: on_taken_back,
    programmes_events.NoticePublished: on_notice_published,
    programmes_events.ObjectionFiled: on_objection_filed,
    programmes_events.ObjectionDecided: on_objection_decided,
    programmes_events.AwardMade: on_award_made,
    programmes_events.CallExtended: on_extended,
    programmes_events.CallReopened: on_reopened,
    programmes_events.CallPeeked: on_peeked,
    programmes_events.DeadlineMoved: on_deadline_moved,
    programmes_events.WaiverAsked: on_waiver_asked,
    programmes_events.WaiverDecided: on_waiver_decided,
}
"""Every fact that somebody is told, for `parks.app.REACTIONS`."""
