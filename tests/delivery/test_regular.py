"""What comes round by the clock may come twice, and to two workers at once: nothing is done twice, nothing is lost."""

import asyncio
from uuid import uuid4

from tests.make import documents as papers
from tests.make import identity

from parks import app
from parks.adapters import database, jobs, object_store
from parks.adapters.database import tx
from parks.documents import queries as documents
from parks.notifications import actions as messages


async def test_the_worker_looks_after_orphaned_objects_and_unsent_messages() -> None:
    assert set(app.REGULAR) == {
        "sweep documents",
        "sweep messages",
        "reports of use",
        "reckon deadlines",
        "remind of deadlines",
        "sweep offers",
        "offer in turn",
    }


async def test_every_regular_duty_can_come_again_and_to_two_at_once(db: None) -> None:
    lin = await identity.person("林知微")
    kept = await papers.pdf(lin)
    orphan = str(uuid4())
    await object_store.put_bytes("documents", orphan, papers.PDF)
    async with tx():
        await messages.tell(lin.id, "identity/password")
    await database.execute("DELETE FROM pgqueuer")  # a person emptied the queue
    await database.execute("UPDATE message SET told_at = told_at - interval '1 hour'")

    for _round in range(3):
        for _times, duty in app.REGULAR.values():
            await asyncio.gather(duty(), duty())
        assert await jobs.waiting() == 1, "the message is asked for once, however often somebody looks"
        assert (await documents.opened(kept.id)).size == len(papers.PDF)
    assert await object_store.stat("documents", orphan) is None
    assert await database.value("SELECT count(*) FROM message WHERE sent_at IS NULL") == 1
