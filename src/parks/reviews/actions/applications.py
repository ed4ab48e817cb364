"""Asking to judge: a person applies to the pool of a place, an officer of it appoints them or says why not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.actions import Incoming, Taken
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.letters import issue_letter
from parks.reviews.actions.pool import check_fields, enrol_expert
from parks.reviews.events import ExpertApplied, ExpertRefused, ExpertTakenIn
from parks.reviews.rules.experts import ANYTHING, Post, Service
from parks.reviews.states import APPLICATION, ApplicationMove, ApplicationState, ExpertKind

CV_TYPES = ("application/pdf",)


@dataclass(frozen=True, slots=True)
class NewApplication:
    """What a person says of themselves; the term is the officer's to set."""

    organisation_id: UUID
    kind: ExpertKind
    fields: tuple[str, ...]
    employer: str
    title: str = ""
    serves: Service = ANYTHING
    posts: tuple[Post, ...] = ()
    words: str = ""


async def apply_to_pool(actor: Actor, told: NewApplication, cv: Incoming) -> UUID:
    """Apply with a CV (PDF), declared to hold no state secrets.

    Conflict (409) for who is an expert already or whose application waits; Invalid (422) beside what is wrong.
    """
    check_fields(told.fields)
    told.serves.check()
    place = await identity.organisation(told.organisation_id)
    made = uuid7()
    declared = await documents.declare(actor, made)
    try:
        async with documents.brought(actor, cv, declaration_id=declared, types=CV_TYPES, field="cv") as taken, tx():
            await _insert(actor, made, told, place.path, taken)
    except asyncpg.UniqueViolationError:
        told_why = _("Your application waits to be looked at already. You can take it back and send another.")
        raise Conflict(told_why) from None
    return made


async def _insert(actor: Actor, made: UUID, told: NewApplication, path: str, cv: Taken) -> None:
    if await database.value("SELECT EXISTS (SELECT FROM expert WHERE person = $1)", actor.id):
        raise Conflict(_("You are in the expert pool already."))
    kept = await documents.keep(actor, cv)
    await database.execute(
        "INSERT INTO expert_application (id, person, organisation, path, kind, fields, title, employer, region,"
        " languages, capacity, posts, words, cv, state, submitted_at, reason)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'submitted', parks_now(), '')",
        made,
        actor.id,
        told.organisation_id,
        path,
        told.kind.value,
        sorted(set(told.fields)),
        told.title,
        told.employer,
        told.serves.region,
        sorted(set(told.serves.languages)),
        told.serves.capacity,
        [_post(one) for one in told.posts],
        told.words,
        kept.id,
    )
    await audit.record(actor, "expert application sent", made, organisation=told.organisation_id)
    await announce(ExpertApplied(made))


def _post(one: Post) -> Mapping[str, Any]:
    return {
        "employer": one.employer,
        "key": one.key,
        "title": one.title,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
    }


async def withdraw_application(actor: Actor, application_id: UUID) -> None:
    """The applicant's own, as long as nobody decided."""
    async with tx():
        found = await database.row(
            "SELECT state FROM expert_application WHERE id = $1 AND person = $2 FOR UPDATE", application_id, actor.id
        )
        if found is None:
            hidden()
        state = APPLICATION.after(ApplicationState(found["state"]), ApplicationMove.WITHDRAW)
        await database.execute("UPDATE expert_application SET state = $2 WHERE id = $1", application_id, state.value)
        await audit.record(actor, "expert application withdrawn", application_id)


async def appoint_expert(
    actor: Actor, application_id: UUID, *, term_from: date, term_until: date, capacity: int | None
) -> UUID:
    """Take the applicant into the pool for a term (half-open), with a letter; answers the expert's id.

    Hidden (404) outside the actor's places, Forbidden (403) for one's own application (two eyes), IllegalMove (409)
    once it is decided.
    """
    async with tx():
        found = await _vetted(actor, application_id)
        state = APPLICATION.after(ApplicationState(found["state"]), ApplicationMove.APPOINT)
        told = Service(found["region"], tuple(found["languages"]))
        expert_id = await enrol_expert(
            actor,
            person_id=found["person"],
            organisation_id=found["organisation"],
            kind=ExpertKind(found["kind"]),
            fields=found["fields"],
            title=found["title"],
            employer=found["employer"],
            posts=[post_of(one) for one in found["posts"]],
            serves=replace(told, capacity=capacity, term_from=term_from, term_until=term_until),
        )
        await database.execute(
            "UPDATE expert_application SET state = $2, decided_by = $3, decided_at = parks_now(), expert = $4"
            " WHERE id = $1",
            application_id,
            state.value,
            actor.id,
            expert_id,
        )
        await audit.record(
            actor, "expert application appointed", application_id, expert=expert_id, term=[term_from, term_until]
        )
        await announce(ExpertTakenIn(application_id))
        await issue_letter(actor, expert_id)
    return expert_id


def post_of(one: Mapping[str, Any]) -> Post:
    """A post as an application stores it."""
    return Post(
        one["employer"],
        one["key"],
        one["title"],
        date.fromisoformat(one["since"]) if one["since"] else None,
        date.fromisoformat(one["until"]) if one["until"] else None,
    )


async def refuse_application(actor: Actor, application_id: UUID, reason: str) -> None:
    """With the reason, which the applicant reads; they may apply again."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why. The applicant reads it.")})
    async with tx():
        found = await _vetted(actor, application_id)
        state = APPLICATION.after(ApplicationState(found["state"]), ApplicationMove.REFUSE)
        await database.execute(
            "UPDATE expert_application SET state = $2, decided_by = $3, decided_at = parks_now(), reason = $4"
            " WHERE id = $1",
            application_id,
            state.value,
            actor.id,
            reason.strip(),
        )
        await audit.record(actor, "expert application refused", application_id, reason=reason.strip())
        await announce(ExpertRefused(application_id))


async def _vetted(actor: Actor, application_id: UUID) -> Any:
    """Lock an application for an officer of its place."""
    found = await database.row(
        "SELECT * FROM expert_application WHERE id = $1 AND path LIKE ANY($2) FOR UPDATE",
        application_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_enrol(actor, found["person"], found["path"]))
    return found
