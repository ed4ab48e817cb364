"""A sheet's life: filled in by two people, completed, frozen, sent back in parts, frozen again."""

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
from tests.counting import counted
from tests.make import questionnaires as make

from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual, _
from parks.questionnaires import actions, queries
from parks.questionnaires.rules.answers import AnswerConflict
from parks.questionnaires.rules.definition import load
from parks.questionnaires.rules.handed_in import Fact, FileRef, Sent
from parks.questionnaires.rules.snapshots import blind
from parks.questionnaires.states import SectionStatus, SheetState

LIN = Actor(id=uuid7(), name="林知微")
HE = Actor(id=uuid7(), name="何屿")
OFFICER = Actor(id=uuid7(), name="陈若岩")


async def _words(sheet_id: UUID) -> dict[str, str]:
    return {one.key: one.status.value for one in (await queries.sheet(sheet_id)).sections}


async def _acts(subject: UUID) -> list[str]:
    found = await database.rows("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY at, id", subject)
    return [one["act"] for one in found]


async def test_publishing_again_is_a_new_version_only_when_something_changed(db: None) -> None:
    first = await actions.publish(OFFICER, make.small())
    assert await actions.publish(OFFICER, make.small()) == first
    changed = json.loads(json.dumps(make.SMALL))
    changed["title"]["en"] = "Another form"
    second = await actions.publish(OFFICER, load(changed))
    assert second != first
    assert await queries.latest("small") == second
    assert (await queries.definition(first)).title.en == "Small form"
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE questionnaire SET version = 9 WHERE id = $1", first)


async def test_a_broken_form_is_not_published(db: None) -> None:
    broken = json.loads(json.dumps(make.SMALL))
    broken["sections"][0]["title"]["zh"] = ""
    with pytest.raises(Invalid) as refusal:
        await actions.publish(OFFICER, load(broken))
    assert list(refusal.value.fields) == ["sections.project.title"]
    assert await queries.latest("small") is None


async def test_a_subject_has_one_sheet_of_a_form(db: None) -> None:
    questionnaire = await actions.publish(OFFICER, make.small())
    subject = SubjectRef("application", uuid7(), "An application")
    first = await actions.open_sheet(questionnaire, subject, {})
    assert await actions.open_sheet(questionnaire, subject, {"applicant": make.LIN}) == first


async def test_an_answer_is_kept_as_typed_and_says_what_is_wrong(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "funded", "yes", 0)
    saved = await actions.save_answer(LIN, sheet_id, "amount", "half a million", 0)
    assert (saved.question.kept, saved.question.version) == ("half a million", 1)
    assert str(saved.question.problem).startswith("This is not a number.")
    mended = await actions.save_answer(LIN, sheet_id, "amount", "50万", 1)
    assert (mended.question.value, mended.question.version, mended.question.problem) == (
        Money(Decimal(500_000)),
        2,
        None,
    )
    stored = (await queries.sheet(sheet_id)).question("amount")
    assert (stored.value, stored.by) == (Money(Decimal(500_000)), "林知微")
    assert stored.at is not None


async def test_an_answer_that_decides_tells_what_appears_with_it(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    saved = await actions.save_answer(LIN, sheet_id, "funded", "yes", 0)
    assert [(one.key, one.applies) for one in saved.dependents] == [("amount", True)]
    saved = await actions.save_answer(LIN, sheet_id, "funded", "no", 1)
    assert [(one.key, one.applies) for one in saved.dependents] == [("amount", False)]
    assert saved.sheet.section("earlier").status is SectionStatus.NOT_NEEDED


async def test_the_second_editor_sees_both_answers_and_overwrites_nothing(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "summary", "Light.", 0)
    await actions.save_answer(HE, sheet_id, "summary", "Lenses.", 1)
    with pytest.raises(AnswerConflict) as refusal:
        await actions.save_answer(LIN, sheet_id, "summary", "Light and lenses.", 1)
    assert (refusal.value.mine, refusal.value.theirs, refusal.value.by) == ("Light and lenses.", "Lenses.", "何屿")
    assert (await queries.sheet(sheet_id)).question("summary").kept == "Lenses."
    chosen = await actions.save_answer(LIN, sheet_id, "summary", "Light and lenses.", refusal.value.version)
    assert (chosen.question.kept, chosen.question.version) == ("Light and lenses.", 3)


async def test_the_same_words_twice_are_no_conflict_and_no_new_version(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "summary", "Light.", 0)
    again = await actions.save_answer(HE, sheet_id, "summary", " Light. ", 0)
    assert again.question.version == 1


async def test_a_whole_page_is_saved_in_one_statement_and_keeps_what_did_not_collide(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(HE, sheet_id, "title", "He's", 0)
    async with counted() as seen:
        saved = await actions.save_answers(LIN, sheet_id, {key: Sent(v, 0) for key, v in make.COMPLETE.items()})
    assert len(seen) == 3
    assert [(one.question, one.theirs) for one in saved.conflicts] == [("title", "He's")]
    kept = (await queries.sheet(sheet_id)).values
    assert (kept["title"], kept["field"], kept["funded"], kept["summary"]) == ("He's", "optics", False, "Light.")


async def test_a_page_with_one_forged_field_saves_nothing(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    with pytest.raises(Invalid):
        await actions.save_answers(LIN, sheet_id, {"title": Sent("Star", 0), "field": Sent("poetry", 0)})
    with pytest.raises(Hidden):
        await actions.save_answers(LIN, sheet_id, {"title": Sent("Star", 0), "no_such": Sent("x", 0)})
    assert (await queries.sheet(sheet_id)).question("title").version == 0


async def test_reading_a_sheet_takes_one_statement_however_much_it_holds(db: None) -> None:
    empty, full = await make.sheet(LIN), await make.filled(LIN)
    for sheet_id in (empty, full):
        await queries.definition((await queries.sheet(sheet_id)).questionnaire_id)
        async with counted() as seen:
            await queries.sheet(sheet_id)
        assert len(seen) == 1


async def test_a_yes_with_gaps_is_refused_with_a_sentence_each(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answer(LIN, sheet_id, "title", "Star lens", 0)
    with pytest.raises(Invalid) as refusal:
        await actions.complete_section(LIN, sheet_id, "project", completed=True)
    assert set(refusal.value.fields) == {"field", "funded"}
    assert (await _words(sheet_id))["project"] == "in_progress"


async def test_a_section_that_comes_later_cannot_be_started(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    with pytest.raises(Forbidden):
        await actions.save_answer(LIN, sheet_id, "honest", "yes", 0)


async def test_freezing_wants_no_gap_and_lists_them_all(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    await actions.save_answers(LIN, sheet_id, {key: Sent(value, 0) for key, value in make.COMPLETE.items()})
    with pytest.raises(Invalid) as refusal:
        await actions.freeze(LIN, sheet_id)
    assert set(refusal.value.fields) == {"project", "team", "plan", "honest"}
    assert (await queries.sheet(sheet_id)).state is SheetState.OPEN


async def test_a_frozen_version_holds_every_answer_and_never_changes(db: None) -> None:
    sheet_id = await make.filled(LIN)
    snapshot = await actions.freeze(LIN, sheet_id)
    assert await queries.version(sheet_id) == snapshot
    sections = {one["key"]: one for one in snapshot["sections"]}
    assert list(sections) == ["project", "team", "lab", "files", "opinion", "declarations"]  # "earlier" was not needed
    project = {one["key"]: one for one in sections["project"]["questions"]}
    assert project["field"]["lines"] == [{"zh": "Optics（中）", "en": "Optics"}]
    assert "amount" not in project
    assert sections["team"]["questions"][0]["lines"] == [{"zh": "林知微", "en": "Lin Zhiwei"}]
    for sql in ("UPDATE questionnaire_version SET number = 2", "DELETE FROM questionnaire_version"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)
    assert "sheet frozen" in await _acts(sheet_id)


ON_A_FROZEN_SHEET: list[Callable[[UUID], Awaitable[object]]] = [
    lambda sheet_id: actions.save_answer(LIN, sheet_id, "title", "Other", 1),
    lambda sheet_id: actions.complete_section(LIN, sheet_id, "team", completed=False),
    lambda sheet_id: actions.attach(LIN, sheet_id, "plan", FileRef(uuid7(), "b.pdf", 1)),
]


@pytest.mark.parametrize("change", ON_A_FROZEN_SHEET)
async def test_a_frozen_sheet_takes_nothing(db: None, change: Callable[[UUID], Awaitable[object]]) -> None:
    sheet_id = await make.filled(LIN)
    await actions.freeze(LIN, sheet_id)
    with pytest.raises(Forbidden):
        await change(sheet_id)
    with pytest.raises(IllegalMove):
        await actions.freeze(LIN, sheet_id)


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE questionnaire_answer SET value = \'{"v": "x"}\' WHERE sheet = $1',
        "DELETE FROM questionnaire_answer WHERE sheet = $1",
        "DELETE FROM questionnaire_attachment WHERE sheet = $1",
    ],
)
async def test_the_database_itself_keeps_a_frozen_sheet(db: None, sql: str) -> None:
    sheet_id = await make.filled(LIN)
    await actions.freeze(LIN, sheet_id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute(sql, sheet_id)


async def test_sent_back_only_the_named_sections_open(db: None) -> None:
    sheet_id = await make.filled(LIN)
    await actions.freeze(LIN, sheet_id)
    await actions.open_for_changes(OFFICER, sheet_id, {"project": "补充技术路线", "files": _("Add this file.")})
    words = await _words(sheet_id)
    assert (words["project"], words["files"], words["team"]) == ("changes_requested", "changes_requested", "completed")
    sheet = await queries.sheet(sheet_id)
    assert {one.key for one in sheet.sections if one.editable} == {"project", "files"}
    assert sheet.section("project").gap == "补充技术路线"
    assert sheet.section("files").gap == _("Add this file.")
    with pytest.raises(Forbidden):
        await actions.save_answer(LIN, sheet_id, "heads", "3", 0)
    with pytest.raises(Forbidden):
        await actions.complete_section(LIN, sheet_id, "team", completed=False)

    await actions.save_answer(LIN, sheet_id, "summary", "Light, and how.", 1)
    with pytest.raises(Invalid):
        await actions.freeze(LIN, sheet_id)  # both sections still have to be said completed
    for section in ("project", "files"):
        await actions.complete_section(LIN, sheet_id, section, completed=True)
    assert (await _words(sheet_id))["project"] == "changes_made"
    second = await actions.freeze(LIN, sheet_id)
    assert second["number"] == 2
    assert [one.number for one in await queries.versions(sheet_id)] == [2, 1]
    first = await queries.version(sheet_id, 1)
    assert [one["lines"] for one in first["sections"][0]["questions"] if one["key"] == "summary"] == [
        [{"zh": "Light.", "en": "Light."}]
    ]


async def test_sending_back_names_a_section_that_is_there(db: None) -> None:
    sheet_id = await make.filled(LIN)
    with pytest.raises(IllegalMove):
        await actions.open_for_changes(OFFICER, sheet_id, {"project": "x"})
    await actions.freeze(LIN, sheet_id)
    for gaps in ({}, {"no_such": "x"}):
        with pytest.raises(Invalid):
            await actions.open_for_changes(OFFICER, sheet_id, gaps)


async def test_reopened_everything_can_be_changed_and_the_version_stays(db: None) -> None:
    sheet_id = await make.filled(LIN)
    await actions.freeze(LIN, sheet_id)
    await actions.reopen(LIN, sheet_id)
    await actions.save_answer(LIN, sheet_id, "heads", "3", 0)
    assert (await queries.sheet(sheet_id)).number == 1


async def test_files_are_counted_found_and_taken_off(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    first, second = await make.plan(LIN, sheet_id), await make.plan(LIN, sheet_id)
    with pytest.raises(Conflict):
        await make.plan(LIN, sheet_id)
    assert [one.document_id for one in (await queries.sheet(sheet_id)).question("plan").files] == [
        first.document_id,
        second.document_id,
    ]
    await actions.detach(LIN, sheet_id, "plan", second.document_id)
    assert await queries.holds(sheet_id, first.document_id)
    assert not await queries.holds(sheet_id, second.document_id)
    for gone in (second.document_id, uuid7()):
        with pytest.raises(Hidden):
            await actions.detach(LIN, sheet_id, "plan", gone)
    with pytest.raises(Hidden):
        await actions.attach(LIN, sheet_id, "title", first)


async def test_a_file_of_a_former_version_is_still_the_sheets(db: None) -> None:
    sheet_id = await make.filled(LIN)
    [plan] = (await queries.sheet(sheet_id)).question("plan").files
    await actions.freeze(LIN, sheet_id)
    await actions.reopen(LIN, sheet_id)
    await actions.detach(LIN, sheet_id, "plan", plan.document_id)
    assert await queries.holds(sheet_id, plan.document_id)
    assert not await queries.holds(await make.sheet(LIN), plan.document_id)


async def test_a_blind_version_tells_nothing_of_whose_it_is(db: None) -> None:
    sheet_id = await make.filled(LIN)
    snapshot = await actions.freeze(LIN, sheet_id)
    assert "林知微" in json.dumps(snapshot, ensure_ascii=False)
    unnamed = blind(snapshot)
    assert "林知微" not in json.dumps(unnamed, ensure_ascii=False)
    assert [[one["key"] for one in section["questions"]] for section in unnamed["sections"]] == [
        ["title", "summary", "field"],
        ["plan"],
    ]
    assert unnamed["sections"][1]["questions"][0]["files"][0].keys() == {"id", "size"}


async def test_facts_follow_the_record_until_the_version_is_taken(db: None) -> None:
    sheet_id = await make.sheet(LIN, {})
    assert (await _words(sheet_id))["team"] == "not_started"
    with pytest.raises(Invalid) as refusal:
        await actions.complete_section(LIN, sheet_id, "team", completed=True)
    assert str(refusal.value.fields["applicant"]).startswith("Your record does not say this yet.")
    await actions.refresh_facts(sheet_id, {"applicant": make.LIN})
    assert (await queries.sheet(sheet_id)).question("applicant").fact == make.LIN

    frozen = await make.filled(LIN)
    await actions.freeze(LIN, frozen)
    await actions.refresh_facts(frozen, {"applicant": Fact(lines=(Bilingual("何屿", "He Yu"),))})
    assert (await queries.sheet(frozen)).question("applicant").fact == make.LIN


async def test_the_way_on_leads_to_what_is_left(db: None) -> None:
    sheet_id = await make.sheet(LIN)
    sheet = await queries.sheet(sheet_id)
    following = sheet.after("project")
    assert following is not None
    assert following.key == "team"
    assert (sheet.settled, sheet.total, sheet.can_freeze) == (3, 7, False)
    done = await queries.sheet(await make.filled(LIN))
    assert (done.after("project"), done.settled, done.can_freeze) == (None, 7, True)


async def test_an_unknown_sheet_is_hidden(db: None) -> None:
    for ask in (queries.sheet(uuid7()), queries.version(uuid7()), actions.freeze(LIN, uuid7())):
        with pytest.raises(Hidden):
            await ask
