"""Places that an upheld objection freed: who would move up by rank, and what each tier means for places and budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.programmes.queries import selections
from parks.programmes.queries.selections import CandidateView, Freed, SelectionView
from parks.programmes.rules import substitution as rules
from parks.programmes.rules.substitution import Offer
from parks.programmes.states import ApplicationState


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A freed place; while it is undecided, who may move up (best rank first) and the tiers they may have."""

    place: Freed
    in_turn: tuple[CandidateView, ...]
    offers: tuple[Offer, ...]
    suggested: str

    @property
    def open(self) -> bool:
        """To be decided, and there is somebody to decide on."""
        return self.place.decided_at is None and bool(self.in_turn)


async def vacancy(actor: Actor, call_id: UUID, removed_id: UUID) -> Vacancy:
    """One freed place. Hidden (404) where nothing was freed there, or to whom the selection is not."""
    view = await selections.selection(actor, call_id)
    return next((one for one in vacancies(view) if one.place.removed == removed_id), None) or hidden()


def vacancies(view: SelectionView) -> list[Vacancy]:
    """Every freed place of a selection as it was read, in the order of ranks."""
    return [_vacancy(view, one) for one in view.freed]


def _vacancy(view: SelectionView, place: Freed) -> Vacancy:
    if place.decided_at is not None:
        return Vacancy(place, (), (), "")
    reserve = {one.application_id: one for one in view.candidates if one.state is ApplicationState.RANKED}
    reasons = {key: one.reason for key, one in reserve.items()}
    in_turn = rules.in_turn([one for one in view.ranked if one.application_id in reserve], reasons)
    standing = [one for one in view.candidates if one.on_list]
    offers = rules.offers(
        view.tiers, place.tier, [one.tier for one in standing], free=view.free, unbound=_unbound(view, standing)
    )
    above = [one.tier for one in standing if in_turn and one.rank is not None and one.rank < in_turn[0].rank]
    return Vacancy(
        place,
        tuple(reserve[one.application_id] for one in in_turn),
        tuple(offers),
        rules.suggested(offers, view.tiers, above),
    )


def _unbound(view: SelectionView, standing: Sequence[CandidateView]) -> Money:
    """Grants on the lists that the budget still shows as free, because no agreement has bound them yet."""
    amounts = {tier.key: tier.amount.amount for tier in view.tiers}
    total = sum((amounts[one.tier] for one in standing if not one.bound), Decimal(0))
    return Money(total, view.tiers[0].amount.currency)
