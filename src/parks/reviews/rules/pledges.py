"""The confidentiality pledge (保密承诺) of an expert: versioned, for what was signed must be read years later.

A changed text gets a new wording and stands beside the former ones; none is ever edited.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from parks.kernel.words import Bilingual

PRESENT = "2026-11"

TEXTS: Mapping[str, tuple[Bilingual, ...]] = {
    PRESENT: (
        Bilingual(
            "我对评审中知悉的全部内容保密，不复制、不转交、不留存，仅用于本次评审。",
            "I keep what I read to myself, make no copies, hand nothing on, and use it for this review alone.",
        ),
        Bilingual(
            "我不打听申报人和其他评审专家的身份，也不向任何人透露自己参加本次评审。",
            "I do not try to learn who the applicant or the other experts are, and tell nobody that I am one of them.",
        ),
        Bilingual(
            "评审材料、评分和意见不输入任何外部系统，包括人工智能工具。",
            "I put neither the papers nor my marks and comments into any outside system, AI tools included.",
        ),
        Bilingual(
            "评审结束后上述义务仍然有效；如有违反，我接受退出专家库并承担相应责任。",
            "These duties go on after the review. If I break them I leave the pool and answer for it.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What goes on record: `sha256` of the sentences of that wording in that language, joined by line feeds."""

    wording: str
    language: str
    sha256: str


def sentences(wording: str = PRESENT) -> tuple[Bilingual, ...]:
    """KeyError for a wording that never was."""
    return TEXTS[wording]


def signed(language: str, wording: str = PRESENT) -> Signed:
    """`language` is "zh" or "en"; any other reads Chinese."""
    shown = "en" if language == "en" else "zh"
    text = "\n".join(getattr(one, shown) for one in sentences(wording))
    return Signed(wording, shown, hashlib.sha256(text.encode()).hexdigest())
