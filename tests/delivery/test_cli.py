"""The commands for those who run Parks, as they type them."""

import asyncio
import os
import subprocess
import sys
from uuid import uuid4

import asyncpg
from tests.make import programmes, selections

from parks.adapters import database
from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.audit import queries
from parks.kernel.actor import SYSTEM
from parks.kernel.words import Bilingual
from parks.programmes.actions import calls
from parks.reviews.rules.conflicts import Tie
from parks.reviews.states import TieKind


async def test_audit_verify_tells_lines_and_head_and_where_the_chain_is_broken(db: None) -> None:
    heads = []
    for _line in range(3):
        async with tx():
            await audit.record(SYSTEM, "unit let", uuid4())
        heads.append((await queries.verify()).head)

    code, told = await _parks("audit", "verify")
    assert (code, told) == (0, f"3 lines, the chain holds\nhead {heads[2]}\n")
    # A head noted when there were two lines still lies on the chain of three; one from elsewhere does not.
    assert (await _parks("audit", "verify", "--expect", heads[1]))[0] == 0
    assert (await _parks("audit", "verify", "--expect", "ab" * 32))[0] == 1

    connection = await asyncpg.connect(os.environ["PARKS_DATABASE_URL"])
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(
        "UPDATE audit_entry SET act = 'x' WHERE id = (SELECT entry_id FROM audit_link WHERE position = 2)"
    )
    await connection.close()
    code, told = await _parks("audit", "verify")
    assert code == 1
    assert told.startswith("broken at line 2: the entry is not what was recorded")


async def test_check_names_what_a_deployment_lacks(db: None) -> None:
    code, told = await _parks("check", PARKS_BASE_URL="http://parks.test", PARKS_SECRET_KEY="short")
    assert code == 1
    for lack in ("32 characters", "PARKS_DEMO is on", "not https", "fsync is off", "synchronous_commit is not on"):
        assert lack in told
    for fine in ("checksums", "Chinese", "migrations", "older than", "object store"):
        assert fine not in told


async def test_check_says_so_where_there_is_no_database(db: None) -> None:
    code, told = await _parks("check", PARKS_DATABASE_URL="postgresql://parks@127.0.0.1:9/parks")
    assert code == 1
    assert "PostgreSQL does not answer" in told


async def test_migrate_has_nothing_to_do_twice(db: None) -> None:
    assert await _parks("migrate") == (0, "nothing to run\n")


async def test_reseal_brings_everything_over_to_a_new_key_and_says_what_it_cannot(db: None) -> None:
    of = await programmes.world()
    application = await programmes.draft(of)
    mark = await database.value("SELECT person_mark FROM application WHERE id = $1", application)
    await selections.expert(of, "顾怀远", Tie(TieKind.SHAREHOLDING, "某公司", key=mark))
    for number, known in enumerate((mark, "ab" * 32)):
        await calls.record_earlier_award(
            of.nation,
            calls.EarlierPlan("isp", 2020 + number, "某人", "某公司", Bilingual("澄湖", "Chenghu"), "公告", known),
        )
    new, old = "a new key, made after the old one leaked", os.environ["PARKS_SECRET_KEY"]

    code, told = await _parks("reseal", PARKS_SECRET_KEY=new)
    assert code == 1
    assert told.startswith("nothing was changed: a locked value does not open")
    assert await _marks() == [mark, mark, mark, mark]

    for _time in range(2):  # the second finds everything done
        code, told = await _parks("reseal", PARKS_SECRET_KEY=new, PARKS_FORMER_SECRET_KEY=old)
        assert code == 0
        assert "1 marks stay as they were" in told
    assert len(set(await _marks())) == 1
    assert mark not in await _marks()
    assert (await _parks("reseal", PARKS_SECRET_KEY=new))[0] == 0, "nothing needs the former key any more"


async def _marks() -> list[str]:
    """The fingerprint of one person wherever it is kept: record, application, earlier award, an expert's tie."""
    found = await database.row(
        "SELECT a.person_mark AS sent, w.person_mark AS earlier, t.party_key AS tied, p.fingerprint AS recorded"
        " FROM application a, earlier_award w, expert_tie t, company_person p"
        " WHERE w.cycle = 2020 AND p.account_id = a.applicant"
    )
    assert found is not None
    return list(found.values())


async def _parks(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "parks.cli", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
