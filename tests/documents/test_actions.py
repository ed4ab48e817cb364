"""Files are taken for what their bytes say, kept whole, versioned, and refused with a reason."""

from uuid import uuid4

import asyncpg
import pytest
from tests.make import identity
from tests.make.documents import PDF, pdf, stored

from parks.adapters import database, object_store
from parks.documents import actions, queries
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Hidden, Invalid, TooLarge

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
async def lin(db: None) -> Actor:
    return await identity.person("林知微")


async def _stored() -> int:
    return len(await object_store.keys("documents"))


async def test_what_was_stored_comes_back_byte_for_byte(lin: Actor) -> None:
    body = PDF + b"x" * 3_000_000
    view = await pdf(lin, body=body)
    opened = await queries.opened(view.id)
    assert b"".join([piece async for piece in opened.stream]) == body
    assert (opened.size, opened.media_type, view.version) == (len(body), "application/pdf", 1)


async def test_nothing_is_taken_before_the_declaration_or_on_anothers(lin: Actor) -> None:
    other = await identity.person("许南乔")
    theirs = await actions.declare(other, uuid4())
    for declaration in (uuid4(), theirs):
        with pytest.raises(Forbidden):
            await stored(lin, "a.pdf", PDF, declaration=declaration)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 an executable", "kind"),
        (b"<html><script>alert(1)</script>%PDF-1.4", "kind"),
        (b"PK\x03\x04 a zip", "kind"),
        (PDF + b"trailer<</Encrypt 5 0 R>>", "password"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_its_reason_and_leaves_nothing(
    lin: Actor, body: bytes, says: str
) -> None:
    before = await _stored()
    with pytest.raises(Invalid) as refusal:
        await stored(lin, "plan.pdf", body)
    assert says in str(refusal.value.fields["file"])
    assert await _stored() == before


async def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(lin: Actor) -> None:
    body = PDF + b"0" * (2**20 - len(PDF))
    view = await stored(lin, "a.pdf", body, limit=2**20)
    assert view.size == 2**20
    before = await _stored()
    with pytest.raises(TooLarge):
        await stored(lin, "a.pdf", body + b"0", limit=2**20)
    assert await _stored() == before


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lin\\计划 书.PDF", "计划 书.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ("plan\x00\r\n.pdf", "plan.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("长" * 300, "长" * 196 + ".pdf"),
    ],
)
async def test_names_are_shown_without_paths_and_tricks(lin: Actor, sent: str, shown: str) -> None:
    assert (await pdf(lin, sent)).name == shown


async def test_a_new_version_takes_the_place_of_the_old_which_stays(lin: Actor) -> None:
    first = await pdf(lin)
    second = await stored(lin, "a.png", PNG, document_id=first.id)
    assert (second.id, second.version, (await queries.document(first.id)).name) == (first.id, 2, "a.png")
    assert (await queries.opened(first.id, version=1)).sha256 == first.sha256
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE document_version SET name = 'x'")


async def test_what_was_discarded_is_hidden(lin: Actor) -> None:
    view = await pdf(lin)
    await actions.discard(lin, view.id)
    with pytest.raises(Hidden):
        await queries.document(view.id)
    assert await queries.several([view.id]) == {}


async def test_an_object_without_a_row_is_swept_at_the_second_look_and_the_others_stay(lin: Actor) -> None:
    view = await pdf(lin)
    orphan = str(uuid4())
    await object_store.put_bytes("documents", orphan, PDF)
    await actions.sweep()
    assert await object_store.stat("documents", orphan) == len(PDF)
    assert await actions.sweep() >= 1
    assert await object_store.stat("documents", orphan) is None
    assert (await queries.opened(view.id)).size == len(PDF)
