"""Letters hold every value as it was written, in both languages, with their fonts; nothing written becomes markup."""

import io
import time
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from parks.adapters import typesetter
from parks.kernel.words import Bilingual

HOSTILE = '#panic("x") $ x^2 $ \\ ] [ *b* _i_ @ref <tag> `raw` "quoted" = head // no comment'
WORDS = Bilingual("澄湖星阑光电科技有限公司 𬭎 龘", "Chenghu Xinglan Photonics Co., Ltd.")
FRAME: dict[str, Any] = {
    "issuer": Bilingual("澄湖市人力资源和社会保障局", "Chenghu Human Resources Bureau"),
    "title": Bilingual("测试函", "A letter"),
    "number": "ISP-2027-00017",
    "day": date(2026, 11, 30),
    "to": WORDS,
    "code": "7KQ2-M9XD-44TP",
    "verify_url": "https://parks.test/verify?code=7KQ2-M9XD-44TP",
}

LETTERS: dict[str, dict[str, Any]] = {
    "receipt": {
        "facts": [(Bilingual("企业", "Company"), WORDS), ("提交时间", "2026年11月22日 16:00")],
        "sections": [
            {
                "title": Bilingual("项目", "Project"),
                "answers": [
                    {"question": Bilingual("名称", "Name"), "answer": HOSTILE},
                    {"question": "留空的一项", "answer": ""},
                    {"question": "附件", "lines": ["商业计划书.pdf", "licence.pdf"]},
                    {
                        "question": Bilingual("股东", "Shareholders"),
                        "heads": [Bilingual("姓名", "Name"), "%"],
                        "rows": [["林知微", "58"], ["何屿", "22"]],
                    },
                ],
            }
        ],
        "next": Bilingual("园区将在五个工作日内初审。", "The park reviews it within five working days."),
    },
    "return": {
        "opening": Bilingual("您的申报需补正以下内容。", "Your application needs these corrections."),
        "gaps": [
            {"where": Bilingual("银行账户", "Bank account"), "gap": HOSTILE},
            {"where": "附件", "gap": "缺少验资证明"},
        ],
        "closing": Bilingual("请于2026年12月7日前补正。", "Please correct them by 7 December 2026."),
        "signer": Bilingual("澄湖留学人员创业园", "Chenghu Returnee Park"),
    },
    "award": {
        "opening": Bilingual("经评审和公示，你单位入选。", "After review and public notice, your company is selected."),
        "facts": [(Bilingual("项目", "Project"), HOSTILE), (Bilingual("金额", "Amount"), "¥500,000.00 伍拾万元整")],
        "paragraphs": [Bilingual("资金专款专用。", "The funds are for this use alone.")],
    },
    "notice": {
        "opening": Bilingual("现将拟入选名单公示如下。", "The proposed list is published below."),
        "heads": [Bilingual("企业", "Company"), Bilingual("项目", "Project")],
        "rows": [[WORDS, HOSTILE], ["甲", "乙"]],
        "closing": Bilingual("公示期至2026年11月30日。", "The notice stands until 30 November 2026."),
    },
}


def _texts(value: Any) -> list[str]:
    match value:
        case Bilingual():
            return [value.zh, value.en]
        case dict():
            return [text for one in value.values() for text in _texts(one)]
        case list() | tuple():
            return [text for one in value for text in _texts(one)]
        case str():
            return [value]
        case _:
            return []


def _squeezed(text: str) -> str:
    """Without spaces and line breaks, which the setting decides; typographic quotes as they were typed."""
    return "".join(text.split())


@pytest.mark.parametrize("name", LETTERS)
async def test_a_letter_holds_every_value_and_its_fonts(name: str) -> None:
    values = FRAME | LETTERS[name]
    await typesetter.pdf(name, values)  # the first of a process reads the font
    began = time.perf_counter()
    body = await typesetter.pdf(name, values)
    assert time.perf_counter() - began < 2  # 0.1 s on a quiet machine; eight engineers share this one
    document = PdfReader(io.BytesIO(body))
    text = _squeezed("".join(page.extract_text() for page in document.pages))
    assert [one for one in _texts(values) if _squeezed(one) not in text] == []
    assert "2026年11月30日" in text
    fonts: list[Any] = [
        font["/DescendantFonts"][0]["/FontDescriptor"] for page in document.pages for font in _fonts_of(page)
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


async def test_pages_are_counted() -> None:
    rows = [[f"企业{number}", "项目"] for number in range(120)]
    document = PdfReader(io.BytesIO(await typesetter.pdf("notice", FRAME | LETTERS["notice"] | {"rows": rows})))
    assert len(document.pages) > 2
    assert f"Page 2 of {len(document.pages)}" in document.pages[1].extract_text()


async def test_a_letter_without_code_shows_no_block() -> None:
    frame = {name: value for name, value in FRAME.items() if name not in {"code", "verify_url", "to"}}
    document = PdfReader(io.BytesIO(await typesetter.pdf("award", frame | LETTERS["award"])))
    assert "Verification code" not in document.pages[0].extract_text()


async def test_a_value_that_is_missing_is_our_fault_and_said() -> None:
    with pytest.raises(RuntimeError, match="cannot be set"):
        await typesetter.pdf("award", FRAME)


def _fonts_of(page: Any) -> list[Any]:
    return [reference.get_object() for reference in page["/Resources"]["/Font"].values()]
