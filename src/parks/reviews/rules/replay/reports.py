"""What a verification found: figures by section, and the first line that differs."""

from dataclasses import dataclass
from enum import StrEnum

from parks.kernel.words import Text, _


class Problem(StrEnum):
    SPELLING = "spelling"  # not the one spelling that a line can have
    ORDER = "order"  # a line is missing, doubled or out of its place
    CHAIN = "chain"  # the line was changed after it was written
    MISSING = "missing"  # the file is cut off, or the first line counts otherwise
    SHAPE = "shape"  # not what such a line holds
    VALUE = "value"  # does not follow from what stands before it
    HASH = "hash"  # whole in itself, and not the file that was published


@dataclass(frozen=True, slots=True)
class Difference:
    """`line` counts from 1; `told` stands in the file (cut to 120 signs), `computed` is what should."""

    line: int
    section: str
    problem: Problem
    field: str = ""
    told: str = ""
    computed: str = ""

    @property
    def text(self) -> Text:
        match self.problem:
            case Problem.SPELLING:
                return _("Line {line} is not a line of such a file, or not written as it must be.", line=self.line)
            case Problem.ORDER:
                return _("Line {line} is not where it belongs: a line was left out, added or moved.", line=self.line)
            case Problem.CHAIN:
                return _("Line {line} was changed after it was written: its own hash does not fit.", line=self.line)
            case Problem.MISSING:
                return _(
                    "Line {line} is missing: the first line counts the sections otherwise than they are.",
                    line=self.line,
                )
            case Problem.SHAPE:
                return _("Line {line} ({section}) does not hold what it must.", line=self.line, section=self.section)
            case Problem.VALUE:
                return _(
                    "Line {line} ({section}), {field}: the file says {told}, recomputed it is {computed}.",
                    line=self.line,
                    section=self.section,
                    field=self.field,
                    told=self.told,
                    computed=self.computed,
                )
            case Problem.HASH:
                return _(
                    "Every line fits the others, but this is not the published file: its hash is {told}, published was"
                    " {computed}.",
                    told=self.told,
                    computed=self.computed,
                )


@dataclass(frozen=True, slots=True)
class SectionReport:
    """`values`: how many were computed anew and found equal."""

    name: str
    lines: int
    values: int


@dataclass(frozen=True, slots=True)
class Report:
    """`hash` is the SHA-256 of the whole file; `lines` those that hold."""

    hash: str
    lines: int
    sections: tuple[SectionReport, ...]
    difference: Difference | None = None

    @property
    def ok(self) -> bool:
        return self.difference is None

    @property
    def values(self) -> int:
        return sum(one.values for one in self.sections)
