"""From the recommended to the award, each step by its own actor."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.make import identity as people
from tests.make import programmes as make
from tests.make.programmes import World

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.identity import queries as identity_queries
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.programmes.actions import awards, notices, selections
from parks.programmes.queries import selections as queries
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews
from parks.reviews import queries as review_queries
from parks.reviews.rules.conflicts import Tie
from parks.reviews.states import ExpertKind


@dataclass
class Panel:
    """A world with its round, its experts by their ids, and the assessment of each application."""

    of: World
    round_id: UUID
    experts: dict[UUID, Actor] = field(default_factory=dict)
    assessments: dict[UUID, UUID] = field(default_factory=dict)


async def expert(of: World, name: str, *ties: Tie, employer: str = "岚江大学") -> tuple[UUID, Actor]:
    person = await people.person(name)
    made = await reviews.enrol_expert(
        of.nation,
        person_id=person.id,
        organisation_id=of.tree.nation.id,
        kind=ExpertKind.TECHNICAL,
        fields=["electronics"],
        employer=employer,
        ties=ties,
    )
    return made, await identity_queries.actor(person.id)


async def panel(of: World, *, experts: int = 3, seats: int = 3) -> Panel:
    """A round over everything recommended, its experts enrolled but not seated."""
    pool = dict([await expert(of, f"专家{number}") for number in range(experts)])
    rubric = await reviews.publish_rubric(
        of.nation, organisation_id=of.tree.nation.id, key="startup", title=Bilingual("评分标准", "Rubric")
    )
    round_id = await selections.open_selection(
        of.nation,
        of.call_id,
        rubric_id=rubric,
        title=Bilingual("专家评审", "Expert review"),
        seats=seats,
        closes=await clock.now() + timedelta(days=14),
    )
    view = await queries.selection(of.nation, of.call_id)
    return Panel(of, round_id, pool, {one.application_id: one.assessment_id for one in view.candidates})


async def score(at: Panel, application_id: UUID, mark: int) -> None:
    """Every expert of the panel is seated, declares, and gives the same mark throughout."""
    for expert_id, actor in at.experts.items():
        seat_id = await reviews.seat(at.of.nation, at.assessments[application_id], expert_id)
        await reviews.declare(actor, seat_id, conflict=False)
        for line in (await review_queries.my_seat(actor, seat_id)).lines:
            await reviews.save_mark(actor, seat_id, line.criterion_id, Decimal(mark), "论证充分，路径清楚，团队完整。")
        await reviews.submit_score(actor, seat_id)


async def ranked(count: int = 2) -> tuple[Panel, list[UUID]]:
    """Applications recommended, scored and ranked, the best first."""
    of = await make.world()
    applications = [await make.application(of, State.RECOMMENDED) for _each in range(count)]
    at = await panel(of)
    for place, application_id in enumerate(applications):
        await score(at, application_id, 9 - place)
    return at, applications


async def published(count: int = 2) -> tuple[Panel, list[UUID], UUID]:
    """The first application proposed for the key tier, and the notice published today."""
    at, applications = await ranked(count)
    await selections.propose(at.of.nation, at.of.call_id, {applications[0]: "key"}, {})
    return at, applications, await notices.publish_notice(at.of.nation, at.of.call_id)


async def stand(notice_id: UUID) -> None:
    """Let the notice's last day pass, on the demo's clock."""
    last: date = await database.value("SELECT last_day FROM public_notice WHERE id = $1", notice_id)
    days = (last - await clock.today()).days + 1
    await clock.move(await clock.shift() + timedelta(days=days))


async def awarded() -> tuple[Panel, list[UUID], UUID]:
    """The whole way: answers the panel, the applications and the award's id."""
    at, applications, notice_id = await published()
    await stand(notice_id)
    made = await awards.make_awards(at.of.nation, at.of.call_id)
    return at, applications, made[0]


async def demand_of_tier(application_id: UUID, title: Bilingual, *, other: bool = False, question: str = "") -> UUID:
    """A material that the tier of this award alone needs (or, with `other`, another tier alone); answers its id.

    The call is open, so this goes past the trigger that keeps it: as if the officer had asked for it before opening.
    """
    made = uuid7()
    async with database.tx():
        await database.execute("SET LOCAL session_replication_role = replica")
        await database.execute(
            "INSERT INTO call_material (id, call, position, kind, tier, title_zh, title_en, required, question)"
            " SELECT $1, a.call, (SELECT count(*) + 1 FROM call_material m WHERE m.call = a.call), 'plan', t.key, $3,"
            " $4, TRUE, $6 FROM application a JOIN award w ON w.application = a.id JOIN call_tier t ON t.call = a.call"
            " AND (t.id = w.tier) <> $5 WHERE a.id = $2 ORDER BY t.position LIMIT 1",
            made,
            application_id,
            title.zh,
            title.en,
            other,
            question,
        )
    return made


async def state_of(application_id: UUID) -> State:
    return State(await database.value("SELECT state FROM application WHERE id = $1", application_id))
