"""An application on an officer's desk: what was sent, what the rules say, the same people elsewhere, the quota."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.verdict import Verdict
from parks.kernel.words import Bilingual
from parks.programmes import permissions
from parks.programmes.queries import applications
from parks.programmes.queries.applications import ApplicationView, SubmissionView
from parks.programmes.queries.calls import QuotaView
from parks.programmes.rules import eligibility
from parks.programmes.rules.eligibility import Finding
from parks.programmes.rules.ladder import Rung
from parks.programmes.states import AT_LEVEL


@dataclass(frozen=True, slots=True)
class Desk:
    """`deciding`: whether it is this officer's turn, or why not; `quota` None where the office has no limit."""

    application: ApplicationView
    submission: SubmissionView
    findings: tuple[Finding, ...]
    rung: Rung | None
    office: Bilingual | None
    office_id: UUID | None
    quota: QuotaView | None
    deciding: Verdict
    returning: Verdict

    @property
    def gates(self) -> list[Finding]:
        return [one for one in self.findings if one.rule.gate]


async def desk(actor: Actor, found: ApplicationView) -> Desk:
    """The desk of an application that this officer has found; two statements more."""
    submission = await applications.submission(found.id)
    level = AT_LEVEL.get(found.state)
    rung = found.ladder.rung(level) if level else None
    office_id, office, quota = await _office(found, rung) if rung else (None, None, None)
    rung_or_first = rung or found.ladder.first
    told = [eligibility.stored_finding(one, found.rules) for one in submission.findings]
    return Desk(
        application=found,
        submission=submission,
        findings=tuple(eligibility.with_waivers([one for one in told if one is not None], found.waived)),
        rung=rung,
        office=office,
        office_id=office_id,
        quota=quota,
        deciding=permissions.may_decide(
            actor,
            own=found.own,
            role=rung_or_first.role,
            path=found.path,
            state=found.state,
            level=level,
            name=rung_or_first.name,
        ),
        returning=permissions.may_return(already=any(one.level is level for one in found.corrections)),
    )


async def _office(found: ApplicationView, rung: Rung) -> tuple[UUID | None, Bilingual | None, QuotaView | None]:
    # The office of this level above the park, and its quota in this call, at once.
    one = await row(
        "SELECT o.id, o.name_zh, o.name_en, q.places, q.used FROM organisation o"
        " LEFT JOIN call_quota q ON q.organisation = o.id AND q.call = $1"
        " WHERE o.kind = $2 AND left($3, length(o.path)) = o.path LIMIT 1",
        found.call_id,
        rung.kind,
        found.path,
    )
    if one is None:
        return None, None, None
    places = rung.quota if one["places"] is None else one["places"]
    quota = QuotaView(one["id"], places, one["used"] or 0) if places is not None else None
    return one["id"], Bilingual(one["name_zh"], one["name_en"]), quota
