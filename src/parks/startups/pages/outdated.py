"""Two editors of one row: what the other wrote stands beside each field, and nothing typed is lost."""

from typing import Any, TypeVar

from pydantic import BaseModel

from parks.kernel.words import _
from parks.startups.rules.records import Outdated
from parks.web.forms import Form

M = TypeVar("M", bound=BaseModel)


def beside(form: Form[M], refusal: Outdated) -> Form[M]:
    """The form with the other's values as notes, and with their version: sent again, it is meant."""
    form.errors[""] = refusal.reason
    for name, theirs in refusal.theirs.items():
        field = "person_id" if name == "person" else name
        if field in form.values or field in type(form.data).model_fields:
            form.errors[field] = _("{name} wrote: {value}", name=refusal.by, value=_said(theirs))
    form.values["version"] = refusal.version
    return form


def _said(value: Any) -> Any:
    return _("nothing") if value in (None, "") else value
