"""Bringing in a list of experts: read, looked at, confirmed; all rows or none, each through `invite_expert`."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import anyio

from parks.adapters import database, vault
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.adapters.sheets import Row, rows_of, stored
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, Refusal, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.pool import invite_expert
from parks.reviews.queries import imports as queries
from parks.reviews.rules import pool_sheet as rules
from parks.reviews.rules.experts import Post
from parks.reviews.rules.pool_sheet import Listed


async def read_experts(actor: Actor, organisation_id: UUID, name: str, data: bytes) -> UUID:
    """Read a list for the pool of a place and say what is wrong with it, cell by cell; nobody is enrolled yet.

    Forbidden (403) for who keeps no pool there; TooLarge (413) and Invalid (422) for a file that cannot be read. What
    this officer had read and not confirmed is forgotten.
    """
    place = await identity.organisation(organisation_id)
    require(permissions.may_run(actor, place.path))
    rows = await anyio.to_thread.run_sync(rows_of, data, rules.COLUMNS, rules.MOST_ROWS)
    codes = queries.codes()
    told = {row.number: rules.listed(row, codes) for row in rows}
    marks = {number: _mark(one.identity) for number, one in told.items() if one is not None}
    rules.check_once(rows, lambda row: one.email if (one := told[row.number]) else "", rules.EMAIL)
    rules.check_once(rows, lambda row: marks.get(row.number, ""), rules.IDENTITY)
    right = {number: one for number, one in told.items() if one is not None}
    new = await _compare(actor, rows, right, marks)
    made = uuid7()
    async with tx():
        for one in await database.rows(
            "SELECT id FROM pool_import WHERE by = $1 AND state = 'checked' FOR UPDATE", actor.id
        ):
            await _end(one["id"], "given_up")
        await database.execute(
            "INSERT INTO pool_import (id, organisation, path, by, by_name, at, file_name, sha256, rows, people,"
            " problems, lines, state) VALUES ($1, $2, $3, $4, $5, parks_now(), $6, $7, $8, $9, $10, $11, 'checked')",
            made,
            organisation_id,
            place.path,
            actor.id,
            actor.name[:100],
            name.replace("\x00", "")[-255:],
            hashlib.sha256(data).hexdigest(),
            len(rows),
            len(new),
            sum(len(row.problems) for row in rows),
            [
                {
                    "number": row.number,
                    "cells": rules.masked(row.cells),
                    "problems": {column: stored(text) for column, text in row.problems.items()},
                    "fingerprint": marks.get(row.number, ""),
                    "new": row.number in new,
                }
                for row in rows
            ],
        )
        await audit.record(actor, "experts read from a file", made, organisation=organisation_id, rows=len(rows))
    return made


def _mark(identity_number: str) -> str:
    return vault.fingerprint("identity", identity_number)


async def _compare(actor: Actor, rows: Sequence[Row], right: dict[int, Listed], marks: dict[int, str]) -> set[int]:
    """Say what stands in the way of the rows that are right so far; answers those whose person has no account yet."""
    found = await queries.known([(number, one.email, marks[number]) for number, one in right.items()])
    for row in rows:
        if row.number in right:
            known = found[row.number]
            rules.check_known(row, known, own=known.person_id == actor.id)
    return {number for number in right if found[number].person_id is None}


async def take_in(actor: Actor, import_id: UUID) -> int:
    """Take everybody of a list that was read into the pool, all or none; answers how many.

    Conflict (409) where a cell has a problem, or somebody became an expert since it was read: nothing is written then.
    """
    async with tx():
        run = await _locked(actor, import_id)
        if run["state"] == "done":
            return 0  # asked twice, it is done once
        if run["state"] != "checked" or run["problems"]:
            raise Conflict(_("This file has cells that cannot be taken. Correct them, and choose the file again."))
        codes = queries.codes()
        for line in run["lines"]:
            row = Row(line["number"], {**line["cells"], rules.IDENTITY: ""})
            one = rules.listed(row, codes)
            if one is None:  # a rule of today that the file was not read with
                raise Conflict(_("This file has cells that cannot be taken. Correct them, and choose the file again."))
            try:
                await _enrol(actor, run["organisation"], one, line["fingerprint"])
            except Refusal as refusal:
                if refusal.status >= 500:
                    raise
                told = next(iter(refusal.fields.values()), None) if isinstance(refusal, Invalid) else None
                raise Conflict(
                    _("Row {n}: {reason} Nobody was taken in.", n=line["number"], reason=told or refusal.reason)
                ) from refusal
        await _end(import_id, "done")
        await audit.record(actor, "experts brought in", import_id, rows=run["rows"])
    rows: int = run["rows"]
    return rows


async def _enrol(actor: Actor, organisation_id: UUID, one: Listed, fingerprint: str) -> None:
    if fingerprint and await database.value("SELECT EXISTS (SELECT FROM expert WHERE fingerprint = $1)", fingerprint):
        raise Conflict(_("{name} is in the expert pool already.", name=one.name))
    await invite_expert(
        actor,
        email=one.email,
        name=one.name,
        organisation_id=organisation_id,
        kind=one.kind,
        fields=one.fields,
        title=one.title,
        employer=one.employer,
        fingerprint=fingerprint,
        posts=[Post(one.employer, title=one.title, since=one.since)],
        serves=one.serves,
    )


async def forget_list(actor: Actor, import_id: UUID) -> None:
    """Forget what was read of a list. Conflict (409) once it was taken in."""
    async with tx():
        run = await _locked(actor, import_id)
        if run["state"] == "done":
            raise Conflict(_("These experts have been taken in already."))
        if run["state"] == "checked":
            await _end(import_id, "given_up")


async def _locked(actor: Actor, import_id: UUID) -> Any:
    found = await database.row(
        "SELECT organisation, path, state, problems, rows, lines FROM pool_import"
        " WHERE id = $1 AND path LIKE ANY($2) FOR UPDATE",
        import_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    return found


async def _end(import_id: UUID, state: str) -> None:
    """What the rows held is personal data and no longer needed."""
    await database.execute(
        "UPDATE pool_import SET state = $2, lines = '[]', ended_at = parks_now() WHERE id = $1", import_id, state
    )


async def erase_lists(ids: Sequence[UUID]) -> int:
    """Lists that nobody confirmed, their time being over; who read a file when is left. Answers how many."""
    gone = await database.rows(
        "UPDATE pool_import SET state = 'given_up', lines = '[]', ended_at = parks_now(), file_name = ''"
        " WHERE id = ANY($1) AND state = 'checked' RETURNING id",
        list(ids),
    )
    return len(gone)
