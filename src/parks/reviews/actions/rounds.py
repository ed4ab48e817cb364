"""Rubrics, rounds, and what is put before the panels."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock, database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import queries as documents
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.reviews import permissions
from parks.reviews.actions.conflicts import settle
from parks.reviews.events import RoundClosed
from parks.reviews.queries import conflicts
from parks.reviews.rules import rubric as rubrics
from parks.reviews.rules.conflicts import Barred, SubjectTies, accounts, parties
from parks.reviews.rules.proposal import Proposal
from parks.reviews.rules.scoring import Policy
from parks.reviews.states import ROUND, AssessmentState, RoundMove, RoundState

PDF = "application/pdf"


async def publish_rubric(
    actor: Actor,
    *,
    organisation_id: UUID,
    key: str,
    title: Bilingual,
    criteria: Sequence[rubrics.NewCriterion] = rubrics.STARTUP,
    comment_min: int = 10,
) -> UUID:
    """A rubric's next version under its key; from here on it never changes. `comment_min` in characters a comment."""
    place = await identity.organisation(organisation_id)
    require(permissions.may_run(actor, place.path))
    if lacking := rubrics.problems(criteria):
        raise Invalid(lacking[0], {"criteria": lacking[0]})
    made = uuid7()
    async with tx():
        await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"rubric {organisation_id} {key}")
        version = await database.value(
            "INSERT INTO rubric (id, organisation, path, key, version, title, comment_min)"
            " SELECT $1, $2, $3, $4::varchar, COALESCE(max(version), 0) + 1, $5, $6 FROM rubric"
            " WHERE organisation = $2 AND key = $4 RETURNING version",
            made,
            organisation_id,
            place.path,
            key,
            title.stored(),
            comment_min,
        )
        await database.execute_many(
            "INSERT INTO criterion (id, rubric, position, title, hint, weight, maximum, step, tie_break, part, bands,"
            " bonus, may_not_apply) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            [_criterion_row(made, place_, one) for place_, one in enumerate(criteria, start=1)],
        )
        await database.execute("UPDATE rubric SET published_at = parks_now() WHERE id = $1", made)
        await audit.record(actor, "rubric published", made, key=key, version=version)
    return made


def _criterion_row(rubric_id: UUID, position: int, one: rubrics.NewCriterion) -> tuple[Any, ...]:
    return (
        uuid7(),
        rubric_id,
        position,
        one.title.stored(),
        one.hint.stored(),
        one.weight,
        one.maximum,
        one.step,
        one.tie_break,
        one.part,
        [band.stored() for band in one.bands],
        one.bonus,
        one.may_not_apply,
    )


async def open_round(
    actor: Actor,
    *,
    organisation_id: UUID,
    title: Bilingual,
    rubric_id: UUID,
    seats: int,
    closes: datetime,
    scoring: Mapping[str, Any] | None = None,
) -> UUID:
    """A round at a place: `seats` experts an assessment score by the rubric until `closes`.

    How their scores are added up is chosen here and never after: `scoring` is what differs from `rules.scoring.Policy`.
    """
    place = await identity.organisation(organisation_id)
    require(permissions.may_run(actor, place.path))
    if not 1 <= seats <= 15:
        raise Invalid(fields={"seats": _("A panel has between 1 and 15 seats.")})
    try:
        policy = Policy.of(scoring or {})
    except (TypeError, ValueError) as error:
        raise Invalid(fields={"drop": _("Scores cannot be added up like this.")}) from error
    made = uuid7()
    async with tx():
        if closes <= await clock.now():
            raise Invalid(fields={"closes": _("The deadline lies in the past.")})
        if not await database.value("SELECT published_at IS NOT NULL FROM rubric WHERE id = $1", rubric_id):
            raise Invalid(fields={"rubric": _("Choose a published rubric.")})
        await database.execute(
            "INSERT INTO review_round"
            " (id, organisation, path, rubric, title, seats, closes, scoring, state, assessments)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', 0)",
            made,
            organisation_id,
            place.path,
            rubric_id,
            title.stored(),
            seats,
            closes,
            policy.stored(),
        )
        await audit.record(actor, "review round opened", made, title=title, seats=seats, closes=closes)
    return made


async def extend_round(actor: Actor, round_id: UUID, closes: datetime, reason: str) -> None:
    """Another deadline, with the reason on record."""
    async with tx():
        found = await _run_round(actor, round_id)
        if closes <= await clock.now():
            raise Invalid(fields={"closes": _("The deadline lies in the past.")})
        await database.execute("UPDATE review_round SET closes = $2 WHERE id = $1", round_id, closes)
        await audit.record(
            actor, "review deadline moved", round_id, former=found["closes"], closes=closes, reason=reason
        )


async def open_assessment(
    actor: Actor,
    round_id: UUID,
    subject: SubjectRef,
    proposal: Proposal,
    barred: Mapping[UUID, Sequence[Barred]],
    *,
    ties: SubjectTies | None = None,
) -> UUID:
    """Put a subject before the panel; the blind proposal and who is barred are frozen here. By `ties` an interest that
    is declared later is found, and the applicant's own people are kept from the matter.

    Invalid (422) for attachments that cannot be shown without their origin: only PDF is taken.
    Conflict (409) where the subject stands in this round already.
    """
    frozen = await _frozen(proposal)
    made = uuid7()
    try:
        async with tx():
            await _run_round(actor, round_id)
            number = await database.value(
                "UPDATE review_round SET assessments = assessments + 1 WHERE id = $1 RETURNING assessments", round_id
            )
            code = f"A-{number:03d}"
            await database.execute(
                "INSERT INTO assessment (id, review_round, number, code, subject_kind, subject_id, subject_label,"
                " subject_url, field, proposal, barred, parties, people, checked_at, state)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, parks_now(), 'open')",
                made,
                round_id,
                number,
                code,
                subject.kind,
                subject.id,
                subject.label,
                subject.url,
                proposal.field,
                frozen.stored(),
                _stored(barred),
                list(parties(ties or SubjectTies())),
                list(accounts(ties or SubjectTies())),
            )
            await audit.record(actor, "assessment opened", made, code=code, barred=len(barred))
    except asyncpg.UniqueViolationError:
        raise Conflict(_("This application stands in the round already.")) from None
    return made


async def _frozen(proposal: Proposal) -> Proposal:
    """The proposal with the very versions that its attachments have now; a later one reaches no expert."""
    files = await documents.several([one.document_id for one in proposal.attachments]) if proposal.attachments else {}
    if any(one.document_id not in files for one in proposal.attachments):
        raise Invalid(_("An attachment of the proposal is gone. Put the proposal together again."))
    if any(one.media_type != PDF for one in files.values()):
        raise Invalid(_("Experts can be shown PDF files only. Leave the other attachments out or turn them into PDF."))
    return replace(
        proposal,
        attachments=tuple(replace(one, version=files[one.document_id].version) for one in proposal.attachments),
    )


def _stored(barred: Mapping[UUID, Sequence[Barred]]) -> dict[str, Any]:
    return {str(expert_id): [one.stored() for one in reasons] for expert_id, reasons in barred.items()}


async def check_conflicts(actor: Actor, assessment_id: UUID, barred: Mapping[UUID, Sequence[Barred]]) -> None:
    """Hand in who is barred once more: after the pool or its ties have changed."""
    async with tx():
        found = await database.row(
            "SELECT a.state, a.code, r.path, r.state AS round_state FROM assessment a JOIN review_round r"
            " ON r.id = a.review_round WHERE a.id = $1 AND r.path LIKE ANY($2)"
            f" AND NOT {conflicts.withheld('$3')} FOR NO KEY UPDATE OF a",
            assessment_id,
            [f"{path}%" for path in permissions.reads_at(actor)],
            actor.id,
        )
        if found is None:
            hidden()
        require(permissions.may_run(actor, found["path"]))
        ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
        await database.execute(
            "UPDATE assessment SET barred = $2, checked_at = parks_now() WHERE id = $1", assessment_id, _stored(barred)
        )
        await audit.record(actor, "conflicts checked", assessment_id, code=found["code"], barred=len(barred))
        await settle(assessment_id=assessment_id)


async def close_round(actor: Actor, round_id: UUID) -> None:
    """The ranking is final: every assessment is closed, and nothing can be scored, recused or reopened any more.

    Who came into a conflict since they scored leaves first, and stays gone even though the round then cannot close.
    """
    async with tx():
        await _run_round(actor, round_id)
        require(permissions.may_decide(kept=await conflicts.kept_in(actor, round_id)))
        await settle(round_id=round_id)
    async with tx():
        found = await _run_round(actor, round_id)
        left = await database.value(
            "SELECT count(*) FROM assessment WHERE review_round = $1 AND state = $2",
            round_id,
            AssessmentState.OPEN.value,
        )
        if left or not found["assessments"]:
            raise Conflict(_("{n} assessments still wait for scores. A round closes when all are scored.", n=left))
        await database.execute("UPDATE review_round SET state = $2 WHERE id = $1", round_id, RoundState.CLOSED.value)
        await audit.record(actor, "review round closed", round_id, assessments=found["assessments"])
        await announce(RoundClosed(round_id))


async def _run_round(actor: Actor, round_id: UUID) -> Any:
    """Lock an open round for its officer: hidden (404) from others, 403 for readers, 409 once it is closed."""
    found = await database.row(
        "SELECT path, state, closes, assessments FROM review_round WHERE id = $1 AND path LIKE ANY($2)"
        " FOR NO KEY UPDATE",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)
    return found
