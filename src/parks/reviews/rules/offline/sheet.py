"""The score form as xlsx: a row a criterion, read by the ids of its first row."""

from collections.abc import Callable, Sequence
from typing import Any

from parks.adapters import sheets
from parks.adapters.sheets import Column, Row
from parks.kernel.words import Bilingual, _
from parks.reviews.rules.offline.model import Asked, Entry, Read
from parks.reviews.rules.offline.text import mark_said, scale_said
from parks.reviews.rules.sheets import NOT_APPLICABLE

NO_HINT = Bilingual("", "")
CODE, CRITERION, SCALE, MARK, COMMENT, REFERENCE = "code", "criterion", "scale", "mark", "comment", "ref"
COLUMNS = (
    Column(CODE, Bilingual("评审编号", "Review code"), NO_HINT, "", needed=True),
    Column(CRITERION, Bilingual("指标", "Criterion"), NO_HINT, ""),
    Column(SCALE, Bilingual("计分方式", "How it is marked"), NO_HINT, ""),
    Column(MARK, Bilingual("评分", "Mark"), NO_HINT, ""),
    Column(COMMENT, Bilingual("评语", "Comment"), NO_HINT, ""),
    Column(
        REFERENCE,
        Bilingual("编号", "Reference"),
        Bilingual("请保持原样", "Leave it as it is: it tells what belongs where."),
        "",
        needed=True,
    ),
)
WAIVED = Bilingual.of(NOT_APPLICABLE)
LETTERS = {one.id: sheets.letters_of(place) for place, one in enumerate(COLUMNS)}


def written(asked: Sequence[Asked], say: Callable[[Any], str]) -> bytes:
    """The form of these criteria; blocking, call it in a thread."""
    rows = [
        Row(
            number,
            {
                CODE: one.code,
                CRITERION: f"{one.position}. {say(one.title)}",
                SCALE: say(scale_said(one)),
                MARK: say(WAIVED) if one.kept.not_applicable else mark_said(one.kept, "en"),
                COMMENT: one.kept.comment,
                REFERENCE: one.reference,
            },
        )
        for number, one in enumerate(asked, sheets.HEAD + 1)
    ]
    return sheets.template("评分 Score", COLUMNS, (), rows)


def read(data: bytes) -> Read:
    """Blocking. TooLarge (413), Invalid (422) where it is no xlsx, or not this form."""
    found = sheets.rows_of(data, COLUMNS)
    return Read(
        tuple(
            Entry(
                one.cells[REFERENCE],
                one.cells[MARK],
                one.cells[COMMENT],
                *(_("Cell {cell}", cell=f"{LETTERS[name]}{one.number}") for name in (REFERENCE, MARK, COMMENT)),
            )
            for one in found
        )
    )
