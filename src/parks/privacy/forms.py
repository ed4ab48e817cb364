"""What keepers of records type."""

from pydantic import BaseModel, ConfigDict, Field


class HoldForm(BaseModel):
    """`subject`: an application's number, a company's USCC or a person's e-mail address."""

    model_config = ConfigDict(str_strip_whitespace=True)

    subject: str = Field(max_length=254)
    reason: str = Field(min_length=4, max_length=500)


class LiftForm(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    reason: str = Field(min_length=4, max_length=500)
