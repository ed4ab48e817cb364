"""The tree of organisations, and who is appointed to which role in it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import bus, clock, database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import permissions
from parks.identity.actions import accounts, sessions
from parks.identity.events import PersonAppointed, PersonDismissed
from parks.identity.rules import addresses, places
from parks.identity.states import OrganisationKind
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _


async def found_organisation(  # noqa: PLR0917 - the order that docs/plan-issue-2.md promises
    actor: Actor,
    kind: OrganisationKind,
    name: Bilingual,
    code: str,
    parent_id: UUID | None = None,
    region: str = "",
) -> UUID:
    """A new organisation under its parent; only the nation has none. Conflict (409) where the code is taken there."""
    code = code.strip().lower()
    named = Bilingual(" ".join(name.zh.split()), " ".join(name.en.split()))
    fields = {}
    if not places.CODE.fullmatch(code):
        fields["code"] = _("Use small letters, digits and hyphens, at most 31 of them, such as xj or park-1.")
    if not named.zh or len(named.zh) > 120:
        fields["name_zh"] = _("Give the full name in Chinese, at most {n} characters.", n=120)
    if not named.en or len(named.en) > 200:
        fields["name_en"] = _("Give the name in English, at most {n} characters.", n=200)
    if region and not (len(region) == 6 and region.isascii() and region.isdigit()):
        fields["region"] = _("A region code has six digits.")
    if fields:
        raise Invalid(fields=fields)
    async with tx():
        parent = await _organisation(parent_id) if parent_id else None
        path = places.path_under(parent["path"] if parent else "", code)
        require(permissions.may_administer(actor, path))
        if not places.stands_under(kind, OrganisationKind(parent["kind"]) if parent else None):
            raise Invalid(fields={"kind": _("This kind of organisation does not stand there in the tree.")})
        organisation_id = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO organisation (id, kind, code, path, name_zh, name_en, region, parent, made_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, parks_now())",
                    organisation_id,
                    kind.value,
                    code,
                    path,
                    named.zh,
                    named.en,
                    region,
                    parent_id,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("There is an organisation with the code {code} at this place already.", code=code)) from (
                error
            )
        await audit.record(actor, "organisation founded", organisation_id, kind=kind.value, path=path, name=named)
    return organisation_id


async def begin(name: Bilingual, code: str, email: str, admin: str) -> UUID:
    """The first two steps of an installation: the nation, and its first administrator invited. Answers who that is.

    Conflict (409) where there is a nation already: from then on administrators appoint administrators.
    """
    actor = replace(SYSTEM, via="command")
    async with tx():
        await database.execute("LOCK TABLE organisation IN SHARE ROW EXCLUSIVE MODE")
        if await database.value("SELECT EXISTS (SELECT FROM organisation)"):
            raise Conflict(_("There are organisations already. Their administrators appoint further ones."))
        nation = await found_organisation(actor, OrganisationKind.NATION, name, code)
        person_id = await accounts.invite(actor, email, admin)
        await appoint(actor, person_id, Role.SYSTEM_ADMIN, nation, reason="first administrator")
    return person_id


async def appoint(
    actor: Actor,
    person_id: UUID,
    role: Role,
    organisation_id: UUID,
    *,
    until: date | None = None,
    reason: str = "",
) -> UUID:
    """Give a role at an organisation; `until` is the first day without it. Ends the person's sessions: a new role
    wants a new sign-in (docs/adr/0020).
    """
    if until is not None and until <= await clock.today():
        raise Invalid(fields={"until": _("The last day must lie in the future.")})
    async with tx():
        organisation = await _organisation(organisation_id)
        require(permissions.may_appoint(actor, person_id=person_id, role=role, path=organisation["path"]))
        if not places.fits(role, OrganisationKind(organisation["kind"])):
            raise Invalid(fields={"role": _("This role is not held at this kind of organisation.")})
        name = await database.value(
            "SELECT name FROM person WHERE id = $1 AND suspended_at IS NULL FOR UPDATE", person_id
        )
        if name is None:
            raise Invalid(fields={"email": _("This person has no account, or it is suspended.")})
        await _close_elapsed(person_id, role, organisation_id)
        appointment_id = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO appointment (id, person, role, organisation, since, until, appointed_by, reason)"
                    " VALUES ($1, $2, $3, $4, parks_now(), $5, $6, $7)",
                    appointment_id,
                    person_id,
                    role.value,
                    organisation_id,
                    until,
                    actor.name[:100],
                    reason.strip()[:500],
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("{name} holds this role here already.", name=name)) from error
        await sessions.end_all(person_id)
        await audit.record(
            actor,
            "person appointed",
            person_id,
            role=role.value,
            organisation=organisation["path"],
            until=until,
            reason=reason,
        )
        await bus.announce(PersonAppointed(appointment_id, person_id, role, organisation_id))
    return appointment_id


async def appoint_by_address(
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    organisation_id: UUID,
    *,
    until: date | None = None,
    reason: str = "",
) -> UUID:
    """Appoint whoever has this address; where nobody has, invite them under this name first."""
    async with tx():
        known: UUID | None = await database.value(
            "SELECT id FROM person WHERE lower(email) = $1", addresses.normalised(email) or ""
        )
        if known is None and not name.strip():
            raise Invalid(fields={"name": _("Nobody has this address yet. Give the name, and we send an invitation.")})
        person_id = known or await accounts.invite(actor, email, name)
        return await appoint(actor, person_id, role, organisation_id, until=until, reason=reason)


async def dismiss(actor: Actor, appointment_id: UUID, reason: str) -> None:
    """End an appointment at once. Conflict (409) where it has ended already; Hidden (404) outside of one's scope."""
    reason = reason.strip()
    async with tx():
        row = await database.row(
            "SELECT a.person, a.role, a.organisation, a.ended_at, o.path FROM appointment a"
            " JOIN organisation o ON o.id = a.organisation WHERE a.id = $1 FOR UPDATE OF a",
            appointment_id,
        )
        if row is None or not permissions.may_see_offices(actor, row["path"]):
            hidden()
        role = Role(row["role"])
        require(permissions.may_dismiss(actor, person_id=row["person"], role=role, path=row["path"]))
        if not reason:
            raise Invalid(fields={"reason": _("Say why: the person may ask, and the audit will.")})
        if row["ended_at"] is not None:
            raise Conflict(_("This role has been ended already."))
        await database.execute(
            "UPDATE appointment SET ended_at = greatest(since, parks_now()), ended_by = $2, end_reason = $3"
            " WHERE id = $1",
            appointment_id,
            actor.name[:100],
            reason[:500],
        )
        await sessions.end_all(row["person"])
        await audit.record(
            actor, "person dismissed", row["person"], role=role.value, organisation=row["path"], reason=reason
        )
        await bus.announce(PersonDismissed(appointment_id, row["person"], role, row["organisation"]))


async def _organisation(organisation_id: UUID) -> Any:
    row = await database.row("SELECT id, kind, path FROM organisation WHERE id = $1", organisation_id)
    return row or hidden()


async def _close_elapsed(person_id: UUID, role: Role, organisation_id: UUID) -> None:
    """An appointment whose last day is past makes room for a new one."""
    await database.execute(
        "UPDATE appointment SET ended_at = parks_now(), end_reason = 'term over' WHERE person = $1 AND role = $2"
        " AND organisation = $3 AND ended_at IS NULL AND until <= parks_today()",
        person_id,
        role.value,
        organisation_id,
    )
