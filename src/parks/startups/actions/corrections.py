"""A form corrects the record: on the founder's own word, by the record's own rules, once for every form."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.startups.actions.companies import amend_company
from parks.startups.actions.people import amend_person
from parks.startups.actions.rows import writing
from parks.startups.queries.record import anyones
from parks.startups.rules.records import CompanyRecord, PersonRecord, Record
from parks.web.forms import sentences

R = TypeVar("R", bound=Record)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "company.basics": (
        "name_zh",
        "name_en",
        "registered_on",
        "registered_capital",
        "paid_in_capital",
        "region",
        "industry",
        "address",
        "headcount",
    ),
    "applicant.identity": ("latin", "position", "birth_year"),
    "applicant.return": ("returned_on", "overseas_years", "full_time"),
}
"""What a form may correct of each source; the rows of the others are corrected one by one, at their own address."""


async def write_back(
    actor: Actor, company_id: UUID, source: str, value: Mapping[str, Any], *, applicant_id: UUID | None = None
) -> None:
    """Correct these fields of the record from a form that shows `source`; the others stay as they are.

    `applicant_id` is the account whose person `applicant.…` means. Hidden (404) for a source that no form corrects;
    Invalid (422) with a sentence beside each field; the change is the actor's, with its line in the trail.
    """
    known = FIELDS.get(source) or hidden()
    if strange := set(value) - set(known):
        raise Invalid(fields=dict.fromkeys(strange, _("This is not asked for.")))
    async with writing(actor, company_id):
        company = await anyones(company_id)
        if source.startswith("company."):
            record = _merged(CompanyRecord, company, value)
            await amend_company(actor, company_id, record, company.version)
            return
        person = next((one for one in company.people if one.account_id == applicant_id), None) or hidden()
        merged = _merged(PersonRecord, person, value)
        await amend_person(actor, company_id, person.id, merged, person.version)


def _merged(shape: type[R], now: Any, value: Mapping[str, Any]) -> R:
    """The record as it stands, with these fields as they were said."""
    standing = {name: getattr(now, name) for name in shape.model_fields if hasattr(now, name)}
    try:
        return shape.model_validate(standing | dict(value))
    except ValidationError as error:
        raise Invalid(fields=sentences(error)) from error
