"""Counting tries, in the database, so that every process and every restart sees the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from parks.adapters import database, tokens
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.identity.rules import limits
from parks.identity.states import Outcome
from parks.kernel.errors import TooMany
from parks.kernel.words import _

_SWEEP = """
    DELETE FROM sign_in_try WHERE id IN (SELECT id FROM sign_in_try WHERE at < now() - interval '1 day'
      ORDER BY at LIMIT 100 FOR UPDATE SKIP LOCKED)
"""


async def begin(address: str, ip: str) -> UUID:
    """Note that a password is about to be checked. TooMany (429) after too many failures of account or ip.

    The note stands before the check, so that a burst cannot slip past; the locks make counting and noting one step.
    """
    account, ip = _account(address), limits.household(ip)
    async with tx():
        await _queue_up(account, ip)
        found = await database.row(
            "SELECT count(*) FILTER (WHERE account = $1 AND outcome = 'failed') AS account_failed,"
            " count(*) FILTER (WHERE account = $1 AND outcome = 'pending') AS account_pending,"
            " count(*) FILTER (WHERE ip = $2 AND outcome = 'failed') AS ip_failed,"
            " count(*) FILTER (WHERE ip = $2 AND outcome = 'pending') AS ip_pending"
            " FROM sign_in_try WHERE (account = $1 OR ip = $2) AND at > now() - $3::interval",
            account,
            ip,
            limits.WINDOW,
        )
        if found is None:
            raise RuntimeError("a count has a row")
        if limits.too_many(failed=found["account_failed"], pending=found["account_pending"]) or limits.too_many(
            failed=found["ip_failed"], pending=found["ip_pending"], spare=limits.IN_FLIGHT_PER_IP
        ):
            raise TooMany(
                _("Too many tries have failed. Please wait five minutes and try again; your account is safe.")
            )
        return await _note(account, ip, Outcome.PENDING)


async def end(try_id: UUID, outcome: Outcome) -> None:
    await database.execute("UPDATE sign_in_try SET outcome = $2 WHERE id = $1", try_id, outcome.value)


async def ask(address: str, ip: str) -> bool:
    """Note that a letter is asked for; whether one may still be sent. TooMany (429) for a flood from one ip."""
    account, ip = _account(address), limits.household(ip)
    async with tx():
        await _queue_up(account, ip)
        found = await database.row(
            "SELECT count(*) FILTER (WHERE account = $1) AS letters, count(*) FILTER (WHERE ip = $2) AS entries"
            " FROM sign_in_try WHERE outcome = 'asked' AND (account = $1 OR ip = $2) AND at > now() - $3::interval",
            account,
            ip,
            limits.WINDOW,
        )
        if found is None:
            raise RuntimeError("a count has a row")
        if found["entries"] >= limits.ENTRIES:
            raise TooMany(_("Too much was asked from your network just now. Please wait five minutes and try again."))
        await _note(account, ip, Outcome.ASKED)
        return bool(found["letters"] < limits.LETTERS)


@asynccontextmanager
async def evenly() -> AsyncIterator[None]:
    """What runs inside takes at least `EVEN_SECONDS`: its time does not tell whether an address is known."""
    loop = asyncio.get_running_loop()
    until = loop.time() + limits.EVEN_SECONDS
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, until - loop.time()))


def _account(address: str) -> str:
    return tokens.seal("sign-in try", address)


async def _queue_up(account: str, ip: str) -> None:
    """Always the account first, so that two never wait for each other."""
    for key in (account, ip):
        await database.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7))", key)


async def _note(account: str, ip: str, outcome: Outcome) -> UUID:
    await database.execute(_SWEEP)
    made = uuid7()
    await database.execute(
        "INSERT INTO sign_in_try (id, at, account, ip, outcome) VALUES ($1, now(), $2, $3, $4)",
        made,
        account,
        ip,
        outcome.value,
    )
    return made
