"""A form's way from an empty draft to the version that calls pin: built by two officers, rehearsed, copied, carried."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import questionnaires as make
from tests.make.questionnaires import question

from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.identity.queries import OrganisationView
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.kernel.words import Bilingual
from parks.questionnaires import actions, queries
from parks.questionnaires.actions import designs, rehearsals
from parks.questionnaires.queries import designs as design_queries
from parks.questionnaires.rules import designing
from parks.questionnaires.rules.definition import Check, Question, Section, load
from parks.questionnaires.rules.designing import DesignConflict, Part, find, mark_of
from parks.questionnaires.rules.handed_in import Sent

TITLE = Bilingual("种子资金申请表", "Seed fund form")


class Office:
    """Two officers of one city, one of a park elsewhere in the tree, the nation's above them all."""

    city: OrganisationView
    chen: Actor
    wu: Actor
    park: Actor
    nation: Actor


@pytest.fixture
async def office(db: None) -> Office:
    tree = await identity.nation_tree()
    made = Office()
    made.city = tree.city
    made.chen = await identity.person("陈若岩", [(Role.CITY_OFFICER, tree.city)])
    made.wu = await identity.person("吴桐", [(Role.CITY_OFFICER, tree.city)])
    made.park = await identity.person("园区", [(Role.PARK_MANAGER, tree.park)])
    made.nation = await identity.person("部里", [(Role.PROGRAMME_OFFICER, tree.nation)])
    return made


async def _form(at: Office, key: str = "seed_fund") -> UUID:
    made = await designs.draft(at.chen, at.city.id, key, TITLE)
    both = Bilingual("项目", "Project")
    await designs.put_section(at.chen, made, None, Section(key="project", title=both, questions=()))
    for asked in (question("amount", "money", required=True), question("own", "money"), question("why", "long_text")):
        await designs.put_question(at.chen, made, None, "project", Question.model_validate(asked))
    return made


async def _keys(actor: Actor, design_id: UUID) -> list[str]:
    return [one.key for one in (await design_queries.design(actor, design_id)).definition.questions]


async def test_a_form_is_built_part_by_part_and_published_as_versions(office: Office) -> None:
    made = await designs.draft(office.chen, office.city.id, "seed_fund", TITLE)
    with pytest.raises(Invalid) as refusal:
        await designs.publish_design(office.chen, made)
    assert list(refusal.value.fields) == ["sections"]
    await designs.discard(office.chen, made)

    made = await _form(office)
    await designs.put_check(
        office.chen,
        made,
        None,
        Check(key="half", holds="own * 2 >= amount", sentence=Bilingual("自筹不足", "Too little"), places=("own",)),
    )
    await designs.move(office.chen, made, Part.QUESTIONS, "why", -1)
    assert await _keys(office.chen, made) == ["amount", "why", "own"]
    first = await designs.publish_design(office.chen, made)
    assert await designs.publish_design(office.chen, made) == first  # the same again is the version it is
    await designs.remove(office.chen, made, Part.QUESTIONS, "why")
    second = await designs.publish_design(office.wu, made)
    assert second != first
    assert [one.key for one in (await queries.definition(first)).questions] == ["amount", "why", "own"]
    view = await design_queries.design(office.chen, made)
    assert [(one.number, one.id) for one in view.published] == [(2, second), (1, first)]
    assert [(one.id, one.version) for one in await design_queries.published(office.nation)] == [(second, 2)]
    with pytest.raises(Conflict):
        await designs.discard(office.chen, made)
    acts = await database.rows("SELECT DISTINCT act FROM audit_entry WHERE subject_id = ANY($1)", [made, first])
    assert {one["act"] for one in acts} >= {"form drafted", "form changed", "form reordered", "questionnaire published"}


async def test_two_officers_on_different_parts_do_not_notice_each_other_and_on_one_they_choose(office: Office) -> None:
    made = await _form(office)
    seen = (await design_queries.design(office.chen, made)).definition
    amount, own = find(seen, Part.QUESTIONS, "amount"), find(seen, Part.QUESTIONS, "own")
    assert isinstance(amount, Question)
    assert isinstance(own, Question)

    def longer(asked: Question, en: str) -> Question:
        return asked.model_copy(update={"label": Bilingual(asked.label.zh, en)})

    await designs.put_question(office.chen, made, "amount", "project", longer(amount, "By Chen"), mark=mark_of(amount))
    await designs.put_question(office.wu, made, "own", "project", longer(own, "By Wu"), mark=mark_of(own))
    with pytest.raises(DesignConflict) as refusal:
        await designs.put_question(office.wu, made, "amount", "project", longer(amount, "Wu's"), mark=mark_of(amount))
    conflict = refusal.value
    assert conflict.by == "吴桐"  # who changed the form last
    assert (conflict.shown["mine"]["label"]["en"], conflict.shown["theirs"]["label"]["en"]) == ("Wu's", "By Chen")
    same = longer(amount, "By Chen")
    await designs.put_question(office.wu, made, "amount", "project", same, mark=mark_of(amount))  # both meant the same
    mark = mark_of(conflict.theirs)
    await designs.put_question(office.wu, made, "amount", "project", longer(amount, "Wu's"), mark=mark)
    labels = [one.label.en for one in (await design_queries.design(office.chen, made)).definition.questions]
    assert labels == ["Wu's", "By Wu", "why"]

    await designs.remove(office.chen, made, Part.QUESTIONS, "own")
    with pytest.raises(DesignConflict) as gone:
        await designs.put_question(office.wu, made, "own", "project", own, mark=mark_of(longer(own, "By Wu")))
    assert gone.value.theirs is None
    await designs.put_question(office.wu, made, "own", "project", own, mark=designs.GONE)
    assert await _keys(office.wu, made) == ["amount", "why", "own"]


async def test_a_whole_change_needs_the_version_that_stands(office: Office) -> None:
    made = await _form(office)
    view = await design_queries.design(office.chen, made)
    await designs.rename(office.wu, made, Bilingual("新名", "New name"))
    with pytest.raises(Conflict) as refusal:
        await designs.change(office.chen, made, view.definition, view.version)
    assert refusal.value.shown["theirs"]["title"]["en"] == "New name"
    assert await designs.change(office.chen, made, view.definition, view.version + 1) == view.version + 2
    with pytest.raises(Invalid):
        await designs.change(office.chen, made, designing.renamed(view.definition, "other", TITLE), view.version + 2)


async def test_a_form_goes_out_and_comes_in_the_same_to_the_byte(office: Office) -> None:
    body = designing.written(make.small())
    assert designing.written(designing.read(body)) == body
    made = await designs.import_json(office.chen, office.city.id, body)
    view = await design_queries.design(office.chen, made)
    assert designing.written(view.definition) == body  # through PostgreSQL's own order of keys
    with pytest.raises(Invalid) as taken:
        await designs.import_json(office.chen, office.city.id, body)
    assert list(taken.value.fields) == ["key"]


EMPTY = '{"key": "a", "title": {"zh": "a", "en": "a"}, "sections": []'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"key": "a\\u0000"}',
        EMPTY.replace('"zh": "a"', '"zh": "\\ud800"').encode() + b"}",
        EMPTY.encode() + b', "colour": 1}',
        b'{"key": 1e999}',
        b'{"key": NaN}',
    ],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        designing.read(body)


async def test_last_years_form_is_copied_under_a_key_of_its_own(office: Office) -> None:
    last = await _form(office, "seed_2027")
    published = await designs.publish_design(office.chen, last)
    shared = await actions.publish(office.nation, make.small())
    for who, source, key in (
        (office.chen, last, "seed_2028"),
        (office.park, published, "seed_2029"),
        (office.park, shared, "small_2028"),
    ):
        made = await designs.copy(who, source, who.held[0].organisation_id, key, TITLE)
        view = await design_queries.design(who, made)
        assert (view.key, view.title, view.path) == (key, TITLE, who.held[0].path)
    with pytest.raises(Hidden):
        await designs.copy(office.park, last, office.park.held[0].organisation_id, "draft", TITLE)  # another's draft
    with pytest.raises(Invalid):
        await designs.copy(office.chen, last, office.city.id, "seed_2027", TITLE)
    with pytest.raises(Invalid):
        await designs.draft(office.chen, office.city.id, "small", TITLE)  # published before there was a builder


async def test_forms_are_seen_and_built_by_their_own_officers_alone(office: Office) -> None:
    made = await _form(office)
    for stranger in (office.park, Actor(id=uuid7(), name="林知微")):
        assert await design_queries.designs(stranger) == []
        with pytest.raises(Hidden):
            await design_queries.design(stranger, made)
        with pytest.raises(Hidden):
            await designs.remove(stranger, made, Part.QUESTIONS, "own")
    with pytest.raises(Forbidden):
        await designs.draft(office.park, office.city.id, "theirs", TITLE)
    await designs.publish_design(office.chen, made)
    assert [one.key for one in await design_queries.published(office.park)] == [
        "seed_fund"
    ]  # the office above publishes
    assert [one.id for one in await design_queries.designs(office.nation)] == [made]


async def test_lists_take_one_statement(office: Office) -> None:
    for number in range(3):
        made = await _form(office, f"form_{number}")
        if number in {0, 2}:
            async with counted() as seen:
                assert len(await design_queries.designs(office.chen)) == number + 1
                await design_queries.design(office.chen, made)
                await design_queries.published(office.chen)
            assert len(seen) == 3


async def _counts() -> dict[str, int]:
    names = ["questionnaire", "questionnaire_sheet", "questionnaire_answer", "questionnaire_attachment"]
    names += ["questionnaire_section", "questionnaire_version"]
    return {name: await database.value(f"SELECT count(*) FROM {name}") for name in names}


async def test_a_rehearsal_runs_on_the_real_sheets_is_seen_nowhere_and_leaves_nothing(office: Office) -> None:
    made = await _form(office)
    real = await designs.publish_design(office.chen, made)
    await designs.put_question(
        office.chen, made, None, "project", Question.model_validate(question("plan", "file", required=True))
    )
    before = await _counts()
    await rehearsals.rehearse(office.wu, made)
    await rehearsals.save_answers(office.wu, made, {"amount": Sent("50万", 0)})
    with pytest.raises(Invalid):
        await rehearsals.send(office.wu, made)
    await rehearsals.attach(office.wu, made, "plan", "计划书.pdf", 3)
    await rehearsals.complete_section(office.wu, made, "project", completed=True)
    await rehearsals.send(office.wu, made)
    view = await design_queries.design(office.wu, made)
    assert view.rehearsal is not None
    assert (await queries.version(view.rehearsal))["number"] == 1
    assert {one.id for one in await design_queries.published(office.nation)} == {real}
    assert await queries.latest("seed_fund") == real
    assert [one.published for one in await design_queries.designs(office.wu)] == [1]

    assert not view.stale_rehearsal
    await designs.remove(office.chen, made, Part.QUESTIONS, "why")
    assert (await design_queries.design(office.wu, made)).stale_rehearsal
    await rehearsals.rehearse(office.chen, made)  # begins again
    await rehearsals.wipe(office.chen, made)
    assert await _counts() == before
    with pytest.raises(Hidden):
        await rehearsals.wipe(office.chen, made)
    with pytest.raises(Hidden):
        await rehearsals.save_answer(office.chen, made, "amount", Sent("1", 0))


async def test_wiping_is_for_rehearsals_alone(office: Office) -> None:
    made = await _form(office)
    await designs.publish_design(office.chen, made)
    sheet_id = await make.filled(office.chen)
    await actions.freeze(office.chen, sheet_id)
    for sql in (
        "DELETE FROM questionnaire",
        "DELETE FROM questionnaire_version",
        "UPDATE questionnaire SET key = 'rehearsal.x'",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)


@pytest.mark.parametrize(
    ("key", "step", "order"),
    [
        ("a", 1, "b a | c"),
        ("b", 1, "a | b c"),
        ("c", -1, "a b c |"),
        ("a", -1, "a b | c"),
        ("c", 1, "a b | c"),
    ],
)
def test_a_question_moves_past_the_end_of_its_section_into_the_next(key: str, step: int, order: str) -> None:
    form: dict[str, Any] = json.loads(json.dumps(make.SMALL))
    form["sections"] = [
        make.section("one", question("a"), question("b")),
        make.section("two", question("c")),
    ]
    one, two = designing.moved(load(form), Part.QUESTIONS, key, step).sections
    assert f"{' '.join(q.key for q in one.questions)} | {' '.join(q.key for q in two.questions)}".strip() == order


@pytest.mark.parametrize(
    ("en", "taken", "key"),
    [
        ("Amount asked (CNY)", [], "amount_asked_cny"),
        ("Amount", ["amount", "amount_2"], "amount_3"),
        ("2027 plan", [], "question"),
        ("项目", ["question"], "question_2"),
    ],
)
def test_a_key_is_made_of_the_english_words(en: str, taken: list[str], key: str) -> None:
    assert designing.key_of(Bilingual("", en), taken, "question") == key
