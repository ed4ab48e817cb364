"""Opening a locked number, with a reason and a line in the trail; and locking all of them anew when keys change."""

from uuid import UUID

from parks.adapters import database, vault
from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.startups import permissions
from parks.startups.queries.scope import VISIBLE, scope

LEAST_REASON = 4


async def unmask(actor: Actor, company_id: UUID, person_id: UUID, reason: str) -> str:
    """A person's whole identity number, once. The trail holds who looked, at whom and why; never the number."""
    return await _opened(actor, company_id, person_id, reason, rows=PERSON, act="identity number unmasked")


async def unmask_account(actor: Actor, company_id: UUID, account_id: UUID, reason: str) -> str:
    """The whole number of the company's bank account, once; the trail holds the same of it."""
    return await _opened(actor, company_id, account_id, reason, rows=ACCOUNT, act="bank account unmasked")


PERSON = "SELECT id, company, number_locked AS locked FROM company_person"
ACCOUNT = "SELECT id, company, account_locked AS locked FROM company_bank_account"


async def _opened(actor: Actor, company_id: UUID, row_id: UUID, reason: str, *, rows: str, act: str) -> str:
    """Invalid (422) without a reason, Hidden (404) for who does not see the company, Forbidden (403)."""
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": _("Say why you need the whole number. The reason is kept.")})
    async with tx():
        found = await database.row(
            "SELECT x.locked, c.path,"
            " EXISTS (SELECT FROM company_member m WHERE m.company = c.id AND m.account_id = $1) AS member"
            f" FROM ({rows}) x JOIN company c ON c.id = x.company WHERE c.id = $3 AND x.id = $4 AND {VISIBLE}",
            *scope(actor),
            company_id,
            row_id,
        )
        if found is None or not found["locked"]:
            hidden()
        require(permissions.may_unmask(actor, member=found["member"], path=found["path"]))
        await audit.record(actor, act, company_id, row=row_id, reason=reason.strip()[:200])
    return vault.unlock(found["locked"])


async def reseal() -> dict[str, str]:
    """After a change of keys: everything locked with the former one is locked with the present, in one transaction.

    Answers each fingerprint as it was and as it is now, for whoever else keeps fingerprints. Done twice, it harms
    nothing. RuntimeError where a value opens with neither key; then nothing is changed.
    """
    async with tx():
        people = await database.rows(
            "SELECT id, number_locked, fingerprint FROM company_person WHERE number_locked <> '' ORDER BY id FOR UPDATE"
        )
        accounts = await database.rows("SELECT id, account_locked FROM company_bank_account ORDER BY id FOR UPDATE")
        opened = [(one["id"], one["fingerprint"], vault.unlock(one["number_locked"])) for one in people]
        made = [
            (row, former, vault.lock(number), vault.fingerprint("identity", number)) for row, former, number in opened
        ]
        await database.execute_many(
            "UPDATE company_person SET number_locked = $2, fingerprint = $3 WHERE id = $1",
            [(row, locked, now) for row, _former, locked, now in made],
        )
        await database.execute_many(
            "UPDATE company_bank_account SET account_locked = $2 WHERE id = $1",
            [(one["id"], vault.lock(vault.unlock(one["account_locked"]))) for one in accounts],
        )
        await audit.record(SYSTEM, "numbers locked anew", SYSTEM.id, people=len(people), accounts=len(accounts))
    return {former: now for _row, former, _locked, now in made}
