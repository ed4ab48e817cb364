"""Outcomes year by year (绩效跟踪): reported by the company against its promise, verified by its park."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.events import OutcomeReported, OutcomeReturned
from parks.programmes.states import LIFE, OUTCOME_LIFE, ApplicationState, Measure, Move, OutcomeMove, OutcomeState


async def _locked(outcome_id: UUID) -> asyncpg.Record:
    found = await row(
        "SELECT y.id, y.year, y.state, y.due, g.application, a.applicant, a.path, parks_today() AS today"
        " FROM outcome_year y JOIN agreement g ON g.id = y.agreement JOIN application a ON a.id = g.application"
        " WHERE y.id = $1 FOR UPDATE OF y",
        outcome_id,
    )
    outcome: asyncpg.Record = found or hidden()
    return outcome


def _after(outcome: asyncpg.Record, move: OutcomeMove) -> OutcomeState:
    return OUTCOME_LIFE.after(OutcomeState(outcome["state"]), move)


async def report(
    actor: Actor, outcome_id: UUID, figures: Mapping[Measure, Decimal], text: str, *, operating: bool
) -> None:
    """The year's figures, whether the company is still `operating`, and words of its own; the park verifies all of it.

    Invalid (422) below nothing, or before the year is over.
    """
    async with tx():
        outcome = await _locked(outcome_id)
        require(permissions.may_sign_for_company(actor, applicant_id=outcome["applicant"]))
        state = _after(outcome, OutcomeMove.REPORT)
        wrong = {
            measure.value: _("Write a number from 0 up.")
            for measure in Measure
            if figures.get(measure) is None or figures[measure] < 0
        }
        if outcome["today"].year <= outcome["year"]:
            wrong["headcount"] = _(
                "{year} is not over yet. Its figures are reported from January on.", year=outcome["year"]
            )
        if wrong:
            raise Invalid(fields=wrong)
        await execute(
            "UPDATE outcome_year SET state = $2, headcount = $3, revenue = $4, ip = $5, tax = $6, text = $7,"
            " reported_by = $8, operating = $9, reported_at = parks_now() WHERE id = $1",
            outcome_id,
            state.value,
            *(figures[measure] for measure in Measure),
            text.strip(),
            actor.id,
            operating,
        )
        await audit.record(
            actor, "outcomes reported", outcome["application"], year=outcome["year"], operating=operating
        )
        await announce(OutcomeReported(outcome_id))


async def verify(actor: Actor, outcome_id: UUID, *, right: bool, answer: str = "") -> None:
    """The park's word on it: verified, or returned with what does not hold."""
    if not right and not answer.strip():
        raise Invalid(fields={"answer": _("Say what does not hold. The company reads it.")})
    async with tx():
        outcome = await _locked(outcome_id)
        require(permissions.may_verify(actor, path=outcome["path"], applicant_id=outcome["applicant"]))
        state = _after(outcome, OutcomeMove.VERIFY if right else OutcomeMove.RETURN)
        await execute(
            "UPDATE outcome_year SET state = $2, answer = $3, verified_by = $4, verified_name = $5,"
            " verified_at = parks_now() WHERE id = $1",
            outcome_id,
            state.value,
            answer.strip(),
            actor.id,
            actor.name[:200],
        )
        told = {"year": outcome["year"], "answer": answer.strip()}
        if right:
            await audit.record(actor, "outcomes verified", outcome["application"], **told)
        else:
            await audit.record(actor, "outcomes returned", outcome["application"], **told)
            await announce(OutcomeReturned(outcome_id))


async def follow(application_id: UUID, move: Move) -> None:
    """An application goes where its money went. Nothing where the money was bound for something else of another kind.

    A report that comes after the end moves nothing; every other step that the table does not know is refused (409),
    and with it the step in funds.
    """
    async with tx():
        found = await rows("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
        if not found:
            return
        state = ApplicationState(found[0]["state"])
        if move is Move.TRACK and not LIFE.allows(state, move):
            return
        after = LIFE.after(state, move)
        if after is not state:
            await execute(
                "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1", application_id, after.value
            )
