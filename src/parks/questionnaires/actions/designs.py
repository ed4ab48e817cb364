"""Building forms: every change is one verb, and two officers never overwrite each other.

A part (a section's words, a question, a check) carries the mark of how it was seen. Where it has changed since, the
answer is DesignConflict (409) with both; where two people work on different parts, nobody notices the other.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.questionnaires import permissions
from parks.questionnaires.actions.sheets import publish
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.rules import designing
from parks.questionnaires.rules.definition import Check, Definition, Question, Section, load
from parks.questionnaires.rules.designing import DesignConflict, Part, Piece


async def draft(actor: Actor, organisation_id: UUID, key: str, title: Bilingual) -> UUID:
    """An empty form of that organisation. Invalid (422) where another form has the key."""
    return await _begin(actor, organisation_id, designing.empty(key, title), "form drafted")


async def copy(actor: Actor, source_id: UUID, organisation_id: UUID, key: str, title: Bilingual) -> UUID:
    """A form that begins as another one stands: one's own (by its id), or a published one (by its version's)."""
    async with tx():
        stored = await database.value(
            "SELECT definition FROM questionnaire_design d WHERE d.id = $2 AND d.path LIKE ANY($1)",
            [f"{one}%" for one in actor.paths(*permissions.READERS)],
            source_id,
        )
        if stored is None:
            if source_id not in {one.id for one in await queries.published(actor)}:
                hidden()
            stored = await database.value("SELECT definition FROM questionnaire WHERE id = $1", source_id)
        return await _begin(actor, organisation_id, designing.renamed(load(stored), key, title), "form copied")


async def import_json(actor: Actor, organisation_id: UUID, body: bytes) -> UUID:
    """A form out of its file (`rules.designing.written`), under the key that it says itself."""
    return await _begin(actor, organisation_id, designing.read(body), "form imported")


async def _begin(actor: Actor, organisation_id: UUID, definition: Definition, act: str) -> UUID:
    async with tx():
        holder = await identity.organisation(organisation_id)
        require(permissions.may_design(actor, holder.path))
        await _require_free(definition.key, None)
        made = uuid7()
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO questionnaire_design"
                    " (id, organisation, path, key, definition, version, by_id, by_name, made_at, changed_at)"
                    " VALUES ($1, $2, $3, $4, $5, 1, $6, $7, parks_now(), parks_now())",
                    made,
                    organisation_id,
                    holder.path,
                    definition.key,
                    definition.stored(),
                    actor.id,
                    actor.name[:200],
                )
        except asyncpg.UniqueViolationError as error:
            raise Invalid(fields={"key": TAKEN}) from error
        await audit.record(actor, act, made, key=definition.key, organisation=holder.name)
    return made


TAKEN = _("Another form has this key. Choose one of its own, such as support_plan_2028.")


async def _require_free(key: str, design_id: UUID | None) -> None:
    """A key belongs to one form for ever, or versions of two would follow each other."""
    taken = await database.value(
        "SELECT EXISTS (SELECT FROM questionnaire WHERE key = $1"
        " AND ($2::uuid IS NULL OR built_as IS DISTINCT FROM $2))",
        key,
        design_id,
    )
    if taken:
        raise Invalid(fields={"key": TAKEN})


async def change(actor: Actor, design_id: UUID, definition: Definition, seen: int) -> int:
    """The whole form at once, as an import or a program has it. Answers the new version.

    Conflict (409) with the newer version where somebody changed it since `seen`. The key stays.
    """

    def take(current: Definition) -> Definition:
        if definition.key != current.key:
            raise Invalid(fields={"key": _("A form keeps its key. Copy it to have it under another one.")})
        return definition

    return await _change(actor, design_id, take, "form changed", seen=seen)


async def rename(actor: Actor, design_id: UUID, title: Bilingual) -> int:
    def take(current: Definition) -> Definition:
        return designing.renamed(current, current.key, title)

    return await _change(actor, design_id, take, "form renamed", title=title)


async def put_section(actor: Actor, design_id: UUID, key: str | None, section: Section, *, mark: str = "") -> int:
    """A section's words and conditions; without `key` a new one. `mark` is `rules.designing.mark_of` what was seen."""

    def take(current: Definition, by: str) -> Definition:
        if _require_seen(current, Part.SECTIONS, key, section, mark=mark, by=by):
            return designing.put_section(current, key, section)
        return designing.put_section(current, None, section)

    return await _put(actor, design_id, take, Part.SECTIONS, section.key)


async def put_question(
    actor: Actor, design_id: UUID, key: str | None, section: str, question: Question, *, mark: str = ""
) -> int:
    """A question in that section; without `key` a new one at its end."""

    def take(current: Definition, by: str) -> Definition:
        _require_seen(current, Part.QUESTIONS, key, question, mark=mark, by=by)
        return designing.put_question(current, key, section, question)

    return await _put(actor, design_id, take, Part.QUESTIONS, question.key)


async def put_check(actor: Actor, design_id: UUID, key: str | None, check: Check, *, mark: str = "") -> int:
    def take(current: Definition, by: str) -> Definition:
        known = _require_seen(current, Part.CHECKS, key, check, mark=mark, by=by)
        return designing.put_check(current, key if known else None, check)

    return await _put(actor, design_id, take, Part.CHECKS, check.key)


GONE = "gone"
"""The mark of a part that was shown as removed by somebody else: saving puts it back."""


def _require_seen(current: Definition, part: Part, key: str | None, mine: Piece, *, mark: str, by: str) -> bool:
    """Whether the part stands (False: it is put anew); DesignConflict where it is not as it was seen."""
    taken = designing.find(current, part, mine.key)
    if taken is not None and mine.key != key:
        raise Invalid(fields={"key": _("Another one here has this key.")})
    if key is None:
        return False
    theirs = designing.find(current, part, key)
    if theirs is None and mark == GONE:
        return False
    if designing.mark_of(theirs) != mark and (theirs is None or designing.mark_of(mine) != designing.mark_of(theirs)):
        raise DesignConflict(part, key, mine, theirs, by)
    return True


async def _put(
    actor: Actor, design_id: UUID, take: Callable[[Definition, str], Definition], part: Part, key: str
) -> int:
    async with tx():
        current = await locked(actor, design_id)
        changed = take(load(current["definition"]), current["by_name"])
        return await _write(actor, current, changed, "form changed", {"part": part.value, "key": key})


async def move(actor: Actor, design_id: UUID, part: Part, key: str, step: int) -> int:
    """One place up (-1) or down (1)."""

    def take(current: Definition) -> Definition:
        return designing.moved(current, part, key, step)

    return await _change(actor, design_id, take, "form reordered", part=part.value, key=key)


async def remove(actor: Actor, design_id: UUID, part: Part, key: str) -> int:
    """Take a part out; one that is gone already is gone."""

    def take(current: Definition) -> Definition:
        return designing.without(current, part, key)

    return await _change(actor, design_id, take, "form part removed", part=part.value, key=key)


async def _change(
    actor: Actor,
    design_id: UUID,
    take: Callable[[Definition], Definition],
    act: str,
    *,
    seen: int | None = None,
    **detail: Any,
) -> int:
    async with tx():
        current = await locked(actor, design_id)
        if seen is not None and seen != current["version"]:
            raise Conflict(
                _("{name} changed this form after you opened it. Reload it and choose.", name=current["by_name"]),
                version=current["version"],
                theirs=current["definition"],
            )
        return await _write(actor, current, take(load(current["definition"])), act, detail)


async def locked(actor: Actor, design_id: UUID) -> Any:
    """The form's row, held until the end of the transaction, for whoever may build it."""
    current = await database.row(
        "SELECT d.id, d.path, d.definition, d.version, d.by_name FROM questionnaire_design d"
        " WHERE d.id = $2 AND d.path LIKE ANY($1) FOR UPDATE",
        [f"{one}%" for one in actor.paths(*permissions.READERS)],
        design_id,
    )
    if current is None:
        hidden()
    require(permissions.may_design(actor, current["path"]))
    return current


async def _write(actor: Actor, current: Any, changed: Definition, act: str, detail: dict[str, Any]) -> int:
    version: int = current["version"]
    if changed == load(current["definition"]):
        return version
    await database.execute(
        "UPDATE questionnaire_design SET definition = $2, version = version + 1, by_id = $3, by_name = $4,"
        " changed_at = parks_now() WHERE id = $1",
        current["id"],
        changed.stored(),
        actor.id,
        actor.name[:200],
    )
    await audit.record(actor, act, current["id"], version=version + 1, **detail)
    return version + 1


async def publish_design(actor: Actor, design_id: UUID) -> UUID:
    """The form as it stands, as the version that calls pin. Invalid (422) names each place that keeps it from that."""
    async with tx():
        current = await locked(actor, design_id)
        definition = load(current["definition"])
        await _require_free(definition.key, design_id)
        return await publish(actor, definition, design_id=design_id)


async def discard(actor: Actor, design_id: UUID) -> None:
    """Throw a form away that was never published, with its rehearsal."""
    async with tx():
        current = await locked(actor, design_id)
        if await database.value("SELECT EXISTS (SELECT FROM questionnaire WHERE built_as = $1)", design_id):
            raise Conflict(_("This form has been published: calls may rest on it, so it stays."))
        await wipe_rows(design_id)
        await database.execute("DELETE FROM questionnaire_design WHERE id = $1", design_id)
        await audit.record(actor, "form discarded", design_id, key=load(current["definition"]).key)


async def wipe_rows(design_id: UUID) -> bool:
    """Every row that a rehearsal has left, and whether there were any."""
    key = f"{queries.REHEARSAL}.{design_id.hex}"
    sheets = "SELECT s.id FROM questionnaire_sheet s JOIN questionnaire q ON q.id = s.questionnaire WHERE q.key = $1"
    await database.execute(f"DELETE FROM questionnaire_version WHERE sheet IN ({sheets})", key)
    await database.execute(f"UPDATE questionnaire_sheet SET state = 'open' WHERE id IN ({sheets})", key)
    await database.execute(f"DELETE FROM questionnaire_sheet WHERE id IN ({sheets})", key)
    return await database.execute("DELETE FROM questionnaire WHERE key = $1", key) != "DELETE 0"
