"""The kinds of messages, and how far a person may choose about each.

What a body owes a person by law (that something was received, returned, refused, published, decided; who got into an
account) always comes by mail and inbox: 一次性告知 and the service of decisions are duties, not offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from parks.kernel.words import Text, _


class Channel(StrEnum):
    """`mail` is the e-mail and the inbox; `none` is not at all."""

    MAIL = "mail"
    INBOX = "inbox"
    NONE = "none"


class Kind(StrEnum):
    ACCOUNT = "account"
    DECISION = "decision"
    DESK = "desk"
    PROGRESS = "progress"
    REMINDER = "reminder"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one may choose of a kind, the default first; a single channel is no choice, and `why` says so."""

    name: Text
    channels: tuple[Channel, ...]
    why: Text


BOTH = (Channel.MAIL, Channel.INBOX)
CHOICES: Mapping[Kind, Choice] = {
    Kind.DECISION: Choice(
        _("Decisions and formal letters"),
        (Channel.MAIL,),
        _("The law asks that you are told of receipts, returns, notices and decisions. It cannot be switched off."),
    ),
    Kind.ACCOUNT: Choice(
        _("The safety of your account"),
        (Channel.MAIL,),
        _("New passwords, codes and roles. It cannot be switched off, for it is how you notice a stranger."),
    ),
    Kind.DESK: Choice(
        _("Work that comes to your desk"),
        BOTH,
        _("It always stands in your inbox and your to-do list: somebody waits for you."),
    ),
    Kind.PROGRESS: Choice(
        _("Steps of your applications"),
        BOTH,
        _("That an office has passed your application on. It stays in the inbox."),
    ),
    Kind.REMINDER: Choice(
        _("Reminders before a deadline"),
        (*BOTH, Channel.NONE),
        _("The deadline counts whether you are reminded or not."),
    ),
    Kind.NEWS: Choice(
        _("News and invitations"),
        (Channel.NONE, Channel.INBOX, Channel.MAIL),
        _("Only if you ask for it. Asking is your agreement; you can take it back here at any time."),
    ),
}

BY_TEMPLATE: Mapping[str, Kind] = {
    "programmes/to_review": Kind.DESK,
    "programmes/withdrawn": Kind.DESK,
    "programmes/taken_back": Kind.DESK,
    "programmes/objection_to_decide": Kind.DESK,
    "programmes/moved_up": Kind.PROGRESS,
    "spaces/requested": Kind.DESK,
    "spaces/withdrawn": Kind.DESK,
    "reviews/seat_offered": Kind.DESK,
    "reviews/pool_applied": Kind.DESK,
    "reviews/invited": Kind.DESK,
    "reviews/invitation_answered": Kind.DESK,
    "reviews/mark_asked": Kind.DESK,
    "reviews/mark_answered": Kind.DESK,
    "reviews/place_given": Kind.DESK,
    "reviews/meeting_moved": Kind.DESK,
    "reviews/meeting_called_off": Kind.DESK,
    "notifications/closing": Kind.REMINDER,
    "notifications/correction_due": Kind.REMINDER,
    "notifications/news": Kind.NEWS,
}


def kind_of(template: str) -> Kind:
    """What nobody sorted is a decision: better told than missed."""
    if template.startswith("identity/"):
        return Kind.ACCOUNT
    return BY_TEMPLATE.get(template, Kind.DECISION)


def channel(kind: Kind, chosen: str | None) -> Channel:
    """The channel that counts: the chosen one where it may be chosen, else the kind's default."""
    offered = CHOICES[kind].channels
    return Channel(chosen) if chosen in set(offered) else offered[0]
