"""An assignment is proposed by the solver, read and edited by a person, and applied as a whole or not at all."""

import asyncio
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, SaidError, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.actions.seats import seat
from parks.reviews.queries import assignments as queries
from parks.reviews.rules.assignment import Floor, Plan, Short, kept
from parks.reviews.rules.assignment.linear import SEED
from parks.reviews.states import ROUND, ExpertKind, RoundMove, RoundState

SECONDS = 10.0
"""How long a floor may be searched for while somebody waits for the page."""
PLACES = Decimal("0.0001")


async def propose(
    actor: Actor,
    round_id: UUID,
    *,
    max_load: int,
    min_load: int = 0,
    floor: Floor = "auto",
    mix: Mapping[ExpertKind, int] | None = None,
) -> UUID:
    """Ask the solver for the seats that are free; whoever sits stays. The former proposal of the round is discarded.

    Invalid (422) for loads and floors that cannot be; Conflict (409) where no panel waits or the pool is empty.
    What cannot be satisfied is no refusal: it is said with the run (`RunView.short`).
    """
    if not 1 <= max_load <= 1000:
        raise Invalid(fields={"max_load": _("An expert reads between 1 and 1,000 proposals.")})
    if not 0 <= min_load <= max_load:
        raise Invalid(fields={"min_load": _("The least load lies between 0 and the greatest.")})
    async with tx():
        await _round(actor, round_id)
        found = await queries.asked(round_id, max_load=max_load, min_load=min_load, floor=floor, mix=mix or {})
    if not found.question.assessments or not found.question.experts:
        raise Conflict(_("No panel waits for experts here, or the pool of this place is empty."))
    try:
        plan = await asyncio.to_thread(found.question.answered, SECONDS)
    except SaidError as error:
        raise Invalid(fields={"floor": error.text}) from None
    made, inputs = uuid7(), found.question.stored()
    async with tx():
        await _round(actor, round_id)
        await _settle(round_id, "discarded")
        experts = [one.expert for one in plan.short if one.expert is not None]
        called = await _called([found.question.experts[one] for one in experts])
        await database.execute(
            "INSERT INTO assignment_run (id, review_round, state, made_at, max_load, min_load, inputs, inputs_hash,"
            " seed, solver, pairs, objective, worst, bound, proven, short, unchecked)"
            " VALUES ($1, $2, 'proposed', parks_now(), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            made,
            round_id,
            max_load,
            min_load,
            inputs,
            kept.hashed(inputs),
            SEED,
            kept.solver(),
            kept.pairs_stored(plan.pairs),
            _four(plan.objective),
            _four(plan.worst),
            max(Decimal(str(plan.bound)).quantize(PLACES, ROUND_CEILING), _four(plan.worst)),
            plan.proven,
            [_short(found, called, one) for one in plan.short],
            found.unchecked,
        )
        await database.execute_many(INSERT_PAIR, _rows(made, found, plan))
        await audit.record(
            actor, "assignment proposed", round_id, run=made, pairs=len(plan.pairs), inputs=kept.hashed(inputs)
        )
    return made


INSERT_PAIR = (
    "INSERT INTO assignment_pair (id, run, assessment, expert, affinity, terms, kept, by_hand)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


def _four(figure: float) -> Decimal:
    return Decimal(str(figure)).quantize(PLACES, ROUND_HALF_EVEN)


def _rows(run_id: UUID, found: queries.Asked, plan: Plan) -> list[tuple[Any, ...]]:
    matrix, fixed = found.affinity.matrix, set(found.question.instance.fixed)
    return [
        (
            uuid7(),
            run_id,
            found.question.assessments[p],
            found.question.experts[e],
            _four(float(matrix[p, e])),
            [term[:40] for term in found.affinity.shared(p, e)],
            (p, e) in fixed,
            False,
        )
        for p, e in plan.pairs
    ]


def _short(found: queries.Asked, called: Mapping[UUID, str], one: Short) -> dict[str, Any]:
    name = found.codes[one.proposal] if one.proposal is not None else called[found.question.experts[one.expert or 0]]
    return {"name": name, "missing": one.missing, "cause": one.cause.value}


async def _called(experts: list[UUID]) -> dict[UUID, str]:
    found = await database.rows("SELECT id, name FROM expert WHERE id = ANY($1)", experts)
    return {one["id"]: one["name"] for one in found}


async def edit(
    actor: Actor,
    round_id: UUID,
    run_id: UUID,
    assessment_id: UUID,
    *,
    out: UUID | None = None,
    into: UUID | None = None,
) -> None:
    """Change a panel of the proposal by hand: `out` leaves it, `into` joins it, both change places.

    Invalid (422) for somebody with a conflict, beyond the panel's seats, or of an employer that is on it already.
    """
    async with tx():
        found = await _proposed(actor, round_id, run_id)
        question = kept.Question.of(found["inputs"])
        if assessment_id not in question.assessments or (out is None and into is None):
            raise Invalid(fields={"into": _("Choose whom to take off the panel, or whom to put on it.")})
        proposal = question.assessments.index(assessment_id)
        if out is not None and not await database.value(
            "DELETE FROM assignment_pair WHERE run = $1 AND assessment = $2 AND expert = $3 AND NOT kept"
            " RETURNING TRUE",
            run_id,
            assessment_id,
            out,
        ):
            raise Invalid(fields={"out": _("Who sits on the panel already stays; take the seat back on its own page.")})
        if into is not None:
            await _put_on(run_id, question, proposal, into)
        await audit.record(actor, "assignment edited", round_id, run=run_id, out=out, into=into)


async def _put_on(run_id: UUID, question: kept.Question, proposal: int, into: UUID) -> None:
    assessment_id = question.assessments[proposal]
    expert = question.experts.index(into) if into in question.experts else None
    worth = question.instance.affinity[proposal][expert] if expert is not None else None
    if expert is None or worth is None:
        raise Invalid(fields={"into": _("This expert cannot sit here: a conflict, or not asked for in this run.")})
    panel = {
        one["expert"]
        for one in await database.rows(
            "SELECT expert FROM assignment_pair WHERE run = $1 AND assessment = $2", run_id, assessment_id
        )
    }
    if into in panel:
        raise Invalid(fields={"into": _("This expert is on the panel already.")})
    if len(panel) >= question.instance.demand[proposal]:
        raise Invalid(fields={"into": _("The panel is full. Take somebody off it in the same step.")})
    employer = question.instance.employers[expert]
    others = [question.instance.employers[at] for at, one in enumerate(question.experts) if one in panel]
    if employer and employer in others:
        raise Invalid(fields={"into": _("Somebody of {employer} is on the panel already.", employer=employer)})
    load = await database.value("SELECT count(*) FROM assignment_pair WHERE run = $1 AND expert = $2", run_id, into)
    if load >= question.instance.most[expert]:
        raise Invalid(fields={"into": _("This expert has the greatest load already.")})
    await database.execute(INSERT_PAIR, uuid7(), run_id, assessment_id, into, _four(float(worth)), [], False, True)


async def apply(actor: Actor, round_id: UUID, run_id: UUID) -> int:
    """Offer every new seat of the proposal, or none; answers how many.

    Conflict (409) with the assessment's code and the reason where the world has moved on since: seats offered or
    left, an expert barred, resting, or with newer ties.
    """
    async with tx():
        found = await _proposed(actor, round_id, run_id)
        moved = await database.value(
            "SELECT a.code FROM assessment a WHERE a.id = ANY($2) AND (a.state <> 'open' OR ARRAY(SELECT s.expert FROM"
            " seat s WHERE s.assessment = a.id AND s.state IN ('offered', 'declared', 'scored') ORDER BY s.expert)"
            " <> ARRAY(SELECT p.expert FROM assignment_pair p WHERE p.run = $1 AND p.assessment = a.id AND p.kept"
            " ORDER BY p.expert)) ORDER BY a.number LIMIT 1",
            run_id,
            list(kept.Question.of(found["inputs"]).assessments),
        )
        if moved:
            raise Conflict(_("The panel of {code} has changed since. Propose the assignment again.", code=moved))
        new = await database.rows(
            "SELECT p.assessment, p.expert, a.code, e.name FROM assignment_pair p JOIN assessment a"
            " ON a.id = p.assessment JOIN expert e ON e.id = p.expert WHERE p.run = $1"
            " AND NOT p.kept ORDER BY a.number, p.expert",
            run_id,
        )
        for one in new:
            try:
                await seat(actor, one["assessment"], one["expert"])
            except (Conflict, Forbidden) as refusal:
                raise Conflict(
                    _("{code}, {name}: {reason}", code=one["code"], name=one["name"], reason=refusal.reason)
                ) from None
        await _settle(round_id, "applied")
        await audit.record(actor, "assignment applied", round_id, run=run_id, seats=len(new))
    return len(new)


async def discard(actor: Actor, round_id: UUID) -> None:
    """The round's proposal is put aside; it stays on record."""
    async with tx():
        await _round(actor, round_id)
        await _settle(round_id, "discarded")
        await audit.record(actor, "assignment discarded", round_id)


async def _settle(round_id: UUID, state: str) -> None:
    await database.execute(
        "UPDATE assignment_run SET state = $2, settled_at = parks_now() WHERE review_round = $1 AND state = 'proposed'",
        round_id,
        state,
    )


async def _round(actor: Actor, round_id: UUID) -> None:
    """Lock an open round for its officer: hidden (404) from others, 403 for readers, 409 once it is closed."""
    found = await database.row(
        "SELECT path, state FROM review_round WHERE id = $1 AND path LIKE ANY($2) FOR NO KEY UPDATE",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)


async def _proposed(actor: Actor, round_id: UUID, run_id: UUID) -> Any:
    """Lock the round and its run; 409 where that one is proposed no longer."""
    await _round(actor, round_id)
    found = await database.row(
        "SELECT inputs FROM assignment_run WHERE id = $1 AND review_round = $2 AND state = 'proposed'"
        " FOR NO KEY UPDATE",
        run_id,
        round_id,
    )
    if found is None:
        raise Conflict(_("This proposal was applied or put aside. The page shows what stands now."))
    return found
