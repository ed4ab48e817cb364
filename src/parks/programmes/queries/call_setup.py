"""A call as its task list: what is settled, what is missing, what each part holds; and as founders will see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Invalid, Refusal, hidden
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries import calls, rule_sets
from parks.programmes.queries.calls import CallView
from parks.programmes.queries.scope import unsealed
from parks.programmes.rules.call_parts import PARTS
from parks.programmes.rules.ladder import Ladder
from parks.programmes.rules.rule_sets import read
from parks.programmes.states import CallState


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the task list; `missing` says what keeps the call from opening, `holds` what stands in it now."""

    key: str
    name: Text
    settled: bool
    missing: Text | None
    holds: Text | Bilingual | str = ""

    @property
    def tone(self) -> str:
        return "danger" if self.missing else ("success" if self.settled else "neutral")

    @property
    def status(self) -> Text:
        return self.missing or (_("Done") if self.settled else _("As is usual"))


@dataclass(frozen=True, slots=True)
class Extension:
    company: str
    until: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Setup:
    """`call` as it is written now, run by an organisation of that path and kind; `last` when the last company's time
    is over.
    """

    call: CallView
    path: str
    kind: str
    parts: tuple[Part, ...]
    rule_set: UUID | None
    rubric: UUID | None
    locality: str
    extensions: tuple[Extension, ...]
    applied: tuple[tuple[UUID, str], ...]
    last: datetime

    @property
    def draft(self) -> bool:
        return self.call.state is CallState.DRAFT

    @property
    def ready(self) -> bool:
        return not any(one.missing for one in self.parts)

    @property
    def sealed_now(self) -> bool:
        return self.call.sealed and self.call.state is CallState.OPEN and self.call.now < self.last


MORE = f"""
SELECT c.settled, c.rule_set_version, c.rubric, c.locality, o.path, o.kind, call_last_deadline(c.id) AS last,
  (SELECT COALESCE(json_agg(json_build_array(f.name_zh, x.until, x.reason, x.by_name) ORDER BY x.at DESC), '[]')
    FROM call_extension x JOIN company f ON f.id = x.company WHERE x.call = c.id) AS extensions,
  (SELECT COALESCE(json_agg(json_build_array(a.company, f.name_zh) ORDER BY f.name_zh), '[]')
    FROM (SELECT DISTINCT a.company FROM application a WHERE a.call = c.id AND a.state = 'draft' AND {unsealed(3)}
      LIMIT 500) a
    JOIN company f ON f.id = a.company) AS applied
FROM call c JOIN organisation o ON o.id = c.organisation
WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))
"""


async def setup(actor: Actor, call_id: UUID) -> Setup:
    """Found for the officers who run it (404 for others); two statements."""
    more: Mapping[str, Any] = await row(MORE, call_id, actor.paths(Role.PROGRAMME_OFFICER), actor.id) or hidden()
    call = await calls.call(actor, call_id)
    return Setup(
        call=call,
        path=more["path"],
        kind=more["kind"],
        parts=readiness(call, more["settled"]),
        rule_set=more["rule_set_version"],
        rubric=more["rubric"],
        locality=more["locality"],
        extensions=tuple(
            Extension(company, datetime.fromisoformat(until), reason, by)
            for company, until, reason, by in more["extensions"]
        ),
        applied=tuple((UUID(company), name) for company, name in more["applied"]),
        last=more["last"],
    )


async def company_of(uscc: str | None) -> UUID:
    """Who asks for more time in a sealed call is found by its code, whether or not it has a draft. Invalid (422)."""
    if uscc is None:
        raise Invalid(fields={"company": _("Choose one of the options.")})
    found: UUID | None = await value("SELECT id FROM company WHERE uscc = upper($1)", uscc)
    if found is None:
        raise Invalid(fields={"uscc": _("No company of this credit code is on record. Check it with the company.")})
    return found


def readiness(call: CallView, settled: list[str]) -> tuple[Part, ...]:
    """The task list of one call."""
    missing: dict[str, Text] = {}
    if call.closes_at <= call.now:
        missing["dates"] = _("Name a closing that is still to come.")
    if call.questionnaire_id is None:
        missing["form"] = _("Choose a form.")
    if not call.tiers:
        missing["tiers"] = _("Name at least one tier with its grant.")
    holds: dict[str, Text | Bilingual | str] = {
        "basics": call.contact,
        "dates": _("{opens} to {closes}", opens=call.opens_at, closes=call.closes_at),
        "materials": _("{n} materials", n=len(call.materials)),
        "ladder": _("{n} levels, the highest: {level}", n=len(call.ladder.rungs), level=call.ladder.rungs[-1].name),
        "tiers": _("{n} tiers", n=len(call.tiers)),
        "notice": _(
            "{n} working days for a correction, {m} of public notice", n=call.correction_days, m=call.notice_days
        ),
    }
    return tuple(Part(key, name, key in settled, missing.get(key), holds.get(key, "")) for key, name in PARTS.items())


CHOSEN = """
SELECT c.locality, v.definition, s.key || ' ' || v.number AS edition
FROM call c JOIN organisation o ON o.id = c.organisation
LEFT JOIN rule_set_version v ON v.id = c.rule_set_version LEFT JOIN rule_set s ON s.id = v.rule_set
WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))
"""


async def preview(actor: Actor, call_id: UUID) -> tuple[CallView, Text | None]:
    """The call as founders will see it, with the rules as they would be frozen today; or why they could not be."""
    chosen = await row(CHOSEN, call_id, actor.paths(Role.PROGRAMME_OFFICER)) or hidden()
    call = await calls.call(actor, call_id)
    if call.state is not CallState.DRAFT or chosen["definition"] is None:
        return call, None
    today = call.now.astimezone(BEIJING).date()
    try:
        rules, _edition = await rule_sets.freeze(
            read(chosen["definition"]), chosen["edition"], call.cycle, chosen["locality"], today
        )
    except Refusal as refusal:
        return call, refusal.reason
    return replace(call, rules=tuple(rules)), None


@dataclass(frozen=True, slots=True)
class Office:
    """An office that may have a quota; `places` None for none of its own."""

    id: UUID
    name: Bilingual
    kind: str
    places: int | None


async def offices(call_id: UUID, path: str, ladder: Ladder) -> list[Office]:
    """The offices at the levels of this ladder, under who runs the call. At most 500."""
    found = await rows(
        "SELECT o.id, o.name_zh, o.name_en, o.kind, q.places FROM organisation o"
        " LEFT JOIN call_quota q ON q.organisation = o.id AND q.call = $1"
        " WHERE starts_with(o.path, $2) AND o.kind = ANY($3::text[]) ORDER BY o.path LIMIT 500",
        call_id,
        path,
        [one.kind for one in ladder.rungs],
    )
    return [Office(one["id"], Bilingual(one["name_zh"], one["name_en"]), one["kind"], one["places"]) for one in found]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    code: str
    name: Bilingual


async def programmes() -> list[ProgrammeLine]:
    found = await rows("SELECT code, name_zh, name_en FROM programme ORDER BY code LIMIT 200")
    return [ProgrammeLine(one["code"], Bilingual(one["name_zh"], one["name_en"])) for one in found]
