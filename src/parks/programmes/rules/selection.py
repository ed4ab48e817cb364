"""Tiers against ranks: how many, how much, and whether a lower rank is preferred without a word why.

Tiers and amounts are data of the call (domain.md §2.3); nothing here knows a number.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules.tranches import TierTranche


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of the call, highest first; `places` is how many the call may name, None for no limit of its own."""

    key: str
    name: Bilingual
    amount: Money
    places: int | None = None
    tranches: tuple[TierTranche, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An application as the round left it; the best rank is 1, equal marks share one."""

    application_id: UUID
    number: str
    rank: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the officer proposes: a tier for some, none for the rest, and why where ranks are crossed."""

    tiers: Mapping[UUID, str]
    reasons: Mapping[UUID, str]


def problems(
    ranked: Sequence[Ranked], tiers: Sequence[Tier], proposal: Proposal, *, free: Money | None = None
) -> list[Text]:
    """Everything that keeps the proposal from being published, in words; empty when it may go.

    `free` is what the call's budget still carries; None where the call has no budget yet.
    """
    order = {tier.key: place for place, tier in enumerate(tiers)}
    found: list[Text] = []
    if not proposal.tiers:
        found.append(_("Choose at least one application."))
    strangers = set(proposal.tiers) - {one.application_id for one in ranked}
    if strangers:
        found.append(_("Only applications that the experts have ranked can be chosen."))
    if set(proposal.tiers.values()) - set(order):
        found.append(_("Choose one of the options."))
        return found
    counts = Counter(proposal.tiers.values())
    found.extend(
        _(
            "“{tier}” has {places} places; {chosen} are chosen.",
            tier=tier.name,
            places=tier.places,
            chosen=counts[tier.key],
        )
        for tier in tiers
        if tier.places is not None and counts[tier.key] > tier.places
    )
    if free is not None and (total := cost(tiers, proposal)).amount > free.amount:
        found.append(
            _("The tiers cost {total}; the budget has {free} free. Choose less, or raise it.", total=total, free=free)
        )
    found.extend(_crossed(ranked, order, proposal))
    return found


def _crossed(ranked: Sequence[Ranked], order: Mapping[str, int], proposal: Proposal) -> list[Text]:
    """A better rank in a lower tier (or none) than a worse one needs a reason at the one that was passed over."""
    below = len(order)
    found: list[Text] = []
    for better in ranked:
        place = order.get(proposal.tiers.get(better.application_id, ""), below)
        passed = any(
            worse.rank > better.rank and order.get(proposal.tiers.get(worse.application_id, ""), below) < place
            for worse in ranked
        )
        if passed and not proposal.reasons.get(better.application_id, "").strip():
            found.append(
                _("{number} ranks {rank} and is passed over by a lower rank: say why.",
                  number=better.number, rank=better.rank)
            )  # fmt: skip
    return found


def cost(tiers: Sequence[Tier], proposal: Proposal) -> Money:
    """What the proposal commits, in the tiers' own currency."""
    amounts = {tier.key: tier.amount for tier in tiers}
    total = Money(Decimal(0), tiers[0].amount.currency if tiers else "CNY")
    for key in proposal.tiers.values():
        total += amounts[key]
    return total


def suggested(ranked: Sequence[Ranked], tiers: Sequence[Tier]) -> dict[UUID, str]:
    """Tiers by rank alone: each tier filled to its places, the tiers without a limit left to the officer."""
    places = [tier.key for tier in tiers for _place in range(tier.places or 0)]
    return {one.application_id: key for one, key in zip(sorted(ranked, key=lambda r: r.rank), places, strict=False)}
