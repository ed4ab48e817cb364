"""`/api/v1/statistics`: a call in figures, for its officers under their own scope, and for everyone once it closed."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.queries import results, statistics
from parks.programmes.queries.results import CohortYear
from parks.programmes.queries.statistics import CallName, Statistics, Step
from parks.programmes.rules.ladder import READERS
from parks.web import access

OFFICERS = {"access": access.only(*READERS)}
OPEN = {"access": access.public("what public money was asked for and granted, without anybody's name")}


@dataclass(frozen=True, slots=True)
class CallOut:
    id: UUID
    title: Bilingual

    @classmethod
    def of(cls, one: CallName) -> "CallOut":
        return cls(one.id, one.title)


@dataclass(frozen=True, slots=True)
class PlaceOut:
    name: Bilingual
    applications: int


@dataclass(frozen=True, slots=True)
class StepOut:
    """Working days of a level's decisions: the median and what nine in ten stay within, against `promise`."""

    level: str
    promise: int
    outcomes: dict[str, int]
    returned: int
    median: str | None
    ninth: int | None
    late: int

    @classmethod
    def of(cls, one: Step) -> "StepOut":
        median = None if one.median is None else f"{one.median:f}"
        outcomes = {key.value: n for key, n in one.outcomes.items()}
        return cls(one.level.value, one.promise, outcomes, one.returned, median, one.ninth, one.late)


@dataclass(frozen=True, slots=True)
class GrantedOut:
    tier: Bilingual
    awards: int
    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class StatisticsOut:
    """`calls`: those that can be asked for; `sealed`: nothing is counted before the call closes."""

    call: CallOut
    calls: list[CallOut]
    applications: int
    states: dict[str, int]
    fields: dict[str, int]
    places: list[PlaceOut]
    steps: list[StepOut]
    granted: list[GrantedOut]
    sealed: bool

    @classmethod
    def of(cls, one: Statistics) -> "StatisticsOut":
        return cls(
            CallOut.of(one.call),
            [CallOut.of(each) for each in one.calls],
            one.applications,
            {state.value: n for state, n in one.states.items()},
            dict(one.fields),
            [PlaceOut(each.name, each.applications) for each in one.places],
            [StepOut.of(each) for each in one.steps],
            [GrantedOut(each.tier, each.awards, f"{each.amount.amount}", each.amount.currency) for each in one.granted],
            one.sealed,
        )


@dataclass(frozen=True, slots=True)
class MoneyOut:
    """What became of a call's budgets in one currency; `accounted`: in reports of use that were accepted."""

    currency: str
    amount: str
    committed: str
    released: str
    paid: str
    returned: str
    accounted: str


@dataclass(frozen=True, slots=True)
class HeldOut:
    promised: str
    reached: str


@dataclass(frozen=True, slots=True)
class CohortOut:
    """Grants awarded in one year, in one `year` of theirs. `measures` over those verified; so are the companies still
    `operating` of those `asked`.
    """

    awarded: int
    year: int
    currency: str
    grants: int
    reported: int
    verified: int
    asked: int
    operating: int
    measures: dict[str, HeldOut]

    @classmethod
    def of(cls, one: CohortYear) -> "CohortOut":
        measures = {
            key.value: HeldOut(_plain(each.promised), _plain(each.reached)) for key, each in one.measures.items()
        }
        counts = (one.grants, one.reported, one.verified, one.asked, one.operating)
        return cls(one.awarded, one.year, one.currency, *counts, measures)


@dataclass(frozen=True, slots=True)
class ResultsOut:
    """`money` is empty to readers who do not read the call's budgets."""

    call: CallOut
    calls: list[CallOut]
    money: list[MoneyOut]
    cohorts: list[CohortOut]


class StatisticsApi(Controller):
    path = "/api/v1/statistics"
    tags = ("statistics",)

    @get(name="api:statistics:show", opt=OFFICERS, summary="A call's pipeline; the newest where none is named")
    async def show(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> StatisticsOut:
        return StatisticsOut.of(await statistics.statistics(request.user, call))

    @get("/results", name="api:statistics:results", opt=OFFICERS, summary="Its money, and outcomes by cohort")
    async def results(self, request: HTMXRequest, call: FromQuery[UUID | None] = None) -> ResultsOut:
        found = await results.results(request.user, call)
        return ResultsOut(
            CallOut.of(found.call),
            [CallOut.of(one) for one in found.calls],
            [
                MoneyOut(
                    one.amount.currency,
                    _sum(one.amount),
                    _sum(one.committed),
                    _sum(one.released),
                    _sum(one.paid),
                    _sum(one.returned),
                    _sum(one.accounted),
                )
                for one in found.money
            ],
            [CohortOut.of(one) for one in found.cohorts],
        )

    @get("/public", name="api:statistics:public", opt=OPEN, summary="A closed call's figures, small groups left out")
    async def public(self, call: FromQuery[UUID | None] = None) -> StatisticsOut | None:
        """Null while no call has closed."""
        found = await statistics.for_everyone(call)
        return StatisticsOut.of(found) if found else None


def _sum(money: Money) -> str:
    return f"{money.amount}"


def _plain(value: Decimal) -> str:
    return f"{value:f}"
