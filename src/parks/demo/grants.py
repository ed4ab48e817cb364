"""After the awards of 2026: the budget, seven agreements signed by both, paid by two persons, and reports owed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.demo import cycle_2026
from parks.demo.companies import Startup
from parks.demo.cycle_2026 import Cycle
from parks.demo.moments import at, moment
from parks.demo.places import Places
from parks.funds import queries as funds
from parks.funds.actions import matching, payments, releases
from parks.funds.rules.bank_file import Outcome
from parks.funds.states import Source
from parks.kernel.money import Money
from parks.programmes.actions import agreements, call_budgets
from parks.programmes.queries import agreements as queries
from parks.programmes.rules.agreements import Terms
from parks.programmes.states import Measure

BUDGET = Money(Decimal(2_400_000))
"""What the call may grant: two of the key tier and seven of the excellent one, of which five were granted."""
PAID_ON = date(2026, 6, 12)
HALF = Decimal("0.5")
AWARDED = tuple(number for number in (*cycle_2026.KEY, *cycle_2026.EXCELLENT) if number != cycle_2026.REMOVED)


async def found_budget(places: Places, cycle: Cycle) -> UUID:
    """Before anyone is chosen, so that tiers are proposed within it."""
    return await call_budgets.found(
        places.programme_officer, cycle.call_id, BUDGET, Source.CENTRAL, decision="财社〔2026〕17号（演示）"
    )


async def pay(places: Places, startups: Mapping[int, Startup], cycle: Cycle, budget_id: UUID) -> None:
    """Agreements in May, payment in June; the city puts half of each grant beside it."""
    officer, second = places.programme_officer, places.second_programme_officer
    await at(moment(2026, 5, 25, 10))
    await agreements.draft_all(officer, cycle.call_id)
    await at(moment(2026, 5, 28, 15))
    signed = {}
    for number in AWARDED:
        founder, application_id = startups[number].founder, cycle.applications[number]
        found = await queries.agreement(founder, application_id)
        await agreements.save_terms(founder, found.id, _uses(found.terms), _promises(found.terms))
        await agreements.sign(founder, found.id, founder.name)
        signed[number] = found.id
    await at(moment(2026, 6, 2, 10))
    bound = [await agreements.countersign(officer, signed[number], officer.name) for number in AWARDED]
    await at(moment(2026, 6, 5, 9, 30))
    tranches = [(await funds.commitment(officer, one)).tranches[0].id for one in bound]
    for tranche in tranches:
        await releases.propose(officer, tranche, "协议已由双方签署，收款账户与企业资料一致。")
    await at(moment(2026, 6, 8, 14))
    for tranche in tranches:
        await releases.approve(second, tranche)
    batch_id = await payments.batch(second, budget_id, tranches)
    await at(moment(2026, 6, 15, 9))
    lines = (await funds.batch(second, batch_id)).lines
    await payments.settle(
        second,
        batch_id,
        [Outcome(one.id, paid=True, paid_on=PAID_ON, bank_reference=f"2026061200{one.number:02}") for one in lines],
    )
    await at(moment(2026, 9, 8, 10))
    for one in bound:
        grant = await funds.commitment(officer, one)
        await matching.record(
            officer,
            one,
            giver="所在市财政局（演示）",
            amount=grant.amount * HALF,
            received_on=date(2026, 9, 4),
            note="地方按 50% 配套",
        )


def _uses(terms: Terms) -> dict[str, Money]:
    """Six tenths for research, three for the market, the rest for the team."""
    research, market = terms.amount * Decimal("0.6"), terms.amount * Decimal("0.3")
    return {"research": research, "market": market, "team": terms.amount - research - market}


def _promises(terms: Terms) -> dict[int, dict[Measure, Decimal]]:
    """A team that grows by four a year, revenue that doubles, one more right and some taxes."""
    return {
        year: {
            Measure.HEADCOUNT: Decimal(8 + 4 * place),
            Measure.REVENUE: Decimal(2_000_000 * 2**place),
            Measure.IP: Decimal(2 + place),
            Measure.TAX: Decimal(60_000 * (place + 1)),
        }
        for place, year in enumerate(sorted(terms.promises))
    }
