"""Percentages, persons, regions, industries, what is computed from them, and what must hold between them."""

from decimal import Decimal
from typing import Any

import pytest
from tests.make.questionnaires import both, question, section

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.questionnaires import actions, queries
from parks.questionnaires.rules.answers import keep, reading, shown
from parks.questionnaires.rules.definition import Question, load
from parks.questionnaires.rules.handed_in import Sent

LIN = Actor(id=uuid7(), name="林知微")
NAMES = {"510100": Bilingual("四川省 成都市", "Chengdu, Sichuan"), "C39": Bilingual("计算机制造业", "Computers")}
SHARE = Question.model_validate(question("share", "percentage"))
WHO = Question.model_validate(question("who", "person", required=True))
PLACE = Question.model_validate(question("place", "region", under="51"))
TRADE = Question.model_validate(question("trade", "industry"))
PERSON = {"name": "何屿", "post": "总经理", "phone": "", "email": ""}
READ = PERSON | {"phone": None, "email": None}


@pytest.mark.parametrize(
    ("asked", "typed", "kept", "value", "lines"),
    [
        (SHARE, "33.33%", "33.33", Decimal("33.33"), ("33.33%",)),
        (SHARE, "１２．５％", "12.5", Decimal("12.5"), ("12.5%",)),
        (WHO, [{"name": " 何屿 ", "post": "总经理"}], [PERSON], (READ,), ("何屿", "总经理")),
        (PLACE, "510100 · 成都", "510100", "510100", (Bilingual("510100 四川省 成都市", "510100 Chengdu, Sichuan"),)),
        (TRADE, "C39", "C39", "C39", (Bilingual("C39 计算机制造业", "C39 Computers"),)),
        (TRADE, "C3976", "C3976", "C3976", (Bilingual("C3976 计算机制造业", "C3976 Computers"),)),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(asked: Question, typed: Any, kept: Any, value: Any, lines: Any) -> None:
    assert keep(asked, typed) == kept
    assert keep(asked, kept) == kept
    read = reading(asked, kept, NAMES)
    assert (read.value, read.problem) == (value, None)
    assert shown(asked, kept, NAMES) == lines


@pytest.mark.parametrize(
    ("asked", "typed", "sentence"),
    [
        (SHARE, "101", "This is too large: the most is 100."),
        (SHARE, "1.234", "Use at most 2 decimals."),
        (WHO, [{"post": "总经理"}], "{column}: {problem}"),
        (PLACE, "999999", "This code is not in the list."),
        (PLACE, "成都", "This code is not in the list."),
        (TRADE, "Z1", "This code is not in the list."),
    ],
)
def test_what_is_not_is_kept_with_a_sentence(asked: Question, typed: Any, sentence: str) -> None:
    read = reading(asked, keep(asked, typed), NAMES)
    assert read.value is None
    assert read.problem is not None
    assert sentence in (read.problem.msgid, *([str(read.problem)[: len(sentence)]]))


def test_a_person_is_one(db: None) -> None:
    with pytest.raises(Invalid):
        keep(WHO, [PERSON, PERSON])


HOLDERS = [
    {"key": "holder", "kind": "text", "label": both("Holder"), "required": True},
    {"key": "percent", "kind": "percentage", "label": both("Per cent"), "required": True},
    {"key": "home", "kind": "region", "label": both("Home")},
]
FUND: dict[str, Any] = {
    "key": "fund",
    "title": both("Fund"),
    "sections": [
        section(
            "money",
            question("asked", "money", required=True),
            question("own", "money", required=True),
            question("whole", "computed", expression="asked + own", result="money", blind=True),
            question("own_share", "computed", expression="own / whole * 100", result="percentage", places=1),
            question("why", "long_text", required=True, when="own_share < 30"),
        ),
        section("holders", question("shares", "table", required=True, columns=HOLDERS)),
    ],
    "checks": [
        {
            "key": "hundred",
            "holds": "sum(shares.percent) == 100",
            "sentence": {"zh": "持股比例合计应为 100%。", "en": "Shares add up to 100 %."},
            "places": ["shares"],
        }
    ],
}


async def test_sums_conditions_and_checks_follow_the_answers_into_the_version_taken(db: None) -> None:
    questionnaire = await actions.publish(LIN, load(FUND))
    sheet_id = await actions.open_sheet(questionnaire, SubjectRef("application", uuid7(), "x"), {})
    saved = await actions.save_answers(LIN, sheet_id, {"asked": Sent("80万", 0)})
    assert saved.sheet.question("whole").lines == ()
    own = await actions.save_answer(LIN, sheet_id, "own", "200000", 0)
    assert [(one.key, one.applies) for one in own.dependents] == [("whole", True), ("own_share", True), ("why", True)]
    assert [one.lines[0][0].zh for one in own.dependents[:2]] == ["¥1,000,000.00", "20.0%"]

    halves = [{"holder": "林", "percent": "60"}, {"holder": "何", "percent": "30", "home": "510100"}]
    sheet = (await actions.save_answers(LIN, sheet_id, {"shares": Sent(halves, 0), "why": Sent("Later.", 0)})).sheet
    assert [(one.question, str(one.text.values["sentence"].en)) for one in sheet.section("holders").problems] == [
        ("shares", "Shares add up to 100 %.")
    ]
    with pytest.raises(Invalid) as refusal:
        await actions.complete_section(LIN, sheet_id, "holders", completed=True)
    assert set(refusal.value.fields) == {"shares"}

    whole = [halves[0], {**halves[1], "percent": "40"}]
    await actions.save_answer(LIN, sheet_id, "shares", whole, 1)
    for key in ("money", "holders"):
        await actions.complete_section(LIN, sheet_id, key, completed=True)
    snapshot = await actions.freeze(LIN, sheet_id)
    told = {one["key"]: one for part in snapshot["sections"] for one in part["questions"]}
    assert (told["whole"]["value"], told["whole"]["lines"]) == (
        "1000000.00",
        [{"zh": "¥1,000,000.00", "en": "¥1,000,000.00"}],
    )
    assert told["shares"]["lines"][1][2]["zh"].startswith("510100 四川省 成都市")
    assert (await queries.version(sheet_id)) == snapshot
