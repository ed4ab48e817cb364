"""Nobody's name gets through: applicants' to no expert, experts' to no applicant (domain.md §6.3, docs/adr/0078).

Every field of an applicant and every place of a file where an origin hides holds a canary of its own; then every door
of the house is opened. A canary that experts may read is found in the same walk, so that it can fail.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text as Note
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from tests.access import calls as doors
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import selections as story
from tests.make.questionnaires import question, section

from parks.adapters import database
from parks.demo import fictions
from parks.kernel.actor import Actor
from parks.programmes.actions import applications, awards, notices, selections
from parks.programmes.actions import ladder as officers
from parks.programmes.queries import replay
from parks.reviews import actions as reviews
from parks.reviews import queries as review_queries
from parks.startups import actions as startups
from parks.startups.rules.records import (
    CertificateRecord,
    EmploymentRecord,
    FundingRecord,
    IpRecord,
    PersonRecord,
)
from parks.startups.states import DegreeLevel, FundingKind, IpKind

pytestmark = pytest.mark.usefixtures("db")

CONTROL = "CONTROL-SUMMARY"
ON_PAPER = "CONTROL-ON-PAPER"
SEEN = (CONTROL, "CONTROL-CELL", ON_PAPER)
"""What an expert must find: a text, a cell and a page of a file that are theirs to read."""
HIDDEN = (
    "CANARY-FOUNDER",
    "CANARY-COMPANY",
    "CANARY-MAIL",
    "CANARY-PARTNER",
    "CANARY-LATIN",
    "CANARY-POST",
    "CANARY-EMPLOYER",
    "CANARY-SCHOOL",
    "CANARY-STUDY",
    "CANARY-PATENT",
    "CANARY-INVENTOR",
    "CANARY-OWNER",
    "CANARY-AWARD",
    "CANARY-STORY",
    "CANARY-PHONE",
    "CANARY-CELL",
    "CANARY-FILE",
    "CANARY-PHOTO",
    "CANARY-AUTHOR",
    "CANARY-TITLE",
    "CANARY-XMP",
    "CANARY-ATTACHED",
    "CANARY-INSIDE",
    "CANARY-NOTE",
    "CANARY-EXIF",
    "CANARY-COMMENT",
    "CANARY-DEFLATED",
    "CANARY-LAYER",
    "CANARY-FIELD",
)
RECORD = ("company_person", "company_employment", "company_certificate", "company_ip_asset", "company_earlier_funding")
SHEET: dict[str, Any] = make.SHEET | {
    "sections": [
        *make.SHEET["sections"],
        section(
            "person",
            question("phone"),
            question(
                "members",
                "table",
                max=3,
                columns=[{"key": "name", "kind": "text", "label": {"zh": "姓名", "en": "Name"}, "required": True}],
            ),
            question("photo", "file", max=1),
        ),
    ]
}


def jpeg(exif: str, comment: str) -> bytes:
    """A picture as a camera writes it, by its marks alone: EXIF, a comment, and the scan."""

    def part(mark: int, body: bytes) -> bytes:
        return bytes((0xFF, mark)) + (len(body) + 2).to_bytes(2, "big") + body

    return (
        b"\xff\xd8"
        + part(0xE1, b"Exif\x00\x00" + exif.encode())
        + part(0xFE, comment.encode())
        + part(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\x34\xff\x00\x56\xff\xd9"
    )


def telling() -> bytes:
    """A plan whose page tells nobody and whose file tells everything."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 20 200 Td ({ON_PAPER}) Tj ET q 9 0 0 9 0 0 cm /I1 Do /I2 Do Q".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): font}),
            NameObject("/XObject"): DictionaryObject(
                {
                    NameObject("/I1"): writer._add_object(picture(jpeg("CANARY-EXIF", "CANARY-COMMENT"), "/DCTDecode")),
                    NameObject("/I2"): writer._add_object(
                        picture(zlib.compress(jpeg("CANARY-DEFLATED", "x")), "/FlateDecode", "/DCTDecode")
                    ),
                }
            ),
        }
    )
    writer.add_metadata({"/Author": "CANARY-AUTHOR", "/Title": "CANARY-TITLE"})
    xmp = StreamObject()
    xmp.set_data(b"<x:xmpmeta>CANARY-XMP</x:xmpmeta>")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.add_attachment("CANARY-ATTACHED.txt", b"CANARY-INSIDE")
    note = Note(rect=(10, 10, 40, 40), text="")
    note[NameObject("/T")] = TextStringObject("CANARY-NOTE")
    writer.add_annotation(0, note)
    private = DictionaryObject({NameObject("/Creator"): TextStringObject("CANARY-LAYER")})
    usage = DictionaryObject({NameObject("/CreatorInfo"): private})
    layer = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OCG"),
            NameObject("/Name"): TextStringObject("1"),
            NameObject("/Usage"): usage,
        }
    )
    page["/Resources"][NameObject("/Properties")] = DictionaryObject(  # type: ignore[index]  # a dictionary
        {NameObject("/L1"): writer._add_object(layer)}
    )
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): TextStringObject("CANARY-FIELD")})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(body: bytes, *filters: str) -> StreamObject:
    made = StreamObject()
    made._data = body
    made.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/Filter"): ArrayObject(NameObject(one) for one in filters)
            if len(filters) > 1
            else NameObject(filters[0]),
        }
    )
    return made


def everything(body: bytes) -> Iterator[str]:
    """All that can be read out of a file by somebody who tries: raw, inflated, unzipped, by a PDF reader."""
    yield body.decode("utf-8", "replace")
    yield body.decode("utf-16-be", "replace")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as bag:
            for name in bag.namelist():
                yield name
                yield from everything(bag.read(name))
    if body.startswith(b"%PDF"):
        yield from _pdf(body)


def _pdf(body: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(body))
    yield str(dict(reader.metadata or {}))
    for page in reader.pages:
        yield page.extract_text()
    for number in range(1, int(str(reader.trailer["/Size"]))):
        one = reader.get_object(number)
        yield repr(one)
        if isinstance(one, StreamObject):
            yield from (one._data.decode("latin-1"), _inflated(one._data).decode("latin-1"))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


@dataclass
class Story:
    """A round of three experts over one application: the reader declared, the second scored, the third was offered."""

    panel: story.Panel
    application_id: UUID
    reader: Actor
    founder: Actor
    ids: dict[str, Any]


@pytest.fixture
async def told(db: None) -> Story:
    of = await make.world(sheet=SHEET)
    founder = await people.person("CANARY-FOUNDER", email="CANARY-MAIL@parks.test")
    made = await make.draft(of, founder=founder, name="CANARY-COMPANY 有限公司", number=4711)
    company = await database.value("SELECT company FROM application WHERE id = $1", made)
    await _record(founder, company)
    answers = {"story": "CANARY-STORY", "phone": "CANARY-PHONE", "summary": CONTROL}
    for key, typed in (make.ANSWERS | answers).items():
        await applications.save_answer(founder, made, key, typed, 0)
    for key, typed in (("milestones", "CONTROL-CELL"), ("members", "CANARY-CELL")):
        column = "what" if key == "milestones" else "name"
        await applications.save_answer(founder, made, key, [{column: typed}], 0)
    await applications.declare_no_secrets(founder, made)
    for key, name, body in (
        ("plan", "CANARY-FILE.pdf", telling()),
        ("photo", "CANARY-PHOTO.jpg", jpeg("CANARY-EXIF", "CANARY-COMMENT")),
    ):
        await applications.upload(founder, made, key, name, make.bytes_of(body))
    for key in ("project", "team", "files", "declarations", "person"):
        await applications.complete_section(founder, made, key, completed=True)
    await applications.submit(founder, made, aware=True)
    for officer in (of.manager, of.city, of.province):
        await officers.recommend(officer, made, "同意推荐")
    panel = story.Panel(of, uuid4())
    for number in range(3):
        expert_id, actor = await story.expert(of, f"EXPERT-NAME-{number}", employer=f"EXPERT-HOUSE-{number}")
        panel.experts[expert_id] = actor
    opened = await story.panel(of, experts=0)
    panel.round_id, panel.assessments = opened.round_id, opened.assessments
    seats = [await reviews.seat(of.nation, panel.assessments[made], expert_id) for expert_id in panel.experts]
    reader, second, _third = panel.experts.values()
    await reviews.declare(reader, seats[0], conflict=False)
    await reviews.declare(second, seats[1], conflict=False)
    await _score(second, seats[1])
    document = await database.value(
        "SELECT proposal #>> '{attachments,0,document_id}' FROM assessment WHERE id = $1", panel.assessments[made]
    )
    rubric = await database.value("SELECT rubric FROM review_round WHERE id = $1", panel.round_id)
    sent = {
        "call_id": of.call_id,
        "application_id": made,
        "company_id": company,
        "person_id": founder.id,
        "document_id": document,
        "assessment_id": panel.assessments[made],
        "round_id": panel.round_id,
        "rubric_id": rubric,
        "expert_id": next(iter(panel.experts)),
        "organisation_id": of.tree.park.id,
        "park_id": of.tree.park.id,
        "number": 1,
        "section": "project",
        "key": "project",
        "question": "summary",
        "letter": "submitted",
        "noun": "people",
        "part": "dates",
    }
    return Story(panel, made, reader, founder, sent | {"seats": seats})


async def _record(founder: Actor, company: UUID) -> None:
    partner = await startups.add_person(
        founder, company, PersonRecord(name="CANARY-PARTNER", latin="CANARY-LATIN", position="CANARY-POST")
    )
    await startups.add_employment(
        founder, company, EmploymentRecord(person_id=partner, employer="CANARY-EMPLOYER", since=date(2020, 1, 1))
    )
    await startups.add_certificate(
        founder,
        company,
        CertificateRecord(
            person_id=partner,
            level=DegreeLevel.MASTER,
            country="DE",
            institution="CANARY-SCHOOL",
            field="CANARY-STUDY",
            awarded_on=date(2020, 7, 1),
        ),
    )
    await startups.add_right(
        founder,
        company,
        IpRecord(
            kind=IpKind.TRADEMARK,
            number="61234567",
            title="CANARY-PATENT",
            owner="CANARY-OWNER",
            inventors="CANARY-INVENTOR",
        ),
    )
    await startups.add_funding(
        founder, company, FundingRecord(kind=FundingKind.AWARD, programme="CANARY-AWARD", year=2025)
    )


async def _score(actor: Actor, seat_id: UUID) -> None:
    for line in (await review_queries.my_seat(actor, seat_id)).lines:
        await reviews.save_mark(actor, seat_id, line.criterion_id, line.scale.maximum, "论证充分，路径清楚，团队完整。")
    await reviews.submit_score(actor, seat_id)


def address(path: str, ids: Mapping[str, Any]) -> str:
    """What is not known stays in its braces."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda slot: str(ids.get(slot[1], slot[0])), path)


def leaked(answer: httpx.Response, words: set[str]) -> set[str]:
    """The words in head and body that were not asked with."""
    echoed = str(answer.request.url)
    whole = "\n".join([*everything(answer.content), str(dict(answer.headers))]).lower()
    return {one for one in words if one.lower() in whole and one not in echoed}


async def walk(house: Any, client: httpx.AsyncClient, actor: Actor, ids: Mapping[str, Any], words: set[str]) -> Any:
    """Every door with what ids are known, read and written to with nothing; answers (where what was found, doors)."""
    await people.signed_in(client, actor)
    cookies, found, walked = dict(client.cookies), [], set()
    for door in doors.doors(house):
        path = address(door.path, ids)
        if "{" in path or door.path.startswith(("/demo", "/session", "/api/v1/session", "/readyz")):
            continue
        asked = [path, f"{path}?q=CANARY&sort=label&desc=1&columns=label&kind=xlsx&lang=en"]
        for one in asked if door.method == "GET" else asked[:1]:
            async with doors.undone():
                answer = await client.request(door.method, one)
            assert answer.status_code < 500, (door.method, one)
            walked.add((door.method, door.path))
            found += [(door.method, one, word) for word in leaked(answer, words)]
            for name, kept in cookies.items():
                client.cookies.set(name, kept, domain="parks.test", path="/")
    return found, walked


async def mailed(actor: Actor) -> str:
    found = await database.rows("SELECT m::text AS said FROM message m WHERE person = $1", actor.id)
    return "\n".join(one["said"] for one in found)


async def test_nothing_an_expert_can_reach_tells_whose_proposal_it_is(
    house: Any, client: httpx.AsyncClient, told: Story
) -> None:
    one = await database.row("SELECT number, company FROM application WHERE id = $1", told.application_id)
    assert one
    names = {
        *HIDDEN,
        fictions.uscc(4711),
        one["number"],
        *(str(told.ids[each]) for each in ("application_id", "company_id", "person_id", "document_id")),
        *(f"EXPERT-{kind}-{number}" for kind in ("NAME", "HOUSE") for number in (1, 2)),
        *(str(each.id) for each in list(told.panel.experts.values())[1:]),
    }
    found, reached, missed = [], set(), set(SEEN)
    for place, seat_id in enumerate(told.ids["seats"]):
        ids = told.ids | {"seat_id": seat_id}
        leaks, walked = await walk(house, client, told.reader, ids, names | set(SEEN))
        found += [one for one in leaks if one[2] not in SEEN]
        missed -= {one[2] for one in leaks}
        reached |= walked
        there = {word for _method, at, word in leaks if str(seat_id) in at} & set(SEEN)
        assert (place == 0) == bool(there)  # of another expert's seat not even what is neutral
    assert found == []
    assert missed == set()
    assert len(reached) > 300
    letters = await mailed(told.reader)
    assert "A-001" in letters
    assert [each for each in names if each in letters] == []


async def test_the_canaries_stand_in_what_was_sent(told: Story) -> None:
    """Without this the walk would pass on an empty application."""
    sent = await database.value(
        "SELECT concat_ws(' ', answers::text, facts::text) FROM submission WHERE application = $1", told.application_id
    )
    company = told.ids["company_id"]
    record = [str(await database.rows(f"SELECT * FROM {table} WHERE company = $1", company)) for table in RECORD]
    record.append(str(await database.rows("SELECT * FROM company_ip_inventor")))
    people_ = str(await database.rows("SELECT name, email FROM person"))
    whole = "\n".join([str(sent), *record, people_, *everything(telling())]).lower()
    company_name = await database.value("SELECT company_name FROM application WHERE id = $1", told.application_id)
    whole += str(company_name).lower()
    assert [one for one in HIDDEN if one.lower() not in whole] == []


async def test_nothing_an_applicant_can_reach_names_an_expert(
    house: Any, client: httpx.AsyncClient, told: Story
) -> None:
    nation, call_id = told.panel.of.nation, told.panel.of.call_id
    for actor, seat_id in zip(told.panel.experts.values(), told.ids["seats"], strict=True):
        if actor is told.panel.experts[list(told.panel.experts)[1]]:
            continue
        if actor is not told.reader:
            await reviews.declare(actor, seat_id, conflict=False)
        await _score(actor, seat_id)
    await selections.propose(nation, call_id, {told.application_id: "key"}, {})
    notice_id = await notices.publish_notice(nation, call_id)
    await story.stand(notice_id)
    (award_id,) = await awards.make_awards(nation, call_id)
    names = {f"EXPERT-{kind}-{number}" for kind in ("NAME", "HOUSE") for number in range(3)}
    names |= {str(each) for each in told.panel.experts} - {str(told.ids["expert_id"])}
    names |= {str(each.id) for each in told.panel.experts.values()}
    ids = told.ids | {"seat_id": told.ids["seats"][0], "notice_id": notice_id, "award_id": award_id}
    found, walked = await walk(house, client, told.founder, ids, names | {CONTROL})
    assert [one for one in found if one[2] != CONTROL] == []
    assert CONTROL in {one[2] for one in found}
    assert len(walked) > 300
    letters = await mailed(told.founder)
    assert "ISP-2027" in letters
    data = (await replay.made(call_id)).decode()
    assert [one for one in names if one in letters or one in data] == []
    officer = await database.rows("SELECT name, employer FROM expert")
    assert {one["name"] for one in officer} == {f"EXPERT-NAME-{number}" for number in range(3)}
