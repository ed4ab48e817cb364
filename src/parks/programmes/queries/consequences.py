"""What a batch would do, before anyone signs it: who goes where, which quota is left, who is written to, who cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.identity import queries as identity
from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import Bilingual, Text, _
from parks.programmes import permissions
from parks.programmes.queries.scope import on_side, visible_to
from parks.programmes.rules.ladder import NAMES, Ladder, Rung
from parks.programmes.states import AT_LEVEL, ApplicationState


class Batch(StrEnum):
    """What can be done to several at once."""

    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One of the chosen; `verdict` says why it cannot go, `to` where it goes."""

    application_id: UUID
    number: str
    company: str
    verdict: Verdict
    to: Text


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """An office's quota in one call, as it is and as it would be."""

    office: Bilingual
    call: Bilingual
    places: int
    used: int
    wanted: int

    @property
    def left(self) -> int:
        return self.places - self.used - self.wanted

    @property
    def enough(self) -> bool:
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Consequences:
    """`officers` names who is written to besides the applicants; `missing` counts what is not there for this actor."""

    what: Batch
    lines: tuple[Consequence, ...]
    quotas: tuple[QuotaLeft, ...]
    officers: tuple[str, ...]
    sheets: tuple[UUID, ...]
    missing: int

    @property
    def going(self) -> list[Consequence]:
        return [one for one in self.lines if one.verdict]

    @property
    def staying(self) -> list[Consequence]:
        return [one for one in self.lines if not one.verdict]

    @property
    def possible(self) -> bool:
        return bool(self.going) and all(one.enough for one in self.quotas)


CHOSEN = """
SELECT a.id, a.number, a.company_name, a.applicant, a.state, a.path, a.call, a.sheet, c.ladder, c.title_zh, c.title_en,
  s.level, o.id AS office, o.name_zh, o.name_en, q.places, q.used,
  EXISTS (SELECT FROM correction k WHERE k.application = a.id AND k.level = s.level) AS returned, {own} AS own
FROM application a JOIN call c ON c.id = a.call
LEFT JOIN unnest(${levels}::text[], ${levels_of}::text[]) AS s(state, level) ON s.state = a.state
LEFT JOIN LATERAL (SELECT b.id, b.name_zh, b.name_en FROM organisation b WHERE b.kind = s.level
  AND starts_with(a.path, b.path) LIMIT 1) o ON TRUE
LEFT JOIN call_quota q ON q.call = a.call AND q.organisation = o.id
WHERE {seen} AND a.id = ANY(${ids}) ORDER BY a.number
"""


async def consequences(actor: Actor, ids: Sequence[UUID], what: Batch) -> Consequences:
    """What the batch would do now; the action decides anew. One statement, and one a city for who is written to."""
    seen, values = visible_to(actor)
    n = len(values)
    found = await rows(
        CHOSEN.format(seen=seen, own=on_side(1), ids=n + 1, levels=n + 2, levels_of=n + 3),
        *values,
        list(ids),
        [state.value for state in AT_LEVEL],
        [level.value for level in AT_LEVEL.values()],
    )
    lines = [(one, _line(actor, one, what)) for one in found]
    going = [one for one, line in lines if line.verdict]
    return Consequences(
        what=what,
        lines=tuple(line for _one, line in lines),
        quotas=_quotas(going) if what is Batch.RECOMMENDED else (),
        officers=await _officers(going) if what is Batch.RECOMMENDED else (),
        sheets=tuple(dict.fromkeys(one["sheet"] for one in going)),
        missing=len(set(ids)) - len(found),
    )


def _line(actor: Actor, one: Mapping[str, Any], what: Batch) -> Consequence:
    rung = _rung(one)
    return Consequence(one["id"], one["number"], one["company_name"], _verdict(actor, one, rung, what), _to(one, what))


def _verdict(actor: Actor, one: Mapping[str, Any], rung: Rung | None, what: Batch) -> Verdict:
    first = Ladder.of(one["ladder"]).first
    may = permissions.may_decide(
        actor,
        own=one["own"],
        role=(rung or first).role,
        path=one["path"],
        state=one["state"],
        level=rung.level if rung else None,
        name=(rung or first).name,
    )
    if not may or rung is None:
        return may
    if one["office"] is None:
        return refused(_("No office of this level stands above this park. The administrator can found one."))
    match what:
        case Batch.RETURNED:
            return permissions.may_return(already=one["returned"])
        case Batch.RECOMMENDED if rung.ranks:
            return refused(_("This level recommends by its ranked list alone: put them in order there and freeze it."))
        case Batch.RECOMMENDED if rung.scores:
            return refused(_("This level gives each recommendation a score: sign it on its own page."))
    return allowed


def _rung(one: Mapping[str, Any]) -> Rung | None:
    level = AT_LEVEL.get(ApplicationState(one["state"]))
    return Ladder.of(one["ladder"]).rung(level) if level else None


def _to(one: Mapping[str, Any], what: Batch) -> Text:
    if what is Batch.RETURNED:
        return _("Back to the applicant")
    if what is Batch.NOT_RECOMMENDED:
        return _("Ends here")
    rung = _rung(one)
    above = Ladder.of(one["ladder"]).after(rung.level) if rung else None
    return NAMES[above.level] if above else _("The selection")


def _quotas(going: Sequence[Mapping[str, Any]]) -> tuple[QuotaLeft, ...]:
    wanted: dict[tuple[UUID, UUID], list[Mapping[str, Any]]] = {}
    for one in going:
        wanted.setdefault((one["call"], one["office"]), []).append(one)
    made = []
    for several in wanted.values():
        one = several[0]
        rung = _rung(one)
        places = one["places"] if one["places"] is not None else rung.quota if rung else None
        if places is not None:
            office = Bilingual(one["name_zh"], one["name_en"])
            call = Bilingual(one["title_zh"], one["title_en"])
            made.append(QuotaLeft(office, call, places, one["used"] or 0, len(several)))
    return tuple(made)


async def _officers(going: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Who of the next level is written to: asked once for the parks that stand beside each other."""
    asked: dict[tuple[str, str], str] = {}
    for one in going:
        rung = _rung(one)
        above = Ladder.of(one["ladder"]).after(rung.level) if rung else None
        if above is not None:
            beside = one["path"].rstrip("/").rpartition("/")[0]
            asked.setdefault((above.role.value, beside), one["path"])
    names: dict[str, None] = {}
    for (role, _beside), path in list(asked.items())[:MOST_PLACES]:
        for person in await identity.holders(Role(role), path):
            names[person.name] = None
    return tuple(names)


MOST_PLACES = 5  # names of colleagues are a courtesy: of the first places alone
