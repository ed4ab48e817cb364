"""From the recommended to the proposed: the round of experts, its ranking, and the tiers that are proposed on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.database import execute, execute_many, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, Text, _
from parks.programmes import permissions
from parks.programmes.queries import selections as queries
from parks.programmes.queries.proposals import proposal as blind_proposal
from parks.programmes.rules import selection as rules
from parks.programmes.rules import ties
from parks.programmes.states import LIFE, ApplicationState, Move
from parks.reviews import actions as reviews
from parks.reviews import queries as reviews_queries
from parks.reviews.permissions import may_decide
from parks.reviews.rules import conflicts
from parks.startups import queries as startups


async def open_selection(
    actor: Actor,
    call_id: UUID,
    *,
    rubric_id: UUID,
    title: Bilingual,
    seats: int,
    closes: datetime,
    scoring: Mapping[str, Any] | None = None,
) -> UUID:
    """Open the round that judges a call and send it everything recommended so far; answers the round's id.

    `scoring`: how its scores are added up, where not as in domain.md §6.3 (`reviews.open_round`).

    Conflict (409) where the call has a round already, or nothing was recommended.
    """
    async with tx():
        call = await _locked(actor, call_id)
        if await row("SELECT 1 FROM selection WHERE call = $1", call_id):
            raise Conflict(_("This call has its review round already."))
        round_id = await reviews.open_round(
            actor,
            organisation_id=call["organisation"],
            title=title,
            rubric_id=rubric_id,
            seats=seats,
            closes=closes,
            scoring=scoring,
        )
        selection_id = uuid7()
        await execute("INSERT INTO selection (id, call, round) VALUES ($1, $2, $3)", selection_id, call_id, round_id)
        sent = await _send(actor, call_id, selection_id, round_id)
        if sent == 0:
            raise Conflict(_("Nothing in this call has been recommended yet, so there is nothing to review."))
        await audit.record(actor, "selection opened", call_id, round=round_id, sent=sent)
    return round_id


async def send_to_experts(actor: Actor, call_id: UUID) -> int:
    """Send what was recommended since the round was opened; answers how many there were."""
    async with tx():
        await _locked(actor, call_id)
        found = await row("SELECT id, round FROM selection WHERE call = $1 FOR UPDATE", call_id)
        if found is None:
            raise Conflict(_("Open the review round first."))
        sent = await _send(actor, call_id, found["id"], found["round"])
        await audit.record(actor, "applications sent to experts", call_id, sent=sent)
    return sent


async def _locked(actor: Actor, call_id: UUID) -> asyncpg.Record:
    found = await row(
        "SELECT c.id, c.organisation, c.cycle, o.path FROM call c JOIN organisation o ON o.id = c.organisation"
        " WHERE c.id = $1 FOR NO KEY UPDATE OF c",
        call_id,
    )
    call: asyncpg.Record = found or hidden()
    require(permissions.may_run_calls(actor, path=call["path"]))
    return call


async def _send(actor: Actor, call_id: UUID, selection_id: UUID, round_id: UUID) -> int:
    """Each recommended application becomes an assessment: its blind proposal and its barred experts, frozen now."""
    today = await clock.today()
    experts = await reviews_queries.experts_with_ties()
    waiting = await rows(
        "SELECT id, number, company, company_name FROM application"
        " WHERE call = $1 AND state = 'recommended' ORDER BY number FOR UPDATE",
        call_id,
    )
    for one in waiting:
        subject = f"{one['number']} {one['company_name']}"
        tied = ties.of_company(await startups.ties(one["company"]))
        assessment_id = await reviews.open_assessment(
            actor,
            round_id,
            SubjectRef("application", one["id"], subject, f"/applications/{one['id']}"),
            await blind_proposal(one["id"]),
            conflicts.barred(experts, tied, today),
            ties=tied,
        )
        await execute(
            "INSERT INTO selection_candidate (application, selection, assessment, reason) VALUES ($1, $2, $3, '')",
            one["id"],
            selection_id,
            assessment_id,
        )
        await _move(one["id"], Move.SEND_TO_EXPERTS)
        await audit.record(actor, "application sent to experts", one["id"], round=round_id)
    return len(waiting)


async def _move(application_id: UUID, move: Move) -> None:
    """One legal step of one application, under its lock."""
    state = await value("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
    await execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
        application_id,
        LIFE.after(ApplicationState(state), move).value,
    )


async def rank(assessment_id: UUID) -> None:
    """The panel has closed: the application that it judged is ranked. Nothing where the assessment is not ours."""
    async with tx():
        application_id = await value("SELECT application FROM selection_candidate WHERE assessment = $1", assessment_id)
        if application_id is None:
            return
        await _move(application_id, Move.RANK)
        summary = await reviews_queries.summary(assessment_id)
        await audit.record(SYSTEM, "application ranked", application_id, total=summary.total, rank=summary.rank)


async def unrank(assessment_id: UUID) -> None:
    """A score was given back or sealed: the application is with the experts again, unless it is proposed already."""
    async with tx():
        application_id = await value("SELECT application FROM selection_candidate WHERE assessment = $1", assessment_id)
        if application_id is None:
            return
        await _move(application_id, Move.UNRANK)
        await audit.record(SYSTEM, "ranking of application taken back", application_id)


async def propose(actor: Actor, call_id: UUID, tiers: Mapping[UUID, str], reasons: Mapping[UUID, str]) -> None:
    """Propose tiers on the final ranking; a proposal may be drawn anew until its notice stands.

    Invalid (422) with every rule it breaks (`rules.selection.problems`), Conflict (409) while experts still score.
    """
    async with tx():
        await _locked(actor, call_id)
        selection = await row("SELECT id, round FROM selection WHERE call = $1 FOR UPDATE", call_id)
        if selection is None:
            raise Conflict(_("Open the review round first."))
        if await value("SELECT 1 FROM public_notice WHERE selection = $1", selection["id"]):
            raise Conflict(_("The notice stands already; what was published is not changed."))
        require(may_decide(kept=await reviews_queries.kept_in(actor, selection["round"])))
        view = await queries.selection(actor, call_id)
        if view.open_assessments:
            raise Conflict(
                _("{n} applications are still with the experts. Tiers are proposed when all are ranked.",
                  n=view.open_assessments)
            )  # fmt: skip
        proposal = rules.Proposal(dict(tiers), dict(reasons))
        wrong = rules.problems(view.ranked, view.tiers, proposal, free=view.free)
        if wrong:
            raise Invalid(wrong[0], _fields(wrong))
        await _write(call_id, view, proposal)
        await execute(
            "UPDATE selection SET proposed_by = $2, proposed_at = parks_now() WHERE id = $1", selection["id"], actor.id
        )
        await audit.record(
            actor,
            "tiers proposed",
            call_id,
            tiers={str(key): tier for key, tier in tiers.items()},
            reasons={str(key): why for key, why in reasons.items() if why},
            commits=rules.cost(view.tiers, proposal),
        )


def _fields(wrong: list[Text]) -> dict[str, Text]:
    return {f"tiers-{place}" if place else "tiers": text for place, text in enumerate(wrong)}


async def _write(call_id: UUID, view: queries.SelectionView, proposal: rules.Proposal) -> None:
    keys = {one["key"]: one["id"] for one in await rows("SELECT id, key FROM call_tier WHERE call = $1", call_id)}
    for one in view.candidates:
        key = proposal.tiers.get(one.application_id)
        if one.state is ApplicationState.PROPOSED:
            await _move(one.application_id, Move.TAKE_BACK)
        if key is not None:
            await _move(one.application_id, Move.PROPOSE)
    await execute_many(
        "UPDATE selection_candidate SET tier = $2, rank = $3, total = $4, reason = $5 WHERE application = $1",
        [
            (
                one.application_id,
                keys.get(proposal.tiers.get(one.application_id, "")),
                one.rank,
                one.total,
                proposal.reasons.get(one.application_id, "").strip(),
            )
            for one in view.candidates
        ],
    )
