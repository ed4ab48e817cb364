"""The score form as plain text, for any editor, in the reader's language. It is read in either.

    === A-001 · Electronics and information
    --- 1. Technology (weight 30 %, 0 to 10 in steps of 0.5)
    ref: <seat>/<criterion>/<version>
    mark: 8
    comment:
    What the expert writes, as many lines as they like.

Lines that begin with `#` outside a comment are notes. In a comment a line that would begin a new part carries a
backslash, which reading takes off again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from parks.kernel.errors import SaidError
from parks.kernel.words import Text, _
from parks.reviews.rules import names
from parks.reviews.rules.offline.model import Asked, Entry, Line, Problem, Read
from parks.reviews.rules.sheets import NOT_APPLICABLE, Content

PROPOSAL, CRITERION, NOTE = "===", "---", "#"
ESCAPED = (PROPOSAL, CRITERION, "\\")
KEYS = {"zh": ("编号", "评分", "评语"), "en": ("ref", "mark", "comment")}
WORDS = {word: place for words in KEYS.values() for place, word in enumerate(words)}
FIELD = re.compile(rf"\s*({'|'.join(WORDS)})\s*[:：](.*)", re.IGNORECASE | re.DOTALL)
MOST_BYTES = 3_000_000
"""Forty-five proposals with each comment at its longest take half of it."""


HOW = (
    _("Score form: each mark after its word, each comment below its own. Keep the lines that begin with = or -."),
    _("Nothing is taken over before you have looked at it. Leave the references as they are."),
)


def written(asked: Sequence[Asked], lang: str, say: Callable[[Any], str]) -> str:
    """The form of these criteria, in their order; `say` puts words into the reader's language `lang`."""
    lines = [f"{NOTE} {say(one)}" for one in HOW]
    for _seat, group in groupby(asked, key=lambda one: one.seat_id):
        part = list(group)
        first = part[0]
        lines += ["", f"{PROPOSAL} {first.code} · {say(names.field_name(first.field))}"]
        lines.append(f"# {say(first.round)} · {say(_('closes {at}', at=first.closes))}")
        for one in part:
            lines += ["", f"{CRITERION} {one.position}. {say(one.title)} ({say(scale_said(one))})"]
            if hint := say(one.hint):
                lines.append(f"# {hint}")
            lines += _fields(one.reference, one.kept, lang)
    return "\n".join(lines) + "\n"


def scale_said(one: Asked) -> Text:
    if one.scale.bonus:
        return _(
            "bonus beside the 100, 0 to {maximum} in steps of {step}{waived}, comment of at least {least} characters",
            maximum=_figure(one.scale.maximum),
            step=_figure(one.scale.step),
            waived=waived_said(one),
            least=one.comment_min,
        )
    return _(
        "weight {weight} %, 0 to {maximum} in steps of {step}{waived}, comment of at least {least} characters",
        weight=_figure(one.scale.weight),
        maximum=_figure(one.scale.maximum),
        step=_figure(one.scale.step),
        waived=waived_said(one),
        least=one.comment_min,
    )


def waived_said(one: Asked) -> Text | str:
    """What is written in place of a mark where the criterion does not apply; nothing where it always does."""
    return _(", or n/a where it does not apply") if one.scale.may_not_apply else ""


def mark_said(content: Content, lang: str) -> str:
    if content.not_applicable:
        return NOT_APPLICABLE[lang]
    return "" if content.value is None else _figure(content.value)


def rewritten(lines: Sequence[Line]) -> str:
    """What was read, once more: a page carries it from looking to taking over."""
    found: list[str] = []
    for line in lines:
        one = line.asked
        found.append(f"{CRITERION} {one.code}.{one.position}")
        found += _fields(f"{one.seat_id}/{one.criterion_id}/{line.seen}", line.typed, "en")
    return "\n".join(found) + "\n"


def _fields(reference: str, content: Content, lang: str) -> list[str]:
    ref, mark, comment = KEYS[lang]
    said = content.comment.replace("\r\n", "\n").split("\n") if content.comment else []
    return [
        f"{ref}: {reference}",
        f"{mark}: {mark_said(content, lang)}",
        f"{comment}:",
        *(f"\\{one}" if one.startswith(ESCAPED) else one for one in said),
    ]


def _figure(value: Any) -> str:
    return f"{value.normalize():f}"


@dataclass(slots=True)
class _Part:
    """A criterion that is being read; `lines` of its three fields."""

    start: int
    texts: list[list[str]] = field(default_factory=lambda: [[], [], []])
    lines: list[int] = field(default_factory=lambda: [0, 0, 0])
    place: int | None = None


def decoded(data: bytes) -> str:
    """As editors save it: UTF-8, UTF-16 with its mark, or GB 18030."""
    for name in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise SaidError(_("This file cannot be read as text. Save it as UTF-8, or use the Excel form."))


def read(text: str) -> Read:
    """The criteria of the form, and each line that is none of its own."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    part: _Part | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.startswith((PROPOSAL, CRITERION)):
            _close(part, entries, problems)
            part = _Part(number) if line.startswith(CRITERION) else None
        elif part is not None and part.place == 2:
            part.texts[2].append(line.removeprefix("\\"))
        elif line.strip() and not line.startswith(NOTE):
            _field(part, number, line, problems)
    _close(part, entries, problems)
    if not entries and not problems:
        nothing = _("There is no criterion in this file. Export the form, fill it in, choose it again.")
        problems.append(Problem(_("Line {n}", n=1), nothing))
    return Read(tuple(entries), tuple(problems))


def _field(part: _Part | None, number: int, line: str, problems: list[Problem]) -> None:
    found = FIELD.fullmatch(line)
    if part is None or found is None:
        stray = _("This line belongs to no criterion. Write comments below the word for them.")
        problems.append(Problem(_("Line {n}", n=number), stray))
        return
    part.place = WORDS[found[1].lower()]
    if part.lines[part.place]:
        problems.append(Problem(_("Line {n}", n=number), _("This stands there twice. Leave one of the two out.")))
        return
    part.lines[part.place] = number
    part.texts[part.place].append(found[2].strip())


def _close(part: _Part | None, entries: list[Entry], problems: list[Problem]) -> None:
    if part is None:
        return
    at = [_("Line {n}", n=one or part.start) for one in part.lines]
    if not part.lines[0]:
        problems.append(Problem(at[0], _("The reference of this criterion is missing. Export the form again.")))
        return
    reference, mark, comment = ("\n".join(one) for one in part.texts)
    entries.append(Entry(reference, mark, comment, *at))
