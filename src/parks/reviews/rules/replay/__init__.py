"""A selection as one file that anyone can recompute (docs/adr/0072): its bytes, and the rules of the reviews in it."""

from parks.reviews.rules.replay.book import AFTER, CHECKS, ROUNDED, Book, Step, bonus_told, number, shown, spelt
from parks.reviews.rules.replay.files import SECTIONS, Line, canonical, sha256, write
from parks.reviews.rules.replay.reports import Difference, Problem, Report, SectionReport
from parks.reviews.rules.replay.verifying import After, Check, verify

__all__ = [
    "AFTER",
    "CHECKS",
    "ROUNDED",
    "SECTIONS",
    "After",
    "Book",
    "Check",
    "Difference",
    "Line",
    "Problem",
    "Report",
    "SectionReport",
    "Step",
    "bonus_told",
    "canonical",
    "number",
    "sha256",
    "shown",
    "spelt",
    "verify",
    "write",
]
