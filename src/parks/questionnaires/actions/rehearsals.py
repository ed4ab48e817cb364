"""Rehearsing a form on the live system: the very sheets that founders fill in, marked, seen nowhere else, and wiped.

A rehearsal's form stands under the key `rehearsal.…`, which no form can have, and its sheet under the subject kind
`rehearsal`: lists, statistics and calls go by applications, and no application points here.
"""

from collections.abc import Mapping
from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual, _
from parks.questionnaires.actions import sheets
from parks.questionnaires.actions.designs import locked, wipe_rows
from parks.questionnaires.queries import designs as queries
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import Definition, Kind, load
from parks.questionnaires.rules.handed_in import Fact, FileRef, Sent

EXAMPLE = Bilingual("示例：取自企业档案的内容", "Example: what the company's record says")


async def rehearse(actor: Actor, design_id: UUID) -> UUID:
    """A fresh sheet of the form as it stands; a former rehearsal of it is wiped. Answers the sheet."""
    async with tx():
        current = await locked(actor, design_id)
        definition = load(current["definition"])
        if lacking := check(definition):
            raise Invalid(_("This is not a questionnaire that can be published."), lacking)
        await wipe_rows(design_id)
        form = uuid7()
        await database.execute(
            "INSERT INTO questionnaire (id, key, version, definition, published_at)"
            " VALUES ($1, $2, 1, $3, parks_now())",
            form,
            f"{queries.REHEARSAL}.{design_id.hex}",
            definition.stored(),
        )
        subject = SubjectRef(queries.REHEARSAL, design_id, definition.title.zh, f"/forms/{design_id}/rehearsal")
        sheet_id = await sheets.open_sheet(form, subject, _examples(definition))
        await audit.record(actor, "rehearsal begun", design_id, version=current["version"])
    return sheet_id


def _examples(definition: Definition) -> Mapping[str, Fact]:
    sources = {one.source for one in definition.questions if one.kind is Kind.FACT}
    return {one: Fact(lines=(EXAMPLE,), source=Bilingual("演练", "Rehearsal")) for one in sources}


async def wipe(actor: Actor, design_id: UUID) -> None:
    """All that was rehearsed is gone: sheet, answers, names of files, versions. Hidden (404) where there is none."""
    async with tx():
        await locked(actor, design_id)
        if not await wipe_rows(design_id):
            hidden()
        await audit.record(actor, "rehearsal wiped", design_id)


async def _sheet(actor: Actor, design_id: UUID) -> UUID:
    """The rehearsal's sheet, for those who build the form."""
    await locked(actor, design_id)
    found: UUID | None = await database.value(
        f"SELECT id FROM questionnaire_sheet WHERE subject_kind = '{queries.REHEARSAL}' AND subject_id = $1", design_id
    )
    return found or hidden()


async def save_answer(actor: Actor, design_id: UUID, question: str, sent: Sent) -> sheets.SavedAnswer:
    async with tx():
        sheet_id = await _sheet(actor, design_id)
        return await sheets.save_answer(actor, sheet_id, question, sent.value, sent.seen_version)


async def save_answers(actor: Actor, design_id: UUID, sent: Mapping[str, Sent]) -> sheets.Saved:
    async with tx():
        return await sheets.save_answers(actor, await _sheet(actor, design_id), sent)


async def complete_section(actor: Actor, design_id: UUID, section: str, *, completed: bool) -> None:
    async with tx():
        await sheets.complete_section(actor, await _sheet(actor, design_id), section, completed=completed)


async def attach(actor: Actor, design_id: UUID, question: str, name: str, size: int) -> None:
    """A file in a rehearsal is a name and a size: its bytes are not kept."""
    async with tx():
        await sheets.attach(actor, await _sheet(actor, design_id), question, FileRef(uuid7(), name, size))


async def detach(actor: Actor, design_id: UUID, question: str, document_id: UUID) -> None:
    async with tx():
        await sheets.detach(actor, await _sheet(actor, design_id), question, document_id)


async def send(actor: Actor, design_id: UUID) -> None:
    """As a founder hands it in: every rule runs, and a version is taken that `wipe` takes away again."""
    async with tx():
        await sheets.freeze(actor, await _sheet(actor, design_id))
