"""May-questions of a programme: pure, each with the reason that people are told."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import Text, _
from parks.programmes.states import AT_LEVEL, EDITABLE, ApplicationState, CallState, Level
from parks.startups.states import Hand

DECIDERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)
"""Who decides on applications at some level."""


def may_run_calls(actor: Actor, *, path: str) -> Verdict:
    """Calls are opened and closed by the programme officer of the nation."""
    if actor.holds(Role.PROGRAMME_OFFICER, path):
        return allowed
    return refused(_("Only the programme's officer opens and closes calls."))


def may_found_programmes(actor: Actor) -> Verdict:
    """A programme is a name and a code; whoever runs calls somewhere may found one."""
    if actor.has(Role.PROGRAMME_OFFICER):
        return allowed
    return refused(_("Only the programme's officer opens and closes calls."))


def may_write_rules(actor: Actor, *, path: str | None) -> Verdict:
    """`path` None: a rule set that comes with Parks."""
    if path is None:
        return refused(_("This rule set comes with Parks. Copy it, and change the copy."))
    if actor.holds(Role.PROGRAMME_OFFICER, path):
        return allowed
    return refused(_("Only the officer of the place that keeps a rule set changes it. Copy it to change it."))


def may_peek(actor: Actor, *, path: str) -> Verdict:
    """Look into a sealed call: the officer who runs it, or an auditor of the place; both say why and are named."""
    if actor.holds(Role.PROGRAMME_OFFICER, path) or actor.holds(Role.AUDITOR, path):
        return allowed
    return refused(_("What was applied for stays sealed until the call closes."))


def may_bring_in(*, sealed: bool, state: str) -> Verdict:
    """An import says of each row whether that company or person has applied: of a sealed call nobody is told."""
    if sealed and state == CallState.OPEN:
        return refused(
            _(
                "This call is sealed: checking a list would tell who has applied. Founders apply themselves; a company"
                " that cannot in time can be given more time."
            )
        )
    return allowed


def may_ask_waiver(actor: Actor, *, applicant_id: UUID, path: str) -> Verdict:
    """Officers who decide on applications of this place; what is for themselves they cannot ask."""
    if actor.id == applicant_id:
        return refused(_("Nobody asks for a waiver in a case of their own."))
    if any(actor.holds(role, path) for role in DECIDERS):
        return allowed
    return refused(_("Only an officer who decides on it asks that a rule shall not count."))


def may_decide_waiver(actor: Actor, *, path: str, asked_by: UUID, applicant_id: UUID) -> Verdict:
    """The officer who runs the call, and another person than asked."""
    if not actor.holds(Role.PROGRAMME_OFFICER, path):
        return refused(_("Only the programme's officer decides on a waiver."))
    if actor.id in {asked_by, applicant_id}:
        return refused(_("Another officer decides what you have asked for."))
    return allowed


def takes_applications(*, state: str, opens_at: datetime, closes_at: datetime, now: datetime) -> Verdict:
    """By the database's clock: from the opening on, up to but not at the very moment of closing."""
    if state == CallState.DRAFT or now < opens_at:
        return refused(_("This call is not open yet. It opens on {at}.", at=opens_at))
    if state == CallState.CLOSED or now >= closes_at:
        return refused(
            _("This call closed on {at}. What you have written is kept and can still be read.", at=closes_at)
        )
    return allowed


def may_lend(hand: Hand, *, rights: Collection[str]) -> Verdict:
    """Whether somebody on the applicant's side was given this."""
    if hand in rights:
        return allowed
    return refused(LACKING[hand])


LACKING = {
    Hand.EDIT: _(
        "You can read this application, but were not asked to write in it. The applicant can give you a hand."
    ),
    Hand.CERTIFY: _("Signing this application off was not given to you. The applicant can give it to you."),
    Hand.SUBMIT: _("Sending, taking back and withdrawing was not given to you. The applicant can give it to you."),
}


def may_begin(*, rights: Collection[str]) -> Verdict:
    """Who may send for the company may apply for it; the applicant is who begins."""
    if Hand.SUBMIT in rights:
        return allowed
    return refused(_("Only who may send applications for this company can begin one. Its owner can give it to you."))


def may_share(*, shares: bool) -> Verdict:
    if shares:
        return allowed
    return refused(_("Only the applicant and the company's owner say who may lend a hand."))


def may_write(*, state: str) -> Verdict:
    """Only while the application lies with the applicant."""
    if state not in EDITABLE:
        return refused(_("This application has been sent. It can be read, but not changed."))
    return allowed


def may_take_back(*, taking: Verdict) -> Verdict:
    """Changing what was sent is the applicant's until the deadline; after it, only a correction asked for is."""
    if taking:
        return allowed
    return refused(_("The call is closed: what was sent stands. It can be withdrawn, but no longer changed."))


def in_time(*, due: date, today: date) -> Verdict:
    """A correction is taken up to the end of its last day in Beijing."""
    if today > due:
        return refused(
            _(
                "The correction was due by {due} and is no longer taken. The officer who returned it can say more.",
                due=due,
            )
        )
    return allowed


def may_decide(
    actor: Actor, *, own: bool, role: Role, path: str, state: str, level: Level | None, name: Text
) -> Verdict:
    """An officer acts at the level that holds it, in their part of the tree, and never in a case of their own.

    `own`: they are on the applicant's side, as applicant, company member or hand.
    """
    if own:
        return refused(_("Nobody decides on an application of their own."))
    if level is None or not actor.holds(role, path):
        return refused(_("It is not your turn: {where}.", where=_waiting(state, name)))
    return allowed


def _waiting(state: str, name: Text) -> Text:
    if state in AT_LEVEL:
        return _("the application is at “{level}”", level=name)
    if state == ApplicationState.RETURNED_FOR_CORRECTION:
        return _("the application is with the founder for correction")
    return _("the application has left the ladder")


def may_rank(actor: Actor, *, role: Role, path: str) -> Verdict:
    """The office's own officer puts what it recommends in order."""
    if actor.holds(role, path):
        return allowed
    return refused(_("Only this office puts its recommendations in order."))


def may_return(*, already: bool) -> Verdict:
    """一次性告知: a level names everything at once and returns an application only once."""
    if already:
        return refused(
            _("This level has returned the application once already. Everything is named at once; decide on it now.")
        )
    return allowed


def notice_stands(*, starts_on: date, last_day: date, today: date) -> Verdict:
    """Objections are taken from the first to the last day of the notice, both included."""
    if starts_on <= today <= last_day:
        return allowed
    return refused(_("Objections were taken until {day}. This notice is over.", day=last_day))


def notice_has_stood(*, last_day: date, today: date) -> Verdict:
    """Awards wait for the day after the notice's last."""
    if today > last_day:
        return allowed
    return refused(_("The notice stands until {day}. Awards can be made from the day after.", day=last_day))


def may_sign_for_company(actor: Actor, *, applicant_id: UUID) -> Verdict:
    """The applicant answers for the grant, and signs alone."""
    if actor.id != applicant_id:
        return refused(_("Only the applicant signs for the company."))
    return allowed


def name_is_typed(actor: Actor, *, typed: str) -> Verdict:
    """A signature is one's own name, typed again."""
    if "".join(typed.split()).casefold() != "".join(actor.name.split()).casefold():
        return refused(_("Type your own name as it stands in your account: {name}.", name=actor.name))
    return allowed


def may_countersign(actor: Actor, *, path: str, applicant_id: UUID) -> Verdict:
    """An officer who runs the call, and is not the other party."""
    if not actor.holds(Role.PROGRAMME_OFFICER, path):
        return refused(_("Only the programme's officer signs for the programme."))
    if actor.id == applicant_id:
        return refused(_("Nobody signs for both sides."))
    return allowed


def may_verify(actor: Actor, *, path: str, applicant_id: UUID) -> Verdict:
    """The park where the company sits (or who stands above it) verifies a year's figures; never one's own."""
    officers = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)
    if actor.id == applicant_id:
        return refused(_("Nobody verifies figures of their own."))
    if any(actor.holds(role, path) for role in officers):
        return allowed
    return refused(_("Only the company's park, or an office above it, verifies these figures."))


def may_decide_objection(actor: Actor, *, path: str, filed_by: UUID, applicant_id: UUID) -> Verdict:
    """The call's own officer, who is neither the one who objects nor the one objected to."""
    if not actor.holds(Role.PROGRAMME_OFFICER, path):
        return refused(_("Only the programme's officer answers objections."))
    if actor.id in {filed_by, applicant_id}:
        return refused(_("You are a party to this objection: another officer answers it."))
    return allowed
