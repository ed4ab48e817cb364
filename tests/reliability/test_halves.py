"""A file and what it proves come together: where the database goes between them, neither half is left.

The blow falls always in the same place: the server ends the very connection that hangs the document onto its owner's
row. The long test (test_kills) strikes anywhere.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
from tests.make import identity as people
from tests.make import selections as story
from tests.make import startups as make
from tests.make.documents import PDF

from parks.adapters import database
from parks.documents import actions as documents

BLOW = """
CREATE FUNCTION blow() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
CREATE TRIGGER blow BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION blow();
"""


@asynccontextmanager
async def _struck(table: str) -> AsyncIterator[None]:
    """Whoever writes a row of `table` loses the database in the middle of it."""
    await database.execute_script(BLOW.format(table=table))
    try:
        yield
    finally:
        await database.execute_script(f"DROP TRIGGER blow ON {table}; DROP FUNCTION blow()")


async def _documents() -> list[UUID]:
    return [one["id"] for one in await database.rows("SELECT id FROM document WHERE discarded_at IS NULL")]


async def _objects_without_rows() -> int:
    """As many as the sweep finds; the first look only suspects."""
    await documents.sweep()
    return await documents.sweep()


async def _certificate(client: httpx.AsyncClient) -> str:
    lin = await make.founder()
    company = await make.whole(lin)
    await people.signed_in(client, lin)
    certificate = await database.value("SELECT id FROM company_certificate WHERE company = $1 LIMIT 1", company)
    return f"/companies/{company}/certificates/{certificate}/document"


async def _proofs(url: str) -> list[str]:
    """Where the files behind the line are read, the oldest first."""
    return [f"{url}/{one['id']}" for one in await database.rows("SELECT id FROM record_document ORDER BY id")]


async def _send(client: httpx.AsyncClient, url: str, body: bytes = PDF) -> int:
    sent = {"file": ("degree.pdf", body, "application/pdf")}
    return (await client.post(url, data={"no_secrets": "true"}, files=sent)).status_code


async def test_a_proof_is_on_record_with_its_file_or_there_is_neither(db: None, client: httpx.AsyncClient) -> None:
    url = await _certificate(client)
    await _objects_without_rows()
    async with _struck("record_document"):
        assert await _send(client, url) == 503
    assert await _documents() == []
    assert await _proofs(url) == []
    assert await _objects_without_rows() == 1
    assert await _send(client, url) == 303
    hung = await database.rows("SELECT document FROM record_document")
    assert await _documents() == [one["document"] for one in hung]
    [proof] = await _proofs(url)
    assert (await client.get(proof)).content == PDF


async def test_evidence_is_filed_with_its_objection_or_there_is_neither(db: None, client: httpx.AsyncClient) -> None:
    _at, (first, second), notice = await story.published()
    await people.signed_in(client, await people.person("郑直"))
    before = await _documents()
    await _objects_without_rows()
    form = {
        "application": str(first),
        "real_name": "郑直",
        "contact": "13800000000",
        "grounds": "该专利的权属存在争议。",
        "no_secrets": "1",
    }

    async def file(body: bytes = PDF, **other: str) -> httpx.Response:
        sent = {"evidence": ("evidence.pdf", body, "application/pdf")}
        return await client.post(f"/notices/{notice}/objections", data=form | other, files=sent)

    async with _struck("objection"):
        assert (await file()).status_code == 503
    assert await _documents() == before
    assert await _objects_without_rows() == 1
    # Refused for certain: an application that is not on this notice. The bytes go at once, the sweep finds nothing.
    assert (await file(application=str(second))).status_code == 404
    assert await _documents() == before
    assert await _objects_without_rows() == 0
    wrong = await file(b"MZ not a paper")
    assert wrong.status_code == 422
    assert 'id="f-evidence-error"' in wrong.text
    filed = await file()
    assert (await client.get(f"{filed.headers['location']}/evidence")).content == PDF
    assert len(await _documents()) == len(before) + 1


async def test_a_proof_taken_off_is_discarded_and_so_are_those_of_a_line_taken_away(
    db: None, client: httpx.AsyncClient
) -> None:
    url = await _certificate(client)
    for body in (PDF, PDF + b"second"):
        assert await _send(client, url, body) == 303
    first, second = await _proofs(url)
    assert (await client.get(second)).content == PDF + b"second"
    assert (await client.post(f"{first}?_method=DELETE", data={})).status_code == 303
    assert len(await _documents()) == 1
    row = url.removesuffix("/document")
    assert (await client.post(f"{row}?_method=DELETE", data={})).status_code == 303
    assert await _documents() == []
    assert await database.value("SELECT count(*) FROM document_version") == 2, "what was sent stays for its term"
