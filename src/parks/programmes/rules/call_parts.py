"""The parts of a call in the order of its task list, and what each is called."""

from collections.abc import Mapping

from parks.kernel.words import Text, _

PARTS: Mapping[str, Text] = {
    "basics": _("Title, place and contact"),
    "dates": _("Dates"),
    "form": _("Form"),
    "rules": _("Rules of eligibility"),
    "materials": _("Materials"),
    "ladder": _("Levels of review"),
    "quotas": _("Quotas"),
    "review": _("Rubric of the experts"),
    "tiers": _("Tiers and amounts"),
    "notice": _("Correction and public notice"),
}

KINDS: Mapping[str, Text] = {
    "identity": _("Identity and degrees"),
    "company": _("The company's papers"),
    "ip": _("Intellectual property"),
    "finance": _("Finance and tax"),
    "plan": _("Plans and reports"),
    "declaration": _("Declarations and opinions"),
    "other": _("Other proof"),
}
"""What kind a material is of (domain.md §2.5)."""
