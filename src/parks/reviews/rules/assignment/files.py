"""The command's files: a matrix of affinities in, pairs out. Both plain CSV; bad input raises `SaidError`."""

import csv
from collections.abc import Iterable, Sequence
from math import inf, isfinite, nan

import numpy as np

from parks.kernel.errors import SaidError
from parks.kernel.words import _
from parks.reviews.rules.assignment.instance import Matrix, Pair

HEADER = "proposal,expert"


def read(lines: Iterable[str]) -> Matrix:
    """Rows are proposals, columns experts, no header; an empty cell is a conflict (NaN). Blank lines at the end of the
    file count for nothing.
    """
    found: list[Matrix] = []
    blank = 0
    try:
        for number, cells in enumerate(csv.reader(lines), start=1):
            if not cells:
                blank = blank or number
            elif blank:
                raise SaidError(_("Line {line} is blank. A proposal without experts is a line of commas.", line=blank))
            elif found and len(cells) != len(found[0]):
                first = len(found[0])
                raise SaidError(
                    _("Line {line} has {n} cells, the first one {first}.", line=number, n=len(cells), first=first)
                )
            else:
                found.append(_figures(number, cells))
    except csv.Error as error:
        raise SaidError(_("This is not a CSV file: {error}.", error=error)) from None
    if not found:
        raise SaidError(_("The file is empty. Each line is a proposal, each cell the affinity of an expert."))
    return np.vstack(found)


def _figures(number: int, cells: list[str]) -> Matrix:
    """One line; the quick way first, for there may be millions of cells."""
    try:
        line = np.array([float(cell) if cell else nan for cell in cells])
    except ValueError:
        line = np.array([nan if cell.isspace() else float(cell) if _known(cell) else inf for cell in cells])
    if np.isfinite(line).sum() != len(cells) - cells.count("") - sum(map(str.isspace, cells)):
        raise _unreadable(number, cells)
    return line


def _unreadable(line: int, cells: Sequence[str]) -> SaidError:
    """The first cell that is no number, by its place."""
    for column, cell in enumerate(cells, start=1):
        if not _known(cell):
            return SaidError(
                _(
                    "Line {line}, cell {column} is not a number: {cell}. Figures alone, no header; empty: a conflict.",
                    line=line,
                    column=column,
                    cell=cell[:40],
                )
            )
    raise AssertionError("called for a line in which every cell is a number")


def _known(cell: str) -> bool:
    """Empty, or a finite number."""
    try:
        return not cell.strip() or isfinite(float(cell))
    except ValueError:
        return False


def written(pairs: Sequence[Pair]) -> str:
    """The pairs as CSV: a header, zero-based numbers, sorted by proposal, then expert."""
    return "\n".join([HEADER, *(f"{proposal},{expert}" for proposal, expert in sorted(pairs))]) + "\n"
