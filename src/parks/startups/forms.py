"""The records as forms: the same shapes, and the version that the page showed."""

from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from parks.startups.rules import records
from parks.startups.rules.records import Record

R = TypeVar("R", bound=Record)


class Versioned(BaseModel, Generic[R]):
    """`version` 0 is a new row."""

    version: int = Field(default=0, ge=0, le=2**31 - 1)


def record_of(form: Versioned[Any], shape: type[R]) -> R:
    """What the actions take, out of what was read."""
    return shape.model_validate(form.model_dump(exclude={"version"}))


class CompanyForm(records.CompanyRecord, Versioned[records.CompanyRecord]):
    pass


class PersonForm(records.PersonRecord, Versioned[records.PersonRecord]):
    pass


class EmploymentForm(records.EmploymentRecord, Versioned[records.EmploymentRecord]):
    pass


class ShareForm(records.ShareRecord, Versioned[records.ShareRecord]):
    pass


class CertificateForm(records.CertificateRecord, Versioned[records.CertificateRecord]):
    pass


class IpForm(records.IpRecord, Versioned[records.IpRecord]):
    pass


class BankForm(records.BankRecord, Versioned[records.BankRecord]):
    pass


class FundingForm(records.FundingRecord, Versioned[records.FundingRecord]):
    pass


class FiguresForm(records.FiguresRecord, Versioned[records.FiguresRecord]):
    pass


class ProofForm(records.ProofRecord, Versioned[records.ProofRecord]):
    pass


class CheckForm(BaseModel):
    """Which document the line was compared with, and the line as the officer saw it."""

    document: UUID
    version: int = Field(ge=1, le=2**31 - 1)


class ReasonForm(BaseModel):
    reason: str = Field(default="", max_length=500)
