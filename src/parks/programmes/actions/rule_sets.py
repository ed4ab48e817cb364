"""Rule sets: copied, written rule by rule, checked, published as versions that never change."""

from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.database import execute, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.rules import rule_sets
from parks.programmes.rules.published_sets import PUBLISHED, PublishedSet
from parks.programmes.rules.rule_sets import RuleDef, RuleSetDef


async def load() -> int:
    """Bring in the rule sets that Parks begins with, a version more of each that has changed; answers how many."""
    done = 0
    for one in PUBLISHED:
        done += await _load(one)
    return done


async def _load(one: PublishedSet) -> bool:
    stored = one.definition.stored()
    async with tx():
        await execute(
            "INSERT INTO rule_set (id, key, organisation, title_zh, title_en, draft, revision, changed_at)"
            " VALUES ($1, $2, NULL, $3, $4, $5, 1, parks_now()) ON CONFLICT (key) DO NOTHING",
            uuid7(),
            one.key,
            one.title.zh,
            one.title.en,
            stored,
        )
        # the lock also makes two servers that start at once load a changed set one after the other
        found = await row("SELECT id, organisation FROM rule_set WHERE key = $1 FOR UPDATE", one.key)
        if found is None or found["organisation"] is not None:
            return False
        newest = await value(
            "SELECT definition FROM rule_set_version WHERE rule_set = $1 ORDER BY number DESC LIMIT 1", found["id"]
        )
        if newest == stored:
            return False
        await execute("UPDATE rule_set SET draft = $2, changed_at = parks_now() WHERE id = $1", found["id"], stored)
        await _add_version(found["id"], stored, None)
    return True


async def _add_version(rule_set_id: UUID, definition: Any, by: UUID | None) -> UUID:
    made = uuid7()
    await execute(
        "INSERT INTO rule_set_version (id, rule_set, number, definition, published_by, published_at)"
        " SELECT $1, $2, COALESCE(max(number), 0) + 1, $3, $4, parks_now() FROM rule_set_version WHERE rule_set = $2",
        made,
        rule_set_id,
        definition,
        by,
    )
    return made


async def standard() -> UUID:
    """The newest version of the Support Plan's own rules: what a call has that names no other."""
    newest = (
        "SELECT v.id FROM rule_set_version v JOIN rule_set s ON s.id = v.rule_set WHERE s.key = 'isp'"
        " ORDER BY v.number DESC LIMIT 1"
    )
    found: UUID | None = await value(newest)
    if found is None:
        await load()
        found = await value(newest)
    return found or hidden()


async def draft(actor: Actor, organisation_id: UUID, key: str, title: Bilingual) -> UUID:
    """An empty rule set of an organisation. Conflict (409) where the key is taken."""
    return await _begin(actor, organisation_id, key, title, {"rules": []})


async def copy(actor: Actor, rule_set_id: UUID, organisation_id: UUID, key: str, title: Bilingual) -> UUID:
    """A draft with the rules of another set, as that set's draft is now."""
    source = await value("SELECT draft FROM rule_set WHERE id = $1", rule_set_id) or hidden()
    return await _begin(actor, organisation_id, key, title, source, source=rule_set_id)


async def import_json(actor: Actor, organisation_id: UUID, key: str, title: Bilingual, definition: Any) -> UUID:
    """A draft out of exported JSON. Invalid (422) where it has another shape."""
    return await _begin(actor, organisation_id, key, title, rule_sets.read(definition).stored())


async def _begin(
    actor: Actor, organisation_id: UUID, key: str, title: Bilingual, definition: Any, *, source: UUID | None = None
) -> UUID:
    runs = await identity.organisation(organisation_id)
    require(permissions.may_run_calls(actor, path=runs.path))
    made = uuid7()
    async with tx():
        try:
            async with tx():
                await execute(
                    "INSERT INTO rule_set (id, key, organisation, title_zh, title_en, draft, revision, copied_from,"
                    " changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, parks_now())",
                    made,
                    key,
                    organisation_id,
                    title.zh,
                    title.en,
                    definition,
                    source,
                    actor.id,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("There is a rule set called “{key}” already.", key=key)) from error
        except asyncpg.CheckViolationError as error:
            raise Invalid(
                fields={"key": _("Use small letters, figures and underscores, beginning with a letter.")}
            ) from error
        await audit.record(actor, "rule set drafted", made, key=key, copied_from=source)
    return made


async def put_rule(
    actor: Actor, rule_set_id: UUID, rule: RuleDef, *, seen: int, was: str = "", within: str = ""
) -> None:
    """Write one rule: instead of the one called `was`, or added (to the group `within`). `seen`: the revision read.

    A half-written rule is kept; publishing asks for all of it. Conflict (409) where somebody was faster.
    """
    async with tx():
        known = await _locked(actor, rule_set_id, seen)
        taken = rule_sets.find(known, rule.id)
        if taken is not None and rule.id != was:
            raise Invalid(fields={"id": _("“{id}” is given twice.", id=rule.id)})
        if (was and rule_sets.find(known, was) is None) or (within and rule_sets.find(known, within) is None):
            hidden()
        await _keep(actor, rule_set_id, rule_sets.put(known, rule, was=was, within=within), rule.id)


async def remove_rule(actor: Actor, rule_set_id: UUID, rule_id: str, *, seen: int) -> None:
    """Take a rule or a part out of the draft, with what lies below it."""
    async with tx():
        known = await _locked(actor, rule_set_id, seen)
        if rule_sets.find(known, rule_id) is None:
            hidden()
        await _keep(actor, rule_set_id, rule_sets.without(known, rule_id), rule_id)


async def move_rule(actor: Actor, rule_set_id: UUID, rule_id: str, *, seen: int) -> None:
    """One place further up."""
    async with tx():
        known = await _locked(actor, rule_set_id, seen)
        if rule_sets.find(known, rule_id) is None:
            hidden()
        await _keep(actor, rule_set_id, rule_sets.moved(known, rule_id), rule_id)


async def publish(actor: Actor, rule_set_id: UUID, *, seen: int) -> UUID:
    """The draft as a version that calls can pin. Invalid (422) with every gap that the checker finds."""
    async with tx():
        known = await _locked(actor, rule_set_id, seen)
        found = rule_sets.gaps(known)
        if found:
            raise Invalid(_("{n} things are to be mended before it can be published.", n=len(found)))
        newest = await value(
            "SELECT definition FROM rule_set_version WHERE rule_set = $1 ORDER BY number DESC LIMIT 1", rule_set_id
        )
        if newest == known.stored():
            raise Conflict(_("Nothing has changed since the last version."))
        made = await _add_version(rule_set_id, known.stored(), actor.id)
        await audit.record(
            actor, "rule set published", rule_set_id, version=made, rules=[one.id for one in known.rules]
        )
    return made


async def _locked(actor: Actor, rule_set_id: UUID, seen: int) -> RuleSetDef:
    found = (
        await row(
            "SELECT s.draft, s.revision, o.path FROM rule_set s LEFT JOIN organisation o ON o.id = s.organisation"
            " WHERE s.id = $1 FOR UPDATE OF s",
            rule_set_id,
        )
        or hidden()
    )
    require(permissions.may_write_rules(actor, path=found["path"]))
    if found["revision"] != seen:
        raise Conflict(
            _("Somebody has changed this rule set meanwhile. Look at it again; what you typed is still here.")
        )
    return rule_sets.read(found["draft"])


async def _keep(actor: Actor, rule_set_id: UUID, definition: RuleSetDef, rule_id: str) -> None:
    await execute(
        "UPDATE rule_set SET draft = $2, revision = revision + 1, changed_by = $3, changed_at = parks_now()"
        " WHERE id = $1",
        rule_set_id,
        definition.stored(),
        actor.id,
    )
    await audit.record(actor, "rule set changed", rule_set_id, rule=rule_id)
