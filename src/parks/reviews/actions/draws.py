"""The random draw of a round's panel: committed to, witnessed, revealed; drawn again only with a reason.

Everything that changes a draw locks its round first, so that of two officers who press at once one wins.
"""

import secrets
from typing import Any, Never
from uuid import UUID

import asyncpg

from parks.adapters import database, vault
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.queries import draws as queries
from parks.reviews.queries.draws import Terms
from parks.reviews.rules import draw as rule
from parks.reviews.states import DRAW, ROUND, SITTING, DrawMove, DrawnState, DrawState, RoundMove, RoundState

SECRET_SIZE = 32
WORDS_LEAST, WORDS_MOST = 4, 100


async def commit(
    actor: Actor, round_id: UUID, constraints: rule.Constraints, witness_id: UUID, terms: Terms | None = None
) -> UUID:
    """Commit to a draw: snapshot, constraints and a secret are fixed, their hash goes to the page and the trail.

    Invalid (422) where no such panel can be drawn, with which quota lacks how many; Conflict (409) beside a live draw.
    """
    async with tx():
        found = await _run_round(actor, round_id)
        live = await database.value(
            "SELECT number FROM expert_draw WHERE review_round = $1 AND state <> 'replaced'", round_id
        )
        if live:
            raise Conflict(_("This round has a draw already, number {n}. A new one asks for a reason.", n=live))
        return await _commit(actor, found, constraints, witness_id, terms or Terms())


async def redraw(
    actor: Actor,
    draw_id: UUID,
    reason: str,
    *,
    constraints: rule.Constraints | None = None,
    witness_id: UUID | None = None,
    terms: Terms | None = None,
) -> UUID:
    """Set a draw aside with the reason and commit to the next one, counted on; what is not given stays as it was.

    Conflict (409) while drawn experts hold seats: those are taken back first, or a backup is called instead.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await _run_draw(actor, draw_id)
        state = DRAW.after(DrawState(found["state"]), DrawMove.REPLACE)
        held = await database.value(
            "SELECT count(*) FROM seat s JOIN assessment a ON a.id = s.assessment JOIN drawn_expert d"
            " ON d.expert = s.expert WHERE a.review_round = $1 AND d.draw = $2 AND s.state = ANY($3)",
            found["id"],
            draw_id,
            [one.value for one in SITTING],
        )
        if held:
            raise Conflict(
                _(
                    "{n} seats are held by the drawn experts. Call a backup for whoever leaves, or take the seats back"
                    " first.",
                    n=held,
                )
            )
        await database.execute(
            "UPDATE expert_draw SET state = $2, reason = $3, replaced_at = parks_now() WHERE id = $1",
            draw_id,
            state.value,
            reason,
        )
        await audit.record(actor, "draw set aside", found["id"], number=found["number"], reason=reason)
        return await _commit(
            actor,
            found,
            constraints or rule.Constraints.of(found["constraints"]),
            witness_id or found["witness"],
            terms or Terms(**found["terms"]),
        )


async def _commit(actor: Actor, found: Any, constraints: rule.Constraints, witness_id: UUID, terms: Terms) -> UUID:
    round_id: UUID = found["id"]
    witness = await _witness(actor, witness_id, found["path"])
    if constraints.seats < found["seats"]:
        least = _("A panel needs {n} experts at least: so many seats has each proposal.", n=found["seats"])
        raise Invalid(fields={"seats": least})
    pool = await queries.pooled(round_id, terms, [actor.id, witness_id])
    if problems := rule.problems(pool.snapshot, constraints):
        _refuse(problems)
    secret = secrets.token_bytes(SECRET_SIZE)
    commitment = rule.commitment(pool.snapshot, constraints, secret)
    made = uuid7()
    try:
        async with tx():
            number = await database.value(
                "INSERT INTO expert_draw (id, review_round, number, state, snapshot, constraints, terms, left_out,"
                " marks, commitment, locked, words, officer, officer_name, witness, witness_name, committed_at, reason)"
                " SELECT $1, $2, COALESCE(max(number), 0) + 1, 'committed', $3, $4, $5, $6, $7, $8, $9, '', $10, $11,"
                " $12, $13, parks_now(), '' FROM expert_draw WHERE review_round = $2 RETURNING number",
                made,
                round_id,
                pool.snapshot.stored(),
                constraints.stored(),
                terms.stored(),
                {why.value: n for why, n in pool.left_out.items()},
                {mark: str(expert_id) for mark, expert_id in pool.marks.items()},
                commitment,
                vault.lock(secret.hex()),
                actor.id,
                actor.name[:100],
                witness_id,
                witness.name[:100],
            )
    except asyncpg.UniqueViolationError:  # the index: whoever came first has it, whatever lock was missed
        raise Conflict(_("Somebody else has just committed to a draw of this round.")) from None
    await audit.record(
        actor,
        "draw committed to",
        round_id,
        number=number,
        commitment=commitment,
        candidates=len(pool.snapshot.candidates),
        seats=constraints.seats,
        witness=witness.name,
    )
    return made


async def _witness(actor: Actor, witness_id: UUID, path: str) -> identity.PersonView:
    if witness_id == actor.id:
        raise Invalid(fields={"witness": _("You commit to this draw; somebody else witnesses it.")})
    staff = await identity.staff(permissions.READERS, path)
    found = next((one for one in staff if one.id == witness_id), None)
    if found is None:
        raise Invalid(fields={"witness": _("Choose an officer or auditor of this place, or of one above it.")})
    return found


def _refuse(problems: tuple[rule.Problem, ...]) -> Never:
    """Each problem beside the field that it speaks of."""
    fields: dict[str, Text] = {}
    for one in problems:
        name = f"{one.what}-{one.name}" if one.what in {"domain", "kind"} else "seats"
        fields.setdefault(name, one.text)
    raise Invalid(_("No such panel can be drawn."), fields)


async def witness(actor: Actor, draw_id: UUID, words: str) -> None:
    """The named witness confirms what was committed to and adds words of their own, which nobody knew before."""
    words = words.strip()
    if not WORDS_LEAST <= len(words) <= WORDS_MOST:
        raise Invalid(
            fields={"words": _("Write between {least} and {most} characters.", least=WORDS_LEAST, most=WORDS_MOST)}
        )
    async with tx():
        found = await _draw(actor, draw_id)
        require(permissions.may_witness(actor, found["witness"]))
        ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
        state = DRAW.after(DrawState(found["state"]), DrawMove.WITNESS)
        await database.execute(
            "UPDATE expert_draw SET state = $2, words = $3, witnessed_at = parks_now() WHERE id = $1",
            draw_id,
            state.value,
            words,
        )
        await audit.record(actor, "draw witnessed", found["id"], number=found["number"], commitment=found["commitment"])


async def reveal(actor: Actor, draw_id: UUID) -> None:
    """Open the secret: the outcome follows from it and the witness's words, and the drawn experts are the panel."""
    async with tx():
        found = await _draw(actor, draw_id)
        require(permissions.may_reveal(actor, found["witness"], found["path"]))
        ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
        state = DRAW.after(DrawState(found["state"]), DrawMove.REVEAL)
        secret = _opened(found["locked"])
        snapshot, constraints = rule.Snapshot.of(found["snapshot"]), rule.Constraints.of(found["constraints"])
        outcome = rule.drawn(snapshot, constraints, rule.seeded(bytes.fromhex(secret), found["words"]))
        order = [*outcome.seated, *outcome.backups]
        await database.execute(
            "INSERT INTO drawn_expert (id, draw, expert, place, state, reason)"
            " SELECT u.id, $1, u.expert, u.place, CASE WHEN u.place <= $4 THEN 'seated' ELSE 'backup' END, ''"
            " FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS u(id, expert, place)",
            draw_id,
            [uuid7() for _each in order],
            [UUID(found["marks"][mark]) for mark in order],
            len(outcome.seated),
        )
        await database.execute(
            "UPDATE expert_draw SET state = $2, secret = $3, revealed_at = parks_now() WHERE id = $1",
            draw_id,
            state.value,
            secret,
        )
        await audit.record(
            actor,
            "draw revealed",
            found["id"],
            number=found["number"],
            commitment=found["commitment"],
            secret=secret,
            words=found["words"],
            seated=list(outcome.seated),
        )


def _opened(locked: str) -> str:
    try:
        return vault.unlock(locked)
    except RuntimeError:  # the house's keys were changed twice between commitment and reveal
        raise Conflict(
            _("The secret of this draw no longer opens with the present keys. Draw again, with that reason.")
        ) from None


async def call_backup(actor: Actor, draw_id: UUID, expert_id: UUID, reason: str) -> UUID | None:
    """A drawn expert leaves, with the reason; the first backup in order who keeps the constraints takes the place.

    Answers who; None where no backup fits and the place stays empty.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await _run_draw(actor, draw_id)
        if found["state"] != DrawState.REVEALED:
            raise Conflict(_("The draw is not revealed. Until then there is only the published commitment."))
        drawn = await database.rows(
            "SELECT d.expert, d.place, d.state, d.left_turn, e.name FROM drawn_expert d"
            " JOIN expert e ON e.id = d.expert WHERE d.draw = $1 AND d.state <> 'admitted' ORDER BY d.place",
            draw_id,
        )
        mark_of = {UUID(expert): mark for mark, expert in found["marks"].items()}
        leaver = next((one for one in drawn if one["expert"] == expert_id and one["state"] == DrawnState.SEATED), None)
        if leaver is None:
            raise Invalid(fields={"expert": _("Choose one of the drawn experts on the panel.")})
        former = sorted((one for one in drawn if one["left_turn"]), key=lambda one: one["left_turn"])
        constraints = rule.Constraints.of(found["constraints"])
        outcome = rule.Drawn(
            tuple(mark_of[one["expert"]] for one in drawn if one["place"] <= constraints.seats),
            tuple(mark_of[one["expert"]] for one in drawn if one["place"] > constraints.seats),
        )
        left = [mark_of[one["expert"]] for one in (*former, leaver)]
        panel = rule.after_departures(rule.Snapshot.of(found["snapshot"]), constraints, outcome, left)
        follower = UUID(found["marks"][panel.called[-1][1]]) if panel.called[-1][1] else None
        turn = len(left)
        await database.execute(
            "UPDATE drawn_expert SET state = 'left', left_turn = $3, left_at = parks_now(), reason = $4"
            " WHERE draw = $1 AND expert = $2",
            draw_id,
            expert_id,
            turn,
            reason,
        )
        await database.execute(
            "UPDATE drawn_expert SET state = 'seated', called_turn = $3, called_at = parks_now()"
            " WHERE draw = $1 AND expert = $2",
            draw_id,
            follower,
            turn,
        )
        await audit.record(
            actor,
            "backup called",
            found["id"],
            number=found["number"],
            left=leaver["name"],
            called=next((one["name"] for one in drawn if one["expert"] == follower), None),
            reason=reason,
        )
    return follower


async def admit(actor: Actor, draw_id: UUID, expert_id: UUID, reason: str) -> None:
    """An administrator takes an expert onto the panel who was not drawn; it stays visible as such."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why; the reason stays on record.")})
    async with tx():
        found = await database.row(
            f"{LOCKED} WHERE d.id = $1 AND r.path LIKE ANY($2) FOR NO KEY UPDATE OF r, d",
            draw_id,
            [f"{path}%" for path in actor.paths(Role.SYSTEM_ADMIN)],
        )
        if found is None:
            hidden()
        require(permissions.may_admit(actor, found["path"]))
        ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
        if found["state"] != DrawState.REVEALED:
            raise Conflict(_("The draw is not revealed. Until then there is only the published commitment."))
        name = await database.value(
            "SELECT e.name FROM expert e WHERE e.id = $1 AND (starts_with($2, e.path) OR starts_with(e.path, $2))",
            expert_id,
            found["path"],
        )
        if name is None:
            raise Invalid(fields={"expert": _("Choose an expert of the pool.")})
        try:
            async with tx():
                await database.execute(
                    "INSERT INTO drawn_expert (id, draw, expert, place, state, reason)"
                    " SELECT $1, $2, $3, max(place) + 1, 'admitted', $4 FROM drawn_expert WHERE draw = $2",
                    uuid7(),
                    draw_id,
                    expert_id,
                    reason,
                )
        except asyncpg.UniqueViolationError:
            raise Conflict(
                _("This expert was drawn, as one of the panel or as a backup who is called in order.")
            ) from None
        await audit.record(
            actor, "expert taken onto the panel", found["id"], number=found["number"], expert=name, reason=reason
        )


LOCKED = (
    "SELECT r.id, r.path, r.seats, r.state AS round_state, d.number, d.state, d.constraints, d.terms, d.snapshot,"
    " d.marks, d.commitment, d.locked, d.words, d.witness"
    " FROM expert_draw d JOIN review_round r ON r.id = d.review_round"
)


async def _draw(actor: Actor, draw_id: UUID) -> Any:
    """Lock a draw and its round for who reads the round; hidden (404) from others."""
    found = await database.row(
        f"{LOCKED} WHERE d.id = $1 AND r.path LIKE ANY($2) FOR NO KEY UPDATE OF r, d",
        draw_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return found or hidden()


async def _run_draw(actor: Actor, draw_id: UUID) -> Any:
    """The same for the officer of an open round: 403 for readers, 409 once it is closed."""
    found = await _draw(actor, draw_id)
    require(permissions.may_run(actor, found["path"]))
    ROUND.after(RoundState(found["round_state"]), RoundMove.CLOSE)
    return found


async def _run_round(actor: Actor, round_id: UUID) -> Any:
    found = await database.row(
        "SELECT id, path, seats, state FROM review_round WHERE id = $1 AND path LIKE ANY($2) FOR NO KEY UPDATE",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)
    return found
