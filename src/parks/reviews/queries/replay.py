"""A round as it is written into a selection file (docs/adr/0072): figures and pseudonyms, no name and no comment."""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.errors import hidden
from parks.reviews.queries import draws
from parks.reviews.queries.criteria import scale_of
from parks.reviews.rules.replay import ROUNDED, bonus_told, runs, spelt
from parks.reviews.rules.scoring import Policy

Pseudonym = Callable[[str, UUID], str]
"""The mark of a `proposal` (by its assessment); the one who hands it in keeps its key."""

ROUND = """
SELECT r.seats, r.scoring, b.key, b.version, b.title,
  (SELECT jsonb_agg(jsonb_build_object('position', c.position, 'title', c.title, 'weight', c.weight::text,
      'maximum', c.maximum::text, 'step', c.step::text, 'tie_break', c.tie_break, 'bands', c.bands)
      -- said of those criteria alone of which it is true, so that a file without them is what it was
      || CASE WHEN c.bonus THEN '{"bonus": true}'::jsonb ELSE '{}' END
      || CASE WHEN c.may_not_apply THEN '{"may_not_apply": true}'::jsonb ELSE '{}' END ORDER BY c.position)
    FROM criterion c WHERE c.rubric = b.id) AS criteria
FROM review_round r JOIN rubric b ON b.id = r.rubric WHERE r.id = $1
"""

SEATS = """
SELECT s.assessment, s.expert, s.state, s.score,
  (SELECT jsonb_object_agg(c.position, m.value) FROM mark m JOIN criterion c ON c.id = m.criterion
    WHERE m.seat = s.id AND s.state = 'scored') AS marks,
  (SELECT jsonb_agg(jsonb_build_object('score', h.score, 'marks',
      (SELECT jsonb_object_agg(c.position, x.value ->> 'mark') FROM jsonb_array_elements(h.marks) x(value)
        JOIN criterion c ON c.id = (x.value ->> 'criterion')::uuid)) ORDER BY h.at, h.id)
    FROM submitted_score h WHERE h.seat = s.id AND s.state IN ('declared', 'scored')) AS submitted
FROM seat s JOIN assessment a ON a.id = s.assessment WHERE a.review_round = $1
"""

RESULTS = """
SELECT a.id, a.state, a.plain, a.total, a.key_points, a.second_points, a.rank,
  (SELECT COALESCE(array_agg(s.score ORDER BY s.score), '{}') FROM seat s
    WHERE s.assessment = a.id AND s.state = 'scored') AS scores
FROM assessment a WHERE a.review_round = $1
"""


RUNS = """
SELECT u.inputs, u.inputs_hash, u.pairs, u.solver, u.proven, u.objective, u.worst,
  ARRAY(SELECT p.assessment FROM assignment_pair p WHERE p.run = u.id ORDER BY p.id) AS assessments,
  ARRAY(SELECT p.expert FROM assignment_pair p WHERE p.run = u.id ORDER BY p.id) AS experts
FROM assignment_run u WHERE u.review_round = $1 AND u.state = 'applied' ORDER BY u.settled_at, u.id
"""


async def sections(round_id: UUID, pseudonym: Pseudonym) -> dict[str, list[dict[str, Any]]]:
    """The sections `rubric` to `ranking` and, in `call`, the round's seats; in six statements.

    Experts stand under the marks of their round's draws, so that a seat can be held against the drawn panel.
    """
    found = await row(ROUND, round_id) or hidden()
    policy = Policy.of(found["scoring"])
    results = await rows(RESULTS, round_id)
    seats = _sorted([_seat(one, round_id, pseudonym) for one in await rows(SEATS, round_id)], "proposal", "expert")
    return {
        "call": [{"seats": found["seats"]}],
        "rubric": [{name: found[name] for name in ("key", "version", "title", "criteria")}],
        "scoring": [policy.stored() | ROUNDED],
        "draws": await draws.records(round_id),
        "assignments": [
            _run(number, one, round_id, pseudonym) for number, one in enumerate(await rows(RUNS, round_id), start=1)
        ],
        "marks": seats,
        "results": _with_bonus(
            _sorted([_result(one, policy, pseudonym) for one in results], "proposal"), seats, found["criteria"], policy
        ),
        "ranking": _ranking(results, pseudonym),
    }


def _sorted(records: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    return sorted(records, key=lambda one: tuple(one[key] for key in keys))


def _run(number: int, one: Any, round_id: UUID, pseudonym: Pseudonym) -> dict[str, Any]:
    told = json.loads(one["inputs"])
    assessments, experts = [UUID(each) for each in told["assessments"]], [UUID(each) for each in told["experts"]]
    seated = [
        (assessments.index(assessment), experts.index(expert))
        for assessment, expert in zip(one["assessments"], one["experts"], strict=True)
    ]
    return runs.record(
        number,
        runs.Applied(
            one["inputs"],
            one["inputs_hash"],
            one["pairs"],
            one["solver"],
            one["proven"],
            {name: f"{one[name]:.4f}" for name in ("objective", "worst")},
            sorted(seated),
        ),
        [pseudonym("proposal", each) for each in assessments],
        [draws.expert_mark(round_id, each) for each in experts],
    )


def _seat(one: Any, round_id: UUID, pseudonym: Pseudonym) -> dict[str, Any]:
    """`earlier`: scores that were submitted and given back. Recused and replaced seats count and show none."""
    scored = one["state"] == "scored"
    submitted = [{"marks": _marks(each["marks"]), "score": _two(each["score"])} for each in one["submitted"] or []]
    return {
        "proposal": pseudonym("proposal", one["assessment"]),
        "expert": draws.expert_mark(round_id, one["expert"]),
        "state": one["state"],
        "marks": _marks(one["marks"] or {}),
        "score": spelt(one["score"]) if scored else None,
        "earlier": submitted[:-1] if scored else submitted,
    }


def _marks(marks: Mapping[str, Any]) -> dict[str, str | None]:
    """By position; null where the expert said that the criterion does not apply."""
    return {place: None if mark is None else _two(mark) for place, mark in marks.items()}


def _two(figure: Any) -> str:
    return spelt(Decimal(str(figure)))


def _result(one: Any, policy: Policy, pseudonym: Pseudonym) -> dict[str, Any]:
    """What was kept when the panel closed; only what was left out is told anew, as the round never stored it."""
    closed = one["state"] == "closed"
    dropped = policy.left_out(one["scores"]) if closed else ()
    return {
        "proposal": pseudonym("proposal", one["id"]),
        "closed": closed,
        "scores": [spelt(each) for each in one["scores"]],
        "dropped": [spelt(each) for each in dropped],
        "plain": spelt(one["plain"]) if closed else None,
        "total": spelt(one["total"]) if closed else None,
        "key": spelt(one["key_points"]) if closed else None,
        "second": spelt(one["second_points"]) if closed else None,
    }


def _with_bonus(
    results: list[dict[str, Any]],
    seats: Sequence[Mapping[str, Any]],
    criteria: Sequence[Mapping[str, Any]],
    policy: Policy,
) -> list[dict[str, Any]]:
    """The panels' means on bonus criteria, by position, where the rubric has one: no column keeps them."""
    scales = {str(one["position"]): scale_of({"bonus": False, "may_not_apply": False} | dict(one)) for one in criteria}
    if not any(one.bonus for one in scales.values()):
        return results
    sheets: dict[str, list[dict[str, Decimal | None]]] = {}
    for seat in seats:
        if seat["state"] == "scored":
            marks = {place: None if mark is None else Decimal(mark) for place, mark in seat["marks"].items()}
            sheets.setdefault(seat["proposal"], []).append(marks)
    return [
        one | {"bonus": bonus_told(policy, scales, sheets[one["proposal"]]) if one["closed"] else {}} for one in results
    ]


def _ranking(results: Sequence[Any], pseudonym: Pseudonym) -> list[dict[str, Any]]:
    ranks = [one["rank"] for one in results]
    return _sorted(
        [
            {
                "proposal": pseudonym("proposal", one["id"]),
                "rank": one["rank"],
                "total": spelt(one["total"]),
                "key": spelt(one["key_points"]),
                "second": spelt(one["second_points"]),
                "shared": ranks.count(one["rank"]) > 1,
            }
            for one in results
            if one["rank"] is not None
        ],
        "rank",
        "proposal",
    )
