"""Health for machines, and a log without secrets."""

import httpx
import pytest

from parks.adapters import database, object_store
from parks.web.journal import without_codes


async def test_readiness_names_every_part_and_the_one_that_is_away(
    client: httpx.AsyncClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get("/healthz")).json() == {"process": "ok"}
    whole = await client.get("/readyz")
    assert (whole.status_code, whole.json()) == (
        200,
        {"database": "ok", "store": "ok", "queue": "ok", "migrations": "ok"},
    )

    async def away() -> bool:
        return False

    monkeypatch.setattr(object_store, "answers", away)
    await database.execute("CREATE TABLE kept AS SELECT * FROM migration")
    await database.execute("DELETE FROM migration WHERE app_name = 'audit'")
    try:
        lacking = await client.get("/readyz")
    finally:
        await database.execute(
            "INSERT INTO migration SELECT k.* FROM kept k LEFT JOIN migration m USING (id) WHERE m.id IS NULL"
        )
        await database.execute("DROP TABLE kept")
    assert lacking.status_code == 503
    told = lacking.json()
    assert told["store"] == "does not answer"
    assert told["migrations"].endswith("to run: parks migrate")
    assert (told["database"], told["queue"]) == ("ok", "ok")


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/units/01938f6e-7c1a-7c3e-9d62-0a3b5c7d9e1f", "/units/01938f6e-7c1a-7c3e-9d62-0a3b5c7d9e1f"),
        ("/confirmations/" + "k" * 43, "/confirmations/…"),
    ],
)
def test_the_log_holds_paths_but_no_codes_out_of_letters(path: str, logged: str) -> None:
    assert without_codes(path) == logged
