"""How an application is told to its readers: next steps, the timeline, an officer's desk."""

from typing import Any

from parks.audit.queries import Line
from parks.kernel.words import Text, _
from parks.programmes.queries.applications import ApplicationView
from parks.programmes.queries.desk import Desk
from parks.programmes.queries.standing import LEVEL_NAMES
from parks.programmes.states import AT_LEVEL, ApplicationState, Level, Outcome
from parks.web.rendering import Choice, Happening


def next_step(found: ApplicationView) -> Text:
    """What happens next, in one sentence."""
    match found.state:
        case ApplicationState.DRAFT if found.taken_back:
            return _(
                "You took it back to change it. It counts only if you send it again before the call closes, {at}.",
                at=found.closes_at,
            )
        case ApplicationState.DRAFT:
            return _(
                "Fill in the sections in any order, run the check, and send it. You can come back as often as you like."
            )
        case ApplicationState.RETURNED_FOR_CORRECTION:
            return _("Correct the sections named in the letter and send it again. It goes back to the same office.")
        case ApplicationState.SUBMITTED | ApplicationState.PARK_REVIEW:
            return _("The park reads it first. If anything is missing, one letter names all of it.")
        case ApplicationState.CITY_REVIEW:
            return _("The city reviews it and recommends within its quota.")
        case ApplicationState.PROVINCE_REVIEW:
            return _("The province reviews it and recommends within its quota.")
        case (
            ApplicationState.RECOMMENDED
            | ApplicationState.MINISTRY_REVIEW
            | ApplicationState.RANKED
            | (ApplicationState.PROPOSED)
        ):
            return _("Experts review it without knowing whose it is. The selection is published for everyone to see.")
        case ApplicationState.PUBLICITY | ApplicationState.OBJECTION:
            return _("The public notice stands. Objections are looked into before anything is decided.")
        case ApplicationState.AWARDED:
            return _("Congratulations. The award letter says what comes next.")
        case ApplicationState.AGREEMENT:
            return _("The agreement is signed. The first payment is released by two officers and goes to your account.")
        case ApplicationState.DISBURSED | ApplicationState.TRACKING:
            return _("The grant is being paid and tracked. “My grants” says what you report, and by when.")
        case ApplicationState.RECTIFY:
            return _("Something is to be rectified. “My grants” says what, and by when.")
        case ApplicationState.ACCEPTED | ApplicationState.CLOSED:
            return _("The grant has been accepted at its end. Nothing more is asked of you but the yearly figures.")
        case ApplicationState.CLAWED_BACK:
            return _("The grant is claimed back. “My grants” says why, how much and by when.")
        case ApplicationState.NOT_RECOMMENDED | ApplicationState.INELIGIBLE:
            return _(
                "It ends here for this cycle. The reason stands below; the office that signed it can tell you more."
            )
        case ApplicationState.NOT_SELECTED:
            return _("It was not selected in this cycle. You may apply again in the next one.")
        case ApplicationState.WITHDRAWN:
            return _("You withdrew it. While the call is open you can begin a new one.")


ACTS: dict[str, Text] = {
    "application begun": _("Application begun"),
    "application signed off": _("Signed off"),
    "application brought in": _("Brought in by the programme, from paper or an older system"),
    "application submitted": _("Application sent"),
    "application taken back": _("Taken back to be changed"),
    "application returned": _("Returned for correction"),
    "application corrected": _("Corrected and sent again"),
    "application recommended": _("Recommended"),
    "application not recommended": _("Not recommended"),
    "application found ineligible": _("Found not eligible"),
    "application withdrawn": _("Withdrawn"),
    "application sent to experts": _("In expert review"),
    "award made": _("Selected"),
}
"""What stands in the timeline; the comings and goings of files and sections are the audit's alone."""

ACTS_SHOWN = tuple(ACTS)

OF_THE_APPLICANT = frozenset(
    {
        "application begun",
        "application submitted",
        "application signed off",
        "application taken back",
        "application corrected",
        "application withdrawn",
    }
)
"""Acts of the applicant's own side: it reads which of its hands did them, and of the others which office."""


def happenings(found: ApplicationView, lines: list[Line]) -> list[Happening]:
    """Newest first. The applicant reads which office acted, officers read who."""
    return [Happening(at=one.at, who=_who(found, one), text=ACTS[one.act]) for one in lines]


def _who(found: ApplicationView, line: Line) -> Text | str:
    level = line.detail.get("level")
    if found.own and line.act not in OF_THE_APPLICANT:
        return LEVEL_NAMES[Level(level)] if level in set(Level) else _("The programme")
    return line.actor


OUTCOME_NAMES: dict[Outcome, Text] = {
    Outcome.RECOMMENDED: _("Recommended"),
    Outcome.NOT_RECOMMENDED: _("Not recommended"),
    Outcome.INELIGIBLE: _("Not eligible"),
}


def desk(found: Desk) -> dict[str, Any]:
    """What the officer's page shows beside the desk itself."""
    at = AT_LEVEL.get(found.application.state)
    return {
        "desk": found,
        "application": found.application,
        "submission": found.submission,
        "level": at,
        "outcomes": OUTCOME_NAMES,
        "choices": [Choice(one.value, name) for one, name in OUTCOME_NAMES.items()],
        "rules": [Choice(one.rule.id, one.rule.title) for one in found.gates],
        "next": next_step(found.application),
    }
