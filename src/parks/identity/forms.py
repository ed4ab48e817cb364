"""What people type and programs send to identity."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from parks.identity.rules import addresses
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Role
from parks.kernel.words import _
from parks.web.forms import SaidError


def _address(text: str) -> str:
    found = addresses.normalised(text)
    if found is None:
        raise SaidError(_("Write the address like name@example.cn."))
    return found


def _line(text: str) -> str:
    found = " ".join(text.split())
    if not found:
        raise SaidError(_("This is needed."))
    if not found.isprintable():
        raise SaidError(_("This text holds a character that cannot be stored."))
    return found


def _agreed(given: bool) -> bool:
    if not given:
        raise SaidError(_("Please read the privacy notice and agree to it."))
    return given


def pair(text: str) -> tuple[Role, UUID]:
    role, _at, place = text.partition("@")
    try:
        return Role(role), UUID(place)
    except ValueError:
        raise SaidError(_("Choose one of the options.")) from None


def _pairs(texts: list[str]) -> list[str]:
    for one in texts:
        pair(one)
    return texts


Address = Annotated[str, Field(max_length=320), AfterValidator(_address)]
Line = Annotated[str, Field(max_length=100), AfterValidator(_line)]
Language = Literal["zh", "en"]
Typed = Annotated[str, Field(max_length=5000)]
"""A password as typed: its own rules speak in `rules.passwords`; here just a bound."""


class SignUp(BaseModel):
    name: Line
    email: Address
    password: Typed
    language: Language = "zh"
    agreed: Annotated[bool, Field(validate_default=True), AfterValidator(_agreed)] = False


class SignIn(BaseModel):
    email: Annotated[str, Field(max_length=320)]
    password: Typed
    next: Annotated[str, Field(max_length=5000)] = "/"


class WithCode(BaseModel):
    code: Annotated[str, Field(max_length=200)]


class NewPassword(WithCode):
    password: Typed


class Forgotten(BaseModel):
    email: Address


class Account(BaseModel):
    name: Line
    language: Language


class PasswordChange(BaseModel):
    current: Typed
    password: Typed


class Key(BaseModel):
    """`roles`: pairs of role and organisation as `city_officer@<id>`; none: the key acts without any role."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    roles: Annotated[list[str], Field(max_length=50), AfterValidator(_pairs)] = []
    read_only: bool = False
    days: Annotated[int, Field(ge=1, le=366)] = 90

    def pairs(self) -> list[tuple[Role, UUID]]:
        return [pair(one) for one in self.roles]


class NewOrganisation(BaseModel):
    kind: OrganisationKind
    name_zh: Annotated[str, Field(max_length=120), AfterValidator(_line)]
    name_en: Annotated[str, Field(max_length=200), AfterValidator(_line)]
    code: Annotated[str, Field(max_length=31), AfterValidator(_line)]
    region: Annotated[str, Field(max_length=6)] = ""


class NewAppointment(BaseModel):
    """`name` is needed where the address has no account yet: the person is then invited."""

    email: Address
    name: Annotated[str, Field(max_length=100)] = ""
    role: Role
    until: date | None = None
    reason: Annotated[str, Field(max_length=500), AfterValidator(_line)]


class WithReason(BaseModel):
    reason: Annotated[str, Field(max_length=500)] = ""


class Agreement(BaseModel):
    """That one agrees to a text of that version; `next` is where one was going."""

    version: str = Field(max_length=20)
    agreed: Annotated[bool, AfterValidator(_agreed)] = Field(False, validate_default=True)
    next: str = Field("", max_length=2000)
