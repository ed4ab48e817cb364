"""Who serves in a round: terms, capacities and invitations, told to the expert and kept by the seat."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.reviews import actions, queries
from parks.reviews.rules import pledges
from parks.reviews.rules.conflicts import Tie
from parks.reviews.rules.experts import Post, Service
from parks.reviews.states import ExpertKind, TieKind


async def _offers(at: make.Pool, assessment_id: UUID) -> dict[str, str]:
    """Candidates by name with why they cannot be seated: the sentences of the officer's page."""
    return {
        one.name: "" if one.why_not is None else str(one.why_not)
        for one in await queries.candidates(at.officer, assessment_id)
    }


async def test_an_expert_is_seated_within_their_term_and_capacity_alone(db: None) -> None:
    at = await make.pool(experts=0)
    today = await clock.today()
    day = timedelta(days=1)
    terms = {
        "期满": Service(term_from=today - 9 * day, term_until=today),
        "在聘": Service(term_from=today - 9 * day, term_until=today + day, capacity=1),
        "未到": Service(term_from=today + day),
    }
    ids = {}
    for name, serves in terms.items():
        ids[name] = await make.expert(at, name=name)
        await actions.keep_expert(
            at.officer,
            ids[name],
            kind=ExpertKind.TECHNICAL,
            fields=["electronics"],
            title="教授",
            employer="岚江大学",
            serves=serves,
        )
    round_id = await make.review_round(at)
    first, second = [await make.assessment(at, round_id) for _each in range(2)]
    assert await queries.who_serves(round_id) == {ids["在聘"]: 1}
    for name in ("期满", "未到"):
        with pytest.raises(Forbidden, match="term"):
            await actions.seat(at.officer, first, ids[name])
    await actions.seat(at.officer, first, ids["在聘"])
    with pytest.raises(Forbidden, match="takes 1 proposals a round at most"):
        await actions.seat(at.officer, second, ids["在聘"])
    assert await queries.who_serves(round_id) == {}
    told = await _offers(at, second)
    assert {name: bool(why) for name, why in told.items()} == dict.fromkeys(terms, True)
    other = await make.review_round(at)
    assert await queries.who_serves(other) == {ids["在聘"]: 1}, "a capacity is a round's"


async def test_who_declines_is_not_seated_until_they_are_asked_again(db: None) -> None:
    at = await make.pool(experts=1)
    ((expert_id, expert),) = at.experts.items()
    round_id = await make.review_round(at)
    assessment_id = await make.assessment(at, round_id)
    due = await clock.today() + timedelta(days=3)
    (invitation,) = await actions.invite_to_round(at.officer, round_id, [expert_id], due)
    with pytest.raises(Invalid) as refused:
        await actions.answer_invitation(expert, invitation, accept=False)
    assert set(refused.value.fields) == {"reason"}
    await actions.answer_invitation(expert, invitation, accept=False, reason="出差在外")
    with pytest.raises(IllegalMove):
        await actions.answer_invitation(expert, invitation, accept=True)
    with pytest.raises(Forbidden, match="declined"):
        await actions.seat(at.officer, assessment_id, expert_id)
    (line,) = await queries.invitations(at.officer, round_id)
    assert (line.state, line.reason, line.asked) == ("declined", "出差在外", 1)
    assert [one.declined for one in await queries.askable(at.officer, round_id)] == [True]
    assert await actions.invite_to_round(at.officer, round_id, [expert_id], due) == [invitation]
    await actions.answer_invitation(expert, invitation, accept=True)
    assert await actions.invite_to_round(at.officer, round_id, [expert_id], due) == [], "a yes is left as it is"
    seat_id = await actions.seat(at.officer, assessment_id, expert_id)
    with pytest.raises(Conflict, match="seats in this round"):
        await actions.answer_invitation(expert, invitation, accept=False, reason="又没空")
    (line,) = await queries.invitations(at.officer, round_id)
    assert (line.state, line.asked) == ("accepted", 2)
    told = "SELECT count(*) FROM message WHERE person = $1 AND url = $2"
    assert await database.value(told, at.officer.id, f"/rounds/{round_id}/invitations") == 2
    assert await database.value(told, expert.id, "/desk/invitations") == 2
    await actions.recuse(expert, seat_id, "曾共事")
    await actions.answer_invitation(expert, invitation, accept=False, reason="又没空")


async def test_an_invitation_is_for_its_expert_and_officer_alone(db: None) -> None:
    at = await make.pool(experts=2)
    (one, mine), (_other, stranger) = at.experts.items()
    round_id = await make.review_round(at, days=5)
    today = await clock.today()
    for due in (today - timedelta(days=1), today + timedelta(days=6)):
        with pytest.raises(Invalid) as refused:
            await actions.invite_to_round(at.officer, round_id, [one], due)
        assert set(refused.value.fields) == {"due"}
    (invitation,) = await actions.invite_to_round(at.officer, round_id, [one], today)
    with pytest.raises(Hidden):
        await actions.answer_invitation(stranger, invitation, accept=True)
    assert [len(await queries.my_invitations(who)) for who in (mine, stranger)] == [1, 0]
    city = await identity.person("区县", [(Role.CITY_OFFICER, await _city())])
    assert await queries.invitations(city, round_id) == []
    with pytest.raises(Hidden):
        await actions.invite_to_round(city, round_id, [one], today)
    assert [str(each.label) for each in await queries.to_do(mine)] == ["Say whether you have time to judge"]


async def _city() -> UUID:
    found: UUID = await database.value("SELECT id FROM organisation WHERE path = '/cn/xj/ch/'")
    return found


async def test_a_post_finds_conflicts_as_a_tie_does(db: None) -> None:
    at = await make.pool(experts=0)
    expert_id = await make.expert(at, ties=[Tie(TieKind.SHAREHOLDING, "澄湖创投")])
    since, until = await clock.today() - timedelta(days=900), await clock.today()
    post = await actions.add_post(at.officer, expert_id, Post("岚江仪器", "91330100FAKE00013C", since=since))
    await actions.end_post(at.officer, post, until)
    with pytest.raises(Invalid):
        await actions.end_post(at.officer, post, since)
    (found,) = await queries.experts_with_ties()
    assert {(one.kind, one.party, one.key, one.until) for one in found.ties} == {
        (TieKind.SHAREHOLDING, "澄湖创投", "", None),
        (TieKind.EMPLOYER, "岚江仪器", "91330100FAKE00013C", until),
    }


async def test_the_pledge_is_on_record_as_it_was_signed_and_stays(db: None) -> None:
    at = await make.pool(experts=1)
    assessment_id = await make.assessment(at, await make.review_round(at))
    (seat_id,) = await make.panel(at, assessment_id)
    row = await database.row("SELECT wording, language, sha256 FROM seat_pledge WHERE seat = $1", seat_id)
    assert row is not None
    assert (row["wording"], row["sha256"]) == (pledges.PRESENT, pledges.signed("zh").sha256)
    for sql in ("UPDATE seat_pledge SET sha256 = ''", "DELETE FROM seat_pledge"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)


def test_the_text_of_a_wording_never_changes() -> None:
    """A change here is a new wording beside this one, not another sum."""
    assert {(one, pledges.signed(lang, one).sha256[:12]) for one in pledges.TEXTS for lang in ("zh", "en")} == {
        ("2026-11", "71e772bf5233"),
        ("2026-11", "1af0eae27ff9"),
    }


@pytest.mark.parametrize("rows", [1, 3])
async def test_the_lists_take_the_same_statements(rows: int, db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=rows)
    round_id = await make.review_round(at)
    due = await clock.today()
    await actions.invite_to_round(at.officer, round_id, list(at.experts), due)
    await identity.signed_in(client, at.officer)
    async with counted() as seen:
        page = await client.get(f"/rounds/{round_id}/invitations")
    assert (page.status_code, len(seen)) == (200, 4)
    assert page.text.count("程素衣") >= rows
    expert = next(iter(at.experts.values()))
    await identity.signed_in(client, expert)
    async with counted() as seen:
        page = await client.get("/desk/invitations")
    assert (page.status_code, len(seen)) == (200, 3)  # the reader, the invitations, the letters of appointment


async def test_what_was_typed_stays_when_an_answer_or_a_post_is_refused(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=1)
    ((expert_id, expert),) = at.experts.items()
    round_id = await make.review_round(at)
    (invitation,) = await actions.invite_to_round(at.officer, round_id, [expert_id], await clock.today())
    await identity.signed_in(client, expert)
    answer = await client.put(f"/desk/invitations/{invitation}", data={"accept": "false", "reason": " "})
    assert (answer.status_code, "aria-invalid" in answer.text) == (422, True)
    await identity.signed_in(client, at.officer)
    typed = {"employed_by": "岚江仪器", "since": "2025-02-01", "until": "2024-01-01"}
    answer = await client.post(f"/experts/{expert_id}/posts", data=typed)
    assert (answer.status_code, "岚江仪器" in answer.text) == (422, True)
    entry = {"kind": "finance", "fields": "materials", "employer": "岚江银行", "term_last": "2027-01-01"}
    answer = await client.put(f"/experts/{expert_id}", data=entry)
    assert (answer.status_code, "岚江银行" in answer.text) == (422, True)
    answer = await client.put(f"/experts/{expert_id}", data={**entry, "term_from": "2026-01-01", "capacity": "12"})
    assert answer.status_code == 303
    one = await queries.expert(at.officer, expert_id)
    assert (one.kind, one.serves.capacity, str(one.serves.term_until)) == ("finance", 12, "2027-01-02")
