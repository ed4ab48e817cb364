"""The words and tones of a section's status (experience.md §2.1) and the kinds of questions, the same everywhere."""

from collections.abc import Mapping

from parks.kernel.words import Text, _
from parks.questionnaires.rules.definition import Kind
from parks.questionnaires.states import SectionStatus

WORDS: Mapping[SectionStatus, Text] = {
    SectionStatus.CANNOT_START: _("Cannot start yet"),
    SectionStatus.NOT_STARTED: _("Not started"),
    SectionStatus.IN_PROGRESS: _("In progress"),
    SectionStatus.COMPLETED: _("Completed"),
    SectionStatus.NO_QUESTIONS: _("No questions"),
    SectionStatus.NOT_NEEDED: _("Not needed"),
    SectionStatus.CHANGES_REQUESTED: _("Changes requested"),
    SectionStatus.CHANGES_MADE: _("Changes made"),
}
TONES: Mapping[SectionStatus, str] = {
    SectionStatus.CANNOT_START: "neutral",
    SectionStatus.NOT_STARTED: "info",
    SectionStatus.IN_PROGRESS: "info",
    SectionStatus.COMPLETED: "success",
    SectionStatus.NO_QUESTIONS: "success",
    SectionStatus.NOT_NEEDED: "success",
    SectionStatus.CHANGES_REQUESTED: "warning",
    SectionStatus.CHANGES_MADE: "success",
}
"""Finished words are plain text; no status is red, for none is an error."""

KINDS: Mapping[Kind, Text] = {
    Kind.TEXT: _("Short text"),
    Kind.LONG_TEXT: _("Long text"),
    Kind.NUMBER: _("Number"),
    Kind.PERCENTAGE: _("Percentage"),
    Kind.MONEY: _("Money"),
    Kind.DATE: _("Date"),
    Kind.MONTH: _("Month"),
    Kind.CHOICE: _("One choice"),
    Kind.CHOICES: _("Several choices"),
    Kind.YES_NO: _("Yes or no"),
    Kind.TABLE: _("Table of rows"),
    Kind.PERSON: _("Person"),
    Kind.REGION: _("Region"),
    Kind.INDUSTRY: _("Industry"),
    Kind.FILE: _("File"),
    Kind.DECLARATION: _("Declaration"),
    Kind.COMPUTED: _("Computed"),
    Kind.FACT: _("From the company record"),
}
