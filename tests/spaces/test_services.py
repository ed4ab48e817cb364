"""Repairs and services: asked, promised, answered, rated, asked again; a neighbour learns nothing of it."""

from datetime import timedelta

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.errors import Forbidden, Hidden, IllegalMove, Invalid
from parks.reference import queries as reference
from parks.spaces import actions, queries
from parks.spaces.queries.services import LATE
from parks.spaces.rules.services import Lateness, promised
from parks.spaces.states import ServiceKind, ServiceState, ServiceStep
from parks.web.paging import ListState

SECRET = "样机间门禁失灵，涉密样机无人看守"


def _list(query: str = "") -> ListState:
    return queries.SERVICE_LIST.view(query, "/services")


async def test_a_repair_is_promised_done_rated_and_asked_for_again(db: None) -> None:
    home = await make.estate()
    founder, company = await make.tenant(home)
    await actions.set_promises(home.manager, home.park_id, {ServiceKind.REPAIR: 3, ServiceKind.TRAINING: None})
    made = await actions.ask_service(founder, home.park_id, company, kind=ServiceKind.REPAIR, words=SECRET, unit="a301")
    today = await clock.today()
    due = promised(today, 3, await reference.calendar(today, 60))
    asked = await queries.service(founder, made)
    assert due is not None
    assert (asked.due, asked.unit_code, asked.state, asked.can_serve) == (due.day, "A301", ServiceState.ASKED, False)
    assert [one.url for one in await queries.to_do(home.manager)] == [f"/services/{made}"]
    assert await queries.to_do(founder) == []

    await actions.set_promises(home.manager, home.park_id, {ServiceKind.REPAIR: 5})  # what is asked keeps its day
    await actions.answer_service(home.manager, made, words="明天上门", done=False)
    for too_early in (actions.rate_service(founder, made, rating=4), actions.reopen_service(founder, made, "?")):
        with pytest.raises(IllegalMove):
            await too_early
    await actions.answer_service(home.manager, made, words="已更换门锁", done=True)
    with pytest.raises(IllegalMove):
        await actions.answer_service(home.manager, made, words="再看看", done=True)
    assert [one.url for one in await queries.to_do(founder)] == [f"/services/{made}"]
    assert await queries.to_do(home.manager) == []
    with pytest.raises(Invalid):
        await actions.rate_service(founder, made, rating=6)
    await actions.rate_service(founder, made, rating=2, words="等了两天")
    assert await queries.to_do(founder) == []

    await actions.reopen_service(founder, made, "门锁又坏了")
    again = await queries.service(home.manager, made)
    later = promised(today, 5, await reference.calendar(today, 60))
    assert later is not None
    assert (again.state, again.rating, again.due) == (ServiceState.ASKED, None, later.day)
    assert [(one.step, one.rating) for one in again.steps] == [
        (ServiceStep.ASKED, None),
        (ServiceStep.TAKEN, None),
        (ServiceStep.CLOSED, None),
        (ServiceStep.RATED, 2),
        (ServiceStep.REOPENED, None),
    ]
    assert [one.due for one in again.steps if one.due] == [due.day, later.day]
    for change in ("UPDATE service_step SET words = '好'", "DELETE FROM service_step"):
        with pytest.raises(asyncpg.CheckViolationError, match="stays"):
            await database.execute(change)


async def test_a_neighbour_learns_nothing_and_only_tenants_ask(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    elsewhere = await make.estate("park2")
    founder, company = await make.tenant(home)
    rival, theirs = await make.tenant(home, 1, await people.person("何屿", language="en"))
    stranger, outside = await make.company(2)
    made = await make.service(home, founder, company, words=SECRET)
    assert [one.words for one in (await queries.services(home.officer, _list())).rows] == [SECRET]
    for actor in (rival, stranger, elsewhere.manager):
        assert (await queries.services(actor, _list())).rows == []
        for hiding in (
            queries.service(actor, made),
            actions.answer_service(actor, made, words="好了", done=True),
            actions.rate_service(actor, made, rating=1),
            actions.reopen_service(actor, made, "再来"),
        ):
            with pytest.raises(Hidden):
                await hiding
    for refused in (
        actions.answer_service(founder, made, words="好了", done=True),
        actions.answer_service(home.officer, made, words="好了", done=True),
        actions.rate_service(home.manager, made, rating=5),
        make.service(home, stranger, outside),
        make.service(home, rival, company),
        make.service(elsewhere, founder, company),
        actions.set_promises(home.officer, home.park_id, {ServiceKind.REPAIR: 1}),
    ):
        with pytest.raises(Forbidden):
            await refused
    with pytest.raises(Invalid):  # another tenant's unit is none of theirs
        await actions.ask_service(rival, home.park_id, theirs, kind=ServiceKind.REPAIR, words="门坏了", unit="A301")
    await people.signed_in(client, rival)
    for path in ("/services", "/api/v1/services", "/services/export?kind=csv", f"/services/{made}"):
        answer = await client.get(path)
        assert SECRET not in answer.text
        assert answer.status_code == (404 if str(made) in path else 200)
    await people.signed_in(client, founder)
    page = (await client.get("/services")).text
    assert (SECRET in page, "/services/new" in page) == (True, True)
    typed = {"park_id": home.park_id, "company_id": company, "kind": "repair", "unit": "Z9", "words": "灯不亮"}
    wrong = await client.post("/services", data=typed)
    assert (wrong.status_code, "灯不亮" in wrong.text, "Z9" in wrong.text) == (422, True, True)
    sent = await client.post("/services", data=typed | {"unit": ""})
    assert (sent.status_code, sent.headers["location"].startswith("/services/")) == (303, True)


async def test_late_ones_stand_out_and_three_rows_cost_what_one_costs(db: None) -> None:
    home = await make.estate()
    founder, company = await make.tenant(home)
    today = await clock.today()
    cases = {
        "没有承诺": (None, None, Lateness.NONE),
        "明天": (1, None, Lateness.NONE),
        "今天": (0, None, Lateness.SOON),
        "昨天": (-1, None, Lateness.LATE),
        "按时办结": (-1, -1, Lateness.NONE),
        "超时办结": (-2, -1, Lateness.LATE),
    }
    for number, (words, (due, closed, _late)) in enumerate(cases.items()):
        made = await make.service(home, founder, company, words=words)
        await database.execute(
            "UPDATE service_request SET due = $2, state = CASE WHEN $3::int IS NULL THEN 'asked' ELSE 'closed' END,"
            " closed_at = parks_now() + make_interval(days => $3) WHERE id = $1",
            made,
            today + timedelta(days=due) if due is not None else None,
            closed,
        )
        if number in {0, 2}:
            async with counted() as seen:
                assert len((await queries.services(home.manager, _list())).rows) == number + 1
            assert len(seen) == 1
    found = (await queries.services(home.manager, _list())).rows
    assert {one.words: one.late for one in found} == {words: late for words, (_d, _c, late) in cases.items()}
    assert [one.words for one in found][:2] == ["昨天", "今天"]
    told = await database.rows(f"SELECT s.words, {LATE} AS late FROM service_request s")
    assert {one["words"]: Lateness(one["late"]) for one in told} == {one.words: one.late for one in found}
    late = (await queries.services(home.manager, _list("late=late"))).rows
    assert sorted(one.words for one in late) == sorted(["昨天", "超时办结"])
    first = await queries.services(home.manager, _list("size=10&q=办结"))
    assert sorted(one.words for one in first.rows) == sorted(["按时办结", "超时办结"])
