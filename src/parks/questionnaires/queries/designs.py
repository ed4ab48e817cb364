"""Forms as officers build them, and the published ones that a call can be set up with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text
from parks.questionnaires import permissions
from parks.questionnaires.queries.sheets import Held, Sheet, know, names, seen
from parks.questionnaires.rules.checking import check
from parks.questionnaires.rules.definition import Definition, load
from parks.questionnaires.rules.sections import Filled

SCOPE = "d.path LIKE ANY($1)"
"""The one scope predicate of designs; $1 is `_scope(actor)`."""
REHEARSAL = "rehearsal"
"""The subject kind of a rehearsal's sheet, and how the key of its form begins."""


def _scope(actor: Actor) -> list[str]:
    return [f"{one}%" for one in actor.paths(*permissions.READERS)]


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A line of the list. `published`: how many versions have been published."""

    id: UUID
    key: str
    title: Bilingual
    organisation: Bilingual
    sections: int
    changed_at: datetime
    by: str
    published: int


async def designs(actor: Actor) -> list[DesignRow]:
    """The forms of the actor's organisations, the latest change first; at most 200."""
    found = await rows(
        "SELECT d.id, d.key, d.definition -> 'title' AS title, o.name_zh, o.name_en, d.changed_at, d.by_name,"
        " jsonb_array_length(d.definition -> 'sections') AS sections,"
        " (SELECT count(*) FROM questionnaire q WHERE q.built_as = d.id) AS published"
        " FROM questionnaire_design d JOIN organisation o ON o.id = d.organisation"
        f" WHERE {SCOPE} ORDER BY d.changed_at DESC, d.id LIMIT 200",
        _scope(actor),
    )
    return [
        DesignRow(
            one["id"],
            one["key"],
            Bilingual.of(one["title"]),
            Bilingual(one["name_zh"], one["name_en"] or one["name_zh"]),
            one["sections"],
            one["changed_at"],
            one["by_name"],
            one["published"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a design."""

    id: UUID
    number: int
    at: datetime


@dataclass(frozen=True)
class DesignView:
    """A form being built. `version` counts its changes.

    `rehearsal`: the sheet it is rehearsed on, if it is; `rehearsed` is the form that sheet holds.
    """

    id: UUID
    organisation_id: UUID
    organisation: Bilingual
    path: str
    key: str
    definition: Definition
    version: int
    by: str
    changed_at: datetime
    can_edit: bool
    published: tuple[Version, ...]
    rehearsal: UUID | None
    rehearsed: Definition | None

    @cached_property
    def problems(self) -> Mapping[str, Text]:
        """What keeps it from being published, by place."""
        return check(self.definition)

    @property
    def url(self) -> str:
        return f"/forms/{self.id}"

    @property
    def title(self) -> Bilingual:
        return self.definition.title

    @property
    def stale_rehearsal(self) -> bool:
        """Whether the form has changed since its rehearsal began."""
        return self.rehearsed is not None and self.rehearsed.sections != self.definition.sections

    def lacking(self, place: str) -> list[Text]:
        """What is wrong at this place (`questions.amount`) or below it, each said once."""
        found = [text for where, text in self.problems.items() if where == place or where.startswith(f"{place}.")]
        return list(dict.fromkeys(found))


async def design(actor: Actor, design_id: UUID) -> DesignView:
    """One form with all that follows from it, in one statement. Hidden (404) outside the actor's organisations."""
    found = (
        await row(
            "SELECT d.*, o.name_zh, o.name_en, s.id AS sheet,"
            " r.id AS rehearsed_id, r.definition AS rehearsed,"
            " (SELECT COALESCE(json_agg(json_build_object('id', q.id, 'number', q.version, 'at', q.published_at)"
            " ORDER BY q.version DESC), '[]') FROM questionnaire q WHERE q.built_as = d.id) AS published"
            " FROM questionnaire_design d JOIN organisation o ON o.id = d.organisation"
            f" LEFT JOIN questionnaire_sheet s ON s.subject_kind = '{REHEARSAL}' AND s.subject_id = d.id"
            " LEFT JOIN questionnaire r ON r.id = s.questionnaire"
            f" WHERE {SCOPE} AND d.id = $2",
            _scope(actor),
            design_id,
        )
        or hidden()
    )
    definition = load(found["definition"])
    rehearsed = know(found["rehearsed_id"], load(found["rehearsed"])) if found["rehearsed"] else None
    return DesignView(
        id=found["id"],
        organisation_id=found["organisation"],
        organisation=Bilingual(found["name_zh"], found["name_en"] or found["name_zh"]),
        path=found["path"],
        key=found["key"],
        definition=definition,
        version=found["version"],
        by=found["by_name"],
        changed_at=found["changed_at"],
        can_edit=bool(permissions.may_design(actor, found["path"])),
        published=tuple(
            Version(UUID(one["id"]), one["number"], datetime.fromisoformat(one["at"])) for one in found["published"]
        ),
        rehearsal=found["sheet"],
        rehearsed=rehearsed,
    )


async def holders(actor: Actor) -> list[tuple[UUID, Bilingual]]:
    """The organisations for which the actor builds forms."""
    found = await rows(
        "SELECT id, name_zh, name_en FROM organisation WHERE id = ANY($1) ORDER BY path",
        [one.organisation_id for one in actor.held if one.role in permissions.EDITORS],
    )
    return [(one["id"], Bilingual(one["name_zh"], one["name_en"] or one["name_zh"])) for one in found]


@dataclass(frozen=True, slots=True)
class Published:
    """A form that a call can be set up with: the newest version under its key."""

    id: UUID
    title: Bilingual
    version: int
    key: str = ""


async def published(actor: Actor) -> list[Published]:
    """The forms that whoever sets up a call may choose from: those that stand for everyone, those of the actor's
    organisations, and those of the organisations above them (a park may use its province's form).
    """
    found = await rows(
        "SELECT DISTINCT ON (q.key) q.id, q.key, q.version, q.definition -> 'title' AS title FROM questionnaire q"
        " LEFT JOIN questionnaire_design d ON d.id = q.built_as"
        f" WHERE NOT starts_with(q.key, '{REHEARSAL}.')"
        f" AND (d.id IS NULL OR {SCOPE}"
        " OR EXISTS (SELECT FROM unnest($2::text[]) AS own WHERE starts_with(own, d.path)))"
        " ORDER BY q.key, q.version DESC LIMIT 500",
        _scope(actor),
        actor.paths(*permissions.READERS),
    )
    return [Published(one["id"], Bilingual.of(one["title"]), one["version"], one["key"]) for one in found]


async def preview(definition: Definition, design_id: UUID) -> Sheet:
    """The form as an empty sheet that is stored nowhere; `applies` is left as an empty form would have it."""
    blank: dict[str, Any] = {
        "id": design_id,
        "questionnaire": design_id,
        "subject_id": design_id,
        "state": "open",
        "facts": {},
        "answers": {},
        "parts": {},
        "number": 0,
    }
    return seen(Held(blank, definition, Filled(names=await names(definition)), {}))
