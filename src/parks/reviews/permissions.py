"""Who may do what in a review. An expert of the pool sees their own seats alone, whatever other role they hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import Text, _
from parks.reviews.states import DrawState, ExpertState, InvitationState, MeetingRole, SeatState

OFFICERS = (Role.PROGRAMME_OFFICER, Role.PROVINCE_OFFICER, Role.CITY_OFFICER)
READERS = (*OFFICERS, Role.AUDITOR)


def reads_at(actor: Actor) -> list[str]:
    """The places whose pool, rounds and rankings the actor reads: the argument of the one scope predicate."""
    return [] if actor.has(Role.EXPERT) else actor.paths(*READERS)


def may_run(actor: Actor, path: str) -> Verdict:
    """Keep the pool, publish rubrics, open rounds and seat experts at this place."""
    if actor.has(Role.EXPERT):
        return refused(_("You are an expert of the pool: running a review is for officers who do not score."))
    if any(actor.holds(role, path) for role in OFFICERS):
        return allowed
    return refused(_("Only the officers of this place run its reviews."))


def may_enrol(actor: Actor, person_id: UUID, path: str) -> Verdict:
    """Nobody enrols themselves."""
    if actor.id == person_id:
        return refused(_("You cannot take yourself into the expert pool."))
    return may_run(actor, path)


def may_approve_fee(actor: Actor, *, entered_by: UUID, payee: UUID) -> Verdict:
    """Four eyes: neither who set the rate nor who is paid. That the actor runs the round's reviews is asked before."""
    if actor.id == payee:
        return refused(_("You cannot approve a fee of your own."))
    if actor.id == entered_by:
        return refused(_("You set this rate, so another officer approves what falls due by it."))
    return allowed


def may_evaluate(actor: Actor, *, person_id: UUID, path: str) -> Verdict:
    """Nobody grades themselves."""
    if actor.id == person_id:
        return refused(_("Your own work is graded by somebody else."))
    return may_run(actor, path)


def may_seat(expert_state: str, reasons: Sequence[Text], *, checked: bool) -> Verdict:
    """`checked`: the expert's ties have not changed since the conflicts of this assessment were looked for."""
    if reasons:
        return refused(_("This expert must be recused. {reason}", reason=reasons[0]))
    if expert_state != ExpertState.AVAILABLE:
        return refused(_("This expert is resting and takes no seats now."))
    if not checked:
        return refused(
            _("This expert's ties are newer than the last look for conflicts here. Look for conflicts again first.")
        )
    return allowed


def may_serve(
    *, on: date, term_from: date | None, term_until: date | None, capacity: int | None, taken: int, answer: str | None
) -> Verdict:
    """Whether an expert takes one more proposal of a round: within their term (half-open), below their capacity, and
    not against a "no". `taken`: the seats they sit on in this round; `answer`: the state of their invitation to it.
    """
    if term_from is not None and on < term_from:
        return refused(_("This expert's term begins on {day}.", day=term_from))
    if term_until is not None and on >= term_until:
        return refused(_("This expert's term is over. Renew it first, or ask somebody else."))
    if answer == InvitationState.DECLINED:
        return refused(_("This expert declined the invitation to this round. Invite them again before you seat them."))
    if capacity is not None and taken >= capacity:
        return refused(_("This expert takes {n} proposals a round at most, and has them.", n=capacity))
    return allowed


def may_seat_drawn(draw_state: str | None, *, on_panel: bool) -> Verdict:
    """`draw_state` of the round's live draw, None where it has none: then the whole pool may be asked."""
    if draw_state is None or (draw_state == DrawState.REVEALED and on_panel):
        return allowed
    if draw_state != DrawState.REVEALED:
        return refused(_("The panel of this round is being drawn. Seats are offered once the draw is revealed."))
    return refused(
        _(
            "This expert was not drawn for this round's panel. Ask a drawn one; an administrator may take somebody else"
            " onto the panel, with the reason."
        )
    )


def may_decide(*, kept: bool) -> Verdict:
    """`kept`: the matter, or one of those decided together, is kept from the actor."""
    if kept:
        return refused(_("You have an interest in a matter that is decided here. Another officer must decide."))
    return allowed


def may_pin(actor: Actor, path: str) -> Verdict:
    """`path` "/": a conflict that belongs to no place, an official's own declaration."""
    if actor.holds(Role.SYSTEM_ADMIN, path) or (path == "/" and actor.has(Role.SYSTEM_ADMIN)):
        return allowed
    return refused(_("Only an administrator pins a conflict or lets it go again."))


def may_sit(kinds: Sequence[Text]) -> Verdict:
    """Asked when a proposal is opened and when it is scored. `kinds`: what stands against the expert, the gravest
    first; they are told what kind of tie it is, never whose.
    """
    if not kinds:
        return allowed
    return refused(
        _(
            "A conflict of interest stands against you here ({kind}). The proposal is closed to you and your score is"
            " sealed; the officer asks somebody else. There is nothing you need to do.",
            kind=kinds[0],
        )
    )


def may_witness(actor: Actor, witness_id: UUID) -> Verdict:
    """The person named, signed in themselves: a program's key witnesses nothing."""
    if actor.id != witness_id:
        return refused(_("Only the witness named for this draw confirms it."))
    if actor.via == "api-key":
        return refused(_("A witness confirms in person, signed in to Parks, not by a program's key."))
    return allowed


def may_reveal(actor: Actor, witness_id: UUID, path: str) -> Verdict:
    """An officer of the place who is not the witness: so at least two people were there."""
    if actor.id == witness_id:
        return refused(_("You witness this draw; another officer reveals it."))
    return may_run(actor, path)


def may_admit(actor: Actor, path: str) -> Verdict:
    """Take an expert onto a drawn panel who was not drawn: no officer of the round, but an administrator over it."""
    if actor.holds(Role.SYSTEM_ADMIN, path):
        return allowed
    return refused(_("Only an administrator of this place takes somebody onto a drawn panel who was not drawn."))


def may_open_proposal(state: str) -> Verdict:
    if state == SeatState.OFFERED:
        return refused(_("Declare first that you have no conflict of interest; then the proposal opens."))
    return allowed


def may_skip(state: str) -> Verdict:
    """Only what still waits has a place in the queue."""
    if state == SeatState.SCORED:
        return refused(_("You have scored this proposal; it does not wait for you any more."))
    return allowed


def may_score(state: str) -> Verdict:
    """Whether the seat's marks may be written at all; that a submitted score is locked says the life cycle."""
    if state == SeatState.OFFERED:
        return refused(_("Declare first that you have no conflict of interest; then you can score."))
    return allowed


ROOM: Mapping[str, frozenset[MeetingRole]] = {
    "lead": frozenset({MeetingRole.CHAIR}),
    "vote": frozenset({MeetingRole.CHAIR, MeetingRole.MEMBER}),
    "recuse": frozenset({MeetingRole.CHAIR, MeetingRole.MEMBER}),
    "note": frozenset({MeetingRole.SECRETARY}),
    "count": frozenset({MeetingRole.SECRETARY, MeetingRole.TALLY}),
    "close": frozenset({MeetingRole.CHAIR, MeetingRole.SECRETARY}),
    "sign in": frozenset({MeetingRole.CHAIR, MeetingRole.MEMBER, MeetingRole.SECRETARY, MeetingRole.TALLY}),
}
"""What is done in the room, and from which places: the supervision seat stands in no line."""


def may_in_room(actor: Actor, role: MeetingRole | None, act: str) -> Verdict:
    """`role`: the actor's place at the meeting, None without one. In person: no act of the room by a program's key."""
    if role is None:
        return refused(_("You have no place at this meeting."))
    if role == MeetingRole.SUPERVISOR:
        return refused(_("The supervision seat sees everything of the procedure and touches nothing."))
    if role not in ROOM[act]:
        return refused(_("This is not for your place at this meeting."))
    if actor.via == "api-key":
        return refused(_("What is done in the room is done in person, signed in to Parks, not by a program's key."))
    return allowed


def may_take_place(role: MeetingRole, *, expert: bool) -> Verdict:
    """Experts chair or vote. Who counts, keeps the minutes or supervises is no expert: they see who is who."""
    if expert and role not in ROOM["vote"]:
        return refused(_("An expert of the pool chairs or votes; the other places are for officers and auditors."))
    return allowed


def may_vote_on(*, present: bool, out: bool) -> Verdict:
    if out:
        return refused(_("You are recused from this item and out of the room: you neither see it nor vote on it."))
    if not present:
        return refused(_("Sign in to the meeting first; then you can vote."))
    return allowed
