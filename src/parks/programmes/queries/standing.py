"""How an application stands and presses, in words and colours: shared by every view of one."""

from collections.abc import Mapping
from datetime import date

from parks.kernel.words import Text, _
from parks.programmes.rules.queue import PRESSURE_NAMES, PRESSURE_TONES, Pressure, pressure
from parks.programmes.states import AT_LEVEL, GRANTED, ApplicationState, Level

STATE_NAMES: Mapping[ApplicationState, Text] = {
    ApplicationState.DRAFT: _("Draft"),
    ApplicationState.SUBMITTED: _("Sent, waiting for the park"),
    ApplicationState.PARK_REVIEW: _("With the park"),
    ApplicationState.CITY_REVIEW: _("With the city"),
    ApplicationState.PROVINCE_REVIEW: _("With the province"),
    ApplicationState.RECOMMENDED: _("Recommended for selection"),
    ApplicationState.MINISTRY_REVIEW: _("In expert review"),
    ApplicationState.RANKED: _("Reviewed and ranked"),
    ApplicationState.PROPOSED: _("Proposed"),
    ApplicationState.PUBLICITY: _("In public notice"),
    ApplicationState.OBJECTION: _("Objection being looked into"),
    ApplicationState.AWARDED: _("Selected"),
    ApplicationState.AGREEMENT: _("Agreement signed"),
    ApplicationState.DISBURSED: _("Grant paid"),
    ApplicationState.TRACKING: _("In tracking"),
    ApplicationState.RECTIFY: _("To be rectified"),
    ApplicationState.ACCEPTED: _("Accepted at the end"),
    ApplicationState.CLOSED: _("Closed and settled"),
    ApplicationState.CLAWED_BACK: _("Claimed back"),
    ApplicationState.NOT_SELECTED: _("Not selected"),
    ApplicationState.NOT_RECOMMENDED: _("Not recommended"),
    ApplicationState.RETURNED_FOR_CORRECTION: _("Returned for correction"),
    ApplicationState.INELIGIBLE: _("Not eligible"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
}

TONES: Mapping[ApplicationState, str] = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.RETURNED_FOR_CORRECTION: "warning",
    ApplicationState.OBJECTION: "warning",
    ApplicationState.AWARDED: "success",
    ApplicationState.AGREEMENT: "success",
    ApplicationState.DISBURSED: "success",
    ApplicationState.RECTIFY: "warning",
    ApplicationState.ACCEPTED: "success",
    ApplicationState.CLOSED: "neutral",
    ApplicationState.CLAWED_BACK: "danger",
    ApplicationState.RECOMMENDED: "success",
    ApplicationState.INELIGIBLE: "danger",
    ApplicationState.NOT_RECOMMENDED: "neutral",
    ApplicationState.NOT_SELECTED: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
}

LEVEL_NAMES: Mapping[Level, Text] = {Level.PARK: _("Park"), Level.CITY: _("City"), Level.PROVINCE: _("Province")}


UNTOLD = {
    ApplicationState.RANKED: ApplicationState.MINISTRY_REVIEW,
    ApplicationState.PROPOSED: ApplicationState.MINISTRY_REVIEW,
}
"""What applicants learn of a selection before its notice: that experts review it, and no more."""


class Stands:
    """What a state is called, how it is coloured and how it presses; shared by every view of an application."""

    state: ApplicationState

    @property
    def shown_state(self) -> ApplicationState:
        return self.state

    @property
    def state_name(self) -> Text:
        return STATE_NAMES[self.shown_state]

    @property
    def tone(self) -> str:
        return TONES.get(self.shown_state, "info")

    @property
    def level(self) -> Level | None:
        return AT_LEVEL.get(self.state)

    @property
    def granted(self) -> bool:
        """Awarded, whatever became of it since."""
        return self.state in GRANTED


class Pressed:
    """The clock of the office that has it."""

    decide_by: date | None
    decide_soon: date | None
    decide_days: int | None
    decide_provisional: bool
    today: date

    @property
    def pressure(self) -> Pressure:
        return pressure(by=self.decide_by, soon=self.decide_soon, days=self.decide_days, today=self.today)

    @property
    def pressure_name(self) -> Text:
        return PRESSURE_NAMES[self.pressure]

    @property
    def pressure_tone(self) -> str:
        return PRESSURE_TONES[self.pressure]
