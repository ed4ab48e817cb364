"""Who could be drawn for a round, and who could not and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.adapters import vault
from parks.adapters.database import rows
from parks.reviews.queries import serving
from parks.reviews.queries.conflicts import CONCERNED
from parks.reviews.rules import draw as rule
from parks.reviews.states import (
    SITTING,
    ExpertState,
    InvitationState,
    LeftOut,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is left out beforehand: barred from more than `most_barred` % of the round, more open seats than that."""

    most_barred: int = 25
    most_open: int = 10

    def stored(self) -> dict[str, int]:
        return {"most_barred": self.most_barred, "most_open": self.most_open}


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pool as a draw sees it: candidates, whose mark is whose, and how many were left out for what."""

    snapshot: rule.Snapshot
    marks: Mapping[str, UUID]
    left_out: Mapping[LeftOut, int]
    proposals: int


POOL = f"""
WITH r AS (SELECT id, path, assessments FROM review_round WHERE id = $1),
barred AS (SELECT x.expert, count(*) AS n FROM assessment a CROSS JOIN LATERAL ({CONCERNED}) x
  WHERE a.review_round = $1 GROUP BY x.expert),
looked AS (SELECT min(checked_at) AS at FROM assessment WHERE review_round = $1),
waiting AS (SELECT expert, count(*) AS n FROM seat WHERE state IN ('offered', 'declared') GROUP BY expert),
sat AS (SELECT x.expert, max(x.at) AS at FROM (
    SELECT s.expert, s.offered_at AS at FROM seat s JOIN assessment a ON a.id = s.assessment
      WHERE s.state = ANY($2) AND a.review_round <> $1
    UNION ALL SELECT d.expert, COALESCE(d.called_at, e.revealed_at) FROM drawn_expert d JOIN expert_draw e
      ON e.id = d.draw WHERE d.state = 'seated' AND e.state = 'revealed' AND e.review_round <> $1) x GROUP BY x.expert)
SELECT e.id, e.person, e.fields, e.kind, e.employer, e.state, o.region, r.assessments,
  COALESCE(barred.n, 0) AS barred, COALESCE(waiting.n, 0) AS waiting, e.ties_at > looked.at AS unchecked,
  CASE WHEN sat.at IS NOT NULL THEN GREATEST(0, floor(extract(epoch FROM parks_now() - sat.at) / 86400))::int END
    AS recent, {serving.SERVING}
FROM r CROSS JOIN looked JOIN expert e ON starts_with(r.path, e.path) OR starts_with(e.path, r.path)
JOIN organisation o ON o.id = e.organisation
LEFT JOIN barred ON barred.expert = e.id LEFT JOIN waiting ON waiting.expert = e.id
LEFT JOIN sat ON sat.expert = e.id ORDER BY e.id
"""


async def pooled(round_id: UUID, terms: Terms, officials: Sequence[UUID]) -> Pooled:
    """Who of the pool that serves the round's place can be drawn now; one statement. `officials` run this draw."""
    found = await rows(POOL, round_id, [one.value for one in SITTING])
    marks: dict[str, UUID] = {}
    candidates: list[rule.Candidate] = []
    left_out: Counter[LeftOut] = Counter()
    for one in found:
        if why := _left_out(one, terms, officials):
            left_out[why] += 1
            continue
        mark = expert_mark(round_id, one["id"])
        marks[mark] = one["id"]
        candidates.append(
            rule.Candidate(
                mark,
                tuple(sorted(one["fields"])),
                one["kind"],
                employer_mark(round_id, one["employer"]),
                one["region"],
                one["recent"],
                one["barred"],
            )
        )
    proposals = found[0]["assessments"] if found else 0
    return Pooled(
        rule.Snapshot(tuple(candidates)), marks, {why: left_out[why] for why in LeftOut if left_out[why]}, proposals
    )


def expert_mark(round_id: UUID, expert_id: UUID) -> str:
    """The pseudonym of an expert in a round's draws and their export: keyed, and of use in this round alone."""
    return "E" + vault.fingerprint(f"drawn expert {round_id}", str(expert_id))[:16]


def employer_mark(round_id: UUID, employer: str) -> str:
    return vault.fingerprint(f"drawn employer {round_id}", rule.employer_key(employer))[:16]


def _left_out(one: Any, terms: Terms, officials: Sequence[UUID]) -> LeftOut | None:
    if one["state"] == ExpertState.RESTING:
        return LeftOut.RESTING
    if one["state"] != ExpertState.AVAILABLE:
        return LeftOut.NOT_VETTED
    if one["person"] in officials:
        return LeftOut.OFFICIAL
    if one["unchecked"]:
        return LeftOut.UNCHECKED
    if one["barred"] * 100 > terms.most_barred * one["assessments"]:
        return LeftOut.BARRED
    if one["answer"] == InvitationState.DECLINED:
        return LeftOut.DECLINED
    full = one["capacity"] is not None and one["taken"] >= one["capacity"]
    if full or one["waiting"] > terms.most_open:
        return LeftOut.BUSY
    return None if serving.verdict(one) else LeftOut.TERM  # of what forbids to serve, only the term is left
