"""One predicate: who sees an application sees it in the list, alone, its files, the export; the others nowhere."""

import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make

from parks.documents.queries import Opened
from parks.kernel.actor import Actor
from parks.kernel.errors import Hidden
from parks.programmes.queries import applications, files, work_list
from parks.programmes.queries.work_list import GRID
from parks.programmes.states import ApplicationState as State
from parks.web.paging import ListState


def view(**more: object) -> ListState:
    values: dict[str, object] = {
        "grid": GRID,
        "path": "/applications",
        "q": "",
        "chosen": {},
        "sort": "submitted",
        "descending": True,
        "columns": tuple(one.name for one in GRID.columns),
        "size": 50,
    }
    return ListState(**(values | more))  # type: ignore[arg-type]  # values by name


async def sees(actor: Actor, application_id: object, document_id: object) -> tuple[bool, bool, bool, bool]:
    """In the list, alone, its file, in an export."""
    listed = {row.id for row in (await work_list.one_page(actor, view())).rows}
    exported = {row.id for row in await work_list.every_row(actor, view().everything())}
    return (
        application_id in listed,
        await _found(applications.application(actor, application_id)),  # type: ignore[arg-type]
        await _found(files.document(actor, application_id, document_id)),  # type: ignore[arg-type]
        application_id in exported,
    )


async def _found(reading: object) -> bool:
    try:
        found = await reading  # type: ignore[misc]
    except Hidden:
        return False
    if isinstance(found, Opened):
        assert b"".join([piece async for piece in found.stream]) == make.PDF
    return True


async def test_who_is_responsible_for_the_place_sees_it_and_nobody_else(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    document = (await applications.submission(made)).answers["sections"][2]["questions"][0]["files"][0]["id"]
    stranger = await people.person("别人")
    everywhere, nowhere = (True,) * 4, (False,) * 4
    for actor in (world.manager, world.city, world.province, world.nation, world.auditor, world.founders[made]):
        assert await sees(actor, made, _uuid(document)) == everywhere
    for actor in (world.other_manager, world.far_officer, world.expert, stranger):
        assert await sees(actor, made, _uuid(document)) == nowhere


def _uuid(text: str) -> object:
    from uuid import UUID

    return UUID(text)


async def test_a_draft_is_its_founders_alone_even_when_it_was_withdrawn(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    for actor in (world.manager, world.city, world.province, world.nation, world.auditor):
        with pytest.raises(Hidden):
            await applications.application(actor, made)
        assert not (await work_list.one_page(actor, view())).rows
    assert (await applications.application(world.founders[made], made)).state is State.DRAFT


async def test_officers_read_what_was_sent_and_no_file_that_came_after(db: None) -> None:
    from parks.programmes.actions import applications as verbs

    world = await make.world()
    made = await make.application(world, State.RETURNED_FOR_CORRECTION)
    who = world.founders[made]
    from parks.programmes.actions import ladder

    later = await make.application(world)
    await ladder.return_for_correction(world.manager, later, {"files": "缺营业执照"})
    extra = await verbs.upload(world.founders[later], later, "licence", "执照.pdf", make.bytes_of())
    assert await _found(files.document(world.founders[later], later, extra.id))
    with pytest.raises(Hidden):
        await files.document(world.manager, later, extra.id)
    with pytest.raises(Hidden):  # nor through another application of one's own
        await files.document(who, made, extra.id)


async def test_the_work_list_finds_two_signs_of_chinese_filters_and_turns_pages(db: None) -> None:
    world = await make.world()
    first = await make.application(world, answers={"project_title": "钙钛矿电池"})
    second = await make.application(world, State.CITY_REVIEW)
    third = await make.application(world, park=world.tree.other_park)

    async def found(**more: object) -> list[object]:
        return [row.id for row in (await work_list.one_page(world.city, view(**more))).rows]

    assert await found() == [third, second, first]
    assert await found(q="钙钛") == [first]
    assert await found(q="钛") == [first]
    assert await found(q="isp-2027-000002") == [second]
    assert await found(q="没有") == []
    assert await found(chosen={"state": "city_review"}) == [second]
    assert await found(chosen={"level": "park"}) == [third, first]
    assert await found(chosen={"place": world.tree.other_park.path}) == [third]
    assert await found(chosen={"call": str(world.call_id)}) == [third, second, first]
    assert await found(chosen={"call": "not a call"}) == []
    assert await found(sort="number", descending=False) == [first, second, third]
    page = await work_list.one_page(world.city, view(size=2))
    assert ([row.id for row in page.rows], page.total) == ([third, second], 3)
    after = (page.rows[-1].submitted_at.isoformat(), str(second))
    assert await found(size=2, after=after) == [first]
    assert await found(after=("torn", "place")) == [third, second, first]


async def test_the_list_costs_one_statement_whatever_it_holds(db: None) -> None:
    world = await make.world()
    counts = []
    for more in (1, 2):
        for _each in range(more):
            await make.application(world)
        async with counted() as seen:
            assert len((await work_list.one_page(world.province, view())).rows) == more * (more + 1) // 2
        counts.append(len(seen))
    assert counts == [1, 1]
