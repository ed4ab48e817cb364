"""Several hands on one company: asked, accepted by themselves, bounded by what they were given, ended at once."""

import httpx
import pytest
from tests.make import identity
from tests.make import startups as make

from parks.adapters import clock, database
from parks.identity import actions as accounts
from parks.identity import queries as people
from parks.identity.rules import limits
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid, TooMany
from parks.startups import actions, queries
from parks.startups.rules.records import FundingRecord, HandsRecord
from parks.startups.states import FundingKind, Hand

FUNDING = FundingRecord(kind=FundingKind.AWARD, programme="区级资金", year=2025)


def _asked(email: str = "hand@parks.test", *rights: Hand) -> HandsRecord:
    return HandsRecord(email=email, name="江明夷", rights=rights or (Hand.EDIT,))


async def test_the_owner_holds_every_right_and_strangers_none(db: None) -> None:
    owner, stranger = await make.founder(), await make.founder("何屿")
    made = await make.company(owner)
    assert await queries.rights(made, owner.id) == frozenset(Hand)
    assert await queries.rights(made, stranger.id) == frozenset()


async def test_who_is_asked_holds_nothing_until_they_accept(db: None) -> None:
    owner, hand = await make.founder(), await identity.person("江明夷", email="hand@parks.test")
    made = await make.company(owner)
    asked = await actions.invite_member(owner, made, _asked())
    with pytest.raises(Hidden):
        await queries.company(hand, made)
    [waiting] = await people.invitations(hand)
    assert (waiting.label, waiting.rights) == ("澄湖星阑光电科技有限公司", ("edit",))
    assert await accounts.accept_hand(hand, asked) == f"/companies/{made}"
    await actions.add_funding(hand, made, FUNDING)
    seen = await queries.company(owner, made)
    assert [one.by_name for one in seen.funding] == ["江明夷"]
    acts = await database.rows("SELECT act FROM audit_entry WHERE actor_id = $1 ORDER BY id", hand.id)
    assert [one["act"] for one in acts][-3:] == ["hand given", "company member joined", "earlier funding added"]


@pytest.mark.parametrize("right", [Hand.CERTIFY, Hand.SUBMIT])
async def test_who_may_not_edit_reads_alone(db: None, right: Hand) -> None:
    owner = await make.founder()
    made = await make.company(owner)
    hand = await make.member(owner, made, right)
    assert (await queries.company(hand, made)).rights == {right}
    with pytest.raises(Forbidden, match="not asked to change it"):
        await actions.add_funding(hand, made, FUNDING)
    with pytest.raises(Forbidden, match="Only the owner"):
        await actions.invite_member(hand, made, _asked())


async def test_what_was_ended_is_gone_at_once_and_the_owner_stays(db: None) -> None:
    owner = await make.founder()
    made = await make.company(owner)
    hand, leaver = await make.member(owner, made, Hand.EDIT), await make.member(owner, made, Hand.EDIT, name="何屿")
    with pytest.raises(Forbidden):
        await actions.end_membership(leaver, made, hand.id)
    await actions.end_membership(owner, made, hand.id)
    await actions.end_membership(leaver, made, leaver.id)
    for gone in (hand, leaver):
        with pytest.raises(Hidden):
            await queries.company(gone, made)
        assert await queries.my_companies(gone) == []
    with pytest.raises(Conflict, match="owner stays"):
        await actions.end_membership(owner, made, owner.id)


async def test_an_invitation_is_answered_once_by_its_own_person_in_time(db: None) -> None:
    owner, hand = await make.founder(), await identity.person("江明夷", email="hand@parks.test")
    made, stranger = await make.company(owner), await make.founder("何屿")
    asked = await actions.invite_member(owner, made, _asked())
    with pytest.raises(Hidden):
        await accounts.accept_hand(stranger, asked)
    with pytest.raises(Conflict, match="invited already"):
        await actions.invite_member(owner, made, _asked())
    await accounts.decline_hand(hand, asked)
    with pytest.raises(Hidden):
        await accounts.accept_hand(hand, asked)
    again = await actions.invite_member(owner, made, _asked())
    await actions.withdraw_member_invitation(owner, made, again)
    with pytest.raises(Hidden):
        await accounts.accept_hand(hand, again)
    late = await actions.invite_member(owner, made, _asked())
    await clock.move(limits.INVITATION_LIFE)
    with pytest.raises(Hidden):
        await accounts.accept_hand(hand, late)
    await actions.invite_member(owner, made, _asked())  # one that ran out stands in nobody's way
    assert await queries.rights(made, hand.id) == frozenset()


async def test_an_address_without_an_account_gets_one_and_nobody_learns_which_it_was(db: None) -> None:
    owner = await make.founder()
    made = await make.company(owner)
    await identity.person("已有账户的人", email="known@parks.test")
    for email in ("known@parks.test", "new@parks.test"):
        await actions.invite_member(owner, made, _asked(email))
    side = await queries.side(owner, made)
    assert [(one.email, one.name) for one in side.invitations] == [
        ("known@parks.test", "江明夷"), ("new@parks.test", "江明夷"),
    ]  # fmt: skip
    told = await database.rows(
        "SELECT p.email, m.template FROM message m JOIN person p ON p.id = m.person"
        " WHERE m.template LIKE 'identity/%' ORDER BY p.email, m.template"
    )
    assert [
        (one["email"], one["template"]) for one in told if one["email"] in {"known@parks.test", "new@parks.test"}
    ] == [
        ("known@parks.test", "identity/hand_asked"),
        ("new@parks.test", "identity/hand_asked"),
        ("new@parks.test", "identity/invite"),
    ]


async def test_invitations_are_no_way_to_send_letters_by_the_dozen(db: None) -> None:
    owner = await make.founder()
    made = await make.company(owner)
    with pytest.raises(Invalid, match="problem"):
        await actions.invite_member(owner, made, _asked((await people.person(owner.id)).email))
    for number in range(limits.INVITATIONS_OPEN):
        await actions.invite_member(owner, made, _asked(f"hand{number}@parks.test"))
    with pytest.raises(Conflict, match="wait for an answer"):
        await actions.invite_member(owner, made, _asked("more@parks.test"))
    other = await make.company(owner, 2)
    for number in range(limits.INVITATIONS_A_DAY - limits.INVITATIONS_OPEN):
        await actions.invite_member(owner, other, _asked(f"hand{number}@parks.test"))
    with pytest.raises(TooMany):
        await actions.invite_member(owner, other, _asked("more@parks.test"))


async def test_asking_and_accepting_in_the_browser(db: None, client: httpx.AsyncClient) -> None:
    owner, hand = await make.founder(), await identity.person("江明夷", email="hand@parks.test")
    made = await make.company(owner)
    await identity.signed_in(client, owner)
    url = f"/companies/{made}/members"
    wrong = await client.post(url, data={"name": "江明夷", "email": "no address", "rights": "edit"})
    assert wrong.status_code == 422
    assert 'value="no address"' in wrong.text
    done = await client.post(url, data={"name": "江明夷", "email": "hand@parks.test", "rights": ["edit", "certify"]})
    assert done.status_code == 303, done.text
    assert "hand@parks.test" in (await client.get(url)).text
    await identity.signed_in(client, hand)
    [waiting] = await people.invitations(hand)
    assert waiting.url in (await client.get("/invitations")).text
    assert "澄湖星阑" in (await client.get(waiting.url)).text
    accepted = await client.post(f"{waiting.url}?_method=PUT")
    assert (accepted.status_code, accepted.headers["location"]) == (303, f"/companies/{made}")
    page = await client.get(f"/companies/{made}")
    assert f"/companies/{made}/edit" in page.text
    assert "hand@parks.test" in (await client.get(url)).text  # a member knows the others
    assert 'name="email"' not in (await client.get(url)).text  # but asks nobody
    assert await queries.rights(made, hand.id) == {Hand.EDIT, Hand.CERTIFY}
