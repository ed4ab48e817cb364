"""What a manager types to plan a scenario."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from parks.spaces.forms import Day


class NewScenario(BaseModel):
    """`move_cost`: points that moving a company takes off; a request that is placed gives about a thousand."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=2, max_length=100)]
    day: Day
    move_cost: Annotated[int, Field(ge=0, le=100_000)] = 300
