"""Rule sets as officers read them: all of them, one with its rules and gaps, and the versions that calls can pin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, hidden
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.rules import rule_sets
from parks.programmes.rules.eligibility import Rule
from parks.programmes.rules.rule_sets import Figure, Gap, Needed, RuleSetDef
from parks.reference import queries as reference


@dataclass(frozen=True, slots=True)
class SetLine:
    """A rule set in the list; `place` None where it comes with Parks."""

    id: UUID
    key: str
    title: Bilingual
    place: Bilingual | None
    rules: int
    versions: int
    changed_at: datetime

    @property
    def url(self) -> str:
        return f"/rule-sets/{self.id}"


LINES = """
SELECT s.id, s.key, s.title_zh, s.title_en, o.name_zh, o.name_en, s.changed_at,
  jsonb_array_length(s.draft->'rules') AS rules,
  (SELECT count(*) FROM rule_set_version v WHERE v.rule_set = s.id) AS versions
FROM rule_set s LEFT JOIN organisation o ON o.id = s.organisation
"""


async def rule_sets_of(actor: Actor) -> list[SetLine]:
    """All of them, those that come with Parks last; what officers of one place wrote, others read and copy."""
    if not actor.has(Role.PROGRAMME_OFFICER, Role.AUDITOR):
        return []
    found = await rows(f"{LINES} ORDER BY s.organisation IS NULL, s.changed_at DESC, s.id LIMIT 200")
    return [
        SetLine(
            one["id"],
            one["key"],
            Bilingual(one["title_zh"], one["title_en"]),
            Bilingual(one["name_zh"], one["name_en"]) if one["name_zh"] else None,
            one["rules"],
            one["versions"],
            one["changed_at"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class VersionLine:
    id: UUID
    number: int
    at: datetime
    by: str
    calls: int


@dataclass(frozen=True, slots=True)
class SetView:
    """`gaps` is what the checker says of the draft; `changed` whether it differs from the newest version."""

    id: UUID
    key: str
    title: Bilingual
    place: Bilingual | None
    definition: RuleSetDef
    revision: int
    gaps: tuple[Gap, ...]
    versions: tuple[VersionLine, ...]
    changed: bool
    can_write: bool

    @property
    def url(self) -> str:
        return f"/rule-sets/{self.id}"

    def gaps_of(self, rule_id: str) -> list[Gap]:
        return [one for one in self.gaps if one.rule == rule_id]


ONE = """
SELECT s.id, s.key, s.title_zh, s.title_en, o.name_zh, o.name_en, o.path, s.draft, s.revision,
  (SELECT v.definition FROM rule_set_version v WHERE v.rule_set = s.id ORDER BY v.number DESC LIMIT 1) AS newest,
  (SELECT COALESCE(json_agg(json_build_array(v.id, v.number, v.published_at, COALESCE(p.name, ''),
      (SELECT count(*) FROM call c WHERE c.rule_set_version = v.id)) ORDER BY v.number DESC), '[]')
    FROM rule_set_version v LEFT JOIN person p ON p.id = v.published_by WHERE v.rule_set = s.id) AS versions
FROM rule_set s LEFT JOIN organisation o ON o.id = s.organisation WHERE s.id = $1
"""


async def rule_set(actor: Actor, rule_set_id: UUID) -> SetView:
    if not actor.has(Role.PROGRAMME_OFFICER, Role.AUDITOR):
        hidden()
    one: Mapping[str, Any] = await row(ONE, rule_set_id) or hidden()
    definition = rule_sets.read(one["draft"])
    return SetView(
        id=one["id"],
        key=one["key"],
        title=Bilingual(one["title_zh"], one["title_en"]),
        place=Bilingual(one["name_zh"], one["name_en"]) if one["name_zh"] else None,
        definition=definition,
        revision=one["revision"],
        gaps=tuple(rule_sets.gaps(definition)),
        versions=tuple(
            VersionLine(UUID(version), number, datetime.fromisoformat(at), by, calls)
            for version, number, at, by, calls in one["versions"]
        ),
        changed=one["newest"] != one["draft"],
        can_write=bool(permissions.may_write_rules(actor, path=one["path"])),
    )


@dataclass(frozen=True, slots=True)
class Choosable:
    """A published version for whoever sets up a call."""

    id: UUID
    title: Bilingual
    number: int


async def choosable(actor: Actor) -> list[Choosable]:
    """The newest version of each rule set."""
    if not actor.has(Role.PROGRAMME_OFFICER):
        return []
    found = await rows(
        "SELECT DISTINCT ON (s.id) v.id, s.title_zh, s.title_en, v.number FROM rule_set_version v"
        " JOIN rule_set s ON s.id = v.rule_set ORDER BY s.id, v.number DESC LIMIT 200"
    )
    return [Choosable(one["id"], Bilingual(one["title_zh"], one["title_en"]), one["number"]) for one in found]


_published: dict[UUID, tuple[RuleSetDef, str]] = {}
"""Published versions never change (a trigger sees to it), so each is read once a process."""


async def version(version_id: UUID) -> tuple[RuleSetDef, str]:
    """A published version and what it is called: its set's key and its number."""
    if version_id not in _published:
        one = (
            await row(
                "SELECT v.definition, s.key, v.number FROM rule_set_version v JOIN rule_set s ON s.id = v.rule_set"
                " WHERE v.id = $1",
                version_id,
            )
            or hidden()
        )
        _published[version_id] = rule_sets.read(one["definition"]), f"{one['key']} {one['number']}"
    return _published[version_id]


async def frozen(version_id: UUID, cycle: int, locality: str, on: date) -> tuple[list[Rule], str]:
    """The rules of a cycle as they stand on that day, and what their set is called.

    Conflict (409) where a figure that they need has no policy value in force.
    """
    return await freeze(*await version(version_id), cycle, locality, on)


async def freeze(definition: RuleSetDef, edition: str, cycle: int, locality: str, on: date) -> tuple[list[Rule], str]:
    """`frozen`, where the version has been read already."""
    needed = rule_sets.needed(definition, on)
    known = await reference.policies_of([(one.key, one.locality or locality) for one in needed], on)
    figures: dict[Needed, Figure] = {}
    for one in needed:
        policy = known.get((one.key, one.locality or locality))
        if policy is None:
            raise Conflict(
                _("No policy value “{key}” is in force on {day}. Enter it first, with its source.", key=one.key, day=on)
            )
        figures[one] = Figure(str(policy.value), policy.source, str(policy.id))
    return rule_sets.frozen(definition, cycle, on, figures, edition), edition
