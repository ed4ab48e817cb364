"""Letters as PDF, set by typst out of `templates/letters/`: Chinese and English, fonts embedded.

Values go in as data (one JSON text in typst's inputs), never as markup, so that nothing people wrote can be code.
The shapes that the letters take are the TypedDicts below; docs/adr/0036 has the reasons.
"""

import importlib.util
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

import anyio
import segno
import typst

from parks import paths
from parks.kernel.money import Money
from parks.kernel.words import Bilingual

LETTERS = paths.TEMPLATES / "letters"
AT_ONCE = 2  # two cores: more would only queue inside typst
Words = Bilingual | str
"""Words in both languages, or one text that is shown as it is."""


class Letter(TypedDict):
    """What every letter has: who writes, what it is, its number and day."""

    issuer: Bilingual
    title: Bilingual
    number: str
    day: date
    to: NotRequired[Words]  # the addressee
    code: NotRequired[str]  # verification code, shown with its QR code of `verify_url`
    verify_url: NotRequired[str]


class Answer(TypedDict):
    """A question and what was answered: one text, several lines, or a table with its heads."""

    question: Words
    answer: NotRequired[Words]
    lines: NotRequired[Sequence[Words]]
    heads: NotRequired[Sequence[Words]]
    rows: NotRequired[Sequence[Sequence[Words]]]


class Section(TypedDict):
    title: Words
    answers: Sequence[Answer]


class Receipt(Letter):
    """`receipt`: all that was sent. `facts` are pairs shown first: applicant, company, moment of submission …"""

    facts: Sequence[tuple[Words, Words]]
    sections: Sequence[Section]
    next: NotRequired[Bilingual]  # what happens next


class Gap(TypedDict):
    """One thing to mend: where, and what is missing."""

    where: Words
    gap: Words


class Return(Letter):
    """`return`: every gap in one letter (一次性告知), and until when it is to be mended."""

    opening: Bilingual
    gaps: Sequence[Gap]
    closing: Bilingual
    signer: NotRequired[Words]


class Ranking(Letter):
    """`ranking`: a ranked list with its opinion, and room for signature and seal."""

    opening: Bilingual
    heads: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    opinion: str
    signer: NotRequired[Words]


class Seal(TypedDict):
    """An opinion and the room for its signature and seal; an empty `text` is written by hand."""

    title: Bilingual
    text: str


class Pack(Letter):
    """`pack`: a whole application on paper. `mark` stands as a QR code and in words on every page."""

    mark: str
    facts: Sequence[tuple[Words, Words]]
    sections: Sequence[Section]
    seals: Sequence[Seal]


class ReadProposal(TypedDict):
    """A proposal under its neutral `code`; `notes` say what of it is not in the pack."""

    code: str
    facts: Sequence[tuple[Words, Words]]
    sections: Sequence[Section]
    notes: Sequence[Words]


class Reading(TypedDict):
    """`reading`: proposals as their expert reads them, each from a new page. No letter: it has no head."""

    proposals: Sequence[ReadProposal]


class Line(TypedDict):
    """`line`: one line of text on a page of its own size."""

    text: str


class Award(Letter):
    """`award`: a decision with its facts (tier, project, amount in figures and capitals) and what follows from it."""

    opening: Bilingual
    facts: Sequence[tuple[Words, Words]]
    paragraphs: Sequence[Bilingual]
    signer: NotRequired[Words]


class Listing(TypedDict):
    """A table under its title."""

    title: Words
    heads: Sequence[Words]
    rows: Sequence[Sequence[Words]]


class Agreement(Letter):
    """`agreement`: the terms in force; `signatures` are pairs of a party and who signed for it, when, under what."""

    opening: Bilingual
    facts: Sequence[tuple[Words, Words]]
    tables: Sequence[Listing]
    paragraphs: Sequence[Bilingual]
    signatures: Sequence[tuple[Words, Words]]


class Minutes(Letter):
    """`minutes`: what a meeting did; `signatures` are pairs of an office and who stands for it."""

    opening: Bilingual
    facts: Sequence[tuple[Words, Words]]
    tables: Sequence[Listing]
    paragraphs: Sequence[Bilingual]
    signatures: Sequence[tuple[Words, Words]]


class Notice(Letter):
    """`notice`: a public notice with its list; `closing` says until when and how to object."""

    opening: Bilingual
    heads: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    closing: Bilingual


@cache
def _fonts() -> Path:
    spec = importlib.util.find_spec("manimgx_fonts_cjk")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package that carries the Chinese font (manimgx-fonts-cjk) is not installed")
    return Path(spec.submodule_search_locations[0])


_limiters: list[anyio.CapacityLimiter] = []


async def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """The letter `templates/letters/{template}.typ` as PDF (receipt, return, award, agreement, minutes, notice,
    ranking, pack, reading, line).

    RuntimeError where the values do not have the template's shape: a fault of ours, not of the reader.
    """
    if not _limiters:
        _limiters.append(anyio.CapacityLimiter(AT_ONCE))
    return await anyio.to_thread.run_sync(partial(_set, template, values), limiter=_limiters[0])


def _set(template: str, values: Mapping[str, Any]) -> bytes:
    inputs = {"values": json.dumps(values, ensure_ascii=False, default=_plain), "qr": "", "mark": ""}
    if mark := values.get("mark"):  # more of it may be worn or stamped over than of a code on a screen: level q
        inputs["mark"] = segno.make(str(mark), error="q").svg_inline(scale=1, border=0, svgclass=None, lineclass=None)
    if url := values.get("verify_url"):
        inputs["qr"] = segno.make(str(url), error="m").svg_inline(scale=1, border=0, svgclass=None, lineclass=None)
    compiler = typst.Compiler(
        str(LETTERS / f"{template}.typ"),
        root=str(LETTERS),
        font_paths=[str(_fonts())],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    try:
        made = compiler.compile(format="pdf")
    except typst.TypstError as error:
        raise RuntimeError(f"the letter {template} cannot be set: {error}") from error
    return cast("bytes", made)  # a list of pages for pictures alone


def _plain(value: Any) -> Any:
    match value:
        case Bilingual():
            return value.stored()
        case date():
            return {"zh": f"{value.year}年{value.month}月{value.day}日", "en": f"{value.day} {value:%B %Y}"}
        case Money():
            return f"{value.currency} {value.amount:,.2f}"
        case _:
            return str(value)
