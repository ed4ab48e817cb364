"""The programme's part of a selection file (docs/adr/0072): tiers against ranks, places and budget, and the notices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.rules import selection, substitution
from parks.programmes.rules.selection import Proposal, Ranked, Tier
from parks.reviews.rules import replay
from parks.reviews.rules.replay import Book, Report, Step, number

REASON = "given"
"""Stands for a reason on record, whose words are not in the file."""


@dataclass(frozen=True, slots=True)
class Place:
    """How one proposal fared. `standing`: listed, removed (by an upheld objection), in (ranked, on no notice), out."""

    id: UUID
    rank: int | None
    total: Decimal | None
    tier: str | None
    reason: bool
    standing: str
    notice: int | None
    bound: bool


@dataclass
class Selection(Book):
    """The reviews' book, the call's tiers and what was proposed; `lists` the entries of each notice, in order."""

    tiers: tuple[Tier, ...] = ()
    free: Money | None = None
    places: dict[str, Place] = field(default_factory=dict)
    placed: tuple[int, str] = (0, "")
    lists: dict[int, list[dict[str, str]]] = field(default_factory=dict)
    published: dict[int, str] = field(default_factory=dict)
    freed: set[str] = field(default_factory=set)


def verify(data: bytes, expect: str | None = None) -> Report:
    """Recompute a selection file; needs nothing but its bytes. `expect`: the hash on the public notice."""
    return replay.verify(data, Selection(), CHECKS, AFTER, expect)


def call(book: Selection, record: Mapping[str, Any]) -> Iterator[Step]:
    yield from replay.CHECKS["call"](book, record)
    book.tiers = tuple(
        Tier(one["key"], Bilingual.of(one["name"]), Money(number(one["amount"]), one["currency"]), one["places"])
        for one in record["tiers"]
    )
    yield "tiers", len({one.key for one in book.tiers}), len(book.tiers)
    if (budget := record["budget"]) is not None:
        book.free = Money(number(budget["free"]), budget["currency"])


def proposal(book: Selection, record: Mapping[str, Any]) -> Iterator[Step]:
    """Rank and total as they were proposed on; `changed` where a score was given back since, on a supplement alone."""
    mark, rank, tier = record["proposal"], record["rank"], record["tier"]
    yield "order", (rank or 10**9, mark) > book.placed, True
    book.placed = (rank or 10**9, mark)
    standing = book.results[mark]
    now = (book.ranks.get(mark), None if standing is None else f"{standing.total:f}")
    changed = (rank, record["total"]) != now
    yield "changed", record["changed"], changed
    if not (book.head["part"] or 0):
        yield "rank", rank, now[0]
        yield "total", record["total"], now[1]
    yield "tier", tier is None or tier in {one.key for one in book.tiers}, True
    yield "standing", record["standing"] in {"listed", "removed", "in", "out"}, True
    yield "notice", record["notice"] is not None, record["standing"] in {"listed", "removed"}
    book.places[mark] = Place(
        UUID(int=len(book.places)),
        rank,
        None if record["total"] is None else number(record["total"]),
        tier,
        record["reason"],
        record["standing"],
        record["notice"],
        record["bound"],
    )


def proposed(book: Selection) -> Iterator[Step]:
    """Every proposal is there; the first tiers keep ranks and places; the budget carries what is not bound yet."""
    yield "proposals", sorted(set(book.results) - set(book.places)), []
    first = Proposal(
        {one.id: one.tier for one in book.places.values() if one.tier is not None and not one.notice},
        {one.id: REASON for one in book.places.values() if one.reason},
    )
    if first.tiers:
        wrong = selection.problems(_ranked(book), book.tiers, first)
        yield "tiers", [str(one) for one in wrong], []
    unbound = [one.tier for one in book.places.values() if one.tier and one.standing != "removed" and not one.bound]
    amounts = {one.key: one.amount.amount for one in book.tiers}
    if book.free is not None:
        lack = max(sum((amounts[one] for one in unbound), Decimal(0)) - book.free.amount, Decimal(0))
        yield "lacking in the budget", f"{lack:.2f}", "0.00"
    for tier in book.tiers:
        if tier.places is not None:
            held = sum(one.tier == tier.key and one.standing != "removed" for one in book.places.values())
            yield f"places of {tier.key}", held <= tier.places, True


def _ranked(book: Selection) -> list[Ranked]:
    return [
        Ranked(one.id, mark, one.rank, one.total)
        for mark, one in book.places.items()
        if one.rank is not None and one.total is not None and one.standing != "out"
    ]


def notice(book: Selection, record: Mapping[str, Any]) -> Iterator[Step]:
    yield from (_published if record["kind"] == "list" else _freed)(book, record)


def _published(book: Selection, record: Mapping[str, Any]) -> Iterator[Step]:
    """A list: whoever has a tier on this notice, the highest tier first, then by rank."""
    part = record["part"]
    yield "kind", record["kind"], "list"
    yield "part", part, len(book.published)
    book.published[part] = record["number"]
    keys = [one.key for one in book.tiers]
    listed = [(mark, one) for mark, one in book.places.items() if one.notice == part]
    told = [(one["proposal"], one["tier"]) for one in record["entries"]]
    yield "entries", [list(one) for one in sorted(told)], sorted([mark, one.tier] for mark, one in listed)
    at = {mark: (keys.index(str(one.tier)), one.rank) for mark, one in listed}
    yield "order", [list(at[mark]) for mark, _tier in told], sorted(list(one) for one in at.values())
    amounts = {one.key: one.amount.amount for one in book.tiers}
    yield "commits", record["commits"], f"{sum((amounts[tier] for _mark, tier in told), Decimal(0)):.2f}"
    yield "days", record["first_day"] <= record["last_day"], True


def _freed(book: Selection, record: Mapping[str, Any]) -> Iterator[Step]:
    """A place that an objection freed: who moved up was next by rank, into that tier or a lower one; or nobody did."""
    removed, chosen = record["removed"], record["chosen"]
    yield "kind", record["kind"], "freed"
    yield "removed", book.places[removed].standing, "removed"
    yield "once", removed in book.freed, False
    book.freed.add(removed)
    if chosen is None:
        yield "part", record["part"], None
        return
    moved, part = book.places[chosen], record["part"]
    yield "part", part, moved.notice
    yield "published", part in book.published and part > 0, True
    later = {one.id for one in book.places.values() if one.standing == "in" or (one.notice or 0) >= part}
    reserve = [one for one in _ranked(book) if one.application_id in later]
    reasons = {one.id: REASON for one in book.places.values() if one.reason}
    turn = [one.number for one in substitution.in_turn(reserve, reasons)]
    yield "chosen", chosen if chosen in turn else turn, chosen
    order = [one.key for one in book.tiers]
    freed = book.places[removed].tier
    yield "tier", order.index(str(moved.tier)) >= order.index(str(freed)), True


def noticed(book: Selection) -> Iterator[Step]:
    """Nobody stands on a notice that is not there, and the file is the one of the last that is."""
    parts = {one.notice for one in book.places.values() if one.notice is not None}
    yield "parts", sorted(parts - set(book.published)), []
    last = max(book.published, default=None)
    yield "part", book.head["part"], last
    yield "number", book.head["notice"], None if last is None else book.published[last]


CHECKS = {**replay.CHECKS, "call": call, "proposal": proposal, "notice": notice}
AFTER = {**replay.AFTER, "proposal": proposed, "notice": noticed}
