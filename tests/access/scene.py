"""One small world that every door is tried in: a founder's things, and everyone who might want to look at them.

`Scene.ids` names one thing of each kind, all of them the owner's; `Scene.of(column)` lays over it what differs for
that column, e.g. the seat of this very expert.
"""

import io
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from pypdf import PdfWriter
from tests.make import (
    documents,
    funds,
    identity,
    imports,
    letters,
    meetings,
    programmes,
    questionnaires,
    reviews,
    selections,
    spaces,
    startups,
)

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.funds.actions import checks as fund_checks
from parks.funds.actions import clawbacks
from parks.funds.actions import reports as use_reports
from parks.funds.states import CheckKind, CheckOutcome, Source
from parks.identity import actions as accounts
from parks.identity import queries as people
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.privacy import actions as privacy_actions
from parks.programmes.actions import agreements, call_budgets, ranked_lists, rule_sets, waivers
from parks.programmes.actions import awards as award_actions
from parks.programmes.actions import notices as notice_actions
from parks.programmes.actions import selections as selection_actions
from parks.programmes.queries import agreements as agreement_queries
from parks.programmes.rules.published_sets import SUPPORT_PLAN
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Measure
from parks.questionnaires.actions import designs, rehearsals
from parks.questionnaires.rules.designing import written
from parks.reviews import actions as review_actions
from parks.reviews import queries as review_queries
from parks.reviews.actions import assignments, sittings
from parks.reviews.actions import draws as draw_actions
from parks.reviews.actions import meetings as planning
from parks.reviews.queries import draws as draw_queries
from parks.reviews.rules.draw import Constraints
from parks.reviews.rules.experts import Post, Service
from parks.reviews.states import ConflictKind, ExpertKind, ItemMove
from parks.spaces import actions as space_actions
from parks.spaces import queries as space_queries
from parks.spaces.states import UnitKind
from parks.startups import actions as company_actions
from parks.startups.rules.records import FiguresRecord, HandsRecord
from parks.startups.states import FiguresKind, Hand, Proven
from parks.web import assets, security

VISIT = "a-visit"
COLUMNS = (
    "anonymous",
    "founder",
    "founder_other",
    "manager",
    "manager_other",
    "city",
    "city_other",
    "province",
    "programme",
    "expert",
    "expert_undeclared",
    "expert_recused",
    "auditor",
    "admin",
    "suspended",
    "key_read",
)
"""The columns of the table. `founder` owns what is asked for, `manager` keeps her park, `city` is the city over it;
the `_other` ones are strangers of the same rank. `suspended` managed the park until now; `key_read` is the founder's
own key that may only read, shown to every door.
"""


@dataclass
class Scene:
    ids: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, column: str) -> dict[str, Any]:
        return self.ids | self.own.get(column, {})


async def build() -> Scene:
    """Everything by the actions themselves, everyone signed in."""
    scene = Scene()
    tree = await identity.nation_tree()
    far_city = await identity.organisation(Kind.CITY, "yz", "云州市人社局", "Yunzhou City", tree.province, "330200")
    offices = {
        "manager": (Role.PARK_MANAGER, tree.park),
        "manager_other": (Role.PARK_MANAGER, tree.other_park),
        "city": (Role.CITY_OFFICER, tree.city),
        "city_other": (Role.CITY_OFFICER, far_city),
        "province": (Role.PROVINCE_OFFICER, tree.province),
        "programme": (Role.PROGRAMME_OFFICER, tree.nation),
        "auditor": (Role.AUDITOR, tree.nation),
        "admin": (Role.SYSTEM_ADMIN, tree.nation),
        "suspended": (Role.PARK_MANAGER, tree.park),
    }
    for column, office in offices.items():
        scene.people[column] = await identity.person(f"某{column}", [office], email=f"{column}@parks.test")
    scene.people["founder"] = await identity.person("林知微", email="founder@parks.test")
    scene.people["founder_other"] = await identity.person("何屿", email="other@parks.test")
    scene.ids |= {
        "name": next(iter(assets.by_hashed_name())),
        "organisation_id": tree.park.id,
        "city_id": tree.city.id,
        "nation_id": tree.nation.id,
        "person_id": scene.people["manager"].id,
        "appointment_id": await database.value(
            "SELECT id FROM appointment WHERE person = $1", scene.people["manager"].id
        ),
        "number": 1,
        "mail_id": uuid4(),  # the demo's mails are files of a folder that tests have not: nobody finds it
    }
    await _programme(scene, tree, far_city)
    await _company(scene, tree.park.id)
    await _space(scene)
    await _form(scene, tree.park.id)
    await _review(scene, tree.nation.id)
    scene.ids["hold_id"] = await privacy_actions.place_hold(
        scene.people["programme"], "founder@parks.test", "审计署审计"
    )
    scene.ids["report_id"] = await privacy_actions.propose_deletion(scene.people["admin"])
    await _money(scene, tree)
    await _sign_in(scene)
    scene.ids["message_id"] = await database.value(
        "SELECT id FROM message WHERE person = $1 AND sealed = '' ORDER BY id LIMIT 1", scene.people["founder"].id
    )
    return scene


async def _programme(scene: Scene, tree: identity.Tree, far_city: OrganisationView) -> None:
    """Hers: one application awarded in a call that is over, one with the park and one draft in later ones."""
    who, founder = scene.people, scene.people["founder"]
    far_park = await identity.organisation(Kind.PARK, "park9", "云州留创园", "Yunzhou Park", far_city, "330203")
    spectator = await identity.person("旁观专家", [(Role.EXPERT, tree.nation)])
    at = programmes.World(
        tree=tree,
        far_city=far_city,
        far_park=far_park,
        manager=who["manager"],
        other_manager=who["manager_other"],
        city=who["city"],
        far_officer=who["city_other"],
        province=who["province"],
        nation=who["programme"],
        auditor=who["auditor"],
        expert=spectator,
        count=20,
    )
    at.call_id = await programmes.call(at)
    won = await programmes.application(at, State.RECOMMENDED, founder=founder)
    panel = await selections.panel(at)
    await selections.score(panel, won, 9)
    await selection_actions.propose(at.nation, at.call_id, {won: "key"}, {})
    notice_id = await notice_actions.publish_notice(at.nation, at.call_id)
    objection_id = await notice_actions.file_objection(
        who["founder_other"],
        notice_id,
        won,
        real_name="何屿",
        contact="13800000000",
        grounds="该专利的权属存在争议，请核查。",
        evidence=documents.incoming(),
    )
    await notice_actions.decide_objection(at.nation, objection_id, upheld=False, answer="经核查，权利人为该企业。")
    await selections.stand(notice_id)
    (award_id,) = await award_actions.make_awards(at.nation, at.call_id)
    await clock.move(timedelta(0))
    open_call_id = await programmes.call(at, cycle=2028)
    sent = await programmes.application(at, founder=founder, call_id=open_call_id)
    rule_set_id = await rule_sets.import_json(
        at.nation, tree.nation.id, "scene", Bilingual("场景", "Scene"), SUPPORT_PLAN.stored()
    )
    waiver_id = await waivers.ask(at.manager, sent, "R-SHARE", "会议纪要〔2026〕12号")
    listed = await programmes.application(at, call_id=open_call_id)
    list_id = await ranked_lists.freeze(at.manager, open_call_id, tree.park.id, [listed], text="同意推荐")
    unopened_id = await programmes.call(at, cycle=2030, opened=False)
    third_call_id = await programmes.call(at, cycle=2029)
    draft = await programmes.draft(at, founder=founder, call_id=third_call_id)
    await programmes.fill(at, draft)
    scene.ids |= {
        "call_id": at.call_id,
        "open_call_id": open_call_id,
        "list_id": list_id,
        "run_id": await imports.run(at.nation, open_call_id),
        "application_id": sent,
        "document_id": await _paper_of(sent),
        "notice_id": notice_id,
        "waiver_id": waiver_id,
        "rule_set_id": rule_set_id,
        "objection_id": objection_id,
        "award_id": award_id,
        "won_id": won,
        "removed_id": won,  # nothing was taken off the notice: even who runs the call finds no freed place
        "key": "project",
        "section": "project",
        "question": "summary",
        "code": await database.value("SELECT code FROM award WHERE id = $1", award_id),
    }
    scene.ids |= await letters.drafted(at.nation, open_call_id) | {"letter": "submitted", "purpose": "news"}
    scene.own["unopened"] = {"call_id": unopened_id}
    scene.own["draft"] = {"application_id": draft, "document_id": await _paper_of(draft)}
    scene.own["won"] = {"application_id": won, "document_id": await _paper_of(won)}


async def _paper_of(application_id: UUID) -> UUID:
    """The business plan in its sheet."""
    found: UUID = await database.value(
        "SELECT t.document_id FROM application a JOIN questionnaire_attachment t ON t.sheet = a.sheet"
        " WHERE a.id = $1 LIMIT 1",
        application_id,
    )
    return found


async def _form(scene: Scene, park_id: UUID) -> None:
    """A form of her park, being rehearsed."""
    manager = scene.people["manager"]
    made = await designs.import_json(manager, park_id, written(questionnaires.small()))
    await rehearsals.rehearse(manager, made)
    await rehearsals.attach(manager, made, "plan", "计划书.pdf", 3)
    scene.ids |= {
        "design_id": made,
        "part": "sections",
        "lang": "zh",
        "rehearsed_file_id": await database.value(
            "SELECT f.document_id FROM questionnaire_attachment f JOIN questionnaire_sheet s ON s.id = f.sheet"
            " WHERE s.subject_kind = 'rehearsal'"
        ),
    }


async def _company(scene: Scene, park_id: UUID) -> None:
    founder = scene.people["founder"]
    company_id = await startups.whole(founder, park_id=park_id)
    await startups.company(scene.people["founder_other"], 2)
    for table in ("person", "employment", "shareholding", "certificate", "ip_asset", "earlier_funding"):
        scene.ids[f"{table}_id" if table != "person" else "member_id"] = await database.value(
            f"SELECT id FROM company_{table} WHERE company = $1 ORDER BY id LIMIT 1",  # names of ours
            company_id,
        )
    figures = FiguresRecord(year=2024, kind=FiguresKind.ACTUAL)
    scene.ids["figures_id"] = await company_actions.add_figures(founder, company_id, figures)
    line = scene.ids["member_id"]
    proof_id = await startups.proof(founder, company_id, Proven.PEOPLE, line)
    paper = await database.value("SELECT document FROM record_document WHERE id = $1", proof_id)
    await company_actions.check_line(scene.people["manager"], company_id, Proven.PEOPLE, line, paper, 1)
    email = (await people.person(scene.people["founder_other"].id)).email
    asked = HandsRecord(email=email, name="何屿", rights=(Hand.EDIT,))
    scene.ids |= {
        "proof_id": proof_id,
        "proof_document_id": paper,
        "line_id": line,
        "invitation_id": await company_actions.invite_member(founder, company_id, asked),
        "company_id": company_id,
        "noun": "people",
        "row_id": scene.ids["member_id"],
    }


async def _space(scene: Scene) -> None:
    founder, company_id = scene.people["founder"], scene.ids["company_id"]
    home = await spaces.estate()
    _same, second = await spaces.company(60, founder)
    taken, free, beside, kept = await spaces.units(home, 4)
    waiting = await spaces.request(founder, company_id, home.park_id, start=40)
    scene.ids |= {
        "offer_id": await spaces.offer(home, kept, waiting),
        "park_id": home.park_id,
        "incubation_id": await space_actions.open_incubation(founder, second, home.park_id, "请准予入园。"),
        "floor_id": home.floor_id,
        "unit_id": free,
        "beside_id": beside,
        "allocation_id": await space_actions.let(home.manager, taken, await spaces.days(), company_id),
        "request_id": await spaces.request(founder, company_id, home.park_id, start=40),
    }
    scene.ids["scenario_id"] = await space_actions.plan_scenario(
        home.manager, home.park_id, name="方案", day=await clock.today() + timedelta(days=60), move_cost=300
    )
    (move, *_more) = (await space_queries.scenario(home.manager, scene.ids["scenario_id"])).moves
    scene.ids["move_id"] = move.id
    await _rooms(scene, home)


async def _rooms(scene: Scene, home: spaces.Estate) -> None:
    """A hall, her booking of it, her calendar, a visitor of hers who is expected today, and a repair that is done."""
    founder, company_id = scene.people["founder"], scene.ids["company_id"]
    (hall,) = await spaces.units(home, 1, UnitKind.ROADSHOW_HALL, prefix="R")
    room_id = await spaces.room(home, hall)
    today = await clock.today()
    booked = await space_actions.book(
        founder,
        room_id,
        day=today + timedelta(days=20),
        begins="10:00",
        ends="11:00",
        purpose="例会",
        company_id=company_id,
    )
    scene.ids |= {
        "hall_id": hall,
        "room_id": room_id,
        "booking_id": booked.ids[0],
        "room_mark": (await space_queries.room(home.manager, room_id)).feed.rpartition("/")[2],
        "owner_id": founder.id,
        "owner_mark": (await space_queries.my_feed(founder)).rpartition("/")[2],
        "service_id": await spaces.service(home, founder, company_id, closed=True),
        "visit_code": await space_actions.announce_visitor(
            founder, home.park_id, name="何屿", day=today, company_id=company_id
        ),
    }


async def _money(scene: Scene, tree: identity.Tree) -> None:
    """Hers again: a grant that is paid in part and to be rectified, another one claimed back, an agreement in force."""
    founder, officer = scene.people["founder"], scene.people["programme"]
    second = await identity.person("沈核", [(Role.PROGRAMME_OFFICER, tree.nation)], email="second@parks.test")
    budget_id = await funds.budget(officer, tree.nation.id)
    at = funds.Purse(budget_id, tree, second, officer, scene.people["auditor"], scene.people["city_other"])
    await funds.payee_of(at, founder, scene.ids["company_id"])
    kept, claimed = [await funds.commitment(at, 100_000, 50_000) for _each in range(2)]
    first, later = await funds.tranches(kept)
    line_id = await funds.paid(at, first)
    report_id: UUID = await database.value("SELECT id FROM fund_use_report WHERE commitment = $1", kept)
    use: UUID = await database.value("SELECT id FROM fund_use_line WHERE commitment = $1 LIMIT 1", kept)
    expense_id = await use_reports.add_expense(
        founder,
        report_id,
        line_id=use,
        spent_on=await clock.today(),
        receiver="岚江仪器",
        purpose="激光器",
        amount=Decimal(1200),
        voucher=await funds.voucher(founder),
    )
    check_id = await fund_checks.check(
        second, kept, CheckKind.INSPECTION, CheckOutcome.RECTIFY, "台账不全", due=await funds.days(90)
    )
    await funds.paid(at, (await funds.tranches(claimed))[0])
    clawback_id = await clawbacks.demand(second, claimed, funds.yuan(1000), "多付", await funds.days(90))
    await _agree(scene)
    scene.ids |= {
        "budget_id": budget_id,
        "commitment_id": kept,
        "tranche_id": later,
        "payment_line_id": line_id,
        "batch_id": await database.value("SELECT batch FROM fund_payment_line WHERE id = $1", line_id),
        "use_report_id": report_id,
        "expense_id": expense_id,
        "use_id": use,
        "check_id": check_id,
        "clawback_id": clawback_id,
        "outcome_id": await database.value("SELECT id FROM outcome_year ORDER BY year LIMIT 1"),
    }


async def _agree(scene: Scene) -> None:
    founder, officer, won = scene.people["founder"], scene.people["programme"], scene.ids["won_id"]
    company: UUID = await database.value("SELECT company FROM application WHERE id = $1", won)
    await funds.account(founder, company)
    await call_budgets.found(
        officer, scene.ids["call_id"], funds.yuan(900_000), Source.CENTRAL, decision="财社〔2027〕1号"
    )
    scene.ids["material_id"] = await selections.demand_of_tier(won, Bilingual("可行性研究报告", "Feasibility study"))
    agreement_id = await agreements.draft(officer, won)
    await agreements.hand_in(founder, agreement_id, scene.ids["material_id"], documents.incoming())
    terms = (await agreement_queries.agreement(founder, won)).terms
    promised = {year: dict.fromkeys(Measure, Decimal(1)) for year in terms.promises}
    await agreements.save_terms(founder, agreement_id, {"research": terms.amount}, promised)
    await agreements.sign(founder, agreement_id, founder.name)
    await agreements.countersign(officer, agreement_id, officer.name)


async def _review(scene: Scene, nation_id: UUID) -> None:
    """A panel of three, each in another state; the declared one's seat is what everybody else asks for."""
    officer = scene.people["programme"]
    rubric = await review_actions.publish_rubric(
        officer, organisation_id=nation_id, key="startup", title=Bilingual("评分标准", "Rubric")
    )
    at = reviews.Pool(officer, nation_id, rubric)
    columns = ("expert", "expert_undeclared", "expert_recused")
    for column in columns:
        expert_id = await reviews.expert(at, name=column)
        scene.people[column] = at.experts[expert_id]
    spare = await reviews.expert(at, name="候补")
    # before conflicts are looked for
    scene.ids["post_id"] = await review_actions.add_post(officer, spare, Post("岚江大学"))
    round_id = await reviews.review_round(at, seats=3)
    paper = await documents.pdf(scene.people["founder"], body=readable())
    assessment_id = await reviews.assessment(at, round_id, documents=[paper.id])
    for column, expert_id in zip(columns, at.experts, strict=False):
        seat_id = await review_actions.seat(officer, assessment_id, expert_id)
        if column != "expert_undeclared":
            await review_actions.declare(at.experts[expert_id], seat_id, conflict=False)
        if column == "expert_recused":
            await review_actions.recuse(at.experts[expert_id], seat_id, "曾与申请人共事")
        scene.own[column] = {"seat_id": seat_id}
    due = await clock.today()
    for column, invitation in zip(
        columns, await review_actions.invite_to_round(officer, round_id, sorted(at.experts)[:3], due), strict=True
    ):
        scene.own[column]["round_invitation_id"] = invitation
    scene.ids["expert_application_id"] = await reviews.applied(scene.people["founder"], nation_id)
    today = await clock.today()
    await review_actions.keep_expert(
        officer,
        spare,
        kind=ExpertKind.TECHNICAL,
        fields=["electronics"],
        title="教授",
        employer="岚江大学",
        serves=Service(term_from=today, term_until=today + timedelta(days=365)),
    )
    scene.ids["expert_letter_id"] = await review_actions.issue_letter(officer, spare)
    scene.ids["letter_code"] = await database.value("SELECT code FROM expert_letter")
    await review_actions.set_rate(officer, round_id, Money(Decimal(600)))
    scene.ids["pool_import_id"] = await reviews.pool_list(officer, nation_id)
    scene.ids["assignment_run_id"] = await assignments.propose(officer, round_id, max_load=3)
    seat_id = scene.own["expert"]["seat_id"]
    await reviews.fill(scene.people["expert"], seat_id, "8")
    criterion_id = (await review_queries.my_seat(scene.people["expert"], seat_id)).lines[0].criterion_id
    # as after a score that was asked about and given back: here no panel becomes complete
    scene.ids["mark_query_id"] = await database.value(
        "INSERT INTO mark_query (id, seat, criterion, kind, words, mark, asked_by, asked_at, answer)"
        " VALUES ($1, $2, $3, 'reason', '请说明', 8, $4, parks_now(), '') RETURNING id",
        uuid7(),
        seat_id,
        criterion_id,
        officer.id,
    )
    scene.ids |= {
        "round_invitation_id": scene.own["expert"]["round_invitation_id"],
        "round_id": round_id,
        "assessment_id": assessment_id,
        "seat_id": seat_id,
        "criterion_id": criterion_id,
        "expert_id": spare,
        "conflict_id": await review_actions.enter_conflict(
            officer,
            assessment_id,
            # of days to come, so that nobody is kept from anything here
            review_actions.NewConflict(
                ConflictKind.ADVISER, "澄湖创投", "聘书", since=await clock.today() + timedelta(days=900)
            ),
            expert_id=spare,
        ),
        "rubric_id": rubric,
        **await _drawn(scene, at),
        **await _met(scene, at, spare),
    }


async def _drawn(scene: Scene, at: reviews.Pool) -> dict[str, Any]:
    """A revealed draw of another round: there an administrator can still take somebody onto the panel."""
    auditor = scene.people["auditor"]
    round_id = await reviews.review_round(at, seats=3)
    asked = Constraints(3, one_per_employer=False)
    draw_id = await draw_actions.commit(at.officer, round_id, asked, auditor.id)
    await draw_actions.witness(auditor, draw_id, "3 1 4 1 5 2")
    await draw_actions.reveal(at.officer, draw_id)
    panel = await draw_queries.panel(round_id) or []
    return {"draw_id": draw_id, "drawn_id": panel[0], "witness_id": auditor.id}


async def _met(scene: Scene, at: reviews.Pool, spare: UUID) -> dict[str, Any]:
    """Two meetings of a round that was scored: one is closed and has its minutes, at the other an item is called.

    One expert chairs, others are members; the officer keeps the minutes, the auditor supervises.
    """
    round_id = await reviews.review_round(at, seats=1)
    assessment_id = await reviews.assessment(at, round_id)
    seat_id = await review_actions.seat(at.officer, assessment_id, spare)
    await review_actions.declare(at.experts[spare], seat_id, conflict=False)
    await reviews.score(at.experts[spare], seat_id, "8")
    tally = await identity.person("周以宁", [(Role.PROGRAMME_OFFICER, at.organisation_id)])
    members = replace(at, experts={key: one for key, one in at.experts.items() if key != spare})
    of = meetings.Sitting(members, round_id, [assessment_id], at.officer, tally, scene.people["auditor"], scorers=0)
    await meetings.opened(of, quorum=1)
    await sittings.close_meeting(of.chair, of.meeting_id)
    closed = of.meeting_id
    await planning.draw_up_minutes(of.secretary, closed)
    other = await reviews.review_round(at, seats=1)
    later = await review_actions.seat(at.officer, await reviews.assessment(at, other), spare)
    await review_actions.declare(at.experts[spare], later, conflict=False)
    await reviews.score(at.experts[spare], later, "8")
    starts = await clock.now() + timedelta(days=2)
    planned = await planning.call_meeting(at.officer, other, planning.Plan("三层会议室", starts, 1))
    await meetings.opened(of, quorum=1)
    item = (await of.items())[0]
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CALL)
    return {
        "closed_meeting_id": closed,
        "minutes_code": await database.value("SELECT minutes_code FROM meeting WHERE id = $1", closed),
        "planned_meeting_id": planned,
        "meeting_id": of.meeting_id,
        "meeting_item_id": item,
        "meeting_member_id": of.member[tally.id],
        "expert_person_id": at.experts[spare].id,
    }


def readable() -> bytes:
    """A PDF of one page that a reader opens: what experts get is made anew out of it."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


async def _sign_in(scene: Scene) -> None:
    """A session for everyone and what their requests carry; the suspended one lost it only afterwards."""
    cookie = security.session_cookie()
    for column, actor in scene.people.items():
        token = await accounts.sign_in_as(actor.id)
        scene.headers[column] = {
            "cookie": f"{cookie}={token}",
            "x-csrf-token": security.form_mark(f"session:{await identity.session_of(actor)}"),
        }
    mark = security.form_mark(f"visit:{VISIT}")
    scene.headers["anonymous"] = {"cookie": f"{security.VISIT}={VISIT}", "x-csrf-token": mark}
    founder = scene.people["founder"]
    made = await accounts.make_key(founder, "看板", read_only=True)
    scene.headers["key_read"] = scene.headers["anonymous"] | {"authorization": f"Bearer {made.secret}"}
    await accounts.sign_in_as(founder.id)
    scene.ids |= {"key_id": made.id, "session_id": await identity.session_of(founder)}
    suspended = scene.people["suspended"]
    await accounts.suspend(SYSTEM, suspended.id, "调离")
    scene.headers["suspended"]["x-csrf-token"] = mark
    scene.headers["suspended"]["cookie"] += f"; {security.VISIT}={VISIT}"
