"""Over HTTP: the whole way of a seat, what an expert never gets a byte of, and who gets 403, 404, 409 and 422."""

import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from tests.counting import counted
from tests.make import documents, identity
from tests.make import reviews as make

from parks.adapters import database
from parks.identity import actions as people
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.reviews import actions, queries
from parks.reviews.rules.conflicts import Barred, Evidence
from parks.reviews.states import ConflictKind, TieSource


def telling_pdf() -> bytes:
    """A PDF that names its author in Info, in XMP and in the name of an attached file."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "林知微", "/Title": "星阑光电 商业计划书", "/Creator": "Zhiwei Lin"})
    xmp = StreamObject()
    xmp.set_data("<x:xmpmeta>慕尼黑工业大学 Zhiwei Lin</x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.add_attachment("商业计划书_林知微_终稿.pdf", b"Zhiwei Lin")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class Scene:
    """A round with one assessment, an expert with an offered seat, and the canaries in the database."""

    pool: make.Pool
    round_id: UUID
    assessment_id: UUID
    seat_id: UUID
    expert: Actor
    other: Actor


async def scene(*, seats: int = 2, body: bytes | None = None) -> Scene:
    made = Scene()
    made.pool = await make.pool(experts=2)
    founder = await identity.person("林知微")
    file = await documents.pdf(founder, "商业计划书_林知微_终稿.pdf", body or telling_pdf())
    made.round_id = await make.review_round(made.pool, seats=seats)
    label = "澄湖市星阑光电科技有限公司 林知微 Zhiwei Lin 慕尼黑工业大学 91330100FAKE00013C"
    made.assessment_id = await make.assessment(made.pool, made.round_id, label=label, documents=[file.id])
    (expert_id, made.expert), (_other_id, made.other) = made.pool.experts.items()
    made.seat_id = await actions.seat(made.pool.officer, made.assessment_id, expert_id)
    return made


@asynccontextmanager
async def at_desk(client: httpx.AsyncClient, actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    yield await identity.signed_in(client, actor)


def urls(one: Scene) -> list[str]:
    seat = f"/seats/{one.seat_id}"
    return ["/desk", seat, f"{seat}/documents/1", "/api/v1/desk", f"/api/v1{seat}", f"/api/v1{seat}/documents/1"]


async def ids_that_lead_back(one: Scene) -> list[str]:
    row = await database.row("SELECT id, subject_id, proposal FROM assessment WHERE id = $1", one.assessment_id)
    assert row is not None
    return [str(row["id"]), str(row["subject_id"]), row["proposal"]["attachments"][0]["document_id"]]


async def test_an_expert_gets_no_byte_that_tells_whose_it_is(db: None, client: httpx.AsyncClient) -> None:
    one = await scene()
    canaries = [*make.CANARIES, *await ids_that_lead_back(one), one.other.name]
    stored = str([dict(row) for row in await database.rows("SELECT * FROM assessment")])
    raw = telling_pdf()
    assert all(word in stored for word in ("林知微", "星阑光电", "慕尼黑工业大学"))  # there is something to leak
    assert PdfReader(io.BytesIO(raw)).metadata.author == "林知微"  # type: ignore[union-attr]  # it has metadata
    await actions.seat(one.pool.officer, one.assessment_id, list(one.pool.experts)[1])
    async with at_desk(client, one.expert) as desk:
        for declared in (False, True):
            if declared:
                await actions.declare(one.expert, one.seat_id, conflict=False)
            for url in urls(one):
                answer = await desk.get(url)
                assert answer.status_code == (200 if declared or "documents" not in url else 403), url
                everything = answer.content + str(answer.headers).encode()
                for word in canaries:
                    assert word.encode() not in everything, (url, word)
                    assert word.encode("utf-16-be") not in everything, (url, word)
        clean = PdfReader(io.BytesIO((await desk.get(urls(one)[2])).content))
        assert (dict(clean.metadata or {}).get("/Author"), clean.xmp_metadata, dict(clean.attachments)) == (
            None,
            None,
            {},
        )
        assert len(clean.pages) == 1


async def test_a_file_that_cannot_be_cleaned_is_a_short_page_beside_the_sheet(
    db: None, client: httpx.AsyncClient
) -> None:
    one = await scene(body=b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    await actions.declare(one.expert, one.seat_id, conflict=False)
    async with at_desk(client, one.expert) as desk:
        inside = await desk.get(urls(one)[2], headers={"sec-fetch-dest": "iframe"})
        whole = await desk.get(urls(one)[2])
    for page in (inside, whole):
        assert page.status_code == 409
        assert "并告知工作人员" in page.text
        assert "没有保存" not in page.text  # nothing was sent
    assert "masthead" in whole.text
    assert "masthead" not in inside.text


async def test_before_the_declaration_the_page_tells_code_and_field_alone(db: None, client: httpx.AsyncClient) -> None:
    one = await scene()
    async with at_desk(client, one.expert) as desk:
        page = (await desk.get(f"/seats/{one.seat_id}")).text
        assert "A-001" in page
        assert "光波导" not in page
        refused = await desk.put(f"/seats/{one.seat_id}/declaration", data={"confidential": "true"})
        assert refused.status_code == 422
        ticked = {"confidential": "true", "no_conflict": "true"}
        done = await desk.put(f"/seats/{one.seat_id}/declaration", data=ticked)
        assert (done.status_code, done.headers["location"]) == (303, f"/seats/{one.seat_id}")
        assert "光波导" in (await desk.get(f"/seats/{one.seat_id}")).text
        assert (await desk.put(f"/seats/{one.seat_id}/declaration", data=ticked)).status_code == 409


async def sheet_of(desk: httpx.AsyncClient, one: Scene, mark: str = "8") -> dict[str, str]:
    found = (await desk.get(f"/api/v1/seats/{one.seat_id}")).json()
    values: dict[str, str] = {}
    for line in found["lines"]:
        values |= {
            f"mark-{line['criterion_id']}": mark,
            f"comment-{line['criterion_id']}": "技术先进，论证充分，可行。",
            f"seen.{line['criterion_id']}": line["version"],
        }
    return values


async def test_a_seat_is_scored_with_plain_forms(db: None, client: httpx.AsyncClient) -> None:
    one = await scene(seats=1)
    await actions.declare(one.expert, one.seat_id, conflict=False)
    async with at_desk(client, one.expert) as desk:
        values = await sheet_of(desk, one)
        mark, comment = list(values)[:2]
        typed = {mark: "8.5", comment: "写到一半"}
        half = await desk.post(f"/seats/{one.seat_id}/marks?_method=PUT", data=typed | {"then": "stay"})
        assert (half.status_code, half.headers["location"]) == (303, f"/seats/{one.seat_id}#sheet")
        early = await desk.post(f"/seats/{one.seat_id}/score?_method=PUT", data=typed)
        assert early.status_code == 422
        assert "写到一半" in early.text
        values = await sheet_of(desk, one)
        off = await desk.post(f"/seats/{one.seat_id}/marks?_method=PUT", data=values | {mark: "11"})
        assert off.status_code == 422
        assert 'value="11"' in off.text
        values = await sheet_of(desk, one)
        done = await desk.post(f"/seats/{one.seat_id}/score?_method=PUT", data=values)
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        assert (await desk.post(f"/seats/{one.seat_id}/score?_method=PUT", data=values)).status_code == 409
    assert (await queries.summary(one.assessment_id)).rank == 1


async def test_htmx_saves_as_one_types_and_answers_the_total(db: None, client: httpx.AsyncClient) -> None:
    one = await scene()
    await actions.declare(one.expert, one.seat_id, conflict=False)
    async with at_desk(client, one.expert) as desk:
        values = await sheet_of(desk, one, "7.5")
        answer = await desk.put(f"/seats/{one.seat_id}/marks", data=values, headers={"hx-request": "true"})
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<div id="tally"')
        assert "75.00" in answer.text
        wrong = await desk.put(
            f"/seats/{one.seat_id}/marks",
            data={next(iter(values)): "x", list(values)[1]: ""},
            headers={"hx-request": "true"},
        )
        assert wrong.status_code == 422


async def test_another_expert_and_a_recused_one_find_nothing(db: None, client: httpx.AsyncClient) -> None:
    one = await scene()
    await actions.declare(one.expert, one.seat_id, conflict=False)
    seat = f"/seats/{one.seat_id}"
    async with at_desk(client, one.expert) as desk:
        values = await sheet_of(desk, one)
        assert (await desk.put(f"{seat}/conflict", data={"reason": ""})).status_code == 422
        gone = await desk.put(f"{seat}/conflict", data={"reason": "系本人博士生的项目"})
        assert gone.headers["location"] == "/desk"
    for actor in (one.expert, one.other):
        async with at_desk(client, actor) as desk:
            pledge = {"confidential": True, "no_conflict": True}
            answers = [await desk.get(url) for url in urls(one) if "desk" not in url] + [
                await desk.put(f"{seat}/marks", data=values),
                await desk.put(f"{seat}/score", data=values),
                await desk.put(f"{seat}/conflict", data={"reason": "x"}),
                await desk.put(f"/api/v1{seat}/declaration", json=pledge),
                await desk.put(f"/api/v1{seat}/score"),
            ]
            assert {answer.status_code for answer in answers} == {404}
            assert "A-001" not in (await desk.get("/desk")).text


async def test_an_expert_sees_no_officers_page_and_nobody_else_a_seat(db: None, client: httpx.AsyncClient) -> None:
    one = await scene()
    officers = ["/rounds", f"/rounds/{one.round_id}", f"/rounds/{one.round_id}/ranking", "/experts"]
    officers += [f"/assessments/{one.assessment_id}", f"/assessments/{one.assessment_id}/summary"]
    city_id = await database.value("SELECT id FROM organisation WHERE code = 'ch'")
    city = await identity.person("外市官员", [(Role.CITY_OFFICER, city_id)])
    founder = await identity.person("林知微")
    both_id = await make.expert(one.pool, name="两任者")
    both = one.pool.experts[both_id]
    await people.appoint(SYSTEM, both.id, Role.PROGRAMME_OFFICER, one.pool.organisation_id)
    expected: list[tuple[Actor, set[int]]] = [(one.expert, {403}), (founder, {403}), (one.pool.officer, {200})]
    for actor, statuses in expected:
        async with at_desk(client, actor) as visitor:
            assert {(await visitor.get(url)).status_code for url in officers} == statuses, actor.name
    for actor in (city, both):  # who holds an office elsewhere, and who is an expert as well, find no such round
        async with at_desk(client, actor) as visitor:
            hidden = [url for url in officers if str(one.round_id) in url or "assessments" in url]
            assert {(await visitor.get(url)).status_code for url in hidden} == {404}, actor.name
    async with at_desk(client, one.pool.officer) as visitor:
        assert (await visitor.get(f"/seats/{one.seat_id}")).status_code == 403


async def test_the_officer_seats_with_the_reasons_in_sight(db: None, client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=2)
    round_id = await make.review_round(pool, seats=1)
    tied, free = pool.experts
    why = Barred(ConflictKind.SHAREHOLDER, TieSource.COMPANY_REGISTER, Evidence("星阑光电", "91330100FAKE00013C"))
    assessment_id = await make.assessment(pool, round_id, barred={tied: [why]})
    client.cookies.set("lang", "zh")
    async with at_desk(client, pool.officer) as desk:
        page = (await desk.get(f"/assessments/{assessment_id}")).text
        assert "持有星阑光电的股份" in page
        assert re.search(rf'value="{tied}" disabled', page)
        answers: dict[Any, httpx.Response] = {
            expert: await desk.post(f"/assessments/{assessment_id}/seats", data={"expert": str(expert)})
            for expert in (tied, free)
        }
        assert answers[tied].status_code == 403
        assert "持有星阑光电的股份" in answers[tied].text
        assert answers[free].status_code == 303
        again = await desk.post(f"/api/v1/assessments/{assessment_id}/seats", json={"expert": str(free)})
        assert again.status_code == 409
        seat_id = await database.value("SELECT id FROM seat")
        back = await desk.put(f"/seats/{seat_id}/replacement", data={"reason": "专家无法按期评审"})
        assert back.status_code == 303
        assert (await desk.put(f"/seats/{seat_id}/replacement", data={"reason": "再来"})).status_code == 409


async def test_the_pool_is_searched_by_two_characters_and_exported(db: None, client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=0)
    await make.expert(pool, name="顾怀远", employer="澄湖理工大学光电学院")
    await make.expert(pool, name="程素衣", employer="岚江大学信息学院", fields=("materials",))
    async with at_desk(client, pool.officer) as desk:
        for url in ("/experts?q=光电", "/experts?q=怀远", "/experts?field=electronics"):
            page = (await desk.get(url)).text
            assert ("顾怀远" in page, "程素衣" in page) == (True, False), url
        sheet = await desk.get("/experts/export?kind=csv&q=素衣")
        assert ("程素衣" in sheet.text, "顾怀远" in sheet.text) == (True, False)
        assert (await desk.get("/experts/export?kind=xlsx")).content[:2] == b"PK"
        form = {"name": "江明夷", "email": "jiang@parks.test", "kind": "technical", "fields": "microelectronics"}
        form |= {"employer": "岚江微电子研究院", "organisation": str(pool.organisation_id)}
        made = await desk.post("/experts", data=form)
        assert made.status_code == 303
        assert (await desk.post("/experts", data=form)).status_code == 409
        assert (await desk.post("/experts", data=form | {"kind": "x"})).status_code == 422
        tie = {"kind": "shareholding", "party": "星阑光电", "percent": "1.2", "source": "declared"}
        assert (await desk.post(f"{made.headers['location']}/ties", data=tie)).status_code == 303
        assert "1.20" in (await desk.get(made.headers["location"])).text


@pytest.mark.parametrize(
    ("url", "most"),
    [("/desk", 2), ("/experts", 3), ("/rounds", 2), ("/rounds/{round}", 4), ("/rounds/{round}/ranking", 4)],
)
async def test_lists_take_the_same_statements_for_one_row_and_for_three(
    db: None, client: httpx.AsyncClient, url: str, most: int
) -> None:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    expert_id, expert = next(iter(pool.experts.items()))
    reader = expert if url == "/desk" else pool.officer
    seen_counts = []
    for more in (1, 2):
        for _ in range(more):
            await actions.seat(pool.officer, await make.assessment(pool, round_id), expert_id)
            await make.expert(pool)
        async with at_desk(client, reader) as desk, counted() as seen:
            answer = await desk.get(url.format(round=round_id))
        assert answer.status_code == 200
        seen_counts.append(len(seen))
    assert seen_counts[0] == seen_counts[1] <= most


async def test_a_score_post_takes_few_statements(db: None) -> None:
    pool = await make.pool(experts=2)
    assessment_id = await make.assessment(pool, await make.review_round(pool, seats=2))
    (first, one), (second, two) = (await make.panel(pool, assessment_id)).items()
    await make.fill(one, first, "8")
    await make.fill(two, second, "9")
    async with counted() as seen:
        assert not await actions.submit_score(one, first)
    async with counted() as last:
        assert await actions.submit_score(two, second)
    ours = [[sql for sql in each if "pg_catalog" not in sql] for each in (seen, last)]  # asyncpg asks for types once
    # the closing one: programmes ask by one indexed look whether the assessment is of theirs
    assert [len(each) for each in ours] == [5, 11], ours
