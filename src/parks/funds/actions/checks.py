"""Mid-term checks, inspections and the acceptance (验收); what is to be rectified, by when, and whether it was."""

from datetime import date
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.actions import Taken
from parks.funds import permissions
from parks.funds.actions import commitments
from parks.funds.events import CommitmentAccepted, RectificationRequired, Rectified
from parks.funds.states import (
    RECTIFICATION_LIFE,
    CheckKind,
    CheckOutcome,
    CommitmentMove,
    RectificationMove,
    RectificationState,
)
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _


async def check(
    actor: Actor, commitment_id: UUID, kind: CheckKind, outcome: CheckOutcome, text: str, *, due: date | None = None
) -> UUID:
    """What an officer found; answers its id. Passing the acceptance accepts the grant; `due` is the rectification's.

    Conflict (409) while an earlier rectification is open, or (acceptance) while a report is owed and not sent.
    """
    today = await clock.today()
    wrong = {}
    if not text.strip():
        wrong["text"] = _("Say what you found.")
    if outcome is CheckOutcome.RECTIFY and (due is None or due <= today):
        wrong["due"] = _("Name a day to come by which it is to be rectified.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        commitment = await commitments.locked(actor, commitment_id)
        require(permissions.not_own(actor, members=commitment["members"]))
        if await value("SELECT 1 FROM fund_check WHERE commitment = $1 AND rectification <> 'done'", commitment_id):
            raise Conflict(_("A rectification is still open. Judge it first."))
        passed = outcome is CheckOutcome.PASSED
        if kind is CheckKind.ACCEPTANCE and passed:
            await _nothing_owed(commitment_id, today)
        if not passed:
            await commitments.move(commitment, CommitmentMove.REQUIRE_RECTIFICATION)
        elif kind is CheckKind.ACCEPTANCE:
            await commitments.move(commitment, CommitmentMove.ACCEPT)
        elif not commitment["paid"]:
            raise Conflict(_("Nothing has been paid yet, so there is nothing to check."))
        check_id = uuid7()
        await execute(
            "INSERT INTO fund_check (id, commitment, kind, outcome, text, by, by_name, at, due, rectification, answer,"
            " judged) VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now(), $8, $9, '', '')",
            check_id,
            commitment_id,
            kind.value,
            outcome.value,
            text.strip(),
            actor.id,
            actor.name[:200],
            None if passed else due,
            None if passed else RectificationState.REQUIRED.value,
        )
        await audit.record(
            actor, "grant checked", commitment_id, kind=kind.value, outcome=outcome.value, text=text.strip(), due=due
        )
        if not passed:
            await announce(RectificationRequired(check_id, commitment["subject_id"]))
        elif kind is CheckKind.ACCEPTANCE:
            await announce(CommitmentAccepted(commitment_id, commitment["subject_id"]))
    return check_id


async def _nothing_owed(commitment_id: UUID, today: date) -> None:
    owed = await value(
        "SELECT min(due) FROM fund_use_report WHERE commitment = $1 AND state <> 'accepted' AND due <= $2",
        commitment_id,
        today,
    )
    if owed is not None:
        raise Conflict(_("The report of use that was due on {day} is not accepted yet.", day=owed))


async def answer_rectification(actor: Actor, check_id: UUID, text: str, evidence: Taken | None = None) -> None:
    """The company says what it mended, with a document if there is one."""
    if not text.strip():
        raise Invalid(fields={"text": _("Say what you have mended.")})
    async with tx():
        found = await row(
            "SELECT k.id, k.commitment, k.rectification,"
            " ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
            " FROM fund_check k JOIN fund_commitment c ON c.id = k.commitment WHERE k.id = $1 FOR UPDATE OF k",
            check_id,
        )
        made: asyncpg.Record = found or hidden()
        require(permissions.may_act_for(actor, members=made["members"]))
        state = _after(made, RectificationMove.ANSWER)
        kept = await documents.keep(actor, evidence) if evidence is not None else None
        await execute(
            "UPDATE fund_check SET rectification = $2, answer = $3, answered_at = parks_now(),"
            " evidence = COALESCE($4, evidence) WHERE id = $1",
            check_id,
            state.value,
            text.strip(),
            kept.id if kept else None,
        )
        await audit.record(actor, "rectification answered", made["commitment"], text=text.strip())


def _after(found: asyncpg.Record, step: RectificationMove) -> RectificationState:
    if found["rectification"] is None:
        raise Conflict(_("This check asked for nothing to be rectified."))
    return RECTIFICATION_LIFE.after(RectificationState(found["rectification"]), step)


async def judge_rectification(actor: Actor, check_id: UUID, *, done: bool, text: str, due: date | None = None) -> None:
    """Rectified: tracking goes on. Not yet: a further deadline (`due`). What never comes is claimed back."""
    today = await clock.today()
    wrong = {}
    if not text.strip():
        wrong["text"] = _("Say what you found.")
    if not done and (due is None or due <= today):
        wrong["due"] = _("Name a day to come by which it is to be rectified.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        commitment_id: UUID = await value("SELECT commitment FROM fund_check WHERE id = $1", check_id) or hidden()
        commitment = await commitments.locked(actor, commitment_id)
        require(permissions.not_own(actor, members=commitment["members"]))
        found = (
            await row("SELECT id, rectification, due FROM fund_check WHERE id = $1 FOR UPDATE", check_id) or hidden()
        )
        state = _after(found, RectificationMove.ACCEPT if done else RectificationMove.REQUIRE_AGAIN)
        step = CommitmentMove.RECTIFIED if done else CommitmentMove.REQUIRE_RECTIFICATION
        await commitments.move(commitment, step)
        await execute(
            "UPDATE fund_check SET rectification = $2, judged = $3, judged_at = parks_now(), due = $4 WHERE id = $1",
            check_id,
            state.value,
            text.strip(),
            found["due"] if done else due,
        )
        await audit.record(actor, "rectification judged", commitment_id, done=done, text=text.strip(), due=due)
        fact = Rectified if done else RectificationRequired
        await announce(fact(check_id, commitment["subject_id"]))
