"""Keeping the expert pool."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import actions as identity_actions
from parks.identity import queries as identity
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.rules import names
from parks.reviews.rules.conflicts import Tie
from parks.reviews.rules.experts import ANYTHING, Post, Service
from parks.reviews.states import ExpertKind, ExpertState


async def enrol_expert(
    actor: Actor,
    *,
    person_id: UUID,
    organisation_id: UUID,
    kind: ExpertKind,
    fields: Sequence[str],
    title: str = "",
    employer: str = "",
    fingerprint: str = "",
    ties: Sequence[Tie] = (),
    posts: Sequence[Post] = (),
    serves: Service = ANYTHING,
) -> UUID:
    """Take a person into the pool of a place. `fingerprint` is the keyed hash of their identity number.

    Conflict (409) where they are in the pool already; Invalid (422) for fields that are not among the twelve.
    """
    from pypinyin import Style, lazy_pinyin  # its dictionaries take as long as the web framework: not at every start

    place = await identity.organisation(organisation_id)
    require(permissions.may_enrol(actor, person_id, place.path))
    check_fields(fields)
    serves.check()
    person = await identity.person(person_id)
    made = uuid7()
    try:
        async with tx():
            await database.execute(
                "INSERT INTO expert (id, person, organisation, path, name, name_order, kind, title, employer, fields,"
                " fingerprint, region, languages, capacity, term_from, term_until, state, enrolled_at, ties_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'available',"
                " parks_now(), parks_now())",
                made,
                person_id,
                organisation_id,
                place.path,
                person.name,
                " ".join(lazy_pinyin(person.name, style=Style.TONE3))[:400],
                kind.value,
                title,
                employer,
                sorted(set(fields)),
                fingerprint,
                *serves.stored(),
            )
            await database.execute_many(INSERT_TIE, [_tie_row(made, tie) for tie in ties])
            await database.execute_many(INSERT_POST, [_post_row(made, post) for post in posts])
            await _appoint(person_id, organisation_id)
            await audit.record(actor, "expert enrolled", made, name=person.name, kind=kind.value, fields=fields)
    except asyncpg.UniqueViolationError:
        raise Conflict(_("{name} is in the expert pool already.", name=person.name)) from None
    return made


async def invite_expert(actor: Actor, *, email: str, name: str, organisation_id: UUID, **more: Any) -> UUID:
    """Enrol somebody by address: who has an account keeps it, anyone else is invited to make one. `more` as above."""
    async with tx():
        place = await identity.organisation(organisation_id)
        require(permissions.may_run(actor, place.path))
        person_id = await identity_actions.invite(SYSTEM, email, name)
        return await enrol_expert(actor, person_id=person_id, organisation_id=organisation_id, **more)


async def _appoint(person_id: UUID, organisation_id: UUID) -> None:
    """Enrolment gives the expert's role; the officer who enrols was asked, so the appointment is the house's own."""
    with contextlib.suppress(Conflict):  # who holds it already keeps it
        async with tx():
            await identity_actions.appoint(SYSTEM, person_id, Role.EXPERT, organisation_id)


def check_fields(fields: Sequence[str]) -> None:
    if not fields or not set(fields) <= set(names.FIELDS):
        raise Invalid(fields={"fields": _("Choose at least one of the twelve fields.")})


INSERT_TIE = (
    "INSERT INTO expert_tie (id, expert, kind, party, party_key, percent, since, until, source)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
)


def _tie_row(expert_id: UUID, tie: Tie) -> tuple[Any, ...]:
    return (
        uuid7(),
        expert_id,
        tie.kind.value,
        tie.party,
        tie.key,
        tie.percent,
        tie.since,
        tie.until,
        tie.source.value,
    )


INSERT_POST = (
    "INSERT INTO expert_post (id, expert, employer, employer_key, title, since, until, source)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


def _post_row(expert_id: UUID, post: Post) -> tuple[Any, ...]:
    return (
        uuid7(),
        expert_id,
        post.employer,
        post.key,
        post.title,
        post.since,
        post.until,
        post.source.value,
    )


async def keep_expert(
    actor: Actor,
    expert_id: UUID,
    *,
    kind: ExpertKind,
    fields: Sequence[str],
    title: str,
    employer: str,
    serves: Service,
) -> None:
    """Keep an expert's entry: what they judge, how much, how long. A term is renewed by a later end."""
    check_fields(fields)
    serves.check()
    async with tx():
        await _kept_expert(actor, expert_id)
        former = await database.value("SELECT ARRAY[term_from, term_until] FROM expert WHERE id = $1", expert_id)
        await database.execute(
            "UPDATE expert SET kind = $2, fields = $3, title = $4, employer = $5, region = $6, languages = $7,"
            " capacity = $8, term_from = $9, term_until = $10 WHERE id = $1",
            expert_id,
            kind.value,
            sorted(set(fields)),
            title,
            employer,
            *serves.stored(),
        )
        await audit.record(
            actor,
            "expert entry kept",
            expert_id,
            kind=kind.value,
            fields=fields,
            capacity=serves.capacity,
            former_term=former,
            term=[serves.term_from, serves.term_until],
        )


async def add_post(actor: Actor, expert_id: UUID, post: Post) -> UUID:
    """Note where an expert works or worked; assessments that were checked before ask to be checked again."""
    if post.since and post.until and post.until <= post.since:
        raise Invalid(fields={"until": _("The end comes after the beginning.")})
    row = _post_row(expert_id, post)
    async with tx():
        await _kept_expert(actor, expert_id)
        await database.execute(INSERT_POST, *row)
        await database.execute("UPDATE expert SET ties_at = parks_now() WHERE id = $1", expert_id)
        await audit.record(actor, "expert post noted", expert_id, employer=post.employer)
    made: UUID = row[0]
    return made


async def end_post(actor: Actor, post_id: UUID, until: date) -> None:
    """A post is never deleted: it ends on a day (the first on which it no longer holds)."""
    async with tx():
        expert_id = await database.value("SELECT expert FROM expert_post WHERE id = $1", post_id)
        await _kept_expert(actor, expert_id or hidden())
        try:
            async with tx():
                await database.execute("UPDATE expert_post SET until = $2 WHERE id = $1", post_id, until)
        except asyncpg.CheckViolationError:
            raise Invalid(fields={"until": _("The end comes after the beginning.")}) from None
        await database.execute("UPDATE expert SET ties_at = parks_now() WHERE id = $1", expert_id)
        await audit.record(actor, "expert post ended", expert_id, post=post_id, until=until)


async def add_tie(actor: Actor, expert_id: UUID, tie: Tie) -> None:
    """Note what binds an expert; assessments that were checked before ask to be checked again."""
    if tie.since and tie.until and tie.until <= tie.since:
        raise Invalid(fields={"until": _("The end comes after the beginning.")})
    async with tx():
        await _kept_expert(actor, expert_id)
        await database.execute(INSERT_TIE, *_tie_row(expert_id, tie))
        await database.execute("UPDATE expert SET ties_at = parks_now() WHERE id = $1", expert_id)
        await audit.record(actor, "expert tie noted", expert_id, kind=tie.kind.value, party=tie.party)


async def end_tie(actor: Actor, tie_id: UUID, until: date) -> None:
    """A tie is never deleted: it ends on a day, and the rules ask how long ago that is."""
    async with tx():
        expert_id = await database.value("SELECT expert FROM expert_tie WHERE id = $1", tie_id)
        await _kept_expert(actor, expert_id or hidden())
        try:
            async with tx():
                await database.execute("UPDATE expert_tie SET until = $2 WHERE id = $1", tie_id, until)
        except asyncpg.CheckViolationError:
            raise Invalid(fields={"until": _("The end comes after the beginning.")}) from None
        await database.execute("UPDATE expert SET ties_at = parks_now() WHERE id = $1", expert_id)
        await audit.record(actor, "expert tie ended", expert_id, tie=tie_id, until=until)


async def let_rest(actor: Actor, expert_id: UUID, reason: str) -> None:
    """The expert stays in the pool and is not seated until woken."""
    await _set_state(actor, expert_id, ExpertState.RESTING, reason)


async def wake(actor: Actor, expert_id: UUID) -> None:
    await _set_state(actor, expert_id, ExpertState.AVAILABLE, "")


async def _set_state(actor: Actor, expert_id: UUID, state: ExpertState, reason: str) -> None:
    async with tx():
        await _kept_expert(actor, expert_id)
        await database.execute("UPDATE expert SET state = $2 WHERE id = $1", expert_id, state.value)
        await audit.record(actor, f"expert {state.value}", expert_id, reason=reason)


async def _kept_expert(actor: Actor, expert_id: UUID) -> None:
    """Lock the expert; hidden from who does not read the pool, refused to who only reads it."""
    found = await database.row("SELECT path FROM expert WHERE id = $1 FOR NO KEY UPDATE", expert_id)
    if found is None or not permissions.reads_at(actor):
        hidden()
    require(permissions.may_run(actor, found["path"]))


async def take_over_marks(marks: Mapping[str, str]) -> int:
    """After a change of keys: fingerprints as they were → as they are. Answers how many stayed, of unknown numbers.

    An expert whose mark stayed is compared by account and name alone until the number is entered again.
    """
    async with tx():
        for column in ("expert.fingerprint", "expert_tie.party_key"):
            table, _dot, name = column.partition(".")
            await database.execute(
                f"UPDATE {table} SET {name} = m.now FROM unnest($1::text[], $2::text[]) AS m(former, now)"
                f" WHERE {name} = m.former",
                list(marks),
                list(marks.values()),
            )
        stayed: int = await database.value(
            "SELECT count(*) FROM expert WHERE fingerprint <> '' AND fingerprint <> ALL($1)", list(marks.values())
        )
    return stayed
