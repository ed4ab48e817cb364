"""What people type and clients send about applications."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from parks.kernel.words import _
from parks.programmes.states import Outcome
from parks.web.forms import SaidError


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Begin(_Sent):
    """Through which park the company applies."""

    park: UUID


class Submit(_Sent):
    """`aware`: a rule is not met for certain, and people shall look at it all the same."""

    aware: bool = False


class Withdraw(_Sent):
    reason: str = Field(default="", max_length=500)


class Opinion(_Sent):
    """An officer's signed opinion; `rule` where it is found not eligible."""

    outcome: Outcome
    text: str = Field(min_length=1, max_length=4000)
    rule: str = Field(default="", max_length=20)


class Complete(_Sent):
    """Whether a section is completed: yes, or no, I'll come back to it."""

    completed: bool


class Declaration(_Sent):
    """The secrecy declaration has one answer that lets anyone go on."""

    no_secrets: bool = False

    @field_validator("no_secrets")
    @classmethod
    def given(cls, value: bool) -> bool:  # a validator takes the value alone
        if not value:
            raise SaidError(_("Tick this to go on. If it does contain state secrets, do not upload it: see the park."))
        return value


class Answer(_Sent):
    """One answer of a sheet: what was typed, and the version that was seen before (0: none yet)."""

    value: str | list[str] | list[dict[str, str]] | bool | int | float | None = None
    seen_version: int = Field(default=0, ge=0)


class Gaps(_Sent):
    """一次性告知: section → what is missing in it."""

    gaps: dict[str, str]
