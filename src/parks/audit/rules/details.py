"""What a line of the trail tells beside its act, in words that people read; the trail keeps it in English for ever."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parks.kernel.words import Bilingual, Text, _

NAMES: Mapping[str, Text] = {
    "amount": _("Amount"),
    "application": _("Application"),
    "area": _("Area (m²)"),
    "assessments": _("Applications under review"),
    "awards": _("Awards"),
    "barred": _("Barred persons"),
    "closes": _("Closes"),
    "code": _("Code"),
    "commits": _("Money committed"),
    "company": _("Company"),
    "cycle": _("Cycle"),
    "document": _("Document"),
    "due": _("Due"),
    "ends": _("Ends"),
    "entries": _("Entries"),
    "expert": _("Expert"),
    "expires_at": _("Expires"),
    "fields": _("Fields"),
    "gross_area": _("Gross area (m²)"),
    "industry": _("Industry"),
    "ip": _("Network address"),
    "kind": _("Kind"),
    "language": _("Language"),
    "letter": _("Letter"),
    "level": _("Level"),
    "name": _("Name"),
    "notice": _("Notice"),
    "number": _("Number"),
    "opinion": _("Opinion"),
    "organisation": _("Organisation"),
    "outcome": _("Outcome"),
    "park": _("Park"),
    "path": _("Place in the tree"),
    "person": _("Person"),
    "programme": _("Programme"),
    "question": _("Question"),
    "rank": _("Rank"),
    "reason": _("Reason"),
    "region": _("Region code"),
    "role": _("Role"),
    "rule": _("Rule"),
    "seat": _("Seat"),
    "seats": _("Seats"),
    "section": _("Section"),
    "sections": _("Sections"),
    "session": _("Session"),
    "sha256": _("Fingerprint"),
    "since": _("Since"),
    "source": _("Source"),
    "starts": _("Starts"),
    "tier": _("Tier"),
    "title": _("Title"),
    "total": _("Total"),
    "unit": _("Unit"),
    "until": _("Until"),
    "uscc": _("Unified social credit code"),
    "version": _("Version"),
    "year": _("Year"),
}
"""The details that are told often; others stand under the name they were recorded with."""

_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d):\d\d(\.\d+)?\+08:00")


@dataclass(frozen=True, slots=True)
class Told:
    """One detail; an identifier (`exact`) is there to be copied, not read."""

    name: Text | str
    value: Any
    exact: bool = False


def told(detail: Mapping[str, Any]) -> tuple[Told, ...]:
    """Whatever has a value, in the order it was recorded."""
    return tuple(
        Told(NAMES.get(name, name), _value(value), isinstance(value, str) and bool(_IDENTIFIER.fullmatch(value)))
        for name, value in detail.items()
        if value not in ("", None, [], {})
    )


def _value(value: Any) -> Any:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case {"zh": str(zh), "en": str(en)}:
            return Bilingual(zh, en)
        case Mapping():
            return "; ".join(f"{name}: {each}" for name, each in value.items())[:300]
        case list():
            return ", ".join(str(each) for each in value)[:300]
        case str() if moment := _MOMENT.fullmatch(value):
            return f"{moment[1]} {moment[2]}"
        case _:
            return str(value)[:300]
