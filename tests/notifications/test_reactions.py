"""Who is told what: the stories of the thread, by the messages that each of them leaves behind."""

import re
from collections.abc import Sequence
from uuid import UUID

from tests.make import identity as people
from tests.make import programmes as make
from tests.make import reviews as panels
from tests.make import selections as story
from tests.make import spaces as estates

from parks import paths
from parks.adapters import database
from parks.identity import actions as identity
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.notifications.reactions import HEARD
from parks.programmes.actions import applications, awards, ladder, notices
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews
from parks.spaces import actions as spaces


async def told(actor: Actor | UUID) -> list[str]:
    """The templates of what one person was told, oldest first."""
    person = actor if isinstance(actor, UUID) else actor.id
    found = await database.rows("SELECT template FROM message WHERE person = $1 ORDER BY told_at, id", person)
    return [one["template"] for one in found]


async def words(template: str) -> Sequence[str]:
    """All that the messages of one template say, in both languages."""
    found = await database.rows(
        "SELECT concat_ws(' ', subject_zh, body_zh, subject_en, body_en) AS said FROM message WHERE template = $1",
        template,
    )
    return [one["said"] for one in found]


async def forget() -> None:
    await database.execute("DELETE FROM message")


async def test_sending_tells_the_founder_and_her_park_and_nobody_else(db: None) -> None:
    of = await make.world()
    await forget()
    made = await make.application(of)
    assert await told(of.founders[made]) == ["programmes/submitted"]
    assert await told(of.manager) == ["programmes/to_review"]
    assert [await told(one) for one in (of.other_manager, of.city, of.province, of.nation, of.auditor)] == [[]] * 5
    (said,) = await words("programmes/submitted")
    assert said.count("ISP-2027-000001") == 4


async def test_a_return_names_letter_and_day_and_the_correction_comes_back_to_the_desk(db: None) -> None:
    of = await make.world()
    made = await make.application(of, State.RETURNED_FOR_CORRECTION)
    await forget()
    await make.correct(of, made)
    assert await told(of.manager) == ["programmes/to_review"]
    await ladder.recommend(of.manager, made, "同意推荐")
    await forget()
    await ladder.return_for_correction(of.city, made, {"project": "请补充项目简介"})
    assert await told(of.founders[made]) == ["programmes/returned"]
    due = await database.value("SELECT due FROM correction WHERE application = $1 AND level = 'city'", made)
    (said,) = await words("programmes/returned")
    assert f"{due.year}年{due.month}月{due.day}日" in said
    assert "ISP-2027-000001-B2" in said


async def test_each_level_is_told_when_it_is_its_turn_and_the_founder_hears_of_every_step(db: None) -> None:
    of = await make.world()
    await forget()
    made = await make.application(of, State.RECOMMENDED)
    assert await told(of.founders[made]) == ["programmes/submitted", *["programmes/moved_up"] * 3]
    assert [await told(one) for one in (of.manager, of.city, of.province, of.nation)] == [["programmes/to_review"]] * 4
    assert await told(of.far_officer) == []


async def test_a_refusal_tells_the_reason_and_the_rule(db: None) -> None:
    of = await make.world()
    ruled_out = await make.application(of, State.INELIGIBLE)
    declined = await make.application(of, State.NOT_RECOMMENDED)
    first, second = await words("programmes/refused")
    assert "出资比例不足" in first + second
    assert "R-SHARE" in first + second
    assert "材料不足" in first + second
    for made in (ruled_out, declined):
        assert await told(of.founders[made]) == ["programmes/submitted", "programmes/refused"]


async def test_a_withdrawn_draft_is_nobodys_news_and_a_withdrawn_application_the_parks(db: None) -> None:
    of = await make.world()
    await forget()
    draft = await make.draft(of)
    await applications.withdraw(of.founders[draft], draft, "不再申报")
    assert await told(of.manager) == []
    await make.application(of, State.WITHDRAWN)
    assert await told(of.manager) == ["programmes/to_review", "programmes/withdrawn"]


async def test_from_the_notice_to_the_award_and_nobody_learns_who_objected(db: None) -> None:
    at, (first, second), notice_id = await story.published()
    founder, citizen = at.of.founders[first], await people.person("郑直")
    assert (await told(founder))[-1] == "programmes/noticed"
    assert "programmes/noticed" not in await told(at.of.founders[second])
    await forget()
    objection = await notices.file_objection(
        citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds="该专利的权属存在争议。"
    )
    await notices.decide_objection(at.of.nation, objection, upheld=False, answer="经核查，专利登记权利人为该企业。")
    await story.stand(notice_id)
    (award_id,) = await awards.make_awards(at.of.nation, at.of.call_id)
    assert await told(citizen) == ["programmes/objection_received", "programmes/objection_answered"]
    assert await told(at.of.nation) == ["programmes/objection_to_decide"]
    assert await told(founder) == [
        "programmes/objection_about",
        "programmes/objection_closed",
        "programmes/awarded",
    ]
    code = await database.value("SELECT code FROM award WHERE id = $1", award_id)
    (said,) = await words("programmes/awarded")
    assert said.count(code) == 2
    assert "¥500,000.00" in said
    hers = await database.rows("SELECT to_jsonb(m)::text AS line FROM message m WHERE person = $1", founder.id)
    for canary in ("郑直", "13800000000", "权属存在争议", "专利登记权利人"):
        assert not [one for one in hers if canary in one["line"]]


async def test_an_offered_seat_is_told_to_its_expert_without_the_applicant(db: None) -> None:
    at = await panels.pool(1)
    round_id = await panels.review_round(at)
    assessment_id = await panels.assessment(at, round_id)
    await forget()
    ((expert_id, actor),) = at.experts.items()
    await reviews.seat(at.officer, assessment_id, expert_id)
    assert await told(actor) == ["reviews/seat_offered"]
    (said,) = await words("reviews/seat_offered")
    label = await database.value("SELECT subject_label FROM assessment WHERE id = $1", assessment_id)
    assert label
    assert label not in said


async def test_space_tells_the_managers_of_the_wish_and_the_founder_of_the_answer(db: None) -> None:
    home = await estates.estate()
    founder, company_id = await estates.company()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    await forget()
    declined = await estates.request(founder, company_id, home.park_id)
    await spaces.decline(home.manager, declined, "目前没有合适的房源，三月后有空。")
    assert await told(manager) == ["spaces/requested"]
    assert await told(founder) == ["spaces/declined"]
    assert "三月后有空" in (await words("spaces/declined"))[0]
    withdrawn = await estates.request(founder, company_id, home.park_id)
    await spaces.withdraw(founder, withdrawn)
    assert await told(manager) == ["spaces/requested", "spaces/requested", "spaces/withdrawn"]
    (unit_id,) = await estates.units(home)
    await spaces.let(home.manager, unit_id, await estates.days(), company_id)
    assert (await told(founder))[-1] == "spaces/let"
    assert "A301" in (await words("spaces/let"))[0]


async def test_accounts_tell_their_owner(db: None) -> None:
    tree = await people.nation_tree()
    someone = await people.person("何屿")
    appointment = await identity.appoint(SYSTEM, someone.id, Role.PARK_MANAGER, tree.park.id)
    email = await database.value("SELECT email FROM person WHERE id = $1", someone.id)
    await identity.sign_up(email, people.PASSWORD, "冒名者")
    await identity.ask_reset(email)
    await identity.dismiss(SYSTEM, appointment, "任期届满")
    assert await told(someone) == ["identity/appointed", "identity/known", "identity/reset", "identity/dismissed"]
    assert "冒名者" not in (await words("identity/known"))[0]


def test_every_mail_has_its_four_blocks_and_is_told_by_somebody() -> None:
    for path in sorted((paths.TEMPLATES / "emails").glob("*/*.txt")):
        blocks = re.findall(r"{% block (\w+) %}", path.read_text(encoding="utf-8"))
        assert blocks == ["zh_subject", "zh", "en_subject", "en"], path.name
    assert len(HEARD) >= 20
