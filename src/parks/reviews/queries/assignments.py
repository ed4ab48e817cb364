"""Proposed assignments: what the solver is asked, what a person reads before it is applied, and who could replace."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual, Text, _
from parks.reviews import permissions
from parks.reviews.queries import draws, serving
from parks.reviews.queries.conflicts import CONCERNED
from parks.reviews.queries.rounds import AssessmentDetail, Candidate
from parks.reviews.rules.affinity import Affinity, Words, expert_words, words_of
from parks.reviews.rules.assignment import Cause, Instance, Mix, Question, Short, replacement
from parks.reviews.states import AssignmentState, ExpertKind, ExpertState, SeatState

SHOWN = 50
"""Proposals a page."""
CHOICE = 30
"""Experts offered for an edit, the best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in a round now, as a question for the solver; `terms` are looked up in `affinity` afterwards."""

    question: Question
    affinity: Affinity
    codes: tuple[str, ...]
    unchecked: int


async def asked(round_id: UUID, *, max_load: int, min_load: int, floor: Any, mix: Mapping[ExpertKind, int]) -> Asked:
    """Open assessments and the pool of the round's place, in three statements. Whoever sits stays; who is barred, left
    before, rests, does not serve this round, stands outside its drawn panel, or has ties newer than the look for
    conflicts is no candidate.
    """
    open_ones = await rows(
        f"SELECT a.id, a.code, a.field, a.proposal, ARRAY({CONCERNED}) AS barred, a.checked_at, r.seats,"
        " ARRAY(SELECT s.expert FROM seat s WHERE s.assessment = a.id AND s.state IN ('offered', 'declared', 'scored')"
        " ORDER BY s.id) AS sitting,"
        " ARRAY(SELECT s.expert FROM seat s WHERE s.assessment = a.id AND s.state IN ('recused', 'replaced')) AS gone"
        " FROM assessment a JOIN review_round r ON r.id = a.review_round WHERE r.id = $1 AND a.state = 'open'"
        " ORDER BY a.number",
        round_id,
    )
    pool = await rows(
        f"SELECT e.id, e.kind, e.title, e.employer, e.fields, e.state, e.ties_at, {serving.SERVING}"
        " FROM expert e JOIN review_round r"
        " ON r.id = $1 WHERE ((r.path LIKE e.path || '%' OR e.path LIKE r.path || '%') AND e.state = 'available')"
        " OR EXISTS (SELECT FROM seat s JOIN assessment a ON a.id = s.assessment WHERE a.review_round = $1"
        " AND s.expert = e.id AND s.state IN ('offered', 'declared', 'scored')) ORDER BY e.id",
        round_id,
    )
    drawn = await draws.panel(round_id)
    affinity = Affinity(
        [Words(frozenset({one["field"]}), words_of(one["proposal"])) for one in open_ones],
        [Words(frozenset(one["fields"]), expert_words(one["title"], one["fields"])) for one in pool],
    )
    place = {one["id"]: at for at, one in enumerate(pool)}
    worth = affinity.matrix.copy()
    serves = [
        one["state"] == ExpertState.AVAILABLE and bool(serving.verdict(one)) and (drawn is None or one["id"] in drawn)
        for one in pool
    ]
    most = [min(max_load, one["capacity"] or max_load) for one in pool]
    fixed, late = [], set()
    for p, one in enumerate(open_ones):
        sitting = {place[each] for each in one["sitting"]}
        fixed += [(p, e) for e in sorted(sitting)]
        out = {*one["barred"], *one["gone"]}
        for e, expert in enumerate(pool):
            if e in sitting:
                continue
            if expert["ties_at"] > one["checked_at"]:
                late.add(e)
                worth[p, e] = np.nan
            elif expert["id"] in out or not serves[e]:
                worth[p, e] = np.nan
    instance = Instance(
        affinity=worth,
        demand=[one["seats"] for one in open_ones],
        least=[min(min_load, one) if free else 0 for one, free in zip(most, serves, strict=True)],
        most=most,
        employers=[one["employer"].strip() for one in pool],
        mix=[Mix(frozenset(e for e, x in enumerate(pool) if x["kind"] == kind), n) for kind, n in sorted(mix.items())],
        fixed=fixed,
    )
    question = Question(tuple(one["id"] for one in open_ones), tuple(one["id"] for one in pool), instance, floor)
    return Asked(question, affinity, tuple(one["code"] for one in open_ones), len(late))


@dataclass(frozen=True, slots=True)
class PairRow:
    expert_id: UUID
    expert: str
    employer: str
    kind: str
    affinity: Decimal
    terms: tuple[str, ...]
    kept: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A proposal with the experts it would have."""

    assessment_id: UUID
    code: str
    label: str
    field: str
    pairs: tuple[PairRow, ...]

    @property
    def total(self) -> Decimal:
        return sum((one.affinity for one in self.pairs), Decimal(0))


@dataclass(frozen=True, slots=True)
class LoadRow:
    expert_id: UUID
    name: str
    load: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as its officer reads it. `short` are sentences; `loads` every expert asked, the busiest first."""

    id: UUID
    state: str
    made_at: datetime
    max_load: int
    min_load: int
    inputs_hash: str
    seed: int
    solver: str
    objective: Decimal
    worst: Decimal
    bound: Decimal
    proven: bool
    short: tuple[Text, ...]
    unchecked: int
    edited: int
    panels: tuple[PanelRow, ...]
    loads: tuple[LoadRow, ...]
    proposals: int
    page: int

    @property
    def proposed(self) -> bool:
        return self.state == AssignmentState.PROPOSED

    @property
    def further(self) -> bool:
        return self.page * SHOWN < self.proposals

    @property
    def proof(self) -> Text:
        """The proof line."""
        if self.short:
            return _("The best of what can be had: the sum is {sum}.", sum=self.objective)
        if self.proven:
            return _(
                "Optimal: sum {sum}, worst {worst}, bound {bound}.",
                sum=self.objective,
                worst=self.worst,
                bound=self.bound,
            )
        return _(
            "Not proven in the time allowed: sum {sum}, worst {worst}, bound {bound}.",
            sum=self.objective,
            worst=self.worst,
            bound=self.bound,
        )


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """The round, the run that is proposed or was last settled, and who could sit at the panel that is edited."""

    round_id: UUID
    title: Bilingual
    round_open: bool
    seats: int
    waiting: int  # open assessments
    can_run: bool
    run: RunView | None
    edits: UUID | None
    choice: tuple[tuple[UUID, str, Decimal], ...]


async def assignment(actor: Actor, round_id: UUID, page: int = 1, edits: UUID | None = None) -> AssignmentView:
    """Three statements. `edits`: the assessment of the run whose panel is being changed."""
    found = await row(
        "SELECT r.title, r.path, r.state AS round_state, r.seats, (SELECT count(*) FROM assessment a"
        " WHERE a.review_round = r.id AND a.state = 'open') AS waiting, u.id, u.state, u.made_at, u.max_load,"
        " u.min_load, u.inputs_hash, u.seed, u.solver, u.objective, u.worst, u.bound, u.proven, u.short, u.unchecked,"
        " CASE WHEN $3 THEN u.inputs END AS inputs, u.inputs::jsonb -> 'assessments' AS assessments,"
        " u.inputs::jsonb -> 'experts' AS experts,"
        " (SELECT count(*) FROM assignment_pair p WHERE p.run = u.id AND p.by_hand) AS edited"
        " FROM review_round r LEFT JOIN LATERAL (SELECT * FROM assignment_run u WHERE u.review_round = r.id"
        " AND u.state <> 'discarded' ORDER BY u.made_at DESC, u.id DESC LIMIT 1) u ON TRUE"
        " WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        edits is not None,
    )
    if found is None:
        hidden()
    can_run = bool(permissions.may_run(actor, found["path"]))
    run = await _run(found, min(max(page, 1), 1000)) if found["id"] else None
    choice: tuple[tuple[UUID, str, Decimal], ...] = ()
    if run is not None and run.proposed and can_run and found["inputs"]:
        choice = _choice(found["inputs"], edits, {one.expert_id: one.name for one in run.loads})
    return AssignmentView(
        round_id,
        Bilingual.of(found["title"]),
        found["round_state"] == "open",
        found["seats"],
        found["waiting"],
        can_run,
        run,
        edits if choice else None,
        choice,
    )


async def _run(found: Any, page: int) -> RunView:
    shown = [UUID(one) for one in found["assessments"]][(page - 1) * SHOWN : page * SHOWN]
    pairs = await rows(
        "SELECT a.id, a.code, a.subject_label, a.field, p.expert, e.name, e.employer, e.kind, p.affinity, p.terms,"
        " p.kept, p.by_hand FROM assessment a LEFT JOIN assignment_pair p ON p.assessment = a.id AND p.run = $1"
        " LEFT JOIN expert e ON e.id = p.expert WHERE a.id = ANY($2)"
        " ORDER BY a.number, p.affinity DESC, e.name_order, e.id",
        found["id"],
        shown,
    )
    panels: dict[UUID, PanelRow] = {}
    for one in pairs:
        panel = panels.setdefault(one["id"], PanelRow(one["id"], one["code"], one["subject_label"], one["field"], ()))
        if one["expert"] is not None:
            pair = PairRow(
                one["expert"],
                one["name"],
                one["employer"],
                one["kind"],
                one["affinity"],
                tuple(one["terms"]),
                one["kept"],
                one["by_hand"],
            )
            seated = (*panel.pairs, pair)
            panels[one["id"]] = PanelRow(panel.assessment_id, panel.code, panel.label, panel.field, seated)
    loads = await rows(
        "SELECT e.id, e.name, (SELECT count(*) FROM assignment_pair p WHERE p.run = $1 AND p.expert = e.id) AS load"
        " FROM expert e WHERE e.id = ANY($2) ORDER BY load DESC, e.name_order, e.id",
        found["id"],
        [UUID(one) for one in found["experts"]],
    )
    return RunView(
        **{name: found[name] for name in RUN},
        short=tuple(_short(one) for one in found["short"]),
        unchecked=found["unchecked"],
        edited=found["edited"],
        panels=tuple(panels.values()),
        loads=tuple(LoadRow(one["id"], one["name"], one["load"]) for one in loads),
        proposals=len(found["assessments"]),
        page=page,
    )


RUN = (
    "id",
    "state",
    "made_at",
    "max_load",
    "min_load",
    "inputs_hash",
    "seed",
    "solver",
    "objective",
    "worst",
    "bound",
    "proven",
)


def _short(stored: Mapping[str, Any]) -> Text:
    """`{"name", "missing", "cause", "expert"}` → the sentence; the name is a code or an expert's name."""
    return Short(None, None, stored["missing"], Cause(stored["cause"])).says(stored["name"])


def _choice(inputs: str, edits: UUID | None, called: Mapping[UUID, str]) -> tuple[tuple[UUID, str, Decimal], ...]:
    """Who has no conflict with that assessment, the best first."""
    told = json.loads(inputs)
    if str(edits) not in told["assessments"]:
        return ()
    line = told["affinity"][told["assessments"].index(str(edits))]
    free = [(UUID(one), worth) for one, worth in zip(told["experts"], line, strict=True) if worth is not None]
    best = sorted(free, key=lambda one: (-one[1], one[0]))[:CHOICE]
    return tuple((one, called.get(one, ""), Decimal(str(worth))) for one, worth in best)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who takes the seat that somebody left, everything else kept."""

    expert_id: UUID
    name: str
    employer: str
    affinity: Decimal
    terms: tuple[str, ...]


def suggested(found: AssessmentDetail, among: Sequence[Candidate]) -> Suggestion | None:
    """After a recusal or a seat taken back: the best who may sit, of an employer that nobody left sitting has."""
    gone = [one for one in found.panel if one.state in {SeatState.RECUSED, SeatState.REPLACED}]
    free = [one for one in among if not one.why_not and not one.full]
    if not gone or not free or not found.can_seat:
        return None
    sitting = [one for one in found.panel if one.sits]
    affinity = Affinity(
        [Words(frozenset({found.field}), found.words)],
        [Words(frozenset(one.fields), expert_words(one.title, one.fields)) for one in free],
    )
    worth = [*affinity.matrix[0].tolist(), *[0.0 for _one in sitting], None]
    count = len(worth)
    kept = [(0, len(free) + at) for at in range(len(sitting))]
    plan = replacement(
        Instance(
            [worth],
            [len(sitting) + 1],
            [0] * count,
            [1] * count,
            employers=[*(one.employer.strip() for one in free), *(one.employer.strip() for one in sitting), ""],
            fixed=kept,
        ),
        kept,
        left=(0, count - 1),
    )
    new = [expert for _proposal, expert in plan.pairs if expert < len(free)]
    if not new:
        return None
    one = free[new[0]]
    value = Decimal(str(round(float(affinity.matrix[0, new[0]]), 4)))
    return Suggestion(one.id, one.name, one.employer, value, affinity.shared(0, new[0]))
