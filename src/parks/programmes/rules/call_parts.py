"""The parts of a call in the order of its task list, and what each is called."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from parks.kernel.words import Bilingual, Text, _


@dataclass(frozen=True, slots=True)
class Material:
    """A document that the call asks for; `tier` empty where every tier needs it.

    `question`: the file question of the form by which it is handed in; empty where it comes otherwise.
    """

    kind: str
    title: Bilingual
    tier: str = ""
    required: bool = True
    question: str = ""

    @property
    def sentence(self) -> Text:
        return _("This call asks for “{material}”, and its file is missing.", material=self.title)


TIER = "tier_asked"
"""The question whose answer is the key of the tier that is applied for, where a call's form asks for one."""


def wanting(materials: Iterable[Material], without_file: Collection[str], tier: str = "") -> list[Material]:
    """What an application must bring and this one has not: `without_file` are its questions without a file.

    What one tier alone needs is wanted of those who ask for it (`tier`); where the form asks for no tier it is wanted
    of whom it is given to, before the agreement (`demanded_missing`).
    """
    return [one for one in materials if one.required and one.tier in ("", tier) and one.question in without_file]


def demanded_missing(title: Bilingual) -> Text:
    """Why an agreement cannot be signed yet."""
    return _("Your tier asks for “{material}”. Hand in its file on this page; then you can sign.", material=title)


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
