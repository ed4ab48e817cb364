"""One grammar for all rows of a record: lock the company, ask, write, note. The verbs of each noun stand on it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.startups import permissions
from parks.startups.events import RecordChanged
from parks.startups.queries.scope import HANDS, OWNER, VISIBLE, scope
from parks.startups.rules.records import Outdated

SAID: Mapping[str, Text] = {
    "company_uscc_once": _(
        "This credit code is on record already. If it is your company, ask your park: it knows who keeps the record."
    ),
    "company_one_legal_representative": _("The record has a legal representative already. Change that person first."),
    "company_person_once": _("This person is on the record already, with the same identity number."),
    "company_account_once": _("You are on the record already."),
    "company_ip_asset_once": _("This number is on the record already."),
    "yearly_figures_once": _("This year is on the record already. Change the figures that stand there."),
}
"""What each constraint means to whoever runs into it."""

NOT_TOLD = frozenset(
    {"number_locked", "account_locked", "fingerprint", "number_masked", "account_masked", "words", "name_sort"}
)
"""What never goes into the trail: numbers, masked or not, and what is derived."""


@asynccontextmanager
async def writing(actor: Actor, company_id: UUID) -> AsyncIterator[Any]:
    """The company's row, locked until the end. Hidden (404) if unseen, Forbidden (403) for who may only read."""
    async with tx():
        found = await locked(actor, company_id)
        require(permissions.may_write(rights=found["rights"] or ()))
        yield found
        await announce(RecordChanged(company_id))


async def locked(actor: Actor, company_id: UUID) -> Any:
    """The company's row for the rest of the transaction, with the actor's `rights` and whether they are its `owner`."""
    found = await database.row(
        f"SELECT c.*, {HANDS} AS rights, {OWNER} AS owner FROM company c WHERE c.id = $3 AND {VISIBLE} FOR UPDATE OF c",
        *scope(actor),
        company_id,
    )
    return found if found is not None else hidden()


@asynccontextmanager
async def kindly() -> AsyncIterator[None]:
    """A savepoint: a broken constraint becomes its sentence (409), and the transaction goes on."""
    try:
        async with tx():
            yield
    except asyncpg.IntegrityConstraintViolationError as error:
        said = SAID.get(error.constraint_name or "")
        if said is None:
            raise
        raise Conflict(said) from error


async def insert(actor: Actor, table: str, values: Mapping[str, Any], act: str, subject: UUID | None = None) -> UUID:
    """A new row of `table`; the line in the trail stands with `subject` (the company), or with the row itself."""
    made = uuid7()
    names = list(values)
    places = ", ".join(f"${number}" for number in range(3, 3 + len(names)))
    async with kindly():
        await database.execute(
            f"INSERT INTO {table} (id, version, by_name, at, {', '.join(names)})"
            f" VALUES ($1, 1, $2, parks_now(), {places})",
            made,
            actor.name[:200],
            *values.values(),
        )
    await audit.record(actor, act, subject or made, row=made, **_told(values))
    return made


async def update(  # noqa: PLR0917  # every verb of a record says the same seven things, in the same order
    actor: Actor, table: str, row_id: UUID, company_id: UUID, values: Mapping[str, Any], seen_version: int, act: str
) -> None:
    """Change a row of this company. Outdated (409) where it was changed since `seen_version` and differs."""
    own = "id = $1" if table == "company" else "company = $2 AND id = $1"
    before = await database.row(f"SELECT * FROM {table} WHERE {own} AND $2::uuid IS NOT NULL", row_id, company_id)
    if before is None:
        hidden()
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return
    if before["version"] != seen_version:
        raise Outdated(before["by_name"], before["version"], {name: before[name] for name in _told(changed)})
    names = ", ".join(f"{name} = ${number}" for number, name in enumerate(changed, start=3))
    async with kindly():
        await database.execute(
            f"UPDATE {table} SET version = version + 1, by_name = $2, at = parks_now(), {names} WHERE id = $1",
            row_id,
            actor.name[:200],
            *changed.values(),
        )
    shown = _told(changed)
    former = {name: before[name] for name in shown}
    await audit.record(actor, act, company_id, row=row_id, fields=sorted(changed), before=former, after=shown)


async def delete(actor: Actor, table: str, row_id: UUID, company_id: UUID, act: str) -> None:
    gone = await database.row(
        f"DELETE FROM {table} WHERE id = $1 AND company = $2 RETURNING *",
        row_id,
        company_id,
    )
    if gone is None:
        hidden()
    await database.execute("DELETE FROM record_check WHERE company = $1 AND line = $2", company_id, row_id)
    papers = await database.rows(
        "DELETE FROM record_document WHERE company = $1 AND line = $2 RETURNING document", company_id, row_id
    )
    for one in papers:
        await documents.discard(actor, one["document"])
    kept = {name: value for name, value in gone.items() if name not in {"id", "company", "version", "by_name", "at"}}
    await audit.record(actor, act, company_id, row=row_id, **_told(kept))


async def of_record(company_id: UUID, person_id: UUID | None) -> None:
    """Refuse a person of another record as if there were none."""
    if person_id is None:
        return
    known = await database.value("SELECT 1 FROM company_person WHERE id = $1 AND company = $2", person_id, company_id)
    if known is None:
        hidden()


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in NOT_TOLD}
