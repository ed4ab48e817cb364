"""One scene in which every page has something to show, and long names where people have them."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from tests.make import identity as people
from tests.make import letters, selections, spaces, startups
from tests.make import programmes as make
from tests.make.programmes import World
from tests.make.selections import Panel

from parks import paths
from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.period import Period
from parks.privacy import actions as privacy
from parks.programmes.actions import awards, notices
from parks.programmes.actions import selections as selecting
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews
from parks.reviews.actions import draws
from parks.reviews.queries import draws as drawn
from parks.reviews.rules.draw import Constraints
from parks.spaces import actions as letting
from parks.spaces.states import UnitKind

LONG = (
    "澄湖星阑长程单光子激光雷达感知芯片与车规级光电集成系统研发制造"
    "产业化应用示范推广服务站(长三角)高新科技股份有限责任公司"
)
"""A company's name of sixty characters."""
WORD = "Donaudampfschifffahrtselektrizitätenhaus"
"""Forty letters without a place to break."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads (None: a visitor), and the pages to open."""

    actor: Actor | None
    paths: list[str]


async def scene() -> dict[str, Reader]:
    """By role; some 80 pages."""
    of = await make.world()
    ended = await _ended(of, 2024)
    award = await database.row("SELECT id, code, application FROM award")
    assert award is not None
    shown, notice = await _noticed(of, 2025)
    objection = await _objected(of, notice, shown[0])
    review, waiting = await _reviewed(of, 2026)
    seats = list(await database.rows("SELECT id, state FROM seat WHERE assessment = $1", waiting))
    sheet = json.loads((paths.STORAGE / "questionnaires" / "support_plan_2027.json").read_text(encoding="utf-8"))
    prepared = await make.call(of, cycle=2033, opened=False, locality="500000")
    of.call_id = await make.call(of, cycle=2028, sheet=sheet)
    draft = await make.draft(of, name=LONG, founder_name="林知微")
    founder = of.founders[draft]
    of.call_id = await make.call(of, cycle=2027 + 2)
    ladder = [
        await make.application(of, one)
        for one in (State.SUBMITTED, State.RETURNED_FOR_CORRECTION, State.CITY_REVIEW, State.PROVINCE_REVIEW)
    ]
    returned, submitted = ladder[1], ladder[0]
    whole = await startups.whole(founder, 900, name_zh=LONG, name_en=WORD, park_id=of.tree.park.id)
    report = await privacy.propose_deletion(of.nation)
    draw_id = await _drawn(of, review)
    written = await letters.drafted(of.nation, review.of.call_id)
    estate, asked, unit, lease = await _let(of, founder, whole)
    scenario = await letting.plan_scenario(
        of.manager, estate.park_id, name=LONG, day=await clock.today(), move_cost=300
    )
    hall, room = await _booked(estate, founder, whole)
    stay = await letting.open_incubation(founder, whole, estate.park_id, "我们申请入园。")
    service = await spaces.service(estate, founder, whole, words=LONG, closed=True)
    opened = await spaces.service(estate, founder, whole, words=WORD)
    admin = await people.person("郑维", [(Role.SYSTEM_ADMIN, of.tree.nation)])
    empty = await people.person("江明夷")
    newcomer = await people.person("程素衣", [(Role.EXPERT, of.tree.nation)])
    company = f"/companies/{whole}"
    person, right = [
        await database.value(f"SELECT id FROM {table} WHERE company = $1 ORDER BY id LIMIT 1", whole)
        for table in ("company_person", "company_ip_asset")
    ]
    section = f"/applications/{draft}/sections"
    selection = f"/calls/{review.of.call_id}/selection"
    public = ["/calls", f"/calls/{of.call_id}", "/notices", f"/notices/{notice}", "/parks", f"/parks/{estate.park_id}"]
    officer = [
        "/to-do",
        "/applications",
        f"/applications/{submitted}",
        "/companies",
        company,
        "/requests",
        f"/requests/{asked}",
        "/units",
    ]
    return {
        "visitor": Reader(
            None,
            [
                "/",
                *public,
                "/verify",
                f"/verify?code={award['code']}",
                "/verify?code=WRONG-CODE",
                "/sign-up",
                "/sign-up/letter",
                "/session/new",
                "/password/forgotten",
                "/password/forgotten/letter",
                "/confirmation?code=x",
                "/password/new?code=x",
                "/privacy",
                "/policies",
                f"/calls/{uuid4()}",
                "/nowhere",
            ],
        ),
        "founder": Reader(
            founder,
            [
                "/to-do",
                "/to-do/lately",
                "/applications",
                f"/applications/new?call={of.call_id}",
                f"/applications/{draft}",
                f"/applications/{draft}/eligibility",
                *[f"{section}/{one['key']}" for one in sheet["sections"][:6]],
                f"/applications/{draft}/check",
                f"/calls/{of.call_id}",
                "/companies",
                company,
                f"{company}/edit",
                "/companies/new",
                *[f"{company}/{noun}/new" for noun in ("people", "shares", "certificates", "employments", "rights")],
                f"{company}/people/{person}",
                f"{company}/rights/{right}/document/new",
                f"{company}/funding/new",
                f"{company}/bank-account",
                "/space",
                "/rooms",
                f"/rooms/{room}",
                "/bookings",
                "/visits",
                "/services",
                "/services/new",
                f"/services/{service}",
                f"/space/new?park={estate.park_id}",
                f"/parks/{estate.park_id}/apply",
                "/incubations",
                f"/incubations/{stay}",
                f"/requests/{asked}",
                "/account",
                "/account/edit",
                "/account/password",
                "/account/messages",
                "/account/data",
                "/account/consents",
                "/account/consents/notice",
                "/account/keys/new",
                "/units",
            ],
        ),
        "returned founder": Reader(
            of.founders[returned],
            [
                f"/applications/{returned}",
                f"/applications/{returned}/sections/project",
                f"/applications/{returned}/check",
            ],
        ),
        "submitted founder": Reader(
            of.founders[submitted], [f"/applications/{submitted}", f"/applications/{submitted}/submission"]
        ),
        "awarded founder": Reader(
            of.founders[award["application"]], [f"/applications/{award['application']}", f"/awards/{award['id']}"]
        ),
        "new founder": Reader(
            empty,
            ["/applications", "/companies", "/space", "/space/new", f"/notices/{notice}/objections/new", "/objections"],
        ),
        "park manager": Reader(
            of.manager,
            [
                *officer,
                f"/parks/{estate.park_id}/occupancy",
                f"/parks/{estate.park_id}/stack",
                f"/parks/{estate.park_id}/proposal",
                f"/parks/{estate.park_id}/waiting-list",
                f"/parks/{estate.park_id}/estate",
                f"/parks/{estate.park_id}/timeline",
                "/allocations",
                f"/floors/{estate.floor_id}",
                f"/units/{unit}",
                f"/units/{unit}/allocations/new",
                f"/allocations/{lease}/edit",
                "/incubations?due=90",
                f"/incubations/{stay}?step=refuse",
                f"/units/{unit}/split",
                f"/units/{unit}/merger",
                f"/parks/{estate.park_id}/scenarios",
                f"/scenarios/{scenario}",
                f"/units/{hall}/room",
                f"/parks/{estate.park_id}/promises",
                f"/services/{opened}",
                *public[4:],
            ],
        ),
        "city officer": Reader(
            of.city, ["/parks/comparison", "/applications", f"/applications/{ladder[2]}", "/requests?q=none"]
        ),
        "province officer": Reader(of.province, ["/applications", f"/applications/{ladder[3]}"]),
        "programme officer": Reader(
            of.nation,
            [
                "/applications",
                "/calls",
                selection,
                f"/calls/{shown[1]}/selection",
                f"/calls/{ended}/selection",
                f"/calls/{of.call_id}/selection",
                f"/calls/{review.of.call_id}/letters",
                f"/calls/{review.of.call_id}/letters/returned",
                f"/calls/{review.of.call_id}/campaigns/new",
                f"/campaigns/{written['campaign_id']}?recipient={written['recipient_id']}",
                "/rubrics",
                "/rubrics/new",
                "/rounds",
                "/rounds/new",
                f"/rounds/{review.round_id}",
                f"/rounds/{review.round_id}/ranking",
                f"/rounds/{review.round_id}/results?places=1",
                f"/rounds/{review.round_id}/draws",
                f"/rounds/{review.round_id}/draws/new",
                f"/assessments/{waiting}",
                f"/assessments/{waiting}/conflicts",
                "/experts",
                "/experts/new",
                f"/experts/{next(iter(review.experts))}",
                f"/notices/{notice}",
                "/objections",
                f"/objections/{objection}",
                "/appointments",
                "/retention",
                f"/retention/reports/{report}",
                "/statistics",
                f"/statistics/results?call={ended}",
                "/policies?region=510000",
                "/policies/isp.tiers?region=510000",
                "/policies/isp.tiers/new?region=510000",
                f"/calls/{prepared}/setup/basics",
                f"/calls/{prepared}/setup/tiers",
            ],
        ),
        "expert": Reader(
            next(iter(review.experts.values())),
            [
                "/desk",
                "/desk/form",
                "/account/interests",
                *[f"/seats/{one['id']}" for one in seats if one["state"] == "declared"],
            ],
        ),
        "offered expert": Reader(
            list(review.experts.values())[1],
            ["/desk", *[f"/seats/{one['id']}" for one in seats if one["state"] == "offered"]],
        ),
        "new expert": Reader(newcomer, ["/desk"]),
        "auditor": Reader(
            of.auditor, ["/applications", f"/applications/{submitted}", selection, "/objections", "/rounds"]
        ),
        "admin": Reader(
            admin,
            [
                "/organisations",
                f"/organisations/{of.tree.park.id}",
                f"/organisations/{of.tree.nation.id}/parts/new",
                f"/organisations/{of.tree.park.id}/appointments/new",
                "/appointments",
                f"/people/{of.manager.id}",
                f"/draws/{draw_id}/admissions/new",
            ],
        ),
    }


async def _ended(of: World, cycle: int) -> UUID:
    """A call that went all the way: its notice stood, one award was made."""
    notice, _panel, _applications = await _proposed(of, cycle)
    await selections.stand(notice)
    await awards.make_awards(of.nation, of.call_id)
    return of.call_id


async def _noticed(of: World, cycle: int) -> tuple[tuple[UUID, UUID], UUID]:
    """A call whose notice stands today: the application on it and the call, and the notice."""
    notice, _panel, applications = await _proposed(of, cycle)
    return (applications[0], of.call_id), notice


async def _proposed(of: World, cycle: int) -> tuple[UUID, Panel, list[UUID]]:
    of.call_id = await make.call(of, cycle=cycle)
    applications = [await make.application(of, State.RECOMMENDED) for _each in range(2)]
    at = await selections.panel(of)
    for place, one in enumerate(applications):
        await selections.score(at, one, 9 - place)
    await selecting.propose(of.nation, of.call_id, {applications[0]: "key"}, {})
    return await notices.publish_notice(of.nation, of.call_id), at, applications


async def _objected(of: World, notice: UUID, application: UUID) -> UUID:
    who = await people.person("江一帆")
    return await notices.file_objection(
        who, notice, application, real_name="江一帆", contact="jiang@parks.test", grounds="该项目的专利归原单位所有。"
    )


async def _reviewed(of: World, cycle: int) -> tuple[Panel, UUID]:
    """A round at work: one application scored, one with a declared and an offered seat."""
    of.call_id = await make.call(of, cycle=cycle)
    done, open_one = [
        await make.application(of, State.RECOMMENDED, name=LONG if place else f"澄湖云杉{cycle}") for place in range(2)
    ]
    at = await selections.panel(replace(of))
    await selections.score(at, done, 8)
    (first, actor), (second, _other), *_rest = at.experts.items()
    seat = await reviews.seat(of.nation, at.assessments[open_one], first)
    await reviews.declare(actor, seat, conflict=False)
    await reviews.seat(of.nation, at.assessments[open_one], second)
    return at, at.assessments[open_one]


async def _drawn(of: World, at: Panel) -> UUID:
    """The round's panel drawn twice, a backup called."""
    asked = Constraints(3, kinds={"technical": 1}, one_per_employer=False)
    first = await draws.commit(of.nation, at.round_id, asked, of.auditor.id)
    draw_id = await draws.redraw(of.nation, first, "候选名单有误，重新抽取。")
    await draws.witness(of.auditor, draw_id, "六个骰子：3 1 4 1 5 2")
    await draws.reveal(of.nation, draw_id)
    panel = await drawn.panel(at.round_id) or []
    await draws.call_backup(of.nation, draw_id, panel[0], "因出差不能参加。")
    return draw_id


async def _let(of: World, founder: Actor, company_id: UUID) -> tuple[spaces.Estate, UUID, UUID, UUID]:
    """A floor with a lease, a closure and free units; a request that waits."""
    estate = await spaces.estate()
    units = await spaces.units(estate, 16)
    today: date = await clock.today()
    first = await spaces.request(founder, company_id, estate.park_id)
    lease = await letting.let(of.manager, units[0], Period(today, today + timedelta(days=365)), company_id, first)
    await letting.close_unit(of.manager, units[1], Period(today, today + timedelta(days=20)), "空调检修")
    await letting.hold(
        of.manager,
        units[2],
        Period(today, today + timedelta(days=90)),
        expires_at=await clock.now() + timedelta(days=7),
        company_id=company_id,
    )
    return estate, await spaces.request(founder, company_id, estate.park_id, start=30), units[0], lease


async def _booked(estate: spaces.Estate, founder: Actor, company_id: UUID) -> tuple[UUID, UUID]:
    """A hall and its room, with a booking of hers that waits for the park; and a visitor."""
    (hall,) = await spaces.units(estate, 1, UnitKind.ROADSHOW_HALL, prefix="R")
    room = await spaces.room(estate, hall, approval=True)
    soon = await clock.today() + timedelta(days=2)
    await letting.book(founder, room, day=soon, begins="10:00", ends="11:00", purpose=LONG[:100], company_id=company_id)
    await letting.announce_visitor(founder, estate.park_id, name="何屿", day=soon, company_id=company_id)
    return hall, room
