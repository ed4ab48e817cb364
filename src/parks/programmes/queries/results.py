"""What became of a call's money, and of what its grants promised: by year of award, under the reader's own scope.

Three statements whatever the call holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.funds import queries as funds
from parks.funds.queries import UseView
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.programmes.queries.scope import under, unsealed
from parks.programmes.queries.statistics import CallName, choice
from parks.programmes.rules.ladder import READERS
from parks.programmes.states import Measure


@dataclass(frozen=True, slots=True)
class Held:
    """A promise against what came of it, over the companies whose year is verified."""

    promised: Decimal
    reached: Decimal


@dataclass(frozen=True, slots=True)
class CohortYear:
    """The grants awarded in `awarded`, in one `year` of theirs: how many owe that year, have told it, were verified.

    `operating` of the `asked`: companies still in business, of those whose verified year says yes or no.
    """

    awarded: int
    year: int
    currency: str
    grants: int
    reported: int
    verified: int
    asked: int
    operating: int
    measures: Mapping[Measure, Held]

    @property
    def label(self) -> str:
        return f"{self.awarded} → {self.year}"


@dataclass(frozen=True, slots=True)
class Results:
    """`money` is empty to readers who do not read the call's budgets; `cohorts` are those of all calls of the scope."""

    call: CallName
    calls: tuple[CallName, ...]
    money: tuple[UseView, ...]
    cohorts: tuple[CohortYear, ...]


_SUMS = ", ".join(
    f"sum(y.{column}) FILTER (WHERE y.state = 'verified') AS {column}"
    for one in Measure
    for column in (f"promised_{one}", one.value)
)

COHORTS = f"""
SELECT extract(year FROM w.made_at AT TIME ZONE 'Asia/Shanghai')::int AS awarded, y.year, w.currency,
  count(*) AS grants, count(*) FILTER (WHERE y.state IN ('reported', 'verified')) AS reported,
  count(*) FILTER (WHERE y.state = 'verified') AS verified,
  count(y.operating) FILTER (WHERE y.state = 'verified') AS asked,
  count(*) FILTER (WHERE y.state = 'verified' AND y.operating) AS operating, {_SUMS}
FROM outcome_year y JOIN agreement g ON g.id = y.agreement JOIN award w ON w.id = g.award
JOIN application a ON a.id = g.application
"""


async def results(actor: Actor, call_id: UUID | None) -> Results:
    """The newest call where none is named. Hidden (404) to those without an office, and where the call is unknown."""
    offices = actor.paths(*READERS) or hidden()
    chosen, calls = await choice(call_id) or hidden()
    seen, values = under(offices, 2)
    found = await rows(
        f"{COHORTS} WHERE {seen} AND {unsealed(1)} GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3 LIMIT 200", actor.id, *values
    )
    return Results(chosen, calls, tuple(await funds.use_of(actor, chosen.id)), tuple(_cohort(one) for one in found))


def _cohort(one: Mapping[str, Any]) -> CohortYear:
    zero = Decimal(0)
    return CohortYear(
        awarded=one["awarded"],
        year=one["year"],
        currency=one["currency"],
        grants=one["grants"],
        reported=one["reported"],
        verified=one["verified"],
        asked=one["asked"],
        operating=one["operating"],
        measures={each: Held(one[f"promised_{each}"] or zero, one[each.value] or zero) for each in Measure},
    )
