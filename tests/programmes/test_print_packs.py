"""On paper and back: every page tells its version, a scan is matched by it, and another version's is refused."""

import io
from collections.abc import Mapping

import anyio
import httpx
import pypdfium2
import pytest
import segno
from PIL import Image
from pypdf import PdfReader, PdfWriter
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import barcodes, database, typesetter
from parks.documents.actions import Incoming
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Hidden, Invalid
from parks.programmes.actions import applications, ladder, scans
from parks.programmes.queries import applications as queries
from parks.programmes.queries import files, print_packs
from parks.programmes.rules import print_pack
from parks.programmes.states import ApplicationState as State

ANSWERS: Mapping[str, object] = {"sections": [{"key": "a", "questions": []}]}


def test_a_mark_says_its_version_and_changes_with_every_sign_of_it() -> None:
    one = print_pack.mark("ISP-2027-000001", 1, ANSWERS, {})
    assert print_pack.read(str(one)) == one
    assert print_pack.mark("ISP-2027-000001", 1, dict(ANSWERS), {}) == one
    others = (
        print_pack.mark("ISP-2027-000001", 2, ANSWERS, {}),
        print_pack.mark("ISP-2027-000002", 1, ANSWERS, {}),
        print_pack.mark("ISP-2027-000001", 1, {"sections": []}, {}),
        print_pack.mark("ISP-2027-000001", 1, ANSWERS, {"uscc": "x"}),
    )
    assert len({one.digest, *(each.digest for each in others)}) == 5
    for text in ("", "PARKS:", "https://parks.test", f"{one}0", str(one).lower()):
        assert print_pack.read(text) is None


def test_what_is_said_of_pages_that_are_not_of_the_version() -> None:
    wanted = print_pack.mark("ISP-2027-000001", 2, ANSWERS, {})
    other = print_pack.mark("ISP-2027-000009", 2, ANSWERS, {})
    older = print_pack.mark("ISP-2027-000001", 1, ANSWERS, {})
    false = print_pack.Mark(wanted.number, 2, "0" * 16)
    assert print_pack.problem([[], [str(wanted), "https://elsewhere"]], wanted) is None
    for pages, said in (
        ([["https://elsewhere"], []], "No mark"),
        ([[str(wanted)], [str(other)]], "Page 2 belongs to application ISP-2027-000009"),
        ([[str(older)]], "Page 1 is of version 1; what is signed here is version 2"),
        ([[str(false)]], "not that of what was sent"),
    ):
        assert said in str(print_pack.problem(pages, wanted))


def scanned(pdf: bytes, *, dots: int = 150, turned: float = 0.0) -> list[Image.Image]:
    """What an office scanner makes of it: grey pictures, not quite straight."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dots / 72, grayscale=True).to_pil() for page in document]
    return [page.rotate(turned, fillcolor=255) for page in pages]


def as_pdf(pages: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


def as_png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def incoming(data: bytes, name: str = "盖章页.pdf") -> Incoming:
    return Incoming(name, make.bytes_of(data))


async def printed(actor: Actor, application_id: object) -> bytes:
    _name, values = await print_packs.pack(actor, application_id)  # type: ignore[arg-type]  # an id
    return await typesetter.pdf("pack", values)


async def test_paper_is_filed_with_the_version_it_was_printed_of(db: None) -> None:
    world = await make.world()
    made, other = await make.application(world), await make.application(world)
    first = await printed(world.manager, made)
    marks = await barcodes.read(first, "application/pdf")
    found = await queries.application(world.manager, made)
    _submission, mark = await print_packs.wanted(found, found.ladder.first.level)
    assert len(marks) > 1
    assert all(page == [str(mark)] for page in marks)  # every page, and nothing else
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    assert mark.digest in text
    assert text.count("盖章处") == 3  # one for each level of the call

    await scans.file(world.manager, made, incoming(as_pdf(scanned(first, turned=2))))
    await scans.file(world.manager, made, incoming(as_png(scanned(first)[-1]), "盖章页.png"))
    filed = (await queries.application(world.city, made)).scans
    assert [(one.level, one.version, one.pages, one.matched) for one in filed] == [
        ("park", 1, len(marks), len(marks)),
        ("park", 1, 1, 1),
    ]
    opened = await files.document(world.city, made, filed[0].document_id)
    assert opened.media_type == "application/pdf"
    with pytest.raises(Hidden):  # what the offices sign for each other is not the applicant's
        await files.document(world.founders[made], made, filed[0].document_id)

    await ladder.return_for_correction(world.manager, made, {"project": "请补充项目简介"})
    await make.correct(world, made)
    kept = await database.value("SELECT count(*) FROM document_version")
    for data, said in (
        (as_pdf(scanned(first)), "is of version 1; what is signed here is version 2"),
        (await printed(world.manager, other), "belongs to application ISP-2027-000002"),
        (make.PDF, "cannot be opened"),
        (blank_pdf(), "No mark"),
        (as_png(Image.new("L", (300, 300), 255)), "No mark"),
    ):
        with pytest.raises(Invalid) as wrong:
            await scans.file(world.manager, made, incoming(data))
        assert said in str(wrong.value.fields["scan"])
    assert await database.value("SELECT count(*) FROM document_version") == kept
    await scans.file(world.manager, made, incoming(as_pdf(scanned(await printed(world.manager, made)))))
    assert [one.version for one in (await queries.application(world.city, made)).scans] == [1, 1, 2]


def blank_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


async def test_each_level_files_for_itself_and_founders_print_without_opinions(db: None) -> None:
    world = await make.world()
    made = await make.application(world, State.CITY_REVIEW)
    paper = incoming(as_pdf(scanned(await printed(world.manager, made))))
    await scans.file(world.manager, made, paper)  # it has signed, and its paper may come later
    for officer, refusal in ((world.province, Forbidden), (world.auditor, Forbidden), (world.far_officer, Hidden)):
        with pytest.raises(refusal):
            await scans.file(officer, made, incoming(blank_pdf()))
    for reader, reads in ((world.city, True), (world.founders[made], False)):
        text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(await printed(reader, made))).pages)
        assert ("同意推荐" in text) is reads
    draft = await make.draft(world)
    with pytest.raises(Hidden):
        await print_packs.pack(world.founders[draft], draft)


async def test_hostile_files_are_refused_before_they_are_drawn() -> None:
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    for data, kind in (
        (huge.getvalue(), "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png"),
        (b"GIF89a" + b"\0" * 40, "image/png"),
        (b"%PDF-1.7\nnothing", "application/pdf"),
    ):
        with pytest.raises(barcodes.UnreadableError):
            await barcodes.read(data, kind)
    wide, out = PdfWriter(), io.BytesIO()
    wide.add_blank_page(14_000, 14_000)
    wide.write(out)
    with anyio.fail_after(20):
        assert await barcodes.read(out.getvalue(), "application/pdf") == [[]]


async def test_a_code_of_somebody_else_s_is_left_aside(db: None) -> None:
    code = io.BytesIO()
    segno.make("https://elsewhere.test").save(code, kind="png", scale=8, border=4)
    assert await barcodes.read(code.getvalue(), "image/png") == [["https://elsewhere.test"]]


async def test_the_pages(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    made = await make.application(world)
    await people.signed_in(client, world.manager)
    pack = await client.get(f"/applications/{made}/print")
    assert pack.headers["content-type"] == "application/pdf"
    url = f"/applications/{made}/scans"
    assert (await client.get(url)).status_code == 200
    scan = {"scan": ("盖章.pdf", as_pdf(scanned(pack.content)), "application/pdf")}
    assert (await client.post(url, files=scan)).status_code == 422  # without the declaration
    wrong = await client.post(
        url, data={"no_secrets": "true"}, files={"scan": ("x.pdf", blank_pdf(), "application/pdf")}
    )
    assert wrong.status_code == 422
    assert "所有页面均未识别到二维码" in wrong.text
    assert (await client.post(url, data={"no_secrets": "true"}, files=scan)).status_code == 303
    assert "页识别到二维码" in (await client.get(url)).text
    await applications.withdraw(world.founders[made], made)
