"""What the sections of the reviews must be: rubric, scoring, draws, assignments, marks, results and ranking.

Each follows from those before it. A check yields (field, what the file says, what it must be); it raises ValueError and
its like where the record has not the shape of docs/adr/0072.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from parks.reviews.rules import draw
from parks.reviews.rules.bands import Band, problem
from parks.reviews.rules.replay import runs
from parks.reviews.rules.scoring import FULL, Policy, Scale, Standing, expert_score, panel, ranked, rounded

Step = tuple[str, Any, Any]
Sheet = dict[str, Decimal | None]
"""Marks by position; None: the criterion does not apply."""

FIGURE = re.compile(r"(0|[1-9][0-9]{0,11})\.[0-9]{2}")
ROUNDED = {"rounding": "half up", "rule": "domain 6.3"}
"""What no round chooses; the rest of its `scoring` is its policy (`rules.scoring.Policy`)."""


def number(told: Any) -> Decimal:
    """A figure as the file spells it, with two places; ValueError where it is none."""
    if not isinstance(told, str) or not FIGURE.fullmatch(told):
        raise ValueError(told)
    return Decimal(told)


def spelt(value: Decimal) -> str:
    return f"{rounded(value):f}"


def shown(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


@dataclass
class Book:
    """What was read so far. Proposals and experts are pseudonyms; criteria are their positions, from 1."""

    head: Mapping[str, Any] = field(default_factory=dict)
    seats: int = 0
    scales: dict[str, Scale] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    tie_breaks: dict[int, str] = field(default_factory=dict)
    panel: set[str] | None = None
    runs: int = 0
    assigned: set[tuple[str, str]] = field(default_factory=set)
    marks: dict[str, list[Sheet]] = field(default_factory=dict)
    seated: tuple[str, str] = ("", "")
    results: dict[str, Standing | None] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    order: list[tuple[int, str]] = field(default_factory=list)


def call(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    book.seats = record["seats"]
    yield "seats", 1 <= book.seats <= 15, True


def rubric(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    yield "version", record["version"] >= 1, True
    for place, one in enumerate(record["criteria"], start=1):
        yield "position", one["position"], place
        key = str(place)
        book.scales[key] = _scale(one)
        yield f"weight of {key}", book.scales[key].weight == 0, book.scales[key].bonus
        yield f"step of {key}", 0 < book.scales[key].step <= book.scales[key].maximum, True
        named = [Band.of(band) for band in one.get("bands", ())]
        yield f"bands of {key}", problem(named, book.scales[key]), None
        if one["tie_break"] is not None:
            yield f"tie-break of {key}", one["tie_break"] in {1, 2} - set(book.tie_breaks), True
            yield f"always marked {key}", book.scales[key].bonus or book.scales[key].may_not_apply, False
            book.tie_breaks[one["tie_break"]] = key
    yield "tie-breaks", sorted(book.tie_breaks), [1, 2]
    yield "weights", spelt(sum((one.weight for one in book.scales.values()), Decimal(0))), spelt(FULL)


def scoring(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    """How this round adds up; a policy that contradicts itself raises. Earlier files name less of it."""
    for name, fixed in ROUNDED.items():
        yield name, record.get(name), fixed
    book.policy = Policy.of({name: one for name, one in record.items() if name not in ROUNDED})


def draws(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    """A draw that was never revealed has its commitment alone, and nobody on the panel."""
    if record["secret"] is None:
        yield "seated", record["seated"], []
        return
    for name, computed in draw.recomputed(record):
        yield name, record[name], computed
    if record["state"] == "revealed":
        book.panel = {*record["panel"], *record["admitted"], *record["left"]}


def assignments(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    """An applied run: the solver's answer again, and its seats, which the marks must have."""
    book.runs += 1
    yield "number", record["number"], book.runs
    yield from runs.steps(record)
    book.assigned |= set(runs.seats(record))


def marks(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    """One seat: its score from its marks, likewise each one that was given back before."""
    seat = (record["proposal"], record["expert"])
    yield "order", seat > book.seated, True
    book.seated = seat
    book.assigned.discard(seat)
    book.marks.setdefault(record["proposal"], [])
    for place, earlier in enumerate(record["earlier"], start=1):
        yield from _sheet(book, earlier, f"earlier {place} ")[1]
    if record["state"] != "scored":
        yield "state", record["state"] in {"offered", "declared", "recused", "replaced"}, True
        yield "marks", record["marks"], {}
        yield "score", record["score"], None
        return
    if book.panel is not None:
        yield "expert", record["expert"] in book.panel, True
    sheet, steps = _sheet(book, record, "")
    yield from steps
    book.marks[record["proposal"]].append(sheet)


def all_marks(book: Book) -> Iterator[Step]:
    """Whom an assignment gave a seat has one, however it ended."""
    yield "assigned", [list(one) for one in sorted(book.assigned)], []


def _sheet(book: Book, record: Mapping[str, Any], what: str) -> tuple[Sheet, list[Step]]:
    sheet = {key: None if mark is None else number(mark) for key, mark in record["marks"].items()}
    steps: list[Step] = [(f"{what}criteria", sorted(sheet), sorted(book.scales))]
    steps += [
        (f"{what}mark {key}", mark, mark if key in book.scales and _stands(book.scales[key], mark) else "on its scale")
        for key, mark in sheet.items()
    ]
    number(record["score"])
    score = spelt(expert_score(book.policy, book.scales, sheet)) if set(sheet) == set(book.scales) else None
    return sheet, [*steps, (f"{what}score", record["score"], score)]


def _scale(one: Mapping[str, Any]) -> Scale:
    """Criteria like any other, and earlier files, say nothing of a bonus or of what may not apply."""
    flags = [one.get(name, False) for name in ("bonus", "may_not_apply")]
    if any(one is not True and one is not False for one in flags):
        raise ValueError(flags)
    return Scale(number(one["weight"]), number(one["maximum"]), number(one["step"]), *flags)


def _stands(scale: Scale, mark: Decimal | None) -> bool:
    return scale.may_not_apply if mark is None else scale.takes(mark)


def bonus_told(
    policy: Policy, scales: Mapping[str, Scale], sheets: Sequence[Mapping[str, Decimal | None]]
) -> dict[str, str]:
    """The panel's mean on each bonus criterion that somebody marked."""
    return {key: spelt(one) for key, one in panel(policy, scales, dict(enumerate(sheets))).bonus.items()}


def results(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    """One proposal's panel: its scores in order, what was left out, the totals."""
    proposal = record["proposal"]
    yield "order", not book.results or proposal > max(book.results), True
    sheets = book.marks.get(proposal, [])
    scores = sorted(expert_score(book.policy, book.scales, one) for one in sheets)
    yield "scores", record["scores"], [spelt(one) for one in scores]
    yield "closed", record["closed"], bool(scores) and len(scores) >= book.seats
    beside = any(one.bonus for one in book.scales.values())
    if not record["closed"]:
        yield "bonus", record.get("bonus"), {} if beside else None
        yield "totals", [record[name] for name in ("plain", "total", "key", "second")], [None] * 4
        yield "dropped", record["dropped"], []
        book.results[proposal] = None
        return
    made = panel(book.policy, book.scales, dict(enumerate(sheets)))
    standing = Standing(made.total, *(made.points[book.tie_breaks[one]] for one in (1, 2)))
    yield "dropped", record["dropped"], [spelt(made.scores[one]) for one in made.dropped]
    yield "bonus", record.get("bonus"), bonus_told(book.policy, book.scales, sheets) if beside else None
    yield "plain", record["plain"], spelt(made.plain)
    yield "total", record["total"], spelt(standing.total)
    yield "key", record["key"], spelt(standing.key)
    yield "second", record["second"], spelt(standing.second)
    book.results[proposal] = standing


def all_results(book: Book) -> Iterator[Step]:
    """Who has marks has a result, and the ranks follow from all of them."""
    yield "proposals", sorted(set(book.marks) - set(book.results)), []
    book.ranks = ranked({key: one for key, one in book.results.items() if one is not None})


def ranking(book: Book, record: Mapping[str, Any]) -> Iterator[Step]:
    proposal = record["proposal"]
    standing = book.results[proposal]
    if standing is None:
        raise ValueError(proposal)
    yield "total", record["total"], spelt(standing.total)
    yield "key", record["key"], spelt(standing.key)
    yield "second", record["second"], spelt(standing.second)
    rank = book.ranks[proposal]
    yield "rank", record["rank"], rank
    yield "shared", record["shared"], sum(one == rank for one in book.ranks.values()) > 1
    yield "order", not book.order or (rank, proposal) > book.order[-1], True
    book.order.append((rank, proposal))


def all_ranked(book: Book) -> Iterator[Step]:
    yield "proposals", sorted(set(book.ranks) - {one for _rank, one in book.order}), []


CHECKS = {
    "call": call,
    "rubric": rubric,
    "scoring": scoring,
    "draws": draws,
    "assignments": assignments,
    "marks": marks,
    "results": results,
    "ranking": ranking,
}
AFTER = {"marks": all_marks, "results": all_results, "ranking": all_ranked}
