"""The reads of privacy, a file a noun; callers take them from here."""

from collections.abc import Sequence

from parks.kernel.records import OwnData, RecordClass
from parks.privacy.queries.own_data import OWN_DATA, Part, own_data
from parks.privacy.queries.retention import (
    RETENTION,
    ClassView,
    HoldView,
    ReportView,
    Subject,
    classes,
    due,
    held,
    holds,
    report,
    reports,
    subject,
)

__all__ = [
    "OWN_DATA",
    "RETENTION",
    "ClassView",
    "HoldView",
    "Part",
    "ReportView",
    "Subject",
    "classes",
    "due",
    "furnish",
    "held",
    "holds",
    "own_data",
    "report",
    "reports",
    "subject",
]


def furnish(own: Sequence[OwnData], retention: Sequence[RecordClass]) -> None:
    """Called once by the app, which alone knows every context."""
    OWN_DATA[:] = own
    RETENTION[:] = retention
