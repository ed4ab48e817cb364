"""Who may move up into a place that an upheld objection freed, into which tier, and what that costs (domain.md §6).

The next by rank comes first. Whoever was passed over when tiers were proposed, with the reason on record, may be
passed over again; nobody else may.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from parks.kernel.money import Money
from parks.kernel.words import Text, _
from parks.programmes.rules.selection import Ranked, Tier


@dataclass(frozen=True, slots=True)
class Offer:
    """A tier that the one who moves up may have: places taken before, and what is left of the budget after.

    `left` is None where the call has no budget yet; `wrong` says why the tier cannot be given, None where it can.
    """

    tier: Tier
    taken: int
    left: Money | None
    wrong: Text | None


def in_turn(reserve: Sequence[Ranked], passed_over: Mapping[UUID, str]) -> list[Ranked]:
    """Those who may move up, the best rank first: up to the first rank that nobody gave a reason against.

    `passed_over` holds the reasons on record. Equal ranks are all of them in turn.
    """
    found: list[Ranked] = []
    last: int | None = None
    for one in sorted(reserve, key=lambda each: (each.rank, each.number)):
        if last is not None and one.rank > last:
            break
        found.append(one)
        if not passed_over.get(one.application_id, "").strip():
            last = one.rank
    return found


def offers(
    tiers: Sequence[Tier], freed: str, standing: Sequence[str], *, free: Money | None, unbound: Money
) -> list[Offer]:
    """The freed tier and those below it, with what each means for places and budget.

    `standing` are the tiers of those who stand or were awarded, without the freed place; `unbound` is the part of
    their grants that no agreement has bound yet, so that it still counts as free in the budget.
    """
    taken = Counter(standing)
    keys = [one.key for one in tiers]
    found = []
    for tier in tiers[keys.index(freed) if freed in keys else 0 :]:
        left = None if free is None else Money(free.amount - unbound.amount - tier.amount.amount, free.currency)
        wrong = None
        if tier.places is not None and taken[tier.key] >= tier.places:
            wrong = _("“{tier}” has {places} places and all are taken.", tier=tier.name, places=tier.places)
        elif left is not None and left.amount < Decimal(0):
            wrong = _(
                "“{tier}” costs {amount}; the budget lacks {lack} for it. Raise it, or choose a lower tier.",
                tier=tier.name,
                amount=tier.amount,
                lack=Money(-left.amount, left.currency),
            )
        found.append(Offer(tier, taken[tier.key], left, wrong))
    return found


def suggested(offered: Sequence[Offer], tiers: Sequence[Tier], above: Sequence[str]) -> str:
    """The highest tier on offer that sets nobody of a better rank back; `above` are the tiers of those. Else ''."""
    order = {tier.key: place for place, tier in enumerate(tiers)}
    floor = max((order[key] for key in above), default=0)
    possible = [one.tier.key for one in offered if one.wrong is None]
    return next((key for key in possible if order[key] >= floor), possible[-1] if possible else "")
