"""What a manager types about the waiting list."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from parks.spaces.rules.turns import MOST_AHEAD, MOST_TO_ANSWER, Settings


class SetWaitingList(BaseModel):
    """`days_ahead`: calendar days before a unit comes free; `answer_days`: working days a founder has to answer."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    acts: bool = False
    days_ahead: Annotated[int, Field(ge=0, le=MOST_AHEAD)]
    answer_days: Annotated[int, Field(ge=1, le=MOST_TO_ANSWER)]

    @property
    def settings(self) -> Settings:
        return Settings(self.acts, self.days_ahead, self.answer_days)
