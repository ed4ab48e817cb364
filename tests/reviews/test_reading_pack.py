"""One PDF for a printer: all that the expert may read, with bookmarks, and no name on its pages but their own."""

import io
from dataclasses import replace

import httpx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject
from tests.counting import counted
from tests.make import documents, identity
from tests.make import reviews as make
from tests.programmes.test_blindness import HIDDEN, ON_PAPER, everything, telling

from parks.adapters import pdf_pack
from parks.kernel.actor import Actor
from parks.reviews import actions


async def opened(proposals: int, *bodies: bytes, pool: make.Pool | None = None) -> Actor:
    """A new expert with so many declared proposals, these attachments each, one more that is only offered."""
    pool = pool or await make.pool(experts=0)
    actor = pool.experts[await make.expert(pool)]
    pool = replace(pool, experts={next(reversed(pool.experts)): actor})
    round_id = await make.review_round(pool, seats=1)
    papers = [(await documents.pdf(pool.officer, body=body)).id for body in bodies]
    for number in range(proposals + 1):
        await make.panel(pool, await make.assessment(pool, round_id, documents=papers), declared=number < proposals)
    return actor


def marks(body: bytes) -> list[tuple[int, str, int]]:
    """Depth, title and page (from 0) of each bookmark."""
    reader = PdfReader(io.BytesIO(body))
    found: list[tuple[int, str, int]] = []

    def walk(items: list[object], depth: int) -> None:
        for one in items:
            if isinstance(one, list):
                walk(one, depth + 1)
            else:
                found.append((depth, one["/Title"], reader.get_destination_page_number(one)))  # type: ignore[index, arg-type]  # a Destination

    walk(list(reader.outline), 0)
    return found


async def test_the_pack_holds_what_may_be_read_with_bookmarks_and_the_readers_line_on_each_page(
    db: None, client: httpx.AsyncClient
) -> None:
    actor = await opened(2, telling(), b"%PDF-1.7 broken")
    await identity.signed_in(client, actor)
    answer = await client.get("/desk/pack")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    body = answer.content
    assert marks(body) == [
        (0, "A-001 · 电子信息", 0),
        (1, "申报表内容", 0),
        (1, "附件 1 · 商业计划书", 1),
        (0, "A-002 · 电子信息", 2),
        (1, "申报表内容", 2),
        (1, "附件 1 · 商业计划书", 3),
    ]
    pages = [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(body)).pages]
    assert [actor.name in one for one in pages] == [True] * 4
    assert ["打印时间" in one for one in pages] == [True] * 4
    assert [f"{n}/4" in one for n, one in enumerate(pages, 1)] == [True] * 4
    assert ("A-001" in pages[0], "光波导" in pages[0], "2027-06" in pages[0], ON_PAPER in pages[1]) == (True,) * 4
    assert "附件2" in pages[0]  # what cannot be cleaned is told in its place
    whole = "\n".join(everything(body)).lower()
    assert [one for one in (*HIDDEN, *make.CANARIES) if one.lower() in whole] == []
    assert "typst" not in whole
    assert PdfReader(io.BytesIO(body)).metadata is None
    assert (await client.get("/api/v1/desk/pack")).headers["content-type"] == "application/pdf"


async def test_one_proposal_alone_and_nobody_elses(db: None, client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=0)
    actor = await opened(1, telling(), pool=pool)
    await identity.signed_in(client, actor)
    seat = (await client.get("/api/v1/desk")).json()["waiting"][0]["seat_id"]
    alone = await client.get("/desk/pack", params={"seat": seat})
    assert [one[0] for one in marks(alone.content)] == [0, 1, 1]
    await identity.signed_in(client, await opened(0, pool=pool))
    assert (await client.get("/desk/pack", params={"seat": seat})).status_code == 409
    assert (await client.get("/desk/pack")).status_code == 409


async def test_a_pack_takes_two_statements_for_any_number_of_proposals(db: None, client: httpx.AsyncClient) -> None:
    counts, pool = [], await make.pool(experts=0)
    for proposals in (1, 3):
        await identity.signed_in(client, await opened(proposals, telling(), telling(), pool=pool))
        async with counted() as seen:
            assert (await client.get("/desk/pack")).status_code == 200
        counts.append(len(seen))
    assert counts == [3, 3]  # with the session's


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_line_stands_on_turned_pages_and_on_pages_of_any_size(turned: int) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(1920, 1080)
    page[NameObject("/Rotate")] = NumberObject(turned)
    writer.add_blank_page(90, 120)
    out = io.BytesIO()
    writer.write(out)
    line = PdfWriter()
    line.add_blank_page(200, 10)
    drawn = io.BytesIO()
    line.write(drawn)
    pages = pdf_pack.pages_of(out.getvalue())
    made = PdfReader(io.BytesIO(pdf_pack.bound([pdf_pack.Chapter("A-001", [("1", pages)])], drawn.getvalue())))
    assert [one.extract_text().strip() for one in made.pages] == ["1 / 2", "2 / 2"]
    assert [one.rotation for one in made.pages] == [turned, 0]


async def test_a_skipped_proposal_is_bound_last(db: None, client: httpx.AsyncClient) -> None:
    actor = await opened(2)
    await identity.signed_in(client, actor)
    first = (await client.get("/api/v1/desk")).json()["waiting"][0]["seat_id"]
    await actions.skip(actor, first)
    titles = [title for depth, title, _page in marks((await client.get("/desk/pack")).content) if depth == 0]
    assert titles == ["A-002 · 电子信息", "A-001 · 电子信息"]
